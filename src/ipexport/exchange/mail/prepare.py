"""`ipexport mail prepare`: one .eml file for each region, and what was prepared in the ledger.

In four steps: read the dataset and the recipients; build what is to be attached where it is not up to
date; make every message; write those that changed. What is wrong with one region's mail is a
finding, and the others are prepared.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ipexport.convert import read_any
from ipexport.dataset.form_file import FILE as FORM_FILE
from ipexport.dataset.form_file import load_form
from ipexport.errors import Finding, MailError
from ipexport.exchange.mail.attachments import FORM, Attachment, attachments, check_size, chosen_kinds
from ipexport.exchange.mail.ledger import NAME as LEDGER
from ipexport.exchange.mail.ledger import Ledger, Status
from ipexport.exchange.mail.message import Mail, message_bytes
from ipexport.exchange.mail.recipients import AddressBook, Recipient, load_address_book
from ipexport.exchange.mail.settings import mail_folder
from ipexport.exchange.mail.templates import Attached, MailTemplates, Words, load_templates
from ipexport.handouts import Report, build_handouts
from ipexport.model import LANGUAGES, Language, RegionId, Text, WorkPlan
from ipexport.nodes import MAX_SIZE, Findings
from ipexport.output import inside, write_file
from ipexport.request import chosen_languages, dated, styles_beside

FOLDER = "mail"
"""In the output folder."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Message(NamedTuple):
    """The bytes of a mail, and path and SHA-256 of each file that it has attached."""

    data: bytes
    files: tuple[tuple[str, str], ...]


