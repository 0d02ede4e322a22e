"""One connection to a mail server, and a message handed over."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ipexport.exchange.mail.faults import (
    SMALLER,
    InDoubtError,
    RefusedError,
    TryLaterError,
    megabytes,
    not_ready,
    reply,
    said_of,
)
from ipexport.exchange.mail.settings import Server

_PATIENCE = 10
"""How many times as long the answer to a whole message may take (RFC 5321, 4.5.3.2.6: 10 minutes)."""
_PIECE = 2**16
"""Bytes that are sent at once."""


class Envelope(NamedTuple):
    """A message, whom it is from, and to whom it goes."""

    sender: str
    recipients: Sequence[str]
    message: bytes


class Connection:
    """A server that is ready to take messages.

    Raises `MailError` where there is none, or `TryLaterError` where it asks for patience.
    """

    def __init__(self, server: Server, password: str | None) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        try:
            self._smtp = self._connected()
            self._smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                self._smtp.starttls(context=ssl.create_default_context())
                self._smtp.ehlo_or_helo_if_needed()
            if password is not None:
                self._smtp.login(server.user, password)
        except (OSError, UnicodeError) as error:
            self.close()
            raise not_ready(server, error) from error

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
        return smtplib.SMTP(server.host, server.port, timeout=server.timeout)

    def is_alive(self) -> bool:
        """Whether the server is still there: it may have closed a connection that was idle."""
        try:
            return self._smtp is not None and self._smtp.noop()[0] == 250
        except OSError:
            return False

    def close(self) -> None:
        if self._smtp is not None:
            with contextlib.suppress(OSError):
                self._smtp.quit()
            self._smtp.close()

    def drop(self) -> None:
        """Lets go without a word: in the middle of a message a farewell would be part of it."""
        if self._smtp is not None:
            self._smtp.close()

    def deliver(
        self, envelope: Envelope, before_the_end: Callable[[], None], *, patient: bool = True
    ) -> dict[str, str]:
        """Hands a message over; returns the recipients that were refused, and why.

        `before_the_end` is called when all but the last line was sent: a server that never gets it must
        forget the message (RFC 5321, 4.1.1.4), and one that gets it may have the message. `patient` is
        whether a recipient that the server puts off can wait with all the others; else it is refused.
        Raises `TryLaterError`, `RefusedError` or `InDoubtError`.
        """
        assert self._smtp is not None
        smtp = self._smtp
        try:
            refused = self._announced(smtp, envelope, patient)
            message = re.sub(rb"(?m)^\.", b"..", envelope.message)
            # In pieces: a socket's timeout is for all that is sent at once.
            for start in range(0, len(message), _PIECE):
                smtp.send(message[start : start + _PIECE])
        except OSError as error:
            self.drop()
            raise TryLaterError(said_of(error, self._server)) from error
        before_the_end()
        try:
            assert smtp.sock is not None
            smtp.sock.settimeout(self._server.timeout * _PATIENCE)
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
            smtp.sock.settimeout(self._server.timeout)
        except OSError as error:
            self.drop()
            raise InDoubtError(f"the whole message was sent, then: {said_of(error, self._server)}") from error
        if code // 100 not in (2, 4, 5):
            self.drop()
            raise InDoubtError(f"the whole message was sent, then the server said: {reply(code, said)}")
        self._expect(2, code, said)
        return refused

    def _announced(self, smtp: smtplib.SMTP, envelope: Envelope, patient: bool) -> dict[str, str]:
        """Says from whom and to whom, until the server waits for the message."""
        size = len(envelope.message)
        limit = smtp.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < size:
            raise RefusedError(
                f"the message has {megabytes(size)}, the server takes {megabytes(int(limit))}{SMALLER}"
            )
        options = (f"size={size}",) if smtp.has_extn("size") else ()
        self._expect(2, *smtp.mail(envelope.sender, options))
        refused: dict[str, str] = {}
        put_off: dict[str, str] = {}
        for address in envelope.recipients:
            code, said = smtp.rcpt(address)
            if code == 421:
                self._expect(2, code, said)
            if code // 100 != 2:
                (put_off if code // 100 == 4 else refused)[address] = reply(code, said)
        nobody = len(refused) + len(put_off) == len(envelope.recipients)
        if put_off and (patient or nobody):
            raise self._forgotten(TryLaterError(_listed(put_off)))
        if nobody:
            raise self._forgotten(RefusedError(_listed(refused)))
        self._expect(3, *smtp.docmd("DATA"))
        return refused | put_off

    def _expect(self, expected: int, code: int, said: bytes) -> None:
        """Raises what an answer means that does not begin with the expected digit."""
        if code // 100 == expected:
            return
        if code // 100 == 5:
            raise self._forgotten(RefusedError(reply(code, said) + (SMALLER if code == 552 else "")))
        if code == 421:
            self.drop()
        raise self._forgotten(TryLaterError(reply(code, said)))

    def _forgotten(self, error: Exception) -> Exception:
        """The error, after the server was told to forget the message."""
        assert self._smtp is not None
        with contextlib.suppress(OSError):
            self._smtp.rset()
        return error


def _listed(recipients: Mapping[str, str]) -> str:
    return "; ".join(f"{address}: {why}" for address, why in recipients.items())
