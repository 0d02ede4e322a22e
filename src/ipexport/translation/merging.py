"""What came back from translators, against what the dataset says now.

Nothing newer is ever overwritten: English is taken when its Chinese is still the same, and nobody
has changed the English in the dataset since the export. Everything else is a conflict, and reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ipexport.dataset.text_checks import check_english
from ipexport.errors import Finding
from ipexport.model import Text
from ipexport.translation.lock import Lock
from ipexport.translation.texts import PlacedText, TextList
from ipexport.translation.units import Returned, digest_of, state_of


class Merge(NamedTuple):
    """`changed` are the texts with their new English, `settled` those that a translator confirms.

    `kept` is how many came back without anything new; `findings` are the conflicts, at their place
    in the translators' file.
    """

    changed: tuple[PlacedText, ...]
    settled: tuple[PlacedText, ...]
    kept: int
    findings: tuple[Finding, ...]


def merge(listed: TextList, lock: Lock | None, returned: Iterable[Returned]) -> Merge:
    """Decides for each text that came back; changes nothing."""
    texts = _Texts(listed)
    changed: list[PlacedText] = []
    settled: list[PlacedText] = []
    findings: list[Finding] = []
    kept = 0
    for back in returned:
        one = texts.take(back)
        if isinstance(one, Finding):
            findings.append(one)
            continue
        english = back.en.strip()
        if english and english == one.text.en:
            kept += 1
            if back.settled and state_of(one, lock) == "stale":
                settled.append(one)
        elif not english or digest_of(english) == back.exported:
            kept += 1
        elif wrong := _refused(one, back, english):
            findings.append(wrong)
        else:
            new = one._replace(text=Text(one.text.zh, english))
            changed.append(new)
            if back.settled:
                settled.append(new)
    return Merge(tuple(changed), tuple(settled), kept, tuple(findings))


def _refused(one: PlacedText, back: Returned, english: str) -> Finding | None:
    """Why new English is not taken."""
    if one.text.en is not None and digest_of(one.text.en) != back.exported:
        if back.exported is None:
            said = f"the file does not say which English of {one.id} it began with"
        else:
            said = f"the English of {one.id} has changed in the dataset, too"
        hint = f"compare it with {one.place}, and write there what is right"
        return Finding("english-changed", "warning", back.place, said, hint)
    for problem in check_english(english):
        return Finding(problem.code, "error", back.place, f"{one.id}: {problem.message}", problem.hint)
    return None


class _Texts:
    """The texts of a dataset, each given once."""

    def __init__(self, listed: TextList) -> None:
        self._by_id = {one.id: one for one in listed.texts}
        self._by_key: dict[str, list[PlacedText]] = defaultdict(list)
        for one in listed.texts:
            self._by_key[one.key].append(one)
        self._taken: set[str] = set()

    def take(self, back: Returned) -> PlacedText | Finding:
        """The text that came back, wherever in its cell it stands now; or why there is none."""
        same = [one for one in self._candidates(back.id) if one.text.zh == back.zh]
        for one in same:
            if one.id not in self._taken:
                self._taken.add(one.id)
                return one
        if same:
            message = f"{back.id} stands twice in the file"
            return Finding("duplicate-id", "warning", back.place, message, "the first one counts")
        if self._candidates(back.id):
            message = f"the Chinese of {back.id} has changed since the export"
            return Finding("chinese-changed", "warning", back.place, message, "export it again")
        message = f"the dataset has no text {back.id!r}"
        return Finding("unknown-text", "warning", back.place, message, "its row was deleted, or renamed")

    def _candidates(self, id: str) -> list[PlacedText]:
        """The text with this id first, then the others of its key."""
        own = self._by_id.get(id)
        key = id.rpartition(".")[0] if own is None and id not in self._by_key else id
        others = self._by_key.get(own.key if own else key, [])
        return [*([own] if own else []), *(one for one in others if one is not own)]
