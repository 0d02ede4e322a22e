"""Writes a document as a Word file, in four steps: take the look of the style, or of the user's own
Word file; write the tables as strings of XML and find the pages on which they begin (a large document
in two processes); write cover and contents, which name these pages; pack the parts so that the same
document always gives the same bytes.

The rows are most of the file: as strings they take a tenth of the time of objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ipexport.formats.carried import CUSTOM_PART, CUSTOM_RELATIONSHIP, CUSTOM_TYPE, carried, custom_properties
from ipexport.formats.docx.body import Cells, Numbered, front, numbered, section_text, titles
from ipexport.formats.docx.fields import Bookmark, bookmarks
from ipexport.formats.docx.look import Look, own_look
from ipexport.formats.docx.marks import Marks, are_tidy, said_by_marks, said_of_texts
from ipexport.formats.docx.numbering import Lists, numbering_part
from ipexport.formats.docx.package import (
    CORE_PROPERTIES,
    CORE_PROPERTIES_TYPE,
    OFFICE,
    WORD,
    Part,
    Relationship,
    package,
)
from ipexport.formats.docx.properties import core_properties
from ipexport.formats.docx.runs import words_runs
from ipexport.formats.docx.styles import SPACER
from ipexport.formats.docx.xml import declared
from ipexport.formats.halves import halves
from ipexport.formats.ooxml import Deflated, deflate, deflate_piece, joined, pack
from ipexport.formats.xml import DECLARATION
from ipexport.layout.front import contents
from ipexport.layout.office import Counted, count_pages, office_pages
from ipexport.model import Language, Languages, RegionId
from ipexport.second_process import ALONE, Pair, together
from ipexport.style import Style
from ipexport.table import Document, Paragraph, Properties, Section, Table

_DOCUMENT, _NUMBERING = "word/document.xml", "word/numbering.xml"
_CORE = "docProps/core.xml"
_WORTH_IT = 2_000
"""Cells from which a second process saves more time than starting it takes."""

_PIECE = 16
"""Sections that are compressed as one, so that it makes no difference where a half ends."""


def write(document: Document, style: Style) -> bytes:
    """The document as a .docx package.

    Raises `RequestError` for a Word file that the style names and that cannot be taken after.
    """
    cells = sum(len(row) for section in document.sections for row in section.table.rows)
    parts = halves(document) if cells >= _WORTH_IT else None

    def work(pair: Pair) -> bytes:
        assert parts is not None
        return write_half(parts[pair.is_second], style, lambda _: b"", pair)

    file = together(work) if parts else None
    return file or write_half(document, style, lambda _: b"", ALONE)


def write_half(document: Document, style: Style, _: Callable[[Pair], bytes], pair: Pair) -> bytes:
    """The file, where each process of the `pair` has a half of the document's sections: the second one
    has its half written into the first one's file, and returns nothing."""
    look = _look(style, document.languages)
    told = pair.both((tuple(numbered(document.sections)), list(map(_told, document.sections))))
    sections = document.sections
    document = _whole(document, told, pair)
    marks = bookmarks(document)
    before = Numbered(*told[0][0]) if pair.is_second else Numbered()
    ids = Marks(len(marks) + 1 + before.marks, before.long)
    cells = Cells(document, look, marks, ids, Lists(look.numbering.first_list + before.lists))
    number = len(told[0][1]) if pair.is_second else 0
    half = _half(sections, cells, number)
    second = pair.of_second(tuple(half))
    if pair.is_second:
        return b""
    return _file(document, look, marks, [half, *([_Half(*second)] if second else [])])


_Told = tuple[str, list[tuple[str, str | None, Language]], Properties]


def _told(section: Section) -> _Told:
    """What a process tells of a section that it has: region, heading and properties."""
    return section.region, [(p.text, p.label, p.language) for p in section.heading], section.properties


def _whole(document: Document, told: Sequence[tuple[Any, list[_Told]]], pair: Pair) -> Document:
    """The document with all of its sections, those of the other process as far as they are told."""
    columns = document.sections[0].table.columns if document.sections else ()
    others = tuple(
        Section(
            RegionId(region),
            (),
            tuple(Paragraph(*words) for words in heading),
            Table(columns, ()),
            properties,
        )
        for _, sections in (told[:1] if pair.is_second else told[1:])
        for region, heading, properties in sections
    )
    own = document.sections
    return document._replace(sections=others + own if pair.is_second else own + others)


