"""The command line: a thin skin over the public API, one file a command.

`main` parses, runs, and turns whatever goes wrong into one line on standard error and an exit
code: 0 good, 1 findings, 2 could not do it. Results go to standard output, messages to standard
error. A command imports what it needs when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from ipexport.cli.messages import say
from ipexport.cli.options import PrintCompletion, add_global_options
from ipexport.errors import IpexportError

COMMANDS = {
    "build": "make the handouts: the whole document and each region, in each format",
    "convert": "turn a dataset into one file, or into a dataset of another shape",
    "check": "print everything that is wrong with a dataset",
    "translate": "keep the English in step with the Chinese, and exchange files with translators",
    "diff": "show what changed between two documents, cell by cell",
    "merge": "put two people's changes of one document together",
    "mail": "send the regions their handouts by mail, each once",
    "collect": "merge what regions sent back into the dataset",
    "git": "show document changes in git diff",
    "fonts": "print the font of each role in a PDF, and the characters that it lacks",
    "schema": "print the JSON Schema of the dataset, or of what diff prints",
}
"""What each command does. Its module, `ipexport.cli.NAME`, is imported when it is asked for."""

_NAME = "ipexport"
_DESCRIPTION = """\
Work-plan tables as Word, Excel and PDF, from one dataset.

The dataset is a folder of YAML files (./source when none is given). `build` makes the
handouts: the whole document and one file for each region, in each format."""

_EXAMPLES = """\
examples:
  ipexport build                        the handouts of ./source, into ./out
  ipexport build -f pdf -r shanghai     one region, as PDF
  ipexport check                        everything that is wrong with ./source
  ipexport convert source plan.docx     the whole document as one Word file
  ipexport COMMAND --help               more about a command

exit codes: 0 good, 1 findings or differences, 2 could not do it"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command (that of the process when no arguments are given) and returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Chinese on a console that has no Chinese (cp1252) is escaped, not an error.
            stream.reconfigure(errors="backslashreplace")
    # What a command makes has no cycles and lives as long as the command: looking for garbage
    # among a million cells costs a twentieth of the time and finds none.
    gc.disable()
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough, and wants to hear nothing more.
        _drop_output()
        return 141
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except IpexportError as error:
        for line in str(error).split("\n"):
            say(line)
        return 2
    except OSError as error:
        _drop_output()
        say(f"{error.filename or 'standard output'}: {error.strerror or error}")
        return 2
    except Exception as error:
        return _bug(error, "--verbose" in words)
    finally:
        gc.enable()
    return code


def _run(words: list[str]) -> int:
    parser = make_parser(None if "--print-completion" in words else words)
    try:
        arguments = parser.parse_args(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return 2
    code: int = command_module(arguments.command).run(arguments)
    return code


def _drop_output() -> None:
    """Lets go what standard output still holds: Python would try to write it when it ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bug(error: Exception, verbose: bool) -> int:
    if verbose:
        import traceback

        traceback.print_exception(error)
    said = f"{type(error).__name__}: {error}"
    say(f"this is a bug in ipexport, please report it with the output of --verbose: {said}")
    return 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        say(f"{message} (see {self.prog} --help)")
        self.exit(2)


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal. argparse makes a formatter for each argument and asks `shutil` for the
    width, which takes 5 ms to import."""

    def __init__(self, prog: str) -> None:
        columns = 0
        with contextlib.suppress(OSError):
            columns = os.get_terminal_size().columns
        with contextlib.suppress(KeyError, ValueError):
            columns = int(os.environ["COLUMNS"])
        super().__init__(prog, width=(columns if columns > 0 else 80) - 2)


def command_module(name: str) -> Any:
    """The module of a command: DESCRIPTION, EXAMPLES, `add_arguments` and `run`."""
    return import_module(f"ipexport.cli.{name}")


def make_parser(words: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of all commands with all options.

    To parse `words`, commands that are not among them have no options, and are not there at all where
    the first word is a command: making a parser of each takes longer than parsing.
    """
    parser = _Parser(
        prog=_NAME,
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=_HelpFormatter,
        allow_abbrev=False,
    )
    add_global_options(parser, quiet=False, verbose=False)
    parser.add_argument(
        "--print-completion",
        action=PrintCompletion,
        choices=("bash", "zsh", "tcsh"),
        help="print the completion script of a shell",
    )
    # With a name at hand, argparse does not lay out a usage line to find it.
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", prog=_NAME)
    asked = [word for word in words or () if word in COMMANDS]
    for name in asked[:1] if words and words[0] in COMMANDS else COMMANDS:
        summary = COMMANDS[name]
        if words is not None and name not in asked:
            commands.add_parser(name, help=summary)
            continue
        command = command_module(name)
        subparser = commands.add_parser(
            name,
            help=summary,
            description=command.DESCRIPTION,
            epilog=command.EXAMPLES,
            formatter_class=_HelpFormatter,
            allow_abbrev=False,
        )
        command.add_arguments(subparser)
        # After the command as well as before it; what is not said again stays as it was.
        add_global_options(subparser, quiet=argparse.SUPPRESS, verbose=argparse.SUPPRESS)
    return parser
