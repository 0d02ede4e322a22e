"""Mail of the real dataset: sent over Postfix, read by a mail program of another make (mblaze)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ipexport
from ipexport.exchange.mail.attachments import file_name
from ipexport.model import Language
from tests.e2e.mail_server import MailServer, mail_server, needs_mail_server
from tests.exchange.mail.mailing import parsed

ROOT = Path(__file__).parents[2]
REGIONS = [path.stem for path in sorted((ROOT / "source/regions").glob("*.yaml"))]
SETTINGS = """\
from: {{name: 知识产权办公室, address: office@example.org}}
server: {{host: 127.0.0.1, port: {port}, security: starttls, rate: 6000}}
"""

needs_mail_program = pytest.mark.skipif(not shutil.which("mshow"), reason="apt-get install mblaze")


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real dataset with a recipient for each region, its mails prepared."""
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copytree(ROOT / "source", folder / "source")
    (folder / "source/recipients.yaml").write_text(SETTINGS.format(port=25), "utf-8")
    rows = (
        f"{region},张三,{region}@example.org,{'en' if region == 'hubei' else 'zh'}\n" for region in REGIONS
    )
    (folder / "source/recipients.csv").write_text("region,name,to,language\n" + "".join(rows), "gbk")
    run(
        folder,
        "prepare",
        "--attach",
        "xlsx",
        "--attach",
        "docx",
        "--attach",
        "pdf",
        "--deadline",
        "2027-01-31",
    )
    return folder


def run(folder: Path, *words: str, code: int = 0, **environment: str) -> str:
    command = [sys.executable, "-m", "ipexport", "mail", *words]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, check=False, capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def shown(mail: Path, folder: Path, *words: str) -> str:
    """What the mail program prints; `words` are its options, `folder` is where it works."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    command = ["mshow", *words, str(mail)]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True
    ).stdout.decode()


@needs_mail_server
@needs_mail_program
def test_every_region_gets_its_own_handouts_under_their_own_names(
    prepared: Path, server: MailServer, tmp_path: Path
) -> None:
    (prepared / "source/recipients.yaml").write_text(SETTINGS.format(port=server.port), "utf-8")
    run(prepared, "send", SSL_CERT_FILE=str(server.authority))
    work_plan = ipexport.read(prepared / "source")
    delivered = {
        re.findall(rb"^Delivered-To: (\w+)@", data, re.M)[0].decode(): data
        for data in server.messages(len(REGIONS))
    }
    assert set(delivered) == set(REGIONS)
    for region in work_plan.regions:
        language: Language = "en" if region.id == "hubei" else "zh"
        folder = tmp_path / region.id
        folder.mkdir()
        (tmp_path / "mail").write_bytes(delivered[region.id])
        shown(tmp_path / "mail", folder, "-x")
        heading = file_name(str(work_plan.heading(region).in_language(language)), "")
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        built = prepared / f"out/{language}/regions" / region.id
        assert files == {
            heading + kind: built.with_suffix(kind).read_bytes() for kind in (".xlsx", ".docx", ".pdf")
        }


@needs_mail_program
@pytest.mark.parametrize(
    ("region", "words"),
    [
        (
            "shanghai",
            [
                "From: 知识产权办公室 <office@example.org>",
                "Subject: 上海市2016-2017年工作绩效及2018年工作计划（请于2027年1月31日前反馈）",
                "To: 张三 <shanghai@example.org>",
                "现将《长江经济带创新驱动产业转型升级“十三五”知识产权工作方案》中上海市的部分发给您",
                "1. 上海市2016-2017年工作绩效及2018年工作计划.xlsx",
                "    填写时请保留表格的结构",
            ],
        ),
        (
            "hubei",
            [
                "Subject: Hubei: Performance in 2016–2017 and Work Plan for 2018 (please reply by 31 January 2027)",
                "Dear 张三,",
                "3. Hubei - Performance in 2016–2017 and Work Plan for 2018.pdf",
            ],
        ),
    ],
)
def test_a_prepared_mail_reads_well(prepared: Path, tmp_path: Path, region: str, words: list[str]) -> None:
    said = shown(prepared / f"out/mail/{region}.eml", tmp_path)
    assert all(word in said for word in words), said


@pytest.mark.skipif(not shutil.which("chromium"), reason="apt-get install chromium")
@pytest.mark.parametrize(("region", "words"), [("shanghai", "请核对附件"), ("hubei", "Please find attached")])
def test_the_page_is_shown_by_a_browser(prepared: Path, tmp_path: Path, region: str, words: str) -> None:
    page = parsed((prepared / f"out/mail/{region}.eml").read_bytes()).get_body(("html",))
    assert page is not None
    (tmp_path / "mail.html").write_text(page.get_content(), "utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]
    options += ["--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}"]
    command = ["chromium", *options, "--dump-dom", (tmp_path / "mail.html").as_uri()]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert words in shown
    assert shown.count("<tr>") == 4
    assert not re.search(r"<script|src=|href=|url\(", shown), "a mail loads nothing"


@needs_mail_server
def test_postfix_refuses_a_recipient_of_another_domain_and_takes_the_others(
    tmp_path: Path, server: MailServer
) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    settings = (
        SETTINGS.format(port=server.port)
        + "recipients:\n- {region: hubei, to: [good@example.org, bad@example.com]}\n"
    )
    (tmp_path / "source/recipients.yaml").write_text(settings, "utf-8")
    before = len(server.messages())
    run(tmp_path, "prepare", code=1)
    said = run(tmp_path, "send", code=1, SSL_CERT_FILE=str(server.authority))
    assert re.search(r"hubei: sent: not to bad@example.com: 554 .*Relay access denied", said), said
    assert len(server.messages(before + 1)) == before + 1
