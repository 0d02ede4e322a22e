"""The regions, focus areas, tasks, plans, cells and items of three documents, each with one key.

What the versions of one thing are, whether there is anything to decide about it, and small choices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from ipexport.compare.alignment import AlignedTask, Alignment
from ipexport.compare.merging.three_way import Key, Three, same_keys
from ipexport.compare.places import Pair, Place, Placed
from ipexport.model import Cell, Plan, Task

T = TypeVar("T")
U = TypeVar("U")


class Level(Generic[T]):
    """The things of one kind in three documents, each with one key in all of them."""

    def __init__(self, placed: Three[list[Placed[T]]], pairs: Three[dict[Place, Place]]) -> None:
        places = [[one.place for one in side] for side in placed]
        self.keys = same_keys(places[0], places[1], places[2], pairs)
        self.key_at = [dict(zip(*side, strict=True)) for side in zip(places, self.keys, strict=True)]
        found: dict[Key, list[Placed[T] | None]] = {}
        for number, (side, keys) in enumerate(zip(placed, self.keys, strict=True)):
            for key, one in zip(keys, side, strict=True):
                found.setdefault(key, [None, None, None])[number] = one
        self.versions = {key: Three(*versions) for key, versions in found.items()}

    def restore(self, key: Key, removed_by: int | None) -> Three[Placed[T] | None]:
        """The versions, that of a side whose removal does not count being that of the base."""
        versions = list(self.versions[key])
        if removed_by is not None and versions[removed_by] is None:
            versions[removed_by] = versions[0]
        return Three(*versions)


def region_pairs(alignment: Alignment) -> dict[Place, Place]:
    """Which place of the old document is which of the new one, of regions."""
    return _places(region.pair for region in alignment.regions)


def group_pairs(alignment: Alignment) -> dict[Place, Place]:
    """Of focus areas."""
    return _places(group.pair for region in alignment.regions for group in region.groups)


def task_pairs(alignment: Alignment) -> dict[Place, Place]:
    """Of tasks."""
    return _places(task.pair for task in _aligned_tasks(alignment))


def plan_pairs(alignment: Alignment) -> dict[Place, Place]:
    """Of plan cells."""
    return _places(plan for task in _aligned_tasks(alignment) for plan in task.plans)


def _aligned_tasks(alignment: Alignment) -> Iterator[AlignedTask]:
    return (task for region in alignment.regions for group in region.groups for task in group.tasks)


def _places(pairs: Iterable[Pair[T]]) -> dict[Place, Place]:
    return {pair.both[0].place: pair.both[1].place for pair in pairs if pair.both}


def three_pairs(three: Three[U], pairs: Callable[[U, U], list[Pair[T]]]) -> Three[dict[Place, Place]]:
    """The places that are the same: in base and ours, in base and theirs, in ours and theirs."""
    base, ours, theirs = three
    return Three(_places(pairs(base, ours)), _places(pairs(base, theirs)), _places(pairs(ours, theirs)))


def is_other_row(old: Placed[Task], new: Placed[Task]) -> bool:
    """Whether a task says something else."""
    return (old.value.text, old.value.results) != (new.value.text, new.value.results)


def either(three: Three[Placed[T] | None]) -> Placed[T]:
    """Our version, else theirs, else that of the base."""
    one = three.ours or three.theirs or three.base
    assert one is not None
    return one


def place_of(three: Three[Placed[T] | None]) -> Place:
    """Where something stands, in our version if it is there."""
    return either(three).place


def values_of(three: Three[Placed[T] | None]) -> Three[T | None]:
    """The versions without their places."""
    return Three(*(one.value if one else None for one in three))


def each(three: Three[T | None], part: Callable[[T], U]) -> Three[U | None]:
    """A part of each version."""
    return Three(*(None if one is None else part(one) for one in three))


def settled(three: Three[T | None]) -> T | None:
    """The version to take where at most one side changed it, or both in the same way."""
    base, ours, theirs = three
    if ours is None or theirs is None or theirs in (ours, base):
        return theirs if ours is None else ours
    return theirs if base == ours else None


def of_one_side(three: Three[T | None]) -> T | None:
    """What one side added, None where another has a version, too: that it is new is decided already."""
    base, ours, theirs = three
    return (theirs if ours is None else ours) if base is None and (ours is None or theirs is None) else None


def chosen_id(three: Three[str | None]) -> str:
    """An id: theirs where ours is that of the base, else ours."""
    base, ours, theirs = three
    return (theirs if ours is None or (ours == base and theirs is not None) else ours) or ""


def plan_cell(plan: Placed[Plan] | None) -> Placed[Cell] | None:
    """The cell of a plan."""
    return plan and Placed(plan.place, plan.value.items)
