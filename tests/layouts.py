"""Every layout that a style can ask for, for what must hold in all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import get_args

from ipexport.style import Style, load_style, style_names
from ipexport.table import Bilingual, FocusLayout

ARRANGEMENTS = {
    "columns": Bilingual("columns", "column"),
    "by language": Bilingual("columns", "language"),
    "stacked": Bilingual("stacked"),
}
"""How a table has two languages."""

WIDTHS = ("given", "auto")
"""Whether the style gives the widths of the columns, or those with the fewest pages are found."""


def layouts() -> dict[str, Style]:
    """Each style with each of its choices: "official, band, stacked, auto"."""
    choices = product(style_names(), get_args(FocusLayout), ARRANGEMENTS, WIDTHS)
    return {", ".join(chosen): _chosen(*chosen) for chosen in choices}


def _chosen(name: str, focus_area: FocusLayout, arrangement: str, widths: str) -> Style:
    style = load_style(name)
    table = replace(style.table, focus_area=focus_area)
    if widths == "auto":
        table = replace(table, widths="auto")
    return replace(
        style, table=table, bilingual=replace(style.bilingual, arrangement=ARRANGEMENTS[arrangement])
    )


LAYOUTS = layouts()
ALL = [name for name in LAYOUTS if not name.endswith(", auto")]
"""Those with widths of their own: what "auto" finds is the same kind of table."""

ONE_LANGUAGE = [name for name in LAYOUTS if f", {next(iter(ARRANGEMENTS))}, " in name]
"""Those that differ where a document has one language."""
