"""JSON Schema of what `ipexport diff --format json` prints."""

from __future__ import annotations

from typing import Any, get_args

from ipexport.compare.changes import What
from ipexport.table import ROLES

_Schema = dict[str, Any]


def changes_schema() -> _Schema:
    """JSON Schema 2020-12 of the changes between two documents."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ipexport changes",
        "description": "What a reader of both sees that differs, in the order of the new document.",
        **_object({"changes": {"type": "array", "items": _ref("change")}}),
        "$defs": {
            "change": {"oneOf": [_ref(name) for name in _changes()]},
            **_changes(),
            "place": _place(),
            "step": {
                **_object({"id": _STRING, "title": _STRING, "number": _COUNT}),
                "description": "An id, what is printed, and the number in what it is part of.",
            },
            "text": _object({"zh": _STRING, "en": _STRING}, optional=("en",)),
            "item": _ITEM,
            "cell": {"type": "array", "items": _ref("item")},
            "task": _object(
                {
                    "id": _STRING,
                    "task": _ref("text"),
                    "results": {"type": "array", "items": _ref("cell")},
                    "plan": {
                        "description": "null where the plan of a neighbour covers the task.",
                        "anyOf": [{"type": "null"}, _ref("plan")],
                    },
                }
            ),
            "plan": _object({"covers": {"type": "array", "items": _STRING}, "items": _ref("cell")}),
            "focus_area": _object(
                {
                    "focus_area": _STRING,
                    "wording": _ref("text"),
                    "tasks": {"type": "array", "items": _ref("task")},
                }
            ),
            "region": _object(
                {
                    "id": _STRING,
                    "code": _STRING,
                    "name": _ref("text"),
                    "columns": _object({role: _ref("text") for role in ROLES}),
                    "focus_areas": {"type": "array", "items": _ref("focus_area")},
                }
            ),
        },
    }


_STRING: _Schema = {"type": "string"}
_COUNT: _Schema = {"type": "integer", "minimum": 1}
_LABEL: _Schema = {"type": ["string", "null"]}


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: _Schema, optional: tuple[str, ...] = ()) -> _Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
    }


_ITEM = _object({"label": _LABEL, "zh": _STRING, "en": _STRING}, optional=("en",))


def _changes() -> dict[str, _Schema]:
    both = {"before": _ref("place"), "after": _ref("place")}
    content = {"anyOf": [_ref(name) for name in ("region", "focus_area", "task", "cell", "item", "text")]}
    return {
        "added": _change("added", {"after": _ref("place"), "content": content}),
        "removed": _change("removed", {"before": _ref("place"), "content": content}),
        "moved": _change("moved", {**both, "content": content}, optional=("content",)),
        "reworded": _change("reworded", {**both, "words": _words()}),
        "renumbered": _change("renumbered", {**both, "label": _object({"old": _LABEL, "new": _LABEL})}),
        "covers": _change("covers", {**both, "tasks": _object({"old": _steps(), "new": _steps()})}),
    }


def _change(name: str, properties: _Schema, optional: tuple[str, ...] = ()) -> _Schema:
    what = {"enum": list(get_args(What))}
    return _object({"change": {"const": name}, "what": what, **properties}, optional)


def _words() -> _Schema:
    """The parts of a text in order: those not added give the old text, those not removed the new."""
    part = {"oneOf": [_object({kind: _STRING}) for kind in ("kept", "removed", "added")]}
    parts = {"type": "array", "items": part}
    return {
        "type": "object",
        "properties": {"zh": parts, "en": parts},
        "minProperties": 1,
        "additionalProperties": False,
    }


def _steps() -> _Schema:
    return {"type": "array", "items": _ref("step")}


def _place() -> _Schema:
    shape = _object(
        {
            "region": _ref("step"),
            "focus_area": _ref("step"),
            "task": _ref("step"),
            "cell": {"enum": list(ROLES), "description": "The column."},
            "row": {**_COUNT, "description": "Of several printed rows of results."},
            "item": _COUNT,
        }
    )
    return {**shape, "required": [], "description": "Where; {} is the document itself."}
