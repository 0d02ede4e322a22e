"""Reads the structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8): texts and tables in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf

from ipexport.errors import Finding, Place
from ipexport.formats.pdf.reading.texts import Mark, PageTexts
from ipexport.model import Language
from ipexport.recognition import FoundCell, FoundRow, FoundTable, FoundText, TextRole
from ipexport.table import Paragraph

Block = FoundText | FoundTable

_INLINE = frozenset(("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby",
                     "RB", "RT", "RP", "Warichu", "WT", "WP", "Em", "Strong", "Sub"))  # fmt: skip
_GROUPS = frozenset(("Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "BlockQuote",
                     "NonStruct", "Aside"))  # fmt: skip
_CONTENTS = frozenset(("TOC", "TOCI"))
_TITLES: Mapping[str, TextRole] = {
    "Title": "title",
    "Subtitle": "subtitle",
    "TOC Heading": "contents_title",
    "Contents Heading": "contents_title",
}
"""What Word and LibreOffice call the styles that they make tags of."""

_DEEPEST = 100
_WIDEST = 64
"""Columns that a table can have."""


@dataclass(slots=True)
class Element:
    """A structure element: its type as the standard and as the file calls it, its kids in order."""

    tag: str
    name: str
    node: pikepdf.Object
    kids: list[Element | Mark]

    def find(self, *tags: str) -> Iterator[Element]:
        """The nearest elements of a type below this one, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                if kid.tag in tags:
                    yield kid
                else:
                    yield from kid.find(*tags)


