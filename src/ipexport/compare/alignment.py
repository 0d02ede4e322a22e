"""Which parts of two documents are the same: regions, focus areas, tasks, cells and items.

Ids are keys and nothing that a reader sees: a document read from a file can have lost them. So a
task is found by its id with the text it had, by its whole row, by its id with a like row, by its
text, by likeness, and at last by its id alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ipexport.compare.matching import Matching, in_order, interleave
from ipexport.compare.places import Pair, Place, Placed, Step, groups, regions, spoken, step_of, tasks
from ipexport.compare.words import likeness
from ipexport.model import Cell, FocusGroup, Item, Plan, Region, Task, TaskId, WorkPlan

ALIKE = 0.5
"""The least likeness of two texts that are taken for versions of one."""

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
    matching = _match_regions(regions(before), regions(after))
    old, new = [_groups(region) for region in matching.before], [_groups(region) for region in matching.after]
    found = _match_tasks(old, new, matching.pairs)
    plan_pairs = _Plans(_match_plans(old, new, found))
    old_of = dict(zip((region.place for region in matching.before), old, strict=True))
    new_of = dict(zip((region.place for region in matching.after), new, strict=True))
    aligned = []
    for pair in in_place(matching):
        old_groups = old_of[pair.before.place] if pair.before else []
        new_groups = new_of[pair.after.place] if pair.after else []
        aligned.append(AlignedRegion(pair, _align_groups(old_groups, new_groups, found, plan_pairs)))
    return Alignment(before, after, tuple(aligned), found.new_tasks, found.old_tasks)


def plans(group: Placed[FocusGroup], listed: list[Placed[Task]]) -> Iterator[Placed[Plan]]:
    """The plans of a focus area, each at the first task that it covers."""
    places = {task.value.id: task.place for task in listed}
    for plan in group.value.plans:
        yield Placed(places[plan.tasks[0]]._replace(cell="plan"), plan)


def rows(task: Placed[Task]) -> list[Placed[Cell]]:
    """The printed rows of a task's results."""
    place = task.place._replace(cell="results")
    return [Placed(place._replace(row=n), cell) for n, cell in enumerate(task.value.results, 1)]


def items(cell: Placed[Cell]) -> list[Placed[Item]]:
    """The items of a cell."""
    return [Placed(cell.place._replace(item=n), item) for n, item in enumerate(cell.value, 1)]


def align_rows(before: Placed[Task], after: Placed[Task]) -> list[Pair[Cell]]:
    """The printed rows of results of one task."""
    matching = Matching(rows(before), rows(after))
    matching.by_key(lambda cell: cell.value)
    matching.by_score(lambda old, new: likeness(cell_text(old.value), cell_text(new.value), ALIKE))
    matching.the_last()
    return in_place(matching)


def align_items(before: Placed[Cell], after: Placed[Cell]) -> list[Pair[Item]]:
    """The items of one cell."""
    matching = Matching(items(before), items(after))
    matching.by_key(lambda item: item.value)
    matching.by_key(lambda item: item.value.text)
    matching.by_score(lambda old, new: likeness(spoken(old.value.text), spoken(new.value.text), ALIKE))
    if len(before.value) == len(after.value) == 1:
        matching.the_last()
    return in_place(matching)


def in_place(matching: Matching[Placed[T]]) -> list[Pair[T]]:
    """All of both in the new order, and which of them left their order."""
    stay = in_order(matching.pairs)
    before, after = matching.before, matching.after
    return [
        Pair(
            None if a is None else before[a],
            None if b is None else after[b],
            a is not None and b is not None and a not in stay,
        )
        for a, b in interleave(range(len(before)), range(len(after)), matching.pairs)
    ]


def cell_text(cell: Cell) -> str:
    """The words of a cell, a line for each item."""
    return "\n".join(spoken(item.text) for item in cell)


_Group = tuple[Placed[FocusGroup], list[Placed[Task]]]


class _Found:
    """The tasks that both documents have, by the place in either."""

    def __init__(self) -> None:
        self.new_of: dict[Place, Placed[Task]] = {}
        self.old_of: dict[Place, Placed[Task]] = {}
        self.new_tasks: dict[TaskId, Placed[Task]] = {}
        self.old_tasks: dict[TaskId, Placed[Task]] = {}

    def add(self, matching: Matching[Placed[Task]]) -> None:
        for old, new in matching.pairs.items():
            before, after = matching.before[old], matching.after[new]
            self.new_of[before.place], self.old_of[after.place] = after, before
            self.new_tasks[before.value.id], self.old_tasks[after.value.id] = after, before


def _groups(region: Placed[Region]) -> list[_Group]:
    return [(group, tasks(group)) for group in groups(region)]


def _match_regions(before: list[Placed[Region]], after: list[Placed[Region]]) -> Matching[Placed[Region]]:
    matching = Matching(before, after)
    matching.by_key(lambda region: (region.value.id, region.value.name))
    matching.by_key(lambda region: region.value.name)
    matching.by_key(lambda region: region.value.id)
    matching.by_key(lambda region: region.value.code)
    return matching


