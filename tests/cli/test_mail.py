"""`ipexport mail`: what it says, and its exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ipexport.cli import main
from ipexport.exchange.mail.ledger import Ledger, State
from tests.exchange.mail.mailing import FROM, RECIPIENTS, name_server, save_mailing
from tests.exchange.mail.servers import CLOSE, Inbox, mail_server
from tests.plain import use_plain_formats


@pytest.fixture(autouse=True)
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder has a dataset with recipients."""
    use_plain_formats(monkeypatch)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path)
    save_mailing(tmp_path)
    return Path("source")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], list[str]]:
    """Exit code, and the lines on standard output and standard error."""
    code = main(["mail", *words])
    lines = capsys.readouterr()
    return code, lines.out.splitlines(), [line.removeprefix("ipexport: ") for line in lines.err.splitlines()]


def test_preparing_says_what_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "prepare") == (0, [], ["2 written, 0 unchanged in out/mail"])
    assert said(capsys, "prepare", "--quiet") == (0, [], [])
    assert said(capsys, "prepare", "--verbose")[2][-3:] == [
        "unchanged out/mail/anhui.eml",
        "unchanged out/mail/jiangsu.eml",
        "0 written, 2 unchanged in out/mail",
    ]


def test_a_region_without_a_mail_is_a_finding(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "prepare")
    (source / "recipients.yaml").write_text(
        FROM + "recipients:\n- {region: jiangsu, to: j@example.org}\n", "utf-8"
    )
    code, found, told = said(capsys, "prepare")
    assert code == 1
    assert found == [
        "source/recipients.yaml:3:1: warning: the region 'anhui' has no recipient: there is no mail for it (add one) [no-recipient]"
    ]
    assert told == [
        "out/mail/anhui.eml: taken away: there is no mail for its region now",
        "1 written, 0 unchanged in out/mail",
    ]


def test_wrong_recipients_are_told_line_by_line(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "recipients.yaml").write_text(
        FROM + RECIPIENTS.replace("region: anhui", "region: anhiu"), "utf-8"
    )
    code, found, told = said(capsys, "prepare")
    assert (code, found, len(told)) == (2, [], 2)
    assert told[0].startswith("source/recipients.yaml:3:12: error: unknown region 'anhiu'")


def test_sending_says_what_became_of_each_message(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "prepare")
    with mail_server(Inbox(rcpt_second=lambda _: "550 no such user")) as port:
        name_server(source, port)
        assert said(capsys, "send", "--only", "anhui") == (0, [], ["anhui: sent", "1 sent"])
        assert said(capsys, "send") == (
            1,
            ["jiangsu: sent: not to second@example.org: 550 no such user"],
            ["1 sent, 1 already sent"],
        )
        assert said(capsys, "send", "--quiet") == (0, [], [])
        assert said(capsys, "send", "--again", "anhui", "--limit", "1") == (
            0,
            [],
            ["anhui: sent", "1 sent, 1 already sent"],
        )


def test_a_message_in_doubt_is_told_with_what_to_do(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "prepare")
    with mail_server(Inbox(data=lambda _: CLOSE)) as port:
        name_server(source, port)
        code, found, told = said(capsys, "send")
    assert (code, told) == (1, ["1 in doubt, 1 left"])
    assert found == [
        "anhui: in doubt: the whole message was sent, then: the server closed the connection: ask whether it arrived; if not, --again anhui sends it"
    ]


def test_a_dry_run_prints_to_whom(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "prepare")
    assert said(capsys, "send", "--dry-run", "--limit", "1") == (
        0,
        ["anhui: anhui@example.org"],
        ["1 to send, 1 left"],
    )


def test_another_mail_than_the_one_that_was_sent_is_told(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "prepare")
    with mail_server(Inbox()) as port:
        name_server(source, port)
        said(capsys, "send")
    code, _, told = said(capsys, "prepare", "--deadline", "2027-01-31")
    assert code == 0
    assert told[0].startswith("anhui: another mail was sent, 20")
    assert told[0].endswith("; this one is sent only with --again anhui")


def test_what_cannot_be_sent_at_all_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "send") == (
        2,
        [],
        ["out/mail: nothing was prepared (run ipexport mail prepare first)"],
    )
    said(capsys, "prepare")
    code, _, (line,) = said(capsys, "send")
    assert code == 2
    assert line.startswith("source/recipients.yaml: error: it names no server to send over")


def test_what_was_sent_before_nothing_more_could_be_is_summed_up(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "prepare")
    with mail_server(Inbox()) as port:
        name_server(source, port)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ipexport.exchange.mail.ledger.Ledger.record", interrupt_at("jiangsu"))
            code, _, told = said(capsys, "send")
    assert (code, told) == (130, ["anhui: sent", "1 sent", "interrupted"])


def interrupt_at(region: str) -> Callable[..., None]:
    """Stands for the user, who presses Ctrl-C when the message of a region is about to end."""
    record = Ledger.record

    def recorded(ledger: Ledger, of: str, state: State, sha256: str, detail: str = "") -> None:
        if of == region:
            raise KeyboardInterrupt
        record(ledger, of, state, sha256, detail)

    return recorded


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("prepare --deadline tomorrow", "argument --deadline: 'tomorrow' is not a day such as 2027-01-31"),
        ("prepare --max-attachment 0", "argument --max-attachment: '0' is not a whole number from 1"),
        ("send --limit none", "argument --limit: 'none' is not a whole number from 1"),
        ("post", "argument STEP: invalid choice: 'post'"),
    ],
)
def test_wrong_options_are_one_line(capsys: pytest.CaptureFixture[str], words: str, message: str) -> None:
    code, _, (line,) = said(capsys, *words.split())
    assert code == 2
    assert line.startswith(message)
