"""What a mail says: the built-in templates, the user's own, and everything wrong with one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ipexport.errors import SourceError
from ipexport.exchange.mail.templates import Attached, MailTemplates, Said, Words, load_templates

WORDS = Words(
    region="上海市",
    document="《工作方案》",
    heading="上海市2018年工作计划",
    deadline="2027年1月31日",
    attachments=(Attached("上海市.xlsx", "xlsx", "57 KB"),),
    salutation="张处长",
    names=("张三",),
    sender="知识产权办公室",
    reply_to="office@example.org",
)


def templates(folder: Path, **files: str) -> MailTemplates:
    """Templates of one's own; `subject`, `text` and `page`."""
    own = folder / "styles/mail/zh"
    own.mkdir(parents=True)
    names = {"subject": "subject.txt", "text": "body.txt", "page": "body.html"}
    for key, text in {"subject": "x", "text": "x", **files}.items():
        (own / names[key]).write_text(text, "utf-8")
    return load_templates("zh", folder / "styles")


def wrong(folder: Path, /, words: Words = WORDS, **files: str) -> str:
    with pytest.raises(SourceError) as caught:
        templates(folder, **files).say(words)
    return str(caught.value).replace(f"{folder}/styles/mail/zh/", "")


def built_in(language: str, tmp_path: Path, words: Words = WORDS) -> Said:
    return load_templates(language, tmp_path).say(words)  # type: ignore[arg-type]


def test_the_chinese_mail_names_region_document_deadline_attachments_and_sender(tmp_path: Path) -> None:
    said = built_in("zh", tmp_path)
    assert said.subject == "上海市2018年工作计划（请于2027年1月31日前反馈）"
    assert said.text.startswith("张处长：\n    您好！\n\n    现将《工作方案》中上海市的部分发给您")
    assert "于2027年1月31日前回复本邮件，附上填好的文件。" in said.text
    assert "\n    1. 上海市.xlsx（57 KB）\n" in said.text
    assert said.text.endswith("\n知识产权办公室\n")


