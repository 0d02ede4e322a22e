"""All that a file takes from a style sheet: styles, pages, footers, fonts and settings.

`own_look` has everything from the style sheet alone; `reference` lays it over a Word file of the
user's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ipexport.formats.docx.fonts import font_table
from ipexport.formats.docx.footers import footers
from ipexport.formats.docx.numbering import Numbering
from ipexport.formats.docx.package import OFFICE, WORD, Part
from ipexport.formats.docx.pages import SectionPages, front_sheet, table_sheet
from ipexport.formats.docx.settings import settings_part
from ipexport.formats.docx.styles import ITEM_INDENT, ITEM_STYLES, define_styles, in_english, styles_part
from ipexport.layout.office import Spaces, spaces
from ipexport.model import Languages, each_of
from ipexport.style import Style

ODD_FOOTER, EVEN_FOOTER = "word/footer1.xml", "word/footer2.xml"


class Look(NamedTuple):
    """What a file looks like.

    `style` and `spaces` say what the layout needs to know: sizes, leadings, widths and the page of
    the tables. `ids` are those of our styles in the
    file, `direct` the properties that a paragraph needs besides its style. `parts` are parts by
    name, `relations` the type of the document's relationship to each of some of them, by its id.
    """

    style: Style
    spaces: Spaces
    front: SectionPages
    tables: SectionPages
    ids: Mapping[str, str]
    parts: Mapping[str, Part]
    relations: Mapping[str, tuple[str, str]]
    direct: Mapping[str, str] = {}
    numbering: Numbering = Numbering()

    def item_indents(self) -> dict[str, float]:
        """The indents of the styles of items, in points."""
        indents = {}
        for role, id in ITEM_STYLES.items():
            indents[id] = ITEM_INDENT * self.style.text[role].size
            if in_english(id) in self.ids:
                indents[in_english(id)] = ITEM_INDENT * self.style.english[role].size
        return indents

    def paragraph(self, style: str, runs: str) -> str:
        """A paragraph in one of our styles."""
        return f"{self.beginning(style)}{runs}</w:p>"

    def beginning(self, style: str) -> str:
        """The beginning of a paragraph in one of our styles, with its properties."""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.ids[style]}"/>{self.direct.get(style, "")}</w:pPr>'


def own_look(style: Style, languages: Languages) -> Look:
    """The look of a style sheet."""
    sheet = front_sheet(style)
    language = each_of(languages)[0]
    definitions = define_styles(style, languages, sheet)
    ids = {definition.id: definition.id for definition in definitions}
    odd, even = footers(style, language, ids, turned=style.page.view == "turned")
    return Look(
        style=style,
        spaces=spaces(style),
        front=SectionPages(sheet),
        tables=SectionPages(table_sheet(style), OWN_FOOTERS),
        ids=ids,
        parts={
            "word/styles.xml": Part(f"{WORD}styles+xml", styles_part(definitions, style, language)),
            "word/fontTable.xml": Part(f"{WORD}fontTable+xml", font_table(style)),
            "word/settings.xml": Part(
                f"{WORD}settings+xml", settings_part(language, odd_and_even=True, mirrored=False)
            ),
            ODD_FOOTER: Part(f"{WORD}footer+xml", odd),
            EVEN_FOOTER: Part(f"{WORD}footer+xml", even),
        },
        relations={
            "rId1": (f"{OFFICE}styles", "word/styles.xml"),
            "rId2": (f"{OFFICE}fontTable", "word/fontTable.xml"),
            "rId3": (f"{OFFICE}settings", "word/settings.xml"),
            "rId4": (f"{OFFICE}footer", ODD_FOOTER),
            "rId5": (f"{OFFICE}footer", EVEN_FOOTER),
        },
    )


OWN_FOOTERS = (
    '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
)
