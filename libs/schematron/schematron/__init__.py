"""Compiles official Schematron rules (compiled XSLT form) to plain Python."""
