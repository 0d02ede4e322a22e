"""To whom the mail about each region goes: the list in recipients.yaml, or recipients.csv beside it.

    recipients:
    - region: shanghai
      name: 张三                      # of the address in `to`; a list where that is one
      to: zhang@example.org           # one address, or a list
      cc: [li@example.org]            # optional
      language: zh                    # of the mail and what is attached; zh when not said
      salutation: 张处长              # how the mail begins; the names when not said

The columns of the CSV file are called the same; several names and addresses have ";" between them.
Both become the same nodes, so that one set of checks holds for them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ipexport.errors import Finding, Place, SourceError
from ipexport.exchange.mail.addresses import read_address
from ipexport.exchange.mail.settings import (
    FILE,
    Mailbox,
    Sender,
    mail_folder,
    one_line,
    read_sender,
    read_server,
    read_settings,
)
from ipexport.model import Language, RegionId, WorkPlan
from ipexport.nodes import Findings, Mapping, Node, Scalar, decode, read_file, suggest
from ipexport.nodes import Sequence as List

CSV_FILE = "recipients.csv"

_KEYS = ("region", "name", "to", "cc", "language", "salutation")
_LISTS = ("name", "to", "cc")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom the mail about one region goes to, in which language; `place` is where that is said."""

    place: Place
    region: RegionId
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    language: Language
    salutation: str


@dataclass(frozen=True, slots=True)
class AddressBook:
    """`recipients` are in the order of the document; `findings` are warnings."""

    sender: Sender
    reply_to: str
    recipients: tuple[Recipient, ...]
    findings: tuple[Finding, ...]


def load_address_book(source: Path, work_plan: WorkPlan, languages: Sequence[Language]) -> AddressBook:
    """Reads recipients.yaml, and recipients.csv where there is one; `languages` are the document's.

    Raises `SourceError` with everything that is wrong. A region without a recipient is a warning:
    the others can have their mail.
    """
    findings = Findings()
    entries = read_settings(source, findings)
    folder = mail_folder(source)
    sender = read_sender(entries.get("from"), findings, Place(str(folder / FILE)))
    reply_to = read_address(entries["reply_to"], "reply_to", findings) if "reply_to" in entries else ""
    read_server(entries.get("server"), findings)
    rows, place = _rows(folder, entries.get("recipients"), findings)
    reader = _Reader(work_plan, languages, findings)
    found = {recipient.region: recipient for recipient in map(reader.recipient, rows) if recipient}
    for region in work_plan.regions:
        if region.id not in reader.regions:
            message = f"the region {region.id!r} has no recipient: there is no mail for it"
            findings.add("no-recipient", place, message, "add one", "warning")
    if findings.errors:
        raise SourceError(findings.found)
    ordered = tuple(found[region.id] for region in work_plan.regions if region.id in found)
    return AddressBook(sender, reply_to, ordered, tuple(findings.found))


def _rows(folder: Path, node: Node | None, findings: Findings) -> tuple[tuple[Node, ...], Place]:
    """The entries of the one list there is, and its place."""
    table = folder / CSV_FILE
    if node is None and table.is_file():
        return tuple(_csv_rows(table, findings)), Place(str(table))
    if node is None:
        place = Place(str(folder / FILE))
        findings.add(
            "missing-key", place, f"{FILE} lacks 'recipients'", f"write the list, or {CSV_FILE} beside it"
        )
        return (), place
    if table.is_file():
        message = f"recipients stand in {FILE} and in {CSV_FILE}"
        findings.add("two-lists", node.place, message, "keep one of the two")
    return findings.sequence(node, "recipients"), node.place


def _csv_rows(path: Path, findings: Findings) -> Iterator[Node]:
    """A mapping for each row; what an empty cell says is not said. Places are lines."""
    name = str(path)
    lines = csv.reader(StringIO(_csv_text(path), newline=""), strict=True)
    header: dict[int, Scalar] | None = None
    start = 1
    try:
        for row in lines:
            cells = {
                number: Scalar(name, start, 0, cell.strip())
                for number, cell in enumerate(row)
                if cell.strip()
            }
            place = Place(name, start)
            start = lines.line_num + 1
            if header is None:
                header = cells
                labels = Mapping(place, tuple((cell, cell) for cell in cells.values()))
                findings.mapping(labels, CSV_FILE, _KEYS)
            elif cells:
                yield Mapping(place, tuple(_csv_entries(cells, header, findings)))
    except csv.Error as error:
        findings.add("syntax", Place(name, start), f"not valid CSV: {error}", "check the quotation marks")
    if not header:
        findings.add("missing-key", Place(name, 1), f"{CSV_FILE} is empty", f"columns: {', '.join(_KEYS)}")


