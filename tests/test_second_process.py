"""Two processes do a work together; whatever goes wrong with either, the first one hears of it."""

from __future__ import annotations

import os

import pytest

from ipexport.second_process import ALONE, Pair, together

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def test_both_know_what_each_of_them_says() -> None:
    def work(pair: Pair) -> object:
        name = "second" if pair.is_second else "first"
        heard = pair.of_first(name), pair.of_second(name), pair.both(name)
        return heard, pair.of_second(heard)

    expected = ("first", "second", ["first", "second"])
    assert together(work) == (expected, expected)


def test_long_messages_in_both_directions_arrive() -> None:
    def work(pair: Pair) -> list[int]:
        return [len(data) for data in pair.both(bytes(2**20 + pair.is_second))]

    assert together(work) == [2**20, 2**20 + 1]


def test_one_process_alone_knows_what_it_says_itself() -> None:
    assert (ALONE.of_first(1), ALONE.of_second(1), ALONE.both(1)) == (1, None, [1])


@pytest.mark.parametrize("fails", [True, False])
def test_when_one_of_them_fails_there_is_no_result(fails: bool) -> None:
    def work(pair: Pair) -> object:
        if pair.is_second == fails:
            raise ValueError
        return pair.both(1)

    assert together(work) is None


@pytest.mark.usefixtures("_second_is_killed")
def test_when_the_second_one_is_killed_there_is_no_result() -> None:
    assert together(lambda pair: pair.both(1)) is None
