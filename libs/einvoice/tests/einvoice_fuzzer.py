"""`python einvoice_fuzzer.py [libFuzzer options] [folder]`: atheris looks for bytes that break the reader."""

import sys

import atheris

with atheris.instrument_imports(include=["einvoice", "einvoice_fuzz_target"]):
    from einvoice_fuzz_target import try_to_read


def fuzz(document: bytes) -> None:
    """One run; libFuzzer takes no answer."""
    try_to_read(document)


atheris.Setup(sys.argv, fuzz)
atheris.Fuzz()
