"""What a file carries and does not print, as custom properties of an Office package (ECMA-376 part 1, 22.3).

They stay in the file when Office, LibreOffice or WPS save it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ipexport.formats.xml import DECLARATION, escaped
from ipexport.table import Document, Section

CUSTOM_PART = "docProps/custom.xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that users define ([MS-OLEPS], 2.21)."""

_PREFIX = "ipexport."
_OURS = re.compile(re.escape(_PREFIX) + "([0-9]{1,9})[.](.+)", re.DOTALL)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def carried(document: Document, sections: Iterable[Section]) -> list[tuple[str, str]]:
    """The properties of a document and of these sections, whose names are "<region>/<name>".

    Keywords are there one by one: among the file's own properties they are one text.
    """
    said = [*document.properties]
    said += [(f"keywords.{number}", word) for number, word in enumerate(document.keywords, 1)]
    for section in sections:
        said += [(f"{section.region}/{name}", value) for name, value in section.properties]
    return said


def custom_properties(carried: Iterable[tuple[str, str]]) -> bytes:
    """The part that has them."""
    # The first property has the number 2 (22.3.2.1). LibreOffice sorts them: the name says the order.
    listed = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{_escaped(f"{_PREFIX}{number}.{name}")}">'
        f"<vt:lpwstr>{_escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(carried, 2)
    )
    namespaces = f'xmlns="{_NAMESPACE}custom-properties" xmlns:vt="{_NAMESPACE}docPropsVTypes"'
    return f"{DECLARATION}<Properties {namespaces}>{listed}</Properties>".encode()


def said_properties(found: Mapping[str, str]) -> dict[str, str]:
    """Those of a file's custom properties that are ours, by their own names and in their order."""
    ours = [(match, said) for name, said in found.items() if (match := _OURS.fullmatch(name))]
    return {match[2]: said for match, said in sorted(ours, key=lambda pair: int(pair[0][1]))}


def _escaped(text: str) -> str:
    return escaped(_NOT_IN_XML.sub("", text))
