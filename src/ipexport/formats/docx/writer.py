"""Writes a document as a Word file, in four steps: take the look of the style, or of the user's own
Word file; write the tables as strings of XML, and beside that find the pages on which they begin;
write cover and contents, which name these pages; pack the parts so that the same document always
gives the same bytes.

The rows are most of the file: as strings they take a tenth of the time of objects.
"""

from __future__ import annotations

import marshal
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from ipexport.formats.carried import CUSTOM_PART, CUSTOM_RELATIONSHIP, CUSTOM_TYPE, carried, custom_properties
from ipexport.formats.docx.body import front, sections, titles
from ipexport.formats.docx.fields import Bookmark, bookmarks
from ipexport.formats.docx.look import Look, own_look
from ipexport.formats.docx.marks import Marks, said_by_marks, said_of_texts
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

_ASIDE = 0.8
"""The part of the cells whose lines that one counts."""


def write(document: Document, style: Style) -> bytes:
    """The document as a .docx package.

    Raises `RequestError` for a Word file that the style names and that cannot be taken after.
    """
    look = _look(style, document.languages)
    marks = bookmarks(document)
    ids = Marks(len(marks) + 1)
    lists = Lists(look.numbering.first_list)

    aside = _aside(document) if can_fork() else 0
    first, others = document.sections[:aside], document.sections[aside:]

    def count_first() -> list[Counted]:
        return count_pages(first, look.style, look.spaces)

    process = SecondProcess(lambda: marshal.dumps(count_first())) if first else None
    tables = _tables(document, look, marks, ids, lists)
    counted = count_pages(others, look.style, look.spaces)
    if process:
        data = process.result()
        counted = [*(count_first() if data is None else marshal.loads(data)), *counted]
    entries = contents(document, office_pages(document.sections, counted))
    begin = f"{DECLARATION}<w:document {declared('w', 'r')}><w:body>"
    cover = front(titles(document, look), words_runs(document.contents_title), document, look, entries, marks)
    text = joined([deflate_piece(f"{begin}{cover}".encode()), tables])
    return package_document(document, look, ids, lists, text, _paragraphs(document))


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    """Those of all cells."""
    for section in document.sections:
        for column in section.table.columns:
            yield from column.label
        for row in section.table.rows:
            for cell in row:
                yield from cell.paragraphs


def _aside(document: Document) -> int:
    """How many sections a second process counts; this one has the tables to write besides."""
    cells = [sum(map(len, section.table.rows)) for section in document.sections]
    if sum(cells) < _WORTH_IT:
        return 0
    return bisect_right(list(accumulate(cells)), _ASIDE * sum(cells))


def _tables(
    document: Document, look: Look, marks: Mapping[str, Bookmark], ids: Marks, lists: Lists
) -> Deflated:
    # Encoded one by one: the text of all is several times as large.
    xml = b"".join(section.encode() for section in sections(document, look, marks, ids, lists))
    end = f"{look.tables.properties(numbered=True)}</w:body></w:document>"
    return deflate(xml + end.encode())


def _look(style: Style, languages: Languages) -> Look:
    if style.docx.reference is None:
        return own_look(style, languages)
    from ipexport.formats.docx.reference import reference_look

    return reference_look(style, languages)


def package_document(
    document: Document,
    look: Look,
    ids: Marks,
    lists: Lists,
    text: Deflated,
    paragraphs: Iterable[Paragraph],
    removed: Sequence[Section] = (),
) -> bytes:
    """The package of a document whose main part is `text`; in that are sections that were `removed`.

    `paragraphs` are those of all its cells.
    """
    properties = [
        *carried(document, (*document.sections, *removed)),
        *said_by_marks(ids),
        *said_of_texts(paragraphs),
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
