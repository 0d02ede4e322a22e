"""What a region's sheet says, read as its hidden column says how."""

from __future__ import annotations

from collections.abc import Sequence

from ipexport.table import Table


def texts(body: Sequence[Sequence[str]], table: Table) -> list[tuple[int, str]]:
    """The texts of the rows below the labels, each with its column, in the order of their
    beginnings; what stands of a cell on further pages is put together with it."""
    # A band has no column of its own: it stands in the first.
    columns = {"focus_area": 0} | {
        column.role + (":en" if column.doubled and column.language == "en" else ""): number
        for number, column in enumerate(table.columns)
    }
    found: list[tuple[int, str]] = []
    last: dict[int, int] = {}
    for row in body:
        *cells, id = row[: len(table.columns) + 1]
        continued = {columns[role.partition("+")[0]] for role in id.split()[1:] if "=" not in role}
        for column, text in enumerate(cells):
            if text and column in continued:
                found[last[column]] = column, found[last[column]][1] + text
            elif text:
                last[column] = len(found)
                found.append((column, text))
    return found
