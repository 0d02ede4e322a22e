"""Embedded fonts, read by other programs: outlines, widths, text, PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import page
import pdfplumber
import pikepdf
import pytest
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

from ipexport.errors import IpexportError
from ipexport.formats.pdf.writer import write
from ipexport.model import Text, WorkPlan
from ipexport.style import FontStyle, Style, load_style
from ipexport.table import tabulate
from tests.fonts.made import install, made_font, saved, saved_collection
from tests.sample import work_plan

OFFICIAL = load_style("official")
NOTO_CJK = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")


def with_file(path: Path, families: tuple[str, ...] = ("Made",)) -> Style:
    """The official style with a font file for every role."""
    fonts = {role: replace(font, file=path, families=families) for role, font in OFFICIAL.fonts.items()}
    return replace(OFFICIAL, fonts=fonts)


def titled(title: str) -> WorkPlan:
    return replace(work_plan(), title=Text(title))


def pdf(work: WorkPlan, style: Style = OFFICIAL) -> bytes:
    return write(tabulate(work, "zh", "column"), style, lambda: b"{}")


def text_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return "".join(char["text"] for page in file.pages for char in page.chars)


def fonts_of(data: bytes) -> Iterator[pikepdf.Object]:
    with pikepdf.open(io.BytesIO(data)) as file:
        yield from (font for _, font in sorted(file.pages[0].Resources.Font.items()))


def names_of(data: bytes) -> list[str]:
    return [str(font.BaseFont).split("+")[1] for font in fonts_of(data)]


def widths(descendant: pikepdf.Object) -> dict[int, float]:
    said = list(descendant.W)
    return {
        int(first) + number: float(width)
        for first, run in zip(said[::2], said[1::2], strict=True)
        for number, width in enumerate(run)
    }


def codes(stream: pikepdf.Object, kind: str) -> dict[int, str]:
    """The pairs of a CMap."""
    text = stream.read_bytes().decode()
    pairs = (
        line.split()
        for block in text.split(f"begin{kind}\n")[1:]
        for line in block.split(f"\nend{kind}")[0].split("\n")
    )
    return {int(code.strip("<>"), 16): value.strip("<>") for code, value in pairs}


def program_widths(font: pikepdf.Object) -> dict[int, float]:
    """The widths in the embedded program, by CID, as fontTools reads them."""
    descendant = font.DescendantFonts[0]
    descriptor = descendant.FontDescriptor
    if "/FontFile3" in descriptor:
        top = TTFont(io.BytesIO(descriptor.FontFile3.read_bytes()))["CFF "].cff[0]
        found = {}
        for glyph, name in enumerate(top.charset):
            top.CharStrings[name].draw(NullPen())
            found[glyph] = float(top.CharStrings[name].width)
            if hasattr(top, "ROS") and glyph:
                assert name == f"cid{glyph:05d}"
        return found
    program = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
    order, scale = program.getGlyphOrder(), 1000 / program["head"].unitsPerEm
    if descendant.CIDToGIDMap == "/Identity":
        glyphs = list(range(len(order)))
    else:
        map = descendant.CIDToGIDMap.read_bytes()
        glyphs = [int.from_bytes(map[at : at + 2]) for at in range(0, len(map), 2)]
    return {code: program["hmtx"][order[glyph]][0] * scale for code, glyph in enumerate(glyphs)}


def check(data: bytes) -> None:
    """What PDF/UA-1 and PDF/A-3a ask of fonts, read independently of us."""
    for font in fonts_of(data):
        to_unicode = codes(font.ToUnicode, "bfchar")
        assert 0 not in to_unicode
        assert not {"0000", "FEFF", "FFFE", ""} & set(to_unicode.values())
        descendant = font.DescendantFonts[0]
        said, embedded = widths(descendant), program_widths(font)
        is_cff = "/FontFile3" in descendant.FontDescriptor
        cids = {code: code for code in to_unicode}
        if font.Encoding != "/Identity-H":
            assert is_cff
            cids = {code: int(cid) for code, cid in codes(font.Encoding, "cidchar").items()}
            assert cids.keys() == to_unicode.keys()
        for cid in cids.values():
            assert cid > 0
            assert said.get(cid, 1000.0) == pytest.approx(embedded[cid], abs=0.5)
        assert ("/CIDToGIDMap" in descendant) != is_cff
        if not is_cff:
            assert int(descendant.FontDescriptor.FontFile2.Length1) == len(
                descendant.FontDescriptor.FontFile2.read_bytes()
            )


def assert_valid(data: bytes) -> None:
    for profile in ("ua1", "3a"):
        assert [str(failure) for failure in page.validate_pdf_bytes(data, profile=profile).failures] == []


def test_the_embedded_faces_are_valid() -> None:
    data = pdf(work_plan())
    check(data)
    assert_valid(data)


@pytest.mark.parametrize("name", ["own.ttf", "own.otf", "own.ttc"])
def test_truetype_cff_and_collections_are_embedded_and_valid(tmp_path: Path, name: str) -> None:
    cff = name == "own.otf"
    if name == "own.ttc":
        path = saved_collection([made_font("Other"), made_font("Made")], tmp_path / name)
    else:
        path = saved(made_font(cff=cff), tmp_path / name)
    data = pdf(work_plan(), with_file(path))
    check(data)
    assert_valid(data)
    assert names_of(data)[0] == ("Made-Regular-Identity-H" if cff else "Made-Regular")
    assert "知识产权工作方案" in text_of(data)


@pytest.mark.skipif(not NOTO_CJK.is_file(), reason="needs Noto Serif CJK (fonts-noto-cjk)")
def test_a_cid_keyed_font_with_several_font_dictionaries_has_the_right_glyphs() -> None:
    data = pdf(titled("《知识产权—ABC123》"), with_file(NOTO_CJK, ("Noto Serif CJK SC",)))
    check(data)
    assert names_of(data)[0] == "NotoSerifCJKsc-Regular-Identity-H"
    assert "《知识产权—ABC123》" in text_of(data)


def test_what_a_font_lacks_is_printed_from_the_next(tmp_path: Path) -> None:
    data = pdf(titled("知识𬭚产权"), with_file(saved(made_font(characters="知识产权"), tmp_path / "own.ttf")))
    check(data)
    assert_valid(data)
    assert "知识𬭚产权" in text_of(data)


def test_letters_and_digits_come_from_the_installed_latin_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path)
    saved(made_font("Times New Roman", characters="0123456789abcAB-"), tmp_path / "times.ttf")
    fonts = {role: replace(font, installed=True) for role, font in OFFICIAL.fonts.items()}
    data = pdf(titled("知识AB12"), replace(OFFICIAL, fonts=fonts))
    check(data)
    assert_valid(data)
    with pdfplumber.open(io.BytesIO(data)) as file:
        printed = {char["text"]: char["fontname"].split("+")[1] for char in file.pages[0].chars}
    assert (printed["知"], printed["A"], printed["1"]) == ("NotoSerifSC-Bold", "Made-Regular", "Made-Regular")


@pytest.mark.parametrize(
    "title",
    [
        "知\u200d识",  # joiner
        "葛\U000e0100城",  # ideographic variation
        "知\u200b识\u200b",  # zero-width spaces
        "\u2060知识",
        "e\u0301知",  # combining accent
        "一⼀二⼆",  # two characters with one glyph
    ],
)
def test_no_character_of_the_text_is_lost(title: str) -> None:
    data = pdf(titled(title))
    check(data)
    assert_valid(data)
    assert title in text_of(data)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler-utils)")
def test_a_cff_font_with_two_characters_for_a_glyph_loses_none(tmp_path: Path) -> None:
    font = made_font(cff=True)
    font["cmap"].tables[0].cmap[0x2F00] = "u77E5"
    data = pdf(titled("知⼀识"), with_file(saved(font, tmp_path / "own.otf")))
    check(data)
    assert_valid(data)
    assert names_of(data)[0] == "Made-Regular-Codes-H"
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout
    assert "知⼀识" in text.decode()


def test_a_byte_order_mark_inside_a_text_is_not_written() -> None:
    data = pdf(titled("知\ufeff识"))
    check(data)
    assert_valid(data)
    assert "知识" in text_of(data)


def test_the_same_text_gives_the_same_fonts() -> None:
    assert pdf(titled("知\u200d识𬭚")) == pdf(titled("知\u200d识𬭚"))


def test_a_name_that_a_pdf_cannot_hold_is_left_out(tmp_path: Path) -> None:
    font = made_font()
    font["name"].setName("方正 (小)/标宋", 6, 3, 1, 0x0409)
    data = pdf(work_plan(), with_file(saved(font, tmp_path / "own.ttf")))
    assert names_of(data)[0] == "Font"


@pytest.mark.parametrize("tags", [("OS/2",), ("post",), ("name",), ("OS/2", "post", "name")])
def test_a_font_without_tables_that_some_lack_is_embedded(tmp_path: Path, tags: tuple[str, ...]) -> None:
    font = made_font()
    for tag in tags:
        del font[tag]
    data = pdf(work_plan(), with_file(saved(font, tmp_path / "own.ttf")))
    check(data)
    assert_valid(data)


@pytest.mark.parametrize("cff", [False, True])
@pytest.mark.parametrize("at", range(40))
def test_damage_inside_a_font_is_no_crash(tmp_path: Path, cff: bool, at: int) -> None:
    path = saved(made_font(cff=cff), tmp_path / "own.ttf")
    good = path.read_bytes()
    start = 300 + (len(good) - 400) * at // 40
    path.write_bytes(good[:start] + b"\xff" * 60 + good[start + 60 :])
    with contextlib.suppress(IpexportError):
        pdf(work_plan(), with_file(path))


def test_roles_with_the_same_font_share_it() -> None:
    fonts: dict[str, FontStyle] = dict.fromkeys(OFFICIAL.fonts, OFFICIAL.fonts["body"])
    assert len(names_of(pdf(work_plan(), replace(OFFICIAL, fonts=fonts)))) == 1  # type: ignore[arg-type]
