"""What a report of a collection says in the language of its document."""

from __future__ import annotations

from typing import NamedTuple

from ipexport.compare.changes import What
from ipexport.compare.phrases import PHRASES as COMPARING
from ipexport.compare.places import Place
from ipexport.exchange.cases import Kind, Taken, steps
from ipexport.model import Language


class Phrases(NamedTuple):
    """The words of a report; those with {} take numbers or names."""

    title: str
    overview: str
    region: str
    state: str
    file: str
    missing: str
    returned: str
    changes: str
    cases: str
    locked: str
    answers: str
    findings: str
    place: str
    where: str
    why: str
    sent: str
    dataset: str
    came: str
    decision: str
    id: str
    task: str
    question: str
    answer: str
    part: str
    before: str
    after: str
    empty: str
    item: str
    summary: str
    kinds: dict[Kind, str]
    taken: dict[Taken | None, str]
    how: str


PHRASES: dict[Language, Phrases] = {
    "zh": Phrases(
        title="回收汇总",
        overview="总览",
        region="省市",
        state="状态",
        file="文件",
        missing="未收到",
        returned="已收到",
        changes="已采纳",
        cases="待定",
        locked="未采纳（锁定）",
        answers="填报",
        findings="问题",
        place="单元格",
        where="位置",
        why="原因",
        sent="下发",
        dataset="现有",
        came="报来",
        decision="决定",
        id="编号",
        task="工作任务",
        question="栏目",
        answer="填报内容",
        part="部分",
        before="原文",
        after="采纳后",
        empty="（空）",
        item="第{}条",
        summary="已收到{}个省市，共{}个；采纳{}处，待定{}处，问题{}个。",
        kinds={"conflict": "两处都改", "rule": "不合要求", "row": "行有增减或移动"},
        taken={None: "待定", "ours": "用现有", "theirs": "用报来", "edited": "另拟"},
        how="在{}中的take后填ours（现有）、theirs（报来）或文字，再运行 ipexport collect --write。",
    ),
    "en": Phrases(
        title="What came back",
        overview="Overview",
        region="Region",
        state="State",
        file="Files",
        missing="missing",
        returned="returned",
        changes="Taken",
        cases="To decide",
        locked="Locked, not taken",
        answers="Answers",
        findings="Findings",
        place="Cell",
        where="Where",
        why="Why",
        sent="Sent",
        dataset="Dataset",
        came="Returned",
        decision="Decision",
        id="Id",
        task="Task",
        question="Question",
        answer="Answer",
        part="Part",
        before="Before",
        after="Taken",
        empty="(empty)",
        item="item {}",
        summary="{} of {} regions returned; {} changes taken, {} to decide, {} findings.",
        kinds={"conflict": "changed on both sides", "rule": "breaks a rule", "row": "rows changed"},
        taken={
            None: "to decide",
            "ours": "the dataset's",
            "theirs": "the returned one",
            "edited": "a new text",
        },
        how="In {}, write ours (dataset), theirs (returned) or the text itself behind take, and run"
        " ipexport collect --write.",
    ),
}


def where_in(language: Language, what: What, place: Place) -> str:
    """The way to something, in the language of a report."""
    return f"{' › '.join(steps(place))}: {part_in(language, what, place)}"


def part_in(language: Language, what: What, place: Place) -> str:
    """What something is, within its task, focus area or region."""
    say = COMPARING[language]
    roles = {"focus_area": say.focus_area, "task": say.task, "results": say.results, "plan": say.plan}
    if what == "column" and place.cell:
        return say.column.format(roles[place.cell])
    names = {**say.titles, **roles, "code": say.code, "keyword": say.keyword, "item": ""}
    parts = [roles[place.cell] if place.cell else names[what]]
    if place.row > 1:
        parts.append(say.row.format(place.row))
    if place.item:
        parts.append(PHRASES[language].item.format(place.item))
    return " ".join(parts)
