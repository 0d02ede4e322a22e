"""A collection as JSON."""

from __future__ import annotations

from typing import Any

from ipexport.compare.shapes import change_shape
from ipexport.errors import Finding, Place
from ipexport.exchange.cases import Case, Locked, where
from ipexport.exchange.collect import Collection, RegionReport

Shape = dict[str, Any]


def collection_shape(collection: Collection) -> Shape:
    """Every region and finding; changes are those of `ipexport schema changes`."""
    return {
        "regions": [_region(report) for report in collection.regions],
        "findings": [_finding(finding) for finding in collection.findings],
        "to_translate": collection.to_translate,
        "decisions": str(collection.decisions),
        "written": [str(path) for path in collection.written],
    }


def _region(report: RegionReport) -> Shape:
    return {
        "id": report.region.id,
        "returned": bool(report.files),
        "files": list(report.files),
        "changes": [change_shape(change) for change in report.changes],
        "cases": [_case(case) for case in report.cases],
        "locked": [_locked(locked) for locked in report.locked],
        "answers": [
            {"question": one.question, "task": one.task, "text": one.text, "place": _place(one.place)}
            for one in report.answers
        ],
    }


def _case(case: Case) -> Shape:
    return {
        "id": case.id,
        "kind": case.kind,
        "where": where(case),
        "why": case.why,
        "file": case.file,
        "place": _place(case.place),
        "base": case.base,
        "ours": case.ours,
        "theirs": case.theirs,
        "taken": case.taken,
    }


def _locked(locked: Locked) -> Shape:
    return {
        "where": where(locked),
        "file": locked.file,
        "place": _place(locked.place),
        "ours": locked.ours,
        "theirs": locked.theirs,
    }


def _finding(finding: Finding) -> Shape:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "place": _place(finding.place),
        "message": finding.message,
        "hint": finding.hint,
    }


def _place(place: Place | None) -> Shape | None:
    """A place in a file; in a document its `part` says the sheet and cell."""
    return place and {"file": place.file, "line": place.line, "part": place.part}
