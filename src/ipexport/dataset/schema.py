"""JSON Schemas: of the dataset as one document (YAML or JSON), and of the form beside it."""

from __future__ import annotations

from typing import Any

from ipexport.form import LONGEST, MOST_QUESTIONS, OPEN_ROLES
from ipexport.table import ROLES

_Schema = dict[str, Any]


def json_schema() -> _Schema:
    """JSON Schema 2020-12; in a dataset folder `regions` are ids, each a file of its own."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ipexport dataset",
        "description": "A work plan: what was done and what will be done, region by region.",
        **_object(
            {
                "title": _ref("text"),
                "subtitle": _ref("text"),
                "region_title": _ref("text", "The heading of a region; {region} stands for its name."),
                "contents_title": _ref("text"),
                "author": _ref("text"),
                "subject": _ref("text"),
                "keywords": {"type": "array", "items": _ref("text")},
                "date": {"type": "string", "format": "date", "description": "The date that files carry."},
                "columns": _columns(list(ROLES)),
                "focus_areas": {
                    "description": "The vocabulary: an id and its name.",
                    "type": "object",
                    "additionalProperties": _ref("text"),
                },
                "regions": {
                    "type": "array",
                    "minItems": 1,
                    "items": {"anyOf": [{"type": "string"}, _ref("region")]},
                },
            }
        ),
        "$defs": {
            "text": _text(),
            "cell": _cell(),
            "region": _region(),
            "focus_area": _focus_area(),
            "task": _task(),
        },
    }


def form_schema() -> _Schema:
    """JSON Schema 2020-12 of form.yaml."""
    question = {
        "id": {"type": "string", "not": {"enum": list(ROLES)}, "description": "Unique in the form."},
        "label": _ref("text", "What the column is headed."),
        **_rules(),
    }
    optional = ("deadline", "columns", "questions")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ipexport form",
        "description": "What the regions fill in, and by which rules.",
        **_object(
            {
                "deadline": {"type": "string", "format": "date", "description": "Until when."},
                "columns": {
                    **_object({role: {"anyOf": [{"type": "null"}, _ref("rules")]} for role in OPEN_ROLES}),
                    "required": [],
                    "description": "The open columns; all others are locked.",
                },
                "questions": {
                    "type": "array",
                    "maxItems": MOST_QUESTIONS,
                    "items": _object(question, optional=tuple(_rules())),
                    "description": "Further columns, answered for each task.",
                },
            },
            optional,
        ),
        "$defs": {"text": _text(), "rules": _object(_rules(), optional=tuple(_rules()))},
    }


def _rules() -> _Schema:
    length = {"type": "integer", "minimum": 1, "maximum": LONGEST}
    # To YAML 1.2 yes and no are words.
    yes_or_no = {"enum": ["yes", "no", True, False]}
    return {
        "required": {**yes_or_no, "description": "Something must stand there."},
        "length": {
            "anyOf": [length, _object({"zh": length, "en": length}, optional=("zh", "en"))],
            "description": "The most characters, the numbers of items not counted.",
        },
        "values": {
            "type": "array",
            "minItems": 1,
            "items": _ref("text"),
            "description": "All that can be chosen.",
        },
        "number": {**yes_or_no, "description": "A number."},
    }


def _ref(name: str, description: str = "") -> _Schema:
    schema = {"$ref": f"#/$defs/{name}"}
    return {**schema, "description": description} if description else schema


def _object(properties: _Schema, optional: tuple[str, ...] = ()) -> _Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
    }


def _columns(required: list[str]) -> _Schema:
    return {**_object({role: _ref("text") for role in ROLES}), "required": required}


def _text() -> _Schema:
    words = {"type": "string", "minLength": 1}
    return {
        "description": "Chinese, or a text per language.",
        "anyOf": [words, _object({"zh": words, "en": words}, optional=("en",))],
    }


def _cell() -> _Schema:
    label = {"type": "string", "description": "What is printed before the item; none for nothing."}
    words = {"type": "string", "minLength": 1}
    labelled = _object({"label": label, "zh": words, "en": words}, optional=("label", "en"))
    return {
        "description": "A text, or items that count 1. 2. 3. unless one says its own label; [] is empty.",
        "anyOf": [_ref("text"), {"type": "array", "items": {"anyOf": [words, labelled]}}],
    }


def _region() -> _Schema:
    return _object(
        {
            "id": {"type": "string", "description": "The name in pinyin."},
            "code": {"type": "string", "pattern": "^[0-9]{6}$", "description": "GB/T 2260."},
            "name": _ref("text"),
            "columns": {**_columns([]), "description": "The labels that differ from the work plan's."},
            "focus_areas": {"type": "array", "minItems": 1, "items": _ref("focus_area")},
        },
        optional=("columns",),
    )


def _focus_area() -> _Schema:
    return _object(
        {
            "focus_area": {"type": "string", "description": "An id of the vocabulary."},
            "wording": _ref("text", "What the region prints, where it differs from the vocabulary."),
            "tasks": {"type": "array", "minItems": 1, "items": _ref("task")},
        },
        optional=("wording",),
    )


def _task() -> _Schema:
    rows = {"type": "array", "minItems": 1, "items": _object({"row": _ref("cell")})}
    covers = {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
        "description": "Ids of neighbouring tasks, from this one on; they have no plan of their own.",
    }
    return _object(
        {
            "id": {"type": "string", "description": "Unique in the work plan; never renumbered."},
            "task": _ref("text"),
            "results": {"anyOf": [_ref("cell"), rows], "description": "A cell, or several printed rows."},
            "plan": {"anyOf": [_ref("cell"), _object({"covers": covers, "items": _ref("cell")})]},
        },
        optional=("plan",),
    )
