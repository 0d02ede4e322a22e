"""`ipexport convert` gives the same with and without a second process, and loses no message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import ipexport
from ipexport.errors import SourceError
from ipexport.model import RegionId
from ipexport.read_ahead import convert
from tests.sample import work_plan


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
