"""Where a form comes from: the document that it was made from, and whether it is what it is called."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from ipexport.errors import Finding, Place, SourceError
from ipexport.exchange.inputs import Incoming
from ipexport.exchange.returned import Returned
from ipexport.exchange.versions import base_version
from ipexport.model import LANGUAGES, Region, RegionId, WorkPlan

_DIVISION = re.compile("(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$")


def base_of(returned: Returned, now: WorkPlan, given: WorkPlan | None) -> WorkPlan | Finding:
    """The document that a form was made from, or why it is not known."""
    place = Place(returned.name)
    if returned.base_version == base_version(now, returned.region):
        return now
    sent = returned.base if returned.base and _has(returned.base, returned.region) else None
    made_from = sent or returned.work_plan
    if _years(made_from, returned.region) != _years(now, returned.region):
        said = "、".join(sorted(_years(made_from, returned.region))) or "none"
        message = f"is of another edition (years in its titles: {said}): not merged"
        return Finding("other-edition", "error", place, message, "ask for this year's form")
    if sent is not None:
        return sent
    if given is not None and _has(given, returned.region):
        if returned.base_version in (None, base_version(given, returned.region)):
            return given
        message = "was made from another version than the one given: not merged"
        return Finding("other-version", "error", place, message, "look for it in git, and say it with --base")
    hint = "say with --base what it was made from, such as HEAD~3:source"
    return Finding("unknown-version", "error", place, "does not say what it was made from: not merged", hint)


def _has(work_plan: WorkPlan, region: RegionId) -> bool:
    return any(one.id == region for one in work_plan.regions)


def _years(work_plan: WorkPlan, region: RegionId) -> set[str]:
    """The years that an edition speaks of in its column labels."""
    (part,) = work_plan.extract([region]).regions
    labels = (part.columns.task, part.columns.results, part.columns.plan)
    return {year for label in labels for year in re.findall("[12][0-9]{3}", label.zh or label.en or "")}


def misnamed(file: Incoming, region: Region, now: WorkPlan) -> Iterator[Finding]:
    """A file whose name speaks of another region than it shows."""
    name = file.file_name.casefold()
    named = [one.id for one in now.regions if any(word in name for word in _names(one))]
    if named and region.id not in named:
        message = f"is called after {', '.join(named)}, and shows {region.id}"
        yield Finding("other-region", "warning", Place(file.name), message, "ask who filled it in")


def missent(file: Incoming, region: Region, writers: Mapping[str, Collection[RegionId]]) -> Iterator[Finding]:
    """A file that somebody sent who writes for another region than it shows."""
    sender = file.mail.sender if file.mail else ""
    theirs = writers.get(sender.casefold(), ())
    if theirs and region.id not in theirs:
        message = f"was sent by {sender}, who writes for {', '.join(sorted(theirs))}, and shows {region.id}"
        yield Finding("other-region", "warning", Place(file.name), message, "ask who filled it in")


def load_writers(source: Path, work_plan: WorkPlan) -> dict[str, set[RegionId]]:
    """The regions that each address writes for, by recipients.yaml; none where that is not right.

    What is wrong with it is told where mail is prepared.
    """
    from ipexport.exchange.mail.recipients import load_address_book

    writers: dict[str, set[RegionId]] = {}
    try:
        book = load_address_book(source, work_plan, LANGUAGES)
    except SourceError:
        return writers
    for recipient in book.recipients:
        for mailbox in (*recipient.to, *recipient.cc):
            writers.setdefault(mailbox.address.casefold(), set()).add(recipient.region)
    return writers


def _names(region: Region) -> set[str]:
    words = {region.id, region.name.zh, _DIVISION.sub("", region.name.zh), region.name.en or ""}
    return {word.casefold() for word in words if word}
