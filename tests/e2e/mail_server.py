"""Postfix on the loopback, with a configuration and a queue of its own, for tests of whole rounds.

    with mail_server() as server:
        server.port            # speaks SMTP, with STARTTLS or without
        server.messages()      # what it delivered, in the order of delivery

Every address of example.org is delivered into one maildir. Needs root, as Postfix does.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from tests.exchange.mail.servers import free_port

needs_mail_server = pytest.mark.skipif(
    not shutil.which("postfix") or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="as root: apt-get install postfix",
)

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mail.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}
virtual_mailbox_maps = static:maildir/
virtual_alias_maps =
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 1
message_size_limit = 26214400
virtual_mailbox_limit = 0
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_chain_files = {folder}/server.pem
smtputf8_enable = no
"""
_MASTER = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A running server; `authority` is the file of the certificate that its own is signed with."""

    port: int
    authority: Path
    folder: Path

    def messages(self, expected: int = 0) -> list[bytes]:
        """What was delivered, the earliest first; waits until there are as many as `expected`."""
        until = time.monotonic() + 20
        while len(files := self._files()) < expected:
            assert time.monotonic() < until, (self.folder / "postfix.log").read_text()
            time.sleep(0.05)
        return [path.read_bytes() for path in files]

    def _files(self) -> list[Path]:
        return sorted((self.folder / "maildir/new").glob("*"), key=lambda path: path.stat().st_mtime_ns)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Starts Postfix in a folder of its own, and ends it with the block."""
    with tempfile.TemporaryDirectory(prefix="postfix-") as name:
        folder = Path(name)
        # Its programs run as users of their own. (pytest's folders are for one user, and stay so.)
        folder.chmod(0o755)
        port = _configured(folder)
        command = ["postfix", "-c", str(folder / "etc")]
        started = subprocess.run([*command, "start"], check=False, capture_output=True, text=True)
        assert started.returncode == 0, started.stderr + (folder / "postfix.log").read_text()
        try:
            _wait_for(port)
            yield MailServer(port, folder / "authority.pem", folder)
        finally:
            subprocess.run([*command, "stop"], check=False, capture_output=True)


def _configured(folder: Path) -> int:
    for name in ("etc", "queue", "data", "maildir"):
        (folder / name).mkdir(parents=True)
    port = free_port()
    (folder / "etc/main.cf").write_text(_MAIN.format(folder=folder))
    (folder / "etc/master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{port}"))
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    shutil.chown(folder / "data", "postfix")
    os.chown(folder / "maildir", 65534, 65534)
    return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                assert connection.recv(3) == b"220"
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
