"""Namespaces of a Word file's parts, by their usual prefixes."""

from __future__ import annotations

from ipexport.formats.xml import DECLARATION

_OPEN = "http://schemas.openxmlformats.org"
NAMESPACES = {
    "w": f"{_OPEN}/wordprocessingml/2006/main",
    "r": f"{_OPEN}/officeDocument/2006/relationships",
    "a": f"{_OPEN}/drawingml/2006/main",
    "wp": f"{_OPEN}/drawingml/2006/wordprocessingDrawing",
    "mc": f"{_OPEN}/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "cp": f"{_OPEN}/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def declared(*prefixes: str) -> str:
    """The declarations of namespaces by their usual prefixes, as attributes."""
    return " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)


def text_part(tag: str, content: str, *prefixes: str) -> bytes:
    """A part whose root element declares these namespaces."""
    return f"{DECLARATION}<{tag} {declared(*prefixes)}>{content}</{tag}>".encode()
