"""The part of a font that a PDF embeds, and the objects that describe it.

ISO 32000-1, 9.7: a Type 0 font of two-byte codes over a CIDFontType2 (TrueType outlines) or a
CIDFontType0 (CFF outlines; as OpenType, since bare CFF would have to have CIDs). HarfBuzz makes the
subset. The codes follow the glyphs in the whole font, so that each is the number of its glyph in the
subset and Identity-H will do. A map is needed where that has parts of glyphs besides, or a second text
has the same glyph (一 and the radical ⼀). So pages can be drawn before the subset is made.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import uharfbuzz as hb

from ipexport.errors import IpexportError
from ipexport.fonts.glyphs import Glyphs
from ipexport.formats.pdf import cmaps
from ipexport.formats.pdf.objects import File, compressed

_TAG_LETTERS = 6
_TABLES = ("CFF ", "glyf", "head", "hhea", "hmtx", "loca", "maxp")
"""What a PDF needs of a font file (ISO 32000-1, 9.9; hinting is left out)."""


class FontProgram(NamedTuple):
    """A font file to embed; `glyphs` has the number in it of each code's glyph, `length` is that before
    compression."""

    is_cff: bool
    glyphs: Mapping[int, int]
    tag: str
    length: int
    compressed: bytes


class Subset:
    """The glyphs of texts, each of which is printed as one glyph.

    `texts` has what each code prints. Code 0 is .notdef, which PDF/A and PDF/UA forbid to print.
    """

    def __init__(self, source: Glyphs, printed: Mapping[str, int]) -> None:
        """`printed` has each text's glyph in the whole font."""
        self._source = source
        codes = {glyph: code for code, glyph in enumerate(sorted(set(printed.values())), 1)}
        spare = len(codes)
        self.texts: dict[int, str] = {}
        self._whole_font: dict[int, int] = {}
        for text, glyph in printed.items():
            code = codes[glyph]
            if code in self.texts:
                code = spare = spare + 1
            self.texts[code] = text
            self._whole_font[code] = glyph

    @cached_property
    def program(self) -> FontProgram:
        """The font file of the subset. Raises `IpexportError` for a font that HarfBuzz cannot take
        apart."""
        source = self._source
        try:
            plan = hb.SubsetPlan(source.face, _wanted(source.face, self._whole_font.values()))
            face = plan.execute()
        except RuntimeError:
            message = "is damaged: no part of it can be embedded (take another font in the style)"
            raise IpexportError(f"{source.path}: {message}") from None
        new_glyphs = dict(plan.old_to_new_glyph_mapping)
        glyphs = {code: new_glyphs[glyph] for code, glyph in self._whole_font.items()}
        data = bytes(face.blob.data)
        return FontProgram("CFF " in face.table_tags, glyphs, _tag(data), len(data), compressed(data))

    def add_to(self, file: File) -> int:
        """Writes the font's objects; returns the number of the font."""
        name = f"{self.program.tag}+{self._name()}"
        kind, encoding, base = self._cff(file, name) if self.program.is_cff else self._truetype(file, name)
        descriptor = self._descriptor(file, name)
        font = file.add(
            f"<</Type/Font{kind}/BaseFont/{name}{cmaps.SYSTEM_INFO}/FontDescriptor {descriptor} 0 R>>"
        )
        text = file.add_stream(cmaps.to_unicode(self.texts))
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding{encoding}"
            f"/DescendantFonts[{font} 0 R]/ToUnicode {text} 0 R>>"
        )

    def _truetype(self, file: File, name: str) -> tuple[str, str, str]:
        """Entries of the CIDFont, whose CIDs are the codes; the encoding; the font's name."""
        glyph_map = "/Identity"
        if not self._is_plain():
            glyphs = self.program.glyphs
            every = [glyphs.get(code, 0) for code in range(max(glyphs) + 1)]
            glyph_map = f" {file.add_stream(struct.pack(f'>{len(every)}H', *every))} 0 R"
        kind = f"/Subtype/CIDFontType2/CIDToGIDMap{glyph_map}{_widths(self._widths())}"
        return kind, "/Identity-H", name

    def _cff(self, file: File, name: str) -> tuple[str, str, str]:
        """The same, where the CIDs are the glyphs and the encoding maps codes to them."""
        glyphs = self.program.glyphs
        widths = {glyphs[code]: width for code, width in self._widths().items()}
        kind = f"/Subtype/CIDFontType0{_widths(widths)}"
        if self._is_plain():
            return kind, "/Identity-H", f"{name}-Identity-H"
        encoding = file.add_stream(cmaps.cid_map(glyphs), cmaps.ENTRIES)
        return kind, f" {encoding} 0 R", f"{name}-{cmaps.NAME}"

    def _is_plain(self) -> bool:
        return all(code == glyph for code, glyph in self.program.glyphs.items())

    def _widths(self) -> dict[int, float]:
        """The width of each code's glyph in 1/1000 em."""
        return {code: self._source.glyph_advance(glyph) * 1000 for code, glyph in self._whole_font.items()}

    def _name(self) -> str:
        """The PostScript name, in characters that need no escape in a PDF."""
        said = self._source.face.get_name(6, "en") or self._source.path.stem
        return re.sub(r"[^A-Za-z0-9-]", "", said) or "Font"

    def _descriptor(self, file: File, name: str) -> int:
        program, face = self.program, self._source.face
        em: float = 1000 / face.upem
        head, hhea, os2, post = (
            bytes(face.reference_table(t).data) for t in ("head", "hhea", "OS/2", "post")
        )

        def scaled(table: bytes, offset: int) -> int:
            (value,) = struct.unpack_from(">h", table, offset)
            return round(float(value) * em)

        box = " ".join(str(scaled(head, offset)) for offset in (36, 38, 40, 42))
        slant = struct.unpack_from(">l", post, 4)[0] / 65536 if len(post) >= 8 else 0
        (weight,) = struct.unpack_from(">H", os2, 4) if len(os2) >= 6 else (400,)
        # Only since version 2 does OS/2 know the height of capitals.
        capitals = scaled(os2, 88) if len(os2) >= 90 else scaled(hhea, 4)
        # The usual estimate of the stem width from the weight class.
        stem = 50 + round((weight / 65) ** 2)
        key, entries = "FontFile2", f"/Length1 {program.length}"
        if program.is_cff:
            key, entries = "FontFile3", "/Subtype/OpenType"
        entries += "/Filter/FlateDecode"
        stream = file.put_stream(file.reserve(), entries, program.compressed)
        descriptor = (
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle {slant:g}"
            f"/Ascent {scaled(hhea, 4)}/Descent {scaled(hhea, 6)}/CapHeight {capitals}"
            f"/StemV {stem}/{key} {stream} 0 R>>"
        )
        return file.add(descriptor)


