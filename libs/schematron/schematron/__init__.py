"""Compiles official Schematron rules (compiled XSLT form) to plain Python."""

from schematron.cache import load
from schematron.compiler import CompiledSource, compile_rules
from schematron.document import Document
from schematron.document import read as read_document
from schematron.errors import CannotCompile, DynamicError, NotReadable
from schematron.rules import MILD_FLAGS, Finding, Result, Rules, Uncomputed

__all__ = [
    "MILD_FLAGS",
    "CannotCompile",
    "CompiledSource",
    "Document",
    "DynamicError",
    "Finding",
    "NotReadable",
    "Result",
    "Rules",
    "Uncomputed",
    "compile_rules",
    "load",
    "read_document",
]
