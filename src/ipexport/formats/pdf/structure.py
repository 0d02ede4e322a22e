"""The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8): what a screen reader hears.

Elements get their numbers before their content is drawn; `Tree` keeps for every page which
element each piece of marked content belongs to, and writes the parent tree at the end.
"""

from __future__ import annotations

from collections.abc import Sequence

from ipexport.formats.pdf.objects import File, text_string, tree
from ipexport.model import Language
from ipexport.table import Properties

LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}

Piece = tuple[int, int]
"""A piece of marked content: the number of the page object, and the identifier on that page."""


class Tree:
    """Elements as they are made: number and body; ids of header cells and their elements.

    `language` is that of the document: elements in another one say so.
    """

    def __init__(self, next: int, language: Language) -> None:
        self.next = next
        self.language = language
        self.elements: list[tuple[int, bytes]] = []
        self.ids: list[tuple[str, int]] = []

    def reserve(self) -> int:
        self.next += 1
        return self.next - 1

    def spoken(self, language: Language) -> str:
        """The entry Lang of an element (14.9.2), where it needs one."""
        return "" if language == self.language else f"/Lang({LANGUAGE_TAGS[language]})"

    def element(self, number: int, tag: str, parent: int, kids: str, extra: str = "") -> int:
        self.elements.append((number, f"<</S/{tag}/P {parent} 0 R{extra}{kids}>>".encode()))
        return number


def references(numbers: Sequence[int]) -> str:
    """The entry K with elements as kids."""
    return f"/K[{' 0 R '.join(map(str, numbers))} 0 R]" if numbers else ""


def kids_of(pieces: Sequence[Piece]) -> str:
    """The entry K (and Pg) with marked content as kids, on one or on several pages."""
    if not pieces:
        return ""
    page = pieces[0][0]
    if len(pieces) == 1:
        return f"/Pg {page} 0 R/K {pieces[0][1]}"
    kids = (str(mark) if on == page else f"<</Type/MCR/Pg {on} 0 R/MCID {mark}>>" for on, mark in pieces)
    return f"/Pg {page} 0 R/K[{' '.join(kids)}]"


def cell_attributes(*, scope: str = "", row_span: int = 1, column_span: int = 1, headers: str = "") -> str:
    """The table attributes of a cell (14.8.5.7)."""
    said = f"/Scope/{scope}" if scope else ""
    said += f"/RowSpan {row_span}" if row_span > 1 else ""
    said += f"/ColSpan {column_span}" if column_span > 1 else ""
    said += f"/Headers[{headers}]" if headers else ""
    return f"/A<</O/Table{said}>>" if said else ""


def user_properties(properties: Properties) -> str:
    """What an element means besides its text, for programs that read the file (14.7.5.4)."""
    said = "".join(f"<</N{text_string(name)}/V{text_string(value)}>>" for name, value in properties)
    return f"/A<</O/UserProperties/P[{said}]>>"


def write_root(
    file: File,
    root: int,
    document: int,
    parents: Sequence[str],
    ids: Sequence[tuple[str, int]],
) -> None:
    """The root of the tree; `parents` has the value of each key of the parent tree, in order."""
    parent_tree = tree(file, "Nums", [(str(key), value) for key, value in enumerate(parents)])
    names = tree(file, "Names", [(f"({name})", f"{number} 0 R") for name, number in sorted(ids)])
    file.put(
        root,
        f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parent_tree} 0 R"
        f"/ParentTreeNextKey {len(parents)}/IDTree {names} 0 R>>",
    )
