"""Style sheets: values with units, layers, and clear findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipexport.errors import RequestError, StyleError
from ipexport.style import POINTS_PER_MM, Style, load_style, style_names


def sheet(folder: Path, text: str, name: str = "own") -> Style:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_style(name, folder)


def said(folder: Path, text: str) -> str:
    with pytest.raises(StyleError) as caught:
        sheet(folder / "styles", text)
    return str(caught.value)


@pytest.mark.parametrize("name", style_names())
def test_every_built_in_style_is_right(name: str) -> None:
    style = load_style(name)
    width, _ = style.page.table_area
    assert sum(style.table.role_widths().values()) == pytest.approx(width)


def test_the_official_type_area_is_that_of_the_standard() -> None:
    page = load_style("official").page
    width, height = page.table_area
    assert width / POINTS_PER_MM == pytest.approx(225)  # GB/T 9704-2012, 5.2
    assert height / POINTS_PER_MM == pytest.approx(156)


def test_turned_pages_keep_the_margins_of_the_portrait_page() -> None:
    page = load_style("official").page
    for number, expected in ((1, (28, 37, 26, 35)), (2, (26, 37, 28, 35))):
        m = page.table_margins(number)
        millimetres = [side / POINTS_PER_MM for side in (m.top, m.right, m.bottom, m.left)]
        assert millimetres == pytest.approx(expected)


def test_a_style_says_only_what_differs(tmp_path: Path) -> None:
    style = sheet(tmp_path, "extends: official\ntext:\n  task: {size: 9pt}\n")
    base = load_style("official")
    assert style.text["task"].size == 9
    assert style.text["task"].leading == base.text["task"].leading
    assert style.page == base.page


def test_a_style_can_extend_the_built_in_one_of_its_own_name(tmp_path: Path) -> None:
    style = sheet(tmp_path, "extends: official\ntable: {padding: 3mm}\n", "official")
    assert style.table.padding == pytest.approx(3 * POINTS_PER_MM)


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    sheet(tmp_path, "extends: compact\ntable: {focus_area: band}\n")
    assert load_style(tmp_path / "own.yaml").table.focus_area == "band"


def test_a_band_shares_its_column_out(tmp_path: Path) -> None:
    style = sheet(tmp_path, "extends: official\ntable: {focus_area: band}\n")
    widths = tuple(style.table.role_widths().values())
    assert len(widths) == 3
    assert sum(widths) / POINTS_PER_MM == pytest.approx(225)


def test_widths_can_be_left_to_the_document(tmp_path: Path) -> None:
    assert sheet(tmp_path, "extends: official\ntable: {widths: auto}\n").table.widths == "auto"


def test_a_style_over_one_with_auto_widths_can_give_widths_again(tmp_path: Path) -> None:
    sheet(tmp_path, "extends: official\ntable: {widths: auto}\n", "base")
    widths = "{focus_area: 20mm, task: 50mm, results: 95mm, plan: 60mm}"
    style = sheet(tmp_path, f"extends: base\ntable: {{widths: {widths}}}\n")
    assert style.table.role_widths()["focus_area"] == pytest.approx(20 * POINTS_PER_MM)


def test_built_in_styles_ask_for_no_installed_font() -> None:
    for name in style_names():
        assert not any(font.installed or font.file for font in load_style(name).fonts.values())


def test_a_font_file_is_found_beside_the_sheet_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "styles" / "fonts").mkdir(parents=True)
    (tmp_path / "styles" / "fonts" / "a.ttf").touch()
    sheet(tmp_path / "styles", "extends: official\nfonts: {body: {file: fonts/a.ttf}}\n", "base")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "own.yaml").write_text("extends: ../styles/base.yaml\n", "utf-8")
    font = load_style(tmp_path / "other" / "own.yaml").fonts["body"]
    assert font.file is not None
    assert font.file.samefile(tmp_path / "styles" / "fonts" / "a.ttf")
    # Where the sheet lies must not decide what is built again, only what the file holds.
    assert str(tmp_path) not in repr(font)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("extends: official\npage: {margins: {top: 37}}", "own.yaml:2:23: error: top: '37' is not a length"),
        ("extends: official\npage: {margins: {top: 3 furlongs}}", "(a number and mm, cm, in, pt)"),
        ("extends: official\ntable: {widths: {task: 150mm}}", "mm wide, the page has room for 225.0 mm"),
        ("extends: official\ntable: {widths: {task: 2mm}}", "one character needs"),
        ("extends: official\npage: {margins: {top: 150mm, bottom: 120mm}}", "columns are"),
        ("extends: compact\npage: {margins: {top: 75mm, bottom: 120mm}}", "fewer than six lines"),
        ("extends: official\ntabel: {}", "did you mean 'table'?"),
        ("extends: official\ntable: {focus_area: colum}", "did you mean 'column'?"),
        ("extends: official\ntable: {header_fill: grey}", "is not a colour"),
        ("extends: official\ntext: {task: {size: 20pt}}", "do not go together"),
        ("extends: official\nfonts: {body: {families: []}}", "families names no font"),
        (
            "extends: official\nfonts: {body: {file: nothing.ttf}}",
            "own.yaml:2:22: error: file: there is no file ",
        ),
        ("extends: official\nfonts: {body: {file: [a.ttf]}}", "file is one text, not a list"),
        ("extends: official\nfonts: {body: {installed: maybe}}", "installed: 'maybe' is not known"),
        ("extends: official\nfonts: {latin: {}}", "fonts has no key 'latin'"),
        ("extends: official\ntable: {widths: atuo}", "widths: 'atuo' is not known (did you mean 'auto'?)"),
        (
            "extends: official\ntable: {widths: auto, padding: 50mm}",
            "mm wide, the page has room for 225.0 mm",
        ),
        ("extends: offical", "did you mean 'official'?"),
        ("extends: own", "extends itself"),
        ("extends: ../styles/own.yaml", "extends itself"),
        ("description: empty", "the style lacks 'page' (extends: official)"),
        ("- a", "a style sheet is a mapping"),
        ("extends: [official]", "extends is one text, not a list"),
        ("extends: official\npage: 3", "page is a mapping"),
    ],
)
def test_a_wrong_style_is_found_at_its_place(tmp_path: Path, text: str, message: str) -> None:
    assert message in said(tmp_path, text)


def test_an_unknown_style_comes_with_the_known_ones() -> None:
    with pytest.raises(RequestError, match=r"unknown style 'fancy'.*compact, official"):
        load_style("fancy")


def test_a_name_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    sheet(tmp_path, "extends: official")
    with pytest.raises(RequestError):
        load_style("../own", tmp_path / "styles")
