"""The manifest: what was built, from what."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from ipexport.manifest import Entry, read_manifest, write_manifest

PDF = Entry("zh/workplan.pdf", None, "zh", "official", "pdf", "1f", 3, sha256(b"pdf").hexdigest())
ANHUI = Entry("zh/regions/anhui.docx", "anhui", "zh", "official", "docx", "2e", 4, "ab")


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_manifest(tmp_path, [PDF, ANHUI])
    assert read_manifest(tmp_path) == {PDF.path: PDF, ANHUI.path: ANHUI}


def test_a_manifest_lists_files_in_order_with_sorted_keys(tmp_path: Path) -> None:
    write_manifest(tmp_path, [PDF, ANHUI])
    listed = json.loads((tmp_path / "manifest.json").read_bytes())["files"]
    assert [entry["path"] for entry in listed] == ["zh/regions/anhui.docx", "zh/workplan.pdf"]
    assert list(listed[1]) == ["format", "inputs", "language", "path", "region", "sha256", "size", "style"]
    assert listed[1]["region"] is None


def test_a_manifest_that_says_nothing_new_is_not_touched(tmp_path: Path) -> None:
    write_manifest(tmp_path, [PDF, ANHUI])
    before = (tmp_path / "manifest.json").stat().st_ino
    write_manifest(tmp_path, [ANHUI, PDF])
    assert (tmp_path / "manifest.json").stat().st_ino == before


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"files": 1}', '{"files": [1]}', '{"files": [{"path": "a"}]}', "[" * 100_000, "\x00"],
)
def test_what_is_no_manifest_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize("change", [{"path": "../../secret.pdf"}, {"path": 1}, {"region": 1}, {"size": "3"}])
def test_an_entry_that_no_build_writes_is_left_out(tmp_path: Path, change: dict[str, object]) -> None:
    write_manifest(tmp_path, [PDF, ANHUI])
    shape = json.loads((tmp_path / "manifest.json").read_bytes())
    shape["files"][1].update(change)
    (tmp_path / "manifest.json").write_text(json.dumps(shape), "utf-8")
    assert list(read_manifest(tmp_path)) == [ANHUI.path]


def test_an_entry_knows_whether_its_file_is_as_it_was_built(tmp_path: Path) -> None:
    file = tmp_path / "workplan.pdf"
    assert not PDF.describes(file)
    file.write_bytes(b"pdf")
    assert PDF.describes(file)
    file.write_bytes(b"PDF")
    assert not PDF.describes(file)
