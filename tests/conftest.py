"""What holds for all tests.

Properties have no deadline for an example: on a busy machine any can take long. `--no-skips`: a skipped
test fails, where everything must have been installed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator

import pytest
from hypothesis import settings

from ipexport.second_process import Pair

settings.register_profile("ipexport", deadline=None)
settings.load_profile("ipexport")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="fail where a test would be skipped")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and item.config.getoption("--no-skips"):
        report.outcome = "failed"
    return report


@pytest.fixture
def _second_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second process of a pair dies in the middle of its work, as when memory runs out."""
    of_first = Pair.of_first

    def dying(pair: Pair, value: object) -> object:
        if pair.is_second:
            os.kill(os.getpid(), signal.SIGKILL)
        return of_first(pair, value)

    monkeypatch.setattr(Pair, "of_first", dying)
