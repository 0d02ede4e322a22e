"""The README names every command and option, and its examples work."""

from __future__ import annotations

import argparse
import contextlib
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipexport.cli import main, make_parser
from ipexport.style import style_names
from tests.exchange.mail.servers import Inbox, mail_server

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def subparsers() -> dict[str, argparse.ArgumentParser]:
    (action,) = (a for a in make_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def all_actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for step in action.choices.values():
                yield from all_actions(step)


@pytest.mark.parametrize("command", subparsers())
def test_every_option_is_in_the_readme(command: str) -> None:
    assert f"`ipexport {command}" in README
    for action in all_actions(subparsers()[command]):
        for option in action.option_strings:
            if option.startswith("--"):
                assert option in README, option


def test_every_style_is_in_the_readme() -> None:
    for name in style_names():
        assert f"`{name}`" in README


def examples() -> list[str]:
    """The commands in the README's and the help's examples."""
    texts = [README, make_parser().epilog or "", *(parser.epilog or "" for parser in subparsers().values())]
    lines = re.findall(r"^(?: {4}| {2})ipexport ([^#\n]+?)(?: {2,}.*| *#.*)?$", "\n".join(texts), re.M)
    return [line for line in dict.fromkeys(lines) if "COMMAND" not in line and "plan.json copy" not in line]


@pytest.mark.parametrize("example", examples())
def test_every_example_works(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stack: contextlib.ExitStack
) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copy").mkdir()
    main(["convert", "source", "plan.json", "--quiet"])
    if "HEAD" in example or " git " in f" {example}":
        commit_twice()
    shutil.copy("plan.json", "copy/plan.json")
    main(["translate", "export", "hubei.xlf", "--quiet"])
    for document in ("hubei.pdf", "hubei.docx"):
        if f" {document}" in f" {example}":
            main(["convert", "source", document, "-r", "hubei", "--quiet"])
    if example.startswith("mail"):
        stack.enter_context(mail_examples())
    if example.startswith("collect"):
        main(["build", "--form", "-l", "zh", "--quiet"])
        shutil.copytree("out/zh/forms", "inbox")
        if "inbox" not in example:
            main(["collect", "inbox", "--write", "--quiet"])
    words = shlex.split(re.split(r" (?:>|&&|\|) ", example)[0])
    assert main(words) == 0


@pytest.fixture
def stack() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as opened:
        yield opened


@contextlib.contextmanager
def mail_examples() -> Iterator[None]:
    """The README's recipients.yaml, with a server of the tests, and recipients for every region."""
    (settings,) = re.findall(r"```yaml\n(from: .*?)recipients:\n", README, re.S)
    regions = [path.stem for path in Path("source/regions").glob("*.yaml")]
    rows = "".join(f"{region},{region}@example.org\n" for region in regions)
    Path("source/recipients.csv").write_text("region,to\n" + rows)
    with mail_server(Inbox()) as port:
        server = f"server: {{host: 127.0.0.1, port: {port}, security: none, rate: 6000}}"
        Path("source/recipients.yaml").write_text(re.sub("server: .*", server, settings), "utf-8")
        main(["mail", "prepare", "--quiet"])
        yield


def commit_twice() -> None:
    """Makes the folder a repository with two revisions."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "source"], check=True)
    for message in ("one", "two"):
        subprocess.run(["git", *who, "commit", "-q", "--allow-empty", "-m", message], check=True)
