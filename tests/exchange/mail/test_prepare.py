"""Preparing: which files, what is in them, what is written again."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from ipexport.errors import IpexportError, MailError, RequestError, SourceError
from ipexport.exchange.mail.ledger import Ledger
from ipexport.exchange.mail.prepare import day
from tests.exchange.mail.mailing import DAY, FROM, RECIPIENTS, mail_of, parsed, prepare, said, save_mailing
from tests.plain import save_dataset, use_plain_formats
from tests.sample import with_english, work_plan


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    use_plain_formats(monkeypatch)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return save_mailing(tmp_path)


def names(source: Path, region: str) -> list[str | None]:
    return [part.get_filename() for part in parsed(mail_of(source, region)).iter_attachments()]


def test_each_region_has_a_mail_with_its_own_workbook(source: Path) -> None:
    prepared = prepare(source)
    assert [file.name for _, file, *_ in prepared.files] == ["anhui.eml", "jiangsu.eml"]
    for region in ("anhui", "jiangsu"):
        (part,) = parsed(mail_of(source, region)).iter_attachments()
        assert part.get_content() == (source.parent / f"out/zh/regions/{region}.xlsx").read_bytes()
    assert names(source, "anhui") == ["安徽省2016-2017年工作绩效及2018年工作计划.xlsx"]


def test_kinds_by_choice_in_the_language_of_the_recipient(tmp_path: Path) -> None:
    source = save_mailing(tmp_path, FROM + RECIPIENTS.replace("cc:", "language: en, cc:"))
    save_dataset(source, with_english(work_plan(), lambda zh: f"E{len(zh)}"))
    prepare(source, attach=["pdf", "docx"], deadline=DAY)
    assert [str(name).rpartition(".")[2] for name in names(source, "jiangsu")] == ["pdf", "docx"]
    assert str(names(source, "jiangsu")[0]).startswith("E3 - E")
    assert parsed(mail_of(source, "jiangsu"))["Subject"].endswith("(please reply by 31 January 2027)")
    assert parsed(mail_of(source, "anhui"))["Subject"].endswith("（请于2027年1月31日前反馈）")
    built = {
        path.relative_to(source.parent / "out").as_posix()
        for path in (source.parent / "out").rglob("regions/*")
    }
    assert built == {
        f"{place}.{kind}" for place in ("zh/regions/anhui", "en/regions/jiangsu") for kind in ("pdf", "docx")
    }


def test_where_there_is_a_form_it_is_attached_and_its_deadline_is_the_mails(source: Path) -> None:
    (source / "form.yaml").write_text("deadline: 2027-01-31\ncolumns: {results: {}}\n", "utf-8")
    prepare(source, attach=["form", "xlsx"])
    heading = "安徽省2016-2017年工作绩效及2018年工作计划"
    assert names(source, "anhui") == [f"{heading}（填报表）.xlsx", f"{heading}.xlsx"]
    assert parsed(mail_of(source, "anhui"))["Subject"] == f"{heading}（请于2027年1月31日前反馈）"
    form, workbook = parsed(mail_of(source, "anhui")).iter_attachments()
    assert form.get_content() == (source.parent / "out/zh/forms/anhui.xlsx").read_bytes()
    assert workbook.get_content() == (source.parent / "out/zh/regions/anhui.xlsx").read_bytes()
    prepare(source, deadline=DAY.replace(month=2, day=1))
    assert names(source, "anhui") == [f"{heading}（填报表）.xlsx"]
    assert "2027年2月1日" in parsed(mail_of(source, "anhui"))["Subject"]


def test_an_office_can_have_a_name_in_each_language(tmp_path: Path) -> None:
    sender = "from: {name: {zh: 办公室, en: Office}, address: office@example.org}\n"
    source = save_mailing(tmp_path, sender + RECIPIENTS.replace("cc:", "language: en, cc:"))
    save_dataset(source, with_english(work_plan(), lambda zh: f"E{len(zh)}"))
    prepare(source)
    assert parsed(mail_of(source, "anhui"))["From"].addresses[0].display_name == "办公室"
    assert parsed(mail_of(source, "jiangsu"))["From"].addresses[0].display_name == "Office"
    assert said(parsed(mail_of(source, "jiangsu"))).endswith("\nOffice\n")


def test_a_second_time_writes_nothing(source: Path) -> None:
    prepare(source)
    before = {path: path.stat().st_mtime_ns for path in (source.parent / "out/mail").glob("*.eml")}
    assert not any(one.written for one in prepare(source).files)
    assert {path: path.stat().st_mtime_ns for path in (source.parent / "out/mail").glob("*.eml")} == before


def test_only_what_changed_is_written_again(source: Path) -> None:
    prepare(source)
    document = work_plan()
    anhui, jiangsu = document.regions
    save_dataset(
        source, replace(document, regions=(anhui, replace(jiangsu, name=replace(jiangsu.name, zh="江苏"))))
    )
    assert [(one.region, one.written) for one in prepare(source).files] == [
        ("anhui", False),
        ("jiangsu", True),
    ]


def test_a_mail_that_was_edited_or_deleted_is_written_again(source: Path) -> None:
    prepare(source)
    good = mail_of(source, "anhui")
    (source.parent / "out/mail/anhui.eml").write_text("edited")
    (source.parent / "out/mail/jiangsu.eml").unlink()
    assert all(one.written for one in prepare(source).files)
    assert mail_of(source, "anhui") == good


def test_the_ledger_has_the_digest_of_each_mail_and_of_its_attachments(source: Path) -> None:
    prepare(source)
    prepare(source)
    with sqlite3.connect(source.parent / "out/mail/ledger.sqlite") as base:
        rows = base.execute("SELECT region, state, sha256 FROM event").fetchall()
        files = base.execute("SELECT message, path, sha256 FROM attachment").fetchall()
    digests = {region: sha256(mail_of(source, region)).hexdigest() for region in ("anhui", "jiangsu")}
    assert rows == [(region, "prepared", digest) for region, digest in digests.items()]
    path = "zh/regions/anhui.xlsx"
    digest = sha256((source.parent / "out" / path).read_bytes()).hexdigest()
    assert (digests["anhui"], path, digest) in files


def test_the_mail_of_a_region_that_has_no_recipient_any_more_is_taken_away(source: Path) -> None:
    prepare(source)
    (source / "recipients.yaml").write_text(
        FROM + "recipients:\n- {region: jiangsu, to: j@example.org}\n", "utf-8"
    )
    prepared = prepare(source)
    assert [file.name for file in prepared.withdrawn] == ["anhui.eml"]
    assert [path.name for path in (source.parent / "out/mail").glob("*.eml")] == ["jiangsu.eml"]
    assert [finding.code for finding in prepared.findings] == ["no-recipient"]
    assert prepare(source).withdrawn == ()


def test_a_mail_that_is_too_large_is_a_finding_and_the_others_are_prepared(source: Path) -> None:
    prepare(source)
    sizes = {
        region: (source.parent / f"out/zh/regions/{region}.xlsx").stat().st_size
        for region in ("anhui", "jiangsu")
    }
    (source / "recipients.yaml").write_text(FROM + RECIPIENTS, "utf-8")
    assert len(set(sizes.values())) == 1
    prepared = prepare(source, max_attachment=sizes["anhui"] - 1)
    assert [finding.code for finding in prepared.findings] == ["too-large"] * 2
    assert "安徽省2016-2017年工作绩效及2018年工作计划.xlsx makes the mail too large" in str(
        prepared.findings[0]
    )
    assert str(prepared.findings[0]).startswith(f"{source}/recipients.yaml:3:3: error: ")
    assert list((source.parent / "out/mail").glob("*.eml")) == []


def test_mails_without_their_ledger_are_not_taken_for_new(source: Path) -> None:
    prepare(source)
    (source.parent / "out/mail/ledger.sqlite").unlink()
    with pytest.raises(
        MailError, match=r"there is anhui.eml, but no ledger.sqlite: nobody knows what of it was sent"
    ):
        prepare(source)


@pytest.mark.parametrize("content", [b"not a database" * 99, b"SQLite format 3\0" + b"\xff" * 2000])
def test_a_damaged_ledger_is_one_line(source: Path, content: bytes) -> None:
    prepare(source)
    (source.parent / "out/mail/ledger.sqlite").write_bytes(content)
    with pytest.raises(
        MailError, match=r"ledger.sqlite: damaged: .*without it nobody knows what was sent"
    ) as caught:
        prepare(source)
    assert "\n" not in str(caught.value)


def test_another_database_is_not_taken_for_a_ledger(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledger.sqlite") as base:
        base.execute("CREATE TABLE other (x)")
    base.close()
    with pytest.raises(MailError, match="not a ledger that this version of ipexport knows"):
        Ledger(tmp_path / "ledger.sqlite")


def test_a_ledger_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(MailError, match=r"cannot be written: unable to open database file"):
        Ledger(tmp_path / "no-folder/ledger.sqlite")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"attach": ["xls"]}, RequestError, "unknown kind of attachment 'xls'"),
        ({"style": "grand"}, RequestError, "unknown style 'grand'"),
    ],
)
def test_what_was_asked_for_and_does_not_exist_is_one_line(
    source: Path, options: dict[str, object], error: type[IpexportError], message: str
) -> None:
    with pytest.raises(error, match=message):
        prepare(source, **options)
    assert not (source.parent / "out/mail").exists()


def test_a_wrong_template_stops_before_anything_is_written(source: Path) -> None:
    own = source.parent / "styles/mail/zh"
    own.mkdir(parents=True)
    (own / "subject.txt").write_text("{{ regoin }}")
    (own / "body.txt").write_text("x")
    with pytest.raises(
        SourceError,
        match=r"styles/mail/zh/subject.txt:1: error: 'regoin' is undefined .did you mean 'region'",
    ):
        prepare(source)
    assert not (source.parent / "out/mail").exists()


@pytest.mark.parametrize(("language", "words"), [("zh", "2027年1月31日"), ("en", "31 January 2027")])
def test_a_day_is_written_as_the_language_writes_it(language: str, words: str) -> None:
    assert day(DAY, language) == words  # type: ignore[arg-type]


def test_the_same_input_gives_the_same_bytes_in_any_time_zone_and_with_any_hash_seed(tmp_path: Path) -> None:
    digests = set()
    for number, (zone, seed) in enumerate([("UTC", "0"), ("Asia/Shanghai", "1"), ("America/New_York", "2")]):
        source = save_mailing(tmp_path / str(number))
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        command = [
            sys.executable,
            "-m",
            "ipexport",
            "mail",
            "prepare",
            "--attach",
            "docx",
            "--deadline",
            "2027-01-31",
        ]
        subprocess.run(command, cwd=source.parent, env=environment, check=True, capture_output=True)
        digests.add((mail_of(source, "anhui"), mail_of(source, "jiangsu")))
    assert len(digests) == 1
