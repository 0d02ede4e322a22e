"""The texts of a page by the marked content that they stand in (ISO 32000-1, 14.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pikepdf

from ipexport.formats.pdf.reading.fonts import Decoder, decoder
from ipexport.typography.clusters import SOFT_HYPHEN

Mark = tuple[tuple[int, int], int]
"""Marked content: the object of the page or form that it stands in, and its identifier there."""

_OPERATORS = "BDC BMC EMC Tf Tj TJ ' \" Do"
_DEEPEST = 12
"""Forms inside forms."""


class _Open(NamedTuple):
    """What a text belongs to: marked content, an artifact, or nothing; `is_said` already in words."""

    mark: Mark | None = None
    is_artifact: bool = False
    is_said: bool = False


@dataclass(slots=True)
class PageTexts:
    """The texts of pages: by mark in the order in which they are shown; `unmarked` by page."""

    marked: dict[Mark, str] = field(default_factory=dict)
    unmarked: dict[int, str] = field(default_factory=dict)
    pages: dict[Mark, int] = field(default_factory=dict)
    _decoders: dict[tuple[int, int], Decoder] = field(default_factory=dict)

    def read(self, number: int, page: pikepdf.Object) -> None:
        """Reads a page, counted from 1."""
        self._stream(number, page, page.get("/Resources"), _Open(), 0)

    def _stream(
        self, page: int, stream: pikepdf.Object, resources: pikepdf.Object | None, outside: _Open, depth: int
    ) -> None:
        stack = [outside]
        decode: Decoder | None = None
        for instruction in pikepdf.parse_content_stream(stream, _OPERATORS):
            operands, name = instruction.operands, str(instruction.operator)
            if name in ("Tj", "TJ", "'", '"'):
                if decode is not None and operands:
                    self._show(page, operands[-1], decode, stack[-1])
            elif name in ("BDC", "BMC"):
                stack.append(self._begin(page, stream, list(operands), resources, stack[-1]))
            elif name == "EMC":
                if len(stack) > 1:
                    stack.pop()
            elif name == "Tf":
                font = _resource(resources, "/Font", operands[0]) if operands else None
                decode = self._decoder(font) if isinstance(font, pikepdf.Dictionary) else None
            elif operands and depth < _DEEPEST:
                form = _resource(resources, "/XObject", operands[0])
                if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
                    self._stream(page, form, form.get("/Resources", resources), stack[-1], depth + 1)

    def _begin(
        self,
        page: int,
        stream: pikepdf.Object,
        operands: Sequence[pikepdf.Object],
        resources: pikepdf.Object | None,
        outside: _Open,
    ) -> _Open:
        if outside.is_artifact or (operands and operands[0] == "/Artifact"):
            return _Open(is_artifact=True)
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = _resource(resources, "/Properties", properties)
        if not isinstance(properties, pikepdf.Dictionary):
            return outside
        inside = outside
        if isinstance(number := properties.get("/MCID"), int):
            mark = (stream.objgen, number)
            self.pages.setdefault(mark, page)
            self.marked.setdefault(mark, "")
            inside = _Open(mark, False, outside.is_said)
        if "/ActualText" in properties and not inside.is_said:
            self._put(page, str(properties.ActualText), inside)
            inside = inside._replace(is_said=True)
        return inside

    def _show(self, page: int, shown: pikepdf.Object, decode: Decoder, inside: _Open) -> None:
        if inside.is_artifact or inside.is_said:
            return
        strings = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(string) for string in strings if isinstance(string, pikepdf.String))
        # A code that stands for a soft hyphen alone is the hyphen of a word broken at a line's end.
        self._put(page, "".join(text for text in decode(codes) if text != SOFT_HYPHEN), inside)

    def _put(self, page: int, text: str, inside: _Open) -> None:
        if inside.mark is None:
            self.unmarked[page] = self.unmarked.get(page, "") + text
        else:
            self.marked[inside.mark] += text

    def _decoder(self, font: pikepdf.Object) -> Decoder:
        if font.objgen == (0, 0):
            return decoder(font)
        if font.objgen not in self._decoders:
            self._decoders[font.objgen] = decoder(font)
        return self._decoders[font.objgen]


def _resource(resources: pikepdf.Object | None, kind: str, name: pikepdf.Object) -> pikepdf.Object | None:
    named = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return named.get(str(name)) if isinstance(named, pikepdf.Dictionary) else None
