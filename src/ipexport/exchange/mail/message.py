"""One mail as the bytes of an .eml file: RFC 5322 in 7-bit ASCII, the same for the same input.

Headers are encoded here and not by `email.message`, which writes names of attachments by RFC 2231
only. QQ Mail, Foxmail and Outlook over POP and IMAP look for an encoded word (RFC 2047) in the
Content-Type, Thunderbird and Apple Mail for RFC 2231 in the Content-Disposition: each gets its own.
There is no `filename=` in plain ASCII beside them: GMime, mblaze and Python would show that one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from email.generator import BytesGenerator
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote

from ipexport.exchange.mail.attachments import Attachment
from ipexport.exchange.mail.settings import Mailbox
from ipexport.exchange.mail.templates import Said
from ipexport.model import Language

_NEXT = "\r\n "
"""A long header goes on in the next line."""
_POLICY = compat32.clone(linesep="\r\n", max_line_length=0)
"""Headers are written as they stand here, folded already."""
_ROOM = 60
"""Characters of a parameter in one line."""
_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
UNSENT = b"X-Unsent: 1\r\n"
"""Makes Outlook open the file as a mail to send; a mail that is sent has no such line."""


class Mail(NamedTuple):
    """All that a mail is made of. `reply_to` can be ""; `date` is that of the dataset."""

    sender: Mailbox
    reply_to: str
    to: Sequence[Mailbox]
    cc: Sequence[Mailbox]
    said: Said
    language: Language
    attachments: Sequence[Attachment]
    date: datetime.date


def message_bytes(mail: Mail) -> bytes:
    """The mail, ready to be opened, or to be sent by `departing`.

    The Message-ID is the digest of all else: a mail that is sent again by mistake is recognised.
    """
    content = _serialised(_content(mail))
    domain = mail.sender.address.rpartition("@")[2]
    headers = "\r\n".join(f"{name}: {value}" for name, value in _headers(mail))
    identity = sha256(headers.encode() + content).hexdigest()[:32]
    return f"{headers}\r\nMessage-ID: <{identity}@{domain}>\r\n".encode("ascii") + UNSENT + content


def departing(message: bytes, moment: datetime.datetime) -> bytes:
    """A prepared mail as it is sent: its date is the moment (RFC 5322, 3.6.1), and it is no draft."""
    head, separator, rest = message.partition(b"\r\n\r\n")
    lines = [
        b"Date: " + format_datetime(moment).encode() if line.startswith(b"Date: ") else line
        for line in head.split(b"\r\n")
        if line + b"\r\n" != UNSENT
    ]
    return b"\r\n".join(lines) + separator + rest


def _headers(mail: Mail) -> Iterator[tuple[str, str]]:
    midnight = datetime.datetime.combine(mail.date, datetime.time(), datetime.UTC)
    yield "Date", format_datetime(midnight)
    yield "From", _mailboxes([mail.sender])
    if mail.reply_to:
        yield "Reply-To", mail.reply_to
    yield "To", _mailboxes(mail.to)
    if mail.cc:
        yield "Cc", _mailboxes(mail.cc)
    yield "Subject", _words(mail.said.subject, "Subject")


def _mailboxes(boxes: Sequence[Mailbox]) -> str:
    return f",{_NEXT}".join(map(_mailbox, boxes))


def _mailbox(box: Mailbox) -> str:
    if box.name.isascii() and "=?" not in box.name:
        return formataddr((box.name, box.address))
    return f"{_words(box.name)}{_NEXT}<{box.address}>"


def _words(said: str, header: str | None = None) -> str:
    """Text in a header: as it is, or as encoded words of at most 75 characters (RFC 2047)."""
    if said.isascii() and len(said) <= _ROOM and "=?" not in said:
        return said
    return Header(said, "utf-8", header_name=header).encode(linesep="\r\n")


def _content(mail: Mail) -> MIMEMultipart:
    mixed = MIMEMultipart("mixed", "=_ipexport_mixed", policy=_POLICY)
    mixed["Content-Language"] = _TAGS[mail.language]
    texts = [MIMEText(mail.said.text.replace("\n", "\r\n"), "plain", "utf-8", policy=_POLICY)]
    if mail.said.page is not None:
        texts.append(MIMEText(mail.said.page.replace("\n", "\r\n"), "html", "utf-8", policy=_POLICY))
    mixed.attach(MIMEMultipart("alternative", "=_ipexport_alternative", texts, policy=_POLICY))
    for attachment in mail.attachments:
        mixed.attach(_attached(attachment))
    return mixed


def _attached(attachment: Attachment) -> MIMEBase:
    from email.encoders import encode_base64

    main, sub = attachment.kind.media_type.split("/")
    part = MIMEBase(main, sub, policy=_POLICY)
    part.replace_header("Content-Type", f'{main}/{sub};{_NEXT}name="{_words(attachment.name)}"')
    part["Content-Disposition"] = f"attachment;{_NEXT}{_extended('filename', attachment.name)}"
    part.set_payload(attachment.data)
    encode_base64(part)
    return part


def _extended(parameter: str, value: str) -> str:
    """A parameter by RFC 2231, in pieces where it is long."""
    if value.isascii():
        return f'{parameter}="{value}"'
    pieces = [""]
    for character in map(quote, value):
        if len(pieces[-1]) + len(character) > _ROOM:
            pieces.append("")
        pieces[-1] += character
    if len(pieces) == 1:
        return f"{parameter}*=utf-8''{pieces[0]}"
    first, *others = (f"{parameter}*{number}*=" for number in range(len(pieces)))
    return f";{_NEXT}".join(
        [f"{first}utf-8''{pieces[0]}", *map("".join, zip(others, pieces[1:], strict=True))]
    )


def _serialised(part: MIMEMultipart) -> bytes:
    written = BytesIO()
    BytesGenerator(written, mangle_from_=False, policy=_POLICY).flatten(part)
    return written.getvalue()
