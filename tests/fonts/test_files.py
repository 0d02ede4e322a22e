"""What a font file says of itself, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipexport.fonts.files import FontFace, name_key, read_faces
from tests.fonts.made import made_font, saved, saved_collection


def face_of(path: Path) -> FontFace:
    (face,) = read_faces(path)
    return face


@pytest.mark.parametrize("cff", [False, True])
def test_a_font_has_its_names_in_every_language_and_its_weight(tmp_path: Path, cff: bool) -> None:
    font = made_font({"en": "FangSong", "zh": "仿宋"}, weight=700, cff=cff)
    face = face_of(saved(font, tmp_path / "simfang.ttf"))
    assert {"fangsong", "仿宋", "simfang"} <= face.names
    assert (face.family, face.weight, face.slanted, face.problem) == ("FangSong", 700, False, "")


def test_names_are_compared_without_spaces_and_case() -> None:
    assert name_key("Fang Song") == name_key("FANGSONG")


def test_an_italic_is_slanted(tmp_path: Path) -> None:
    assert face_of(saved(made_font(slanted=True), tmp_path / "i.ttf")).slanted


def test_a_collection_has_several_faces(tmp_path: Path) -> None:
    path = saved_collection([made_font("SimSun"), made_font("NSimSun")], tmp_path / "simsun.ttc")
    faces = read_faces(path)
    assert [(face.number, face.family, face.problem) for face in faces] == [
        (0, "SimSun", ""),
        (1, "NSimSun", ""),
    ]


@pytest.mark.parametrize(
    ("licence", "problem"),
    [
        (0x0000, ""),
        (0x0008, ""),  # editable
        (0x0004, ""),  # preview and print
        (0x0006, ""),  # of several levels the most generous counts
        (0x0002, "its licence forbids to embed it (OS/2 fsType 0x0002)"),
        (0x0104, "its licence forbids to embed a part of it (OS/2 fsType 0x0104)"),
        (0x0200, "its licence allows to embed its bitmaps only (OS/2 fsType 0x0200)"),
    ],
)
def test_licence_bits_that_forbid_embedding_are_a_problem(tmp_path: Path, licence: int, problem: str) -> None:
    assert face_of(saved(made_font(licence=licence), tmp_path / "f.ttf")).problem == problem


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it is not a TrueType or OpenType font"),
        (b"hello, this is a letter", "it is not a TrueType or OpenType font"),
        (b"wOFF" + bytes(100), "it is not a TrueType or OpenType font"),
        (b"ttcf" + bytes(8), "it is damaged: a collection without faces"),
        (b"ttcf\0\1\0\0\0\0\0\1\0\0\1\0", "it is damaged: it ends too early"),
        (b"ttcf\0\1\0\0\0\0\0\1\0\0\0\0" + bytes(20), "it is damaged: a collection of what are no fonts"),
        (b"\0\1\0\0", "it is damaged: it ends too early"),
        (b"\0\1\0\0" + bytes(8), "it is damaged: it has no table head"),
    ],
)
def test_a_file_that_is_no_font_is_a_face_with_a_problem(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "own.ttf"
    path.write_bytes(data)
    face = face_of(path)
    assert face.problem == problem
    assert face.names == {"own"}


def test_a_font_that_is_cut_off_still_has_its_name(tmp_path: Path) -> None:
    path = saved(made_font("FangSong"), tmp_path / "f.ttf")
    path.write_bytes(path.read_bytes()[:-8])
    assert face_of(path).problem.startswith("it is damaged: the table")
    assert "fangsong" in face_of(path).names


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert face_of(tmp_path / "f.ttf").problem == "it cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ("glyf", "its characters are pictures (bitmaps or colours), not outlines"),
        ("cmap", "it is damaged: it has no table cmap"),
        ("fvar", "it is a variable font; one with a fixed weight is needed"),
    ],
)
def test_a_font_without_outlines_or_with_variable_ones_is_a_problem(
    tmp_path: Path, tag: str, problem: str
) -> None:
    path = saved(made_font(), tmp_path / "f.ttf")
    data = path.read_bytes()
    # A table of another name in its place.
    other = b"post" if tag == "fvar" else tag.encode()
    path.write_bytes(data.replace(other, b"fvar" if tag == "fvar" else b"xxxx", 1))
    assert face_of(path).problem == problem


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_is_more_than_a_problem(tmp_path: Path, data: st.DataObject) -> None:
    good = tmp_path / "good.ttc"
    if not good.exists():
        saved_collection([made_font("A", characters="一二三"), made_font("B", characters="四")], good)
    whole = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, min(len(whole), 600) - 1))] = data.draw(st.integers(0, 255))
    bad = tmp_path / "bad.ttc"
    bad.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    assert read_faces(bad)
