"""Invoices to test and demonstrate with: one that every rule accepts, and one that uses every business term."""

from datetime import date
from decimal import Decimal

import msgspec

from einvoice.model import (
    CREDIT_NOTE,
    Address,
    AllowanceCharge,
    Attachment,
    Attribute,
    Classification,
    Contact,
    Delivery,
    DocumentAllowanceCharge,
    Identifier,
    Invoice,
    InvoiceLine,
    Item,
    Party,
    Payee,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    Price,
    TaxRepresentative,
    VatCategory,
    VatExemption,
)

STANDARD = VatCategory(code="S", rate=Decimal("25"))
SELLER = Party(
    name="Nordleverans AB",
    trading_name="Nordleverans",
    legal_id=Identifier(value="5560360793", scheme="0007"),
    vat_id="SE556036079301",
    tax_registration="Godkänd för F-skatt",
    endpoint=Identifier(value="5560360793", scheme="0007"),
    address=Address(line1="Storgatan 1", city="Stockholm", postal_code="11122", country="SE"),
    contact=Contact(name="Erik Ek", phone="+46 8 123 456", email="faktura@nordleverans.example"),
)
BUYER = Party(
    name="Infranord AB",
    legal_id=Identifier(value="5567037485", scheme="0007"),
    endpoint=Identifier(value="5567037485", scheme="0007"),
    address=Address(line1="Svetsarvägen 10", city="Solna", postal_code="17141", country="SE"),
    contact=Contact(name="Anna Berg"),
)
BANKGIRO = PaymentMeans(code="30", text="Bankgiro", payment_id="10017", account="9912346", branch="SE:BANKGIRO")


def line(number: int, quantity: str, price: str, vat: VatCategory = STANDARD) -> InvoiceLine:
    """A plain line."""
    return InvoiceLine(
        id=str(number),
        quantity=Decimal(quantity),
        unit="H87",
        price=Price(net=Decimal(price)),
        vat=vat,
        item=Item(name=f"Artikel {number}", sellers_id=f"ART-{number:05}"),
    )


def swedish() -> Invoice:
    """Three lines and freight, between two Swedish companies, to be paid by Bankgiro; valid by every layer."""
    return Invoice(
        number="1001",
        issue_date=date(2026, 11, 20),
        due_date=date(2026, 12, 20),
        currency="SEK",
        buyer_reference="AB12",
        purchase_order="AO1234567",
        payment_terms="30 dagar netto",
        seller=SELLER,
        buyer=BUYER,
        payment_means=(BANKGIRO,),
        charges=(DocumentAllowanceCharge(amount=Decimal("250.00"), reason_code="FC", reason="Frakt", vat=STANDARD),),
        lines=(line(1, "9", "747.06"), line(2, "5", "335.32"), line(3, "8", "650.37")),
    )


