"""How a merge decides whose version is taken, noted as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeVar

from ipexport.compare.changes import What
from ipexport.compare.merging.three_way import Three
from ipexport.compare.places import Place
from ipexport.model import LANGUAGES, Language, Text

T = TypeVar("T")
Side = Literal["ours", "theirs"]
_BOTH = (LANGUAGES, LANGUAGES)


class Edited(NamedTuple):
    """A text that is neither our version nor theirs."""

    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that was changed since the base, and whose version was taken.

    `base`, `ours` and `theirs` are what each has, for people; "" where it has nothing. In a
    `conflict` both sides changed it, in different ways. `language` is that of a text; without one it is
    about a label, whether something is there, where it stands, or which tasks a plan cell covers (then
    its place is that of a task, not of a cell).
    """

    what: What
    place: Place
    taken: Literal["ours", "theirs", "both", "edited"]
    conflict: bool
    base: str
    ours: str
    theirs: str
    language: Language | None = None


Decide = Callable[[Decision], Side | Edited | None]
"""What to take, of a decision as it would be made; None leaves it so. A text alone can be edited."""


@dataclass(slots=True)
class Decider:
    """Decides, and keeps what was decided.

    `prefer` is whose version is taken in a conflict. `languages` are those that our side and theirs
    can say: what a side cannot say it has not changed. `decide` has the last word on everything that
    the two sides have in different ways.
    """

    prefer: Side | None = None
    languages: tuple[Sequence[Language], Sequence[Language]] = _BOTH
    decide: Decide = lambda _: None
    decisions: list[Decision] = field(default_factory=list)

    @property
    def knows_all_languages(self) -> bool:
        """Whether both sides can say every language: then a cell can be taken as a whole."""
        return self.languages == _BOTH

    def value(self, what: What, place: Place, three: Three[T | None], show: Callable[[T], str] = str) -> T:
        """One of the versions of a value; a side where the whole thing is missing has none."""
        taken, _ = self._value(what, place, three, show)
        return taken

    def text(self, what: What, place: Place, three: Three[Text | None]) -> Text:
        """A text, language by language."""
        base, ours, theirs = three
        if ours is None or theirs is None:
            return ours or theirs or Text("")
        words = []
        for number, language in enumerate(LANGUAGES):
            old = base and base.in_language(language)
            mine = ours.in_language(language) if language in self.languages[0] else old
            their = theirs.in_language(language) if language in self.languages[1] else old
            # A translation that is not there is a version of it: "" stands for None.
            versions: Three[str | None] = Three(None if base is None else old or "", mine or "", their or "")
            taken, edited = self._value(what, place, versions, str, language)
            taken = edited.words if edited else taken
            had_none = None in (old, mine, their) and not taken
            words.append(None if number and had_none else taken)
        return Text(words[0] or "", words[1])

    def _value(
        self,
        what: What,
        place: Place,
        three: Three[T | None],
        show: Callable[[T], str],
        language: Language | None = None,
    ) -> tuple[T, Edited | None]:
        base, ours, theirs = three
        if ours is None or theirs is None or ours == theirs:
            taken = theirs if ours is None else ours
            assert taken is not None
            if ours == theirs and base is not None and base != ours:
                self._note(Decision(what, place, "both", False, *_shown(three, show), language))
            return taken, None
        conflict = base is None or base not in (ours, theirs)
        side: Side = (self.prefer or "ours") if conflict else "theirs" if ours == base else "ours"
        chosen = self._choose(Decision(what, place, side, conflict, *_shown(three, show), language))
        return (theirs if chosen == "theirs" else ours), chosen if isinstance(chosen, Edited) else None

    def is_kept(
        self,
        what: What,
        place: Place,
        three: Three[T | None],
        is_changed: Callable[[T, T], bool],
        show: Callable[[T], str],
    ) -> bool:
        """Whether something stays that a side may have removed; no, unless the other changed it."""
        base, ours, theirs = three
        if ours is not None and theirs is not None:
            if base is None:
                self._note(Decision(what, place, "both", False, *_shown(three, show)))
            return True
        holder: Side = "theirs" if ours is None else "ours"
        other: Side = "ours" if ours is None else "theirs"
        left = theirs if ours is None else ours
        if left is None:
            self._note(Decision(what, place, "both", False, *_shown(three, show)))
            return False
        conflict = base is not None and is_changed(base, left)
        # Without a preference nothing is lost.
        side = holder if base is None else (self.prefer or holder) if conflict else other
        return self._choose(Decision(what, place, side, conflict, *_shown(three, show))) == holder

    def conflict(self, what: What, place: Place, shown: Three[str | None]) -> Side:
        """Whose place or coverage is taken, where both sides changed it."""
        return self._side(Decision(what, place, self.prefer or "ours", True, *_shown(shown, str)))

    def move(self, what: What, place: Place, shown: Three[str | None]) -> Side:
        """Whether theirs is taken of a place that only they changed."""
        return self._side(Decision(what, place, "theirs", False, *_shown(shown, str)))

    def _side(self, decision: Decision) -> Side:
        return "theirs" if self._choose(decision) == "theirs" else "ours"

    def _choose(self, decision: Decision) -> Side | Edited:
        """The last word on a decision of one side, which is noted."""
        chosen = self.decide(decision)
        if chosen is None or (isinstance(chosen, Edited) and decision.language is None):
            chosen = "theirs" if decision.taken == "theirs" else "ours"
        self._note(replace(decision, taken="edited" if isinstance(chosen, Edited) else chosen))
        return chosen

    def _note(self, decision: Decision) -> None:
        self.decisions.append(decision)


def _shown(three: Three[T | None], show: Callable[[T], str]) -> tuple[str, str, str]:
    base, ours, theirs = ("" if version is None else show(version) for version in three)
    return base, ours, theirs
