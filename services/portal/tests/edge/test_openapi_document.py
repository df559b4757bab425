"""What the OpenAPI document shows of the portal's inside: nothing."""

from api_visitor import visitor
from pages_house import House


async def test_the_document_names_no_module(house: House) -> None:
    """Two bodies of one class name would be told apart by their modules: another layout would be another document."""
    async with visitor(house) as http:
        schemas = (await http.get("/openapi.json")).json()["components"]["schemas"]
    assert len(schemas) > 60
    assert not [name for name in schemas if "__" in name]
