"""Which things of two sequences are the same: by keys, then by likeness, and in which order.

Nothing here knows the document. Keys cost time linear in the things; only what no key matched is
compared with each other, and among all ways to pair that up the one with the highest sum is taken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import product
from typing import Generic, TypeVar

T = TypeVar("T")
Score = Callable[[T, T], float]

_MOST_ASSIGNED = 60
"""Rows of one assignment; its cost grows with the third power."""
_NEARER = 1e-6
"""What one place of distance costs, so that the nearer one of equals is taken."""


class Matching(Generic[T]):
    """Pairs of indices of two sequences, each index in one pair at most."""

    def __init__(self, before: Sequence[T], after: Sequence[T]) -> None:
        self.before, self.after = before, after
        self.pairs: dict[int, int] = {}
        self.free_before = dict.fromkeys(range(len(before)))
        self.free_after = dict.fromkeys(range(len(after)))

    def by_key(
        self,
        key: Callable[[T], Hashable],
        accept: Callable[[T, T], bool] | None = None,
        key_after: Callable[[T], Hashable] | None = None,
    ) -> None:
        """Pairs what has the same key, several of one key in their order.

        `accept` has the last word on a pair; `key_after` is the key of the second sequence, where it
        is another.
        """
        if not (self.free_before and self.free_after):
            return
        found: defaultdict[Hashable, list[int]] = defaultdict(list)
        for index in reversed(self.free_after):
            found[(key_after or key)(self.after[index])].append(index)
        for old in list(self.free_before):
            candidates = found.get(key(self.before[old]))
            if candidates and (accept is None or accept(self.before[old], self.after[candidates[-1]])):
                self._pair(old, candidates.pop())

    def by_score(self, score: Score[T]) -> None:
        """Pairs the rest so that the sum of scores is highest; a score of 0 is no pair."""
        pairs = product(self.free_before, self.free_after)
        values = {(old, new): score(self.before[old], self.after[new]) for old, new in pairs}
        self.by_scores({pair: value for pair, value in values.items() if value})

    def by_scores(self, scores: dict[tuple[int, int], float]) -> None:
        """The same with scores by index, of those that can be pairs."""
        nearer = {pair: value - _NEARER * abs(pair[0] - pair[1]) for pair, value in scores.items()}
        for old, new in assign(nearer):
            self._pair(old, new)

    def the_last(self) -> None:
        """Pairs what is left when it is one of each."""
        if len(self.free_before) == len(self.free_after) == 1:
            self._pair(next(iter(self.free_before)), next(iter(self.free_after)))

    def _pair(self, old: int, new: int) -> None:
        self.pairs[old] = new
        del self.free_before[old], self.free_after[new]


def assign(scores: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs with the highest sum of scores, no index twice on its side."""
    pairs: list[tuple[int, int]] = []
    for island in _islands(scores):
        rows = sorted({row for row, _ in island})
        columns = sorted({column for _, column in island})
        if max(len(rows), len(columns)) > _MOST_ASSIGNED:
            pairs += _greedy(island, scores)
        elif len(rows) <= len(columns):
            pairs += _best(rows, columns, scores)
        else:
            turned = {(column, row): scores[row, column] for row, column in island}
            pairs += [(row, column) for column, row in _best(columns, rows, turned)]
    return sorted(pairs)


def in_order(pairs: dict[int, int]) -> set[int]:
    """The first indices of the most pairs that stand in the same order on both sides.

    What is left out was moved (longest increasing subsequence).
    """
    ends: list[int] = []
    last: list[int] = []
    previous: dict[int, int] = {}
    for old in sorted(pairs):
        at = bisect_left(ends, pairs[old])
        ends[at : at + 1] = [pairs[old]]
        last[at : at + 1] = [old]
        if at:
            previous[old] = last[at - 1]
    kept: set[int] = set()
    step = last[-1] if last else None
    while step is not None:
        kept.add(step)
        step = previous.get(step)
    return kept


def interleave(
    before: Iterable[int], after: Iterable[int], pairs: dict[int, int]
) -> list[tuple[int | None, int | None]]:
    """All indices in the order of `after`, what was removed after what stood in front of it.

    `pairs` can have indices that are in neither; these stand alone.
    """
    partner = {new: old for old, new in pairs.items()}
    removed: defaultdict[int | None, list[int]] = defaultdict(list)
    here = set(after)
    anchor: int | None = None
    for old in before:
        if old not in pairs:
            removed[anchor].append(old)
        elif pairs[old] in here:
            anchor = old
    rows: list[tuple[int | None, int | None]] = [(old, None) for old in removed[None]]
    for new in after:
        old_one = partner.get(new)
        rows.append((old_one, new))
        if old_one is not None:
            rows += [(old, None) for old in removed[old_one]]
    return rows


def _islands(scores: dict[tuple[int, int], float]) -> Iterable[list[tuple[int, int]]]:
    """The pairs in groups that have no index in common."""
    rows: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    columns: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in scores:
        rows[pair[0]].append(pair)
        columns[pair[1]].append(pair)
    seen: set[tuple[int, int]] = set()
    for start in scores:
        if start in seen:
            continue
        seen.add(start)
        island = [start]
        for pair in island:
            for neighbour in (*rows.pop(pair[0], ()), *columns.pop(pair[1], ())):
                if neighbour not in seen:
                    seen.add(neighbour)
                    island.append(neighbour)
        yield island


def _greedy(island: list[tuple[int, int]], scores: dict[tuple[int, int], float]) -> Iterable[tuple[int, int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    for row, column in sorted(island, key=lambda pair: (-scores[pair], pair)):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield row, column


def _best(
    rows: list[int], columns: list[int], scores: dict[tuple[int, int], float]
) -> Iterable[tuple[int, int]]:
    """The Hungarian method with potentials; there are no more rows than columns."""
    nowhere = len(columns)
    cost = [[-scores.get((row, column), 0.0) for column in columns] for row in rows]
    row_potential = [0.0] * len(rows)
    column_potential = [0.0] * (nowhere + 1)
    row_of = [-1] * (nowhere + 1)
    for row in range(len(rows)):
        row_of[nowhere] = row
        at = nowhere
        slack = [float("inf")] * nowhere
        came_from = [nowhere] * nowhere
        reached = [False] * (nowhere + 1)
        while row_of[at] >= 0:
            reached[at] = True
            here = row_of[at]
            for column in range(nowhere):
                if not reached[column]:
                    price = cost[here][column] - row_potential[here] - column_potential[column]
                    if price < slack[column]:
                        slack[column], came_from[column] = price, at
            following = min((c for c in range(nowhere) if not reached[c]), key=slack.__getitem__)
            step = slack[following]
            for column in range(nowhere + 1):
                if reached[column]:
                    row_potential[row_of[column]] += step
                    column_potential[column] -= step
                elif column < nowhere:
                    slack[column] -= step
            at = following
        while at != nowhere:
            row_of[at] = row_of[came_from[at]]
            at = came_from[at]
    for column, row in enumerate(row_of[:nowhere]):
        if row >= 0 and (rows[row], columns[column]) in scores:
            yield rows[row], columns[column]
