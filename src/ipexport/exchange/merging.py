"""One region's part of a file, merged into the dataset of the moment.

Everything that came back is a decision of the three-way merge, and each is looked at here: what the
form does not ask for is refused, what breaks a rule, contradicts the dataset or changes the rows is a
case to decide, and the rest is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from ipexport.compare.changes import What
from ipexport.compare.merging.decisions import Decision, Edited, Side
from ipexport.compare.merging.merge import merge
from ipexport.compare.merging.three_way import Three
from ipexport.compare.places import Place, Placed, cell_text, groups, plans, regions, rows, tasks
from ipexport.dataset.text_checks import check_english, check_text
from ipexport.errors import Finding
from ipexport.errors import Place as SourcePlace
from ipexport.exchange.cases import Case, CellKey, Kind, Locked, case_id, owner_of, part_of
from ipexport.exchange.returned import Returned
from ipexport.exchange.typed import as_typed, with_cells
from ipexport.form import Form, Rule, broken
from ipexport.model import LANGUAGES, Cell, Item, Language, Text, WorkPlan, texts
from ipexport.table import Role

Decided = Callable[[Case], Side | Edited | None]
"""What was decided about a case; None when nothing was."""


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
    theirs = as_typed(replace(base, regions=returned.work_plan.regions), base)
    judge = _Judge(now, base, theirs, returned, form, decided, held)
    if edits := judge.edits():
        theirs = with_cells(theirs, edits, returned.languages[0])
    merged = merge(base, now, theirs, "ours", (LANGUAGES, returned.languages), judge.decide)
    return Merged(merged.work_plan, tuple(judge.cases.values()), tuple(judge.locked), tuple(judge.findings))


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
    at: dict[CellKey, Place] = field(init=False)
    broken: dict[CellKey, str] = field(init=False)
    english: set[CellKey] = field(init=False)
    before: dict[CellKey, str] = field(init=False)
    ours: dict[CellKey, str] = field(init=False)
    after: dict[CellKey, str] = field(init=False)

    def __post_init__(self) -> None:
        self.before, self.ours, self.after = (
            {_key(one.place): cell_text(one.value) for one in _cells(document)}
            for document in (self.base, self.now, self.theirs)
        )
        self.at = {_key(one.place): one.place for one in _cells(self.theirs)}
        self.broken = dict(self._broken())
        self.english = {_key(one.place) for one in _cells(self.theirs) if not all(_zh(one.value))}

    def edits(self) -> dict[CellKey, str]:
        """What stands in the place of cells that break a rule, where that was decided."""
        chosen = {key: self.decided(self._rule_case(key)) for key in self.broken}
        return {key: one.words for key, one in chosen.items() if isinstance(one, Edited)}

    def decide(self, decision: Decision) -> Side | Edited | None:
        """Nothing about what the dataset alone changed; else what is taken."""
        if decision.taken == "ours" and not decision.conflict:
            return None
        key = _key(decision.place)
        if key in self.english and not (decision.ours and _is_row(decision)):
            return self._without_chinese(key)
        if _is_row(decision):
            return self._changed(decision, "row", _row_words(decision)) or "ours"
        if self._rule_of(key) is None:
            where = decision.what, decision.place, self.returned.name, self._place(key)
            self.locked.append(Locked(*where, decision.ours, decision.theirs))
            return "ours"
        return "ours" if key in self.held else self._open(decision, key)

    def _without_chinese(self, key: CellKey) -> Side:
        """The dataset has Chinese for everything: what is new in English alone waits for it."""
        place = self._place(key) or SourcePlace(self.returned.name)
        message = f"the {key[1]} of {key[0]} has a new text in English alone: not taken"
        finding = Finding(
            "only-english", "warning", place, message, "write it in the dataset, with its Chinese"
        )
        if finding not in self.findings:
            self.findings.append(finding)
        return "ours"

    def _open(self, decision: Decision, key: CellKey) -> Side | Edited | None:
        """Of a change in a cell that the form asks for."""
        if key in self.broken:
            return self._rule(key)
        if decision.conflict:
            return self._changed(decision, "conflict", "the dataset has changed since") or "ours"
        return None

    def _rule(self, key: CellKey) -> Side:
        """A cell that breaks a rule is one case, however much changed in it."""
        chosen = self._chosen(self._rule_case(key)) or "ours"
        return "theirs" if isinstance(chosen, Edited) else chosen

    def _rule_case(self, key: CellKey) -> Case:
        """Such a cell can be written anew where it has one language."""
        place = self.at[key]._replace(item=0)
        texts = Three(*(words.get(key, "") for words in (self.before, self.ours, self.after)))
        language = self.returned.languages[0] if len(self.returned.languages) == 1 else None
        return self._case("rule", self.broken[key], cast(Role, key[1]), place, texts, language)

    def _changed(self, decision: Decision, kind: Kind, why: str) -> Side | Edited | None:
        """A change that is a case of its own."""
        texts = Three(decision.base, decision.ours, decision.theirs)
        return self._chosen(self._case(kind, why, decision.what, decision.place, texts, decision.language))

    def _chosen(self, case: Case) -> Side | Edited | None:
        """What was decided about a case, which is kept."""
        chosen = self.decided(case)
        self.cases[case.id] = replace(case, taken="edited" if isinstance(chosen, Edited) else chosen)
        return chosen

    def _case(
        self, kind: Kind, why: str, what: What, place: Place, three: Three[str], language: Language | None
    ) -> Case:
        return Case(
            case_id(owner_of(place), part_of(what, place), kind, language, three.base, three.theirs),
            kind,
            self.returned.region,
            _key(place),
            what,
            place,
            why,
            self.returned.name,
            self._place(_key(place)),
            *three,
            language,
        )

    def _rule_of(self, key: CellKey) -> Rule | None:
        return self.form.rule(cast(Role, key[1]))

    def _place(self, key: CellKey) -> SourcePlace | None:
        return place_in(self.returned, key)

    def _broken(self) -> Iterator[tuple[CellKey, str]]:
        """The cells that came back with something new that cannot be taken as it is, and why."""
        sent = set(texts(self.base))
        untyped = {one.place: one.message for one in self.returned.findings if one.code == "not-text"}
        for one in _cells(self.theirs):
            key = _key(one.place)
            rule = self._rule_of(key)
            if rule is None or self.after[key] == self.before.get(key):
                continue
            for language in self.returned.languages:
                words = "\n".join(item.text.in_language(language) or "" for item in one.value)
                if problem := broken(rule, words, language):
                    yield key, problem.message
            if (place := self._place(key)) in untyped and not rule.number:
                yield key, untyped[place]
            for item in one.value:
                if item.text not in sent:
                    yield from self._problems(item.text, key)

    def _problems(self, text: Text, key: CellKey) -> Iterator[tuple[CellKey, str]]:
        """What a dataset cannot have; what it had better not have is a finding."""
        for problem in (*check_text(text.zh), *check_english(text.en or "")):
            if problem.severity == "error":
                yield key, problem.message
            else:
                place = self._place(key) or SourcePlace(self.returned.name)
                message = f"the {key[1]} of {key[0]}: {problem.message}"
                self.findings.append(Finding(problem.code, "warning", place, message, problem.hint))


def place_in(returned: Returned, key: CellKey) -> SourcePlace | None:
    """Where a cell stands in a file, if that is known."""
    task, column, row = key
    return returned.places.get(f"{task}:{column}" + (f":{row}" if row > 1 else ""))


def empty_cells(work_plan: WorkPlan, form: Form) -> Iterator[CellKey]:
    """The cells of the regions that have to be filled in and are empty."""
    for one in _cells(work_plan):
        key = _key(one.place)
        rule = form.rule(cast(Role, key[1]))
        if rule is not None and rule.required and not cell_text(one.value).strip():
            yield key


def _cells(work_plan: WorkPlan) -> Iterator[Placed[Cell]]:
    """Every cell of the regions, each task text as one."""
    for group in (group for region in regions(work_plan) for group in groups(region)):
        listed = tasks(group)
        for task in listed:
            yield Placed(task.place._replace(cell="task"), (Item(task.value.text),))
            yield from rows(task)
        for plan in plans(group, listed):
            yield Placed(plan.place, plan.value.items)


def _zh(cell: Cell) -> Iterator[str]:
    return (item.text.zh for item in cell)


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