class _Half(NamedTuple):
    """Sections written, in plain values.

    `pieces` are their text, compressed where all sections of a piece are here; `pages` those of each
    section, `lists` the styles of their lists, `long_ids` the ids that are longer than a bookmark's name;
    `is_tidy` is whether their texts `are_tidy`.
    """

    pieces: list[tuple[int, int, bytes] | bytes]
    pages: list[Counted]
    lists: list[str]
    long_ids: list[str]
    is_tidy: bool


def _half(sections: Sequence[Section], cells: Cells, first: int) -> _Half:
    """The sections, from the number `first` on, written."""
    pieces: list[tuple[int, int, bytes] | bytes] = []
    end, last = first + len(sections), len(cells.document.sections)
    for start in range(first - first % _PIECE, end, _PIECE):
        own = sections[max(start - first, 0) : start + _PIECE - first]
        # Encoded one by one: the text of all is several times as large.
        text = b"".join([section_text(section, cells).encode() for section in own])
        is_whole = start >= first and min(start + _PIECE, last) <= end
        pieces.append(_plain(deflate_piece(text)) if is_whole else text)
    pages = count_pages(sections, cells.look.style, cells.look.spaces)
    tidy = are_tidy(_paragraphs(sections))
    return _Half(pieces, pages, cells.lists.styles, cells.ids.long, tidy)


def _plain(piece: Deflated) -> tuple[int, int, bytes]:
    return piece.crc, piece.length, piece.data


def _file(document: Document, look: Look, marks: Mapping[str, Bookmark], halves: Sequence[_Half]) -> bytes:
    """The file of all that was written."""
    pages = [pages for half in halves for pages in half.pages]
    entries = contents(document, office_pages(document.sections, pages))
    begin = f"{DECLARATION}<w:document {declared('w', 'r')}><w:body>"
    cover = front(titles(document, look), words_runs(document.contents_title), document, look, entries, marks)
    # A body that ends with a table gets an empty paragraph from Word; this one is 1 pt high.
    end = f"{look.paragraph(SPACER, '')}{look.tables.properties(numbered=True)}</w:body></w:document>"
    pieces = _compressed([piece for half in halves for piece in half.pieces])
    text = joined([deflate_piece(f"{begin}{cover}".encode()), *pieces, deflate(end.encode())])
    long_ids = [id for half in halves for id in half.long_ids]
    lists = [style for half in halves for style in half.lists]
    return package_document(document, look, long_ids, lists, text, all(half.is_tidy for half in halves))


def _paragraphs(sections: Sequence[Section]) -> Iterator[Paragraph]:
    """Those of all cells."""
    for section in sections:
        for column in section.table.columns:
            yield from column.label
        for row in section.table.rows:
            for cell in row:
                yield from cell.paragraphs


def _compressed(pieces: Sequence[tuple[int, int, bytes] | bytes]) -> Iterator[Deflated]:
    """The pieces; two parts of one piece, which no half had as a whole, are put together."""
    parts: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            parts.append(piece)
            if len(parts) == 2:
                yield deflate_piece(b"".join(parts))
        else:
            yield Deflated(*piece)


def _look(style: Style, languages: Languages) -> Look:
    if style.docx.reference is None:
        return own_look(style, languages)
    from ipexport.formats.docx.reference import reference_look

    return reference_look(style, languages)


def package_document(
    document: Document,
    look: Look,
    long_ids: Sequence[str],
    lists: Sequence[str],
    text: Deflated,
    tidy: bool,
    removed: Sequence[Section] = (),
) -> bytes:
    """The package of a document whose main part is `text`.

    In that are ids longer than a bookmark's name, lists of these styles, and sections that were
    `removed`; `tidy` is whether the texts of its cells `are_tidy`.
    """
    properties = [
        *carried(document, (*document.sections, *removed)),
        *said_by_marks(long_ids),
        *said_of_texts(tidy),
    ]
    relationships = [Relationship(id, type, name) for id, (type, name) in look.relations.items()]
    relationships.append(Relationship("rIdNumbering", f"{OFFICE}numbering", _NUMBERING))
    parts = {
        **look.parts,
        _DOCUMENT: Part(f"{WORD}document.main+xml", text, tuple(relationships)),
        _NUMBERING: Part(
            f"{WORD}numbering+xml",
            numbering_part(look.numbering, lists, look.item_indents()),
            look.numbering.relationships,
        ),
        _CORE: Part(CORE_PROPERTIES_TYPE, core_properties(document)),
        CUSTOM_PART: Part(CUSTOM_TYPE, custom_properties(properties)),
    }
    top = (
        Relationship("rId1", f"{OFFICE}officeDocument", _DOCUMENT),
        Relationship("rId2", CORE_PROPERTIES, _CORE),
        Relationship("rId3", CUSTOM_RELATIONSHIP, CUSTOM_PART),
    )
    return pack(package(parts, top))
