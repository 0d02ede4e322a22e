"""Files, folders and mails: the forms in them, and what is none."""

from __future__ import annotations

import base64
import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from ipexport.errors import Finding
from ipexport.exchange.inputs import Incoming, incoming

XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mail(*attachments: tuple[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "湖北局 <office@hubei.example>"
    message["Subject"] = "报送湖北省工作计划"
    message["Date"] = "Mon, 5 Jan 2026 10:00:00 +0800"
    message["Message-ID"] = "<1@hubei.example>"
    message.set_content("见附件。")
    for name, data in attachments:
        message.add_attachment(data, "application", XLSX, filename=name)
    return message


def found(*paths: Path, max_size: int = 2**20) -> tuple[list[Incoming], list[Finding]]:
    everything = list(incoming(map(str, paths), max_size))
    return (
        [one for one in everything if isinstance(one, Incoming)],
        [one for one in everything if isinstance(one, Finding)],
    )


def test_a_folder_is_looked_through_by_name(tmp_path: Path) -> None:
    for name in ("b.docx", "a/c.XLSX", ".hidden.xlsx", "~$b.docx", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    files, findings = found(tmp_path)
    assert [one.file_name for one in files] == ["c.XLSX", "b.docx"]
    assert [str(one) for one in findings] == [
        f"{tmp_path}/notes.txt: warning: is no .xlsx or .docx, and no mail with one: skipped [not-a-form]"
    ]


def test_an_attachment_comes_with_what_the_mail_says(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(mail(("湖北省工作计划.xlsx", b"PK")).as_bytes())
    (file,), findings = found(tmp_path / "1.eml")
    assert (file.file_name, file.data, findings) == ("湖北省工作计划.xlsx", b"PK", [])
    assert file.name == f"{tmp_path}/1.eml: 湖北省工作计划.xlsx"
    assert file.mail is not None
    assert (file.mail.sender, file.mail.subject) == ("office@hubei.example", "报送湖北省工作计划")


def raw(disposition: bytes, content_type: bytes = b"application/octet-stream") -> bytes:
    body = base64.b64encode(b"PK\x03\x04")
    return b"\r\n".join(
        [
            b"From: a@b.example",
            b'Content-Type: multipart/mixed; boundary="x"',
            b"",
            b"--x",
            b"Content-Type: " + content_type,
            b"Content-Transfer-Encoding: base64",
            b"Content-Disposition: attachment; " + disposition,
            b"",
            body,
            b"--x--",
            b"",
        ]
    )


NAME = "湖北省.xlsx"


@pytest.mark.parametrize(
    "disposition",
    [
        b'filename="=?GBK?B?' + base64.b64encode(NAME.encode("gbk")) + b'?="',
        b"filename*=gb2312''%BA%FE%B1%B1%CA%A1.xlsx",
        b"filename*=UTF-8''%E6%B9%96%E5%8C%97%E7%9C%81.xlsx",
        b"filename*0*=UTF-8''%E6%B9%96%E5%8C%97; filename*1*=%E7%9C%81.xlsx",
        b'filename="' + NAME.encode("gbk") + b'"',
        b'filename="' + NAME.encode() + b'"',
        b'filename="=?utf-8?B?5rmW5YyX?= =?utf-8?B?55yBLnhsc3g=?="',
    ],
)
def test_a_chinese_name_is_read_however_it_is_written(disposition: bytes, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(raw(disposition))
    (file,), findings = found(tmp_path / "1.eml")
    assert (file.file_name, file.data, findings) == (NAME, b"PK\x03\x04", [])


@pytest.mark.parametrize("name", ["../../etc/湖北省.xlsx", "C:\\tmp\\湖北省.xlsx", "/湖北省.xlsx"])
def test_a_name_is_never_a_path(name: str, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(mail((name, b"PK")).as_bytes())
    (file,), _ = found(tmp_path / "1.eml")
    assert file.file_name == "湖北省.xlsx"


def test_an_attachment_of_a_forwarded_mail_is_found(tmp_path: Path) -> None:
    outer = mail()
    outer.add_attachment(mail((NAME, b"PK")))
    (tmp_path / "1.eml").write_bytes(outer.as_bytes())
    (file,), findings = found(tmp_path / "1.eml")
    assert (file.file_name, findings) == (NAME, [])


def test_each_mail_of_a_mailbox_is_looked_through(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "in.mbox")
    for number in range(3):
        box.add(mail((f"{number}.xlsx", b"PK")) if number != 1 else mail())
    box.flush()
    files, findings = found(tmp_path / "in.mbox")
    assert [one.file_name for one in files] == ["0.xlsx", "2.xlsx"]
    assert [one.code for one in findings] == ["no-attachment"]
    assert findings[0].place.file == f"{tmp_path}/in.mbox: mail 2"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("winmail.dat", "is Outlook's own wrapping of attachments, which only Outlook opens"),
        ("forms.zip", "unpack it, and collect what is in it"),
        ("湖北.xls", "save it as .xlsx"),
        ("湖北.pdf", "ask for the form as .xlsx"),
        ("读我.txt", "skipped"),
    ],
)
def test_what_is_no_form_is_named(name: str, said: str, tmp_path: Path) -> None:
    message = mail((NAME, b"PK"))
    message.add_attachment(b"x", "application", "octet-stream", filename=name)
    (tmp_path / "1.eml").write_bytes(message.as_bytes())
    (file,), (finding,) = found(tmp_path / "1.eml")
    assert file.file_name == NAME
    assert said in str(finding)
    assert name in str(finding)


def test_a_picture_in_the_text_of_a_mail_is_nothing_to_tell(tmp_path: Path) -> None:
    message = mail((NAME, b"PK"))
    message.add_attachment(b"x", "image", "png", cid="<1>", filename="logo.png", disposition="inline")
    (tmp_path / "1.eml").write_bytes(message.as_bytes())
    assert found(tmp_path / "1.eml")[1] == []


def test_what_is_too_large_or_not_there_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK" * 600)
    (tmp_path / "b.eml").write_bytes(mail((NAME, b"PK" * 600)).as_bytes())
    (tmp_path / "c.xlsx").write_bytes(b"PK")
    files, findings = found(tmp_path, tmp_path / "d.xlsx", max_size=1_000)
    assert [one.file_name for one in files] == ["c.xlsx"]
    assert [one.code for one in findings] == ["too-large", "too-large", "unreadable"]


@pytest.mark.parametrize("depth", [50, 5_000])
def test_a_mail_nested_without_end_ends(depth: int, tmp_path: Path) -> None:
    parts = [b"From: a@b.example"]
    for number in range(depth):
        parts.append(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d' % (number, number))
    (tmp_path / "1.eml").write_bytes(b"\r\n".join(parts))
    files, findings = found(tmp_path / "1.eml")
    assert (files, len(findings)) == ([], 1)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"Content-Type: multipart/mixed\r\n\r\nx", b"From: \xff\r\n\r\n"]
)
@pytest.mark.parametrize("name", ["a.eml", "a.mbox"])
def test_a_damaged_mail_is_a_finding(data: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    files, findings = found(tmp_path / name)
    assert files == []
    assert len(findings) == (0 if name == "a.mbox" and not data else 1)
