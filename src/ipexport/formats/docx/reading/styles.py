"""What a paragraph's style says it is: by its name, be it ours or the one that ours is the base of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from ipexport.formats.docx.reading.package import number, value, w
from ipexport.formats.docx.styles import (
    CONTENTS_TITLE,
    HEADER_CELL,
    HEADING,
    ITEM_STYLES,
    ROLE_STYLES,
    SUBTITLE,
    TITLE,
    in_english,
    names,
)
from ipexport.model import Language
from ipexport.recognition import TextRole
from ipexport.table import Role

_DEEPEST = 20
_TEXT_ROLES: dict[str, TextRole] = {
    TITLE: "title",
    SUBTITLE: "subtitle",
    CONTENTS_TITLE: "contents_title",
    HEADING: "heading",
}


class Meaning(NamedTuple):
    """What text in a style is; `language` is that of a style for one of two languages."""

    text: TextRole = "text"
    column: Role | None = None
    is_item: bool = False
    is_contents: bool = False
    language: Language | None = None


def _meanings() -> dict[str, Meaning]:
    """By the names of styles, in small letters."""
    found = {"contents heading": Meaning("contents_title")}
    ids = {id: Meaning(text=role) for id, role in _TEXT_ROLES.items()}
    ids |= {id: Meaning(column=role) for role, id in ROLE_STYLES.items()}
    ids |= {id: Meaning(column=role, is_item=True) for role, id in ITEM_STYLES.items()}
    ids[HEADER_CELL] = Meaning()
    ids |= {in_english(id): meaning._replace(language="en") for id, meaning in ids.items()}
    for id in (CONTENTS_TITLE, HEADING):  # both languages in one line
        del ids[in_english(id)]
    for id, meaning in ids.items():
        found |= dict.fromkeys(names(id), meaning)
    return found


class Styles:
    """The paragraph styles of a file."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._default = ""
        self._known = _meanings()
        self._found: dict[str, Meaning] = {}
        for element in () if root is None else root.iter(w("style")):
            if element.get(w("type")) == "paragraph":
                id = element.get(w("styleId"), "")
                self._elements[id] = element
                if element.get(w("default")) in ("1", "true", "on"):
                    self._default = id

    def meaning(self, id: str) -> Meaning:
        """What the style with an id, or the nearest one that it is based on, means."""
        if id not in self._found:
            names = (value(element.find(w("name"))).lower() for element in self._bases(id))
            meanings = filter(None, map(self._meaning, names))
            self._found[id] = next(meanings, Meaning())
        return self._found[id]

    def _meaning(self, name: str) -> Meaning | None:
        if name.startswith(("toc ", "contents ")) and name[-1:].isdecimal():
            return Meaning(is_contents=True)
        if name.startswith("heading "):
            return Meaning("heading")
        return self._known.get(name)

    def list_of(self, id: str) -> tuple[str, int]:
        """The list that a style puts its paragraphs in, and the level; "" for none."""
        list_id, level = "", 0
        for element in self._bases(id):
            numbering = element.find(f"{w('pPr')}/{w('numPr')}")
            if numbering is not None and not list_id:
                list_id = value(numbering.find(w("numId")))
                level = level or number(value(numbering.find(w("ilvl"))))
        return list_id, level

    def _bases(self, id: str) -> Iterator[etree._Element]:
        """The style and those that it is based on."""
        element = self._elements.get(id, self._elements.get(self._default))
        for _ in range(_DEEPEST):
            if element is None:
                return
            yield element
            element = self._elements.get(value(element.find(w("basedOn"))))
