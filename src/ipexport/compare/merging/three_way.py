"""Three versions of one thing: which elements of three sequences are the same, and in which order
the merged ones stand. Nothing here knows the document."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

from ipexport.compare.matching import in_order

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
Key = tuple[str, Hashable]


class Three(NamedTuple, Generic[T]):
    """Something in the base, in our version and in theirs."""

    base: T
    ours: T
    theirs: T


def same_keys(
    base: Sequence[K], ours: Sequence[K], theirs: Sequence[K], pairs: Three[dict[K, K]]
) -> Three[list[Key]]:
    """The keys of three sequences, the same for the same element.

    The pairs are those of base and ours, of base and theirs, and of ours and theirs; the last decide
    only over what is not in the base.
    """
    of_ours: dict[K, Key] = {mine: ("base", one) for one, mine in pairs.base.items()}
    of_theirs: dict[K, Key] = {their: ("base", one) for one, their in pairs.ours.items()}
    for mine, their in pairs.theirs.items():
        if mine not in of_ours and their not in of_theirs:
            of_theirs[their] = ("ours", mine)
    return Three(
        [("base", one) for one in base],
        [of_ours.get(one, ("ours", one)) for one in ours],
        [of_theirs.get(one, ("theirs", one)) for one in theirs],
    )


def merged_order(
    base: Sequence[K],
    ours: Sequence[K],
    theirs: Sequence[K],
    kept: Callable[[K], bool],
    takes_theirs: Callable[[K, bool], bool],
) -> list[K]:
    """The elements that are `kept`, each where the side that moved or added it has it.

    Starts from our order; what they moved or added follows what it follows with them, or stands
    first. `takes_theirs` is asked about each element that they moved, and whether we moved it, too, to
    another place.
    """
    merged = [key for key in ours if kept(key)]
    present = set(merged)
    ours_moved, theirs_moved = _moved(base, ours), _moved(base, theirs)
    before: K | None = None
    for key in theirs:
        if not kept(key):
            continue
        here = key in present
        moves = key in theirs_moved
        if here and moves:
            by_both = key in ours_moved
            moves = not (by_both and _previous(ours, key, kept) == before) and takes_theirs(key, by_both)
        if moves or not here:
            if here:
                merged.remove(key)
            merged.insert(0 if before is None else merged.index(before) + 1, key)
            present.add(key)
        before = key
    return merged


def _moved(base: Sequence[K], side: Sequence[K]) -> set[K]:
    numbers = {key: number for number, key in enumerate(side)}
    pairs = {number: numbers[key] for number, key in enumerate(base) if key in numbers}
    stay = in_order(pairs)
    return {base[number] for number in pairs if number not in stay}


def _previous(keys: Sequence[K], key: K, kept: Callable[[K], bool]) -> K | None:
    before = None
    for one in keys:
        if one == key:
            break
        if kept(one):
            before = one
    return before
