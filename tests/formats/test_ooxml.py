"""Packages: what another program reads in them, and that they are always the same."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.errors import OutputError
from ipexport.formats import ooxml
from ipexport.formats.ooxml import Deflated, deflate, deflate_piece, joined, pack


@given(st.dictionaries(st.sampled_from(["a.xml", "[Content_Types].xml", "b/图.xml"]), st.binary()))
def test_a_package_holds_its_parts(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(parts))) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == parts


def test_content_types_come_first_then_the_others_by_name() -> None:
    data = pack({"b": b"", "[Content_Types].xml": b"", "a": b""})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist() == ["[Content_Types].xml", "a", "b"]
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in package.infolist()} == {0}


@given(st.lists(st.binary(max_size=200), min_size=1))
def test_a_part_in_pieces_is_the_same_part(pieces: list[bytes]) -> None:
    part = joined([*map(deflate_piece, pieces[:-1]), deflate(pieces[-1])])
    whole = b"".join(pieces)
    assert (part.crc, part.length) == (zlib.crc32(whole), len(whole))
    with zipfile.ZipFile(io.BytesIO(pack({"a": part}))) as package:
        assert package.read("a") == whole


def test_what_no_package_can_hold_is_an_error() -> None:
    with pytest.raises(OutputError, match="too large for an Office file"):
        pack({"a": Deflated(0, 2**32, b"")})
    with pytest.raises(OutputError, match="too large for an Office file"):
        pack({f"{n}": Deflated(0, 0, b"") for n in range(ooxml._MOST_PARTS + 1)})
