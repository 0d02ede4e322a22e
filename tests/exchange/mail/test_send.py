"""Sending what was prepared: each message once, whatever the server does."""

from __future__ import annotations

import shutil
import sqlite3
import ssl
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from ipexport.errors import IpexportError, MailError, RequestError
from ipexport.exchange.mail.connection import Connection, Envelope
from ipexport.exchange.mail.faults import TryLaterError
from ipexport.exchange.mail.outgoing import Outcome
from ipexport.exchange.mail.send import PAUSES
from ipexport.exchange.mail.settings import load_server
from tests.exchange.mail.mailing import (
    mail_of,
    name_server,
    parsed,
    prepare,
    results,
    said,
    save_mailing,
    send,
)
from tests.exchange.mail.servers import (
    CLOSE,
    HANG,
    TAKE_AND_CLOSE,
    Inbox,
    free_port,
    mail_server,
    scripted_server,
    silent_server,
)
from tests.plain import use_plain_formats

BOTH_SENT = {"anhui": "sent", "jiangsu": "sent"}


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset whose mails are prepared."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.delenv("IPEXPORT_SMTP_PASSWORD", raising=False)
    use_plain_formats(monkeypatch)
    folder = save_mailing(tmp_path)
    prepare(folder)
    return folder


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The authority, which this machine trusts."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return authority


def certificate(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def events(source: Path) -> list[tuple[str, str]]:
    """Region and state of each event in the ledger."""
    with sqlite3.connect(source.parent / "out/mail/ledger.sqlite") as base:
        return base.execute("SELECT region, state FROM event ORDER BY number").fetchall()


def once(answer: str) -> Callable[[int], str | None]:
    return lambda before: answer if before == 0 else None


def always(answer: str) -> Callable[[int], str | None]:
    return lambda _: answer


def test_every_recipient_gets_the_message_that_was_prepared_with_the_date_of_sending(source: Path) -> None:
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port)
        assert results(send(source)) == BOTH_SENT
    assert inbox.recipients == [
        ["anhui@example.org"],
        ["jiangsu@example.org", "second@example.org", "chief@example.org"],
    ]
    for data, region in zip(inbox.messages, ("anhui", "jiangsu"), strict=True):
        sent, prepared = data.split(b"\r\n"), mail_of(source, region).split(b"\r\n")
        assert [line for line in prepared if line not in sent] == [
            b"Date: Wed, 31 Jan 2018 00:00:00 +0000",
            b"X-Unsent: 1",
        ]
        assert [line for line in sent if line not in prepared] == [
            line for line in sent if line.startswith(b"Date: ")
        ]
    assert [state for _, state in events(source)] == ["prepared"] * 2 + ["sending", "sent"] * 2


def test_what_was_sent_is_not_sent_again(source: Path) -> None:
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port)
        send(source)
        assert set(results(send(source)).values()) == {"already sent"}
        prepare(source)
        assert set(results(send(source)).values()) == {"already sent"}
    assert len(inbox.messages) == 2


def test_again_sends_a_message_that_was_sent(source: Path) -> None:
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port)
        send(source)
        assert results(send(source, again=["anhui"])) == {"anhui": "sent", "jiangsu": "already sent"}
    assert len(inbox.messages) == 3


def test_only_some_and_at_most_so_many_are_sent(source: Path) -> None:
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port)
        assert results(send(source, only=["jiangsu"])) == {"jiangsu": "sent"}
        assert results(send(source, limit=5)) == {"anhui": "sent", "jiangsu": "already sent"}
        assert results(send(source, again=["anhui", "jiangsu"], limit=1)) == {
            "anhui": "sent",
            "jiangsu": "left",
        }
    assert len(inbox.messages) == 3


def test_an_unknown_region_is_an_error(source: Path) -> None:
    for words in ({"only": ["anhiu"]}, {"again": ["anhiu"]}):
        with pytest.raises(RequestError, match=r"unknown region 'anhiu' .did you mean 'anhui'"):
            send(source, **words)


def test_a_dry_run_says_to_whom_and_asks_no_server(source: Path) -> None:
    before = events(source)
    outcomes = send(source, dry_run=True)
    assert outcomes["jiangsu"] == Outcome(
        "jiangsu", "to send", "jiangsu@example.org, second@example.org, chief@example.org"
    )
    assert events(source) == before


