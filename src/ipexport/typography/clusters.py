"""Grapheme clusters: what a reader takes for one character stays together (UAX #29, 3.1.1).

A letter with its combining marks, an emoji with its variation selector, skin tone or joined
partner, the two letters of a flag, the parts of a Hangul syllable.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SOFT_HYPHEN = "\xad"
"""At the end of a line it is the hyphen of a word that is broken there: printed, but no part of the
text (ISO 32000-1, 14.8.2.2.3). Anywhere else it prints nothing."""

_ZERO_WIDTH_JOINER = "\u200d"
_EXTENDERS = ("Mn", "Me", "Mc", "Cf")
# Seldom asked for: compiled when they are.
_ALSO_EXTENDS = "[\u1160-\u11ff\ud7b0-\ud7ff\U0001f3fb-\U0001f3ff]"  # Hangul parts, skin tones
_FLAG = "[\U0001f1e6-\U0001f1ff]"
# Default_Ignorable_Code_Point (DerivedCoreProperties), without the fillers that have a width.
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Blocks that hold every character that can continue a cluster, and few others of Chinese text.
_SUSPECT = re.compile(
    "[\xad\u0300-\u1fff\u200b-\u200f\u2028-\u202f\u2060-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a"
    "\ua66f-\uabff\ud7b0-\ud7ff\ufb1e\ufe00-\ufe2f\ufeff\ufff0-\ufffb\U00010000-\U0001ffff"
    "\U000e0000-\U000effff]"
)


def inside_cluster(text: str, index: int) -> bool:
    """Whether the characters before and after `index` (0 < index < len(text)) are one cluster."""
    after = text[index]
    if text[index - 1] == _ZERO_WIDTH_JOINER and unicodedata.category(after) == "So":
        return True
    return _SUSPECT.match(after) is not None and (_extends(after) or _splits_flag(text, index))


def joints(text: str) -> list[int]:
    """The indices at which a cluster goes on, in order."""
    if _SUSPECT.search(text) is None:
        return []
    return [index for index in range(1, len(text)) if inside_cluster(text, index)]


def is_invisible(character: str) -> bool:
    """Whether a character prints nothing and takes no room."""
    return _INVISIBLE.match(character) is not None


@cache
def _extends(character: str) -> bool:
    """Combining marks, variation selectors, joiners, and what continues an emoji or a syllable."""
    extends = unicodedata.category(character) in _EXTENDERS or is_invisible(character)
    return extends or re.match(_ALSO_EXTENDS, character) is not None


def _splits_flag(text: str, index: int) -> bool:
    """Whether `index` lies between the two letters of a flag: after an odd number of such letters."""
    start = index
    while start > 0 and re.match(_FLAG, text[start - 1]) is not None:
        start -= 1
    return (index - start) % 2 == 1 and re.match(_FLAG, text[index]) is not None
