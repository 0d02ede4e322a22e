"""Mail servers on the loopback, with every fault that a server can have."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Hook = Callable[[int], str | None]
"""Given how often it was called before, an answer to give in the place of the usual one."""

HANG, CLOSE, TAKE_AND_CLOSE = "hang", "close", "take and close"
"""Answers of a hook: none at all, the end of the connection, and the same when the message was taken."""


class Inbox:
    """A handler of aiosmtpd that keeps messages, as its hooks let it: `mail`, `rcpt_NAME`, `data`."""

    def __init__(self, **hooks: Hook) -> None:
        self.messages: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.users: list[bytes] = []
        self._hooks = hooks
        self._calls = dict.fromkeys(hooks, 0)

    async def _answer(self, name: str, server: SMTP) -> str | None:
        if name not in self._hooks:
            return None
        self._calls[name] += 1
        answer = self._hooks[name](self._calls[name] - 1)
        if answer == HANG:
            await asyncio.sleep(60)
        elif answer == CLOSE:
            _hang_up(server)
        return answer

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answer := await self._answer("mail", server):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answer := await self._answer("rcpt_" + address.partition("@")[0], server):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if (answer := await self._answer("data", server)) and answer != TAKE_AND_CLOSE:
            return answer
        assert isinstance(envelope.original_content, bytes)
        self.messages.append(envelope.original_content)
        self.recipients.append(list(envelope.rcpt_tos))
        if answer:
            _hang_up(server)
        return "250 taken"

    def login(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        self.users.append(data.login)
        return AuthResult(success=data.password == b"secret", handled=False)


@contextlib.contextmanager
def mail_server(
    inbox: Inbox, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, **options: Any
) -> Iterator[int]:
    """A server for a handler, ended with the block; its port. Further options are those of aiosmtpd's SMTP."""
    port = free_port()
    controller = Controller(
        inbox,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls,
        tls_context=starttls,
        authenticator=inbox.login,
        **{"data_size_limit": 2**25, **options},
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop(no_assert=True)


def _hang_up(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def silent_server() -> Iterator[int]:
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@contextlib.contextmanager
def scripted_server(*answers: str) -> Iterator[tuple[int, list[bytes]]]:
    """Gives each connection one answer after the other, whatever it is told, then closes it.

    The first answer is the greeting. Also gives what it was told, by connection.
    """
    told: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    heard = b""
                    for answer in answers:
                        connection.sendall(answer.encode() + b"\r\n")
                        heard += connection.recv(65536)
                    told.append(heard)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=[listening], daemon=True).start()
        yield listening.getsockname()[1], told
        listening.shutdown(socket.SHUT_RDWR)
