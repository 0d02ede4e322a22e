"""Which font file a role gets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ipexport.fonts.choice import FontError, RoleFonts, choose_fonts, font_digests
from ipexport.style import Style, load_style
from tests.fonts.made import install, made_font, saved, saved_collection

OFFICIAL = load_style("official")


def asking(style: Style = OFFICIAL, file: Path | None = None, **families: tuple[str, ...]) -> Style:
    """The style with installed fonts for the body, or with a file."""
    body = style.fonts["body"]
    body = replace(body, installed=file is None, file=file, families=families.get("families", body.families))
    return replace(style, fonts={**style.fonts, "body": body})


def body(style: Style) -> RoleFonts:
    return choose_fonts(style)["body"]


def files(chosen: RoleFonts) -> list[str]:
    return [font.path.name for font in chosen.fonts]


def test_built_in_styles_embed_the_same_faces_on_every_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path)
    saved(made_font("SimHei"), tmp_path / "simhei.ttf")
    chosen = choose_fonts(OFFICIAL)
    assert {role: files(fonts) for role, fonts in chosen.items()} == {
        "title": ["NotoSerifSC-Bold.ttf", "NotoSerifSC-Regular.ttf"],
        "heading": ["NotoSansSC-Medium.ttf", "NotoSerifSC-Regular.ttf"],
        "table_header": ["NotoSansSC-Medium.ttf", "NotoSerifSC-Regular.ttf"],
        "body": ["NotoSerifSC-Regular.ttf"],
        "page_number": ["NotoSerifSC-Regular.ttf"],
        "english": ["NotoSerif-Regular.ttf", "NotoSerifSC-Regular.ttf"],
        "english_bold": ["NotoSerif-Bold.ttf", "NotoSerifSC-Regular.ttf"],
    }
    assert all(font.path.is_file() for fonts in chosen.values() for font in fonts.fonts)


def test_an_installed_font_is_taken_when_the_style_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path)
    path = saved(made_font({"en": "FangSong", "zh": "仿宋"}), tmp_path / "simfang.ttf")
    chosen = body(asking())
    assert (chosen.fonts[0].path, chosen.fonts[0].source) == (path, "installed")
    assert files(chosen) == ["simfang.ttf", "NotoSerifSC-Regular.ttf"]


def test_the_second_family_stands_in_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path)
    saved(made_font("FangSong_GB2312"), tmp_path / "fs.ttf")
    chosen = body(asking())
    assert files(chosen)[0] == "fs.ttf"
    assert [(passed.family, passed.reason) for passed in chosen.passed_over] == [
        ("仿宋", "not installed"),
        ("Times New Roman", "not installed"),
    ]


def test_a_font_that_cannot_be_embedded_is_passed_over_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path)
    forbidden = saved(made_font("FangSong", licence=2), tmp_path / "a.ttf")
    saved(made_font("FangSong", characters=""), tmp_path / "b.ttf")
    saved(made_font("FangSong"), tmp_path / "c.ttf")
    chosen = body(asking())
    assert files(chosen)[0] == "c.ttf"
    assert chosen.passed_over[0].path == forbidden
    assert [passed.reason for passed in chosen.passed_over[:2]] == [
        "its licence forbids to embed it (OS/2 fsType 0x0002)",
        "it is damaged, or has no Unicode characters",
    ]


def test_the_latin_family_is_taken_for_letters_and_digits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path)
    saved(made_font("FangSong"), tmp_path / "a.ttf")
    path = saved(made_font("Times New Roman"), tmp_path / "times.ttf")
    chosen = body(asking())
    assert chosen.latin is not None
    assert chosen.latin.path == path


def test_a_latin_family_that_is_the_role_s_own_font_is_no_second_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path)
    saved(made_font("Times New Roman"), tmp_path / "a.ttf")
    assert body(asking(families=("Times New Roman",))).latin is None


def test_a_file_comes_before_everything_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path / "installed")
    saved(made_font("FangSong"), tmp_path / "installed" / "a.ttf")
    own = saved(made_font("Whatever"), tmp_path / "own.ttf")
    chosen = body(asking(file=own))
    assert (chosen.fonts[0].path, chosen.fonts[0].source) == (own, "file")


def test_of_a_collection_the_families_choose_the_face(tmp_path: Path) -> None:
    path = saved_collection([made_font("A"), made_font("B"), made_font("C")], tmp_path / "own.ttc")
    assert body(asking(file=path, families=("X", "C"))).fonts[0].number == 2
    assert body(asking(file=path)).fonts[0].number == 0


@pytest.mark.parametrize(
    ("licence", "damage", "problem"),
    [
        (2, b"", "its licence forbids to embed it (OS/2 fsType 0x0002)"),
        (0x100, b"", "its licence forbids to embed a part of it (OS/2 fsType 0x0100)"),
        (0, b"no font", "it is not a TrueType or OpenType font"),
    ],
)
def test_a_file_that_cannot_be_embedded_is_an_error_that_names_file_and_role(
    tmp_path: Path, licence: int, damage: bytes, problem: str
) -> None:
    path = saved(made_font(licence=licence), tmp_path / "own.ttf")
    if damage:
        path.write_bytes(damage)
    with pytest.raises(FontError) as caught:
        body(asking(file=path))
    assert (
        str(caught.value)
        == f"{path}: cannot be the font of body: {problem} (name another file, or delete the line)"
    )


def test_the_bytes_of_fonts_that_do_not_come_with_ipexport_count(tmp_path: Path) -> None:
    assert font_digests(OFFICIAL) == ()
    one, other = (saved(made_font(name), tmp_path / name / "own.ttf") for name in "AB")
    assert len(font_digests(asking(file=one))) == 1
    assert font_digests(asking(file=one)) != font_digests(asking(file=other))