def test_nothing_prepared_is_one_line(source: Path) -> None:
    shutil.rmtree(source.parent / "out/mail")
    with pytest.raises(MailError, match=r"nothing was prepared .run ipexport mail prepare first"):
        send(source)


@pytest.mark.parametrize("change", ["changed", "gone"])
def test_a_mail_that_is_not_as_it_was_prepared_is_not_sent(source: Path, change: str) -> None:
    file = source.parent / "out/mail/anhui.eml"
    file.unlink() if change == "gone" else file.write_bytes(file.read_bytes() + b"x")
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port)
        outcomes = send(source)
        assert results(outcomes) == {"anhui": "changed", "jiangsu": "sent"}
        assert outcomes["anhui"].detail.endswith("not as it was prepared (run ipexport mail prepare again)")
        prepare(source)
        assert results(send(source)) == {"anhui": "sent", "jiangsu": "already sent"}
    assert len(inbox.messages) == 2


def test_a_mail_whose_attachment_was_built_anew_since_is_not_sent(source: Path) -> None:
    (source.parent / "out/zh/regions/anhui.xlsx").write_text("newer")
    outcomes = send(source, dry_run=True)
    assert results(outcomes) == {"anhui": "changed", "jiangsu": "to send"}
    assert "anhui.xlsx changed since it was attached" in outcomes["anhui"].detail


def test_a_mail_that_changes_while_others_are_sent_is_not_sent(source: Path) -> None:
    def spoil(_: int) -> None:
        (source.parent / "out/mail/jiangsu.eml").write_text("another")

    with mail_server(inbox := Inbox(data=spoil)) as port:
        name_server(source, port)
        assert results(send(source)) == {"anhui": "sent", "jiangsu": "changed"}
    assert len(inbox.messages) == 1


def test_a_region_that_was_sent_another_mail_is_not_sent_the_new_one_by_itself(source: Path) -> None:
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port)
        send(source)
        (source / "recipients.yaml").write_text(
            (source / "recipients.yaml").read_text().replace("张处长", "王处长")
        )
        anhui, jiangsu = prepare(source).files
        assert (anhui.written, anhui.status.changed_since) == (True, True)
        assert (jiangsu.written, jiangsu.status.changed_since) == (False, False)
        outcomes = send(source)
        assert results(outcomes) == {"anhui": "changed", "jiangsu": "already sent"}
        assert outcomes["anhui"].detail.endswith("to send the one prepared since: --again anhui")
        assert results(send(source, again=["anhui"]))["anhui"] == "sent"
    assert "王处长" in said(parsed(inbox.messages[-1]))


def test_two_programs_do_not_send_at_the_same_time(source: Path) -> None:
    def another(_: int) -> None:
        for do in (send, prepare):
            with pytest.raises(MailError, match="another ipexport mail is at work in this folder"):
                do(source)
        command = [sys.executable, "-m", "ipexport", "mail", "send", "--dry-run"]
        other = subprocess.run(command, cwd=source.parent, capture_output=True, text=True, check=False)
        assert (other.returncode, other.stdout) == (2, "")
        assert "another ipexport mail is at work" in other.stderr

    with mail_server(inbox := Inbox(data=another)) as port:
        name_server(source, port)
        assert results(send(source)) == BOTH_SENT
    assert len(inbox.messages) == 2


def test_messages_keep_the_rate(source: Path) -> None:
    waits: list[float] = []
    with mail_server(Inbox()) as port:
        name_server(source, port, rate=20)
        send(source, wait=waits.append)
    (pause,) = waits
    assert 2 < pause <= 3


def test_one_recipient_that_is_refused_is_told_and_the_others_get_theirs(source: Path) -> None:
    with mail_server(inbox := Inbox(rcpt_second=always("550 no such user"))) as port:
        name_server(source, port)
        outcomes = send(source)
    assert results(outcomes) == BOTH_SENT
    assert outcomes["jiangsu"].refused == ("second@example.org",)
    assert outcomes["jiangsu"].detail == "not to second@example.org: 550 no such user"
    assert inbox.recipients[1] == ["jiangsu@example.org", "chief@example.org"]


def test_a_message_whose_every_recipient_is_refused_is_refused_and_the_next_is_sent(source: Path) -> None:
    with mail_server(inbox := Inbox(rcpt_anhui=once("550 no such user"))) as port:
        name_server(source, port)
        outcomes = send(source)
        assert results(outcomes) == {"anhui": "refused", "jiangsu": "sent"}
        assert outcomes["anhui"].detail == "anhui@example.org: 550 no such user"
        assert results(send(source)) == {"anhui": "sent", "jiangsu": "already sent"}
    assert len(inbox.messages) == 2


