"""A small work plan that has every shape of the real one, for tests of tables and formats."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from ipexport.model import (
    Columns,
    FocusArea,
    FocusAreaId,
    FocusGroup,
    Item,
    Plan,
    Region,
    RegionId,
    Task,
    TaskId,
    Text,
    WorkPlan,
)

COLUMNS = Columns(Text("工作重点"), Text("工作任务"), Text("2016-2017年工作成绩"), Text("2018年工作计划"))


def items(*texts: str, labels: tuple[str | None, ...] | None = None) -> tuple[Item, ...]:
    """A cell; one text has no label, several count 1., 2., … unless `labels` says otherwise."""
    if labels is None:
        labels = (None,) if len(texts) == 1 else tuple(f"{n}." for n in range(1, len(texts) + 1))
    return tuple(Item(Text(text), label) for text, label in zip(texts, labels, strict=True))


def task(id: str, text: str, *results: tuple[Item, ...]) -> Task:
    return Task(TaskId(id), Text(text), results)


def plan(items: tuple[Item, ...], *tasks: str) -> Plan:
    return Plan(tuple(map(TaskId, tasks)), items)


def group(area: str, wording: str, tasks: tuple[Task, ...], plans: tuple[Plan, ...]) -> FocusGroup:
    return FocusGroup(FocusAreaId(area), Text(wording), tasks, plans)


def work_plan() -> WorkPlan:
    """Two regions: a plan over two tasks, three result rows, an irregular list, an empty cell."""
    anhui = Region(
        RegionId("anhui"),
        "340000",
        Text("安徽省"),
        COLUMNS,
        (
            group(
                "reform",
                "推进知识产权领域的改革创新",
                (
                    task(
                        "anhui-reform-1",
                        "推动管理体制改革。",
                        items("部署改革。", "建立联席会议制度，85%以上的市建立机构。"),
                    ),
                    task(
                        "anhui-reform-2",
                        "将知识产权纳入评价指标。",
                        items("已将万人发明专利拥有量等指标纳入评价体系。"),
                    ),
                ),
                (plan(items("统筹推进。", "开展“三合一”试点。"), "anhui-reform-1", "anhui-reform-2"),),
            ),
            group(
                "finance",
                "拓宽服务创新的投融资渠道",
                (
                    task(
                        "anhui-finance-1",
                        "建立风险补偿机制。",
                        items("设立基金，给予50%的资金支持，最高可达40万元。"),
                        items("出台《支持科技创新若干政策》，补助最高可达20万元。"),
                        items("出台指导意见。"),
                    ),
                ),
                (plan(items("建立“贷款+保险保障+财政风险补偿”的新模式。"), "anhui-finance-1"),),
            ),
        ),
    )
    jiangsu = Region(
        RegionId("jiangsu"),
        "320000",
        Text("江苏省"),
        Columns(COLUMNS.focus_area, COLUMNS.task, Text("2016-2017年工作绩效"), COLUMNS.plan),
        (
            group(
                "finance",
                "拓宽投融资渠道",
                (
                    task(
                        "jiangsu-finance-1",
                        "制定《知识产权投融资管理办法》。",
                        items("印发通知。", "加强协同。", "发挥导向作用。", "建立三级培训体系。", "达40亿元。",
                              labels=("1.", "2.", "3.", "3.", "4.")),
                    ),
                    task("jiangsu-finance-2", "=1+1 & <b>试点</b>", ()),
                ),
                (
                    plan(items("重点完成：", "细化分类。", "跟踪动态。", labels=(None, "1.", "2.")), "jiangsu-finance-1"),
                    plan((), "jiangsu-finance-2"),
                ),
            ),
        ),
    )  # fmt: skip
    return WorkPlan(
        title=Text("《知识产权工作方案》"),
        subtitle=Text("2016-2017年工作绩效及2018年工作计划"),
        region_title=Text("{region}2016-2017年工作绩效及2018年工作计划"),
        contents_title=Text("目录"),
        author=Text("十一省市"),
        subject=Text("知识产权"),
        keywords=(Text("知识产权"), Text("长江经济带")),
        date=datetime.date(2018, 1, 31),
        columns=COLUMNS,
        focus_areas=(
            FocusArea(FocusAreaId("reform"), Text("推进知识产权领域的改革创新")),
            FocusArea(FocusAreaId("finance"), Text("拓宽服务创新的投融资渠道")),
        ),
        regions=(anhui, jiangsu),
    )


def with_english(work_plan: WorkPlan, translate: Callable[[str], str | None]) -> WorkPlan:
    """The work plan with an English for each text; {region} stays where it stands."""

    def translated(value: object) -> object:
        if isinstance(value, Text):
            english = translate(value.zh)
            named = english is not None and "{region}" in value.zh
            return Text(value.zh, f"{{region}}: {english}" if named else english)
        if isinstance(value, tuple):
            return tuple(map(translated, value))
        if hasattr(value, "__dataclass_fields__"):
            fields = value.__dataclass_fields__
            return replace(value, **{name: translated(getattr(value, name)) for name in fields})  # type: ignore[type-var]
        return value

    result = translated(work_plan)
    assert isinstance(result, WorkPlan)
    return result


def in_chinese(work_plan: WorkPlan) -> WorkPlan:
    """The work plan without its English."""
    return with_english(work_plan, lambda _: None)
