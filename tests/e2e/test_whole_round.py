"""A whole round with the real dataset: forms, mail over Postfix, LibreOffice fills in, and back.

Every region has one edit, or one mistake, planted in its first row; the office changes the dataset
meanwhile. The dataset afterwards is exactly what was planted, and the report names every mistake.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import ipexport
from ipexport.cli import main
from ipexport.compare.languages import only
from ipexport.exchange.mail.attachments import file_name
from ipexport.model import FocusGroup, Item, Text, WorkPlan
from tests.compare.test_differences import in_group, in_results
from tests.e2e.fill_in import fill_in, needs_scripting
from tests.e2e.mail_server import mail_server, needs_mail_server
from tests.exchange.mail.mailing import parsed

SOURCE = Path(__file__).parents[2] / "source"
RECIPIENTS = """\
from: {{name: 知识产权办公室, address: office@example.org}}
server: {{host: 127.0.0.1, port: {port}, security: starttls, rate: 6000}}
recipients:
"""
RESULTS, PLAN, STATUS, REMARKS, TASK = "C4", "E4", "G4", "H4", "B4"
"""Where the first task of a region stands in its form."""

NEW = "新设知识产权专项资金5000万元。"
TOO_LONG = "不断加强知识产权工作。" * 150
OURS = "已与省编办商定“三合一”综合管理改革试点方案。"
THEIRS = "“三合一”综合管理改革试点已在赣江新区启动。"
SETTLED = "“三合一”综合管理改革试点方案已商定，并在赣江新区启动。"

pytestmark = [needs_mail_server, needs_scripting]


@dataclass(slots=True)
class Round:
    """What lies in the folder of the office, and what the steps of the round said."""

    folder: Path
    base: WorkPlan
    names: dict[str, str]
    """The name of each region's attachment."""
    refused: tuple[str, ...] = ()
    untouched: bool = False
    reports: dict[str, Any] = field(default_factory=dict)
    """What collecting said when it only looked, when it wrote, and after everything was decided."""
    written: WorkPlan | None = None
    decided: WorkPlan | None = None

    @property
    def source(self) -> Path:
        return self.folder / "source"

    def files(self) -> dict[str, bytes]:
        """Everything that collecting can write."""
        parts = [self.source, self.folder / "received"]
        return {str(path): path.read_bytes() for part in parts for path in part.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    """The round, from the forms to the dataset in which everything is decided."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("office")
        patch.chdir(folder)
        shutil.copytree(SOURCE, "source")
        work_plan = ipexport.read("source")
        names = {
            str(one.id): file_name(f"{work_plan.heading(one).zh}（填报表）", ".xlsx")
            for one in work_plan.regions
        }
        round = Round(folder, work_plan, names)
        send(round, patch)
        come_back(round)
        change_meanwhile(round)
        collect_all(round)
        yield round


def send(round: Round, patch: pytest.MonkeyPatch) -> None:
    """Makes the forms, sends them, and puts what each region receives into a folder of its own."""
    with mail_server() as server:
        rows = (f"- {{region: {id}, name: 张三, to: {id}@example.org}}\n" for id in round.names)
        text = RECIPIENTS.format(port=server.port) + "".join(rows)
        (round.source / "recipients.yaml").write_text(text, "utf-8")
        patch.setenv("SSL_CERT_FILE", str(server.authority))
        assert main(["mail", "prepare", "--attach", "form", "--quiet"]) == 0
        assert main(["mail", "send", "--quiet"]) == 0
        messages = [parsed(data) for data in server.messages(len(round.names))]
    assert len(messages) == len(round.names)
    for message in messages:
        region = str(message["To"].addresses[0].username)
        (attached,) = message.iter_attachments()
        assert attached.get_filename() == round.names[region]
        (round.folder / "regions" / region).mkdir(parents=True)
        (round.folder / "regions" / region / str(attached.get_filename())).write_bytes(attached.get_content())


def come_back(round: Round) -> None:
    """The regions fill in their forms, all but Guizhou, and send them back, as files or attached to mails."""

    def form(region: str) -> Path:
        return round.folder / "regions" / region / round.names[region]

    def cell(region: str, place: str) -> str:
        return str(openpyxl.load_workbook(form(region)).worksheets[0][place].value)

    second = form("sichuan").with_name("四川省（补充）.xlsx")
    shutil.copy(form("sichuan"), second)
    filled = fill_in(
        {
            form("shanghai"): {RESULTS: f"{cell('shanghai', RESULTS)}\n3. {NEW}", TASK: "任务已改"},
            form("jiangsu"): {
                RESULTS: cell("jiangsu", RESULTS).replace("高度重视", "十分重视"),
                STATUS: "进行中",
                REMARKS: "数据截至2018年底",
            },
            form("zhejiang"): {PLAN: f"1. {NEW}\n2. 继续做好２０１９年工作。  "},
            form("anhui"): {RESULTS: cell("anhui", RESULTS).replace("34家", "36家")},
            form("jiangxi"): {RESULTS: THEIRS},
            form("hubei"): {RESULTS: TOO_LONG},
            form("hunan"): {PLAN: ""},
            form("chongqing"): {STATUS: "差不多了"},
            form("sichuan"): {RESULTS: f"{cell('sichuan', RESULTS)}\n4. {NEW}"},
            second: {REMARKS: "补充一条", PLAN: f"{cell('sichuan', PLAN)}\n3. {NEW}"},
            form("yunnan"): {PLAN: NEW},
        }
    )
    round.refused = filled[form("shanghai")].refused
    inbox = round.folder / "inbox"
    inbox.mkdir()
    for region in ("shanghai", "jiangsu", "zhejiang"):
        (inbox / f"{region}.eml").write_bytes(reply(region, form(region)).as_bytes())
    for region in ("anhui", "jiangxi", "hubei", "hunan", "sichuan"):
        shutil.copy(form(region), inbox)
    shutil.copy(second, inbox)
    book = openpyxl.load_workbook(form("chongqing"))
    book.worksheets[0].protection.disable()
    book.worksheets[0][TASK] = "另一项任务。"
    book.save(inbox / "重庆.xlsx")
    (inbox / "云南.xlsx").write_bytes(form("yunnan").read_bytes()[:4000])


def reply(region: str, form: Path) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = f"{region}@example.org", "office@example.org"
    message["Subject"] = "回复"
    message.set_content("见附件。")
    message.add_attachment(form.read_bytes(), "application", "octet-stream", filename=form.name)
    return message


def change_meanwhile(round: Round) -> None:
    """The office changes two texts that regions change, too, and one that none does."""
    for region, old, new in (
        ("anhui", "建立省直34家单位", "建立省直35家单位"),
        ("jiangxi", "已与相关部门商讨“三合一”综合管理改革试点事宜。", OURS),
        ("jiangsu", "推动苏州高新区", "大力推动苏州高新区"),
    ):
        path = round.source / "regions" / f"{region}.yaml"
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")


def collect_all(round: Round) -> None:
    """Looks, writes, decides, and writes again; Yunnan and Guizhou send theirs only then."""
    before = round.files()
    round.reports["looked"] = collected("inbox")
    round.untouched = round.files() == before
    round.reports["written"] = collected("inbox", "--write")
    round.written = ipexport.read(round.source)
    decide(round.folder / "received" / "decisions.yaml")
    for region in ("yunnan", "guizhou"):
        shutil.copy(round.folder / "regions" / region / round.names[region], round.folder / "inbox")
    next((round.folder / "received").glob("*云南.xlsx")).unlink()
    (round.folder / "inbox" / "云南.xlsx").unlink()
    round.reports["decided"] = collected("inbox", "--write")
    round.decided = ipexport.read(round.source)


def collected(*words: str, code: int = 1) -> Any:
    """The report of a run, as programs get it; the exit code says whether there is something to look at."""
    with redirect_stdout(io.StringIO()) as output:
        assert main(["collect", *words, "--json", "--quiet"]) == code
    return json.loads(output.getvalue())


def decide(path: Path) -> None:
    """Theirs for Anhui, a text of its own for Jiangxi, ours for what breaks a rule."""
    takes = {"anhui": "theirs", "jiangxi": SETTLED, "hubei": "ours", "hunan": "ours"}
    lines = path.read_text("utf-8").splitlines()
    region = ""
    for number, line in enumerate(lines):
        if line.startswith("- id: "):
            region = line.removeprefix("- id: ").partition("-")[0]
        elif line == "  take: ''":
            lines[number] = f"  take: {takes[region]}"
    path.write_text("\n".join(lines) + "\n", "utf-8")


def reported(round: Round, step: str, region: str) -> Any:
    return next(one for one in round.reports[step]["regions"] if one["id"] == region)


def planted(work_plan: WorkPlan) -> WorkPlan:
    """The dataset with what the office changed, and what can be taken of what came back."""

    def reworded(id: str, old: str, new: str) -> WorkPlan:
        def edit(items: list[Item]) -> list[Item]:
            return [replace(item, text=Text(item.text.zh.replace(old, new))) for item in items]

        return in_results(work_plan, f"{id}-reform-1", edit)

    def with_plan(region: str, *texts: str, more: bool = False) -> WorkPlan:
        def edit(group: FocusGroup) -> FocusGroup:
            first, *others = group.plans
            said = [*(item.text.zh for item in first.items if more), *texts]
            labels = [None] if len(said) == 1 else [f"{number}." for number in range(1, len(said) + 1)]
            items = tuple(Item(Text(text), label) for text, label in zip(said, labels, strict=True))
            return replace(group, plans=(replace(first, items=items), *others))

        return in_group(work_plan, region, 0, edit)

    def with_item(items: list[Item]) -> list[Item]:
        return [*items, Item(Text(NEW))]

    work_plan = only(work_plan, ("zh",))
    work_plan = in_results(work_plan, "shanghai-reform-1", with_item)
    work_plan = in_results(work_plan, "sichuan-reform-1", with_item)
    work_plan = with_plan("sichuan", NEW, more=True)
    work_plan = with_plan("zhejiang", NEW, "继续做好2019年工作。")
    work_plan = reworded("jiangsu", "高度重视", "十分重视")
    work_plan = reworded("anhui", "34家", "35家")
    work_plan = reworded("jiangxi", "已与相关部门商讨“三合一”综合管理改革试点事宜。", OURS)
    group = work_plan.regions[1].groups[0]
    texts = [item.text.zh for item in group.plans[0].items]
    return with_plan("jiangsu", *(t.replace("推动苏州高新区", "大力推动苏州高新区") for t in texts))


def test_a_locked_cell_takes_no_text(done: Round) -> None:
    assert done.refused == (TASK,)


def test_looking_writes_nothing(done: Round) -> None:
    assert done.untouched


def test_what_was_planted_is_in_the_dataset_and_nothing_else(done: Round) -> None:
    assert done.written is not None
    assert only(done.written, ("zh",)) == planted(done.base)
    untouched = ("chongqing", "hubei", "hunan", "yunnan", "guizhou")
    assert [r for r in done.written.regions if r.id in untouched] == [
        r for r in done.base.regions if r.id in untouched
    ]


def test_the_report_names_every_mistake_and_conflict(done: Round) -> None:
    report = done.reports["looked"]
    assert [one["id"] for one in report["regions"] if not one["returned"]] == ["yunnan", "guizhou"]
    cases = {one["id"]: [(c["kind"], c["taken"]) for c in one["cases"]] for one in report["regions"]}
    assert {region: found for region, found in cases.items() if found} == {
        "anhui": [("conflict", None)],
        "jiangxi": [("conflict", None)],
        "hubei": [("rule", None)],
        "hunan": [("rule", None)],
    }
    (empty,) = reported(done, "looked", "hunan")["cases"]
    assert (empty["place"]["part"], empty["why"]) == (f"sheet 湖南省, {PLAN}", "is empty")
    (too_long,) = reported(done, "looked", "hubei")["cases"]
    assert too_long["place"]["part"] == f"sheet 湖北省, {RESULTS}"
    assert "1,650 characters, 150 more than the 1,500" in too_long["why"]
    (locked,) = reported(done, "looked", "chongqing")["locked"]
    assert (locked["place"]["part"], locked["theirs"]) == (f"sheet 重庆市, {TASK}", "另一项任务。")
    found = {
        (one["code"], Path(one["place"]["file"]).name, one["place"]["part"]) for one in report["findings"]
    }
    assert found == {
        ("unreadable", "云南.xlsx", ""),
        ("too-long", done.names["hubei"], f"sheet 湖北省, {RESULTS}"),
        ("not-a-value", "重庆.xlsx", f"sheet 重庆市, {STATUS}"),
        ("two-versions", "四川省（补充）.xlsx", ""),
    }
    answers = [(one["question"], one["text"]) for one in reported(done, "looked", "jiangsu")["answers"]]
    assert answers == [("status", "进行中"), ("remarks", "数据截至2018年底")]


def test_what_is_decided_is_written_and_everything_came_back(done: Round) -> None:
    assert done.decided is not None
    report = done.reports["decided"]
    assert all(one["returned"] for one in report["regions"])
    assert all(case["taken"] for one in report["regions"] for case in one["cases"])
    said = {str(one.id): one.groups[0].tasks[0].results[0] for one in done.decided.regions}
    assert "36家" in said["anhui"][1].text.zh
    assert [item.text.zh for item in said["jiangxi"]] == [SETTLED]
    assert said["hubei"] == done.base.regions[5].groups[0].tasks[0].results[0]
    yunnan = next(one for one in done.decided.regions if one.id == "yunnan")
    assert [item.text.zh for item in yunnan.groups[0].plans[0].items] == [NEW]


def test_doing_it_again_changes_nothing(done: Round) -> None:
    before = done.files()
    report = collected("inbox", "--write", code=0)
    assert report["written"] == []
    assert done.files() == before


def test_every_original_is_kept(done: Round) -> None:
    kept = {path.read_bytes() for path in (done.folder / "received").glob("*.xlsx")}
    returned = {path.read_bytes() for path in (done.folder / "inbox").glob("*.xlsx")}
    sent = {
        path.read_bytes()
        for region in ("shanghai", "jiangsu", "zhejiang")
        for path in (done.folder / "regions" / region).iterdir()
    }
    assert kept == returned | sent


def test_the_handouts_show_what_came_back(done: Round) -> None:
    regions = ["-r", "sichuan", "-r", "jiangxi"]
    assert main(["build", "-l", "zh", *regions, "--quiet"]) == 0
    for region in ("sichuan", "jiangxi"):
        for extension in ("docx", "xlsx", "pdf"):
            shown = ipexport.read(f"out/zh/regions/{region}.{extension}")
            assert done.decided is not None
            expected = only(done.decided, ("zh",)).extract([shown.regions[0].id])
            assert shown.regions == expected.regions
