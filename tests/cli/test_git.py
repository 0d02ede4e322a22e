"""`ipexport git` in real repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import ipexport
from ipexport.cli import main
from ipexport.formats import FORMATS, Format
from tests.compare.edited import edited
from tests.plain import save_dataset
from tests.sample import work_plan

DOCUMENTS = [format for format in FORMATS if format.kind == "document"]


def git(*words: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(["git", *who, *words], check=True, capture_output=True, env=environment)
    return done.stdout.decode()


def inside(folder: Path) -> dict[str, tuple[bytes | None, int]]:
    """Every file and folder in .git with its bytes and mode, but for what any git command renews."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.is_file() else None,
            path.stat().st_mode,
        )
        for path in sorted((folder / ".git").rglob("*"))
        if path.name != "index"
    }


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    save_dataset(tmp_path / "source")
    git("add", ".")
    git("commit", "-qm", "one")
    return tmp_path


def test_git_diff_shows_what_changed_in_a_dataset() -> None:
    assert main(["git", "enable", "--quiet"]) == 0
    save_dataset(Path("source"), edited())
    said = git("diff")
    assert "diff --ipexport source/regions/anhui.yaml\n安徽省 › 推进" in said
    assert "  ~ task: 推动管理体制改革{+工作+}。\n" in said
    assert "diff --ipexport source/workplan.yaml\n安徽省\n  > region: moved from region 1\n" in said
    assert "@@" not in said
    assert "@@" in git("diff", "--no-ext-diff")


def test_what_no_reader_sees_is_said_to_be_nothing() -> None:
    main(["git", "enable", "--quiet"])
    region = Path("source/regions/anhui.yaml")
    region.write_text("# a comment\n" + region.read_text("utf-8"), "utf-8")
    assert git("diff") == "diff --ipexport source/regions/anhui.yaml\nnothing changed that a reader sees\n"


def test_new_and_deleted_files_are_told_in_a_line() -> None:
    main(["git", "enable", "--quiet"])
    Path("source/regions/anhui.yaml").unlink()
    assert git("diff") == "diff --ipexport source/regions/anhui.yaml\ndeleted file\n"


def test_a_renamed_file_has_both_names() -> None:
    main(["git", "enable", "--quiet"])
    git("mv", "source", "moved")
    workplan = Path("moved/workplan.yaml")
    workplan.write_text(workplan.read_text("utf-8").replace("目录", "目次"), "utf-8")
    git("add", ".")
    assert "diff --ipexport source/workplan.yaml → moved/workplan.yaml\n" in git("diff", "--cached", "-M")


def test_a_broken_file_is_compared_as_git_does() -> None:
    main(["git", "enable", "--quiet"])
    region = Path("source/regions/anhui.yaml")
    region.write_text(region.read_text("utf-8").replace("code:", "cod:"), "utf-8")
    said = git("diff")
    assert "-code: '340000'" in said
    assert "+cod: '340000'" in said


@pytest.mark.parametrize("format", DOCUMENTS, ids=lambda format: format.name)
def test_git_diff_and_git_log_show_what_changed_in_a_document(format: Format) -> None:
    name = f"plan{format.extensions[0]}"
    ipexport.write(work_plan(), name)
    git("add", name)
    git("commit", "-qm", "a document")
    main(["git", "enable", "--quiet"])
    ipexport.write(edited(), name)
    said = git("diff", name)
    git("commit", "-qam", "edited")
    if format.reader:
        assert f"diff --ipexport {name}\n" in said
        assert "  ~ task: 推动管理体制改革{+工作+}。\n" in said
        assert "task: 推动管理体制改革工作。" in git("log", "-p", "-1")
    else:
        assert "differ" in said
        assert "# no document" in git("log", "-p", "-1")


def test_disable_leaves_no_trace(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = inside(repository)
    assert main(["git", "enable"]) == main(["git", "enable"]) == 0
    assert inside(repository) != before
    save_dataset(Path("source"), edited())
    git("diff")
    assert main(["git", "disable"]) == 0
    assert inside(repository) == before
    capsys.readouterr()
    assert main(["git", "disable"]) == 0
    assert capsys.readouterr().err == "ipexport: nothing to take away\n"
    assert "@@" in git("diff")


@pytest.mark.parametrize(
    "config", [b"[core]\n\tbare = false", b"[core]\r\n\tbare = false\r\n", b"", b"# \xff\n\n\n"]
)
@pytest.mark.parametrize("attributes", [None, b"", b"*.png binary", b"*.png binary\n"])
def test_disable_gives_back_every_byte(repository: Path, config: bytes, attributes: bytes | None) -> None:
    Path(".git/config").write_bytes(config)
    Path(".git/config").chmod(0o600)
    Path(".git/info/attributes").unlink(missing_ok=True)
    if attributes is not None:
        Path(".git/info/attributes").write_bytes(attributes)
    before = inside(repository)
    main(["git", "enable", "--quiet"])
    main(["git", "disable", "--quiet"])
    assert inside(repository) == before


def test_a_folder_that_was_made_is_taken_away(repository: Path) -> None:
    for path in Path(".git/info").iterdir():
        path.unlink()
    Path(".git/info").rmdir()
    before = inside(repository)
    main(["git", "enable", "--quiet"])
    main(["git", "disable", "--quiet"])
    assert inside(repository) == before


def test_settings_made_in_between_stay() -> None:
    Path(".git/config").write_bytes(Path(".git/config").read_bytes().rstrip(b"\n"))
    main(["git", "enable", "--quiet"])
    git("config", "user.nickname", "b")
    attributes = Path(".git/info/attributes")
    attributes.write_text(attributes.read_text("utf-8") + "*.png binary\n", "utf-8")
    main(["git", "disable", "--quiet"])
    assert git("config", "user.nickname") == "b\n"
    assert "ipexport" not in Path(".git/config").read_text("utf-8")
    assert attributes.read_text("utf-8").endswith("*.png binary\n")


def test_a_linked_work_tree_and_a_folder_within_have_the_settings_of_the_repository(repository: Path) -> None:
    before = inside(repository)
    os.chdir("source/regions")
    main(["git", "enable", "--quiet"])
    assert "diff=ipexport-dataset" in (repository / ".git/info/attributes").read_text("utf-8")
    os.chdir(repository)
    git("worktree", "add", "-q", "../linked")
    os.chdir("../linked")
    save_dataset(Path("source"), edited())
    assert "diff --ipexport source/workplan.yaml" in git("diff")
    main(["git", "disable", "--quiet"])
    os.chdir(repository)
    git("worktree", "remove", "--force", "../linked")
    git("branch", "-qD", "linked")
    after = inside(repository)
    assert {name: after.get(name) for name in (".git/config", ".git/info/attributes")} == {
        name: before.get(name) for name in (".git/config", ".git/info/attributes")
    }


def test_where_there_is_no_repository_one_line_says_so(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    monkeypatch.chdir(folder)
    assert main(["git", "enable"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("words", [["enable", "x"], ["compare"], ["text"], ["frobnicate"]])
def test_wrong_words_are_one_line(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["git", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unmerged_file_is_named() -> None:
    assert main(["git", "compare", "plan.docx"]) == 0
