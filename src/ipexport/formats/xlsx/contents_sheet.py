"""The first sheet of a workbook with several regions: titles, and where each region begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipexport.formats.ooxml import Deflated
from ipexport.formats.xlsx.blocks import Ruler
from ipexport.formats.xlsx.grid import whole_pixels
from ipexport.formats.xlsx.names import quoted
from ipexport.formats.xlsx.page_setup import front_area_width, front_page
from ipexport.formats.xlsx.sheet import SheetPart, empty_cell, number_cell, row, text_cell
from ipexport.formats.xlsx.strings import Shared, Strings, check_length
from ipexport.formats.xlsx.styles import Styles
from ipexport.formats.xlsx.words import Said, said
from ipexport.formats.xml import escaped
from ipexport.model import each_of
from ipexport.style import Style, TextRole
from ipexport.table import Document, Words

_PAGE_COLUMN_EM = 4


class Entry(NamedTuple):
    """A region in the contents: its sheet, and its first page."""

    sheet: str
    page: int


def draw_contents(
    document: Document,
    sheet: str,
    entries: Sequence[Entry],
    strings: Strings,
    styles: Styles,
    ruler: Ruler,
    style: Style,
) -> Deflated:
    """Titles over two columns, then a linked line per region and language with the page number."""
    whole = whole_pixels(front_area_width(style.page))
    page_column = whole_pixels(_PAGE_COLUMN_EM * style.text["contents"].size)

    def text(place: str, role: TextRole, words: Said) -> str:
        check_length(words.text, f"{sheet}!{place}")
        number = styles.of(role, words.text, words.language)
        return text_cell(place, number, strings.number(styles.shared(role, words)))

    rows, links = [], []
    for place, (role, words) in enumerate(_titles(document), 1):
        empty = empty_cell(f"B{place}", styles.of(role, words.text, words.language))
        rows.append(row(place, ruler.height(words, role, whole), text(f"A{place}", role, words) + empty))
    merged = [f"A{place}:B{place}" for place in range(1, len(rows) + 1)]
    for place, (words, entry) in enumerate(_headings(document, entries), len(rows) + 1):
        page = number_cell(f"B{place}", styles.of("contents_page"), entry.page)
        height = ruler.height(words, "contents", whole - page_column)
        rows.append(row(place, height, text(f"A{place}", "contents", words) + page))
        target = escaped(f"{quoted(entry.sheet)}!A1")
        links.append(f'<hyperlink ref="A{place}" location="{target}"/>')
    part = SheetPart(
        columns=(whole - page_column, page_column),
        frozen=0,
        page=front_page(style.page),
        merged=merged,
        links=f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
    )
    return part.deflated(rows)


def contents_texts(document: Document, styles: Styles) -> Iterator[Shared]:
    """Every text of the sheet."""
    yield from (styles.shared(role, words) for role, words in _titles(document))
    for section in document.sections:
        yield from (styles.shared("contents", words) for words in _each(document, section.heading))


def contents_area(document: Document) -> str:
    """The cells of the sheet."""
    return (
        f"A1:B{sum(1 for _ in _titles(document)) + len(document.sections) * len(each_of(document.languages))}"
    )


def _titles(document: Document) -> Iterator[tuple[TextRole, Said]]:
    """A row for each language of each title."""
    titles: tuple[tuple[TextRole, Words], ...] = (
        ("title", document.title),
        ("subtitle", document.subtitle),
        ("contents_title", document.contents_title),
    )
    for role, words in titles:
        yield from ((role, title) for title in _each(document, words))


def _headings(document: Document, entries: Sequence[Entry]) -> Iterator[tuple[Said, Entry]]:
    """A row for each language of each region: LibreOffice shows a link on one line only."""
    for section, entry in zip(document.sections, entries, strict=True):
        yield from ((words, entry) for words in _each(document, section.heading))


def _each(document: Document, words: Words) -> Iterator[Said]:
    """A text in each language of the document."""
    for paragraph, language in zip(words, each_of(document.languages), strict=True):
        yield said([paragraph], language)