def test_the_english_mail_says_the_same(tmp_path: Path) -> None:
    said = built_in(
        "en", tmp_path, replace(WORDS, deadline="31 January 2027", salutation="Ms Zhang", region="Shanghai")
    )
    assert said.subject.endswith(" (please reply by 31 January 2027)")
    assert said.text.startswith("Dear Ms Zhang,\n\n")
    assert "concerns Shanghai. Please check it, fill in or correct what is needed" in said.text
    assert "\n1. 上海市.xlsx (57 KB)\n" in said.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_what_the_text_says(tmp_path: Path, language: str) -> None:
    said = built_in(language, tmp_path)
    for word in (
        WORDS.deadline,
        WORDS.document,
        WORDS.region,
        WORDS.salutation,
        WORDS.sender,
        "上海市.xlsx",
        "57 KB",
    ):
        assert word in said.text
        assert word in str(said.page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_there_is_not_is_not_spoken_of(tmp_path: Path, language: str) -> None:
    said = built_in(language, tmp_path, replace(WORDS, deadline="", salutation="", names=()))
    whole = said.subject + said.text + str(said.page)
    assert not any(word in whole for word in ("（请于", "请于前", "于前", "()", "by .", "Dear ,", "None"))
    assert said.text.startswith(("您好！\n", "Dear colleague,\n"))


def test_without_a_salutation_the_names_stand_there(tmp_path: Path) -> None:
    assert built_in("zh", tmp_path, replace(WORDS, salutation="", names=("张三", "李四"))).text.startswith(
        "张三、李四：\n"
    )


@pytest.mark.parametrize(("language", "words"), [("zh", "填"), ("en", "fill in")])
def test_a_pdf_alone_is_not_to_be_filled_in(tmp_path: Path, language: str, words: str) -> None:
    pdf = replace(WORDS, attachments=(Attached("上海市.pdf", "pdf", "57 KB"),))
    for said, expected in ((built_in(language, tmp_path, pdf), False), (built_in(language, tmp_path), True)):
        assert (words in said.text, words in str(said.page)) == (expected, expected)


def test_data_is_no_markup_in_the_page_and_no_template(tmp_path: Path) -> None:
    said = built_in("zh", tmp_path, replace(WORDS, salutation="<b>{{ 7*7 }}</b>"))
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in str(said.page)
    assert said.text.startswith("<b>{{ 7*7 }}</b>：")


def test_ones_own_templates_come_first_and_need_no_page(tmp_path: Path) -> None:
    assert templates(tmp_path, subject="{{ region }}\n", text="{{ names[0] }}").say(WORDS) == (
        "上海市",
        "张三\n",
        None,
    )


def test_a_template_can_include_another_of_its_folder_only(tmp_path: Path) -> None:
    assert (
        templates(tmp_path / "a", subject="a", text="{% include 'subject.txt' %}b").say(WORDS).text == "ab\n"
    )
    assert wrong(tmp_path / "b", text="\n{% include '../../secret' %}").startswith(
        "body.txt:2: error: there is no template '../../secret' in this folder (known: "
    )


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"text": "a\n{{ deadlin }}"}, "body.txt:2: error: 'deadlin' is undefined (did you mean 'deadline'?) [template]"),
        ({"subject": "{{ attachments[7].name }}"}, "subject.txt:1: error: tuple object has no element 7 [template]"),
        ({"page": "a\n\n{{ region.name }}"}, "body.html:3: error: 'str object' has no attribute 'name' [template]"),
        ({"text": "a\n{% if x %}"}, "body.txt:2: error: not a template: Unexpected end of template"),
        ({"text": "a\n{{ region | lowr }}"}, "body.txt:2: error: not a template: No filter named 'lowr'."),
        ({"text": "a\n{{ 1 / 0 }}"}, "body.txt:2: error: ZeroDivisionError: division by zero [template]"),
        ({"text": "{{ ''.__class__.__mro__ }}"}, "body.txt:1: error: SecurityError: access to attribute '__class__' of 'str' object is unsafe."),
        ({"text": "{% for i in range(10**9) %}{% endfor %}"}, "body.txt:1: error: OverflowError: "),
        ({"text": "{{ names.append(1) }}"}, "body.txt:1: error: 'tuple object' has no attribute 'append'"),
        ({"subject": "a\n\nb"}, "subject.txt:1: error: the subject has a line break or a control character (write it in one line) [template]"),
        ({"subject": "{{ '\\r\\nBcc: x@y.org' }}x\ty"}, "subject.txt:1: error: the subject has a line break or a control character"),
        ({"subject": "{# nothing #}"}, "subject.txt:1: error: the subject is empty"),
        ({"text": " "}, "body.txt:1: error: the mail says nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_said_with_file_and_line(
    tmp_path: Path, files: dict[str, str], line: str
) -> None:
    said = wrong(tmp_path, WORDS, **files)
    assert said.startswith(line)
    assert "\n" not in said


def test_a_wrong_line_in_an_included_template_is_said_with_its_own_file(tmp_path: Path) -> None:
    said = wrong(tmp_path, text="a\nb\n{% include 'body.html' %}", page="{{ x }}")
    assert said.startswith("body.html:1: error: 'x' is undefined")


def test_a_line_break_from_the_data_does_not_reach_the_subject(tmp_path: Path) -> None:
    said = wrong(tmp_path, words=replace(WORDS, heading="a\r\nBcc: x@y.org"), subject="{{ heading }}")
    assert said.startswith("subject.txt:1: error: the subject has a line break")


def test_a_template_that_is_missing_or_no_text_is_said(tmp_path: Path) -> None:
    own = tmp_path / "styles/mail/zh"
    own.mkdir(parents=True)
    with pytest.raises(SourceError, match=r"subject\.txt: error: cannot be read: No such file"):
        load_templates("zh", tmp_path / "styles")
    (own / "subject.txt").write_bytes("上".encode("gbk"))
    with pytest.raises(SourceError, match=r"subject\.txt:1:1: error: not UTF-8 text"):
        load_templates("zh", tmp_path / "styles")
