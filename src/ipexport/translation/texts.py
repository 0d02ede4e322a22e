"""The texts of a dataset one by one: what each is called, and where its languages stand.

The texts of a cell have no ids of their own, and one that is added moves the others. What lasts is
the `key`: the task and the column. In a file for translators each text needs an id: the key, and
its number where several texts share a key.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ipexport.dataset import load_placed
from ipexport.errors import Finding, Place
from ipexport.model import Region, Text, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.table import ROLES

WORK_PLAN = "workplan"
"""The part of the texts that belong to no region."""


class PlacedText(NamedTuple):
    """A text of a dataset. `part` is a region's id or `WORK_PLAN`, `owner` that or a task's id.

    `key` ("hubei-reform-1.results") lasts, `id` ("hubei-reform-1.results.2") is its own.
    """

    id: str
    key: str
    owner: str
    part: str
    text: Text
    zh_place: Place
    en_place: Place | None

    @property
    def place(self) -> Place:
        """Where the English stands, or else the Chinese."""
        return self.en_place or self.zh_place


class TextList(NamedTuple):
    """The texts of a dataset in reading order, and the warnings that came with it.

    `parts` are `WORK_PLAN` and the regions; `folder` is where the glossary and the lock are: beside
    workplan.yaml, or beside the one file.
    """

    work_plan: WorkPlan
    folder: Path
    parts: tuple[str, ...]
    texts: tuple[PlacedText, ...]
    findings: tuple[Finding, ...]

    @property
    def translated(self) -> bool:
        """Whether anything is."""
        return any(one.text.en is not None for one in self.texts)


class _Named(NamedTuple):
    part: str
    owner: str
    what: str
    text: Text

    @property
    def key(self) -> str:
        return f"{self.owner}.{self.what}"


def load_texts(path: str | os.PathLike[str], max_size: int = MAX_SIZE) -> TextList:
    """Every text of a dataset, each where it is written. Raises `SourceError` when it has errors."""
    source = Path(path)
    work_plan, findings, places = load_placed(source, max_size)
    named = list(_own_texts(work_plan))
    shared = Counter(one.key for one in named)
    numbers: Counter[str] = Counter()
    texts = []
    for one in named:
        numbers[one.key] += 1
        id_ = one.key if shared[one.key] == 1 else f"{one.key}.{numbers[one.key]}"
        zh, en = places[id(one.text)]
        texts.append(PlacedText(id_, one.key, one.owner, one.part, one.text, zh, en))
    parts = (WORK_PLAN, *(region.id for region in work_plan.regions))
    folder = source if source.is_dir() else source.parent
    return TextList(work_plan, folder, parts, tuple(texts), findings)


def _own_texts(work_plan: WorkPlan) -> Iterator[_Named]:
    """The texts in reading order; what a region takes over from the work plan is not its own."""
    for name in ("title", "subtitle", "region_title", "contents_title", "author", "subject"):
        yield _Named(WORK_PLAN, WORK_PLAN, name, getattr(work_plan, name))
    for keyword in work_plan.keywords:
        yield _Named(WORK_PLAN, WORK_PLAN, "keywords", keyword)
    for role in ROLES:
        yield _Named(WORK_PLAN, WORK_PLAN, f"columns.{role}", getattr(work_plan.columns, role))
    for area in work_plan.focus_areas:
        yield _Named(WORK_PLAN, WORK_PLAN, f"focus_areas.{_word(area.id)}", area.name)
    for region in work_plan.regions:
        yield from _region_texts(region, work_plan)


def _region_texts(region: Region, work_plan: WorkPlan) -> Iterator[_Named]:
    yield _Named(region.id, region.id, "name", region.name)
    for role in ROLES:
        label = getattr(region.columns, role)
        if label is not getattr(work_plan.columns, role):
            yield _Named(region.id, region.id, f"columns.{role}", label)
    names = {area.id: area.name for area in work_plan.focus_areas}
    for group in region.groups:
        if group.wording is not names.get(group.focus_area):
            yield _Named(region.id, region.id, f"focus_areas.{_word(group.focus_area)}", group.wording)
        plans = {plan.tasks[0]: plan for plan in group.plans}
        for task in group.tasks:
            yield _Named(region.id, task.id, "task", task.text)
            for cell in task.results:
                for item in cell:
                    yield _Named(region.id, task.id, "results", item.text)
            if task.id in plans:
                for item in plans[task.id].items:
                    yield _Named(region.id, task.id, "plan", item.text)


def _word(focus_area: str) -> str:
    """A focus area's id, which can be any words, as a name in XML can have it."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", focus_area)
