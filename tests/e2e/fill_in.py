"""Fills in forms as a person does who has LibreOffice: by its own scripting, one program for all files.

`office.py` beside this runs in the Python that LibreOffice's bridge is installed for.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

_PYTHON = "/usr/bin/python3"

needs_scripting = pytest.mark.skipif(
    not shutil.which("soffice")
    or subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode != 0,
    reason="apt-get install libreoffice-calc python3-uno",
)
"""Marks a test that fills in forms."""


class Filled(NamedTuple):
    """What became of a file: the cells that did not take their text, and what others show afterwards."""

    refused: tuple[str, ...]
    shown: Mapping[str, str]


def fill_in(
    edits: Mapping[Path, Mapping[str, str]], look_at: Mapping[Path, tuple[str, ...]] | None = None
) -> dict[Path, Filled]:
    """Types texts into the cells of the first sheet of each file, by address ("C5"), and saves it.

    A line end in a text is one within the cell. What is protected refuses a text, as it does for a
    person; lists and lengths do not, as when somebody pastes. `look_at` are cells whose text afterwards is
    wanted.
    """
    wanted = look_at or {}
    jobs = [
        {"path": str(path), "cells": dict(cells), "look_at": wanted.get(path, ())}
        for path, cells in edits.items()
    ]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        done = subprocess.run(
            [_PYTHON, Path(__file__).with_name("office.py"), folder],
            input=json.dumps(jobs),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=180,
        )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    return {
        path: Filled(tuple(answer["refused"]), answer["shown"])
        for path, answer in zip(edits, answers, strict=True)
    }
