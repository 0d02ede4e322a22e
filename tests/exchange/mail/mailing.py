"""A small dataset with recipients, for tests of mail."""

from __future__ import annotations

import datetime
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from ipexport.exchange.mail.outgoing import Outcome
from ipexport.exchange.mail.prepare import Prepared, prepare_mail
from ipexport.exchange.mail.send import send_mail
from tests.plain import save_dataset

RECIPIENTS = """\
recipients:
- {region: anhui, name: 张三, to: anhui@example.org, salutation: 张处长}
- {region: jiangsu, to: [jiangsu@example.org, second@example.org], cc: chief@example.org}
"""
FROM = "from: {name: 知识产权办公室, address: office@example.org}\n"


def save_mailing(folder: Path, text: str = FROM + RECIPIENTS) -> Path:
    """A dataset of two regions with recipients.yaml; returns its folder."""
    source = save_dataset(folder / "source")
    (source / "recipients.yaml").write_text(text, "utf-8")
    return source


def name_server(source: Path, port: int, **settings: object) -> None:
    """Says in recipients.yaml over which server to send: without encryption, at once."""
    server = {"host": "127.0.0.1", "port": port, "security": "none", "rate": 6000, "timeout": 5, **settings}
    said = "".join(f"  {key}: {value}\n" for key, value in server.items())
    (source / "recipients.yaml").write_text(f"server:\n{said}{FROM}{RECIPIENTS}", "utf-8")


def prepare(source: Path, **options: Any) -> Prepared:
    """Prepares into `out` beside the dataset."""
    given: dict[str, Any] = {
        "attach": (),
        "style": "official",
        "deadline": None,
        "max_attachment": 20 * 2**20,
        "jobs": 1,
        "max_size": None,
        "report": None,
    }
    return prepare_mail(source, source.parent / "out", **{**given, **options})


def send(source: Path, **options: Any) -> dict[str, Outcome]:
    """Sends without pauses; what became of each region's message."""
    given: dict[str, Any] = {
        "only": (),
        "again": (),
        "limit": None,
        "dry_run": False,
        "report": lambda _: None,
        "wait": lambda _: None,
    }
    outcomes = send_mail(source, source.parent / "out", **{**given, **options})
    return {outcome.region: outcome for outcome in outcomes}


def results(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {region: outcome.result for region, outcome in outcomes.items()}


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def said(message: EmailMessage, kind: str = "plain") -> str:
    """What a mail says, as "plain" text or "html"."""
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def mail_of(source: Path, region: str) -> bytes:
    return (source.parent / "out/mail" / f"{region}.eml").read_bytes()


DAY = datetime.date(2027, 1, 31)
