"""Writes a document as a Word file, in four steps: take the look of the style, or of the user's own
Word file; write the tables as strings of XML and find the pages on which they begin (a large document
in two processes); write cover and contents, which name these pages; pack the parts so that the same
document always gives the same bytes.

The rows are most of the file: as strings they take a tenth of the time of objects.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ipexport.formats.carried import CUSTOM_PART, CUSTOM_RELATIONSHIP, CUSTOM_TYPE, carried, custom_properties
from ipexport.formats.docx.body import Cells, front, section_text, titles
from ipexport.formats.docx.fields import bookmarks
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
from ipexport.formats.ooxml import Deflated, deflate, deflate_piece, joined, pack
from ipexport.formats.xml import DECLARATION
from ipexport.layout.front import contents
from ipexport.layout.office import Counted, count_pages, office_pages
from ipexport.model import Languages
from ipexport.second_process import SecondProcess, can_fork
from ipexport.style import Style
from ipexport.table import Document, Paragraph, Section

_DOCUMENT, _NUMBERING = "word/document.xml", "word/numbering.xml"
_CORE = "docProps/core.xml"
_WORTH_IT = 2_000
"""Cells from which a second process saves more time than starting it takes."""

_FIRST_SHARE = 0.54
"""The part of the cells that the first process writes: the other one has memory to copy besides."""


def write(document: Document, style: Style) -> bytes:
    """The document as a .docx package.

    Raises `RequestError` for a Word file that the style names and that cannot be taken after.
    """
    look = _look(style, document.languages)
    marks = bookmarks(document)
    cells = Cells(document, look, marks, Marks(len(marks) + 1), Lists(look.numbering.first_list))
    halves = _halves(document, cells)
    entries = contents(
        document, office_pages(document.sections, [it for half in halves for it in half.pages])
    )
    begin = f"{DECLARATION}<w:document {declared('w', 'r')}><w:body>"
    cover = front(titles(document, look), words_runs(document.contents_title), document, look, entries, marks)
    # A body that ends with a table gets an empty paragraph from Word; this one is 1 pt high.
    end = f"{look.paragraph(SPACER, '')}{look.tables.properties(numbered=True)}</w:body></w:document>"
    text = joined(
        [
            deflate_piece(f"{begin}{cover}".encode()),
            *(half.text for half in halves),
            deflate(end.encode()),
        ]
    )
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


class _Half(NamedTuple):
    """Sections written: their text, the pages of each, the styles of their lists, ids that are
    longer than a bookmark's name, and whether their texts `are_tidy`."""

    text: Deflated
    pages: list[Counted]
    lists: list[str]
    long_ids: list[str]
    is_tidy: bool


def _halves(document: Document, cells: Cells) -> list[_Half]:
    """All sections written; the second half of a large document in a second process, if there can be one."""
    middle = _middle(document)
    first, second = document.sections[:middle], document.sections[middle:]

    def second_half() -> _Half:
        return _half(second, cells.behind(first))

    if not first:
        return [second_half()]
    # Imported here: a small document does without.
    import pickle

    process = SecondProcess(lambda: pickle.dumps(second_half())) if can_fork() else None
    first_half = _half(first, cells)
    data = process.result() if process else None
    return [first_half, second_half() if data is None else pickle.loads(data)]


def _middle(document: Document) -> int:
    """Where the second part of a large document begins; 0 in a small one."""
    cells = list(accumulate(sum(map(len, section.table.rows)) for section in document.sections))
    return bisect_left(cells, cells[-1] * _FIRST_SHARE) if cells and cells[-1] >= _WORTH_IT else 0


def _half(sections: Sequence[Section], cells: Cells) -> _Half:
    # Encoded one by one: the text of all is several times as large.
    text = b"".join([section_text(section, cells).encode() for section in sections])
    pages = count_pages(sections, cells.look.style, cells.look.spaces)
    tidy = are_tidy(_paragraphs(sections))
    return _Half(deflate_piece(text), pages, cells.lists.styles, cells.ids.long, tidy)


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
