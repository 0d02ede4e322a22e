"""What a paragraph shows, in one view of the tracked changes: its texts, label, style and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from ipexport.formats.docx.reading.numbering import Numbering
from ipexport.formats.docx.reading.package import number, value, w
from ipexport.formats.docx.reading.styles import Meaning, Styles
from ipexport.formats.docx.xml import NAMESPACES
from ipexport.model import Language
from ipexport.recognition import TrackedChanges

_SHOWN = 40
_COMMENT = w("commentReference")
_GONE: dict[TrackedChanges, frozenset[str]] = {
    "accepted": frozenset((w("del"), w("moveFrom"))),
    "rejected": frozenset((w("ins"), w("moveTo"))),
}
CHANGES = _GONE["accepted"] | _GONE["rejected"]
"""Elements that say that what is in them, or what they stand in, came or went."""

_WRAPPERS = ("hyperlink", "fldSimple", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo", "rubyBase")
_INLINE = frozenset(map(w, _WRAPPERS)) | CHANGES
_CHARACTERS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
}
_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_PICTURES = frozenset(map(w, ("drawing", "pict", "object")))
_ALTERNATIVES = f"{{{NAMESPACES['mc']}}}AlternateContent"
_MATHEMATICS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RUN, _TEXT, _DELETED_TEXT, _FIELD = w("r"), w("t"), w("delText"), w("fldChar")
_INSTRUCTION, _BOOKMARK = w("instrText"), w("bookmarkStart")
_PROPERTIES, _OLD_PROPERTIES = w("pPr"), w("pPrChange")


class Piece(NamedTuple):
    """A run of text in one language, None where the file says nothing."""

    text: str
    language: Language | None


class Line(NamedTuple):
    """A paragraph as it is shown. `marks` are the names of the bookmarks that begin in it."""

    pieces: tuple[Piece, ...]
    meaning: Meaning
    label: str | None
    marks: tuple[str, ...]
    in_contents: bool

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Lines:
    """Reads the paragraphs of one file, in order: lists are counted, fields begin in one and end in
    another. `find` is called with what is left out: the code and the message."""

    def __init__(
        self,
        view: TrackedChanges,
        styles: Styles,
        numbering: Numbering,
        comments: dict[str, str],
        find: Callable[[str, str], None],
    ) -> None:
        self.view, self.styles, self.numbering = view, styles, numbering
        self.comments, self.find = comments, find
        self.has_changes = False
        self._fields: list[str] = []
        self._in_result: list[bool] = []
        self._pieces: list[Piece] = []
        self._marks: list[str] = []

    def read(self, elements: Iterable[etree._Element]) -> Iterator[Line]:
        """The paragraphs of neighbours: one whose mark is gone goes on in the next."""
        pending = False
        last: etree._Element | None = None
        in_contents = False
        for element in elements:
            in_contents = in_contents or self._in_contents()
            self._children(element)
            in_contents = in_contents or self._in_contents()
            last, pending = element, self._mark_is_gone(element)
            if not pending:
                yield self._line(element, in_contents)
                in_contents = False
        if pending and last is not None and self._pieces:
            yield self._line(last, in_contents)

    def is_gone(self, properties: etree._Element | None) -> bool:
        """Whether what has these properties (a row, a paragraph mark) is not there in this view."""
        gone = False
        for child in () if properties is None else properties:
            if child.tag in CHANGES:
                self.has_changes = True
                gone = gone or child.tag in _GONE[self.view]
        return gone

    def _mark_is_gone(self, element: etree._Element) -> bool:
        return self.is_gone(element.find(f"{_PROPERTIES}/{w('rPr')}"))

    def _in_contents(self) -> bool:
        return any(field.split(maxsplit=1)[:1] == ["TOC"] for field in self._fields)

    def _line(self, element: etree._Element, in_contents: bool) -> Line:
        properties = element.find(_PROPERTIES)
        old = None if properties is None else properties.find(_OLD_PROPERTIES)
        if old is not None:
            self.has_changes = True
            if self.view == "rejected":
                properties = old.find(_PROPERTIES)
        style = value(None if properties is None else properties.find(w("pStyle")))
        pieces, marks = tuple(self._pieces), tuple(self._marks)
        self._pieces, self._marks = [], []
        return Line(
            pieces=pieces,
            meaning=self.styles.meaning(style),
            label=self._label(properties, style),
            marks=marks,
            in_contents=in_contents,
        )

    def _label(self, properties: etree._Element | None, style: str) -> str | None:
        own = None if properties is None else properties.find(w("numPr"))
        list_id, level = self.styles.list_of(style)
        if own is not None:
            list_id = value(own.find(w("numId")), list_id)
            level = number(value(own.find(w("ilvl"))), level)
        return self.numbering.next_label(list_id, level) if list_id else None

    def _children(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag in _INLINE:
                if tag in CHANGES:
                    self.has_changes = True
                    if tag in _GONE[self.view]:
                        continue
                self._children(child)
            elif tag == _BOOKMARK:
                self._marks.append(child.get(w("name"), ""))
            elif tag == _ALTERNATIVES:
                self._alternatives(child)
            elif str(tag).startswith(_MATHEMATICS):
                self._say("".join(child.itertext()), None)

    def _run(self, run: etree._Element) -> None:
        properties = run.find(w("rPr"))
        language: Language | None = None
        hidden = False
        if properties is not None:
            said = _language(properties.find(w("lang")))
            language = "en" if said.startswith("en") else "zh" if said else None
            vanish = properties.find(w("vanish"))
            hidden = vanish is not None and value(vanish, "1") not in ("0", "false", "off")
        for child in run:
            tag = child.tag
            if tag in (_TEXT, _DELETED_TEXT):
                if hidden and child.text:
                    self.find("hidden-text", f"{_quoted(child.text)} is hidden text; it is left out")
                else:
                    self._say(child.text or "", language)
            elif tag == _FIELD:
                self._field(child.get(w("fldCharType"), ""))
            elif tag == _INSTRUCTION and self._fields:
                self._fields[-1] += child.text or ""
            elif tag == w("br") and child.get(w("type"), "textWrapping") != "textWrapping":
                continue
            elif tag in _CHARACTERS:
                self._say(_CHARACTERS[tag], language)
            elif tag == w("sym"):
                code = child.get(w("char"), "")
                self.find("symbol", f"the character {code} of the font {child.get(w('font'))} is left out")
            elif tag == w("ruby"):
                self._children(child)
            else:
                self._beside(child)

    def _beside(self, child: etree._Element) -> None:
        """What stands in a run and is no text of it."""
        if child.tag == _ALTERNATIVES:
            self._alternatives(child)
        elif child.tag in _PICTURES:
            words = "".join(text.text or "" for text in child.iter(_TEXT))
            what = f"a text box, {_quoted(words)}," if words else "a picture"
            self.find("unread-text" if words else "picture", f"{what} is left out")
        elif child.tag in _NOTES:
            self.find("note", f"a {_NOTES[child.tag]} is left out")
        elif child.tag == _COMMENT:
            words = self.comments.get(child.get(w("id"), ""), "a comment")
            self.find("comment", f"{words} is left out")

    def _alternatives(self, element: etree._Element) -> None:
        """The first of several forms of the same: text boxes and pictures (ECMA-376 part 3, 10.2)."""
        for child in element[:1]:
            for kid in child:
                self._run(kid) if kid.tag == _RUN else self._beside(kid)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
            self._in_result.append(False)
        elif kind == "separate" and self._in_result:
            self._in_result[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()
            self._in_result.pop()

    def _say(self, text: str, language: Language | None) -> None:
        if not text or not all(self._in_result):
            return
        if self._pieces and self._pieces[-1].language == language:
            text = self._pieces.pop().text + text
        self._pieces.append(Piece(text, language))


def _language(element: etree._Element | None) -> str:
    """What a run says of its language; letters in Chinese text are marked as English, too."""
    return "" if element is None else (element.get(w("eastAsia")) or value(element)).lower()


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
