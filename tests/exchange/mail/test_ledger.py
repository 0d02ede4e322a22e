"""The ledger: where each region's message stands, whatever ended the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.errors import MailError
from ipexport.exchange.mail.ledger import Ledger, State, Status


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def status(path: Path, *states: State) -> Status:
    """Where a message stands after these events."""
    with Ledger(path) as ledger:
        for number, state in enumerate(states):
            ledger.record("anhui", state, f"digest {number}")
        return ledger.statuses()["anhui"]


def test_what_is_prepared_is_the_latest_file(path: Path) -> None:
    assert status(path, "prepared", "prepared").prepared == "digest 1"
    assert status(path, "withdrawn").prepared is None


def test_what_was_sent_stays_sent_whatever_is_prepared_later(path: Path) -> None:
    found = status(path, "prepared", "sending", "sent", "prepared")
    assert found.arrived is not None
    assert (found.arrived.state, found.changed_since) == ("sent", True)


@pytest.mark.parametrize("state", ["refused", "failed"])
def test_an_attempt_that_did_not_succeed_is_none(path: Path, state: State) -> None:
    assert status(path, "prepared", "sending", state).arrived is None


def test_a_program_that_ended_while_sending_leaves_a_doubt(path: Path) -> None:
    found = status(path, "prepared", "sending")
    assert found.arrived is not None
    assert (found.arrived.state, found.arrived.detail) == (
        "in doubt",
        "the program ended before the server had answered",
    )


def test_a_doubt_that_was_settled_stays_when_a_later_attempt_fails(path: Path) -> None:
    status(path, "prepared", "sending")
    with Ledger(path) as ledger:
        ledger.settle()
        ledger.settle()
        ledger.record("anhui", "failed", "digest 0")
        found = ledger.statuses()["anhui"]
    assert found.arrived is not None
    assert found.arrived.state == "in doubt"
    with sqlite3.connect(path) as base:
        assert base.execute("SELECT count(*) FROM event").fetchone() == (4,)


def test_what_was_recorded_is_there_although_nothing_was_closed(path: Path) -> None:
    ledger = Ledger(path)
    ledger.record("anhui", "prepared", "digest")
    copy = path.with_name("copy.sqlite")
    copy.write_bytes(path.read_bytes())
    with Ledger(copy) as other:
        assert other.statuses()["anhui"].prepared == "digest"


def test_a_second_program_is_told_that_one_is_at_work(path: Path) -> None:
    with Ledger(path), pytest.raises(MailError, match="another ipexport mail is at work in this folder"):
        Ledger(path)
    Ledger(path).__exit__(None, None, None)


@given(st.lists(st.sampled_from(get_args(State)), max_size=12))
def test_what_may_have_arrived_is_never_forgotten(states: Sequence[State]) -> None:
    with Ledger(Path(":memory:")) as ledger:
        for state in states:
            ledger.settle()
            ledger.record("anhui", state, "digest")
        found = ledger.statuses().get("anhui", Status())
    # Each event begins a new run here, so that "sending" with nothing after it in the run is a doubt.
    assert (found.arrived is not None) == bool({"sent", "in doubt", "sending"} & set(states))
