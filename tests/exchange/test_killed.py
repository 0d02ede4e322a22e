"""Collecting that is killed: every file is old or new, and the next run does what was left."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import ipexport
from tests.exchange.rounds import Round

KILLED = """
import os, signal, sys
from ipexport.exchange.collect import collect
left = int(sys.argv[1])
replace = os.replace

def replace_or_die(*names):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*names)

os.replace = replace_or_die
collect("source", ["inbox"], write=True)
"""


def state(round_: Round) -> dict[str, object]:
    """What the run leaves, without the times and what a kill leaves lying about."""
    files: dict[str, object] = {
        name: data for name, data in round_.files().items() if not name.endswith((".tmp", "received.json"))
    }
    index = json.loads((round_.folder / "received/received.json").read_text("utf-8"))["files"]
    return files | {"index": [(one["file"], bool(one["settled"])) for one in index]}


def opened(folder: Path) -> Round:
    """A round whose files are named from its folder, as they are in the process that is killed."""
    round_ = Round.__new__(Round)
    round_.folder, round_.source, round_.inbox = folder, Path("source"), Path("inbox")
    return round_


def prepared(folder: Path) -> None:
    """A round with changes in two regions, one of them with a conflict, too."""
    folder.mkdir()
    round_ = Round(folder)
    plan = "建立“贷款+保险保障+财政风险补偿”的新模式。"
    round_.say("regions/anhui.yaml", plan, plan.replace("新", "好"))
    cells = {"anhui-finance-1:plan": plan.replace("新", "老"), "anhui-reform-2:results": "完成。"}
    round_.send_back("anhui", cells)
    round_.send_back("jiangsu", {"jiangsu-finance-2:plan": "开展试点。"})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_run_that_is_killed_at_any_moment_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(tmp_path / "whole")
    shutil.copytree(tmp_path / "whole", tmp_path / "start")
    monkeypatch.chdir(tmp_path / "whole")
    whole = opened(tmp_path / "whole")
    before = whole.files()
    written = len(whole.collect(write=True).written)
    expected, final = state(whole), whole.files()
    # The index is written twice.
    for number in range(1, written + 2):
        folder = shutil.copytree(tmp_path / "start", tmp_path / str(number))
        monkeypatch.chdir(folder)
        round_ = opened(folder)
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, str(number)], cwd=round_.folder, check=False, timeout=60
        )
        assert killed.returncode == -signal.SIGKILL, number
        for name in ("source/regions/anhui.yaml", "source/regions/jiangsu.yaml", "source/workplan.yaml"):
            assert round_.files()[name] in (before[name], final[name])
        assert ipexport.read(round_.source).regions
        round_.collect(write=True)
        assert state(round_) == expected, number
        assert round_.collect(write=True).written == ()
