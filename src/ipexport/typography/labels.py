"""The labels of a list of paragraphs: 1. 2. 3."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width


def next_label(label: str | None) -> str:
    """The label that follows: "1." at first, then one more than the last number printed."""
    if label is None or not label[:-1].isdecimal() or label[-1] != ".":
        return "1."
    return f"{int(label[:-1]) + 1}."


_WESTERN = str.maketrans("（）．、０１２３４５６７８９", "()..0123456789")


def english_label(label: str) -> str:
    """The label as English text prints it: "(1)" for "（1）", "1." for "1、"."""
    return label.translate(_WESTERN)


def is_regular(labels: Sequence[str | None]) -> bool:
    """Whether the labels are exactly 1. 2. 3. … from first to last."""
    return bool(labels) and all(label == f"{n}." for n, label in enumerate(labels, 1))


def hanging_indent(labels: Sequence[str | None]) -> float:
    """The indent of labelled paragraphs in em: the width of the widest label, and half an em after
    it; 0 when no paragraph has a label."""
    widest = max((_width(label) for label in labels if label is not None), default=0.0)
    return widest + 0.5 if widest else 0.0


def _width(label: str) -> float:
    """About an em for （, 一 and ①, half an em for digits and letters."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in label)
