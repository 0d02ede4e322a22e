"""Which column is which: by the ids of its header cell, by known labels, by header words, by order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ipexport.model import Language
from ipexport.recognition.found import FoundCell, FoundRow, FoundTable
from ipexport.table import ROLES, Role

ColumnRoles = dict[int, Role]
"""The role of each column, by its number; two have the same one where each language has a column."""

_WORDS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    ("focus_area", ("重点", "focus", "priority")),
    ("task", ("任务", "task")),
    ("results", ("绩效", "成绩", "成效", "业绩", "进展", "完成情况", "落实情况", "result", "achievement")),
    ("plan", ("计划", "打算", "安排", "plan")),
)
_ENOUGH = 2
"""Columns that have to be known by their words before the others are taken in order."""


def header(
    table: FoundTable, known: Mapping[str, Role], is_ours: bool
) -> tuple[tuple[FoundRow, ...], ColumnRoles]:
    """The header rows of a table, and the roles of its columns; neither where there is no header.

    `known` are labels with their roles. A table that ipexport wrote (`is_ours`) has its columns in
    order, whatever their labels are.
    """
    rows = []
    for row in table.rows:
        if not row.is_header:
            break
        rows.append(row)
    if not rows and table.rows and (roles := _by_words(table.rows[0].cells, known)):
        return table.rows[:1], roles
    for row in reversed(rows):
        if roles := _by_ids(row.cells) or _by_words(row.cells, known):
            return tuple(rows), roles
    if rows and is_ours:
        return tuple(rows), _in_order(rows[-1].cells)
    return (), {}


def _by_ids(cells: Sequence[FoundCell]) -> ColumnRoles:
    roles: ColumnRoles = {}
    for cell in cells:
        known, _, name = cell.id.rpartition(":")
        role = next((role for role in ROLES if role == name), None)
        if role is None or ":column:" not in known:
            return {}
        roles[cell.column] = role
    return roles


def _by_words(cells: Sequence[FoundCell], known: Mapping[str, Role]) -> ColumnRoles:
    exact = {cell.column: known[cell.words] for cell in cells if cell.words in known}
    if len(exact) == len(cells) == len({(exact[cell.column], _language(cell)) for cell in cells}):
        return exact
    roles: ColumnRoles = {}
    taken: set[tuple[Role, Language]] = set()
    for cell in cells:
        role = _role_of(cell.words)
        if role and (role, _language(cell)) not in taken:
            roles[cell.column] = role
            taken.add((role, _language(cell)))
    rest = [cell.column for cell in cells if cell.column not in roles]
    missing = [role for role in ROLES[-len(cells) :] if role not in roles.values()]
    if len(roles) < _ENOUGH or len(rest) > len(missing):
        return {}
    return roles | dict(zip(rest, missing, strict=False))


def _language(cell: FoundCell) -> Language:
    """Each language can have a column of its own."""
    return cell.paragraphs[0].language if cell.paragraphs else "zh"


def _role_of(label: str) -> Role | None:
    """The role whose word stands last: in Chinese the noun follows what it is qualified by."""
    label = label.lower()
    found = [(label.rfind(word), role) for role, words in _WORDS for word in words if word in label]
    return max(found)[1] if found else None


def _in_order(cells: Sequence[FoundCell]) -> ColumnRoles:
    roles = ROLES[-len(cells) :] if len(cells) in (len(ROLES) - 1, len(ROLES)) else ()
    columns = sorted(cell.column for cell in cells)
    return dict(zip(columns, roles, strict=False))
