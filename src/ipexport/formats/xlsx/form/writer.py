"""Writes the form of one region as an Excel workbook.

First the sheet that is filled in, so that whoever opens the file is where the work is; then the one that
says what to do; last the one that nobody gets to see.
"""

from __future__ import annotations

from collections.abc import Callable

from ipexport.form import Form
from ipexport.formats.ooxml import Deflated, pack
from ipexport.formats.xlsx.blocks import Ruler
from ipexport.formats.xlsx.form.aside_sheet import draw_aside, list_place
from ipexport.formats.xlsx.form.checks import inline_list, listed_values
from ipexport.formats.xlsx.form.columns import form_columns
from ipexport.formats.xlsx.form.form_sheet import HEADER, Notes, draw_form, form_area
from ipexport.formats.xlsx.form.guide_sheet import draw_guide
from ipexport.formats.xlsx.form.layout import lay_out
from ipexport.formats.xlsx.form.looks import form_styles
from ipexport.formats.xlsx.form.pen import Pen
from ipexport.formats.xlsx.form.words import WORDS, day
from ipexport.formats.xlsx.names import quoted, sheet_names
from ipexport.formats.xlsx.sheet import check_rows
from ipexport.formats.xlsx.strings import Strings, shared_strings
from ipexport.formats.xlsx.words import Said, said
from ipexport.formats.xlsx.workbook import SheetEntry, sheet_part, workbook_parts
from ipexport.model import Language, each_of
from ipexport.style import Style
from ipexport.table import Document, Paragraph, plain

_ASIDE = "ipexport"


def write(document: Document, style: Style, form: Form, base: bytes) -> bytes:
    """The form of the document's one region as an .xlsx package.

    `base`, the region's part of the dataset as JSON that the document was made from, travels inside.
    Raises `OutputError` for a text or table that no sheet can hold.
    """
    (section,) = document.sections
    spoken = each_of(document.languages)
    guide = " ".join(WORDS[language].guide for language in spoken)
    names = sheet_names([plain(section.name), guide, _ASIDE])
    columns = form_columns(section.table, form, document.languages, style)
    styles, ruler, strings = form_styles(style, document.languages, columns), Ruler(style), Strings()
    pens = [Pen(styles, strings, name) for name in names]
    layout = lay_out(section, columns, ruler)
    check_rows(HEADER + len(layout.rows), names[0])

    offered = {
        column.name: listed_values(column.rule, column.languages)
        for column in columns
        if column.rule is not None and column.rule.values
    }
    inline = {name: inline_list(values) for name, values in offered.items()}
    in_cells = [name for name, listed in inline.items() if listed is None]
    lists = {
        name: listed or list_place(quoted(names[2]), in_cells.index(name), len(offered[name]))
        for name, listed in inline.items()
    }
    notes = _notes(document, form, names[1])
    version = dict(section.properties)["base"]
    sheet = draw_form(layout, version, notes, lists, pens[0], ruler, style)
    steps, area = draw_guide(names[0], form, columns, spoken, pens[1], ruler, style)
    aside = draw_aside(base, [offered[name] for name in in_cells], pens[2])

    entries = [
        SheetEntry(names[0], form_area(layout), HEADER),
        SheetEntry(names[1], area, 0),
        SheetEntry(names[2], "", 0, is_hidden=True),
    ]
    # Where somebody adds columns, these are found again by their labels.
    labels = [
        (f"columns.{column.name}", column.label.paragraphs()[0][0])
        for column in columns
        if column.kind != "text"
    ]
    carrying = document._replace(properties=(*document.properties, *labels))
    parts: dict[str, bytes | Deflated] = {
        **workbook_parts(carrying, entries, {}, styles.english_fonts(), b""),
        "xl/styles.xml": styles.part(),
        "xl/sharedStrings.xml": shared_strings([strings.deflated()]),
    }
    for number, part in enumerate((sheet, steps, aside), 1):
        parts[sheet_part(number)] = part
    return pack(parts)


def _notes(document: Document, form: Form, guide: str) -> Notes:
    """What stands above the labels; `guide` is the sheet that says more."""

    def in_each(say: Callable[[Language], str]) -> Said:
        paragraphs = [Paragraph(say(language), None, language) for language in each_of(document.languages)]
        return said(paragraphs, document.language)

    def to_do(language: Language) -> str:
        words = WORDS[language]
        if form.deadline is None:
            return words.how.format(guide=guide)
        return words.deadline.format(day=day(form.deadline, language), guide=guide)

    return Notes(
        to_do=in_each(to_do),
        is_open=in_each(lambda language: WORDS[language].open),
        is_missing=in_each(lambda language: WORDS[language].missing),
    )