class PreparedFile(NamedTuple):
    """A mail that is ready: whether it was written anew, and where it stands."""

    region: RegionId
    file: Path
    written: bool
    status: Status


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was prepared. `withdrawn` are files of before that were taken away: they are not to be sent.

    `findings` say which regions have no mail, and why.
    """

    folder: Path
    files: tuple[PreparedFile, ...]
    withdrawn: tuple[Path, ...]
    findings: tuple[Finding, ...]


def prepare_mail(
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    attach: Sequence[str],
    style: str | os.PathLike[str],
    deadline: datetime.date | None,
    max_attachment: int,
    jobs: int,
    max_size: int | None,
    report: Report | None,
) -> Prepared:
    """Writes OUT/mail/REGION.eml for each region that has a recipient, where it is not so already.

    `attach` are names of `attachments.KINDS`, when empty the form where the dataset has a form.yaml, else
    the workbook; `deadline` comes before that of form.yaml; `max_attachment` is the most bytes that the
    attachments of one mail may have together. Raises `IpexportError`; files that were
    written by then stay, and are in the ledger.
    """
    reading = read_any(source, max_size)
    work_plan = dated(reading.work_plan)
    kinds = chosen_kinds(attach, (mail_folder(Path(source)) / FORM_FILE).is_file())
    book = load_address_book(Path(source), work_plan, _languages(work_plan))
    if deadline is None:
        deadline = load_form(source, MAX_SIZE if max_size is None else max_size).deadline
    templates = {
        language: load_templates(language, styles_beside(source))
        for language in dict.fromkeys(recipient.language for recipient in book.recipients)
    }
    for language in templates:
        build = partial(
            build_handouts,
            source,
            out,
            regions=[one.region for one in book.recipients if one.language == language],
            languages=[language],
            style=style,
            jobs=jobs,
            force=False,
            max_size=max_size,
            report=report,
            reference=None,
        )
        if FORM in kinds:
            build(formats=(), form=True)
        if formats := [kind.name for kind in kinds if kind is not FORM]:
            build(formats=formats, form=False)
    writer = _Writer(work_plan, book, templates, deadline)
    findings = Findings()
    findings.found.extend(book.findings)
    messages = {}
    for one in book.recipients:
        attached = attachments(Path(out), kinds, one.region, one.language, writer.heading(one))
        if check_size(attached, max_attachment, one.place, findings):
            messages[one.region] = writer.message(one, attached)
    return _write(Path(out), messages, findings.found)


def _languages(work_plan: WorkPlan) -> tuple[Language, ...]:
    """Those that a mail about the document can be in."""
    spoken = chosen_languages(work_plan, ())
    return tuple(language for language in LANGUAGES if language in spoken)


class _Writer:
    """Makes messages; what they have in common."""

    def __init__(
        self,
        work_plan: WorkPlan,
        book: AddressBook,
        templates: Mapping[Language, MailTemplates],
        deadline: datetime.date | None,
    ) -> None:
        self.work_plan = work_plan
        self.regions = {region.id: region for region in work_plan.regions}
        self.book = book
        self.templates = templates
        self.deadline = deadline

    def message(self, recipient: Recipient, attached: Sequence[Attachment]) -> Message:
        language = recipient.language
        mail = Mail(
            sender=self.book.sender.in_language(language),
            reply_to=self.book.reply_to,
            to=recipient.to,
            cc=recipient.cc,
            said=self.templates[language].say(self._words(recipient, attached)),
            language=language,
            attachments=attached,
            date=self.work_plan.date,
        )
        files = tuple((one.path, sha256(one.data).hexdigest()) for one in attached)
        return Message(message_bytes(mail), files)

    def heading(self, recipient: Recipient) -> str:
        return _said(self.work_plan.heading(self.regions[recipient.region]), recipient.language)

    def _words(self, recipient: Recipient, attached: Sequence[Attachment]) -> Words:
        language = recipient.language
        return Words(
            region=_said(self.regions[recipient.region].name, language),
            document=_said(self.work_plan.title, language),
            heading=self.heading(recipient),
            deadline="" if self.deadline is None else day(self.deadline, language),
            attachments=tuple(Attached(one.name, one.kind.name, one.size) for one in attached),
            salutation=recipient.salutation,
            names=tuple(box.name for box in recipient.to if box.name),
            sender=self.book.sender.in_language(language).name or self.book.sender.address,
            reply_to=self.book.reply_to or self.book.sender.address,
        )


def _said(text: Text, language: Language) -> str:
    return text.in_language(language) or text.zh


def day(date: datetime.date, language: Language) -> str:
    """2027年1月31日, 31 January 2027; not by the locale of the machine."""
    if language == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _write(out: Path, messages: Mapping[RegionId, Message], findings: Sequence[Finding]) -> Prepared:
    """Writes what is new, and takes away what is not to be sent any more."""
    folder = out / FOLDER
    files = {region: inside(folder, f"{region}.eml") for region in messages}
    if not (folder / LEDGER).exists() and (lost := sorted(folder.glob("*.eml"))):
        said = f"{folder}: there is {lost[0].name}, but no {LEDGER}: nobody knows what of it was sent"
        raise MailError(f"{said} (put the ledger back, or move the folder away)")
    folder.mkdir(parents=True, exist_ok=True)
    written = set()
    with Ledger(folder / LEDGER) as ledger:
        before = ledger.statuses()
        for region, message in messages.items():
            digest = sha256(message.data).hexdigest()
            if not _is_there(files[region], message.data):
                write_file(files[region], message.data)
                written.add(region)
            if before.get(region, Status()).prepared != digest:
                ledger.record_attachments(digest, message.files)
                ledger.record(region, "prepared", digest)
        withdrawn = tuple(_withdraw(folder, ledger, before, messages))
        now = ledger.statuses()
    done = tuple(PreparedFile(region, file, region in written, now[region]) for region, file in files.items())
    return Prepared(folder, done, withdrawn, tuple(findings))


def _is_there(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False


def _withdraw(
    folder: Path, ledger: Ledger, before: Mapping[str, Status], messages: Mapping[RegionId, Message]
) -> Iterator[Path]:
    """Takes away the mails of regions that have none now: it would be sent else."""
    for region, status in before.items():
        if region not in messages and status.prepared is not None:
            ledger.record(region, "withdrawn", status.prepared)
            file = inside(folder, f"{region}.eml")
            file.unlink(missing_ok=True)
            yield file
