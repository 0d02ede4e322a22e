"""What git runs to compare two versions of one file, once `ipexport git enable` told it to.

A file that is no document that can be read is compared as git does it, and a note says why. A file
of a dataset is compared together with the others of its folder, as they are in the work tree.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ipexport.compare.sources import Source, compare_sources, read_source
from ipexport.compare.text_report import text_report
from ipexport.convert import read_any
from ipexport.dataset import dump_yaml
from ipexport.errors import IpexportError
from ipexport.model import LANGUAGES

_NOTHING = "/dev/null"


class Answer(NamedTuple):
    """What git shall show, and a note for the user, if any."""

    text: str
    note: str = ""


def compare_for_git(words: Sequence[str], colour: bool = False, columns: int | None = None) -> Answer:
    """The changes of a file; `words` are those that git gives to a diff driver.

    These are path, old file, its id and mode, new file, its id and mode, for a renamed file also the
    new path and what changed in the names (https://git-scm.com/docs/git#Documentation/git.txt).
    """
    path = words[0]
    if len(words) < 7:
        return Answer(f"* Unmerged path {path}\n")
    old, new = words[1], words[4]
    now = words[7] if len(words) > 7 else path
    heading = f"diff --ipexport {path}{f' → {now}' if now != path else ''}\n"
    if _NOTHING in (old, new):
        return Answer(f"{heading}{'new' if old == _NOTHING else 'deleted'} file\n")
    try:
        before, after = (_read(now, Path(file)) for file in (old, new))
        found = compare_sources(before, after)
    except IpexportError as error:
        reason = str(error).split("\n")[0]
        return Answer(_plain(old, new, colour), f"{path}: compared as a plain file: {reason}")
    report = text_report(found.changes, colour, columns)
    return Answer(heading + (report or "nothing changed that a reader sees\n"), found.note)


def text_for_git(path: str) -> str:
    """The text of a document, which git compares line by line; of another file only what tells it apart."""
    try:
        return dump_yaml(read_any(path).work_plan).decode()
    except IpexportError as error:
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        return f"# no document: {str(error).splitlines()[0]}\n# sha256 {digest}\n"


def _read(path: str, file: Path) -> Source:
    """A version of a file; `path` is where it stands in the work tree, in whose top git runs us."""
    place = Path(path)
    if place.name == "workplan.yaml":
        return _read_with_others(place.parent, "workplan.yaml", file)
    if place.suffix == ".yaml" and place.parent.name == "regions":
        return _read_with_others(place.parent.parent, f"regions/{place.name}", file)
    return read_source(str(file))


def _read_with_others(folder: Path, name: str, file: Path) -> Source:
    with tempfile.TemporaryDirectory(prefix="ipexport-") as temporary:
        copy = Path(temporary)
        (copy / "regions").mkdir()
        for other in (folder / "workplan.yaml", *sorted((folder / "regions").glob("*.yaml"))):
            if other.is_file():
                shutil.copyfile(other, copy / other.relative_to(folder))
        shutil.copyfile(file, copy / name)
        return Source(name, read_any(copy).work_plan, LANGUAGES)


def _plain(old: str, new: str, colour: bool) -> str:
    """What git itself says; it gives 1 where there are differences."""
    words = [
        "git",
        "diff",
        "--no-index",
        "--no-ext-diff",
        "--no-textconv",
        f"--color={'always' if colour else 'never'}",
        "--",
    ]
    done = subprocess.run(
        [*words, old, new], capture_output=True, check=False, env={**os.environ, "GIT_PAGER": "cat"}
    )
    return done.stdout.decode(errors="replace")
