"""`ipexport git`: document changes in `git diff`, switched on and off."""

from __future__ import annotations

import argparse
import os
import sys

from ipexport.cli.messages import Terminal, one_line, say, terminal
from ipexport.errors import RequestError

DESCRIPTION = """\
`enable` makes git show what changed in documents (.docx, .xlsx, .pdf) and in the files of a dataset
as `ipexport diff` does, in the repository of this folder and for this user only; `disable` takes it
away again, byte by byte. `git diff --no-ext-diff` shows lines as before.

`compare` and `text` are what git runs."""
EXAMPLES = """\
examples:
  ipexport git enable       then: git diff, git diff HEAD~3 -- plan.docx, git log -p --ext-diff
  ipexport git disable      as it was before
  ipexport git text source  the text of a document as git log -p compares it"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("enable", "disable", "compare", "text"), metavar="ACTION")
    parser.add_argument("words", nargs="*", metavar="WORD", help="what git gives to compare and text")


def run(arguments: argparse.Namespace) -> int:
    action, words = arguments.action, arguments.words
    if action in ("enable", "disable"):
        if words:
            raise RequestError(f"git {action} takes no further word ({words[0]!r})")
        _switch(action, arguments.quiet)
        return 0
    if not words:
        raise RequestError(f"git {action} needs a file")
    from ipexport.compare.git_driver import compare_for_git, text_for_git

    if action == "text":
        print(text_for_git(words[0]), end="")
        return 0
    answer = compare_for_git(words, **_paged())
    if answer.note:
        say(one_line(answer.note))
    print(answer.text, end="")
    return 0


def _switch(action: str, quiet: bool) -> None:
    from ipexport.compare import git_settings

    changed = git_settings.enable() if action == "enable" else git_settings.disable()
    if quiet:
        return
    for path in changed:
        say(f"changed {path}")
    if not changed:
        say("nothing to take away")


def _paged() -> Terminal:
    """How git's pager shows text, when that stands between us and the terminal."""
    if sys.stdout.isatty() or os.environ.get("GIT_PAGER_IN_USE") != "true":
        return terminal()
    columns = os.environ.get("COLUMNS", "")
    return {
        "colour": not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        "columns": int(columns) if columns.isdecimal() else 80,
    }
