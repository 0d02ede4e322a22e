"""One connection to a mail server: what can go wrong with it, told apart by what is to be done.

`MailError`: nothing can be sent, somebody has to mend something. `TryLaterError`: this message can go
out later. `RefusedError`: this one never. `InDoubtError`: nobody knows whether it was taken.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ipexport.errors import MailError
from ipexport.exchange.mail.settings import Server

_PATIENCE = 10
"""How many times as long the answer to a whole message may take (RFC 5321, 4.5.3.2.6: 10 minutes)."""
_PIECE = 2**16
_SMALLER = " (prepare it again with less: --attach pdf)"


class UnreachableError(MailError):
    """The server gives no answer, or ends the connection before it is ready."""


class TryLaterError(Exception):
    """The message was surely not taken this time. The text is for people."""


class RefusedError(Exception):
    """The server will not take this message. The text is for people."""


class InDoubtError(Exception):
    """The whole message was handed over, and then no answer came. The text is for people."""


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
            raise self._not_ready(error) from error

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

    def deliver(self, envelope: Envelope, before_the_end: Callable[[], None]) -> dict[str, str]:
        """Hands a message over; returns the recipients that were refused, and why.

        `before_the_end` is called when all but the last two characters were sent: a server that never
        gets them must forget the message (RFC 5321, 4.1.1.4), and one that gets them may have it.
        Raises `TryLaterError`, `RefusedError` or `InDoubtError`.
        """
        assert self._smtp is not None
        smtp = self._smtp
        try:
            refused = self._announced(smtp, envelope)
            message = re.sub(rb"(?m)^\.", b"..", envelope.message)
            # In pieces: a socket's timeout is for all that is sent at once.
            for start in range(0, len(message), _PIECE):
                smtp.send(message[start : start + _PIECE])
        except OSError as error:
            self.drop()
            raise TryLaterError(self._said(error)) from error
        before_the_end()
        try:
            assert smtp.sock is not None
            smtp.sock.settimeout(self._server.timeout * _PATIENCE)
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
            smtp.sock.settimeout(self._server.timeout)
        except OSError as error:
            self.drop()
            raise InDoubtError(f"the whole message was sent, then: {self._said(error)}") from error
        self._expect(250, code, said)
        return refused

    def _announced(self, smtp: smtplib.SMTP, envelope: Envelope) -> dict[str, str]:
        """Says from whom and to whom, until the server waits for the message."""
        size = len(envelope.message)
        limit = smtp.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < size:
            raise RefusedError(
                f"the message has {_megabytes(size)}, the server takes {_megabytes(int(limit))}{_SMALLER}"
            )
        options = (f"size={size}",) if smtp.has_extn("size") else ()
        self._expect(250, *smtp.mail(envelope.sender, options))
        refused = {}
        for address in envelope.recipients:
            code, said = smtp.rcpt(address)
            if code // 100 == 4:
                self._expect(250, code, said)
            if code not in (250, 251):
                refused[address] = _reply(code, said)
        if len(refused) == len(envelope.recipients):
            smtp.rset()
            raise RefusedError("; ".join(f"{address}: {why}" for address, why in refused.items()))
        self._expect(354, *smtp.docmd("DATA"))
        return refused

    def _expect(self, expected: int, code: int, said: bytes) -> None:
        """Raises what an answer other than the expected one means, and forgets the message."""
        if code == expected:
            return
        assert self._smtp is not None
        if code == 421:
            self.drop()
        with contextlib.suppress(OSError):
            self._smtp.rset()
        if code // 100 == 5:
            raise RefusedError(_reply(code, said) + (_SMALLER if code == 552 else ""))
        raise TryLaterError(_reply(code, said))

    def _not_ready(self, error: OSError | UnicodeError) -> MailError | TryLaterError:
        """What a failure to get ready means."""
        where = f"{self._server.host}:{self._server.port}"
        match error:
            case smtplib.SMTPResponseException() if error.smtp_code // 100 == 4:
                return TryLaterError(_reply(error.smtp_code, error.smtp_error))
            case smtplib.SMTPAuthenticationError():
                hint = "check user and password; many providers want an authorisation code instead"
                said = _reply(error.smtp_code, error.smtp_error)
                return MailError(f"{where}: refuses the login of {self._server.user}: {said} ({hint})")
            case smtplib.SMTPResponseException():
                return MailError(f"{where}: {_reply(error.smtp_code, error.smtp_error)}")
            case smtplib.SMTPNotSupportedError() if "STARTTLS" in str(error):
                return MailError(f"{where}: offers no STARTTLS (security: tls, on port 465?)")
            case smtplib.SMTPNotSupportedError():
                return MailError(f"{where}: offers no login (another port, or no user?)")
            case ssl.SSLCertVerificationError():
                hint = "is host right? SSL_CERT_FILE can name the certificate of an authority of your own"
                return MailError(f"{where}: its certificate is not valid: {error.verify_message} ({hint})")
            case ssl.SSLError():
                message = f"no encryption could be agreed on: {error.reason or error}"
                return MailError(f"{where}: {message} (security: tls is for port 465, starttls for 587)")
            case smtplib.SMTPException() if not isinstance(error, smtplib.SMTPServerDisconnected):
                return MailError(f"{where}: {error}")
            case UnicodeError():
                return MailError(f"{where}: user and password can only have ASCII characters")
        return UnreachableError(f"{where}: {self._said(error)} (check host, port and security)")

    def _said(self, error: OSError) -> str:
        if isinstance(error, TimeoutError) or "timed out" in str(error):
            return f"no answer within {self._server.timeout:g} s"
        if isinstance(error, smtplib.SMTPServerDisconnected):
            return "the server closed the connection"
        return error.strerror or str(error)


def _reply(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"
