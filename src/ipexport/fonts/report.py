"""What is printed in which role, and what each role's fonts lack of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ipexport.fonts.choice import Font, RoleFonts, choose_fonts
from ipexport.fonts.glyphs import FontStack, Glyphs, MissingGlyph
from ipexport.model import LANGUAGES
from ipexport.style import FontRole, Style, TextRole
from ipexport.table import Document, Paragraph, Words


class Lacking(NamedTuple):
    """A character that a role's first font lacks, the font that prints it (None: no font has it),
    and where it is first printed."""

    character: str
    font: Font | None
    where: str


class RoleReport(NamedTuple):
    role: FontRole
    chosen: RoleFonts
    lacking: tuple[Lacking, ...]


def report(documents: Sequence[Document], style: Style) -> list[RoleReport]:
    """The fonts of every role, and the characters of the documents that the first of them lacks.

    Raises `FontError` for a font file of the style that cannot be used.
    """
    texts = printed_texts(documents, style)
    return [
        RoleReport(role, chosen, tuple(_lacking(chosen, texts[role])))
        for role, chosen in choose_fonts(style).items()
    ]


def _lacking(chosen: RoleFonts, texts: Sequence[tuple[str, str]]) -> Iterator[Lacking]:
    stack = font_stack(chosen)
    for character in sorted(characters(texts)):
        try:
            stack[character]
        except MissingGlyph:
            yield Lacking(character, None, first_place(character, texts))
        else:
            number = stack.elsewhere.get(character, 0)
            if 0 < number < len(chosen.fonts):
                yield Lacking(character, chosen.fonts[number], first_place(character, texts))


def characters(texts: Iterable[tuple[str, str]]) -> set[str]:
    """Every character of printed texts."""
    return set[str]().union(*(text for text, _ in texts))


def first_place(character: str, texts: Iterable[tuple[str, str]]) -> str:
    """Where a character of the texts is printed first."""
    return next(where for text, where in texts if character in text)


def font_stack(chosen: RoleFonts) -> FontStack:
    """The glyphs of a role's fonts."""
    latin = chosen.latin
    return FontStack(
        [Glyphs(font.path, font.number) for font in chosen.fonts],
        None if latin is None else Glyphs(latin.path, latin.number),
    )


def printed_texts(documents: Iterable[Document], style: Style) -> dict[FontRole, list[tuple[str, str]]]:
    """Every text that is printed with the font of each role, and where: a cell's id, or in words."""
    texts: dict[FontRole, list[tuple[str, str]]] = {role: [] for role in style.fonts}
    places = {
        (role, language): texts[style.text_in(language)[role].font]
        for language in LANGUAGES
        for role in style.text_in(language)
    }
    for document in documents:
        for role, paragraph, where in _texts(document):
            place = places[role, paragraph.language]
            place.append((paragraph.text, where))
            if paragraph.label:
                place.append((paragraph.label, where))
    return texts


def _texts(document: Document) -> Iterator[tuple[TextRole, Paragraph, str]]:
    """Each printed paragraph, with its role and where it stands."""
    numbers = Paragraph("— 0123456789 —", None, document.language)
    yield "page_number", numbers, "the page numbers"
    for paragraph in document.title:
        yield "title", paragraph, "the title"
    for paragraph in document.subtitle:
        yield "subtitle", paragraph, "the subtitle"
    for paragraph in document.contents_title:
        yield "contents_title", paragraph, "the title of the contents"
    for section in document.sections:
        for paragraph in section.heading:
            yield "contents", paragraph, f"the heading of {section.region}"
            yield "heading", paragraph, f"the heading of {section.region}"
        yield "contents", _page_numbers(section.heading), "the contents"
        for column in section.table.columns:
            for paragraph in column.label:
                yield "table_header", paragraph, f"the column {column.role} of {section.region}"
        for row in section.table.rows:
            for cell in row:
                for paragraph in cell.paragraphs:
                    yield cell.role, paragraph, cell.id
                    # The contents of an extract list them.
                    if cell.role == "focus_area":
                        yield "contents", paragraph, cell.id
                        yield "contents", _page_numbers(cell.paragraphs), "the contents"


def _page_numbers(words: Words) -> Paragraph:
    """What stands after an entry of the contents, in the style of its last line."""
    return Paragraph("0123456789.", None, words[-1].language)
