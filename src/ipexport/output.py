"""Writing files so that there is always a whole one: the old or the new, never half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from pathlib import Path

from ipexport.errors import OutputError

_WINDOWS = os.name == "nt"
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_file(path: str | os.PathLike[str], data: bytes) -> None:
    """Writes a temporary file in the same folder, syncs it, and renames it to `path`.

    Makes the folders that are missing. Raises `OutputError`; the old file is then still there.
    """
    target = Path(path)
    # Random, so that two programs that write the same file do not meet; only the name is.
    temporary = target.parent / f".ipexport-{os.urandom(8).hex()}.tmp"
    try:
        _make_folder(target)
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {_reason(error, target)}") from error


def inside(folder: Path, name: str) -> Path:
    """The path of `name` ("regions/anhui.yaml") in `folder`.

    Raises `OutputError` for a name that leads out of the folder or that some system cannot have:
    ids come from the data, and data is not a path.
    """
    parts = name.split("/")
    if not all(re.fullmatch(r"[\w-][\w.-]*", part) for part in parts):
        raise OutputError(f"{name!r} cannot be the name of a file (letters, digits, - and _ can)")
    return folder.joinpath(*parts)


def _make_folder(target: Path) -> None:
    if target.is_dir():
        raise OutputError(f"{target}: cannot be written: it is a folder")
    for folder in target.parents:
        if folder.is_file():
            raise OutputError(f"{target}: cannot be written: {folder} is a file, not a folder")
    target.parent.mkdir(parents=True, exist_ok=True)


def _replace(temporary: Path, target: Path) -> None:
    try:
        os.replace(temporary, target)  # noqa: PTH105  (the one call that tests make fail)
    except PermissionError as error:
        if _WINDOWS and target.exists():
            message = f"{target}: is open in another program; close it and run again"
            raise OutputError(message) from error
        raise


def _reason(error: OSError, target: Path) -> str:
    if error.errno in _FULL:
        return "no space is left on the disk"
    if isinstance(error, PermissionError):
        folder = next((folder for folder in target.parents if folder.is_dir()), target.parent)
        return f"no permission to write in the folder {folder}"
    return error.strerror or str(error)
