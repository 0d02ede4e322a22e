"""One region's part of a file, merged into the dataset of the moment.

Everything that came back is a decision of the three-way merge, and each is looked at here: what the
form does not ask for is refused, what breaks a rule, contradicts the dataset or changes the rows is a
case to decide, and the rest is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from ipexport.compare.languages import with_texts
from ipexport.compare.merging.decisions import Decision, Edited, Side
from ipexport.compare.merging.merge import merge
from ipexport.compare.places import Place, Placed, cell_text, groups, plans, regions, rows, tasks
from ipexport.dataset.text_checks import check_text
from ipexport.errors import Finding
from ipexport.errors import Place as SourcePlace
from ipexport.exchange.cases import Case, CellKey, Kind, Locked, case_id, owner_of, part_of, where
from ipexport.exchange.returned import Returned
from ipexport.form import Form, broken
from ipexport.model import LANGUAGES, Cell, Item, Text, WorkPlan, texts

Decided = Callable[[Case], Side | Edited | None]
"""What was decided about a case; None when nothing was."""

_FULL_WIDTH = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}


@dataclass(frozen=True, slots=True)
class Merged:
    """The work plan with what was taken, the cases, what was refused, and what to look at."""

    work_plan: WorkPlan
    cases: tuple[Case, ...]
    locked: tuple[Locked, ...]
    findings: tuple[Finding, ...]


def merge_returned(
    now: WorkPlan,
    base: WorkPlan,
    returned: Returned,
    form: Form,
    decided: Decided,
    held: Collection[CellKey] = (),
) -> Merged:
    """Merges one region's part; the cells `held` stay as they are.

    All three have this one region.
    """
    theirs = _as_typed(replace(base, regions=returned.work_plan.regions), base)
    judge = _Judge(now, base, theirs, returned, form, decided, held)
    merged = merge(base, now, theirs, "ours", (LANGUAGES, returned.languages), judge.decide)
    return Merged(merged.work_plan, tuple(judge.cases.values()), tuple(judge.locked), tuple(judge.findings))


def _as_typed(theirs: WorkPlan, base: WorkPlan) -> WorkPlan:
    """What came back without what only typing made of it.

    A text that says what was sent is the text that was sent, with its other language. Full-width digits
    and letters, which an input method writes, are those of print.
    """
    known = {text.zh: text for text in texts(base)} | {text.en: text for text in texts(base) if text.en}

    def text(one: Text) -> Text:
        zh = one.zh if one.zh in known else one.zh.translate(_FULL_WIDTH)
        typed = Text(zh, one.en)
        return typed if zh and one.en else known.get(zh or one.en or "", typed)

    return with_texts(theirs, text)


@dataclass(slots=True)
class _Judge:
    """Has the last word on each change of a file, and keeps what it said."""

    now: WorkPlan
    base: WorkPlan
    theirs: WorkPlan
    returned: Returned
    form: Form
    decided: Decided
    held: Collection[CellKey]
    cases: dict[str, Case] = field(default_factory=dict)
    locked: list[Locked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    broken: dict[CellKey, str] = field(init=False)
    before: dict[CellKey, str] = field(init=False)
    ours: dict[CellKey, str] = field(init=False)
    after: dict[CellKey, str] = field(init=False)

    def __post_init__(self) -> None:
        self.before, self.ours, self.after = (
            {_key(one.place): cell_text(one.value) for one in _cells(document)}
            for document in (self.base, self.now, self.theirs)
        )
        self.broken = dict(self._broken())

    def decide(self, decision: Decision) -> Side | Edited | None:
        """Nothing about what the dataset alone changed; else what is taken."""
        if decision.taken == "ours" and not decision.conflict:
            return None
        key = _key(decision.place)
        if _is_row(decision):
            return self._case(decision, "row", _row_words(decision)) or "ours"
        if self.form.rule(key[1]) is None:  # type: ignore[arg-type]
            place = self._place(key)
            self.locked.append(
                Locked(where(decision), self.returned.name, place, decision.ours, decision.theirs)
            )
            return "ours"
        return "ours" if key in self.held else self._open(decision, key)

    def _open(self, decision: Decision, key: CellKey) -> Side | Edited | None:
        """Of a change in a cell that the form asks for."""
        if key in self.broken:
            return self._rule(decision, key)
        if decision.conflict:
            return self._case(decision, "conflict", "the dataset has changed since") or "ours"
        return None

    def _rule(self, decision: Decision, key: CellKey) -> Side:
        """A cell that breaks a rule is one case, however much changed in it."""
        cell = replace(
            decision,
            place=decision.place._replace(item=0),
            base=self.before.get(key, ""),
            ours=self.ours.get(key, ""),
            theirs=self.after.get(key, ""),
            language=None,
        )
        return cast(Side, self._case(cell, "rule", self.broken[key]) or "ours")

    def _case(self, decision: Decision, kind: Kind, why: str) -> Side | Edited | None:
        part = part_of(decision.what, decision.place)
        language = decision.language
        case = Case(
            case_id(owner_of(decision.place), part, kind, language, decision.base, decision.theirs),
            kind,
            self.returned.region,
            _key(decision.place),
            where(decision),
            why,
            self.returned.name,
            self._place(_key(decision.place)),
            decision.base,
            decision.ours,
            decision.theirs,
            language,
        )
        chosen = self.decided(case)
        self.cases[case.id] = replace(case, taken="edited" if isinstance(chosen, Edited) else chosen)
        return chosen

    def _place(self, key: CellKey) -> SourcePlace | None:
        task, column, row = key
        return self.returned.places.get(f"{task}:{column}" + (f":{row}" if row > 1 else ""))

    def _broken(self) -> Iterator[tuple[CellKey, str]]:
        """The cells that came back with something new that cannot be taken as it is, and why."""
        sent = set(texts(self.base))
        for one in _cells(self.theirs):
            key = _key(one.place)
            rule = self.form.rule(key[1])  # type: ignore[arg-type]
            if rule is None or self.after[key] == self.before.get(key):
                continue
            for language in self.returned.languages:
                words = "\n".join(item.text.in_language(language) or "" for item in one.value)
                if problem := broken(rule, words, language):
                    yield key, problem.message
            for item in one.value:
                if item.text not in sent:
                    yield from self._problems(item.text, key)

    def _problems(self, text: Text, key: CellKey) -> Iterator[tuple[CellKey, str]]:
        """What a dataset cannot have; what it had better not have is a finding."""
        for problem in check_text(text.zh):
            if problem.severity == "error":
                yield key, problem.message
            else:
                place = self._place(key) or SourcePlace(self.returned.name)
                message = f"the {key[1]} of {key[0]}: {problem.message}"
                self.findings.append(Finding(problem.code, "warning", place, message, problem.hint))


def _cells(work_plan: WorkPlan) -> Iterator[Placed[Cell]]:
    """Every cell of the regions, each task text as one."""
    for group in (group for region in regions(work_plan) for group in groups(region)):
        listed = tasks(group)
        for task in listed:
            yield Placed(task.place._replace(cell="task"), (Item(task.value.text),))
            yield from rows(task)
        for plan in plans(group, listed):
            yield Placed(plan.place, plan.value.items)


def _key(place: Place) -> CellKey:
    """Of a place in a row, that of the task's text where it names no cell; "" outside rows."""
    return (place.task.id, place.cell or "task", place.row or 1) if place.task else ("", "", 1)


def _is_row(decision: Decision) -> bool:
    """Whether it is about rows, not about what stands in them."""
    is_part = decision.what in ("region", "focus_area", "task")
    covers = decision.what == "plan" and decision.place.cell is None
    return decision.language is None and (is_part or covers)


def _row_words(decision: Decision) -> str:
    if decision.what == "plan":
        return "a plan covers other rows"
    name = {"task": "row", "focus_area": "focus area", "region": "region"}[decision.what]
    if not decision.base and not decision.ours:
        return f"a {name} was added"
    return f"a {name} was removed" if not decision.theirs else f"a {name} was moved"
