"""A TrueType font as one embedded PDF font, subset to the characters that are printed.

ISO 32000-1, 9.7: a Type 0 font with the encoding Identity-H over a CIDFontType2. Codes are given
out in the order in which characters are first printed, so the same text gives the same bytes.
HarfBuzz reads the advances and makes the subset.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

_BFCHARS_PER_BLOCK = 100
_SUBSET_TAG_LETTERS = 6


@cache
def _face(path: Path) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)))


class Advances(dict[str, float]):
    """The advance width of each character in em, read from the font when first asked for.

    A character without a glyph has the width -1 and stands in `missing`.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.face = _face(path)
        self.font = hb.Font(self.face)
        self.missing: set[str] = set()
        self.glyphs: dict[str, int] = {}

    def __missing__(self, character: str) -> float:
        glyph = self.font.get_nominal_glyph(ord(character))
        if not glyph:
            self.missing.add(character)
            self[character] = -1.0
        else:
            self.glyphs[character] = glyph
            self[character] = self.font.get_glyph_h_advance(glyph) / self.face.upem
        return self[character]


class Codes(dict[str, str]):
    """The code of each character as four hexadecimal digits, given out when first asked for."""

    def __missing__(self, character: str) -> str:
        # Code 0 stays .notdef, which PDF/A and PDF/UA forbid to print.
        self[character] = code = f"{len(self) + 1:04X}"
        return code


class EmbeddedFont:
    """A font of one PDF document, named `resource` in its content streams."""

    def __init__(self, path: Path, resource: str) -> None:
        self.name = path.stem
        self.resource = resource
        self.advances = Advances(path)
        self.codes = Codes()

    def encode(self, text: str) -> str:
        """The text as the hexadecimal string of its codes."""
        return "".join(map(self.codes.__getitem__, text))

    def add_to(self, document: Any) -> None:
        """Writes the font's objects into reportlab's document and names it in the resources."""
        document.idToObject["BasicFonts"].dict[self.resource] = self._font(document)

    def _font(self, document: Any) -> Any:
        subset, glyphs = self._subset()
        tag = hashlib.sha256(subset).digest()[:_SUBSET_TAG_LETTERS]
        name = "".join(chr(ord("A") + byte % 26) for byte in tag) + "+" + self.name
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": document.Reference(self._descriptor(document, name, subset)),
                "DW": 1000,
                "W": self._widths(),
                "CIDToGIDMap": document.Reference(_stream(struct.pack(f">{len(glyphs)}H", *glyphs))),
            }
        )
        return document.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("Font"),
                    "Subtype": pdfdoc.PDFName("Type0"),
                    "BaseFont": pdfdoc.PDFName(name),
                    "Encoding": pdfdoc.PDFName("Identity-H"),
                    "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                    "ToUnicode": document.Reference(_stream(_to_unicode(self.codes))),
                }
            )
        )

    def _subset(self) -> tuple[bytes, list[int]]:
        """The font file with the printed glyphs only, and the new glyph of each code."""
        printed = [self.advances.glyphs[character] for character in self.codes]
        wanted = hb.SubsetInput()
        wanted.glyph_set.update([0, *printed])
        wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
        drop = wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
        for tag in (b"cmap", b"name", b"post", b"OS/2"):
            drop.add(int.from_bytes(tag))
        plan = hb.SubsetPlan(self.advances.face, wanted)
        new_glyphs = dict(plan.old_to_new_glyph_mapping)
        data = bytes(plan.execute().blob.data)
        return data, [0, *(new_glyphs[glyph] for glyph in printed)]

    def _descriptor(self, document: Any, name: str, subset: bytes) -> Any:
        head, hhea, os2, post = (self._table(tag) for tag in ("head", "hhea", "OS/2", "post"))
        em: float = 1000 / self.advances.face.upem

        def scaled(table: bytes, offset: int) -> int:
            (value,) = struct.unpack_from(">h", table, offset)
            return round(float(value) * em)

        weight: int = struct.unpack_from(">H", os2, 4)[0]
        file = _stream(subset)
        file.dictionary["Length1"] = len(subset)
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(name),
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray([scaled(head, offset) for offset in (36, 38, 40, 42)]),
                "ItalicAngle": struct.unpack_from(">l", post, 4)[0] / 65536,
                "Ascent": scaled(hhea, 4),
                "Descent": scaled(hhea, 6),
                "CapHeight": scaled(os2, 88),
                # The usual estimate of the stem width from the weight class.
                "StemV": 50 + round((weight / 65) ** 2),
                "FontFile2": document.Reference(file),
            }
        )

    def _table(self, tag: str) -> bytes:
        return bytes(self.advances.face.reference_table(tag).data)

    def _widths(self) -> Any:
        widths = [round(self.advances[character] * 1000) for character in self.codes]
        return pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)])


def _stream(data: bytes) -> Any:
    return pdfdoc.PDFStream(content=data, filters=[pdfdoc.PDFZCompress])


def _to_unicode(codes: Codes) -> bytes:
    """The CMap by which a reader gets the text back (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    pairs = [f"<{code}> <{character.encode('utf-16-be').hex().upper()}>" for character, code in codes.items()]
    for start in range(0, len(pairs), _BFCHARS_PER_BLOCK):
        block = pairs[start : start + _BFCHARS_PER_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
