"""The styles of a template, with ours for what it lacks, and what all of them come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from ipexport.formats.docx.reading.package import w
from ipexport.formats.docx.styles import (
    CONTENTS_LEVELS,
    CONTENTS_TITLE,
    HEADER_CELL,
    HEADING,
    ODD_PAGE_NUMBER,
    ROLE_STYLES,
    SUBTITLE,
    TABLE,
    TITLE,
    Definition,
    names,
)
from ipexport.formats.docx.template import is_on, points
from ipexport.formats.docx.xml import declared
from ipexport.style import TextRole, TextStyle

_STYLES: dict[TextRole, str] = {
    "title": TITLE,
    "subtitle": SUBTITLE,
    "contents_title": CONTENTS_TITLE,
    "contents": CONTENTS_LEVELS[0],
    "heading": HEADING,
    "table_header": HEADER_CELL,
    "focus_area": ROLE_STYLES["focus_area"],
    "task": ROLE_STYLES["task"],
    "results": ROLE_STYLES["results"],
    "plan": ROLE_STYLES["plan"],
    "page_number": ODD_PAGE_NUMBER,
}
_LINE = 1.3
"""The height of a line of single spacing, in em, when the font decides it: about that of 宋体."""

_USUAL_SIZE = 10.0
"""What Word takes where no style says a size (ECMA-376 part 1, 17.3.2.38)."""


class TemplateStyles:
    """The element w:styles, whose missing styles are `added`; `ids` are those of our styles in it."""

    def __init__(self, root: etree._Element, definitions: Sequence[Definition]) -> None:
        self.root = root
        self.by_id = {style.get(w("styleId")): style for style in root.findall(w("style"))}
        self.ids: dict[str, str] = {}
        self.added: list[Definition] = []
        for definition in definitions:
            found = self._found(definition)
            if found is None:
                self.added.append(definition)
                self.ids[definition.id] = self._free(definition.id)
            else:
                self.ids[definition.id] = found
        for definition in self.added:
            self._append(definition)

    def has(self, id: str, name: str) -> bool:
        """Whether one of our styles has a paragraph property, and does not switch it off."""
        found = next(self._properties(id, f"{w('pPr')}/{w(name)}"), None)
        return is_on(found)

    def text(self, role: TextRole, said: TextStyle) -> TextStyle:
        """Size and leading of a text."""
        size = self._size(_STYLES[role])
        return replace(said, size=size, leading=max(self._leading(_STYLES[role], size), size))

    def heading_space(self) -> float:
        """The space above a heading and between it and the table, in points."""
        return points(self._spacing(HEADING, "before", "0")) + points(self._spacing(HEADING, "after", "0"))

    def cell_margins(self, usual: float) -> tuple[float, float]:
        """The margins of cells at their left and at their top, in points."""
        margins = []
        for side in ("left", "top"):
            path = f"{w('tblPr')}/{w('tblCellMar')}/{w(side)}"
            found = next(self._properties(TABLE, path), None)
            margins.append(usual if found is None else points(found.get(w("w"), "0")))
        return margins[0], margins[1]

    def _found(self, definition: Definition) -> str | None:
        """The id of the style with one of the names of ours, of the same type."""
        wanted = names(definition.id)
        kind = "table" if definition.id == TABLE else "paragraph"
        for id, style in self.by_id.items():
            named = [name.get(w("val"), "") for name in style.iter(w("name"), w("aliases"))]
            said = {name.strip().lower() for name in ",".join(named).split(",")}
            if style.get(w("type")) == kind and wanted & said:
                return str(id)
        return None

    def _free(self, id: str) -> str:
        free = id
        while free in self.by_id or free in self.ids.values():
            free += "x"
        return free

    def _append(self, definition: Definition) -> None:
        """Adds a style of ours. One that says all of its look is not based on the template's Normal,
        whose indents it would take over."""
        style = etree.fromstring(definition.xml.replace("<w:style ", f"<w:style {declared('w')} ", 1))
        style.set(w("styleId"), self.ids[definition.id])
        for name in ("basedOn", "next"):
            for element in style.findall(w(name)):
                known = self.ids.get(element.get(w("val")))
                on_normal = name == "basedOn" and known == self.ids["Normal"]
                if known is None or (on_normal and style.find(w("rPr")) is not None):
                    style.remove(element)
                else:
                    element.set(w("val"), known)
        self.root.append(style)
        self.by_id[self.ids[definition.id]] = style

    def _properties(self, id: str, path: str) -> Iterator[etree._Element]:
        """The elements on a path in one of our styles, in what it is based on, and in the defaults."""
        seen = set()
        style = self.by_id.get(self.ids[id])
        while style is not None and style not in seen:
            seen.add(style)
            yield from style.findall(path)
            base = style.find(w("basedOn"))
            style = None if base is None else self.by_id.get(base.get(w("val")))
        for kind in ("pPr", "rPr"):
            yield from self.root.findall(f"{w('docDefaults')}/{w(kind + 'Default')}/{path}")

    def _size(self, id: str) -> float:
        found = next(self._properties(id, f"{w('rPr')}/{w('sz')}"), None)
        return _USUAL_SIZE if found is None else float(found.get(w("val"), 2 * _USUAL_SIZE)) / 2

    def _leading(self, id: str, size: float) -> float:
        line, rule = self._spacing(id, "line", "240"), self._spacing(id, "lineRule", "auto")
        if rule == "exact":
            return points(line)
        single = _LINE * size
        return max(points(line), single) if rule == "atLeast" else single * float(line) / 240

    def _spacing(self, id: str, attribute: str, usual: str) -> str:
        for spacing in self._properties(id, f"{w('pPr')}/{w('spacing')}"):
            if w(attribute) in spacing.attrib:
                return str(spacing.get(w(attribute)))
        return usual
