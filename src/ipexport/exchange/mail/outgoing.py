"""Which of the prepared messages are to be sent, and as what: judged by the ledger and the files."""

from __future__ import annotations

from email.parser import BytesHeaderParser
from email.policy import default
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from ipexport.errors import OutputError
from ipexport.exchange.mail.connection import Envelope
from ipexport.exchange.mail.ledger import Event, Ledger, Status
from ipexport.output import inside

Result = Literal[
    "sent", "already sent", "to send", "left", "later", "changed", "refused", "failed", "in doubt"
]
"""Of a message in one run. "to send": that is all this run says; "left": it was not its turn; "later":
it is tried again in this run; "changed": it is not what was prepared, or not what was sent before;
"failed": it was tried as often as it is."""

NOT_SENT: tuple[Result, ...] = ("changed", "refused", "failed", "in doubt")
"""The results that somebody has to look at."""

_PREPARE = "run ipexport mail prepare again"


class Outcome(NamedTuple):
    """What became of a region's message; `refused` are recipients that do not get it."""

    region: str
    result: Result
    detail: str = ""
    refused: tuple[str, ...] = ()


class Outgoing(NamedTuple):
    """A message to send: a file with the digest `sha256`, from whom it is, and to whom it goes."""

    region: str
    file: Path
    sha256: str
    sender: str
    recipients: tuple[str, ...]

    def envelope(self) -> Envelope | None:
        """The message as it was prepared, None when its file is another by now."""
        data = _content(self.file, self.sha256)
        return None if data is None else Envelope(self.sender, self.recipients, data)


def judge(
    out: Path, file: Path, region: str, status: Status, again: bool, ledger: Ledger
) -> Outgoing | Outcome:
    """Whether a region's message is to be sent; if not, why.

    `out` is the output folder, `again` whether the user wants it sent although it was sent before.
    """
    if status.prepared is None:
        return Outcome(region, "changed", f"nothing is prepared for it ({_PREPARE})")
    if status.arrived is not None and not again:
        return _arrived(region, status, status.arrived)
    data = _content(file, status.prepared)
    if data is None:
        return changed(region, file)
    for path, digest in ledger.attachments(status.prepared):
        if _is_another(out, path, digest):
            return Outcome(region, "changed", f"{out / path} changed since it was attached ({_PREPARE})")
    headers = BytesHeaderParser(policy=default).parsebytes(data)
    sender, *recipients = (
        address.addr_spec
        for name in ("From", "To", "Cc")
        for address in getattr(headers[name], "addresses", ())
    )
    return Outgoing(region, file, status.prepared, sender, tuple(recipients))


def changed(region: str, file: Path) -> Outcome:
    return Outcome(region, "changed", f"{file} is missing, or not as it was prepared ({_PREPARE})")


def in_doubt(region: str, detail: str) -> Outcome:
    return Outcome(region, "in doubt", f"{detail}: ask whether it arrived; if not, --again {region} sends it")


def _arrived(region: str, status: Status, arrived: Event) -> Outcome:
    """What was sent, or may have been, is not sent again."""
    again = f"--again {region}"
    if arrived.state == "in doubt":
        return in_doubt(region, f"{arrived.detail}, {arrived.moment}")
    if status.changed_since:
        message = f"another message was sent, {arrived.moment}; to send the one prepared since: {again}"
        return Outcome(region, "changed", message)
    return Outcome(region, "already sent", arrived.moment)


def _content(file: Path, digest: str) -> bytes | None:
    """The bytes of a file when they have that SHA-256."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return data if sha256(data).hexdigest() == digest else None


def _is_another(out: Path, path: str, digest: str) -> bool:
    """Whether a file that was attached is there with other content; one that is gone has not changed."""
    try:
        return sha256(inside(out, path).read_bytes()).hexdigest() != digest
    except (OSError, OutputError):
        return False
