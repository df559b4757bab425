"""Files that are made to harm whoever reads them, for stories about uploads; written anew each time, never kept."""

import io
import zipfile
import zlib
from collections.abc import Sequence

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


def pdf(*objects: bytes, catalog: bytes = b"", pages: bytes = b"<</Type/Pages/Count 1/Kids[3 0 R]>>") -> bytes:
    """Makes a whole PDF: catalog (1), pages (2), and the given objects from number 3 on, or one blank page."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    everything = [b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog, pages, *(objects or (PAGE,))]
    for number, content in enumerate(everything, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(everything) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(everything) + 1, start)
    return bytes(out)


def pages_that_are_one(count: int) -> bytes:
    """Makes a PDF whose page list names one page so many times."""
    return pdf(PAGE, pages=b"<</Type/Pages/Count 1/Kids[%s]>>" % (b"3 0 R " * count))


def pages_hidden_in_nodes(nodes: int, pages: int) -> bytes:
    """Makes the same PDF with small nodes and a false count, so that neither shows the number of pages."""
    node = b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[%s]>>" % (b"3 0 R " * pages)
    kids = b"".join(b"%d 0 R " % number for number in range(4, 4 + nodes))
    return pdf(PAGE, *[node] * nodes, pages=b"<</Type/Pages/Count 1/Kids[%s]>>" % kids)


def pages_in_a_ring() -> bytes:
    return pdf(PAGE, b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[2 0 R]>>", pages=b"<</Type/Pages/Count 1/Kids[4 0 R]>>")


def references_in_a_ring() -> bytes:
    """Makes a PDF whose cross-reference table names itself as the previous one."""
    made = pdf()
    start = made[made.rindex(b"startxref\n") + 10 : made.rindex(b"\n%%EOF")]
    return made.replace(b"trailer<<", b"trailer<</Prev " + start)


def nested_arrays(depth: int) -> bytes:
    return pdf(PAGE, b"[" * depth + b"<</S/JavaScript/JS(x)>>" + b"]" * depth)


def object_stream(unpacked_mb: int) -> bytes:
    """Makes a PDF with an object stream, catalog included, that unpacks to a thousand times its size."""
    head = b"<</Type/Catalog/Pages 4 0 R>> <</Type/Pages/Count 1/Kids[5 0 R]>> <</Type/Page/Parent 4 0 R>>"
    numbers = b"1 0 4 30 5 66 "
    packer = zlib.compressobj(9)
    blank = b" " * 1_000_000
    packed = packer.compress(numbers + head)
    packed += b"".join(packer.compress(blank) for _ in range(unpacked_mb)) + packer.flush()
    out = bytearray(b"%PDF-1.7\n")
    stream_at = len(out)
    out += b"2 0 obj\n<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>stream\n" % (len(numbers), len(packed))
    out += packed + b"\nendstream\nendobj\n"
    table_at = len(out)
    entries = [(0, 0, 255), (2, 2, 0), (1, stream_at, 0), (1, table_at, 0), (2, 2, 1), (2, 2, 2)]
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + bytes([more]) for kind, at, more in entries)
    out += b"3 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    out += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table_at
    return bytes(out)


def with_file_inside(name: str, content: bytes = b"MZ") -> bytes:
    file = b"<</Type/EmbeddedFile/Length %d>>stream\n%s\nendstream" % (len(content), content)
    told = b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F 4 0 R>>>>" % ((name.encode(),) * 2)
    return pdf(PAGE, file, told, catalog=b"/Names<</EmbeddedFiles<</Names[(x)5 0 R]>>>>")


def and_an_archive(content: bytes) -> bytes:
    """Appends a ZIP archive to the bytes, which other programs open instead."""
    file = io.BytesIO()
    file.write(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("run.exe", b"MZ")
        archive.comment = b"%%EOF"
    return file.getvalue()


def workbook(sheet: Sequence[bytes], *, before: bytes = b"") -> bytes:
    """Makes a spreadsheet whose only sheet is these bytes, packed part by part, with `before` above its first tag."""
    file = io.BytesIO()
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = b"http://schemas.openxmlformats.org/package/2006/"
    spreadsheet = b"application/vnd.openxmlformats-officedocument.spreadsheetml."
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "[Content_Types].xml",
            b'<Types xmlns="%scontent-types"><Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>'
            b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="%sworksheet+xml"/></Types>'
            % (package, spreadsheet, spreadsheet),
        )
        book.writestr(
            "_rels/.rels",
            b'<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/officeDocument" '
            b'Target="xl/workbook.xml"/></Relationships>' % (package, office),
        )
        book.writestr(
            "xl/workbook.xml",
            b'<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
            % (main, office),
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            b'<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/worksheet" '
            b'Target="worksheets/sheet1.xml"/></Relationships>' % (package, office),
        )
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(before + b'<worksheet xmlns="%s"><sheetData>' % main)
            for rows in sheet:
                part.write(rows)
            part.write(b"</sheetData></worksheet>")
    return file.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10 if number > 1 else b"&a;" * 10)
    for number in range(1, 12)
)
"""XML entities that each name the one before ten times, a thousand billion letters in all."""
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
