"""Options that several commands have, and shell completion."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

import ipexport

Run = Callable[[argparse.Namespace], int]
"""What runs a step of a command: its arguments -> the exit code."""


def add_global_options(parser: argparse.ArgumentParser, *, quiet: object, verbose: object) -> None:
    """--quiet, --verbose and --version; `quiet` and `verbose` are the defaults."""
    options = parser.add_argument_group("messages")
    options.add_argument("--quiet", action="store_true", default=quiet, help="only errors")
    options.add_argument(
        "--verbose", action="store_true", default=verbose, help="every step, and the trace of a bug"
    )
    options.add_argument("--version", action="version", version=f"ipexport {ipexport.__version__}")


def add_steps(parser: argparse.ArgumentParser) -> Callable[[str, str, Run], argparse.ArgumentParser]:
    """Lets a command have steps; each is added by its name, what it does, and the function that does it."""
    steps = parser.add_subparsers(dest="step", metavar="STEP", title="steps", required=True)

    def add(name: str, help: str, run: Run) -> argparse.ArgumentParser:
        step: argparse.ArgumentParser = steps.add_parser(
            name, help=help, description=f"{help}.", allow_abbrev=False
        )
        step.set_defaults(run_step=run)
        add_global_options(step, quiet=argparse.SUPPRESS, verbose=argparse.SUPPRESS)
        return step

    return add


def add_region(parser: argparse.ArgumentParser, help: str) -> None:
    parser.add_argument("-r", "--region", action="append", default=[], metavar="REGION", help=help)


def add_style(parser: argparse.ArgumentParser, what: str = "") -> None:
    parser.add_argument(
        "-s",
        "--style",
        default="official",
        metavar="STYLE",
        help=f"{what}a style by name (official, compact, or one in styles/ beside the dataset), "
        "or a .yaml file",
    )


def add_reference(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reference",
        metavar="DOCX",
        help="a Word file of your own: Word files take its styles, pages, headers, footers and logo",
    )


def add_changes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--changes",
        choices=("accepted", "rejected"),
        default="accepted",
        help="read Word files as if all tracked changes were accepted, or rejected (accepted)",
    )


def add_max_size(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--max-size",
        type=megabytes,
        metavar="MB",
        help="the largest source file to read (64 when not given)",
    )


def at_least_one(word: str) -> int:
    """A whole number from 1."""
    if not (word.isascii() and word.isdecimal() and int(word) > 0):
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 1")
    return int(word)


def megabytes(word: str) -> int:
    """A number of MB from 1, in bytes."""
    return at_least_one(word) * 2**20


class PrintCompletion(argparse.Action):
    """Prints the completion script of a shell, made from the parser, and ends."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002
        values: str | Sequence[Any] | None,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        import shtab

        for action in _all_actions(parser):
            if action.dest == "format":
                action.choices = _format_names()
            elif action.metavar in ("SOURCE", "INPUT", "OUTPUT", "OUT", "STYLE", "FILE", "DOCX"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]
        print(shtab.complete(parser, str(values)))
        parser.exit()


def _all_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    actions = list(parser._actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for subparser in action.choices.values():
                actions.extend(_all_actions(subparser))
    return actions


def _format_names() -> list[str]:
    from ipexport.formats import FORMATS

    return [format.name for format in FORMATS if format.kind == "document"]
