"""The tables of the HTML report: a line for each text, item or cell, old and new beside it.

What is the same in both comes from the alignment, what is marked as changed from the changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import TypeVar

from ipexport.compare.alignment import (
    AlignedGroup,
    AlignedRegion,
    AlignedTask,
)
from ipexport.compare.changes import Added, Change, Covers, Moved, Removed, Renumbered, Reworded
from ipexport.compare.pairing import align_items, align_rows
from ipexport.compare.phrases import Phrases
from ipexport.compare.places import Pair, Place, Placed, Step, items, rows
from ipexport.compare.words import Part, compare_words
from ipexport.model import LANGUAGES, Cell, Item, Language, Plan, Text

T = TypeVar("T")
U = TypeVar("U")
Sides = tuple[str, str]
"""The HTML of what stands in the old and in the new document."""


class Tables:
    """Makes the tables of one comparison; each line with a change is a place to go to."""

    def __init__(self, changes: Iterable[Change], say: Phrases, names: Sides) -> None:
        """`names` are those of the two sources, as HTML."""
        self.say, self.names = say, names
        self.changes: defaultdict[tuple[bool, Place, str], list[Change]] = defaultdict(list)
        self.touched: set[tuple[bool, tuple[object, ...]]] = set()
        for change in changes:
            new = not isinstance(change, Removed)
            place = change.place if isinstance(change, Added | Removed) else change.after
            self.changes[new, place, change.what].append(change)
            self.touched.add((new, place[:3]))

    def document(self, changes: Iterable[Change]) -> str:
        """What changed in texts that belong to no region."""
        return self._table(["".join(map(self._text, changes))])

    def region(self, region: AlignedRegion, changes: Iterable[Change]) -> str:
        """A region with its name and columns where they changed, and all of its rows."""
        pair = region.pair
        name = self._pair(self.say.titles["region"], "region", pair, _texts(pair, lambda one: one.name))
        own = "".join(self._text(change) for change in changes if change.what in ("code", "column"))
        bodies = [name if self._kinds(pair, "region") else "", own]
        for group in region.groups:
            bodies += self._group(group)
        return self._table(bodies)

    def _table(self, bodies: Iterable[str]) -> str:
        say, (old, new) = self.say, self.names
        heads = (say.part, f"{say.before} {old}", f"{say.after} {new}")
        return "\n".join(
            [
                '<table><colgroup><col class="part"><col><col></colgroup>',
                "<thead><tr>",
                *(f'<th scope="col">{head}</th>' for head in heads),
                "</tr></thead>",
                *(f"<tbody>{body}</tbody>" for body in bodies if body),
                "</table>",
            ]
        )

    def _text(self, change: Change) -> str:
        """A changed text that is in no row: a title, column label, keyword, or of the vocabulary."""
        what, kind = change.what, self._kind(change)
        match change:
            case Reworded(_, _, place, wordings):
                sides = _joined(marked(one.parts, one.language) for one in wordings)
            case Added(_, place, Text() as text):
                sides = _sides(None, text)
            case Removed(_, place, Text() as text):
                sides = _sides(text, None)
            case Moved(_, before, place, content):
                word = _plain(content) if isinstance(content, Text) else ""
                sides = _joined([(f"<p>{_number(before)} {word}</p>", f"<p>{_number(place)} {word}</p>")])
            case _:
                return ""
        return self._line(self._name(what, place), [kind], sides)

    def _name(self, what: str, place: Place) -> str:
        say = self.say
        roles = {"focus_area": say.focus_area, "task": say.task, "results": say.results, "plan": say.plan}
        if what == "column" and place.cell:
            return say.column.format(roles[place.cell])
        return {**say.titles, **roles, "keyword": say.keyword, "code": say.code}[what]

    def _group(self, group: AlignedGroup) -> Iterator[str]:
        """The line of a focus area, then a body for each task, those that are the same folded."""
        pair, say = group.pair, self.say
        kinds = self._kinds(pair, "focus_area")
        if pair.both and not kinds and all(map(self._is_same, group.tasks)):
            same_tasks = say.same_tasks.format(len(group.tasks))
            yield self._folded(f"{_plain(pair.either.wording)} · {same_tasks}", map(self._read, group.tasks))
            return
        yield self._pair(say.focus_area, "focus_area", pair, _texts(pair, lambda one: one.wording))
        for same, listed in groupby(group.tasks, self._is_same):
            tasks = list(listed)
            if same:
                yield self._folded(say.same_tasks.format(len(tasks)), map(self._read, tasks))
            else:
                yield from map(self._task, tasks)

    def _is_same(self, task: AlignedTask) -> bool:
        """Whether nothing in a row changed."""
        both = task.pair.both
        return both is not None and not (
            (False, both[0].place[:3]) in self.touched or (True, both[1].place[:3]) in self.touched
        )

    def _task(self, task: AlignedTask) -> str:
        pair = task.pair
        name = f"{self.say.task} {_number(_place(pair))}"
        lines = [self._pair(name, "task", pair, _texts(pair, lambda one: one.text))]
        for cell in align_rows(*pair.both) if pair.both else _one_sided(pair, rows):
            number = _place(cell).row
            row = f" {self.say.row.format(number)}" if number > 1 else ""
            lines += self._cell(self.say.results + row, "results", cell)
        for plan in task.plans:
            lines += self._plan(plan)
        return "".join(lines)

    def _plan(self, pair: Pair[Plan]) -> Iterator[str]:
        for change in self._found(pair, "plan"):
            if isinstance(change, Covers):
                before, after = (
                    self.say.covers.format(_numbers(steps)) for steps in (change.old, change.new)
                )
                sides = f"<p><del>{before}</del></p>", f"<p><ins>{after}</ins></p>"
                yield self._line(self.say.plan, [self._kind(change)], sides)
        yield from self._cell(self.say.plan, "plan", _cells(pair))

    def _cell(self, name: str, what: str, pair: Pair[Cell]) -> Iterator[str]:
        """A line for each item; one line that is folded when nothing changed."""
        if pair.both and pair.both[0].value == pair.both[1].value and not pair.moved:
            yield self._folded(self.say.same_cell.format(name), [self._read_cell(pair.either)])
            return
        kinds = [self._kind(one) for one in self._found(pair, what) if not isinstance(one, Covers)]
        if not pair.either:
            yield self._line(name, kinds, (self.say.empty, "") if pair.before else ("", self.say.empty))
        for item in align_items(*pair.both) if pair.both else _one_sided(pair, items):
            own = self._kinds(item, "item")
            sides = _labelled(item, self.say.renumbered in own)
            yield self._line(f"{name} {_place(item).item}", [*kinds, *own], sides)
            kinds = []

    def _pair(self, name: str, what: str, pair: Pair[T], sides: Sides) -> str:
        """A line of something that can have come, gone, moved or been reworded."""
        if pair.moved and pair.both:
            origin = self.say.from_place.format(_path(pair.both[0].place, pair.both[1].place))
            sides = f'<p class="quiet">{origin}</p>{sides[0]}', sides[1]
        return self._line(name, self._kinds(pair, what), sides)

    def _found(self, pair: Pair[T], what: str) -> list[Change]:
        return self.changes.get((pair.after is not None, _place(pair), what), [])

    def _kinds(self, pair: Pair[T], what: str) -> list[str]:
        return [self._kind(change) for change in self._found(pair, what)]

    def _kind(self, change: Change) -> str:
        say = self.say
        return {
            Added: say.added,
            Removed: say.removed,
            Moved: say.moved,
            Reworded: say.reworded,
            Renumbered: say.renumbered,
            Covers: say.covering,
        }[type(change)]

    def _line(self, part: str, kinds: Sequence[str], sides: Sides) -> str:
        """`kinds` say what changed; a line without is there to be read with the others."""
        badges = "".join(f'<span class="kind">{kind}</span>' for kind in kinds)
        stop = ' class="change" tabindex="-1"' if kinds else ""
        cells = (
            f'<td data-side="{side}">{text}</td>'
            for side, text in zip((self.say.before, self.say.after), sides, strict=True)
        )
        return f'<tr{stop}><th scope="row">{badges}{part}</th>{"".join(cells)}</tr>\n'

    def _folded(self, summary: str, texts: Iterable[str]) -> str:
        """What did not change, in one column, to be unfolded."""
        inner = f"<details><summary>{summary}</summary><div>{''.join(texts)}</div></details>"
        return f'<tr class="same"><td colspan="3">{inner}</td></tr>\n'

    def _read(self, task: AlignedTask) -> str:
        """A row as it reads in both documents."""
        value = task.pair.either
        cells = [(self.say.results, cell) for cell in value.results]
        cells += [(self.say.plan, plan.either.items) for plan in task.plans]
        return f"<p><b>{_plain(value.text)}</b></p>" + "".join(
            f'<p class="quiet">{name}</p>{self._read_cell(cell)}' for name, cell in cells
        )

    def _read_cell(self, cell: Cell) -> str:
        lines = (f"<p>{_label(item.label)}{_plain(item.text)}</p>" for item in cell)
        return "".join(lines) or f"<p>{self.say.empty}</p>"


def _one_sided(pair: Pair[T], inner: Callable[[Placed[T]], list[Placed[U]]]) -> list[Pair[U]]:
    """What is in something that came or went."""
    if pair.after:
        return [Pair(None, one) for one in inner(pair.after)]
    return [Pair(one, None) for one in inner(pair.before)] if pair.before else []


def _cells(pair: Pair[Plan]) -> Pair[Cell]:
    def cell(plan: Placed[Plan] | None) -> Placed[Cell] | None:
        return plan and Placed(plan.place, plan.value.items)

    return Pair(cell(pair.before), cell(pair.after))


def _place(pair: Pair[T]) -> Place:
    side = pair.after or pair.before
    assert side is not None
    return side.place


def _number(place: Place) -> int:
    """The number of the last step of a place."""
    steps = [step for step in place[:3] if isinstance(step, Step)]
    return place.item or place.row or steps[-1].number


def _numbers(steps: Sequence[Step]) -> str:
    return "、".join(str(step.number) for step in steps)


def _path(before: Place, after: Place) -> str:
    """Where something was: the steps that are others now, and its number."""
    outer = [
        escape(old.title)
        for old, new in zip(before[:3], after[:3], strict=True)
        if isinstance(old, Step) and isinstance(new, Step) and old.id != new.id
    ]
    return " › ".join([*outer, str(_number(before))])


def _texts(pair: Pair[T], text: Callable[[T], Text]) -> Sides:
    return _sides(pair.before and text(pair.before.value), pair.after and text(pair.after.value))


def _labelled(pair: Pair[Item], renumbered: bool) -> Sides:
    """An item on both sides with its label, which is marked when it does not only count on."""
    old = _label(pair.before.value.label) if pair.before else ""
    new = _label(pair.after.value.label) if pair.after else ""
    if renumbered:
        old, new = f"<del>{old}</del>", f"<ins>{new}</ins>"
    return _sides(pair.before and pair.before.value.text, pair.after and pair.after.value.text, (old, new))


def _label(label: str | None) -> str:
    return f"{escape(label)}&ensp;" if label else ""


def _plain(text: Text) -> str:
    """A text in its languages."""
    words = (text.in_language(language) for language in LANGUAGES)
    return "<br>".join(escape(one) for one in words if one)


def _sides(before: Text | None, after: Text | None, labels: Sides = ("", "")) -> Sides:
    """A text on both sides, a paragraph for each language; what is on one side only is all marked."""
    found = []
    for language in LANGUAGES:
        old, new = ((text and text.in_language(language)) or "" for text in (before, after))
        if old or new:
            found.append(marked(compare_words(old, new), language, labels))
            labels = "", ""
    return _joined(found)


def _joined(sides: Iterable[Sides]) -> Sides:
    listed = list(sides)
    return "".join(old for old, _ in listed), "".join(new for _, new in listed)


def marked(parts: Sequence[Part], language: Language, labels: Sides = ("", "")) -> Sides:
    """The HTML of a text before and after: a paragraph for each side, none where it has no words."""
    sides = []
    for kind, tag, label in (("removed", "del", labels[0]), ("added", "ins", labels[1])):
        words = (
            f"<{tag}>{escape(part.text)}</{tag}>" if part.kind == kind else escape(part.text)
            for part in parts
            if part.kind in ("kept", kind)
        )
        text = "".join(words)
        sides.append(f'<p lang="{language}">{label}{text}</p>' if text else "")
    return sides[0], sides[1]
