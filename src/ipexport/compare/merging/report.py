"""The decisions of a merge, for people and for programs."""

from __future__ import annotations

from typing import Any

from ipexport.compare.merging.decisions import Decision
from ipexport.compare.places import Step
from ipexport.compare.shapes import place_shape
from ipexport.compare.text_report import part_name, short_title


def conflict_line(conflict: Decision) -> str:
    """Where, and what each side has."""
    steps = [short_title(step) for step in conflict.place[:3] if isinstance(step, Step)]
    where = " › ".join(steps) or "work plan"
    versions = (
        f"{side} {_quoted(words)}"
        for side, words in (("ours", conflict.ours), ("theirs", conflict.theirs), ("base", conflict.base))
    )
    return f"{where}: {part_name(conflict.what, conflict.place)}: {', '.join(versions)}"


def decision_shape(decision: Decision) -> dict[str, Any]:
    """The JSON of a decision; the place is that of `ipexport schema changes`."""
    return {
        "what": decision.what,
        "place": place_shape(decision.place),
        "language": decision.language,
        "taken": decision.taken,
        "conflict": decision.conflict,
        "base": decision.base,
        "ours": decision.ours,
        "theirs": decision.theirs,
    }


def _quoted(words: str) -> str:
    return "“" + words.replace("\n", " / ") + "”" if words else "nothing"
