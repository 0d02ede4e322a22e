"""The decisions file: what is to decide, for people to say in, and to be given back.

    - id: hubei-reform-1.results.3f9a2c1b
      where: 湖北省 › … › results, item 2
      why: the dataset has changed since
      base: …                       # what was sent
      ours: …                       # what the dataset has
      theirs: …                     # what came back
      take: ''                      # ours, theirs, or a text

It is kept from run to run: what was decided once is not asked again, also when the dataset says by then
what was decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from ipexport.compare.merging.decisions import Edited, Side
from ipexport.dataset.editing import edited
from ipexport.dataset.text_checks import check_text
from ipexport.errors import Finding, Place
from ipexport.exchange.cases import Case, where
from ipexport.nodes import MAX_SIZE, Findings, Mapping, Node, decode, parse_yaml, read_file

FILE = "decisions.yaml"

_KEYS = ("id", "file", "where", "why", "base", "ours", "theirs", "take")
_SIDES: tuple[Side, ...] = ("ours", "theirs")
_HEAD = """\
# What ipexport collect could not decide. In `take` of each entry say ours (what the dataset has), theirs
# (what came back), or write the text itself; then run ipexport collect --write again. Change nothing else.
"""


class Entry(NamedTuple):
    """An entry of the file; `take` is empty as long as nothing was decided."""

    id: str
    file: str
    where: str
    why: str
    base: str
    ours: str
    theirs: str
    take: str
    place: Place

    @property
    def part(self) -> str:
        """The cell, or the row, that it is about."""
        return self.id.rpartition(".")[0]

    @property
    def outcome(self) -> str:
        """What the dataset says when it was followed."""
        return {"ours": self.ours, "theirs": self.theirs}.get(self.take, self.take)


class Decisions:
    """What was decided."""

    def __init__(self, entries: Iterable[Entry] = (), findings: Iterable[Finding] = ()) -> None:
        self.entries, self.findings = tuple(entries), tuple(findings)
        self._by_part: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.take:
                self._by_part[entry.part].append(entry)

    def of(self, case: Case) -> Side | Edited | None:
        """What to take in a case: as it was decided between these two texts, or what came of it."""
        for entry in self._by_part[case.id.rpartition(".")[0]]:
            between = {entry.ours, entry.theirs}
            followed = case.ours == entry.outcome and case.theirs in between
            if entry.base == case.base and (followed or {case.ours, case.theirs} == between):
                if entry.outcome in (case.ours, case.theirs):
                    return "ours" if entry.outcome == case.ours else "theirs"
                return None if case.language is None else Edited(entry.outcome)
        return None

    def stale(self, cases: Iterable[Case]) -> list[Finding]:
        """The decisions that are not followed, and have to be taken again."""
        decided = {entry.id: entry for entry in self.entries if entry.take}
        return [
            _not_followed(case, decided[case.id])
            for case in cases
            if case.taken is None and case.id in decided
        ]


def _not_followed(case: Case, entry: Entry) -> Finding:
    if case.language is None and entry.ours == case.ours:
        hint = "say ours or theirs"
        return Finding("unknown-decision", "error", entry.place, "no text can be taken here", hint)
    message = f"the dataset has changed since {case.id} was decided"
    return Finding("stale-decision", "error", entry.place, message, "compare the texts again")


def load_decisions(path: Path, max_size: int = MAX_SIZE) -> Decisions:
    """The decisions of a file, none where there is no file; what is wrong with one is a finding.

    Raises `SourceError` for a file that is not YAML.
    """
    if not path.is_file():
        return Decisions()
    name = str(path)
    text = decode(read_file(path, max_size), name)
    if not text.replace(_HEAD, "").strip():
        return Decisions()
    findings = Findings()
    entries = [_entry(node, findings) for node in findings.sequence(parse_yaml(text, name), "the file")]
    seen: set[str] = set()
    for entry in filter(None, entries):
        if entry.id in seen:
            findings.add("duplicate-id", entry.place, f"{entry.id!r} stands twice", "keep one")
        seen.add(entry.id)
    return Decisions(filter(None, entries), findings.found)


def _entry(node: Node, findings: Findings) -> Entry | None:
    """An entry; one that is wrong decides nothing."""
    known = findings.mapping(node, "a decision", _KEYS)
    missing = [key for key in ("id", "base", "ours", "theirs") if key not in known]
    if missing or not isinstance(node, Mapping):
        hint = "delete it: the next run writes it again"
        findings.add("missing-key", node.place, f"the decision lacks {', '.join(missing)}", hint)
        return None
    words = {key: findings.scalar(value, key) for key, value in known.items()}
    place = known["take"].place if "take" in known else node.place
    words["take"] = _take(words.get("take", "").strip(), place, findings)
    return Entry(**{key: words.get(key, "") for key in _KEYS}, place=place)


def _take(said: str, place: Place, findings: Findings) -> str:
    """What was decided; "" for what is no decision."""
    if not said or said in _SIDES:
        return said
    # One short Latin word is a slip, not a text.
    if said.isascii() and said.isalpha() and len(said) < 9:
        near = get_close_matches(said.lower(), _SIDES, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else "ours, theirs, or the text itself"
        findings.add("unknown-decision", place, f"take: {said!r} is neither side and no text", hint)
        return ""
    for problem in check_text(said):
        if problem.severity == "error":
            findings.add(problem.code, place, problem.message, problem.hint)
            return ""
    return said


def updated_decisions(
    path: Path, decisions: Decisions, cases: Iterable[Case], max_size: int = MAX_SIZE
) -> bytes:
    """The file with the cases that are to decide, and with what was decided so far."""
    undecided = {case.id: case for case in cases if case.taken is None}
    kept = [entry for entry in decisions.entries if entry.take and entry.id not in undecided]
    shape = [dict(zip(_KEYS, entry[:-1], strict=True)) for entry in kept]
    shape += map(_shape, undecided.values())
    text = decode(read_file(path, max_size), str(path)) if path.is_file() else ""
    if not text.replace(_HEAD, "").strip():
        # An empty line between entries; those that come later follow them.
        return (_HEAD + "".join("\n" + edited("", [entry]) for entry in shape)).encode()
    return edited(text, shape).encode() if shape else _HEAD.encode()


def _shape(case: Case) -> dict[str, str]:
    """A case that is to decide."""
    return {
        "id": case.id,
        "file": str(case.place or case.file),
        "where": where(case),
        "why": case.why,
        "base": case.base,
        "ours": case.ours,
        "theirs": case.theirs,
        "take": "",
    }