@dataclass(slots=True)
class Tags:
    """Reads one file's tree; `file` is its place, `language` that of the whole.

    Only what ipexport wrote says rightly which language each part has.
    """

    file: Place
    root: pikepdf.Object
    texts: PageTexts
    language: Language
    blocks: list[Block] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _seen: set[tuple[int, int]] = field(default_factory=set)
    _claimed: set[Mark] = field(default_factory=set)
    _tables: int = 0

    def read(self) -> None:
        """Fills `blocks`, `properties` and `findings`."""
        top = self._element(self.root, "", (0, 0), 0)
        for element in (top, *top.find("Document")):
            self.properties = self.properties or user_properties(element.node)
        self._walk(top, {})
        self._unclaimed()

    def _element(self, node: pikepdf.Object, name: str, page: tuple[int, int], depth: int) -> Element:
        if "/Pg" in node:
            page = node.Pg.objgen
        element = Element(self._standard(name), name, node, [])
        kids = node.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else () if kids is None else (kids,):
            if isinstance(kid, int):
                element.kids.append((page, kid))
            elif isinstance(kid, pikepdf.Dictionary):
                self._kid(element, kid, page, depth)
        return element

    def _kid(self, parent: Element, kid: pikepdf.Object, page: tuple[int, int], depth: int) -> None:
        if "/MCID" in kid:
            holder = kid.get("/Stm", kid.get("/Pg"))
            parent.kids.append((holder.objgen if holder is not None else page, int(kid.MCID)))
        elif isinstance(name := kid.get("/S"), pikepdf.Name):
            if kid.objgen in self._seen or depth >= _DEEPEST:
                wrong = "is nested too deeply" if depth >= _DEEPEST else "leads back to itself"
                self._find("bad-tags", self.file, f"the structure tree {wrong}; what is there is left out")
                return
            if kid.objgen != (0, 0):
                self._seen.add(kid.objgen)
            parent.kids.append(self._element(kid, str(name)[1:], page, depth + 1))

    def _standard(self, name: str) -> str:
        """The standard type that the file's own name stands for (14.7.3)."""
        roles = self.root.get("/RoleMap")
        for _ in range(10):
            mapped = roles.get(f"/{name}") if isinstance(roles, pikepdf.Dictionary) else None
            if mapped is None or str(mapped)[1:] == name:
                break
            name = str(mapped)[1:]
        return name

    def _walk(self, element: Element, properties: Mapping[str, str]) -> None:
        for kid in element.kids:
            if not isinstance(kid, Element):
                self._text(Element("P", "P", element.node, [kid]))
            elif kid.tag == "Table":
                self._table(kid, properties or user_properties(kid.node))
            elif kid.tag in _CONTENTS:
                self._contents(kid)
            elif kid.tag in _GROUPS:
                self._walk(kid, user_properties(kid.node) if kid.tag == "Sect" else {})
            elif kid.tag != "Artifact":
                self._text(kid)

    def _text(self, element: Element) -> None:
        tables = list(element.find("Table"))
        for table in tables:
            self._table(table, {})
        if tables:
            return
        role: TextRole = _TITLES.get(element.name, "text")
        if role == "text" and element.tag in ("H", "H1", "H2", "H3", "H4", "H5", "H6"):
            is_title = element.tag == "H1" and self.properties and not self.blocks
            role = "title" if is_title else "heading"
        place = self._place(self._page(element))
        found = [p._replace(text=(p.label or "") + p.text, label=None) for p in self._paragraphs(element)]
        if self.properties:
            self.blocks.append(FoundText(place, tuple(found), role))
        else:
            self.blocks += [FoundText(place, (words,), role) for words in found if words.text.strip()]

    def _contents(self, element: Element) -> None:
        """The entries are printed again from the headings; the text before them is their title."""
        self._claim(element)
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, FoundText) and last.role in ("heading", "text"):
            self.blocks[-1] = last._replace(role="contents_title")

    def _table(self, element: Element, properties: Mapping[str, str]) -> None:
        self._tables += 1
        heads = {id(row) for head in element.find("THead") for row in head.find("TR")}
        rows = list(element.find("TR"))
        found: list[FoundRow] = []
        covered: dict[int, int] = {}
        for number, row in enumerate(rows, 1):
            cells = list(row.find("TH", "TD"))
            only_headers = all(cell.tag == "TH" for cell in cells)
            is_header = id(row) in heads if heads else only_headers and all(r.is_header for r in found)
            place = self._place(self._page(row), f"table {self._tables}, row {number}")
            found.append(
                FoundRow(place, tuple(self._cells(cells, covered, len(rows) - number + 1)), is_header)
            )
        place = self._place(self._page(element), f"table {self._tables}")
        self.blocks.append(FoundTable(place, tuple(found), tuple(properties.items())))

    def _cells(self, cells: list[Element], covered: dict[int, int], rows_left: int) -> Iterator[FoundCell]:
        """The cells of a row in their columns; `covered` are the rows that cells above still cover."""
        column = 0
        begun: dict[int, int] = {}
        for cell in cells:
            while covered.get(column, 0):
                column += 1
            attributes = _attributes(cell.node, "/Table")
            rows = min(max(_integer(attributes.get("/RowSpan")), 1), rows_left)
            columns = min(max(_integer(attributes.get("/ColSpan")), 1), _WIDEST)
            yield FoundCell(
                column, tuple(self._paragraphs(cell)), rows, columns, _string(cell.node.get("/ID"))
            )
            begun.update(dict.fromkeys(range(column, column + columns), rows))
            column += columns
        covered.update(begun)
        for column, rows in list(covered.items()):
            covered[column] = max(rows - 1, 0)

    def _paragraphs(self, element: Element) -> list[Paragraph]:
        self._claim(element)
        collected = _Paragraphs(self.texts.marked, bool(self.properties), self.language)
        collected.take(element)
        collected.end()
        return collected.found

    def _claim(self, element: Element) -> None:
        for kid in element.kids:
            if isinstance(kid, Element):
                self._claim(kid)
            else:
                self._claimed.add(kid)

    def _page(self, element: Element) -> int:
        """The page on which an element begins, 0 where it shows nothing."""
        for kid in element.kids:
            page = self._page(kid) if isinstance(kid, Element) else self.texts.pages.get(kid, 0)
            if page:
                return page
        return 0

    def _place(self, page: int, part: str = "") -> Place:
        parts = ([f"page {page}"] if page else []) + ([part] if part else [])
        return self.file._replace(part=", ".join(parts))

    def _unclaimed(self) -> None:
        """Texts that no element has: they are there to be seen, but nobody knows what they are."""
        lost = dict(self.texts.unmarked)
        for mark, text in self.texts.marked.items():
            if mark not in self._claimed:
                page = self.texts.pages[mark]
                lost[page] = lost.get(page, "") + text
        for page, text in sorted(lost.items()):
            if words := text.strip():
                message = f"{words[:20]!r} and so on ({len(words)} characters) has no tag; it is left out"
                self._find("untagged-text", self._place(page), message)

    def _find(self, code: str, place: Place, message: str) -> None:
        self.findings.append(Finding(code, "warning", place, message))


