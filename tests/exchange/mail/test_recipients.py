"""recipients.yaml and recipients.csv: what they say, and everything that can be wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipexport.errors import Finding, SourceError
from ipexport.exchange.mail.recipients import AddressBook, load_address_book
from ipexport.exchange.mail.settings import Mailbox, Server, load_server
from ipexport.model import Text
from tests.exchange.mail.mailing import FROM, RECIPIENTS, save_mailing
from tests.sample import work_plan

HEADER = "region,name,to,cc,language,salutation\r\n"
ROWS = (
    HEADER
    + "anhui,张三,anhui@example.org,,zh,张处长\r\njiangsu,,jiangsu@example.org;second@example.org,chief@example.org,,\r\n"
)


def load(source: Path) -> AddressBook:
    return load_address_book(source, work_plan(), ("zh", "en"))


def found(source: Path) -> list[str]:
    """What is wrong, without the path: "line:column: message (hint) [code]"."""
    with pytest.raises(SourceError) as caught:
        load(source)
    return [said(finding, source) for finding in caught.value.findings]


def said(finding: Finding, source: Path) -> str:
    return str(finding).replace(f"{source}/", "")


def test_each_region_has_names_addresses_copies_a_language_and_a_salutation(tmp_path: Path) -> None:
    book = load(save_mailing(tmp_path, FROM + RECIPIENTS.replace("to: [", "language: en, to: [")))
    anhui, jiangsu = book.recipients
    assert book.sender == (Text("知识产权办公室"), "office@example.org")
    assert (anhui.region, anhui.language, anhui.salutation) == ("anhui", "zh", "张处长")
    assert anhui.to == (Mailbox("张三", "anhui@example.org"),)
    assert jiangsu.language == "en"
    assert jiangsu.to == (Mailbox("", "jiangsu@example.org"), Mailbox("", "second@example.org"))
    assert jiangsu.cc == (Mailbox("", "chief@example.org"),)
    assert book.findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_file_says_the_same_in_the_encodings_of_excel(tmp_path: Path, encoding: str) -> None:
    yaml = load(save_mailing(tmp_path / "yaml"))
    source = save_mailing(tmp_path / "csv", FROM)
    (source / "recipients.csv").write_bytes(ROWS.encode(encoding))
    book = load(source)
    assert [one.to + one.cc for one in book.recipients] == [one.to + one.cc for one in yaml.recipients]
    assert [one.salutation for one in book.recipients] == ["张处长", ""]


def test_a_csv_cell_can_have_line_ends_full_width_semicolons_and_names(tmp_path: Path) -> None:
    source = save_mailing(tmp_path, FROM)
    rows = '\nanhui,"张三；\n李四",a@example.org；b@example.org,,,\n\njiangsu,,c@example.org,,,\n'
    (source / "recipients.csv").write_text(HEADER.strip() + rows, "utf-8")
    anhui, _ = load(source).recipients
    assert anhui.to == (Mailbox("张三", "a@example.org"), Mailbox("李四", "b@example.org"))


def test_a_region_without_a_recipient_is_a_warning_and_the_others_have_theirs(tmp_path: Path) -> None:
    source = save_mailing(tmp_path, FROM + "recipients:\n- {region: jiangsu, to: a@example.org}\n")
    book = load(source)
    assert [recipient.region for recipient in book.recipients] == ["jiangsu"]
    assert [said(finding, source) for finding in book.findings] == [
        "recipients.yaml:3:1: warning: the region 'anhui' has no recipient: there is no mail for it (add one) [no-recipient]"
    ]


def test_the_same_addressee_for_two_regions_is_a_warning_and_the_same_copy_is_not(tmp_path: Path) -> None:
    rows = "recipients:\n- {region: anhui, to: a@example.org, cc: c@example.org}\n- {region: jiangsu, to: A@example.org, cc: c@example.org}\n"
    source = save_mailing(tmp_path, FROM + rows)
    (finding,) = load(source).findings
    assert (finding.code, finding.severity, finding.place.line) == ("duplicate-address", "warning", 4)


def test_without_a_file_one_line_says_what_to_write(tmp_path: Path) -> None:
    source = save_mailing(tmp_path)
    (source / "recipients.yaml").unlink()
    (line,) = found(source)
    assert line.startswith(
        "recipients.yaml: error: there is no such file, which says to whom the mail goes (write it: from: {name"
    )


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("- {region: anhiu, to: a@example.org}", "4:12: error: unknown region 'anhiu' (did you mean 'anhui'?) [unknown-region]"),
        ("- {region: 安徽省, to: a@example.org}", "4:12: error: unknown region '安徽省' (did you mean 'anhui'?) [unknown-region]"),
        ("- {region: anhui}", "4:3: error: a recipient lacks 'to' [missing-key]"),
        ("- {to: a@example.org}", "4:3: error: a recipient lacks 'region' [missing-key]"),
        ("- {region: anhui, to: []}", "4:23: error: to has no address (write one) [missing-key]"),
        ("- {region: anhui, to: }", "4:23: error: to is empty (an address such as name@example.org) [invalid-address]"),
        ("- {region: anhui, to: a@example}", "4:23: error: to 'a@example' is not a mail address (The part after the @-sign is not valid. It should have a period) [invalid-address]"),
        ("- {region: anhui, cc: [a@b.org, 张@b.org], to: c@b.org}", "4:33: error: cc '张@b.org' is not a mail address (Internationalized characters before the @-sign are not supported: '张') [invalid-address]"),
        ("- {region: anhui, to: '张三 <a@example.org>'}", "4:23: error: to '张三 <a@example.org>' has a name beside the address (write the name under 'name') [invalid-address]"),
        ("- {region: anhui, to: [a@example.org, A@example.org]}", "4:39: error: the address 'A@example.org' stands twice for 'anhui' (keep one) [duplicate-address]"),
        ("- {region: anhui, to: a@example.org, cc: a@example.org}", "4:42: error: the address 'a@example.org' stands twice for 'anhui' (keep one) [duplicate-address]"),
        ("- {region: jiangsu, to: a@example.org}", "4:12: error: the region 'jiangsu' stands twice, first in recipients.yaml:3:12 (put all its addresses into one entry) [duplicate-region]"),
        ("- {region: anhui, to: a@example.org, language: fr}", "4:48: error: unknown language 'fr', or one that the dataset does not have (known: en, zh) [unknown-language]"),
        ("- {region: anhui, to: a@example.org, saluation: x}", "4:38: error: a recipient has no key 'saluation' (did you mean 'salutation'?) [unknown-key]"),
        ('- {region: anhui, to: a@example.org, salutation: "张\\nBcc: x@y.org"}', "4:50: error: salutation has a line break or a control character (delete it) [line-break]"),
        ('- {region: anhui, to: a@example.org, name: "张\\u2028三"}', "4:44: error: name has a line break or a control character (delete it) [line-break]"),
        ('- {region: anhui, to: "a@example.org\\nBcc: x@y.org"}', "4:23: error: to 'a@example.org\\nBcc: x@y.org' is not a mail address (The part after the @-sign contains invalid characters: ':', '@', SPACE, U+000A) [invalid-address]"),
        ("- {region: anhui, to: a@example.org, name: [a, b]}", "4:44: error: 'name' has 2 entries, 'to' has 1 (write a name for each, in order) [names]"),
        ("- anhui", "4:3: error: a recipient is a mapping (key: value), not the text 'anhui' [wrong-type]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_line_and_column(tmp_path: Path, rows: str, line: str) -> None:
    source = save_mailing(tmp_path, f"{FROM}recipients:\n- {{region: jiangsu, to: j@example.org}}\n{rows}\n")
    assert f"recipients.yaml:{line}" in found(source)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (RECIPIENTS, "recipients.yaml: error: recipients.yaml lacks 'from' (write from: {name: …, address: …}) [missing-key]"),
        ("from: {name: a}\n" + RECIPIENTS, "recipients.yaml:1:7: error: from lacks 'address' [missing-key]"),
        ("from: {name: {en: a}, address: a@b.org}\n" + RECIPIENTS, "recipients.yaml:1:14: error: the name in from lacks 'zh' [missing-key]"),
        (FROM, "recipients.yaml: error: recipients.yaml lacks 'recipients' (write the list, or recipients.csv beside it) [missing-key]"),
        (FROM + "reply_to: nobody\n" + RECIPIENTS, "recipients.yaml:2:11: error: reply_to 'nobody' is not a mail address (An email address must have an @-sign) [invalid-address]"),
        (FROM + "servers: {}\n" + RECIPIENTS, "recipients.yaml:2:1: error: recipients.yaml has no key 'servers' (did you mean 'server'?) [unknown-key]"),
        (FROM + "server: {}\n" + RECIPIENTS, "recipients.yaml:2:9: error: server lacks 'host' [missing-key]"),
        (FROM + "server: {host: a, port: 70000}\n" + RECIPIENTS, "recipients.yaml:2:25: error: port is '70000', not a whole number from 1 to 65535 [wrong-number]"),
        (FROM + "server: {host: a, rate: 0}\n" + RECIPIENTS, "recipients.yaml:2:25: error: rate is '0', not a whole number from 1 to 6000 [wrong-number]"),
        (FROM + "server: {host: a, timeout: long}\n" + RECIPIENTS, "recipients.yaml:2:28: error: timeout is 'long', not a number of seconds up to 600 [wrong-number]"),
        (FROM + "server: {host: a, security: ssl}\n" + RECIPIENTS, "recipients.yaml:2:29: error: unknown security 'ssl' (known: none, starttls, tls) [unknown-value]"),
        (FROM + "server: {host: a, security: none, user: b}\n" + RECIPIENTS, "recipients.yaml:2:41: error: a login without encryption shows the password to everybody on the way (security: starttls or tls, or no user) [bare-password]"),
        (FROM + "server: {host: a, password: b}\n" + RECIPIENTS, "recipients.yaml:2:19: error: server has no key 'password' (known: host, port, rate, security, timeout, user) [unknown-key]"),
    ],
)  # fmt: skip
def test_wrong_settings_are_said_with_line_and_column(tmp_path: Path, text: str, line: str) -> None:
    assert line in found(save_mailing(tmp_path, text))


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    rows = "recipients:\n- {region: x, to: y, language: z}\n- {region: anhui, to: a@example.org, extra: b}\n"
    codes = [line.rpartition("[")[2] for line in found(save_mailing(tmp_path, rows))]
    assert sorted(codes) == [
        "invalid-address]",
        "missing-key]",
        "no-recipient]",
        "unknown-key]",
        "unknown-language]",
        "unknown-region]",
    ]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (HEADER + "anhui,,a@example,,,\r\n", "recipients.csv:2: error: to 'a@example' is not a mail address"),
        (HEADER + "\r\nanhui,,a@example.org,,,\r\nanhiu,,b@example.org,,,\r\n", "recipients.csv:4: error: unknown region 'anhiu' (did you mean 'anhui'?)"),
        (HEADER + "anhui,,a@example.org;A@example.org,,,\r\n", "recipients.csv:2: error: the address 'A@example.org' stands twice"),
        (HEADER + "anhui,,,,,\r\n", "recipients.csv:2: error: a recipient lacks 'to'"),
        (HEADER + "anhui,,a@example.org,,,,x\r\n", "recipients.csv:2: error: the cell 'x' stands under no column (are there too many commas?)"),
        (HEADER + 'anhui,"a"b,a@example.org,,,\r\n', "recipients.csv:2: error: not valid CSV: ',' expected after '\"'"),
        ("region,tо\r\n", "recipients.csv:1: error: recipients.csv has no key 'tо'"),
        ("", "recipients.csv:1: error: recipients.csv is empty"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_csv_file_is_said_with_its_line(tmp_path: Path, rows: str, line: str) -> None:
    source = save_mailing(tmp_path, FROM)
    (source / "recipients.csv").write_text(rows, "utf-8", newline="")
    assert any(one.startswith(line) for one in found(source)), found(source)


def test_a_csv_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    source = save_mailing(tmp_path, FROM)
    (source / "recipients.csv").write_bytes(b"region,to\r\nanhui,\xff\xff\r\n")
    assert found(source) == [
        "recipients.csv:2:7: error: not UTF-8 text (byte 0xff) (save the file as UTF-8) [not-utf-8]"
    ]


def test_two_lists_are_one_too_many(tmp_path: Path) -> None:
    source = save_mailing(tmp_path)
    (source / "recipients.csv").write_text(ROWS, "utf-8")
    assert found(source) == [
        "recipients.yaml:3:1: error: recipients stand in recipients.yaml and in recipients.csv (keep one of the two) [two-lists]"
    ]


def test_a_language_that_the_dataset_lacks_is_a_finding(tmp_path: Path) -> None:
    source = save_mailing(tmp_path, FROM + RECIPIENTS.replace("cc:", "language: en, cc:"))
    with pytest.raises(SourceError, match="unknown language 'en', or one that the dataset does not have"):
        load_address_book(source, work_plan(), ("zh",))


def test_a_domain_of_other_letters_is_written_in_ascii(tmp_path: Path) -> None:
    source = save_mailing(tmp_path, FROM + RECIPIENTS.replace("anhui@example.org", "anhui@例子.中国"))
    assert load(source).recipients[0].to[0].address == "anhui@xn--fsqu00a.xn--fiqs8s"


@pytest.mark.parametrize(
    ("said", "server"),
    [
        ("{host: a.example.org}", Server("a.example.org", 587, "starttls", "", 20, 60)),
        ("{host: a.example.org, security: tls, user: b}", Server("a.example.org", 465, "tls", "b", 20, 60)),
        (
            "{host: a, port: 2525, security: none, rate: 5, timeout: 0.5}",
            Server("a", 2525, "none", "", 5, 0.5),
        ),
    ],
)
def test_what_is_not_said_of_a_server_is_as_most_servers_have_it(
    tmp_path: Path, said: str, server: Server
) -> None:
    assert load_server(save_mailing(tmp_path, f"server: {said}\n{FROM}{RECIPIENTS}")) == server


def test_to_send_without_a_server_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="it names no server to send over"):
        load_server(save_mailing(tmp_path))