@pytest.mark.parametrize("hook", ["mail", "data"])
def test_a_server_that_refuses_everything_is_told_for_each_message(source: Path, hook: str) -> None:
    with mail_server(inbox := Inbox(**{hook: always("554 5.7.1 spam")})) as port:
        name_server(source, port)
        outcomes = send(source)
    assert results(outcomes) == {"anhui": "refused", "jiangsu": "refused"}
    assert outcomes["anhui"].detail == "554 5.7.1 spam"
    assert inbox.messages == []


@pytest.mark.parametrize("hook", ["mail", "rcpt_anhui", "data"])
def test_what_the_server_puts_off_is_tried_again_after_growing_pauses(source: Path, hook: str) -> None:
    def put_off(before: int) -> str | None:
        return "451 4.7.1 greylisted" if before < 2 else None

    waits: list[float] = []
    told: list[Outcome] = []
    with mail_server(inbox := Inbox(**{hook: put_off})) as port:
        name_server(source, port)
        assert results(send(source, wait=waits.append, report=told.append)) == BOTH_SENT
    assert next(wait for wait in waits if wait >= 1) == PAUSES[0]
    later = [one.detail for one in told if one.result == "later"]
    assert later[0].endswith("451 4.7.1 greylisted; it is tried again in 5 s")
    assert len(inbox.messages) == 2


def test_what_the_server_puts_off_for_ever_has_failed_and_can_be_sent_in_another_run(source: Path) -> None:
    waits: list[float] = []
    with mail_server(Inbox(rcpt_anhui=always("450 later"))) as port:
        name_server(source, port)
        outcomes = send(source, wait=waits.append)
    assert results(outcomes) == {"anhui": "failed", "jiangsu": "sent"}
    assert tuple(wait for wait in waits if wait >= 1) == PAUSES
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port)
        assert results(send(source)) == {"anhui": "sent", "jiangsu": "already sent"}
    assert len(inbox.messages) == 1


def test_a_recipient_that_is_put_off_for_ever_does_not_keep_the_message_from_the_others(source: Path) -> None:
    with mail_server(inbox := Inbox(rcpt_second=always("452 mailbox full"))) as port:
        name_server(source, port)
        outcomes = send(source)
    assert results(outcomes) == BOTH_SENT
    assert outcomes["jiangsu"].detail == "not to second@example.org: 452 mailbox full"
    assert inbox.recipients[1] == ["jiangsu@example.org", "chief@example.org"]


@pytest.mark.parametrize(
    ("answer", "result"), [("251 taken", "sent"), ("999 what", "in doubt"), ("what", "in doubt")]
)
def test_an_answer_that_says_neither_yes_nor_no_leaves_a_doubt(
    source: Path, answer: str, result: str
) -> None:
    with mail_server(Inbox(data=always(answer))) as port:
        name_server(source, port)
        assert results(send(source))["anhui"] == result


@pytest.mark.parametrize("hook", ["mail", "rcpt_anhui"])
@pytest.mark.parametrize("fault", [CLOSE, "421 closing"])
def test_a_server_that_goes_before_the_end_of_the_message_is_asked_again(
    source: Path, hook: str, fault: str
) -> None:
    with mail_server(inbox := Inbox(**{hook: once(fault)})) as port:
        name_server(source, port)
        assert results(send(source)) == BOTH_SENT
    assert len(inbox.messages) == 2
    assert events(source)[2:] == [
        ("anhui", "failed"),
        *[("jiangsu", "sending"), ("jiangsu", "sent")],
        *[("anhui", "sending"), ("anhui", "sent")],
    ]


def test_a_server_that_hangs_in_the_middle_is_left_and_asked_again(source: Path) -> None:
    with mail_server(inbox := Inbox(mail=once(HANG))) as port:
        name_server(source, port, timeout=0.3)
        assert results(send(source)) == BOTH_SENT
    assert len(inbox.messages) == 2


