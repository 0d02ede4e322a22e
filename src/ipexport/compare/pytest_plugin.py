"""The pytest plugin: `golden_document` compares a produced document with the one that it should be.

pytest imports this module in every run where ipexport is installed, so all else is imported by the
first test that uses the fixture.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ipexport.compare.golden import Produced

GoldenDocument = Callable[["Produced", "str | PathLike[str]"], None]
"""The type of the fixture, to annotate tests with."""

_UPDATE = "--ipexport-update"
_WROTE = "ipexport wrote"
_INDENT = 8
"""Columns that pytest takes in front of an error in a test."""
_MOST_LINES = 100
"""Lines of a report without -vv."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option that accepts what was produced."""
    help = "write the golden files of documents that differ from them"
    parser.getgroup("ipexport").addoption(_UPDATE, action="store_true", help=help)


@pytest.fixture
def golden_document(request: pytest.FixtureRequest) -> GoldenDocument:
    """Fails the test where a document is not as a golden one: golden_document(produced, golden).

    `produced` is a path, the bytes of a file in the format of the golden one, or a work plan; `golden`
    is a path from the folder of the test. Each can be of any format that can be read. What differs is
    told as `ipexport diff` tells it; with --ipexport-update the golden document is written instead.
    """

    def compare(produced: Produced, golden: str | PathLike[str]) -> None:
        __tracebackhide__ = True
        if problem := _problem(request, produced, _shown(request.path.parent / golden)):
            raise AssertionError(problem)

    return compare


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says which golden documents were written, those of other processes, too."""
    if not config.getoption(_UPDATE):
        return
    reports = (report for listed in terminalreporter.stats.values() for report in listed)
    if written := sorted(set(_written(reports))):
        terminalreporter.section("golden documents")
        for path in written:
            terminalreporter.line(f"wrote {path}")


def _written(reports: Iterable[object]) -> Iterator[str]:
    for report in reports:
        if isinstance(report, pytest.TestReport):
            yield from (str(path) for name, path in report.user_properties if name == _WROTE)


def _problem(request: pytest.FixtureRequest, produced: Produced, golden: Path) -> str:
    """How the produced document is not as it should be; "" when it is, or was accepted."""
    from ipexport.compare.golden import accept, problem_with, read_produced
    from ipexport.errors import IpexportError

    columns = _columns(request.config)
    try:
        source = read_produced(produced, golden)
        problem = problem_with(source, golden, columns)
        if problem and request.config.getoption(_UPDATE):
            accept(produced, source, golden)
            request.node.user_properties.append((_WROTE, str(golden)))
            problem = problem_with(source, golden, columns)
            hint = "it was written, but its format cannot hold what differs: take another, as .yaml"
        else:
            hint = f"if this is right: pytest {_UPDATE} {shlex.quote(request.node.nodeid)}"
    except IpexportError as error:
        return str(error)
    return problem and f"{_cut(problem, request.config)}\n\n{hint}"


def _cut(problem: str, config: pytest.Config) -> str:
    lines = problem.splitlines()
    more = len(lines) - _MOST_LINES
    if more <= 0 or config.getoption("verbose") > 1:
        return problem
    return "\n".join([*lines[:_MOST_LINES], f"… and {more} more lines (pytest -vv shows them)"])


def _shown(path: Path) -> Path:
    """The path from the current folder, where it is in it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _columns(config: pytest.Config) -> int:
    # A process of pytest-xdist has no terminal.
    known = config.pluginmanager.has_plugin("terminalreporter")
    return (config.get_terminal_writer().fullwidth if known else 80) - _INDENT
