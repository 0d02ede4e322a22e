"""A program that is killed while it sends: run again, it goes on; at most one message is in doubt."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.mail.mailing import parsed
from tests.exchange.mail.servers import Inbox, mail_server

ROOT = Path(__file__).parents[3]
REGIONS = [path.stem for path in sorted((ROOT / "source/regions").glob("*.yaml"))]
SETTINGS = """\
from: {{address: office@example.org}}
server: {{host: 127.0.0.1, port: {port}, security: none, rate: 6000, timeout: 5}}
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL of POSIX")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real dataset in a folder, with a mail prepared for each region."""
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copytree(ROOT / "source", folder / "source")
    name_server(folder, 25)
    rows = "".join(f"{region},{region}@example.org\n" for region in REGIONS)
    (folder / "source/recipients.csv").write_text("region,to\n" + rows, "utf-8")
    assert run(folder, "prepare", "--quiet").returncode == 0
    return folder


def name_server(folder: Path, port: int) -> None:
    (folder / "source/recipients.yaml").write_text(SETTINGS.format(port=port), "utf-8")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ipexport", "mail", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


class Killer:
    """Kills the program that sends, once, when a hook of the server is called for the n-th time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def at(self, moment: int, delay: float | None) -> Callable[[int], None]:
        def hook(before: int) -> None:
            if before == moment:
                if delay is None:
                    self.kill()
                else:
                    threading.Timer(delay, self.kill).start()

        return hook

    def kill(self) -> None:
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)


@pytest.mark.parametrize("hook", ["mail", "data"])
@pytest.mark.parametrize("moment", [0, 4, 10])
@pytest.mark.parametrize("delay", [None, 0, 0.003, 0.02])
def test_every_message_arrives_and_none_twice_but_one_that_was_in_doubt(
    prepared: Path, tmp_path: Path, hook: str, moment: int, delay: float | None
) -> None:
    folder = tmp_path / "again"
    shutil.copytree(prepared, folder)
    killer = Killer()
    with mail_server(inbox := Inbox(**{hook: killer.at(moment, delay)})) as port:
        name_server(folder, port)
        command = [sys.executable, "-m", "ipexport", "mail", "send", "--quiet"]
        with subprocess.Popen(command, cwd=folder) as process:
            killer.process = process
            process.wait(60)
        killer.process = None
        # What the server was told before the program ended, it may still be reading.
        time.sleep(0.1)
        first = run(folder, "send")
        in_doubt = [line.split(":")[0] for line in first.stdout.splitlines() if ": in doubt: " in line]
        assert len(in_doubt) <= 1, first.stdout
        assert in_doubt or (hook, delay) != ("data", None), "the server had all of the message"
        assert first.returncode == len(in_doubt), first.stderr
        arrived = counted(inbox)
        assert set(arrived) | set(in_doubt) == set(REGIONS)
        assert set(arrived.values()) == {1}
        for region in in_doubt:
            assert run(folder, "send", "--again", region).returncode == 0
    arrived = counted(inbox)
    assert set(arrived) == set(REGIONS)
    assert all(number == 1 or region in in_doubt for region, number in arrived.items())


def counted(inbox: Inbox) -> Counter[str]:
    """How many messages arrived for each region."""
    return Counter(str(parsed(data)["To"]).partition("@")[0] for data in inbox.messages)


def test_a_program_that_is_killed_while_it_prepares_is_run_again(prepared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    shutil.copytree(prepared / "source", folder / "source")
    for pause in (0.2, 0.4, 0.6, 0.8, 1.0):
        with subprocess.Popen(
            [sys.executable, "-m", "ipexport", "mail", "prepare", "--quiet"], cwd=folder
        ) as process:
            time.sleep(pause)
            process.kill()
    assert run(folder, "prepare").returncode == 0
    assert run(folder, "send", "--dry-run").stdout.count("\n") == len(REGIONS)
    for region in REGIONS:
        assert (folder / f"out/mail/{region}.eml").read_bytes() == (
            prepared / f"out/mail/{region}.eml"
        ).read_bytes()