def _wanted(face: hb.Face, glyphs: Iterable[int]) -> hb.SubsetInput:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update([0, *glyphs])
    flags = hb.SubsetFlags
    # An identity charset: the CIDs of the subset are its glyph numbers.
    wanted.flags = flags.NO_LAYOUT_CLOSURE | flags.NO_HINTING | flags.CFF_IDENTITY_CHARSET
    drop = wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
    drop.update(int.from_bytes(tag.encode()) for tag in face.table_tags if tag not in _TABLES)
    return wanted


def _tag(program: bytes) -> str:
    """Letters that tell one subset of a font from another (ISO 32000-1, 9.6.4)."""
    checksum = zlib.crc32(program)
    return "".join(chr(ord("A") + checksum // 26**place % 26) for place in range(_TAG_LETTERS))


def _widths(widths: Mapping[int, float]) -> str:
    """The widths of CIDs in 1/1000 em, those beside each other in one list (9.7.4.3)."""
    parts = []
    for _, group in groupby(enumerate(sorted(widths)), lambda pair: pair[1] - pair[0]):
        cids = [cid for _, cid in group]
        parts.append(f"{cids[0]}[{' '.join(f'{widths[cid]:g}' for cid in cids)}]")
    return f"/DW 1000/W[{''.join(parts)}]"
