"""From the codes in a content stream to characters (ISO 32000-1, 9.10.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import cast

import pikepdf

Decoder = Callable[[bytes], list[str]]
"""The texts of the codes of a string, in order."""

UNKNOWN = "\ufffd"
"""The text of a code that stands for nobody knows what."""

_MOST_CODES = 2**16
_CODE_SPACES = re.compile(rb"begincodespacerange(.*?)endcodespacerange", re.S)
_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
_RANGE = re.compile(rb"<([^>]*)>\s*<([^>]*)>\s*(?:<([^>]*)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([^>]*)>")
# The predefined CMaps of Chinese fonts (9.7.5.2) are encodings that Python has.
_CODECS = {
    "GB-": "gb2312",
    "GBpc": "gb2312",
    "GBK": "gbk",
    "B5pc": "big5",
    "ETen": "big5",
    "HKscs": "big5hkscs",
    "UCS2": "utf-16-be",
    "UTF16": "utf-16-be",
}
_BASES = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_GLYPHS = (
    "period. hyphen- quotesingle' quotedbl\" at@ parenleft( parenright) slash/ percent% plus+ endash– "
    "emdash— quoteleft‘ quoteright’ quotedblleft“ quotedblright” bullet• ellipsis… bracketleft[ bracketright]"
)
_GLYPH_NAMES = {entry[:-1]: entry[-1] for entry in _GLYPHS.split()} | {"fi": "fi", "fl": "fl"}


def decoder(font: pikepdf.Object) -> Decoder:
    """Decodes the strings that are shown with a font."""
    composite = font.get("/Subtype") == "/Type0"
    encoding = font.get("/Encoding")
    if composite and isinstance(encoding, pikepdf.Name):
        for part, codec in _CODECS.items():
            if part in str(encoding):
                return lambda codes: list(codes.decode(codec, "replace"))
    cmap = font.get("/ToUnicode")
    data = cmap.read_bytes() if isinstance(cmap, pikepdf.Stream) else b""
    texts = _texts(data)
    if not composite:
        return _simple(texts, encoding)
    spaces = encoding.read_bytes() if isinstance(encoding, pikepdf.Stream) else b""
    return _composite(texts, _code_lengths(spaces) or [2])


def _simple(texts: dict[bytes, str], encoding: object) -> Decoder:
    every = _base_encoding(encoding)
    every.update({code[-1]: text for code, text in texts.items() if code})
    return lambda codes: [every.get(code, UNKNOWN) for code in codes]


def _composite(texts: dict[bytes, str], lengths: list[int]) -> Decoder:
    if len(lengths) == 1:
        (step,) = lengths

        def decode(codes: bytes) -> list[str]:
            return [texts.get(codes[n : n + step], UNKNOWN) for n in range(0, len(codes), step)]

        return decode

    def decode_mixed(codes: bytes) -> list[str]:
        found, start = [], 0
        while start < len(codes):
            step = next((n for n in lengths if codes[start : start + n] in texts), lengths[-1])
            found.append(texts.get(codes[start : start + step], UNKNOWN))
            start += step
        return found

    return decode_mixed


def _code_lengths(cmap: bytes) -> list[int]:
    """In bytes, the shortest first."""
    every = b"".join(_CODE_SPACES.findall(cmap))
    return sorted({len(_bytes(code)) for code in _HEX.findall(every)} - {0})


def _texts(cmap: bytes) -> dict[bytes, str]:
    """The text of each code of a ToUnicode CMap."""
    texts: dict[bytes, str] = {}
    for block in _CHARACTERS.findall(cmap):
        pairs = _HEX.findall(block)
        texts.update((_bytes(code), _text(text)) for code, text in zip(pairs[::2], pairs[1::2], strict=False))
    for block in _RANGES.findall(cmap):
        for first, last, text, listed in _RANGE.findall(block):
            start, length = int.from_bytes(_bytes(first), "big"), len(_bytes(first))
            count = min(int.from_bytes(_bytes(last), "big") - start + 1, _MOST_CODES - len(texts))
            for offset, words in enumerate(_range_texts(text, listed, count)):
                texts[(start + offset).to_bytes(length + 1, "big")[-length:]] = words
    return texts


def _range_texts(text: bytes, listed: bytes, count: int) -> list[str]:
    """One for each code of a range: listed, or the first one counted on."""
    if listed:
        return [_text(words) for words in _HEX.findall(listed)][: max(count, 0)]
    words = _text(text)
    if not words:
        return []
    last = ord(words[-1])
    return [words[:-1] + chr(min(last + offset, 0x10FFFF)) for offset in range(count)]


def _bytes(hexadecimal: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", hexadecimal)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _text(hexadecimal: bytes) -> str:
    return _bytes(hexadecimal).decode("utf-16-be", "replace")


def _base_encoding(encoding: object) -> dict[int, str]:
    """The characters of a simple font by its encoding and its differences (9.6.6)."""
    base: object = encoding
    differences: object = ()
    if isinstance(encoding, pikepdf.Dictionary):
        base, differences = encoding.get("/BaseEncoding"), encoding.get("/Differences", ())
    codec = _BASES.get(str(base), "ascii")
    every = {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}
    code = 0
    for entry in cast("list[object]", differences):
        if isinstance(entry, pikepdf.Name):
            every[code] = _named(str(entry)[1:])
            code += 1
        else:
            code = int(str(entry))
    return every


def _named(glyph: str) -> str:
    """The character that a glyph's name stands for, as the Adobe Glyph List forms names."""
    name = glyph.partition(".")[0]
    if len(name) == 1:
        return name
    if match := re.fullmatch("(?:uni|u)([0-9A-F]{4,6})", name):
        return chr(min(int(match[1], 16), 0x10FFFF))
    if name in _GLYPH_NAMES:
        return _GLYPH_NAMES[name]
    for full in (name.upper(), f"DIGIT {name.upper()}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return UNKNOWN
