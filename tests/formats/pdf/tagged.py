"""Reads a tagged PDF with pikepdf: the text of every element, by way of its marked content."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

Place = tuple[int, int]
"""A page, counted from 0, and a marked-content identifier."""


@dataclass
class Element:
    """An element of the structure tree: its type, its own text in order, its kids and attributes."""

    tag: str
    text: str = ""
    kids: list[Element] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    attributes: dict[str, object] = field(default_factory=dict)
    links: int = 0
    id: str = ""
    language: str = ""

    def all_text(self) -> str:
        return self.text + "".join(kid.all_text() for kid in self.kids)

    def find(self, tag: str) -> Iterator[Element]:
        """Elements of a type, in reading order."""
        if self.tag == tag:
            yield self
        for kid in self.kids:
            yield from kid.find(tag)


@dataclass
class TaggedPdf:
    root: Element
    texts: dict[Place, str]
    artifacts: list[str]
    unmarked: list[str]


def read_tagged(data: bytes) -> TaggedPdf:
    """The structure tree with its text; texts that are artifacts, and those that are nothing."""
    with pikepdf.open(io.BytesIO(data)) as file:
        texts: dict[Place, str] = defaultdict(str)
        artifacts: list[str] = []
        unmarked: list[str] = []
        for number, page in enumerate(file.pages):
            _read_page(number, page, texts, artifacts, unmarked)
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        tree = file.Root.StructTreeRoot
        root = _element(tree.K, pages, texts)
        return TaggedPdf(root, dict(texts), artifacts, unmarked)


def _read_page(
    number: int, page: pikepdf.Page, texts: dict[Place, str], artifacts: list[str], unmarked: list[str]
) -> None:
    fonts = {str(name): _to_unicode(font) for name, font in page.Resources.Font.items()}
    font: dict[int, str] = {}
    mark: int | str | None = None
    for instruction in pikepdf.parse_content_stream(page):
        assert isinstance(instruction, pikepdf.ContentStreamInstruction)
        operands, name = instruction.operands, str(instruction.operator)
        if name == "BDC":
            mark = "artifact" if str(operands[0]) == "/Artifact" else int(operands[1].MCID)
            if isinstance(mark, int):
                texts[number, mark] += ""
        elif name == "EMC":
            mark = None
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            pieces = operands[0] if name == "TJ" else [operands[0]]
            codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            shown = "".join(font[int.from_bytes(codes[n : n + 2])] for n in range(0, len(codes), 2))
            if isinstance(mark, int):
                texts[number, mark] += shown
            else:
                (unmarked if mark is None else artifacts).append(shown)


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    found = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in found}


def _element(node: pikepdf.Object, pages: dict[tuple[int, int], int], texts: dict[Place, str]) -> Element:
    element = Element(str(node.S)[1:], id=str(node.get("/ID", "")))
    if "/A" in node:
        element.attributes = {str(key)[1:]: value for key, value in node.A.items()}
    element.language = str(node.get("/Lang", ""))
    kids = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            element.kids.append(_element(kid, pages, texts))
        elif isinstance(kid, pikepdf.Dictionary) and kid.Type == "/OBJR":
            element.links += 1
        else:
            on, mark = (kid.Pg, kid.MCID) if isinstance(kid, pikepdf.Dictionary) else (node.Pg, kid)
            place = pages[on.objgen], int(mark)
            element.places.append(place)
            element.text += texts[place]
    return element