@pytest.mark.parametrize("fault", [CLOSE, TAKE_AND_CLOSE, HANG])
def test_no_answer_to_a_whole_message_leaves_it_in_doubt_and_ends_the_run(source: Path, fault: str) -> None:
    with mail_server(inbox := Inbox(data=once(fault))) as port:
        name_server(source, port, timeout=0.1)
        outcomes = send(source)
        assert results(outcomes) == {"anhui": "in doubt", "jiangsu": "left"}
        assert "the whole message was sent, then: " in outcomes["anhui"].detail
        assert outcomes["anhui"].detail.endswith("ask whether it arrived; if not, --again anhui sends it")
        assert events(source)[2:] == [("anhui", "sending"), ("anhui", "in doubt")]
        assert results(send(source)) == {"anhui": "in doubt", "jiangsu": "sent"}
        assert results(send(source, again=["anhui"])) == {"anhui": "sent", "jiangsu": "already sent"}
    assert len(inbox.messages) == 2 + (fault == TAKE_AND_CLOSE)


def test_an_attempt_that_fails_does_not_make_one_that_is_in_doubt_forgotten(source: Path) -> None:
    with mail_server(Inbox(data=once(CLOSE), mail=lambda before: None if before == 0 else "550 no")) as port:
        name_server(source, port)
        send(source, only=["anhui"])
        assert results(send(source, only=["anhui"], again=["anhui"])) == {"anhui": "refused"}
        assert results(send(source, only=["anhui"])) == {"anhui": "in doubt"}


def test_a_message_larger_than_the_server_takes_is_refused_before_it_leaves(source: Path) -> None:
    with mail_server(inbox := Inbox(), data_size_limit=1000) as port:
        name_server(source, port)
        outcomes = send(source)
    assert set(results(outcomes).values()) == {"refused"}
    assert outcomes["anhui"].detail.endswith(
        "the server takes 0.0 MB (prepare it again with less: --attach pdf)"
    )
    assert inbox.messages == []


def test_a_server_that_finds_a_message_too_large_only_then_is_told_with_what_to_do(source: Path) -> None:
    with mail_server(Inbox(mail=always("552 5.3.4 too big"))) as port:
        name_server(source, port)
        assert send(source)["anhui"].detail == "552 5.3.4 too big (prepare it again with less: --attach pdf)"


def fails(source: Path, message: str, state: type[IpexportError] = MailError) -> None:
    with pytest.raises(state, match=message) as caught:
        send(source)
    assert "\n" not in str(caught.value)
    assert [state for _, state in events(source)] == ["prepared", "prepared"]


def test_nobody_at_the_port_is_one_line(source: Path) -> None:
    name_server(source, free_port())
    fails(source, r"127.0.0.1:\d+: Connection refused .check host, port and security")


def test_no_such_host_is_one_line(source: Path) -> None:
    name_server(source, 25, host="mail.invalid")
    fails(source, "mail.invalid:25: ")


@pytest.mark.parametrize("security", ["none", "tls", "starttls"])
def test_a_server_that_says_nothing_is_one_line_after_the_timeout(source: Path, security: str) -> None:
    with silent_server() as port:
        name_server(source, port, timeout=0.2, security=security)
        fails(source, r"127.0.0.1:\d+: no answer within 0.2 s .check host, port and security")


def test_a_server_that_wants_nobody_is_one_line(source: Path) -> None:
    with scripted_server("554 no service here") as (port, _):
        name_server(source, port)
        fails(source, "554 no service here")


