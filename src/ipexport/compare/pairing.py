"""Which parts of two documents are the same: regions, focus areas, tasks, plans, rows and items.

Ids are keys and nothing that a reader sees: a document read from a file can have lost them. So a
task is found by its id with the text it had, by its whole row, by its id with a like row, by its
text, by likeness, and at last by its id alone.
"""

from __future__ import annotations

from typing import TypeVar

from ipexport.compare.matching import Matching, in_order, interleave
from ipexport.compare.places import (
    Pair,
    Place,
    Placed,
    cell_text,
    groups,
    items,
    plans,
    rows,
    spoken,
    tasks,
)
from ipexport.compare.words import likeness
from ipexport.model import Cell, FocusGroup, Item, Plan, Region, Task, TaskId

ALIKE = 0.5
"""The least likeness of two texts that are taken for versions of one."""

T = TypeVar("T")

GroupWithTasks = tuple[Placed[FocusGroup], list[Placed[Task]]]
"""A focus area of a region, and its tasks."""


def match_regions(before: list[Placed[Region]], after: list[Placed[Region]]) -> Matching[Placed[Region]]:
    """By id and name together, then by either, then by code."""
    matching = Matching(before, after)
    matching.by_key(lambda region: (region.value.id, region.value.name))
    matching.by_key(lambda region: region.value.name)
    matching.by_key(lambda region: region.value.id)
    matching.by_key(lambda region: region.value.code)
    return matching


class SameTasks:
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


def match_tasks(
    before: list[list[GroupWithTasks]], after: list[list[GroupWithTasks]], pairs: dict[int, int]
) -> SameTasks:
    """Tasks of regions that are the same (`pairs`), then those that went to another region."""
    found = SameTasks()
    for old, new in pairs.items():
        matching = Matching(_tasks(before[old]), _tasks(after[new]))
        matching.by_key(lambda task: (task.value.id, task.value.text))
        matching.by_key(lambda task: (task.value.text, task.value.results))
        matching.by_key(lambda task: task.value.id, _is_like)
        matching.by_key(lambda task: task.value.text)
        matching.by_score(_row_likeness)
        matching.by_key(lambda task: task.value.id)
        found.add(matching)
    rest = Matching(
        [task for region in before for task in _tasks(region) if task.place not in found.new_of],
        [task for region in after for task in _tasks(region) if task.place not in found.old_of],
    )
    rest.by_key(lambda task: (task.value.text, task.value.results))
    rest.by_key(lambda task: task.value.id, _is_like)
    found.add(rest)
    return found


def _tasks(region: list[GroupWithTasks]) -> list[Placed[Task]]:
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


def match_groups(
    before: list[GroupWithTasks], after: list[GroupWithTasks], found: SameTasks
) -> Matching[Placed[FocusGroup]]:
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


def match_plans(
    before: list[list[GroupWithTasks]], after: list[list[GroupWithTasks]], found: SameTasks
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


def with_tasks(region: Placed[Region]) -> list[GroupWithTasks]:
    """The focus areas of a region."""
    return [(group, tasks(group)) for group in groups(region)]
