"""Goes through the text of a Word file: texts outside tables, tables, and what is said of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date as Date
from typing import get_args
from unicodedata import category

from lxml import etree

from ipexport.errors import Finding, Place
from ipexport.formats.carried import said_properties
from ipexport.formats.docx.marks import AS_TYPED, region_id, task_id
from ipexport.formats.docx.reading.numbering import Numbering
from ipexport.formats.docx.reading.package import Package, UnreadableWord, w
from ipexport.formats.docx.reading.paragraphs import Line, Lines
from ipexport.formats.docx.reading.styles import Styles
from ipexport.formats.docx.reading.tables import GridCell, GridRow, grid_rows
from ipexport.model import Language, Languages, each_of
from ipexport.recognition import (
    FoundCell,
    FoundDocument,
    FoundRow,
    FoundTable,
    FoundText,
    TrackedChanges,
    guessed_language,
    tidied,
    tidied_paragraphs,
)
from ipexport.table import CONTINUED, Paragraph, Role
from ipexport.typography.han import is_han

Block = FoundText | FoundTable

_PARAGRAPH, _TABLE, _TEXT = w("p"), w("tbl"), w("t")
_WRAPPERS = frozenset(map(w, ("sdt", "sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom")))
_MOST = 1_000_000
"""Cells, paragraphs and runs that a file may have: a hundred work plans have a third of them."""
_SHOWN = 60


def find(data: bytes, name: str, max_size: int, view: TrackedChanges) -> FoundDocument:
    """What the file `data`, called `name`, shows. Raises `UnreadableWord`."""
    package = Package(data, max_size)
    return _Finder(package, Place(name), view).found()


class _Finder:
    def __init__(self, package: Package, file: Place, view: TrackedChanges) -> None:
        self.package, self.file, self.place = package, file, file
        self.findings: list[Finding] = []
        self.properties = said_properties(_custom(package.properties("custom-properties")))
        styles, numbering = Styles(package.part("styles")), Numbering(package.part("numbering"))
        self.lines = Lines(view, styles, numbering, _comments(package.part("comments")), self._find)
        self.languages: Languages = next(
            (languages for languages in get_args(Languages) if languages == self.properties.get("languages")),
            "zh",
        )
        self.is_ours = "languages" in self.properties
        self.blocks: list[Block] = []
        self.tables = 0
        self.texts = 0

    def found(self) -> FoundDocument:
        body = self.package.document().find(w("body"))
        if body is not None and sum(1 for _ in body.iter(w("tc"), _PARAGRAPH, w("r"))) > _MOST:
            raise UnreadableWord(f"has more than {_MOST:,} cells, paragraphs and runs", code="too-large")
        if not self.is_ours and body is not None:
            self.languages = self._guessed(body)
        self._walk(() if body is None else body)
        self.place = self.file
        if self.lines.has_changes and self.lines.view == "accepted":
            message = "the file has tracked changes; it is read as if all were accepted"
            self._find("tracked-changes", message, "--changes rejected reads what was there before")
        core = _core(self.package.properties("core-properties"))
        document = FoundDocument(
            place=self.file,
            languages=self.languages,
            blocks=tuple(self.blocks),
            author=core.get("creator", ""),
            subject=core.get("subject", ""),
            keywords=self._keywords(core.get("keywords", "")),
            date=_date(core.get("created", "")),
            properties=tuple((name, said) for name, said in self.properties.items() if "/" not in name),
            findings=tuple(self.findings),
        )
        return document if self.is_ours else tidied(document)

    def _guessed(self, body: etree._Element) -> Languages:
        """Both languages where styles of ours say so, else that of the text."""
        used = {style.get(w("val"), "") for style in body.iter(w("pStyle"))}
        if any(self.lines.styles.meaning(style).language for style in used):
            return "zh-en"
        return guessed_language(text.text or "" for text in body.iter(_TEXT))

    def _keywords(self, printed: str) -> tuple[str, ...]:
        """Those that ipexport said, unless somebody has changed them since."""
        names = [name for name in self.properties if name.startswith("keywords.")]
        said = tuple(self.properties.pop(name) for name in names)
        if re.sub(r"[\s;,]", "", "".join(said)).startswith(re.sub(r"[\s;,]", "", printed)):
            return said
        return tuple(filter(None, re.split(r"\s*[;；,，、]\s*", printed)))

    def _walk(self, elements: Sequence[etree._Element] | etree._Element) -> None:
        pending: list[etree._Element] = []
        for element in elements:
            if element.tag == _PARAGRAPH:
                pending.append(element)
                continue
            self._texts(pending)
            pending = []
            if element.tag == _TABLE:
                self._table(element)
            elif element.tag in _WRAPPERS:
                self._walk(element)
            elif element.tag == w("altChunk"):
                self._find("unread-text", "a part of the text is in another file; it is left out")
        self._texts(pending)

    def _texts(self, elements: Sequence[etree._Element]) -> None:
        first = self.texts
        self.texts += len(elements)
        self.place = self.file._replace(part=f"paragraph {first + 1}")
        for number, line in enumerate(self.lines.read(elements), first + 1):
            place = self.file._replace(part=f"paragraph {number}")
            meaning = line.meaning
            if line.in_contents or meaning.is_contents or not line.text.strip():
                continue
            words = tuple(self._heading(line))
            last = self.blocks[-1] if self.blocks else None
            other = meaning.language is not None and isinstance(last, FoundText) and last.role == meaning.text
            if other and isinstance(last, FoundText):
                self.blocks[-1] = last._replace(words=(*last.words, *words))
            else:
                self.blocks.append(FoundText(place, words, meaning.text))

    def _heading(self, line: Line) -> Iterator[Paragraph]:
        """A text outside tables; in one line two languages have a space between them."""
        language = each_of(self.languages)[0]
        if line.meaning.language is not None or self.languages != "zh-en":
            text = line.text.replace("\n", "" if self.is_ours else " ")
            yield Paragraph((line.label or "") + text, None, line.meaning.language or language)
            return
        parts = [Paragraph("", None, language)]
        for number, (text, said) in enumerate(line.pieces):
            last = parts[-1]
            if text == " " and said is None and number:
                parts.append(Paragraph("", None, last.language))
            elif last.text and said not in (None, last.language):
                # LibreOffice puts the space between the two to the first one.
                parts[-1] = last._replace(text=last.text.removesuffix(" "))
                parts.append(Paragraph(text, None, said or language))
            else:
                parts[-1] = Paragraph(last.text + text, None, said or last.language)
        yield from (part._replace(text=part.text.replace("\n", "")) for part in parts if part.text)

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        number = self.tables
        place = self.place = self.file._replace(part=f"table {number}")
        grid = grid_rows(table, self.lines)
        region, rows = "", []
        votes: dict[int, Counter[Role]] = defaultdict(Counter)
        nested: list[etree._Element] = []
        for row in grid:
            self.place = self.file._replace(part=f"table {number}, row {row.number}")
            cells = []
            for cell in row.cells:
                lines = list(self.lines.read(_inside(cell.element, _PARAGRAPH)))
                nested += _inside(cell.element, _TABLE)
                region = region or next((id for line in lines for id in self._regions(line)), "")
                if (role := _role(lines)) and not row.is_header:
                    votes[cell.start][role] += cell.end - cell.start == 1
                cells.append(self._cell(cell, lines, role))
            self._covered(row)
            rows.append(FoundRow(self.place, tuple(cells), row.is_header))
        roles = {column: count.most_common(1)[0][0] for column, count in votes.items() if count.total()}
        properties = tuple(
            (name.removeprefix(f"{region}/"), said)
            for name, said in self.properties.items()
            if region and name.startswith(f"{region}/")
        )
        self.blocks.append(FoundTable(place, tuple(_with_ids(rows, roles, region)), properties))
        for inner in nested:
            self._table(inner)

    def _covered(self, row: GridRow) -> None:
        """What stands in a part of a merged cell is not shown."""
        for element in row.covered:
            if words := "".join(text.text or "" for text in element.iter(_TEXT)):
                self._find("hidden-text", f"{words[:_SHOWN]!r} stands under a merged cell; it is left out")

    def _regions(self, line: Line) -> Iterator[str]:
        return filter(None, (region_id(mark, self.properties) for mark in line.marks))

    def _cell(self, cell: GridCell, lines: Sequence[Line], role: Role | None) -> FoundCell:
        paragraphs = tuple(part for line in lines for part in self._paragraph(line))
        ids = filter(None, (task_id(mark, self.properties) for line in lines for mark in line.marks))
        id = next((f"{id}:task" for id in ids), ":focus_area" if role == "focus_area" else "")
        return FoundCell(cell.start, paragraphs, cell.row_span, cell.end - cell.start, id)

    def _paragraph(self, line: Line) -> Iterator[Paragraph]:
        text, label = "" if _is_blank(line.text) else line.text, line.label
        language = self._language(line)
        if label is None and line.meaning.is_item and self.is_ours:
            before, tab, after = text.partition("\t")
            if tab:
                label, text = before, after
            elif language == "en" and self.languages == "zh-en":
                label = CONTINUED
        paragraph = Paragraph(text, label, language)
        if AS_TYPED in self.properties and "\n" not in text and "\t" not in text:
            yield paragraph
        else:
            yield from tidied_paragraphs(paragraph)

    def _language(self, line: Line) -> Language:
        if self.languages != "zh-en":
            return self.languages
        if line.meaning.language is not None:
            return line.meaning.language
        if line.meaning.column is not None:
            return "zh"
        said = [piece.language for piece in line.pieces if piece.text.strip()]
        return "en" if said and set(said) == {"en"} and not any(map(is_han, line.text)) else "zh"

    def _find(self, code: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(code, "warning", self.place, message, hint))


def _is_blank(text: str) -> bool:
    """Whether there is nothing to see; LibreOffice keeps tracked rows without text by a joiner."""
    return all(character.isspace() or category(character) == "Cf" for character in text)


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The paragraphs or tables of a cell, without those of tables in it."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _role(lines: Sequence[Line]) -> Role | None:
    """The column that the style of a cell's text is for."""
    return next((line.meaning.column for line in lines if line.meaning.column), None)


