"""Foretells on which page of an Office file something stands.

A Word file has no pages until a program opens it; its contents, though, must say them. Rows and
lines have fixed heights there, so the same layout with the metrics of the usual fonts finds the
pages that the program will find: full-width characters are 1 em wide, Latin ones as in Times New
Roman; punctuation is not squeezed, rows break after any line, and rules take room of their own
(measured in LibreOffice 7.4).
"""

from __future__ import annotations

import unicodedata

from ipexport.layout.pages import Rules
from ipexport.layout.table import Setting, set_section
from ipexport.style import Style
from ipexport.table import Document

# Advance widths of Times New Roman in 1/1000 em, U+0020 to U+007E.
_TIMES = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 "
    "500 500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 "
    "556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 "
    "500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541"
)
_LATIN = {chr(32 + n): int(width) / 1000 for n, width in enumerate(_TIMES.split())}


def office_metrics(text: str) -> list[float]:
    """The advance widths in em that an Office program gives the characters, within a few percent."""
    return [_LATIN.get(character) or _other(character) for character in text]


def _other(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55


def office_pages(document: Document, style: Style) -> dict[str, int]:
    """The page on which each section and each focus area begins, counted from 1 at the first table.

    Keys are the sections' region ids and the ids of the focus area cells.
    """
    setting = Setting(
        metrics=dict.fromkeys(style.fonts, office_metrics),
        rules=Rules(repeat=False, minimum=1),
        squeeze=False,
        rule=style.table.rule,
    )
    pages: dict[str, int] = {}
    page = 1
    for section in document.sections:
        pages[section.region] = page
        broken = set_section(section, style, setting).pages
        for number, fragments in enumerate(broken, page):
            for fragment in fragments:
                if fragment.cell.cell.role == "focus_area":
                    pages.setdefault(fragment.cell.cell.id, number)
        page += len(broken)
    return pages
