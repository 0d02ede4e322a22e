"""Nodes -> the focus groups of a region: tasks, and the plans that cover them."""

from __future__ import annotations

import re

from ipexport.dataset.cells import CellReader
from ipexport.errors import Place
from ipexport.model import FocusArea, FocusAreaId, FocusGroup, Plan, Task, TaskId, Text
from ipexport.nodes import Findings, Mapping, Node, Sequence, suggest

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""What an id looks like: it becomes part of file names, bookmarks and links."""


def read_id(findings: Findings, node: Node) -> str:
    """The id of a region or a task."""
    id = findings.scalar(node, "id")
    if not ID.fullmatch(id):
        hint = "up to 64 letters a-z, digits, - and _"
        findings.add("bad-id", node.place, f"{id!r} is not an id", hint)
    return id


class GroupReader:
    """Reads the groups of all regions; `task_ids` are those so far, with their places."""

    def __init__(self, findings: Findings, cells: CellReader) -> None:
        self.findings, self.cells = findings, cells
        self.task_ids: dict[str, Place] = {}

    def groups(
        self, nodes: tuple[Node, ...], vocabulary: dict[FocusAreaId, FocusArea]
    ) -> tuple[FocusGroup, ...]:
        """The groups of one region, without those that cannot be read."""
        groups = tuple(filter(None, (self._group(node, vocabulary) for node in nodes)))
        self._check_groups(groups, nodes)
        return groups

    def _check_groups(self, groups: tuple[FocusGroup, ...], nodes: tuple[Node, ...]) -> None:
        seen = set()
        for group, node in zip(groups, nodes, strict=False):
            if (group.focus_area, group.wording) in seen:
                message = f"the focus area {group.focus_area!r} stands twice with the same wording"
                self.findings.add("duplicate-focus-area", node.place, message, "put its tasks together")
            seen.add((group.focus_area, group.wording))

    def _group(self, node: Node, vocabulary: dict[FocusAreaId, FocusArea]) -> FocusGroup | None:
        entries = self.findings.complete(node, "a focus area", ("focus_area", "tasks"), ("wording",))
        if entries is None:
            return None
        id = FocusAreaId(self.findings.scalar(entries["focus_area"], "focus_area"))
        if id not in vocabulary:
            message = f"the focus area {id!r} is not in the vocabulary of workplan.yaml"
            self.findings.add(
                "unknown-focus-area", entries["focus_area"].place, message, suggest(id, vocabulary)
            )
            wording = Text("")
        else:
            wording = vocabulary[id].name
        if "wording" in entries:
            wording = self.cells.text(entries["wording"], "wording")
        nodes = self.findings.sequence(entries["tasks"], "tasks")
        if not nodes and isinstance(entries["tasks"], Sequence):
            self.findings.add("empty", entries["tasks"].place, f"the focus area {id!r} has no tasks")
            return None
        tasks: list[Task] = []
        plans: list[tuple[Plan, Place]] = []
        for task_node in nodes:
            task = self._task(task_node, plans)
            if task is not None:
                tasks.append(task)
        if len(tasks) == len(nodes):
            self._check_plans(tasks, plans, nodes)
        return FocusGroup(id, wording, tuple(tasks), tuple(plan for plan, _ in plans)) if tasks else None

    def _task(self, node: Node, plans: list[tuple[Plan, Place]]) -> Task | None:
        entries = self.findings.complete(node, "a task", ("id", "task", "results"), ("plan",))
        if entries is None:
            return None
        id = TaskId(read_id(self.findings, entries["id"]))
        if id in self.task_ids:
            message = f"the id {id!r} stands twice, first in {self.task_ids[id]}"
            self.findings.add("duplicate-id", entries["id"].place, message, "give one of them a new id")
        else:
            self.task_ids[id] = entries["id"].place
        if "plan" in entries:
            plans.append((self._plan(entries["plan"], id), entries["plan"].place))
        return Task(id, self.cells.text(entries["task"], "task"), self.cells.results(entries["results"]))

    def _plan(self, node: Node, task: TaskId) -> Plan:
        if not isinstance(node, Mapping) or not any(key.value == "covers" for key, _ in node.entries):
            return Plan((task,), self.cells.cell(node, "plan"))
        entries = self.findings.complete(node, "a plan that covers tasks", ("covers", "items"))
        if entries is None:
            return Plan((task,), ())
        tasks = tuple(
            TaskId(self.findings.scalar(name, "a task id"))
            for name in self.findings.sequence(entries["covers"], "covers")
        )
        return Plan(tasks or (task,), self.cells.cell(entries["items"], "items"))

    def _check_plans(
        self, tasks: list[Task], plans: list[tuple[Plan, Place]], nodes: tuple[Node, ...]
    ) -> None:
        """Every task has one plan; a plan covers neighbours, from the task it is written at."""
        ids = [task.id for task in tasks]
        covered: dict[TaskId, Place] = {}
        for plan, place in plans:
            unknown = [id for id in plan.tasks if id not in ids]
            for id in unknown:
                message = f"the plan names {id!r}, which is no task of its focus area"
                self.findings.add("unknown-task", place, message, suggest(id, ids))
            if unknown:
                return
            first = ids.index(plan.tasks[0])
            if list(plan.tasks) != ids[first : first + len(plan.tasks)]:
                message = f"the plan covers {', '.join(plan.tasks)}, which are not neighbours in this order"
                self.findings.add(
                    "not-neighbours", place, message, "in the order of the tasks: " + ", ".join(ids)
                )
            for id in plan.tasks:
                if id in covered:
                    message = f"the task {id!r} has a second plan; the first is in {covered[id]}"
                    self.findings.add(
                        "second-plan", place, message, "keep one, or take the task out of `covers`"
                    )
                covered.setdefault(id, place)
        for task, node in zip(tasks, nodes, strict=True):
            if task.id not in covered:
                hint = "plan: [] for an empty cell, or name the task in `covers` of its neighbour's plan"
                self.findings.add("no-plan", node.place, f"the task {task.id!r} has no plan", hint)
