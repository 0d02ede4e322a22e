"""A small translated dataset on disk, for tests of the second language."""

from __future__ import annotations

from pathlib import Path

from ipexport.model import RegionId, WorkPlan
from ipexport.translation.texts import PlacedText, load_texts
from tests.plain import save_dataset
from tests.sample import with_english, work_plan

REGION = "regions/anhui.yaml"
ENGLISH = {
    "部署改革。": "The reform was planned.",
    "建立联席会议制度，85%以上的市建立机构。": "A system of joint meetings was established, and more than 85% of the cities have set up bodies.",
    "开展“三合一”试点。": "Carry out “three-in-one” pilots.",
    "设立基金，给予50%的资金支持，最高可达40万元。": "A fund was set up that covers 50% of the costs, up to CNY 400,000.",
    "出台《支持科技创新若干政策》，补助最高可达20万元。": "The “Policies in Support of Innovation” were issued, with subsidies of up to CNY 200,000.",
    "2016-2017年工作成绩": "Results in 2016–2017",
    "2016-2017年工作绩效及2018年工作计划": "Performance in 2016–2017 and Work Plan for 2018",
    "{region}2016-2017年工作绩效及2018年工作计划": "Performance in 2016–2017 and Work Plan for 2018",
    "2018年工作计划": "Work plan for 2018",
    "《知识产权工作方案》": "“Intellectual Property Work Plan”",
    "建立“贷款+保险保障+财政风险补偿”的新模式。": "Establish the new model “loan + insurance + compensation”.",
    "十一省市": "Eleven provinces",
}  # fmt: skip


def translated() -> WorkPlan:
    """The sample's first region, in English that no check has anything against."""
    region = work_plan().extract([RegionId("anhui")])
    return with_english(region, lambda zh: ENGLISH.get(zh, f"{'English words ' * 2}here."))


def save_translated(folder: Path) -> Path:
    return save_dataset(folder, translated())


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a piece of a file, as somebody with an editor would."""
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def text_of(source: Path, id: str) -> PlacedText:
    (found,) = (one for one in load_texts(source).texts if one.id == id)
    return found
