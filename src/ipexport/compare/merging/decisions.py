"""How a merge decides whose version is taken, noted as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from ipexport.compare.changes import What
from ipexport.compare.merging.three_way import Three
from ipexport.compare.places import Place
from ipexport.model import LANGUAGES, Language, Text

T = TypeVar("T")
Side = Literal["ours", "theirs"]
_BOTH = (LANGUAGES, LANGUAGES)


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that was changed since the base, and whose version was taken.

    `base`, `ours` and `theirs` are what each has, for people; "" where it has nothing. In a
    `conflict` both sides changed it, in different ways.
    """

    what: What
    place: Place
    taken: Literal["ours", "theirs", "both"]
    conflict: bool
    base: str
    ours: str
    theirs: str


@dataclass(slots=True)
class Decider:
    """Decides, and keeps what was decided.

    `prefer` is whose version is taken in a conflict. `languages` are those that our side and theirs
    can say: what a side cannot say it has not changed.
    """

    prefer: Side | None = None
    languages: tuple[Sequence[Language], Sequence[Language]] = _BOTH
    decisions: list[Decision] = field(default_factory=list)

    def value(self, what: What, place: Place, three: Three[T | None], show: Callable[[T], str] = str) -> T:
        """One of the versions of a value; a side where the whole thing is missing has none."""
        base, ours, theirs = three
        if ours is None or theirs is None or ours == theirs:
            taken = theirs if ours is None else ours
            assert taken is not None
            if ours == theirs and base is not None and base != ours:
                self._note(what, place, "both", three, show)
            return taken
        if base is not None and base in (ours, theirs):
            side: Side = "theirs" if ours == base else "ours"
            self._note(what, place, side, three, show)
        else:
            side = self.prefer or "ours"
            self._note(what, place, side, three, show, conflict=True)
        return ours if side == "ours" else theirs

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
            taken = self.value(what, place, versions)
            had_none = None in (old, mine, their) and not taken
            words.append(None if number and had_none else taken)
        return Text(words[0] or "", words[1])

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
        if base is None or (ours is not None and theirs is not None):
            if base is None:
                self._note(
                    what,
                    place,
                    "ours" if theirs is None else "theirs" if ours is None else "both",
                    three,
                    show,
                )
            return True
        left = theirs if ours is None else ours
        remover: Side = "ours" if ours is None else "theirs"
        if left is None:
            self._note(what, place, "both", three, show)
            return False
        if not is_changed(base, left):
            self._note(what, place, remover, three, show)
            return False
        # Without a preference nothing is lost.
        keeper: Side = "theirs" if remover == "ours" else "ours"
        side = self.prefer or keeper
        self._note(what, place, side, three, show, conflict=True)
        return side == keeper

    def conflict(self, what: What, place: Place, shown: Three[str | None]) -> None:
        """Notes that both sides changed a place or a coverage."""
        self._note(what, place, self.prefer or "ours", shown, str, conflict=True)

    def _note(
        self,
        what: What,
        place: Place,
        taken: Literal["ours", "theirs", "both"],
        three: Three[T | None],
        show: Callable[[T], str],
        conflict: bool = False,
    ) -> None:
        shown = ("" if version is None else show(version) for version in three)
        self.decisions.append(Decision(what, place, taken, conflict, *shown))
