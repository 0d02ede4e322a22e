"""What came back as text: without what only typing made of it, or written anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ipexport.compare.languages import with_texts
from ipexport.compare.words import likeness
from ipexport.exchange.cases import CellKey
from ipexport.model import Cell, FocusGroup, Item, Language, Plan, Task, Text, WorkPlan, texts

_ALIKE = 0.5
"""How like a text is to what it was made from, from 0 to 1."""

_FULL_WIDTH = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}


def as_typed(theirs: WorkPlan, base: WorkPlan) -> WorkPlan:
    """What came back without what only typing made of it.

    A text that says what was sent is the text that was sent, with its other language. Full-width digits
    and letters, which an input method writes, are those of print. A text in English alone has the Chinese
    of what it was made from.
    """
    known = {text.zh: text for text in texts(base)} | {text.en: text for text in texts(base) if text.en}
    unchanged = {text.en for text in texts(theirs)}
    free = [text for text in texts(base) if text.en and text.en not in unchanged]

    def text(one: Text) -> Text:
        zh = one.zh if one.zh in known else one.zh.translate(_FULL_WIDTH)
        typed = Text(zh, one.en)
        if zh and one.en:
            return typed
        if said := known.get(zh or one.en or ""):
            return said
        return Text(_chinese_of(one.en, free), one.en) if one.en else typed

    return with_texts(theirs, text)


def _chinese_of(english: str, sent: Sequence[Text]) -> str:
    """The Chinese of the English that a text is most like; "" where it is like none."""
    scores = [(likeness(text.en or "", english, _ALIKE), text.zh) for text in sent]
    score, zh = max(scores, default=(0.0, ""))
    return zh if score else ""


def with_cells(work_plan: WorkPlan, edits: Mapping[CellKey, str], language: Language) -> WorkPlan:
    """The work plan with other words in some cells, a line for each item."""

    def cell(key: CellKey, old: Cell) -> Cell:
        if key not in edits:
            return old
        lines = [line for line in edits[key].splitlines() if line.strip()]
        labels = [None] if len(lines) == 1 else [f"{n}." for n in range(1, len(lines) + 1)]
        said = [Text(line) if language == "zh" else Text("", line) for line in lines]
        return tuple(Item(text, label) for text, label in zip(said, labels, strict=True))

    def task(one: Task) -> Task:
        (words,) = cell((one.id, "task", 1), (Item(one.text),))
        results = tuple(cell((one.id, "results", n), old) for n, old in enumerate(one.results, 1))
        return Task(one.id, words.text, results)

    def plan(one: Plan) -> Plan:
        return Plan(one.tasks, cell((one.tasks[0], "plan", 1), one.items))

    def group(one: FocusGroup) -> FocusGroup:
        return replace(one, tasks=tuple(map(task, one.tasks)), plans=tuple(map(plan, one.plans)))

    regions = (replace(one, groups=tuple(map(group, one.groups))) for one in work_plan.regions)
    return replace(work_plan, regions=tuple(regions))
