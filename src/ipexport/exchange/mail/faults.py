"""What can go wrong with a mail server, told apart by what is to be done, and said in one line."""

from __future__ import annotations

import smtplib
import ssl

from ipexport.errors import MailError
from ipexport.exchange.mail.settings import Server

SMALLER = " (prepare it again with less: --attach pdf)"


class UnreachableError(MailError):
    """The server gives no answer, or ends the connection before it is ready."""


class TryLaterError(Exception):
    """The message was surely not taken this time. The text is for people."""


class RefusedError(Exception):
    """The server will not take this message. The text is for people."""


class InDoubtError(Exception):
    """The whole message was handed over, and then no answer came. The text is for people."""


def not_ready(server: Server, error: OSError | UnicodeError) -> MailError | TryLaterError:
    """What it means that a connection could not be made ready."""
    where = f"{server.host}:{server.port}"
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code // 100 == 4:
        return TryLaterError(f"{where}: {reply(error.smtp_code, error.smtp_error)}")
    if message := _to_mend(server, error):
        return MailError(f"{where}: {message}")
    assert isinstance(error, OSError)
    return UnreachableError(f"{where}: {said_of(error, server)} (check host, port and security)")


def _to_mend(server: Server, error: OSError | UnicodeError) -> str:
    """What somebody has to mend, "" where the server is only not to be reached."""
    match error:
        case smtplib.SMTPAuthenticationError():
            said = reply(error.smtp_code, error.smtp_error)
            hint = "check user and password; many providers want an authorisation code instead"
            message = f"refuses the login of {server.user}: {said} ({hint})"
        case smtplib.SMTPResponseException():
            message = reply(error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError() if "STARTTLS" in str(error):
            message = "offers no STARTTLS (security: tls, on port 465?)"
        case smtplib.SMTPNotSupportedError():
            message = "offers no login (another port, or no user?)"
        case ssl.SSLCertVerificationError():
            hint = "is host right? SSL_CERT_FILE can name the certificate of an authority of your own"
            message = f"its certificate is not valid: {error.verify_message} ({hint})"
        case ssl.SSLError():
            hint = "security: tls is for port 465, starttls for 587"
            message = f"no encryption could be agreed on: {error.reason or error} ({hint})"
        case UnicodeError():
            message = "user and password can have ASCII characters only"
        case smtplib.SMTPException() if not isinstance(error, smtplib.SMTPServerDisconnected):
            message = str(error)
        case _:
            message = ""
    return message


def said_of(error: OSError, server: Server) -> str:
    """A failure of the connection in words."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return f"no answer within {server.timeout:g} s"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the server closed the connection"
    return error.strerror or str(error)


def reply(code: int, said: bytes | str) -> str:
    """An answer of a server in one line."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"


def megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"
