"""The bytes of a mail: for every mail program, the same for the same input."""

from __future__ import annotations

import datetime
import email
import re
from email.header import decode_header, make_header
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.exchange.mail.attachments import KINDS, Attachment, file_name
from ipexport.exchange.mail.message import Mail, departing, message_bytes
from ipexport.exchange.mail.settings import Mailbox
from ipexport.exchange.mail.templates import Said
from tests.exchange.mail.mailing import parsed, said

HEADING = "上海市2016-2017年工作绩效及2018年工作计划"
WORKBOOK = Attachment(KINDS["xlsx"], "zh/regions/shanghai.xlsx", f"{HEADING}.xlsx", b"\0workbook\r\n.\n" * 99)
MAIL = Mail(
    sender=Mailbox("知识产权办公室", "office@example.org"),
    reply_to="forms@example.org",
    to=(Mailbox("张三", "zhang@example.org"), Mailbox('Li, "Four"', "li@example.org")),
    cc=(Mailbox("", "chief@example.org"),),
    said=Said("上海市2018年工作计划（请于2027年1月31日前反馈）", "您好！\n.\nFrom 上海\n", "<p>您好！</p>\n"),
    language="zh",
    attachments=(WORKBOOK,),
    date=datetime.date(2026, 11, 22),
)
any_line = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=120
).filter(str.strip)


def header(part: Any, name: str) -> str:
    """The value of a header as it stands in the file, unfolded."""
    raw = dict(part.raw_items())[name]
    return re.sub(r"\r?\n", "", raw)


def test_headers_and_texts_come_back_as_they_were() -> None:
    message = parsed(message_bytes(MAIL))
    assert message["Subject"] == MAIL.said.subject
    assert message["From"].addresses[0].display_name == "知识产权办公室"
    assert [(one.display_name, one.addr_spec) for one in message["To"].addresses] == list(MAIL.to)
    assert message["Cc"] == "chief@example.org"
    assert message["Reply-To"] == "forms@example.org"
    assert message["Date"].datetime == datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    assert message["X-Unsent"] == "1"
    assert message["Content-Language"] == "zh-CN"
    assert message.defects == []
    assert (said(message), said(message, "html")) == (MAIL.said.text, MAIL.said.page)


def test_text_and_page_are_alternatives_and_attachments_stand_beside_them() -> None:
    kinds = [part.get_content_type() for part in parsed(message_bytes(MAIL)).walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        KINDS["xlsx"].media_type,
    ]


def test_a_mail_without_a_page_has_the_text_only() -> None:
    message = parsed(message_bytes(MAIL._replace(said=MAIL.said._replace(page=None))))
    assert message.get_body(("html",)) is None


def test_an_attachment_comes_back_byte_by_byte() -> None:
    (part,) = parsed(message_bytes(MAIL)).iter_attachments()
    assert part.get_content() == WORKBOOK.data
    assert part.get_content_disposition() == "attachment"


def test_the_name_of_an_attachment_stands_there_by_rfc_2231_and_by_rfc_2047() -> None:
    (part,) = parsed(message_bytes(MAIL)).iter_attachments()
    disposition, kind = header(part, "Content-Disposition"), header(part, "Content-Type")
    assert disposition.startswith("attachment; filename*0*=utf-8''%E4%B8%8A%E6%B5%B7")
    assert part.get_filename() == f"{HEADING}.xlsx"
    (words,) = re.findall(r'name="([^"]*)"', kind)
    assert all(re.fullmatch(r"=\?utf-8\?b\?[A-Za-z0-9+/=]+\?=", word) for word in words.split())
    assert str(make_header(decode_header(words))) == f"{HEADING}.xlsx"


def test_a_program_that_knows_one_of_the_two_forms_shows_the_chinese_name() -> None:
    message = message_bytes(MAIL)
    without_2047 = re.sub(rb';\r\n name="[^"]*"', b"", message)
    without_2231 = re.sub(
        rb"Content-Disposition: attachment;(\r\n filename[^\r]*)+",
        b"Content-Disposition: attachment",
        message,
    )
    assert message not in (without_2047, without_2231)
    for data in (without_2047, without_2231):
        (part,) = parsed(data).iter_attachments()
        assert part.get_filename() == f"{HEADING}.xlsx"


def test_there_is_no_other_name_that_a_program_could_show() -> None:
    """GMime, mblaze and Python prefer `filename=` in ASCII to `filename*=`."""
    assert not re.search(rb'filename="', message_bytes(MAIL))


@pytest.mark.parametrize("name", ["report.xlsx", "“Report” 2018.xlsx", "上海.pdf", f"{'长' * 60}.docx"])
def test_names_of_any_length_come_back(name: str) -> None:
    (part,) = parsed(
        message_bytes(MAIL._replace(attachments=[WORKBOOK._replace(name=name)]))
    ).iter_attachments()
    assert part.get_filename() == name


@given(subject=any_line, name=any_line, heading=any_line)
def test_any_words_are_seven_bit_lines_of_the_length_that_mail_has(
    subject: str, name: str, heading: str
) -> None:
    attachment = WORKBOOK._replace(name=file_name(heading, ".xlsx"))
    mail = MAIL._replace(
        said=Said(subject.strip(), subject, None),
        to=[Mailbox(name.strip(), "a@example.org")],
        attachments=[attachment],
    )
    data = message_bytes(mail)
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 100
    message = parsed(data)
    assert list(message) == [
        "Date",
        "From",
        "Reply-To",
        "To",
        "Cc",
        "Subject",
        "Message-ID",
        "X-Unsent",
        "Content-Type",
        "MIME-Version",
        "Content-Language",
    ]
    old = email.message_from_bytes(data)  # the parser that keeps what stands there
    assert str(make_header(decode_header(old["Subject"]))) == subject.strip()
    (part,) = (part for part in old.walk() if part.get_content_disposition())
    assert part.get_filename() == attachment.name


def test_the_same_mail_has_the_same_bytes_and_another_one_another_id() -> None:
    first = message_bytes(MAIL)
    assert first == message_bytes(MAIL)
    ids = {
        parsed(message_bytes(mail))["Message-ID"]
        for mail in (
            MAIL,
            MAIL._replace(cc=()),
            MAIL._replace(said=MAIL.said._replace(text="x")),
            MAIL._replace(attachments=[WORKBOOK._replace(data=b"x")]),
        )
    }
    assert len(ids) == 4
    assert all(re.fullmatch(r"<[0-9a-f]{32}@example\.org>", id) for id in ids)


def test_a_mail_that_departs_has_the_moment_and_is_no_draft() -> None:
    moment = datetime.datetime(2027, 1, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    before, after = message_bytes(MAIL), departing(message_bytes(MAIL), moment)
    expected = before.replace(
        b"Date: Sun, 22 Nov 2026 00:00:00 +0000", b"Date: Sat, 02 Jan 2027 03:04:05 +0800"
    )
    assert after == expected.replace(b"X-Unsent: 1\r\n", b"")
