"""Texts of every kind, and metrics, for tests that state what holds for any text and width."""

from __future__ import annotations

from hypothesis import strategies as st

from ipexport.layout.office import office_metrics

MARKS = "，。、；：？！（）《》“”‘’〔〕"

_PIECES = (
    *"知识产权工作方案，。、；：？！（）《》“”‘’·—…～/",
    *("——", "……", "2017", "14.38%", "10,000", "2016-2017", "¥50", "60℃", "GDP", "R&D", "10 ", "the ", "a "),
    *("https://www.example.org/a_b?c=d&e=f", "internationalisation ", "don’t ", "well-known ", "state/region"),
    *("e\u0301", "知\ufe00", "\u200b", "\u200d", "\U0001f468\u200d\U0001f469", "\U0001f1e8\U0001f1f3", "שלום ", "가\u11a8"),
)  # fmt: skip

MIXED = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=40).map("".join)
CHINESE = st.text(st.sampled_from("知识产权，。、；（）《》“”—12%"), min_size=1, max_size=80)
LATIN = st.lists(
    st.sampled_from(["the", "a", "of", "plan", "property", "intellectual", "co-operation", "2018", "R&D,"]),
    min_size=1,
    max_size=30,
).map(" ".join)
ANYTHING = st.text(max_size=60)
TEXTS = MIXED | CHINESE | LATIN | ANYTHING
WIDTHS = st.floats(min_value=0.3, max_value=40)
COLUMNS = st.floats(min_value=8, max_value=40)
"""Widths of a column that any run of `CHINESE` text fits into."""


def chinese_widths(text: str) -> list[float]:
    """The widths of characters in a Chinese font, whose quotation marks are full-width everywhere."""
    return [
        1.0 if character in "‘’“”" else width
        for character, width in zip(text, office_metrics(text), strict=True)
    ]


def narrow_dashes(text: str) -> list[float]:
    """The widths of characters in a font with proportional dashes, as Noto Serif SC is."""
    return [
        0.89 if character == "—" else width
        for character, width in zip(text, chinese_widths(text), strict=True)
    ]
