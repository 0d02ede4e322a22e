"""Writing files: there is always a whole one."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

import pytest

from ipexport import output
from ipexport.errors import OutputError
from ipexport.output import inside, write_file


def fail(error: BaseException) -> object:
    def raise_it(*_: object, **__: object) -> None:
        raise error

    return raise_it


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_file_is_written_and_its_folders_are_made(tmp_path: Path) -> None:
    write_file(tmp_path / "zh" / "regions" / "anhui.pdf", b"new")
    assert (tmp_path / "zh/regions/anhui.pdf").read_bytes() == b"new"


def test_an_old_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_file(tmp_path / "a.pdf", b"old")
    write_file(tmp_path / "a.pdf", b"new")
    assert only_file(tmp_path).read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_new_file_can_be_read_by_whom_the_umask_allows(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_file(tmp_path / "a.pdf", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write_file(tmp_path / "a.pdf", b"old")
    monkeypatch.setattr(os, step, fail(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a.pdf", b"new")
    assert only_file(tmp_path).read_bytes() == b"old"


def test_a_full_disk_is_one_clear_line_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "a.pdf", b"old")
    monkeypatch.setattr(os, "fsync", fail(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OutputError) as caught:
        write_file(tmp_path / "a.pdf", b"new")
    assert str(caught.value) == f"{tmp_path / 'a.pdf'}: cannot be written: no space is left on the disk"
    assert only_file(tmp_path).read_bytes() == b"old"


def test_a_folder_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "open", fail(PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(OutputError, match=r"a\.pdf: cannot be written: no permission to write in the folder"):
        write_file(tmp_path / "a.pdf", b"new")
    assert not list(tmp_path.iterdir())


NOBODY = 65534


@pytest.mark.skipif(os.name == "nt", reason="folders have other permissions on Windows")
def test_a_real_folder_without_permission_is_named() -> None:
    # Not pytest's folder: it lies in one that nobody else may even look into.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(NOBODY)
        try:
            with pytest.raises(OutputError, match="no permission to write in the folder"):
                write_file(folder / "a.pdf", b"new")
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def test_on_windows_a_file_that_excel_holds_open_is_to_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "a.xlsx", b"old")
    monkeypatch.setattr(output, "_WINDOWS", True)
    monkeypatch.setattr(os, "replace", fail(PermissionError(errno.EACCES, "Access is denied")))
    with pytest.raises(OutputError) as caught:
        write_file(tmp_path / "a.xlsx", b"new")
    message = f"{tmp_path / 'a.xlsx'}: is open in another program; close it and run again"
    assert str(caught.value) == message
    assert only_file(tmp_path).read_bytes() == b"old"


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"):
        write_file(tmp_path, b"new")


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(OutputError, match=r"out is a file, not a folder"):
        write_file(tmp_path / "out" / "zh" / "a.pdf", b"new")
    assert only_file(tmp_path).read_bytes() == b"a file"


def test_a_name_lies_inside_its_folder() -> None:
    assert inside(Path("out"), "zh/regions/anhui.pdf") == Path("out/zh/regions/anhui.pdf")


@pytest.mark.parametrize(
    "name", ["../a.pdf", "zh/../../a.pdf", "/a.pdf", "zh//a.pdf", "zh/a:b.pdf", "zh/.a", "zh\\a.pdf", "a\n"]
)
def test_a_name_that_leads_out_of_its_folder_is_refused(name: str) -> None:
    with pytest.raises(OutputError, match="cannot be the name of a file"):
        inside(Path("out"), name)
