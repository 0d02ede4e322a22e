"""What git knows: the files of a revision, and where a repository keeps its settings."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from ipexport.errors import RequestError


def run_git(words: Sequence[str], folder: str | Path = ".") -> bytes:
    """What git prints. Raises `RequestError` with git's own words when it fails."""
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)
    except OSError as error:
        raise RequestError(f"git cannot be run: {error.strerror or error}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it failed without a word"]
        raise RequestError(f"git {words[0]}: {said[0].removeprefix('fatal: ')}")
    return done.stdout


def checked_out(revision: str, folder: Path, max_size: int) -> Path:
    """Writes what `REVISION:PATH` names into an empty folder: a file, or the files of a dataset.

    Returns the path of it. Raises `RequestError` when git does not have it.
    """
    name = run_git(["rev-parse", "--verify", "--end-of-options", revision]).decode().strip()
    if run_git(["cat-file", "-t", name]).strip() != b"tree":
        target = folder / (Path(revision.partition(":")[2]).name or "file")
        _save(name, target, revision, max_size)
        return target
    for entry in _listed(name):
        facts, _, path = entry.partition("\t")
        mode, _, blob = facts.split(" ")
        parts = path.split("/")
        wanted = path == "workplan.yaml" or (len(parts) == 2 and parts[0] == "regions")
        if mode.startswith("100") and wanted and path.endswith(".yaml"):
            _save(blob, folder / path, f"{revision}/{path}", max_size)
    return folder


def _listed(tree: str) -> list[str]:
    said = run_git(["ls-tree", "-r", "-z", "--full-tree", tree]).decode(errors="surrogateescape")
    return said.split("\0")[:-1]


def _save(blob: str, target: Path, name: str, max_size: int) -> None:
    size = int(run_git(["cat-file", "-s", blob]))
    if size > max_size:
        raise RequestError(
            f"{name}: the file has {size / 2**20:,.0f} MB; "
            f"the limit is {max_size / 2**20:,.0f} MB (allow more with --max-size {size // 2**20 + 1})"
        )
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(run_git(["cat-file", "blob", blob]))