@dataclass(slots=True)
class _Paragraphs:
    """The paragraphs of an element: blocks below it, and list items with their labels.

    In what ipexport wrote (`is_ours`) parts of a text in several languages are paragraphs, too.
    """

    texts: Mapping[Mark, str]
    is_ours: bool
    language: Language
    found: list[Paragraph] = field(default_factory=list)
    _words: str = ""
    _label: str | None = None

    def take(self, element: Element) -> None:
        outside = self.language
        if self.is_ours and "/Lang" in element.node:
            self.language = spoken(str(element.node.Lang))
        if "/ActualText" in element.node:
            self._words += str(element.node.ActualText)
        else:
            for kid in element.kids:
                self._kid(kid)
        if self.language != outside:
            self.end_words()
            self.language = outside

    def _kid(self, kid: Element | Mark) -> None:
        if not isinstance(kid, Element):
            self._words += self.texts.get(kid, "")
        elif kid.tag in _INLINE and not self.is_ours:
            self.take(kid)
        elif kid.tag == "Lbl":
            self.end()
            inside = _Paragraphs(self.texts, self.is_ours, self.language)
            inside.take(kid)
            inside.end()
            self._label = "".join(paragraph.text for paragraph in inside.found)
        elif kid.tag != "Artifact":
            self.end_words()
            self.take(kid)
            self.end() if kid.tag == "LI" else self.end_words()

    def end_words(self) -> None:
        """Ends a paragraph; the first one of a list item has its label."""
        if self._words:
            self.found.append(Paragraph(self._words, self._label, self.language))
            self._words, self._label = "", None

    def end(self) -> None:
        """Ends a list item, too: a label with nothing after it is a paragraph of its own."""
        if self._label is not None and not self._words:
            self.found.append(Paragraph("", self._label, self.language))
            self._label = None
        self.end_words()


def spoken(tag: str) -> Language:
    """The language of a language tag (14.9.2)."""
    return "en" if tag.lower().startswith("en") else "zh"


def user_properties(node: pikepdf.Object) -> dict[str, str]:
    """What an element's user properties say (14.7.5.4)."""
    listed = _attributes(node, "/UserProperties").get("/P")
    properties = {}
    for entry in listed if isinstance(listed, pikepdf.Array) else ():
        if isinstance(entry, pikepdf.Dictionary) and isinstance(entry.get("/V"), pikepdf.String):
            properties[_string(entry.get("/N"))] = str(entry.V)
    return properties


def _attributes(node: pikepdf.Object, owner: str) -> dict[str, pikepdf.Object]:
    """The attributes of one owner (14.7.5.1)."""
    listed = node.get("/A")
    found: dict[str, pikepdf.Object] = {}
    for attributes in listed if isinstance(listed, pikepdf.Array) else [listed]:
        if isinstance(attributes, pikepdf.Dictionary) and attributes.get("/O") == owner:
            found.update((key, attributes[key]) for key in attributes.keys())  # noqa: SIM118
    return found


def _integer(value: object) -> int:
    return value if isinstance(value, int) else 1


def _string(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""
