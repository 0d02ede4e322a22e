"""Bad input on the command line: one clear line each, exit code 2, nothing half-written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ipexport.dataset import dump_folder
from tests.sample import work_plan


def edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        path = folder / "source" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return make


def write(file: str, text: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    return make


def large(folder: Path) -> None:
    with (folder / "source/regions/anhui.yaml").open("r+b") as file:
        file.truncate(2**30)


def gbk(folder: Path) -> None:
    (folder / "source/workplan.yaml").write_bytes("标题".encode("gbk"))


def nothing(folder: Path) -> None:
    """The dataset is right; what is asked for is wrong."""


def without_source(folder: Path) -> None:
    (folder / "source").rename(folder / "elsewhere")


LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20))
ANHUI, JIANGSU = "regions/anhui.yaml", "regions/jiangsu.yaml"
CASES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "missing source": (without_source, "", "source: error: cannot be read: No such file or directory"),
    "syntax error": (edit(ANHUI, "id: anhui\n", "id: [\n"), "", "anhui.yaml:"),
    "unknown key": (edit(ANHUI, "name:", "nmae:"), "", "anhui.yaml:3:1: error: the region has no key 'nmae' (did you mean 'name'?)"),
    "wrong type": (edit(ANHUI, "name: 安徽省", "name: [安徽省]"), "", "anhui.yaml:3:7: error: name is a mapping (key: value), not a list"),
    "duplicate id": (edit(ANHUI, "id: anhui-reform-2", "id: anhui-reform-1"), "", "the id 'anhui-reform-1' stands twice"),
    "unknown region": (nothing, "-r anhu", "unknown region 'anhu' (did you mean 'anhui'? known: anhui, jiangsu)"),
    "unknown language": (nothing, "-l fr", "unknown language 'fr'"),
    "language without text": (nothing, "-l en", "the dataset has no English"),
    "unknown style": (nothing, "-s offical", "unknown style 'offical' (did you mean 'official'? known: compact, official"),
    "unknown format": (nothing, "-f doc", "unknown format 'doc' (did you mean 'docx'? known: docx, xlsx, pdf)"),
    "focus area": (edit(ANHUI, "focus_area: reform", "focus_area: refrom"), "", "is not in the vocabulary of workplan.yaml (did you mean 'reform'?)"),
    "plan names no task": (edit(ANHUI, "- anhui-reform-2", "- anhui-reform-7"), "", "the plan names 'anhui-reform-7', which is no task of its focus area"),
    "plan over no neighbours": (
        edit(ANHUI, "      - anhui-reform-1\n      - anhui-reform-2", "      - anhui-reform-2\n      - anhui-reform-1"), "", "which are not neighbours in this order"),
    "empty region": (write("source/regions/anhui.yaml", "id: anhui\ncode: 340000\nname: 安徽省\nfocus_areas: []\n"), "", "anhui.yaml:4:14: error: the region 'anhui' has no tasks"),
    "control character": (edit(JIANGSU, "印发通知。", '"印发\\b通知。"'), "", "the character U+0008 cannot stand in a document (delete it)"),
    "character without glyph": (edit(JIANGSU, "印发通知。", "印发😀通知。"), "-f pdf", "jiangsu-finance-1:results: no font has the character '😀' (U+1F600)"),
    "output is a file": (write("out", "x"), "", "out is a file, not a folder"),
    "bad unit": (write("own.yaml", "extends: official\ntable: {padding: 3 ells}\n"), "-s own.yaml", "own.yaml:2:18: error: padding: '3 ells' is not a length (a number and mm, cm, in, pt)"),
    "columns too wide": (write("own.yaml", "extends: official\ntable: {widths: {task: 90mm}}\n"), "-s own.yaml", "own.yaml:2:17: error: the columns are 269.0 mm wide, the page has room for 225.0 mm"),
    "billion laughs": (write("source/workplan.yaml", LAUGHS), "", "anchors and aliases (& and *) are not used here"),
    "1 GB": (large, "", "anhui.yaml: error: the file has 1,024 MB; the limit is 64 MB (allow more with --max-size 1025)"),
    "not UTF-8": (gbk, "", "workplan.yaml:1:1: error: not UTF-8 text"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_one_clear_line_and_leaves_the_output_alone(name: str, tmp_path: Path) -> None:
    make, arguments, message = CASES[name]
    for file, data in dump_folder(work_plan()).items():
        (tmp_path / "source" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / file).write_bytes(data)
    make(tmp_path)
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    command = [sys.executable, "-m", "ipexport", "build", *arguments.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert message in done.stderr.replace("\\", "/")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    left = [
        path.relative_to(tmp_path)
        for path in tmp_path.rglob("*")
        if path.suffix not in (".docx", ".xlsx", ".pdf")
    ]
    assert [path for path in sorted(left) if path.parts[0] != "out" or path in before] == before
    assert not list(tmp_path.rglob("*.tmp"))
