"""`ipexport convert` gives the same with and without a second process, and loses no message."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import ipexport
from ipexport.errors import SourceError
from ipexport.model import RegionId
from ipexport.read_ahead import _in_halves, convert
from tests.formats.docx.templates import letterhead
from tests.sample import work_plan

LARGE = 2**30


def converted(source: Path, target: Path) -> list[Path]:
    return convert(
        str(source), str(target), language="zh", style="official", regions=["jiangsu"], max_size=None
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    ipexport.write(work_plan(), tmp_path / "plan.yaml")
    return tmp_path / "plan.yaml"


@pytest.mark.parametrize("forks", [True, False])
@pytest.mark.parametrize("name", ["plan.json", "plan.pdf"])
def test_it_writes_what_read_and_write_do(
    source: Path, name: str, forks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (forks and hasattr(os, "fork")):
        monkeypatch.setattr("ipexport.read_ahead.can_fork", lambda: False)
    expected = source.with_name("expected" + Path(name).suffix)
    ipexport.write(ipexport.read(source), expected, regions=["jiangsu"], source=source)
    (written,) = converted(source, source.with_name(name))
    assert written.read_bytes() == expected.read_bytes()


def test_it_writes_a_folder(source: Path) -> None:
    converted(source, source.with_name("copy"))
    assert ipexport.read(source.with_name("copy")) == work_plan().extract([RegionId("jiangsu")])


def test_what_is_wrong_with_the_source_is_said(source: Path) -> None:
    source.write_text(source.read_text().replace("title:", "titel:", 1))
    with pytest.raises(SourceError, match="did you mean 'title'"):
        converted(source, source.with_name("plan.pdf"))


def test_a_second_process_that_is_killed_is_made_up_for(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipexport.read_ahead._read_for_another", lambda *_: os._exit(9))
    (written,) = converted(source, source.with_name("plan.json"))
    assert ipexport.read(written) == work_plan().extract([RegionId("jiangsu")])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset folder that counts as a large one."""
    monkeypatch.setattr("ipexport.read_ahead._size", lambda _: LARGE)
    monkeypatch.setattr("ipexport.formats.halves._WORTH_IT", 0)
    ipexport.write(work_plan(), tmp_path / "source/")
    return tmp_path / "source"


def in_halves(source: Path, style: str = "official") -> bytes | None:
    return _in_halves(source, LARGE, "plan.pdf", style, None)


def pdf(folder: Path, target: str = "plan.pdf") -> bytes:
    (file,) = convert(
        str(folder), str(folder.with_name(target)), language="zh", style="official", regions=(), max_size=None
    )
    return file.read_bytes()


def test_a_large_folder_is_read_in_halves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = in_halves(folder)
    assert both is not None
    assert pdf(folder) == both
    monkeypatch.setattr("ipexport.read_ahead.can_fork", lambda: False)
    monkeypatch.setattr("ipexport.formats.halves.can_fork", lambda: False)
    assert pdf(folder, "alone.pdf") == both


@pytest.mark.usefixtures("_second_is_killed")
def test_half_of_a_folder_that_is_lost_is_made_up_for(folder: Path) -> None:
    assert in_halves(folder) is None
    assert pdf(folder).startswith(b"%PDF")


def test_one_region_has_no_halves(folder: Path) -> None:
    shutil.rmtree(folder)
    ipexport.write(work_plan().extract([RegionId("jiangsu")]), f"{folder}/")
    assert in_halves(folder) is None
    assert pdf(folder).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("regions/jiangsu.yaml", "id: jiangsu-finance-2", "id: anhui-reform-1", "stands twice, first in"),
        ("regions/jiangsu.yaml", "task:", "tusk:", "did you mean 'task'"),
        ("regions/anhui.yaml", "task:", "tusk:", "did you mean 'task'"),
        ("workplan.yaml", "- jiangsu", "- anhui", "the region 'anhui' stands twice"),
        ("workplan.yaml", "- jiangsu", "- jangsu", "no file regions/jangsu.yaml"),
    ],
)
def test_what_is_wrong_with_either_half_is_said_as_ever(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    path = folder / file
    before = path.read_text("utf-8")
    path.write_text(before.replace(old, new, 1), "utf-8")
    assert path.read_text("utf-8") != before
    assert in_halves(folder) is None
    with pytest.raises(SourceError, match=message) as said:
        pdf(folder)
    with pytest.raises(SourceError) as expected:
        ipexport.read(folder)
    assert str(said.value) == str(expected.value)
    assert not (folder.parent / "plan.pdf").exists()


def test_a_style_that_looks_at_all_tables_gets_all(folder: Path) -> None:
    styles = folder.with_name("styles")
    styles.mkdir()
    (styles / "own.yaml").write_text("extends: official\ntable: {widths: auto}\n", "utf-8")
    assert in_halves(folder, "own") is None


def test_a_word_file_is_the_same_written_in_halves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = _in_halves(folder, LARGE, "plan.docx", "official", None)
    assert both is not None
    monkeypatch.setattr("ipexport.read_ahead.can_fork", lambda: False)
    monkeypatch.setattr("ipexport.formats.halves.can_fork", lambda: False)
    (file,) = convert(
        str(folder),
        str(folder.with_name("plan.docx")),
        language="zh",
        style="official",
        regions=(),
        max_size=None,
    )
    assert file.read_bytes() == both


def test_what_a_reference_of_the_style_lacks_is_said(folder: Path) -> None:
    styles = folder.with_name("styles")
    styles.mkdir()
    letterhead(styles / "letterhead.docx")
    (styles / "own.yaml").write_text("extends: official\ndocx: {reference: letterhead.docx}\n", "utf-8")
    assert _in_halves(folder, LARGE, "plan.docx", "own", None) is None
    said: list[str] = []
    convert(
        str(folder),
        str(folder.with_name("plan.docx")),
        language="zh",
        style="own",
        regions=(),
        max_size=None,
        report=said.append,
    )
    assert "lacks styles" in said[0]
