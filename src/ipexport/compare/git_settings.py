"""Switches document changes in `git diff` on and off in one repository.

What is written stands in one block at the end of the repository's own `config` and
`info/attributes`, which are never shared; taking it away gives back every byte. The first line of
the block says what else was made for it: a line end, the file, its folder.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

from ipexport.compare.git import run_git
from ipexport.errors import OutputError
from ipexport.formats import FORMATS
from ipexport.output import write_file

_BEGIN = b"# ipexport git enable"
_END = b"# ipexport git disable takes this away\n"
_BLOCK = re.compile(rb"(\n?)" + re.escape(_BEGIN) + rb"([^\n]*)\n.*?" + re.escape(_END), re.DOTALL)


def enable(folder: str | Path = ".") -> list[Path]:
    """Switches it on in the repository of a folder; gives the files that were changed.

    Raises `RequestError` where there is no repository, `OutputError` when a file cannot be written.
    """
    disable(folder)
    parts = {_own_file(folder, "config"): _config(), _own_file(folder, "info/attributes"): _attributes()}
    for path, lines in parts.items():
        _append(path, lines)
    return list(parts)


def disable(folder: str | Path = ".") -> list[Path]:
    """Switches it off; gives the files that were changed, none when it was not on."""
    paths = (_own_file(folder, "config"), _own_file(folder, "info/attributes"))
    return [path for path in paths if _take_away(path)]


def _own_file(folder: str | Path, name: str) -> Path:
    """Where a repository keeps a file of its own; a linked work tree has that of its repository."""
    said = run_git(["rev-parse", "--git-path", name], folder).decode(errors="surrogateescape")
    return Path(folder) / said.rstrip("\n")


def _config() -> list[str]:
    """`command` makes the reports of `git diff`, `textconv` what `git log -p` and `git show` compare."""
    program = f"{shlex.quote(Path(sys.executable).as_posix())} -m ipexport git"
    program = program.replace("\\", "\\\\").replace('"', '\\"')
    return [
        '[diff "ipexport"]',
        f'\tcommand = "{program} compare"',
        f'\ttextconv = "{program} text"',
        '[diff "ipexport-dataset"]',
        f'\tcommand = "{program} compare"',
    ]


def _attributes() -> list[str]:
    drawn = [extension for format in FORMATS if format.kind == "document" for extension in format.extensions]
    return [
        *(f"*{extension} diff=ipexport" for extension in drawn),
        "workplan.yaml diff=ipexport-dataset",
        "**/regions/*.yaml diff=ipexport-dataset",
    ]


def _append(path: Path, lines: list[str]) -> None:
    made = []
    if not path.parent.exists():
        made.append("folder")
    if not path.exists():
        made.append("file")
    before = path.read_bytes() if path.exists() else b""
    if before and not before.endswith(b"\n"):
        made.append("line-end")
        before += b"\n"
    first = b" ".join([_BEGIN, *(word.encode() for word in made)])
    _write(path, before + first + b"\n" + "".join(f"{line}\n" for line in lines).encode() + _END)


def _take_away(path: Path) -> bool:
    if not path.exists():
        return False
    data = path.read_bytes()
    found = _BLOCK.search(data)
    if found is None:
        return False
    made = found[2].split()
    rest = data[found.end() :]
    # The line end that was added stays where somebody wrote on after the block.
    line_end = b"" if b"line-end" in made and not rest else found[1]
    left = data[: found.start()] + line_end + rest
    if left or b"file" not in made:
        _write(path, left)
        return True
    path.unlink()
    if b"folder" in made and not any(path.parent.iterdir()):
        path.parent.rmdir()
    return True


def _write(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode if path.exists() else None
    write_file(path, data)
    if mode is not None:
        try:
            path.chmod(mode)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror}") from None
