"""What can be wrong, as values: findings in data, and errors that stop the work.

A `Finding` says where, what and what to do about it; findings are collected and reported
together. An `IpexportError` stops the work; the command line turns it into one line and exit
code 2. Nothing else escapes to the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """A place in a source: file, line and column counted from 1 (0 where not known).

    A document has a `part` instead of lines: "page 3, row 2", "sheet 上海市, C5".
    """

    file: str
    line: int = 0
    column: int = 0
    part: str = ""

    def __str__(self) -> str:
        numbers = (str(n) for n in (self.line, self.column) if n)
        return ":".join([self.file, *numbers, *([f" {self.part}"] if self.part else [])])


class Finding(NamedTuple):
    """One thing that is wrong with the data.

    `code` is stable and meant for filters; `hint` says what to do and may be empty.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.place}: {self.severity}: {self.message}{hint} [{self.code}]"


class IpexportError(Exception):
    """The work cannot be done. The message is one line for people."""


class SourceError(IpexportError):
    """The input is wrong; carries every finding, errors and warnings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))

    def __reduce__(self) -> tuple[type[SourceError], tuple[tuple[Finding, ...]]]:
        """Made again from its findings when it comes from another process."""
        return type(self), (self.findings,)


class StyleError(SourceError):
    """A style sheet is wrong."""


class RequestError(IpexportError):
    """Something was asked for that does not exist: a region, language, style or format."""


class OutputError(IpexportError):
    """A file could not be written; what was there before is still there."""


class MailError(IpexportError):
    """Mail cannot be prepared or sent at all: the server, its login, the ledger."""
