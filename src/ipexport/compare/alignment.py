"""Two documents part by part, in the order of the new one, what was removed in between."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ipexport.compare.matching import Matching, in_order, interleave
from ipexport.compare.pairing import (
    GroupWithTasks,
    SameTasks,
    in_place,
    match_groups,
    match_plans,
    match_regions,
    match_tasks,
    with_tasks,
)
from ipexport.compare.places import Pair, Placed, Step, regions, step_of
from ipexport.model import FocusGroup, Plan, Region, Task, TaskId, WorkPlan

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AlignedTask:
    """A task, and the plan cells that begin at it in the new document, or began in the old one."""

    pair: Pair[Task]
    plans: tuple[Pair[Plan], ...]


@dataclass(frozen=True, slots=True)
class AlignedGroup:
    """A focus area of a region. `tasks` stand as in the new document, what was removed between them."""

    pair: Pair[FocusGroup]
    tasks: tuple[AlignedTask, ...]


@dataclass(frozen=True, slots=True)
class AlignedRegion:
    """A region with its focus areas."""

    pair: Pair[Region]
    groups: tuple[AlignedGroup, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two documents, part by part; every task and plan of either stands in it once.

    `new_tasks` are those of the new document by the id of the same task in the old one, `old_tasks`
    the other way round.
    """

    before: WorkPlan
    after: WorkPlan
    regions: tuple[AlignedRegion, ...]
    new_tasks: dict[TaskId, Placed[Task]]
    old_tasks: dict[TaskId, Placed[Task]]

    def known(self, pair: Pair[T]) -> Collection[TaskId]:
        """The tasks on the side of something that came or went that the other side has, too."""
        return self.old_tasks if pair.after else self.new_tasks

    def comes_with_tasks(self, plan: Pair[Plan]) -> bool:
        """Whether a plan cell came or went with all of the tasks that it covers."""
        known = self.known(plan)
        return plan.both is None and not any(task in known for task in plan.either.tasks)

    def covered(self, old: Plan, new: Plan) -> tuple[tuple[Step, ...], tuple[Step, ...]] | None:
        """The tasks under a plan before and after, of those that both documents have; None if the same."""
        before = [(task, self.new_tasks[task].value.id) for task in old.tasks if task in self.new_tasks]
        after = [(self.old_tasks[task].value.id, task) for task in new.tasks if task in self.old_tasks]
        if set(before) == set(after):
            return None
        return (
            tuple(step_of(self.old_tasks[new_id]) for _, new_id in before),
            tuple(step_of(self.new_tasks[old_id]) for old_id, _ in after),
        )


def align(before: WorkPlan, after: WorkPlan) -> Alignment:
    """Finds every part of one document in the other."""
    matching = match_regions(regions(before), regions(after))
    old, new = (
        [with_tasks(region) for region in matching.before],
        [with_tasks(region) for region in matching.after],
    )
    found = match_tasks(old, new, matching.pairs)
    plan_pairs = _Plans(match_plans(old, new, found))
    old_of = dict(zip((region.place for region in matching.before), old, strict=True))
    new_of = dict(zip((region.place for region in matching.after), new, strict=True))
    aligned = []
    for pair in in_place(matching):
        old_groups = old_of[pair.before.place] if pair.before else []
        new_groups = new_of[pair.after.place] if pair.after else []
        aligned.append(AlignedRegion(pair, _align_groups(old_groups, new_groups, found, plan_pairs)))
    return Alignment(before, after, tuple(aligned), found.new_tasks, found.old_tasks)


def _align_groups(
    before: list[GroupWithTasks], after: list[GroupWithTasks], found: SameTasks, plans: _Plans
) -> tuple[AlignedGroup, ...]:
    old_tasks = {group.place: listed for group, listed in before}
    new_tasks = {group.place: listed for group, listed in after}
    aligned = []
    for group in in_place(match_groups(before, after, found)):
        old = old_tasks[group.before.place] if group.before else []
        new = new_tasks[group.after.place] if group.after else []
        listed = (AlignedTask(pair, plans.at(pair)) for pair in _align_tasks(old, new, found))
        aligned.append(AlignedGroup(group, tuple(listed)))
    return tuple(aligned)


def _align_tasks(
    before: list[Placed[Task]], after: list[Placed[Task]], found: SameTasks
) -> Iterator[Pair[Task]]:
    """The tasks of one focus area; those that went to another one stand only there."""
    here = {task.place: number for number, task in enumerate(after)}
    pairs: dict[int, int] = {}
    removed = []
    for number, task in enumerate(before):
        new = found.new_of.get(task.place)
        if new is None:
            removed.append(number)
        elif new.place in here:
            pairs[number] = here[new.place]
    stay = in_order(pairs)
    for a, b in interleave(sorted((*pairs, *removed)), range(len(after)), pairs):
        if b is None:
            yield Pair(None if a is None else before[a], None)
        else:
            origin = found.old_of.get(after[b].place)
            yield Pair(origin, after[b], origin is not None and a not in stay)


class _Plans:
    """The pairs of plan cells, by the task at which they begin."""

    def __init__(self, matching: Matching[Placed[Plan]]) -> None:
        self.old: dict[TaskId, Pair[Plan]] = {}
        self.new: dict[TaskId, Pair[Plan]] = {}
        for pair in in_place(matching):
            if pair.after:
                self.new[pair.after.value.tasks[0]] = pair
            elif pair.before:
                self.old[pair.before.value.tasks[0]] = pair

    def at(self, task: Pair[Task]) -> tuple[Pair[Plan], ...]:
        gone = self.old.get(task.before.value.id) if task.before else None
        here = self.new.get(task.after.value.id) if task.after else None
        return tuple(plan for plan in (gone, here) if plan)
