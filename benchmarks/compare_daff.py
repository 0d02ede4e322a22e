"""Two flat tables compared by daff: the peer of comparing rows.

    python benchmarks/compare_daff.py BEFORE.csv AFTER.csv

Prints, as JSON, how many rows it reports and how many characters stand in what it marks: cells that
changed, and whole rows that came or went.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from pathlib import Path

import daff

TAGS = {"+++": "added", "---": "removed", ":": "moved", "->": "changed"}


def main() -> None:
    before, after = (
        daff.PythonTableView(list(csv.reader(io.StringIO(Path(path).read_bytes().decode()))))
        for path in sys.argv[1:3]
    )
    flags = daff.CompareFlags()
    rows: list[list[object]] = []
    difference = daff.TableDiff(daff.compareTables(before, after, flags).align(), flags)
    difference.hilite(daff.PythonTableView(rows))
    reports: Counter[str] = Counter()
    characters = 0
    for row in rows:
        tag, *cells = map(str, row[next((n for n, cell in enumerate(rows[0]) if cell == "@@"), 0) :])
        if tag.endswith("->"):
            reports["changed"] += 1
            characters += sum(len(cell) - len(tag) for cell in cells if tag in cell)
        elif tag in TAGS:
            reports[TAGS[tag]] += 1
            characters += sum(map(len, cells)) if tag != ":" else 0
    said = ", ".join(f"{number} {word}" for word, number in reports.items())
    print(json.dumps({"reports": f"rows: {said}" if said else "nothing", "characters": characters}))


if __name__ == "__main__":
    main()
