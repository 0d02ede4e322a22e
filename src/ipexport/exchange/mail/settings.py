"""`recipients.yaml` beside the dataset: who the mail comes from, over which server, and to whom.

    from: {name: 知识产权办公室, address: office@example.org}     # or name: {zh: …, en: …}
    reply_to: forms@example.org                  # optional
    server: {host: smtp.example.org, user: office@example.org}
    recipients:                                  # or recipients.csv, see `recipients`
    - {region: shanghai, to: zhang@example.org}

No password stands here: see `password`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from ipexport.errors import Finding, Place, SourceError
from ipexport.exchange.mail.addresses import read_address
from ipexport.model import LANGUAGES, Language, Text
from ipexport.nodes import Findings, Mapping, Node, Scalar, decode, parse_yaml, read_file, suggest

FILE = "recipients.yaml"

Security = Literal["starttls", "tls", "none"]

_KEYS = ("from", "reply_to", "server", "recipients")
_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_LONGEST_TIMEOUT = 600
_HINT = (
    "write it: from: {name: …, address: …}, and under recipients: a list of region, name, to, cc, "
    "language, salutation; ipexport mail --help has an example"
)


class Mailbox(NamedTuple):
    """A name, which may be "", and an address in ASCII."""

    name: str
    address: str


class Sender(NamedTuple):
    """Whom the mail is from; an office can have a name in each language."""

    name: Text
    address: str

    def in_language(self, language: Language) -> Mailbox:
        return Mailbox(self.name.in_language(language) or self.name.zh, self.address)


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. `rate` is in messages a minute, `timeout` in seconds for each answer."""

    host: str
    port: int
    security: Security
    user: str
    rate: int
    timeout: float


def mail_folder(source: Path) -> Path:
    """Where the files about mail lie: the dataset's folder, or that of a dataset in one file."""
    return source if source.is_dir() else source.parent


def read_settings(source: Path, findings: Findings) -> dict[str, Node]:
    """The entries of recipients.yaml. Raises `SourceError` where there is none, or no YAML in it."""
    path = mail_folder(source) / FILE
    if not path.is_file():
        message = "there is no such file, which says to whom the mail goes"
        raise SourceError([Finding("no-recipients", "error", Place(str(path)), message, _HINT)])
    node = parse_yaml(decode(read_file(path), str(path)), str(path))
    return findings.mapping(node, FILE, _KEYS)


def load_server(source: Path) -> Server:
    """The server to send over. Raises `SourceError`."""
    findings = Findings()
    entries = read_settings(source, findings)
    server = read_server(entries.get("server"), findings)
    if findings.found:
        raise SourceError(findings.found)
    if server is None:
        place = Place(str(mail_folder(source) / FILE))
        hint = "write server: {host: …, user: …}, or send the files yourself with a mail program"
        raise SourceError([Finding("no-server", "error", place, "it names no server to send over", hint)])
    return server


def read_sender(node: Node | None, findings: Findings, place: Place) -> Sender:
    if node is None:
        findings.add("missing-key", place, f"{FILE} lacks 'from'", "write from: {name: …, address: …}")
        return Sender(Text(""), "")
    entries = findings.mapping(node, "from", ("name", "address"))
    if isinstance(node, Mapping) and "address" not in entries:
        findings.add("missing-key", node.place, "from lacks 'address'")
    name = _name(entries["name"], findings) if "name" in entries else Text("")
    address = read_address(entries["address"], "address", findings) if "address" in entries else ""
    return Sender(name, address)


def _name(node: Node, findings: Findings) -> Text:
    """One name, or one for each language (`zh: …`, `en: …`)."""
    what = "the name in from"
    if not isinstance(node, Mapping):
        return Text(one_line(node, what, findings))
    entries = findings.mapping(node, what, LANGUAGES)
    if "zh" not in entries:
        findings.add("missing-key", node.place, f"{what} lacks 'zh'")
    names = {language: one_line(entry, what, findings) for language, entry in entries.items()}
    return Text(names.get("zh", ""), names.get("en"))


def read_server(node: Node | None, findings: Findings) -> Server | None:
    """The server, None where none is named; what is not said is as most servers have it."""
    if node is None:
        return None
    entries = findings.mapping(node, "server", ("host", "port", "security", "user", "rate", "timeout"))
    if isinstance(node, Mapping) and "host" not in entries:
        findings.add("missing-key", node.place, "server lacks 'host'")
    security = _security(entries.get("security"), findings)
    user = one_line(entries["user"], "user", findings) if "user" in entries else ""
    if user and security == "none":
        message = "a login without encryption shows the password to everybody on the way"
        findings.add("bare-password", entries["user"].place, message, "security: starttls or tls, or no user")
    return Server(
        host=one_line(entries["host"], "host", findings) if "host" in entries else "",
        port=int(_number(entries.get("port"), "port", _PORTS[security], 65_535, findings)),
        security=security,
        user=user,
        rate=int(_number(entries.get("rate"), "rate", 20, 6_000, findings)),
        timeout=_number(entries.get("timeout"), "timeout", 60, _LONGEST_TIMEOUT, findings, whole=False),
    )


def one_line(node: Node, what: str, findings: Findings) -> str:
    """A text that can stand in a header: a line break in it would begin another header."""
    said = findings.scalar(node, what).strip()
    if isinstance(node, Scalar) and not said:
        findings.add("empty-text", node.place, f"{what} is empty", "write it, or leave the key out")
    if not is_one_line(said):
        findings.add("line-break", node.place, f"{what} has a line break or a control character", "delete it")
        return ""
    return said


def is_one_line(words: str) -> bool:
    return not any(ord(c) < 32 or c in "\x7f\x85\u2028\u2029" for c in words)


def _security(node: Node | None, findings: Findings) -> Security:
    every: tuple[Security, ...] = get_args(Security)
    if node is None:
        return "starttls"
    said = findings.scalar(node, "security")
    if isinstance(node, Scalar) and said not in every:
        findings.add("unknown-value", node.place, f"unknown security {said!r}", suggest(said, every))
    return said if said in every else "starttls"


def _number(
    node: Node | None, what: str, default: float, most: int, findings: Findings, *, whole: bool = True
) -> float:
    if node is None:
        return default
    said = findings.scalar(node, what)
    digits = said if whole else said.replace(".", "", 1)
    if digits.isascii() and digits.isdecimal() and 0 < float(said) <= most:
        return float(said)
    if isinstance(node, Scalar):
        kind = "a whole number from 1 to" if whole else "a number of seconds up to"
        findings.add("wrong-number", node.place, f"{what} is {said!r}, not {kind} {most}")
    return default
