"""What a Word file carries and does not print: ids in bookmarks, the rest in custom properties.

Both stay in the file when Word, LibreOffice or WPS save it again, also as .odt. Word takes names of
bookmarks of up to 40 characters; a longer id gets a number, and a property says which id it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ipexport.formats.docx.xml import DECLARATION, escaped, quoted
from ipexport.table import Document, Section

_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that users define ([MS-OLEPS], 2.21)."""

_PREFIX = "ipexport."
_OURS = re.compile(re.escape(_PREFIX) + "([0-9]{1,9})\\.(.+)", re.DOTALL)
_LONGEST = 40
_TASK, _REGION, _NUMBERED = "_id-", "_region-", "_id+"


class Marks:
    """The bookmarks of a file; `next` is the first free number, the names of contents are taken."""

    def __init__(self, next: int) -> None:
        self.next = next
        self.long: list[str] = []

    def number(self) -> int:
        """A number that nothing else in the file has."""
        self.next += 1
        return self.next - 1

    def around_task(self, id: str, runs: str) -> str:
        """The runs of a task in a bookmark with its id."""
        return self._around(_TASK, id, runs)

    def around_region(self, id: str, runs: str) -> str:
        """The runs of a region's first header cell in a bookmark with its id."""
        return self._around(_REGION, id, runs)

    def _around(self, prefix: str, id: str, runs: str) -> str:
        name = prefix + id
        if len(name) > _LONGEST:
            self.long.append(name)
            name = f"{_NUMBERED}{len(self.long)}"
        number = self.number()
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'


def custom_properties(document: Document, sections: Iterable[Section], marks: Marks) -> bytes:
    """The part docProps/custom.xml: properties of the document, and as "region/name" those of sections."""
    said = [*document.properties, *_core(document)]
    for section in sections:
        said += [(f"{section.region}/{name}", value) for name, value in section.properties]
    said += [(f"{_NUMBERED}{number}", name) for number, name in enumerate(marks.long, 1)]
    # The first property has the number 2 (22.3.2.1). LibreOffice sorts them: the name says the order.
    listed = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name={quoted(f"{_PREFIX}{number}.{name}")}>'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(said, 2)
    )
    namespaces = f'xmlns="{_NAMESPACE}custom-properties" xmlns:vt="{_NAMESPACE}docPropsVTypes"'
    return f"{DECLARATION}<Properties {namespaces}>{listed}</Properties>".encode()


def _core(document: Document) -> list[tuple[str, str]]:
    """Keywords one by one: in the file's own properties they are one text."""
    return [(f"keywords.{number}", word) for number, word in enumerate(document.keywords, 1)]


def said_properties(found: dict[str, str]) -> dict[str, str]:
    """Those of a file's custom properties that are ours, by their own names and in order."""
    ours = [(match, said) for name, said in found.items() if (match := _OURS.fullmatch(name))]
    return {match[2]: said for match, said in sorted(ours, key=lambda it: int(it[0][1]))}


def task_id(name: str, properties: dict[str, str]) -> str:
    """The id of a task in the name of a bookmark, "" if it has none."""
    return _id(name, _TASK, properties)


def region_id(name: str, properties: dict[str, str]) -> str:
    """The id of a region in the name of a bookmark, "" if it has none."""
    return _id(name, _REGION, properties)


def _id(name: str, prefix: str, properties: dict[str, str]) -> str:
    if name.startswith(_NUMBERED):
        name = properties.get(name, "")
    return name[len(prefix) :] if name.startswith(prefix) else ""
