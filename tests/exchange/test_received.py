"""The folder of received files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.errors import Finding
from ipexport.exchange.inputs import Incoming, Mail
from ipexport.exchange.received import keep, kept_files, load_index, original, settled, write_index

MAIL = Mail("office@hubei.example", "报送", "Mon, 5 Jan 2026 10:00:00 +0800", "<1@hubei.example>")


def test_what_was_kept_comes_back_with_its_name_and_its_mail(tmp_path: Path) -> None:
    file = Incoming("in/1.eml: 湖北省.xlsx", "湖北省.xlsx", b"data", MAIL)
    known = replace(original(file), versions={"hubei": "3f"})
    assert keep(tmp_path, [(known, file.data)]) == [tmp_path / known.file]
    assert keep(tmp_path, [(known, file.data)]) == []
    assert write_index(tmp_path, [known]) == [tmp_path / "received.json"]
    assert write_index(tmp_path, [known]) == []
    assert load_index(tmp_path) == {known.sha256: known}
    assert list(kept_files(tmp_path, load_index(tmp_path))) == [file]


def test_a_file_is_settled_once(tmp_path: Path) -> None:
    known = settled(original(Incoming("a", "a.xlsx", b"x")), "2026-01-05T00:00:00+00:00")
    assert settled(known, "2027-01-05T00:00:00+00:00") == known
    write_index(tmp_path, [known])
    assert load_index(tmp_path)[known.sha256].settled == "2026-01-05T00:00:00+00:00"


@given(st.text(min_size=1))
def test_any_name_becomes_one_that_every_system_can_have(name: str) -> None:
    known = original(Incoming(name, name + ".xlsx", b"x"))
    assert Path(known.file).name == known.file
    assert len(known.file.encode()) < 120
    assert not set(known.file) & set('<>:"/\\|?*\0\n')


def test_a_file_that_somebody_changed_is_not_taken_for_the_original(tmp_path: Path) -> None:
    file = Incoming("a.xlsx", "a.xlsx", b"data")
    keep(tmp_path, [(original(file), file.data)])
    (tmp_path / original(file).file).write_bytes(b"other")
    (finding,) = kept_files(tmp_path, {original(file).sha256: original(file)})
    assert isinstance(finding, Finding)
    assert finding.code == "changed-original"


@pytest.mark.parametrize("file", ["../x.xlsx", "a/b.xlsx", "..\\x.xlsx"])
def test_an_index_leads_to_no_other_folder(tmp_path: Path, file: str) -> None:
    write_index(tmp_path, [replace(original(Incoming("a", "a.xlsx", b"x")), file=file)])
    with pytest.raises(Exception, match="is no index of received files"):
        load_index(tmp_path)
