"""How wide Times New Roman is: the Latin font of Office files, and what stands in for it."""

from __future__ import annotations

from functools import cache

MARKS = "‘’“”–×"
"""Marks that come from the Latin font in English, and from the Chinese one in Chinese."""

_ASCII = "".join(map(chr, range(0x20, 0x7F)))
# In 1/1000 em (Adobe's font metrics of Times), U+0020 to U+007E, then the marks.
_REGULAR = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 "
    "500 500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 "
    "556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 "
    "500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541 "
    "333 333 444 444 500 564"
)
_BOLD = (
    "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 "
    "500 500 333 333 570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 "
    "611 778 722 556 667 722 722 1000 722 722 667 333 278 333 581 500 333 500 556 444 556 444 333 500 "
    "556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 444 394 220 394 520 "
    "333 333 500 500 500 570"
)


@cache
def times_widths(is_bold: bool) -> dict[str, float]:
    """The advance widths of letters, digits and signs, in em."""
    widths = (_BOLD if is_bold else _REGULAR).split()
    return {character: int(width) / 1000 for character, width in zip(_ASCII + MARKS, widths, strict=True)}
