"""What a report says in the language of its document."""

from __future__ import annotations

from typing import NamedTuple

from ipexport.model import Language


class Phrases(NamedTuple):
    """The words of a report; those with {} take numbers or names."""

    title: str
    before: str
    after: str
    same: str
    changes: str
    document: str
    previous: str
    next: str
    unfold: str
    part: str
    task: str
    results: str
    plan: str
    focus_area: str
    column: str
    keyword: str
    code: str
    row: str
    same_tasks: str
    same_cell: str
    covers: str
    empty: str
    added: str
    removed: str
    moved: str
    reworded: str
    renumbered: str
    covering: str
    from_place: str
    titles: dict[str, str]


PHRASES: dict[Language, Phrases] = {
    "zh": Phrases(
        title="文件比较",
        before="原文",
        after="现文",
        same="两份文件内容相同。",
        changes="{}处改动",
        document="全文信息",
        previous="上一处",
        next="下一处",
        unfold="展开未改动部分",
        part="位置",
        task="工作任务",
        results="工作绩效",
        plan="工作计划",
        focus_area="工作重点",
        column="栏目名：{}",
        keyword="关键词",
        code="行政区划代码",
        row="第{}行",
        same_tasks="{}项任务未改动",
        same_cell="{}未改动",
        covers="涵盖任务：{}",
        empty="（空）",
        added="新增",
        removed="删除",
        moved="移动",
        reworded="改写",
        renumbered="编号",
        covering="合并",
        from_place="原位置：{}",
        titles={
            "title": "标题",
            "subtitle": "副标题",
            "region_title": "省市标题",
            "contents_title": "目录标题",
            "author": "作者",
            "subject": "主题",
            "date": "日期",
            "region": "省市名称",
        },
    ),
    "en": Phrases(
        title="Comparison",
        before="Before",
        after="After",
        same="The two documents are the same.",
        changes="{} changes",
        document="The document",
        previous="Previous",
        next="Next",
        unfold="Unfold what is unchanged",
        part="Part",
        task="Task",
        results="Results",
        plan="Plan",
        focus_area="Focus area",
        column="Column: {}",
        keyword="Keyword",
        code="Code",
        row="row {}",
        same_tasks="tasks unchanged: {}",
        same_cell="{} unchanged",
        covers="covers tasks: {}",
        empty="(empty)",
        added="added",
        removed="removed",
        moved="moved",
        reworded="reworded",
        renumbered="label",
        covering="merged",
        from_place="was at {}",
        titles={
            "title": "Title",
            "subtitle": "Subtitle",
            "region_title": "Title of a region",
            "contents_title": "Title of the contents",
            "author": "Author",
            "subject": "Subject",
            "date": "Date",
            "region": "Name",
        },
    ),
}
