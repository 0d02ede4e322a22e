"""The texts of a workbook, each kept once in the table of shared strings.

A cell refers to its text by number, so that no text is ever read as a formula, a number or an error
value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ipexport.errors import OutputError
from ipexport.formats.ooxml import Deflated, deflate, deflate_piece, joined
from ipexport.formats.xlsx.xml import NAMESPACE
from ipexport.formats.xml import DECLARATION, escaped

_LONGEST = 32_767
_OPEN = '<t xml:space="preserve">'
_UNUSUAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as the character U+0041 (ECMA-376 part 1, 22.9.2.19, ST_Xstring), and XML
# has no other way to say a control character or half of a surrogate pair.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


Run = tuple[str, str]
"""A part of a text, and its font as the properties of a run (18.4.7), none for the cell's own."""

Shared = str | tuple[Run, ...]
"""A text of a cell; in runs where it has two fonts."""


class Strings(dict[Shared, int]):
    """The texts of a part of the workbook, each with its number in that part, in their order.

    `first` is the number of its first text among those of the workbook.
    """

    first = 0

    def add(self, texts: Iterable[Shared]) -> Strings:
        for text in texts:
            self.setdefault(text, len(self))
        return self

    def number(self, text: Shared) -> int:
        """The number of a text in the workbook."""
        return self.first + self[text]

    def deflated(self) -> Deflated:
        """These texts as a piece of the table of shared strings."""
        texts = list(self)
        plain = [text for text in texts if isinstance(text, str)]
        everything = "".join(plain)
        if len(plain) < len(texts) or "_x" in everything or _UNUSUAL.search(everything):
            items = "".join(map(_item, texts))
        else:
            items = "".join([f"<si>{_OPEN}{text}</t></si>" for text in plain])
        return deflate_piece(items.encode())


def shared_strings(pieces: list[Deflated]) -> Deflated:
    """The table of shared strings, of the pieces in the order in which they are numbered."""
    head = f'{DECLARATION}<sst xmlns="{NAMESPACE}">'
    return joined([deflate_piece(head.encode()), *pieces, deflate(b"</sst>")])


def check_length(text: str, place: str) -> None:
    """Raises `OutputError` for a text longer than a cell can be: 32,767 UTF-16 units."""
    if 2 * len(text) > _LONGEST:
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > _LONGEST:
            raise OutputError(f"{place}: {length:,} characters, an Excel cell holds {_LONGEST:,}")


def _item(text: Shared) -> str:
    if isinstance(text, str):
        return f"<si>{_OPEN}{_stored(text)}</t></si>"
    runs = "".join(f"<r>{font}{_OPEN}{_stored(part)}</t></r>" for part, font in text)
    return f"<si>{runs}</si>"


def _stored(text: str) -> str:
    return escaped(_ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
