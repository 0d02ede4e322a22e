"""What was given to collect: files, folders and mails ──▶ the files that may be forms, one by one.

The name of an attachment is shown and never used as a path. What cannot be a form is a finding, and
everything else goes on.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default
from email.utils import getaddresses
from pathlib import Path, PurePath

from ipexport.errors import Finding, Place, SourceError
from ipexport.nodes import MAX_SIZE, read_file

FORMS = (".xlsx", ".docx")
"""The extensions of files that can be forms."""

_MAIL, _MAILBOX = ".eml", (".mbox", ".mbx")
_TYPES = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_HINTS = {
    ".zip": "unpack it, and collect what is in it",
    ".rar": "unpack it, and collect what is in it",
    ".7z": "unpack it, and collect what is in it",
    ".xls": "save it as .xlsx",
    ".et": "save it as .xlsx",
    ".ods": "save it as .xlsx",
    ".xlsm": "save it as .xlsx",
    ".doc": "save it as .docx",
    ".wps": "save it as .docx",
    ".msg": "save it as .eml",
    ".pdf": "ask for the form as .xlsx",
}
_BARE = re.compile(
    rb"^(?:(?:subject|from|content-[a-z-]+):|[ \t]+(?:file)?name)[^\n]*[\x80-\xff][^\n]*", re.I | re.M
)
"""Lines of headers with characters that a header must not have, and that Chinese programs write."""

_OUTLOOK = "application/ms-tnef"
_BASE64 = 2
"""How much larger than its attachments a mail may be."""
_MOST_OF_A_MAILBOX = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail that a file came in, as its header says it."""

    sender: str
    subject: str
    date: str
    id: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that came back: what messages call it, its own name, what is in it, and its mail."""

    name: str
    file_name: str
    data: bytes
    mail: Mail | None = None


def incoming(paths: Iterable[str], max_size: int = MAX_SIZE) -> Iterator[Incoming | Finding]:
    """The files that may be forms, in the order given, those of a folder by name; else findings."""
    for path in paths:
        yield from _found(Path(path), max_size, is_asked=True)


def _found(path: Path, max_size: int, is_asked: bool = False) -> Iterator[Incoming | Finding]:
    extension = path.suffix.lower()
    try:
        if path.is_dir():
            for inner in sorted(path.iterdir()):
                # What an open Excel and a system leave behind.
                if not inner.name.startswith((".", "~$")) and inner.name not in ("Thumbs.db", "desktop.ini"):
                    yield from _found(inner, max_size)
        elif extension in FORMS:
            yield Incoming(str(path), path.name, read_file(path, max_size))
        elif extension == _MAIL:
            yield from _in_mail(read_file(path, _BASE64 * max_size), str(path), max_size)
        elif extension in _MAILBOX:
            yield from _in_mailbox(path, max_size)
        elif is_asked and not path.exists():
            yield Finding("unreadable", "error", Place(str(path)), "there is no such file")
        else:
            yield _skipped(str(path), extension)
    except SourceError as error:
        yield from error.findings
    except OSError as error:
        yield Finding("unreadable", "error", Place(str(path)), f"cannot be read: {error.strerror or error}")


def _skipped(name: str, extension: str) -> Finding:
    message = f"is no {' or '.join(FORMS)}, and no mail with one: skipped"
    return Finding("not-a-form", "warning", Place(name), message, _HINTS.get(extension, ""))


def _in_mailbox(path: Path, max_size: int) -> Iterator[Incoming | Finding]:
    from mailbox import mbox

    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size and file.read(5) != b"From ":
            yield Finding(
                "damaged", "error", Place(str(path)), "is no mailbox: it does not begin with “From ”"
            )
            return
    if size > _MOST_OF_A_MAILBOX:
        message = f"the mailbox has {size / 2**30:.1f} GB; the limit is {_MOST_OF_A_MAILBOX / 2**30:.0f} GB"
        yield Finding(
            "too-large", "error", Place(str(path)), message, "export the mails of the regions alone"
        )
        return
    box = mbox(path, create=False)
    for number, key in enumerate(box.iterkeys(), 1):
        yield from _in_mail(box.get_bytes(key), f"{path}: mail {number}", max_size)


def _in_mail(data: bytes, name: str, max_size: int) -> Iterator[Incoming | Finding]:
    """The attachments of a mail, also of mails that it forwards."""
    place = Place(name)
    if len(data) > _BASE64 * max_size:
        yield Finding(
            "too-large", "error", place, "the mail is too large", "save its attachments, and collect those"
        )
        return
    try:
        mail = BytesParser(policy=default).parsebytes(_BARE.sub(_as_utf8, data))
        parts = list(mail.walk())
        header = Mail(_sender(mail), *(_header(mail, key) for key in ("subject", "date", "message-id")))
    except (MessageError, RecursionError, ValueError, LookupError, IndexError) as error:
        yield Finding("damaged", "error", place, f"the mail cannot be read: {error}", "save its attachments")
        return
    found = False
    for number, part in enumerate(parts, 1):
        if part.is_multipart() or part.get_content_maintype() == "multipart":
            continue
        file_name = _file_name(part, number)
        if not file_name:
            continue
        found = True
        yield _attachment(part, f"{name}: {file_name}", file_name, header, max_size)
    if not found:
        yield Finding(
            "no-attachment", "warning", place, f"the mail from {header.sender or 'nobody'} has no attachment"
        )


def _attachment(part: Message, name: str, file_name: str, mail: Mail, max_size: int) -> Incoming | Finding:
    extension = PurePath(file_name).suffix.lower()
    if part.get_content_type() == _OUTLOOK or file_name.lower() == "winmail.dat":
        message = "is Outlook's own wrapping of attachments, which only Outlook opens"
        return Finding(
            "not-a-form", "warning", Place(name), message, "ask for the mail as HTML or plain text"
        )
    if extension not in FORMS:
        return _skipped(name, extension)
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError) as error:
        return Finding("damaged", "error", Place(name), f"cannot be unpacked from the mail: {error}")
    if not isinstance(data, bytes) or not data:
        return Finding("damaged", "error", Place(name), "is empty")
    if len(data) > max_size:
        message = f"the attachment has {len(data) / 2**20:,.0f} MB; the limit is {max_size / 2**20:,.0f} MB"
        return Finding("too-large", "error", Place(name), message)
    return Incoming(name, file_name, data, mail)


def _file_name(part: Message, number: int) -> str:
    """What an attachment is called; "" for what is part of the mail's own text."""
    try:
        said = part.get_filename() or ""
    except (ValueError, LookupError, IndexError, TypeError):
        said = ""
    if not said and part.get_content_type() in _TYPES:
        said = f"attachment {number}{_TYPES[part.get_content_type()]}"
    is_inline = part.get_content_disposition() != "attachment" and part.get_content_maintype() == "image"
    # A path is nothing that a name needs.
    name = PurePath(_readable(said).replace("\\", "/")).name
    return "" if is_inline or part.get_content_type() == "message/rfc822" else name


def _header(mail: EmailMessage | Message, key: str) -> str:
    try:
        return _readable(str(mail.get(key, ""))).strip()
    except (ValueError, LookupError, IndexError, TypeError, AttributeError):
        return ""


def _sender(mail: EmailMessage | Message) -> str:
    addresses = getaddresses([_header(mail, "from")])
    return addresses[0][1] or addresses[0][0] if addresses else ""


def _readable(text: str) -> str:
    """With encoded words that stand in quotation marks decoded, too, and no bytes that mean nothing."""
    if "=?" in text:
        with contextlib.suppress(ValueError, LookupError):
            text = str(make_header(decode_header(text)))
    return text.encode("utf-8", "replace").decode()


def _as_utf8(line: re.Match[bytes]) -> bytes:
    """A line of a header in which Chinese stands as bare bytes; GB 18030 when they are not UTF-8."""
    try:
        return line[0].decode().encode()
    except UnicodeDecodeError:
        return line[0].decode("gb18030", "replace").encode()