def every_term(*, credit_note: bool = False) -> Invoice:
    """A document that gives every business term a value: for proving that none is lost. No rule set takes it."""
    return Invoice(
        number="1002",
        issue_date=date(2026, 11, 20),
        type_code=CREDIT_NOTE if credit_note else "384",
        currency="EUR",
        vat_currency="SEK",
        vat_amount_in_vat_currency=Decimal("281.75"),
        tax_point_date=date(2026, 11, 19),
        tax_point_code="35",
        due_date=date(2026, 12, 20),
        buyer_reference="AB12",
        project="P-1",
        contract="C-1",
        purchase_order="AO12345",
        sales_order="SO-1",
        receiving_advice="R-1",
        despatch_advice="D-1",
        tender_or_lot="T-1",
        object_id=Identifier(value="meter 7", scheme="AAB"),
        accounting_cost="4010",
        payment_terms="30 dagar netto",
        notes=("#AAI#Tack för förtroendet & välkommen åter", "En rad till"),
        process="urn:example:process",
        specification="urn:cen.eu:en16931:2017",
        preceding_invoices=(PrecedingInvoice(number="1000", issue_date=date(2026, 10, 1)),),
        seller=_crowded_seller(),
        buyer=msgspec.structs.replace(
            BUYER,
            trading_name="Infranord",
            identifiers=(Identifier(value="5790000435951", scheme="0088"),),
            vat_id="SE556703748501",
            contact=Contact(name="Anna Berg", phone="+46 1", email="anna@infranord.example"),
        ),
        payee=Payee(
            name="Factoring AB",
            identifier=Identifier(value="7350000000009", scheme="0088"),
            legal_id=Identifier(value="5560125790", scheme="0007"),
        ),
        tax_representative=TaxRepresentative(
            name="Ombud AS", vat_id="NO923609016MVA", address=_full_address("Karl Johans gate 1", "NO")
        ),
        delivery=_full_delivery(),
        period=Period(start=date(2026, 10, 1), end=date(2026, 10, 31)),
        payment_means=_every_way_to_pay(),
        creditor_id="SE97ZZZ5560360793",
        allowances=(
            DocumentAllowanceCharge(
                amount=Decimal("5.00"),
                base_amount=Decimal("100.00"),
                percent=Decimal("5"),
                reason="Rabatt",
                reason_code="95",
                vat=STANDARD,
            ),
        ),
        charges=(DocumentAllowanceCharge(amount=Decimal("10.00"), reason_code="FC", vat=STANDARD),),
        prepaid=Decimal("20.00"),
        rounding=Decimal("-0.25"),
        vat_exemptions=(VatExemption(category="E", reason="Utbildning", code="VATEX-EU-132-1I"),),
        attachments=(
            Attachment(id="1", description="Följesedel", content=b"%PDF-1.7", mime="application/pdf", filename="f.pdf"),
            Attachment(id="2", uri="https://example.com/rapport"),
        ),
        lines=(_crowded_line(), line(2, "1", "0.125", VatCategory(code="E", rate=Decimal("0")))),
    )


def _crowded_seller() -> Party:
    return msgspec.structs.replace(
        SELLER,
        identifiers=(Identifier(value="7350000000009", scheme="0088"), Identifier(value="K-77")),
        legal_form="Styrelsens säte: Stockholm",
        address=_full_address("Storgatan 1", "SE"),
    )


def _full_delivery() -> Delivery:
    return Delivery(
        name="Bygget",
        location=Identifier(value="7350000000009", scheme="0088"),
        actual_date=date(2026, 11, 18),
        address=_full_address("Grusgatan 2", "SE"),
    )


def _full_address(line1: str, country: str) -> Address:
    return Address(
        line1=line1,
        line2="Port 3",
        line3="Lastkajen",
        city="Stockholm",
        postal_code="11122",
        subdivision="Stockholms län",
        country=country,
    )


def _every_way_to_pay() -> tuple[PaymentMeans, ...]:
    return (
        PaymentMeans(
            code="30",
            text="Bank",
            payment_id="10017",
            account="SE4550000000058398257466",
            account_name="Nordleverans",
            branch="ESSESESS",
        ),
        PaymentMeans(code="48", card_number="1234", card_network="VISA", card_holder="Anna Berg"),
        PaymentMeans(code="59", mandate="M-1", debited_account="FI2112345600000785"),
    )


def _crowded_line() -> InvoiceLine:
    return InvoiceLine(
        id="1",
        note="Enligt avtal",
        object_id=Identifier(value="vagn 9", scheme="AAA"),
        quantity=Decimal("2.500"),
        unit="KGM",
        order_line="10",
        accounting_cost="4011",
        period=Period(start=date(2026, 10, 1), end=date(2026, 10, 15)),
        allowances=(AllowanceCharge(amount=Decimal("1.00"), reason="Skada", reason_code="104"),),
        charges=(AllowanceCharge(base_amount=Decimal("100.00"), percent=Decimal("2.5"), amount=Decimal("2.50")),),
        price=Price(
            net=Decimal("99.12345"),
            discount=Decimal("0.87655"),
            gross=Decimal("100.00000"),
            base_quantity=Decimal("2"),
            base_quantity_unit="KGM",
        ),
        vat=STANDARD,
        item=Item(
            name="Spik <extra> & mer",
            description="Varmförzinkad,\n100 mm",
            sellers_id="S-1",
            buyers_id="B-1",
            standard_id=Identifier(value="7310865004703", scheme="0160"),
            classifications=(Classification(code="31162001", list_id="STI", list_version="19.05"),),
            origin_country="SE",
            attributes=(Attribute(name="Färg", value="Grå"), Attribute(name="Custom Clearance No.", value="26SE0001")),
        ),
    )
