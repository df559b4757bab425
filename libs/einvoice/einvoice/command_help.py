"""What `einvoice --help` teaches: what each command is for, examples to copy, and what the exit codes mean."""

EXIT_CODES = """\
exit codes:
  0  all is well
  1  some is not: an invoice is not valid, or cannot be built, read or found
  2  could not run: a file that is not there, a layer of rules that could not give its answer, a wrong option
"""

EINVOICE = """\
Invoices of EN 16931, as Peppol BIS Billing 3 sends them: from JSON to UBL and back, held to the official rules, and
shown as a PDF. Nothing is sent anywhere, and nothing is fetched."""
EINVOICE_EXAMPLES = f"""\
examples:
  einvoice build invoice.json -o invoice.xml      totals, VAT and rounding are worked out from the lines
  einvoice validate invoice.xml                   XSD, EN 16931, Peppol and Nordic pre-flight, in that order
  einvoice explain BR-CO-15 BT-112                what a rule asks, what a term is and where it stands
  einvoice render invoice.xml -o invoice.pdf      the page that people read
  einvoice read invoice.xml -o invoice.json       what is no business term is told on standard error
  einvoice COMMAND --help                         more on each

A FILE named - is standard input, and what is not given an output goes to standard output:
  einvoice build invoice.json | einvoice validate -

{EXIT_CODES}"""

VALIDATE = """\
Holds UBL invoices and credit notes to four layers of rules, each named with its version: the UBL 2.1 schema, EN 16931,
Peppol BIS Billing 3, and a Nordic pre-flight (check digits of OCR, KID, FIK, Bankgiro and the like). A document that
fails the schema is not asked about the others. A layer that could not run never counts as passed. CII, Factur-X, OIOUBL
and Svefaktura are held to the layers that there are for them."""
VALIDATE_EXAMPLES = f"""\
examples:
  einvoice validate invoice.xml
  einvoice validate --json inbox/*.xml > verdicts.jsonl            one line of JSON for each file
  einvoice validate --json - < invoice.xml | jq -r '.findings[].rule'
  einvoice validate --rules en16931 invoice.xml                    without Peppol's rules and the pre-flight
  PEPPOL_RULES_DIR=rules einvoice validate invoice.xml             with Peppol's own files, when you have them

With --json a line is {{"file", "valid", "layers": {{name: version}}, "not_run": {{name: reason}}, "findings":
[{{"rule", "level": "fatal" or "warning", "text", "where", "term", "layer"}}]}}. Warnings make no document invalid.
Several files are counted on standard error.

{EXIT_CODES}"""

BUILD = """\
Writes an invoice that is given as JSON, as UBL or in another format. Nobody types a total: lines, allowances and
charges are added up here, and VAT is rounded once for each rate. An unknown field is refused by its path."""
BUILD_EXAMPLES = f"""\
a short invoice that every layer of rules takes:
  {{"number": "1001", "issue_date": "2026-11-20", "due_date": "2026-12-20", "currency": "SEK",
   "buyer_reference": "AB12",
   "seller": {{"name": "Norrsken AB", "vat_id": "SE556677889901", "address": {{"country": "SE"}},
              "endpoint": {{"value": "5566778899", "scheme": "0007"}}}},
   "buyer": {{"name": "Infrabana AB", "address": {{"country": "SE"}},
             "endpoint": {{"value": "5561234567", "scheme": "0007"}}}},
   "lines": [{{"id": "1", "quantity": "9", "unit": "H87", "price": {{"net": "747.06"}},
              "vat": {{"code": "S", "rate": "25"}}, "item": {{"name": "Spik"}}}}]}}

formats:
  ubl          Peppol BIS Billing 3.0 in UBL 2.1
  cii          CII D16B of EN 16931
  factur-x     PDF/A-3 with CII inside: Factur-X 1.0, ZUGFeRD
  oioubl       OIOUBL 2.1, Denmark
  svefaktura   Svefaktura 1.0, Sweden
  pdf          the page alone, with the UBL as its attachment
What a format has no place for is told on standard error; what it would say wrongly is refused.

Figures are strings, so that no digit is lost; dates are YYYY-MM-DD; attachments are base64. A credit note has
"type_code": "381" and keeps its quantities positive. The field of a term is told by: einvoice explain BT-113

{EXIT_CODES}"""

READ = """\
Reads UBL, CII or Factur-X into the JSON that `einvoice build` takes: building it again keeps every business term. What
the document says beyond the terms of EN 16931 is told on standard error, with its place, and so is a total that it
states otherwise than its lines add up to, since what is built has the totals of its lines."""
READ_EXAMPLES = f"""\
examples:
  einvoice read invoice.xml -o invoice.json
  einvoice read - < invoice.xml | jq '.lines | length'

{EXIT_CODES}"""

RENDER = """\
Shows an invoice or credit note (UBL, CII, Factur-X) as an accessible PDF (PDF/UA-1), with the totals that its sender
wrote, how it is paid in its country, and UBL itself as an attachment. Markup, links and file names in it are shown as
text."""
RENDER_EXAMPLES = f"""\
examples:
  einvoice render invoice.xml -o invoice.pdf
  einvoice render invoice.xml -o invoice.pdf --language fi
  einvoice build invoice.json | einvoice render - -o invoice.pdf

{EXIT_CODES}"""

EXPLAIN = "Says what a rule asks (EN 16931, Peppol, Nordic pre-flight), or what a business term or group is."
EXPLAIN_EXAMPLES = f"""\
examples:
  einvoice explain BR-CO-15 --language da
  einvoice explain SE-R-013 NORDIC-OCR
  einvoice explain BT-112 BG-25

{EXIT_CODES}"""
