"""OUT/mail/ledger.sqlite: what was prepared for each region, and what became of it.

Events are only ever added, each on the disk before the next step is taken. A message whose last event
is "sending" was about to be handed over when the program ended: whether it arrived is in doubt. One
program at a time has the ledger; the system takes it from a program that ends in whatever way.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from ipexport.errors import MailError

NAME = "ledger.sqlite"

State = Literal["prepared", "withdrawn", "sending", "sent", "refused", "failed", "in doubt"]
"""What can happen to a message: its file was written, or taken away; its last byte is about to be sent;
the server took it, refused it for good, could not be asked; nobody knows whether the server took it."""

_VERSION = 1
_TABLES = f"""
BEGIN EXCLUSIVE;
CREATE TABLE event (
  number INTEGER PRIMARY KEY,
  moment TEXT NOT NULL,     -- UTC, ISO 8601
  region TEXT NOT NULL,
  state TEXT NOT NULL,
  sha256 TEXT NOT NULL,     -- of the prepared file
  detail TEXT NOT NULL      -- for people
);
CREATE TABLE attachment (
  message TEXT NOT NULL,    -- SHA-256 of the prepared file
  path TEXT NOT NULL,       -- in the output folder
  sha256 TEXT NOT NULL,
  PRIMARY KEY (message, path)
);
PRAGMA user_version = {_VERSION};
COMMIT;
"""
_CUT_OFF = "the program ended before the server had answered"


class Event(NamedTuple):
    moment: str
    region: str
    state: State
    sha256: str
    detail: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where a region's message stands.

    `prepared` is the digest of the file to send, None where there is none. `last` is the latest attempt
    to send anything to the region, `settled` the latest that is known to have arrived, or to be in doubt.
    """

    prepared: str | None = None
    last: Event | None = None
    settled: Event | None = None

    @property
    def arrived(self) -> Event | None:
        """The latest attempt that the server took, or may have taken."""
        return self.last if self.last is not None and self.last.state == "in doubt" else self.settled

    @property
    def changed_since(self) -> bool:
        """Whether another message arrived, or may have, than the one that is prepared now."""
        arrived = self.arrived
        return arrived is not None and self.prepared is not None and arrived.sha256 != self.prepared


class Ledger:
    """The open ledger of a folder, for this program only. Raises `MailError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._base = sqlite3.connect(path, timeout=0, isolation_level=None)
            # Held until it is closed: two programs that send would send twice.
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.execute("PRAGMA fullfsync = ON")
            self._base.execute("BEGIN EXCLUSIVE")
            self._base.execute("COMMIT")
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            (tables,) = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if version == 0 and tables == 0:
                self._base.executescript(_TABLES)
            elif version != _VERSION:
                raise MailError(f"{path}: not a ledger that this version of ipexport knows")

    def statuses(self) -> Mapping[str, Status]:
        """Each region that ever had a message, in the order of their first."""
        found: dict[str, Status] = {}
        with self._told():
            rows = self._base.execute(
                "SELECT moment, region, state, sha256, detail FROM event ORDER BY number"
            ).fetchall()
        for row in rows:
            event = Event(*row)
            found[event.region] = _after(found.get(event.region, Status()), event)
        return found

    def settle(self) -> None:
        """Writes down what is in doubt since a program ended in the middle, before the next attempt."""
        for region, status in self.statuses().items():
            if status.arrived is not None and status.arrived is not status.settled:
                self.record(region, "in doubt", status.arrived.sha256, status.arrived.detail)

    def record(self, region: str, state: State, sha256: str, detail: str = "") -> None:
        """Adds an event; it is on the disk when this returns."""
        moment = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._told():
            self._base.execute(
                "INSERT INTO event (moment, region, state, sha256, detail) VALUES (?, ?, ?, ?, ?)",
                (moment, region, state, sha256, detail),
            )

    def record_attachments(self, message: str, files: Iterable[tuple[str, str]]) -> None:
        """Remembers path and SHA-256 of what a message has attached."""
        with self._told():
            self._base.execute("BEGIN")
            self._base.executemany(
                "INSERT OR IGNORE INTO attachment VALUES (?, ?, ?)", [(message, *file) for file in files]
            )
            self._base.execute("COMMIT")

    def attachments(self, message: str) -> list[tuple[str, str]]:
        with self._told():
            rows = self._base.execute("SELECT path, sha256 FROM attachment WHERE message = ?", (message,))
            return rows.fetchall()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                message = "another ipexport mail is at work in this folder; wait until it has ended"
                raise MailError(f"{self._path}: {message}") from None
            raise MailError(f"{self._path}: cannot be written: {error}") from error
        except sqlite3.DatabaseError as error:
            hint = "without it nobody knows what was sent; put back a copy, or move the folder away"
            raise MailError(f"{self._path}: damaged: {error} ({hint})") from error


def _after(status: Status, event: Event) -> Status:
    if event.state == "prepared":
        return replace(status, prepared=event.sha256)
    if event.state == "withdrawn":
        return replace(status, prepared=None)
    if event.state == "sending":
        return replace(status, last=event._replace(state="in doubt", detail=_CUT_OFF))
    if event.state in ("sent", "in doubt"):
        return replace(status, last=event, settled=event)
    return replace(status, last=event)
