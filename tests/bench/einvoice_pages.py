"""PDFs of one page and of 620 rows, beside headless Chromium that prints the same page once."""

import base64
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import msgspec
import segno
from einvoice_measure import least_of_each, rate, ratio

from einvoice.model import Invoice, from_json
from einvoice.pdf.drawing import WEIGHTS, render
from einvoice.pdf.columns import CLASSES, column_widths
from einvoice.pdf.page import invoice_page

EXAMPLE = Path(__file__).parents[2] / "libs/einvoice/tests/pdf_examples/se.json"
ROWS_MANY = 620
CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]
_MEMORY = """
import sys
from pathlib import Path
from einvoice.model import from_json
from einvoice.pdf.drawing import render
for name in sys.argv[1:]:
    render(from_json(Path(name).read_bytes()))
    print(int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) // 1024)
"""


def measure(rounds: int) -> dict[str, Any]:
    """ms, PDFs/s on one core, and the ratios to Chromium's wall time, which spreads over all cores."""
    one = from_json(EXAMPLE.read_bytes())
    documents = {"1_page": one, f"{ROWS_MANY}_rows": _with_lines(one, ROWS_MANY)}
    browser = shutil.which("chromium")
    found: dict[str, Any] = {
        "chromium": "wall and CPU ms of one print" if browser else "absent: apt-get install chromium",
        "worker_memory_mb": _worker_memory(documents),
    }
    for name, invoice in documents.items():
        few = rounds if invoice is one else max(rounds // 3, 2)
        (ours,) = least_of_each(few, lambda invoice=invoice: render(invoice))  # type: ignore[misc]
        row: dict[str, Any] = {"ours_ms": round(ours, 1), "pdfs_per_s_per_core": rate(ours)}
        if browser:
            wall, cpu = _printed(browser, page_for_a_browser(invoice), few)
            row |= {"chromium_wall_ms": round(wall), "chromium_cpu_ms": round(cpu)}
            row |= {"ratio_to_chromium_wall": ratio(wall, ours), "ratio_to_chromium_cpu": ratio(cpu, ours)}
        found[name] = row
    return found


def page_for_a_browser(invoice: Invoice) -> str:
    """The same page as HTML on its own: same template, style, fonts and QR code, with every line as a table row."""
    folder = files("einvoice") / "templates"
    environment = jinja2.Environment(autoescape=True)
    environment.globals.update(measuring=False, drawn={})
    page = invoice_page(invoice, "sv")
    template = environment.from_string((folder / "invoice.html").read_text())
    html = template.render(page=page, logo=None, widths=column_widths(page), classes=CLASSES)
    faces = "".join(_face(weight, name) for weight, name in WEIGHTS.items())
    style = faces + (folder / "elements.css").read_text() + (folder / "invoice.css").read_text()
    code = segno.make("x" * 230, error="m", micro=False).svg_data_uri(border=0)
    blank = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"
    html = html.replace("</head>", f"<style>{style}</style></head>")
    return html.replace("drawn:qr", code).replace("drawn:page-number", blank)


def _face(weight: int, name: str) -> str:
    data = base64.b64encode((files("einvoice") / "fonts" / f"InvoiceSans-{name}.otf").read_bytes()).decode()
    return f'@font-face{{font-family:"Invoice Sans";font-weight:{weight};src:url(data:font/otf;base64,{data})}}'


def _with_lines(invoice: Invoice, count: int) -> Invoice:
    lines = (invoice.lines * (count // len(invoice.lines) + 1))[:count]
    numbered = tuple(msgspec.structs.replace(line, id=str(number)) for number, line in enumerate(lines, 1))
    return msgspec.structs.replace(invoice, lines=numbered, rounding=None)


def _printed(browser: str, html: str, rounds: int) -> tuple[float, float]:
    """The least wall and CPU ms of several prints, each in a browser that starts for it."""
    walls, cpus = [], []
    with tempfile.TemporaryDirectory() as folder:
        source, pdf = Path(folder) / "invoice.html", Path(folder) / "invoice.pdf"
        source.write_text(html)
        command = [browser, *CHROMIUM, f"--user-data-dir={folder}/profile", f"--print-to-pdf={pdf}", source.as_uri()]
        for number in range(rounds + 1):
            pdf.unlink(missing_ok=True)
            before, began = _children_cpu_s(), time.perf_counter()
            subprocess.run(command, capture_output=True, check=True, timeout=120)
            assert pdf.stat().st_size > 10_000
            if number:  # The first start fills the profile.
                walls.append((time.perf_counter() - began) * 1000)
                cpus.append((_children_cpu_s() - before) * 1000)
    return min(walls), min(cpus)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _worker_memory(documents: dict[str, Invoice]) -> dict[str, int]:
    """The most that a process of its own has held after each document, one after another."""
    from einvoice.model import to_json

    with tempfile.TemporaryDirectory() as folder:
        for name, invoice in documents.items():
            (Path(folder) / name).write_bytes(to_json(invoice))
        command = [sys.executable, "-c", _MEMORY, *(f"{folder}/{name}" for name in documents)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return dict(zip(documents, map(int, told), strict=True))
