"""`ipexport mail send`: hands over what was prepared, each message at most once.

In rounds: every message is tried; those that the server did not take for now are tried again after a
pause, each pause longer. The ledger is written before the last bytes of a message leave and after the
answer, so that whatever ends this program leaves at most one message in doubt. One that comes to be in
doubt ends the run, since the next would come to be so, too.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Literal

from ipexport.choices import unknown
from ipexport.errors import MailError
from ipexport.exchange.mail.connection import Connection
from ipexport.exchange.mail.faults import InDoubtError, RefusedError, TryLaterError, UnreachableError
from ipexport.exchange.mail.ledger import NAME, Ledger, Status
from ipexport.exchange.mail.message import departing
from ipexport.exchange.mail.outgoing import Outcome, Outgoing, changed, in_doubt, judge
from ipexport.exchange.mail.password import password_for
from ipexport.exchange.mail.prepare import FOLDER
from ipexport.exchange.mail.settings import Server, load_server
from ipexport.output import inside

PAUSES = (5, 30, 120)
"""Seconds before each further round."""

Wait = Callable[[float], None]


def send_mail(
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    only: Sequence[str],
    again: Sequence[str],
    limit: int | None,
    dry_run: bool,
    report: Callable[[Outcome], None],
    wait: Wait = time.sleep,
) -> tuple[Outcome, ...]:
    """Sends what was prepared in OUT/mail; returns what became of each region's message.

    `only` are regions, all when empty; the messages of `again` are sent although they were sent before;
    at most `limit` leave. With `dry_run` none does, and no server is asked. `report` is called with each
    outcome when it is known. Raises `IpexportError` where nothing can be sent; what was sent by then is
    in the ledger.
    """
    folder = Path(out) / FOLDER
    if not (folder / NAME).is_file():
        raise MailError(f"{folder}: nothing was prepared (run ipexport mail prepare first)")
    with Ledger(folder / NAME) as ledger:
        judged = [
            judge(Path(out), inside(folder, f"{region}.eml"), region, status, region in again, ledger)
            for region, status in _chosen(ledger.statuses(), only, again).items()
        ]
        queue = [one for one in judged if isinstance(one, Outgoing)]
        sending: Iterator[Outcome]
        if dry_run:
            sending = (Outcome(one.region, "to send", ", ".join(one.recipients)) for one in queue[:limit])
        else:
            ledger.settle()
            sending = _Sending(load_server(Path(source)), ledger, wait).all(queue[:limit])
        not_now = queue[limit:] if limit is not None else []
        outcomes = []
        for outcome in chain((one for one in judged if isinstance(one, Outcome)), sending, _left(not_now)):
            report(outcome)
            if outcome.result != "later":
                outcomes.append(outcome)
        return tuple(outcomes)


def _chosen(statuses: Mapping[str, Status], only: Sequence[str], again: Sequence[str]) -> dict[str, Status]:
    """The regions asked for, all that have a message when none is. Raises `RequestError`."""
    for region in (*only, *again):
        if region not in statuses:
            raise unknown("region", region, statuses)
    return {
        region: status
        for region, status in statuses.items()
        if region in only or (not only and status.prepared is not None)
    }


def _left(messages: Iterable[Outgoing]) -> Iterator[Outcome]:
    return (Outcome(one.region, "left") for one in messages)


class _Sending:
    """Sends messages over one connection, or several, one after the other."""

    def __init__(self, server: Server, ledger: Ledger, wait: Wait) -> None:
        self._server = server
        self._ledger = ledger
        self._wait = wait
        self._connection: Connection | None = None
        self._began = 0.0
        self._down: str | None = None

    def all(self, queue: Sequence[Outgoing]) -> Iterator[Outcome]:
        try:
            for pause in (*PAUSES, None):
                queue = yield from self._round(queue, pause)
                if not queue or pause is None:
                    break
                self._wait(pause)
        except BaseException:
            if self._connection:
                self._connection.drop()
            raise
        if self._connection:
            self._connection.close()

    def _round(
        self, queue: Sequence[Outgoing], pause: int | None
    ) -> Generator[Outcome, None, list[Outgoing]]:
        """Tries each message; returns those to try again, after a pause (None: never)."""
        later: list[Outgoing] = []
        self._down = None
        for number, one in enumerate(queue, 1):
            outcome = self._attempt(one, patient=pause is not None)
            if outcome.result == "failed" and pause is not None:
                later.append(one)
                outcome = Outcome(one.region, "later", f"{outcome.detail}; it is tried again in {pause} s")
            yield outcome
            if outcome.result == "in doubt":
                yield from _left((*later, *queue[number:]))
                return []
        return later

    def _attempt(self, one: Outgoing, *, patient: bool) -> Outcome:
        """Tries one message, and writes down what became of it."""
        envelope = one.envelope()
        if envelope is None:
            return changed(one.region, one.file)
        refused: Mapping[str, str] = {}
        state: Literal["sent", "refused", "failed", "in doubt"]
        try:
            connection = self._ready()
            self._keep_rate()
            moment = datetime.datetime.now().astimezone()
            leaving = envelope._replace(message=departing(envelope.message, moment))
            refused = connection.deliver(
                leaving, lambda: self._ledger.record(one.region, "sending", one.sha256), patient=patient
            )
        except TryLaterError as error:
            state, detail = "failed", str(error)
        except RefusedError as error:
            state, detail = "refused", str(error)
        except InDoubtError as error:
            state, detail = "in doubt", str(error)
        else:
            state, detail = "sent", "; ".join(f"not to {address}: {why}" for address, why in refused.items())
        self._ledger.record(one.region, state, one.sha256, detail)
        if state == "in doubt":
            return in_doubt(one.region, detail)
        return Outcome(one.region, state, detail, tuple(refused))

    def _ready(self) -> Connection:
        """The connection, made anew where there is none any more.

        A server that was never reached is an error; one that was is waited for.
        """
        if self._down is not None:
            raise TryLaterError(self._down)
        if self._connection and self._connection.is_alive():
            return self._connection
        try:
            password = password_for(self._server) if self._server.user else None
            self._connection = Connection(self._server, password)
        except (TryLaterError, UnreachableError) as error:
            if isinstance(error, UnreachableError) and self._connection is None:
                raise
            self._down = str(error)
            raise TryLaterError(self._down) from error
        return self._connection

    def _keep_rate(self) -> None:
        """Waits until the next message may leave."""
        now = time.monotonic()
        if self._began:
            self._wait(max(0.0, self._began + 60 / self._server.rate - now))
        self._began = time.monotonic()
