"""The password of the mail server: from the environment, or from the machine's own store.

Never from an argument, which every user of the machine can see, nor from a file of the dataset.
"""

from __future__ import annotations

import os

from ipexport.errors import MailError
from ipexport.exchange.mail.settings import Server

VARIABLE = "IPEXPORT_SMTP_PASSWORD"
SERVICE = "ipexport"
"""What the password is filed under in the store: `keyring set ipexport USER`."""


def password_for(server: Server) -> str:
    """The password of the server's user. Raises `MailError` where none is to be found."""
    if password := os.environ.get(VARIABLE):
        return password
    try:
        import keyring
    except ImportError:
        raise MailError(f"no password for {server.user}: {_hint('pip install keyring, and ')}") from None
    try:
        found: str | None = keyring.get_password(SERVICE, server.user)
    except Exception as error:  # every store has errors of its own
        said = " ".join(str(error).split()).partition(". ")[0]
        raise MailError(f"no password for {server.user}: the keyring says: {said}; {_hint()}") from error
    if not found:
        raise MailError(f"no password for {server.user}: {_hint()}")
    return found


def _hint(install: str = "") -> str:
    return f"set {VARIABLE}, or keep it in the keyring ({install}keyring set {SERVICE} USER)"
