"""Companies that journeys begin with: made ready to send, and connected to one another, over the API."""

from collections.abc import Awaitable, Callable

from devstack.journey import Visitor

PERSONAL_NUMBER = "198803200016"
NewVisitor = Callable[..., Awaitable[Visitor]]
NewCompany = Callable[..., Awaitable[Visitor]]
Trade = Callable[..., Awaitable[tuple[Visitor, Visitor]]]


async def make_ready(person: Visitor, name: str) -> None:
    """Address and Bankgiro; the connection is what is left."""
    address = {"name": name, "street": "Verkstadsgatan 14", "postcode": "972 41", "city": "Luleå"}
    await person.own("PUT", "/addresses/default", json=address)
    await person.own("POST", "/bank-accounts", json={"kind": "bankgiro", "number": "5050-1055", "ocr_level": "hard"})


async def connect(supplier: Visitor, customer: Visitor, customer_number: str = "10042") -> None:
    """The supplier invites, the customer enrols with number and code."""
    invited = await supplier.own(
        "POST",
        "/invitations",
        json={"customer_number": customer_number, "customer_name": "Kund AB", "email": customer.email},
    )
    await customer.own("POST", "/enrolments", json={"customer_number": customer_number, "code": invited["code"]})
