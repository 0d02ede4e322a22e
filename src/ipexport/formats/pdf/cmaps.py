"""CMaps: from codes to characters, and to the glyphs of a CFF font (ISO 32000-1, 9.7.5 and 9.10.3)."""

from __future__ import annotations

from collections.abc import Mapping

NAME = "Codes-H"
SYSTEM_INFO = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
ENTRIES = f"/Type/CMap/CMapName/{NAME}{SYSTEM_INFO}/WMode 0"
"""Entries of the dictionary of `cid_map`."""

_PER_BLOCK = 100


def to_unicode(printed: Mapping[int, str]) -> bytes:
    """By this a reader gets the text back that the codes print."""
    # ISO 19005-3, 6.2.11.7.2 forbids U+FEFF in it.
    texts = {code: text.replace("\ufeff", "") for code, text in printed.items()}
    pairs = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(texts.items())
    ]
    return _cmap("Adobe-Identity-UCS", "UCS", 2, "bfchar", pairs)


def cid_map(cids: Mapping[int, int]) -> bytes:
    """The CIDs of the codes, where not every code is its own."""
    return _cmap(
        NAME, "Identity", 1, "cidchar", [f"<{code:04X}> {cid}" for code, cid in sorted(cids.items())]
    )


def _cmap(name: str, ordering: str, type: int, kind: str, pairs: list[str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        f"/CMapType {type} def",
        "/WMode 0 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), _PER_BLOCK):
        block = pairs[start : start + _PER_BLOCK]
        lines += [f"{len(block)} begin{kind}", *block, f"end{kind}"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