def _match_tasks(before: list[list[_Group]], after: list[list[_Group]], pairs: dict[int, int]) -> _Found:
    found = _Found()
    for old, new in pairs.items():
        matching = Matching(_tasks(before[old]), _tasks(after[new]))
        matching.by_key(lambda task: (task.value.id, task.value.text))
        matching.by_key(lambda task: (task.value.text, task.value.results))
        matching.by_key(lambda task: task.value.id, _is_like)
        matching.by_key(lambda task: task.value.text)
        matching.by_score(_row_likeness)
        matching.by_key(lambda task: task.value.id)
        found.add(matching)
    # A row can have gone to another region.
    rest = Matching(
        [task for region in before for task in _tasks(region) if task.place not in found.new_of],
        [task for region in after for task in _tasks(region) if task.place not in found.old_of],
    )
    rest.by_key(lambda task: (task.value.text, task.value.results))
    rest.by_key(lambda task: task.value.id, _is_like)
    found.add(rest)
    return found


def _tasks(region: list[_Group]) -> list[Placed[Task]]:
    return [task for _, listed in region for task in listed]


def _is_like(before: Placed[Task], after: Placed[Task]) -> bool:
    return _row_likeness(before, after) > 0


def _row_likeness(before: Placed[Task], after: Placed[Task]) -> float:
    return max(
        likeness(spoken(before.value.text), spoken(after.value.text), ALIKE),
        likeness(_row_text(before.value), _row_text(after.value), ALIKE),
    )


def _row_text(task: Task) -> str:
    return "\n".join((spoken(task.text), *map(cell_text, task.results)))


def _align_groups(
    before: list[_Group], after: list[_Group], found: _Found, plans: _Plans
) -> tuple[AlignedGroup, ...]:
    old_tasks = {group.place: listed for group, listed in before}
    new_tasks = {group.place: listed for group, listed in after}
    aligned = []
    for group in in_place(_match_groups(before, after, found)):
        old = old_tasks[group.before.place] if group.before else []
        new = new_tasks[group.after.place] if group.after else []
        listed = (AlignedTask(pair, plans.at(pair)) for pair in _align_tasks(old, new, found))
        aligned.append(AlignedGroup(group, tuple(listed)))
    return tuple(aligned)


def _match_groups(before: list[_Group], after: list[_Group], found: _Found) -> Matching[Placed[FocusGroup]]:
    """By wording and id; else those that have most tasks in common, or a like wording."""
    old_tasks = {group.place: listed for group, listed in before}
    new_tasks = {group.place: {task.place for task in listed} for group, listed in after}

    def shared(old: Placed[FocusGroup], new: Placed[FocusGroup]) -> float:
        went_to = (found.new_of.get(task.place) for task in old_tasks[old.place])
        common = sum(task is not None and task.place in new_tasks[new.place] for task in went_to)
        return common / max(len(old.value.tasks), len(new.value.tasks))

    matching = Matching([group for group, _ in before], [group for group, _ in after])
    matching.by_key(lambda group: (group.value.focus_area, group.value.wording))
    matching.by_key(lambda group: group.value.wording)
    matching.by_key(lambda group: group.value.focus_area)
    matching.by_score(shared)
    matching.by_score(lambda old, new: likeness(spoken(old.value.wording), spoken(new.value.wording), ALIKE))
    return matching


def _align_tasks(
    before: list[Placed[Task]], after: list[Placed[Task]], found: _Found
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


def _match_plans(
    before: list[list[_Group]], after: list[list[_Group]], found: _Found
) -> Matching[Placed[Plan]]:
    """First those that cover the same tasks, then those that share tasks and are most alike."""

    def covered_before(plan: Placed[Plan]) -> tuple[TaskId | None, ...]:
        return plan.value.tasks

    def covered_after(plan: Placed[Plan]) -> tuple[TaskId | None, ...]:
        return tuple(
            found.old_tasks[task].value.id if task in found.old_tasks else None for task in plan.value.tasks
        )

    matching = Matching(
        [plan for region in before for group in region for plan in plans(*group)],
        [plan for region in after for group in region for plan in plans(*group)],
    )
    matching.by_key(covered_before, key_after=covered_after)
    old_at = {task: old for old in matching.free_before for task in matching.before[old].value.tasks}
    scores = {}
    for new in matching.free_after:
        plan = matching.after[new]
        covered = covered_after(plan)
        for old in {old_at[task] for task in covered if task in old_at}:
            other = matching.before[old]
            common = len(set(other.value.tasks) & set(covered))
            share = common / max(len(other.value.tasks), len(covered))
            scores[old, new] = share + likeness(cell_text(other.value.items), cell_text(plan.value.items))
    matching.by_scores(scores)
    return matching


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
