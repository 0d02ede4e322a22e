"""XML as strings: the parts of Office files are written, not built as trees of objects."""

from __future__ import annotations

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def escaped(text: str) -> str:
    """A text for the content of an element, or for an attribute in double quotation marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def quoted(text: str) -> str:
    """A text as the value of an attribute, with its quotation marks."""
    return f'"{escaped(text)}"'
