"""Examples of bodies: made of their schemas, with values that a reader recognises."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid5

NAMES: Final = UUID("0190a5f0-0000-7000-8000-00000000e7a1")
FORMATS: Final = {
    "date": "2026-12-01",
    "date-time": "2026-12-01T08:30:00Z",
    "email": "karin@infrabana.example",
    "binary": "",
}
SHA256: Final = "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea"
WORDS: Final[Mapping[str, Any]] = {
    "account": None,
    "address": "Storgatan 1",
    "amount": "6450.00",
    "area": "Norrland",
    "bic": "ESSESESS",
    "buyer_reference": "4711",
    "captcha": "eyJhbGdvcml0aG0iOiJTSEEtMjU2In0=",
    "city": "Kiruna",
    "code": "K7QM-2VXD",
    "company_name": "Norrsken Bygg AB",
    "country": "SE",
    "currency": "SEK",
    "customer_name": "Infrabana Sverige AB",
    "customer_number": "K-100",
    "email": "karin@infrabana.example",
    "family_name": "Öhman",
    "file_name": "kunder.csv",
    "given_name": "Karin",
    "gln": "7300009028737",
    "iban": "SE3550000000054910000003",
    "item": "invoice",
    "kind": None,
    "hint": "stafett_9fK2xQ",
    "key": "stafett_9fK2xQ7vWm3ZpT8rLc5NbY1hJd6GsA4eUqXo0kRt2b7c91ef",
    "klip": "invoice",
    "legal_form": "AB",
    "media_type": "application/pdf",
    "name": "Norrsken Bygg AB",
    "note": "Tack för ordern.",
    "number": "5560360793",
    "number_of_invoice": "2026-00417",
    "operator": "Nordhub",
    "order_number": "PO-4711",
    "participant": "0007:5567037485",
    "password": "Räls-och-växlar-7",
    "poll": "/api/v1/requests/0190a5f0-0000-7000-8000-00000000face",
    "postcode": "98131",
    "price": "645.00",
    "quantity": 100,
    "receiver_name": "Infrabana Sverige AB",
    "reference": "14235",
    "repeated": "Räls-och-växlar-7",
    "sha256": SHA256,
    "street": "Storgatan 1",
    "supplier_name": "Norrsken Bygg AB",
    "terms_version": "1",
    "text": "Faktura för november.",
    "status": "pending",
    "unit": "HUR",
    "vat_category": "S",
    "vat_number": "SE556036079301",
    "vat_rate": "25.00",
    "version": None,
}
"""By the name of a field; None leaves the choice to the field's type."""
WITHIN: Final[Mapping[str, Any]] = {"Draft.number": "", "Line.name": "Banmontör, dagtid", "Line.quantity": "8"}
"""By schema and field, where the field's name alone says too little."""
DEPTH_MAX: Final = 7


class Examples:
    """Makes an example of any schema of one document; the same schema has the same example."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas

    def of(self, schema: Mapping[str, Any], name: str = "", within: str = "", depth: int = 0) -> Any:
        schema, within = self._plain(schema, within)
        if depth > DEPTH_MAX:
            return None
        if "default" in schema and not name:
            return schema["default"]
        if "const" in schema or "enum" in schema:
            return schema["const"] if "const" in schema else next((one for one in schema["enum"] if one), "")
        match schema.get("type"):
            case "object":
                return self._object(schema, within, depth)
            case "array":
                items: Mapping[str, Any] = schema.get("items") or next(iter(schema.get("prefixItems", [])), {})
                return [self.of(items, name, within, depth + 1)]
            case "boolean":
                return schema.get("default", True)
            case "integer" | "number":
                return self._number(schema, name, within)
            case _:
                return self._text(schema, name, within)

    def _plain(self, schema: Mapping[str, Any], within: str) -> tuple[Mapping[str, Any], str]:
        """References followed, and of several the first that is not null."""
        while True:
            if "$ref" in schema:
                within = schema["$ref"].rsplit("/", 1)[-1]
                schema = self._schemas[within]
            elif choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
                known = [one for one in choices if one.get("type") != "null"]
                schema = next((one for one in known if one.get("type") == "string"), known[0])
            else:
                return schema, within

    def _object(self, schema: Mapping[str, Any], within: str, depth: int) -> dict[str, Any]:
        fields = schema.get("properties", {})
        made = {name: self.of(field, name, within, depth + 1) for name, field in fields.items()}
        more = schema.get("additionalProperties")
        if not fields and isinstance(more, dict):
            key = self.of(schema.get("propertyNames", {"type": "string"}), "en", within, depth + 1)
            made[str(key)] = self.of(more, "", within, depth + 1)
        return made

    def _number(self, schema: Mapping[str, Any], name: str, within: str) -> Any:
        known = WITHIN.get(f"{within}.{name}", WORDS.get(name))
        number = known if isinstance(known, int) else 1
        return max(schema.get("minimum", number), min(schema.get("maximum", number), number))

    def _text(self, schema: Mapping[str, Any], name: str, within: str) -> Any:
        kind = schema.get("format")
        if kind == "uuid":
            return str(uuid5(NAMES, name))
        if kind in FORMATS:
            return FORMATS[kind]
        known = WITHIN.get(f"{within}.{name}", WORDS.get(name))
        if isinstance(known, str):
            return known[: schema.get("maxLength", len(known))]
        if "pattern" in schema:
            return _fitting(schema["pattern"])
        return (name or "text").ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 200)]


def _fitting(pattern: str) -> str:
    """A text for each of the patterns that fields have."""
    fixed = {"^[0-9a-f]{64}$": SHA256, "^[A-Z]{3}$": "SEK", "^[A-Z]{2}$": "SE"}
    return fixed.get(pattern, "25.00" if "\\d" in pattern and "." in pattern else "invoice")