def _with_ids(rows: Sequence[FoundRow], roles: dict[int, Role], region: str) -> Iterator[FoundRow]:
    """Header cells with the roles of their columns, and focus areas with the id of their first task."""
    task = ""
    done: list[FoundRow] = []
    for row in reversed(rows):
        cells = []
        first = next((cell.id.removesuffix(":task") for cell in row.cells if cell.id.endswith(":task")), "")
        task = first or task
        for cell in row.cells:
            id = cell.id
            if id == ":focus_area":
                id = f"{task}{id}" if task else ""
            elif row.is_header:
                id = f"{region}:column:{cell.column}:{roles[cell.column]}" if cell.column in roles else ""
            cells.append(cell._replace(id=id))
        if any(cell.id == ":focus_area" for cell in row.cells):
            # The focus area above has tasks of its own, perhaps without ids.
            task = ""
        done.append(row._replace(cells=tuple(cells)))
    return reversed(done)


def _custom(root: etree._Element | None) -> dict[str, str]:
    if root is None:
        return {}
    return {element.get("name", ""): "".join(element.itertext()) for element in root}


def _core(root: etree._Element | None) -> dict[str, str]:
    return {} if root is None else {etree.QName(it).localname: it.text or "" for it in root.iter("{*}*")}


def _date(said: str) -> Date | None:
    try:
        return Date.fromisoformat(said[:10])
    except ValueError:
        return None


def _comments(root: etree._Element | None) -> dict[str, str]:
    """Each comment with its author, by its id."""
    said = {}
    for comment in () if root is None else root.iter(w("comment")):
        words = "".join(text.text or "" for text in comment.iter(_TEXT))
        short = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        said[comment.get(w("id"), "")] = f"the comment {short!r} by {comment.get(w('author'), 'nobody')}"
    return said
