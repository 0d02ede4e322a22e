"""The HTML report: whole, safe, and usable by keyboard in a real browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipexport.compare.html_report import html_report
from tests.compare.documents import documents, editions
from tests.compare.edited import comparison, edited
from tests.sample import work_plan

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="apt-get install -y chromium")


class Outline(HTMLParser):
    """Checks that tags are closed, and collects what the tests ask for."""

    VOID = frozenset({"meta", "col", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, str] = {"ins": "", "del": ""}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.text:
            self.text[self.open[-1]] += data

    def stops(self) -> int:
        return sum(
            "change" in (attributes.get("class") or "").split()
            for tag, attributes in self.tags
            if tag == "tr"
        )


def page() -> str:
    return html_report(comparison(work_plan(), edited()))


def test_each_change_is_a_place_to_go_to() -> None:
    outline = Outline(page())
    assert outline.stops() == len(comparison(work_plan(), edited()).changes) == 4
    assert outline.text["del"] == "开展“三合一”试点。"
    assert outline.text["ins"] == "工作新设“<i>”专栏&。"


def test_texts_and_names_are_never_markup() -> None:
    assert "<i>" not in page()
    assert "&lt;i&gt;" in page()
    assert "&lt;new&gt;.docx" in page()


def test_the_page_loads_nothing_and_says_so() -> None:
    outline = Outline(page())
    assert not [tag for tag, attributes in outline.tags if "src" in attributes or tag in ("link", "img")]
    assert "default-src 'none'" in page()
    assert not re.search(r"url\(|https?:", page())


def test_what_did_not_change_is_folded() -> None:
    assert page().count("<details>") == page().count("<summary>") == 2
    assert "将知识产权纳入评价指标。" in page()


def test_equal_documents_give_a_page_that_says_so() -> None:
    same = html_report(comparison(work_plan(), work_plan()))
    assert "两份文件内容相同。" in same
    assert Outline(same).stops() == 0


def test_the_page_is_the_same_every_time() -> None:
    assert page() == page()


@settings(max_examples=60)
@given(st.data())
def test_every_change_has_its_place_and_the_markup_is_sound(data: st.DataObject) -> None:
    before = data.draw(documents())
    after = data.draw(editions(before))
    found = comparison(before, after)
    outline = Outline(html_report(found))
    # A place can have several changes: moved and reworded.
    assert bool(outline.stops()) == bool(found.changes)
    assert outline.stops() <= len(found.changes)


def in_browser(folder: Path, html: str, *options: str) -> str:
    """The page's markup after its scripts ran."""
    file = folder / "report.html"
    file.write_text(html, "utf-8")
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/profile",
    ]
    done = subprocess.run([*command, *options, file.as_uri()], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


@needs_chromium
def test_the_script_runs_under_the_policy_of_the_page(tmp_path: Path) -> None:
    assert '<span id="at" role="status">0 / 4</span>' in in_browser(tmp_path, page(), "--dump-dom")


def pressed(folder: Path, keys: str) -> str:
    """What the counter says after keys were pressed, and the part that has the focus."""
    program = """
      for (const key of KEYS) document.dispatchEvent(new KeyboardEvent("keydown", { key }));
      const part = document.activeElement.querySelector("th")?.textContent ?? "";
      document.body.textContent = `${document.getElementById("at").textContent}|${part}`;
    """.replace("KEYS", f'"{keys}"')
    # The page's own policy would refuse a script that it does not know.
    html = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", page())
    html = html.replace("</body>", f"<script>{program}</script></body>")
    said = re.search("<body>(.*?)</body>", in_browser(folder, html, "--dump-dom"), re.DOTALL)
    assert said
    return said[1].strip()


@needs_chromium
@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("n", "1 / 4|移动省市名称"),
        ("jj", "2 / 4|改写工作任务 1"),
        ("nnp", "1 / 4|移动省市名称"),
        ("k", "4 / 4|删除工作计划 2"),
        ("nnnnn", "1 / 4|移动省市名称"),
    ],
)
def test_keys_go_to_the_next_and_the_previous_change(tmp_path: Path, keys: str, expected: str) -> None:
    assert pressed(tmp_path, keys) == expected


@needs_chromium
@pytest.mark.parametrize("width", [1280, 480])
def test_nothing_is_wider_than_the_window(tmp_path: Path, width: int) -> None:
    program = "document.body.textContent = `${document.documentElement.scrollWidth}|${innerWidth}`;"
    html = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", page())
    html = html.replace("</body>", f"<script>{program}</script></body>")
    dom = in_browser(tmp_path, html, f"--window-size={width},900", "--dump-dom")
    found = re.search(r"(\d+)\|(\d+)", dom)
    assert found
    assert int(found[1]) <= int(found[2])


@needs_chromium
def test_it_prints_on_a_page_without_its_buttons(tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    in_browser(tmp_path, page(), "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    if shutil.which("pdftotext") is None:
        pytest.skip("apt-get install -y poppler-utils")
    said = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "新设" in said
    assert "下一处" not in said