def _csv_entries(
    cells: dict[int, Scalar], header: dict[int, Scalar], findings: Findings
) -> Iterator[tuple[Scalar, Node]]:
    for number, cell in cells.items():
        if number not in header:
            message = f"the cell {cell.value!r} stands under no column"
            findings.add("no-column", cell.place, message, "are there too many commas?")
        elif (key := header[number]).value in _KEYS:
            parts = [part.strip() for part in re.split("[;；]", cell.value)] if key.value in _LISTS else []
            several = List(cell.place, tuple(cell._replace(value=part) for part in parts if part))
            yield key, several if parts else cell


def _csv_text(path: Path) -> str:
    """UTF-8, or else GB 18030, as Excel in China saves CSV."""
    data = read_file(path)
    try:
        return decode(data, str(path))
    except SourceError:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        raise


class _Reader:
    """Checks one recipient after the other; remembers what must not stand twice."""

    def __init__(self, work_plan: WorkPlan, languages: Sequence[Language], findings: Findings) -> None:
        self.ids = {region.id: region.id for region in work_plan.regions}
        self.names = {
            word: region.id
            for region in work_plan.regions
            for word in (region.code, region.name.zh, region.name.en)
        }
        self.languages = languages
        self.findings = findings
        self.regions: dict[RegionId, Place] = {}
        self.addresses: dict[str, tuple[RegionId, Place]] = {}

    def recipient(self, node: Node) -> Recipient | None:
        """The recipient that a node says, None where it says no region."""
        entries = self.findings.mapping(node, "a recipient", _KEYS)
        if isinstance(node, Mapping):
            for key in ("region", "to"):
                if key not in entries:
                    self.findings.add("missing-key", node.place, f"a recipient lacks {key!r}")
        region = self._region(entries.get("region"))
        to = self._boxes(entries.get("to"), "to")
        cc = self._boxes(entries.get("cc"), "cc")
        names = self._texts(entries.get("name"), "name")
        language = self._language(entries.get("language"))
        salutation = self._texts(entries.get("salutation"), "salutation")
        if names and len(names) != len(to):
            message = f"'name' has {len(names)} entries, 'to' has {len(to)}"
            self.findings.add("names", entries["name"].place, message, "write a name for each, in order")
        if region is None:
            return None
        self._once(region, to, cc)
        named = (
            Mailbox(names[number] if number < len(names) else "", address)
            for number, (address, _) in enumerate(to)
        )
        others = tuple(Mailbox("", address) for address, _ in cc)
        return Recipient(node.place, region, tuple(named), others, language, "".join(salutation))

    def _region(self, node: Node | None) -> RegionId | None:
        if node is None:
            return None
        said = self.findings.scalar(node, "region").strip()
        region = self.ids.get(RegionId(said))
        if region is None and isinstance(node, Scalar):
            hint = f"did you mean {self.names[said]!r}?" if said in self.names else suggest(said, self.ids)
            self.findings.add("unknown-region", node.place, f"unknown region {said!r}", hint)
        elif region in self.regions:
            message = f"the region {said!r} stands twice, first in {self.regions[region]}"
            self.findings.add("duplicate-region", node.place, message, "put all its addresses into one entry")
        elif region is not None:
            self.regions[region] = node.place
        return region

    def _boxes(self, node: Node | None, what: str) -> list[tuple[str, Place]]:
        parts = _parts(node)
        if isinstance(node, List) and not parts:
            self.findings.add("missing-key", node.place, f"{what} has no address", "write one")
        read = [(read_address(part, what, self.findings), part.place) for part in parts]
        return [(address, place) for address, place in read if address]

    def _texts(self, node: Node | None, what: str) -> list[str]:
        return [one_line(part, what, self.findings) for part in _parts(node)]

    def _language(self, node: Node | None) -> Language:
        if node is None:
            return "zh"
        said = self.findings.scalar(node, "language").strip()
        for language in self.languages:
            if said == language:
                return language
        if isinstance(node, Scalar):
            message = f"unknown language {said!r}, or one that the dataset does not have"
            self.findings.add("unknown-language", node.place, message, suggest(said, self.languages))
        return "zh"

    def _once(self, region: RegionId, to: list[tuple[str, Place]], cc: list[tuple[str, Place]]) -> None:
        """An address stands once in a mail; in two mails only as a copy."""
        here: set[str] = set()
        for address, place in (*to, *cc):
            if address.lower() in here:
                message = f"the address {address!r} stands twice for {region!r}"
                self.findings.add("duplicate-address", place, message, "keep one")
            here.add(address.lower())
        for address, place in to:
            other, first = self.addresses.setdefault(address.lower(), (region, place))
            if other != region:
                message = f"{address!r} gets the mail for {region!r}, and that for {other!r} ({first})"
                self.findings.add("duplicate-address", place, message, "is that right?", "warning")


def _parts(node: Node | None) -> tuple[Node, ...]:
    """The entries of a list, or the one value."""
    if node is None:
        return ()
    return node.items if isinstance(node, List) else (node,)
