"""Nodes -> model, with everything that is wrong found at once.

The shape is the one that `schema` describes; `groups` reads what every region repeats, `cells` what every
task does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date as Date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ipexport.dataset.cells import CellReader, Places
from ipexport.dataset.divisions import DIVISIONS
from ipexport.dataset.groups import GroupReader, read_id
from ipexport.errors import Finding, Place, SourceError
from ipexport.model import (
    Columns,
    FocusArea,
    FocusAreaId,
    Region,
    RegionId,
    Text,
    WorkPlan,
)
from ipexport.nodes import (
    MAX_SIZE,
    Findings,
    Node,
    Scalar,
    Sequence,
    decode,
    parse_json,
    parse_yaml,
    read_file,
    suggest,
)
from ipexport.table import ROLES


class Loaded(NamedTuple):
    """A dataset that can be used, and the warnings that came with it."""

    work_plan: WorkPlan
    findings: tuple[Finding, ...]


class Placed(NamedTuple):
    """A dataset that can be used, its warnings, and where each text of its model stands.

    Two texts can be equal, so `places` go by the identity of the text.
    """

    work_plan: WorkPlan
    findings: tuple[Finding, ...]
    places: dict[int, Places]


def load_dataset(path: str | os.PathLike[str], max_size: int = MAX_SIZE) -> Loaded:
    """Reads a folder with workplan.yaml, or one .yaml or .json document.

    Raises `SourceError` with all findings when one of them is an error.
    """
    reader = _Reader(Path(path), max_size)
    return Loaded(reader.read(), tuple(reader.findings.found))


class Part(NamedTuple):
    """A dataset with some of its regions, and the ids of their tasks: nobody else may have one of
    these."""

    work_plan: WorkPlan
    task_ids: list[str]


def load_part(folder: Path, max_size: int, chosen: Callable[[list[int]], slice]) -> Part:
    """Reads the part of a dataset folder's regions that `chosen` names, told the bytes of each file.

    Raises `SourceError` when something is wrong with it: `load_dataset` says what.
    """
    reader = _Reader(folder, max_size)
    reader.chosen = chosen
    return Part(reader.read(), list(reader.groups.task_ids))


def load_json(data: bytes, name: str) -> WorkPlan:
    """The work plan that a JSON document in memory says; places of findings name it `name`.

    Raises `SourceError` with all findings when one of them is an error.
    """
    reader = _Reader(Path(name), len(data))
    work_plan = reader.work_plan_of(parse_json(decode(data, name), name))
    if reader.findings.errors or work_plan is None:
        raise SourceError(reader.findings.found)
    return work_plan


def load_placed(path: str | os.PathLike[str], max_size: int = MAX_SIZE) -> Placed:
    """The same, with the place of each text: for what looks at texts one by one."""
    reader = _Reader(Path(path), max_size)
    reader.cells.places = []
    work_plan = reader.read()
    places = {id(text): found for text, found in reader.cells.places}
    return Placed(work_plan, tuple(reader.findings.found), places)


class _Reader:
    """Reads one dataset.

    `chosen` says which regions are read where not all are (`load_part`).
    """

    def __init__(self, source: Path, max_size: int) -> None:
        self.source = source
        self.max_size = max_size
        self.findings = Findings()
        self.cells = CellReader(self.findings)
        self.groups = GroupReader(self.findings, self.cells)
        self.chosen: Callable[[list[int]], slice] | None = None

    def read(self) -> WorkPlan:
        source = self.source
        work_plan = self.work_plan(source / "workplan.yaml" if source.is_dir() else source)
        if self.findings.errors or work_plan is None:
            raise SourceError(sorted(self.findings.found, key=lambda finding: finding.place))
        return work_plan

    def work_plan(self, path: Path) -> WorkPlan | None:
        if not path.is_file() and self.source.is_dir():
            place = Place(str(self.source))
            self.findings.add(
                "no-dataset", place, "the folder has no workplan.yaml", "name the dataset's folder"
            )
            return None
        return self.work_plan_of(self._parse(path))

    def work_plan_of(self, node: Node) -> WorkPlan | None:
        keys = ("title", "subtitle", "region_title", "contents_title", "author", "subject", "keywords")
        top = self.findings.complete(
            node, "the work plan", (*keys, "date", "columns", "focus_areas", "regions")
        )
        if top is None:
            return None
        focus_areas = self._focus_areas(top["focus_areas"])
        columns = self._columns(top["columns"], None)
        region_title = self.cells.text(top["region_title"], "region_title")
        if "{region}" not in region_title.zh:
            hint = "as in '{region}2018年工作计划'"
            self.findings.add(
                "no-place-holder", top["region_title"].place, "region_title lacks {region}", hint
            )
        return WorkPlan(
            title=self.cells.text(top["title"], "title"),
            subtitle=self.cells.text(top["subtitle"], "subtitle"),
            region_title=region_title,
            contents_title=self.cells.text(top["contents_title"], "contents_title"),
            author=self.cells.text(top["author"], "author"),
            subject=self.cells.text(top["subject"], "subject"),
            keywords=tuple(
                self.cells.text(word, "a keyword")
                for word in self.findings.sequence(top["keywords"], "keywords")
            ),
            date=self._date(top["date"]),
            columns=columns,
            focus_areas=focus_areas,
            regions=self._regions(top["regions"], columns, {area.id: area for area in focus_areas}),
        )

    def _parse(self, path: Path) -> Node:
        text = decode(read_file(path, self.max_size), str(path))
        return parse_json(text, str(path)) if path.suffix.lower() == ".json" else parse_yaml(text, str(path))

    def _date(self, node: Node) -> Date:
        said = self.findings.scalar(node, "date")
        try:
            return Date.fromisoformat(said)
        except ValueError:
            if said:
                message = f"date: {said!r} is not a date"
                self.findings.add("bad-date", node.place, message, "as in 2018-01-31")
            return Date(1980, 1, 1)

    def _focus_areas(self, node: Node) -> tuple[FocusArea, ...]:
        return tuple(
            FocusArea(FocusAreaId(key.value), self.cells.text(name, f"the focus area {key.value!r}"))
            for key, name in self.findings.open_mapping(node, "focus_areas")
        )

    def _columns(self, node: Node | None, default: Columns | None) -> Columns:
        """The labels of the columns; a region says only those that differ."""
        if node is None:
            assert default is not None
            return default
        if default is None:
            entries = self.findings.complete(node, "columns", ROLES) or {}
        else:
            entries = self.findings.mapping(node, "columns", ROLES)
        labels = {
            role: self.cells.text(entries[role], role)
            if role in entries
            else getattr(default, role, Text(""))
            for role in ROLES
        }
        return Columns(**labels)

    def _regions(
        self, node: Node, columns: Columns, vocabulary: dict[FocusAreaId, FocusArea]
    ) -> tuple[Region, ...]:
        regions: list[Region] = []
        seen: set[str] = set()
        listed = self.findings.sequence(node, "regions")
        for entry in listed if self.chosen is None else self._part(listed, self.chosen):
            place = entry.place
            if isinstance(entry, Scalar):
                if entry.value in seen:
                    self.findings.add("duplicate-id", place, f"the region {entry.value!r} stands twice")
                    continue
                body = self._region_file(entry)
            else:
                body = entry
            region = self._region(body, columns, vocabulary) if body is not None else None
            if region is None:
                continue
            if isinstance(entry, Scalar) and region.id != entry.value:
                message = f"the file of {entry.value!r} has the id {region.id!r}"
                self.findings.add("wrong-id", body.place if body else place, message, "make both the same")
            if region.id in seen:
                self.findings.add("duplicate-id", place, f"the region {region.id!r} stands twice")
                continue
            seen.add(region.id)
            regions.append(region)
        if isinstance(node, Sequence) and not node.items:
            self.findings.add("empty", node.place, "the work plan has no region")
        for name in sorted(set(self._region_names) - {e.value for e in listed if isinstance(e, Scalar)}):
            place = Place(str(self.source / "regions" / f"{name}.yaml"))
            message = f"the region {name!r} is not in the list of workplan.yaml, so it is left out"
            self.findings.add("unlisted-region", place, message, "add it to `regions`", "warning")
        return tuple(regions)

    def _part(self, listed: tuple[Node, ...], chosen: Callable[[list[int]], slice]) -> tuple[Node, ...]:
        """The entries chosen by the sizes of their files. Whoever reads a part does not see whether a
        region stands twice, or in the list itself."""
        names = [entry.value for entry in listed if isinstance(entry, Scalar)]
        if len(set(names)) < len(listed) or not set(names).issubset(self._region_names):
            raise SourceError([])
        files = [self.source / "regions" / f"{name}.yaml" for name in names]
        return listed[chosen([file.stat().st_size for file in files])]

    @cached_property
    def _region_names(self) -> list[str]:
        """The regions that have a file in the folder."""
        folder = self.source / "regions"
        return sorted(path.stem for path in folder.glob("*.yaml")) if self.source.is_dir() else []

    def _region_file(self, entry: Scalar) -> Node | None:
        names = self._region_names
        if entry.value in names:
            try:
                return self._parse(self.source / "regions" / f"{entry.value}.yaml")
            except SourceError as error:
                self.findings.found.extend(error.findings)
                return None
        message = f"no file regions/{entry.value}.yaml for the region {entry.value!r}"
        self.findings.add(
            "unknown-region", entry.place, message, suggest(entry.value, names) if names else ""
        )
        return None

    def _region(
        self, node: Node, columns: Columns, vocabulary: dict[FocusAreaId, FocusArea]
    ) -> Region | None:
        entries = self.findings.complete(
            node, "the region", ("id", "code", "name", "focus_areas"), ("columns",)
        )
        if entries is None:
            return None
        id = read_id(self.findings, entries["id"])
        name = self.cells.text(entries["name"], "name")
        code = self._code(entries["code"], id)
        nodes = self.findings.sequence(entries["focus_areas"], "focus_areas")
        groups = self.groups.groups(nodes, vocabulary)
        if not nodes and isinstance(entries["focus_areas"], Sequence):
            self.findings.add("empty", entries["focus_areas"].place, f"the region {id!r} has no tasks")
        return Region(RegionId(id), code, name, self._columns(entries.get("columns"), columns), groups)

    def _code(self, node: Node, id: str) -> str:
        code = self.findings.scalar(node, "code")
        known = {division: number for division, number, _ in DIVISIONS}
        if not (code.isdecimal() and len(code) == 6):
            self.findings.add("bad-code", node.place, f"code: {code!r} is not six digits", "GB/T 2260")
        elif id in known and code != known[id]:
            message = f"the code of {id!r} is {known[id]} in GB/T 2260, not {code}"
            self.findings.add("wrong-code", node.place, message, severity="warning")
        return code
