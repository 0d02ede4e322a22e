"""Pairs of two sequences, the best ones."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.compare.matching import Matching, assign, in_order, interleave

SCORES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 100).map(lambda n: n / 100), max_size=14
)


def best_sum(scores: dict[tuple[int, int], float]) -> float:
    return max(
        sum(scores.get((row, column), 0.0) for row, column in enumerate(columns))
        for columns in permutations(range(5))
    )


@given(SCORES)
def test_no_other_assignment_has_a_higher_sum(scores: dict[tuple[int, int], float]) -> None:
    pairs = assign(scores)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert sum(scores[pair] for pair in pairs) == pytest.approx(best_sum(scores))


def test_the_most_alike_pair_gives_way_when_two_pairs_are_better() -> None:
    assert assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}) == [(0, 1), (1, 0)]


def test_many_that_are_alike_are_assigned_in_reasonable_time() -> None:
    scores = {(a, b): 1 - abs(a - b) / 1000 for a in range(300) for b in range(300)}
    assert assign(scores) == [(n, n) for n in range(300)]


def test_keys_pair_in_order_and_only_what_is_accepted() -> None:
    matching = Matching(["a1", "a2", "b1"], ["b1", "a1", "a9"])
    matching.by_key(lambda word: word)
    matching.by_key(lambda word: word[0], lambda old, new: old != "a2" or new != "a9")
    assert matching.pairs == {0: 1, 2: 0}
    matching.the_last()
    assert matching.pairs == {0: 1, 2: 0, 1: 2}


def test_of_equally_alike_things_the_nearest_is_taken() -> None:
    matching = Matching(["x", "y"], ["y2", "x2"])
    matching.by_score(lambda _old, _new: 0.7)
    assert matching.pairs == {0: 0, 1: 1}


@given(st.permutations(range(7)))
def test_what_stays_in_order_is_as_much_as_can_be(order: list[int]) -> None:
    kept = in_order(dict(enumerate(order)))
    values = [order[index] for index in sorted(kept)]
    assert values == sorted(values)
    lengths = [1] * len(order)
    for n in range(len(order)):
        lengths[n] = 1 + max((lengths[m] for m in range(n) if order[m] < order[n]), default=0)
    assert len(kept) == max(lengths)


def test_one_that_moved_is_the_only_one_out_of_order() -> None:
    assert in_order({0: 3, 1: 0, 2: 1, 3: 2}) == {1, 2, 3}
    assert in_order({}) == set()


def test_what_was_removed_stands_after_what_it_followed() -> None:
    rows = interleave(range(4), range(3), {0: 0, 3: 1})
    assert rows == [(0, 0), (1, None), (2, None), (3, 1), (None, 2)]
    assert interleave(range(1), range(1), {}) == [(0, None), (None, 0)]
