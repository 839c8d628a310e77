"""Folding: texts compared without their letters' case, and however their accents were typed."""

from typing import Any

from sqlalchemy import Text, bindparam, func, literal_column


def folded(text: Any) -> Any:
    """Text without its letters' case, and with accents composed (NFC) however they were typed. PostgreSQL folds both
    sides of a comparison: Python would do it otherwise (its lower case of a capital sigma depends on what follows, and
    that of İ is two letters). Upper case first makes final sigmas like all others."""
    return func.lower(func.upper(func.normalize(text, literal_column("NFC"))))


def folded_text(text: str) -> Any:
    """A caller's text, folded."""
    return folded(bindparam(None, text, type_=Text()))
