"""What was asked for, checked against what there is: regions, languages, formats, styles, date.

Each function takes the words of a user and gives back values, or raises `RequestError` with the
words that would have been right.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from ipexport.choices import unknown
from ipexport.errors import RequestError
from ipexport.formats import FORMATS, Format, missing_styles
from ipexport.model import Languages, RegionId, WorkPlan, texts
from ipexport.style import DocxStyle, Style, load_style, style_names


def chosen_regions(work_plan: WorkPlan, asked: Sequence[str]) -> tuple[RegionId, ...]:
    """The regions asked for, in the document's own order."""
    known = [region.id for region in work_plan.regions]
    for id in asked:
        if id not in known:
            raise unknown("region", id, known)
    return tuple(id for id in known if id in asked)


def chosen_languages(work_plan: WorkPlan, asked: Sequence[str]) -> tuple[Languages, ...]:
    """The languages asked for, in order; when none is, all where anything is translated.

    Raises `RequestError` for English where nothing is.
    """
    every: tuple[Languages, ...] = get_args(Languages)
    for word in asked:
        if word not in every:
            raise unknown("language", word, every)
    translated = any(text.en is not None for text in texts(work_plan))
    if not translated and any(word != "zh" for word in asked):
        raise RequestError("the dataset has no English (only zh can be asked for)")
    return tuple(word for word in every if (word in asked if asked else translated or word == "zh"))


def untranslated(work_plan: WorkPlan, languages: Collection[Languages]) -> str:
    """The message that texts have no English, where documents are to have it; else empty."""
    every = [text.en is None for text in texts(work_plan)] if {"en", "zh-en"} & set(languages) else []
    if not any(every):
        return ""
    return f"{sum(every)} of {len(every)} texts have no English: they stand there in Chinese, marked"


def chosen_formats(asked: Sequence[str]) -> tuple[Format, ...]:
    """The document formats asked for, all when none is."""
    documents = {format.name: format for format in FORMATS if format.kind == "document"}
    for name in asked:
        if name not in documents:
            raise unknown("format", name, documents)
    return tuple(format for name, format in documents.items() if name in asked or not asked)


def chosen_style(
    style: str | os.PathLike[str],
    source: str | os.PathLike[str] | None,
    reference: str | os.PathLike[str] | None = None,
) -> Style:
    """A style by name or path; a folder `styles` beside the source comes before the built-in ones.

    A `reference` comes before the one that the style names.
    """
    beside = None if source is None else styles_beside(source)
    name = os.fspath(style)
    known = style_names(beside)
    if name not in known and not name.endswith((".yaml", ".yml")):
        raise unknown("style", name, (*known, "or the path of a .yaml file"))
    chosen = load_style(name, beside)
    return chosen if reference is None else replace(chosen, docx=DocxStyle(Path(reference)))


def styles_beside(source: str | os.PathLike[str]) -> Path:
    """The folder of the user's own styles, beside the dataset; it need not be there."""
    return Path(os.path.realpath(source)).parent / "styles"


def check_reference(
    style: Style, asked: bool, formats: Sequence[Format], languages: Sequence[Languages]
) -> str | None:
    """Looks at the style's reference; returns a line about the styles that it lacks, if it does.

    `asked` is whether the user named it beside the style: then one of the formats has to follow it.
    """
    if asked and not any(format.reference for format in formats):
        names = ", ".join(format.name for format in FORMATS if format.reference)
        raise RequestError(f"a reference is for {names} only, and no such file is to be written")
    missing = {
        name: None
        for format in formats
        for language in languages
        for name in missing_styles(format, style, language)
    }
    if not missing:
        return None
    return f"{style.docx.reference} lacks styles, which come from {style.name}: {', '.join(missing)}"


def dated(work_plan: WorkPlan) -> WorkPlan:
    """The work plan with the date (UTC) of SOURCE_DATE_EPOCH, where that is set.

    See https://reproducible-builds.org/specs/source-date-epoch/
    """
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if not said:
        return work_plan
    try:
        if not (said.isascii() and said.isdecimal()):
            raise ValueError(said)
        moment = datetime.datetime.fromtimestamp(int(said), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is {said!r}, not a number of seconds since 1970 (or far too many)"
        raise RequestError(message) from None
    return replace(work_plan, date=moment.date())
