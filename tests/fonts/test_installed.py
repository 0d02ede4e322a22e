"""Installed fonts, found by family in the folders of each system."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

import pytest

from ipexport.fonts.installed import faces_of, font_folders
from tests.fonts.made import install, made_font, saved, saved_collection

HOME = Path("/home/wang")


def said(folders: tuple[Path, ...]) -> list[str]:
    return [PurePath(folder).as_posix().replace("\\", "/") for folder in folders]


def test_windows_has_fonts_of_the_user_and_of_the_system() -> None:
    environment = {"LOCALAPPDATA": "/c/Users/wang/AppData/Local", "WINDIR": "/c/Windows"}
    assert said(font_folders("win32", environment, HOME)) == [
        "/c/Users/wang/AppData/Local/Microsoft/Windows/Fonts",
        "/c/Windows/Fonts",
    ]
    assert len(font_folders("win32", {}, HOME)) == 2


def test_macos_has_fonts_of_the_user_and_of_the_system() -> None:
    folders = said(font_folders("darwin", {}, HOME))
    assert folders[:3] == ["/home/wang/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts"]


def test_linux_has_fonts_where_the_freedesktop_folders_say() -> None:
    assert said(font_folders("linux", {}, HOME)) == [
        "/home/wang/.local/share/fonts",
        "/home/wang/.fonts",
        "/usr/local/share/fonts",
        "/usr/share/fonts",
    ]
    environment = {"XDG_DATA_HOME": "/data", "XDG_DATA_DIRS": "/a::/b"}
    assert said(font_folders("linux", environment, HOME)) == [
        "/data/fonts",
        "/home/wang/.fonts",
        "/a/fonts",
        "/b/fonts",
    ]


@pytest.mark.parametrize("family", ["仿宋", "FangSong", "fang song", "华文仿宋"])
def test_a_family_is_found_by_every_name_of_its_design(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, family: str
) -> None:
    install(monkeypatch, tmp_path)
    path = saved(made_font({"en": "FangSong", "zh": "仿宋"}), tmp_path / "deep" / "below" / "a.TTF")
    assert [face.path for face in faces_of(family, 400)] == [path]


def test_a_family_that_is_not_there_has_no_faces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path / "none")
    assert faces_of("仿宋", 400) == []


def test_the_own_name_comes_before_another_of_the_design_and_before_weight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path)
    saved(made_font("STSong"), tmp_path / "a.ttf")
    saved(made_font("SimSun", weight=700), tmp_path / "b.ttf")
    saved(made_font("SimSun", weight=400), tmp_path / "c.ttf")
    saved(made_font("SimSun", weight=400, slanted=True), tmp_path / "d.ttf")
    assert [face.path.stem for face in faces_of("宋体", 400)] == ["c", "b", "d", "a"]
    assert [face.path.stem for face in faces_of("SimSun", 700)] == ["b", "c", "d", "a"]


def test_the_face_of_a_collection_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path)
    saved_collection([made_font("NSimSun"), made_font("SimSun")], tmp_path / "fonts.ttc")
    assert [face.number for face in faces_of("宋体", 400)] == [1]


def test_a_file_that_cannot_be_read_is_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path)
    (tmp_path / "SIMFANG.TTF").write_bytes(b"<html>not found</html>")
    (face,) = faces_of("仿宋", 400)
    assert face.problem == "it is not a TrueType or OpenType font"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with pipes and links")
def test_links_in_a_circle_and_pipes_stop_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path)
    saved(made_font("SimSun"), tmp_path / "a.ttf")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.ttf")
    (tmp_path / "broken.ttf").symlink_to(tmp_path / "nowhere")
    assert [face.path for face in faces_of("宋体", 400)] == [tmp_path / "a.ttf"]