def test_a_server_that_went_away_for_good_in_between_is_waited_for_and_then_the_rest_has_failed(
    source: Path,
) -> None:
    controller = mail_server(inbox := Inbox())
    port = controller.__enter__()
    name_server(source, port)

    waits: list[float] = []

    def end_the_server(outcome: Outcome) -> None:
        if outcome.result == "sent":
            controller.__exit__(None, None, None)

    outcomes = send(source, report=end_the_server, wait=waits.append)
    assert results(outcomes) == {"anhui": "sent", "jiangsu": "failed"}
    assert "Connection refused" in outcomes["jiangsu"].detail
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_login_is_made_over_an_encrypted_connection(
    source: Path, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("IPEXPORT_SMTP_PASSWORD", "secret")
    context = certificate(trusted)
    options = {"tls": context, "auth_require_tls": False} if security == "tls" else {"starttls": context}
    with mail_server(inbox := Inbox(), **options) as port:
        name_server(source, port, security=security, user="office@example.org")
        assert results(send(source)) == BOTH_SENT
    assert set(inbox.users) == {b"office@example.org"}


def test_a_login_that_is_refused_is_one_line(
    source: Path, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPEXPORT_SMTP_PASSWORD", "wrong")
    with mail_server(Inbox(), starttls=certificate(trusted)) as port:
        name_server(source, port, security="starttls", user="office")
        fails(source, "refuses the login of office: 535 .*check user and password")


def test_a_password_of_other_letters_is_one_line(
    source: Path, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPEXPORT_SMTP_PASSWORD", "密码")
    with mail_server(Inbox(), starttls=certificate(trusted)) as port:
        name_server(source, port, security="starttls", user="office")
        fails(source, "user and password can have ASCII characters only")


def test_a_server_without_login_is_one_line(
    source: Path, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPEXPORT_SMTP_PASSWORD", "secret")
    with mail_server(
        Inbox(), starttls=certificate(trusted), auth_exclude_mechanism=["LOGIN", "PLAIN"]
    ) as port:
        name_server(source, port, security="starttls", user="office")
        fails(source, "offers no login|No suitable authentication method")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_another_host_is_one_line(source: Path, trusted: trustme.CA, security: str) -> None:
    context = certificate(trusted, "mail.example.org")
    with mail_server(inbox := Inbox(), **{security: context}) as port:
        name_server(source, port, security=security)
        fails(source, "its certificate is not valid: IP address mismatch.*127.0.0.1.*is host right")
    assert inbox.messages == []


def test_a_certificate_of_an_authority_that_nobody_knows_is_one_line(
    source: Path, authority: trustme.CA
) -> None:
    with mail_server(Inbox(), starttls=certificate(authority)) as port:
        name_server(source, port, security="starttls")
        fails(source, "its certificate is not valid: .*SSL_CERT_FILE")


def test_a_server_without_starttls_gets_nothing_in_the_clear(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPEXPORT_SMTP_PASSWORD", "secret")
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port, security="starttls", user="office")
        fails(source, "offers no STARTTLS .security: tls, on port 465")
    assert (inbox.messages, inbox.users) == ([], [])


def test_tls_on_a_port_without_it_is_one_line(source: Path) -> None:
    with mail_server(Inbox()) as port:
        name_server(source, port, security="tls")
        fails(source, "no encryption could be agreed on: .*security: tls is for port 465, starttls for 587")


def test_without_a_password_one_line_says_where_to_put_it(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    name_server(source, free_port(), security="tls", user="office")
    fails(
        source,
        r"no password for office: set IPEXPORT_SMTP_PASSWORD, or keep it in the keyring .pip install keyring, and keyring set ipexport USER",
    )


@pytest.mark.parametrize("stored", ["secret", None, "locked"])
def test_the_keyring_is_asked_where_the_environment_has_no_password(
    source: Path, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch, stored: str | None
) -> None:
    def get_password(service: str, user: str) -> str | None:
        assert (service, user) == ("ipexport", "office")
        if stored == "locked":
            raise RuntimeError("the store is\nlocked. See the manual.")
        return stored

    keyring = types.ModuleType("keyring")
    keyring.get_password = get_password  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    with mail_server(Inbox(), starttls=certificate(trusted)) as port:
        name_server(source, port, security="starttls", user="office")
        if stored == "secret":
            assert results(send(source)) == BOTH_SENT
        else:
            fails(
                source,
                "the keyring says: the store is locked; set IPEXPORT"
                if stored
                else "no password for office: set IPEXPORT",
            )


def test_a_connection_lost_in_the_middle_of_a_message_leaves_no_doubt(source: Path) -> None:
    large = b"A: b\r\n\r\n" + (b"x" * 76 + b"\r\n") * 300_000
    with scripted_server("220 hello", "250 hello", "250 from", "250 to", "354 go on") as (port, _):
        name_server(source, port)
        connection = Connection(load_server(source), None)
        with pytest.raises(TryLaterError):
            connection.deliver(Envelope("a@example.org", ["b@example.org"], large), never)


def never() -> None:
    raise AssertionError("the end of the message was not reached")


@pytest.mark.parametrize(
    "message",
    [b"A: b\r\n\r\n.\r\n..c\r\n", b"A: b\r\n\r\n" + (b"x" * 76 + b"\r\n") * 150_000],
    ids=["dots", "large"],
)
def test_a_message_arrives_as_it_is_with_dots_and_of_many_megabytes(source: Path, message: bytes) -> None:
    with mail_server(inbox := Inbox()) as port:
        name_server(source, port)
        connection = Connection(load_server(source), None)
        connection.deliver(Envelope("a@example.org", ["b@example.org"], message), lambda: None)
        connection.close()
    assert inbox.messages == [message]
