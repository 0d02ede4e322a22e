"""A comparison as one HTML file: old and new side by side, what did not change folded.

The page needs nothing but itself, and its policy lets it load nothing; texts are data, escaped.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files
from typing import NamedTuple

from ipexport.compare.differences import document_changes, region_changes
from ipexport.compare.html_table import Tables
from ipexport.compare.phrases import PHRASES, Phrases
from ipexport.compare.places import spoken
from ipexport.compare.sources import Comparison
from ipexport.model import Language


def html_report(comparison: Comparison) -> str:
    """The page; its own words are in the first language that was compared."""
    alignment = comparison.alignment
    language: Language = "zh" if alignment.after.title.zh or alignment.before.title.zh else "en"
    say = PHRASES[language]
    old, new = escape(comparison.before.name), escape(comparison.after.name)
    return page(f"{say.title}: {old} → {new}", language, _body(comparison, say, (old, new)))


def page(title: str, language: Language, body: str) -> str:
    """A whole page of HTML that loads nothing; its lines with changes are places to go to."""
    script = _file("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{_file("report.css")}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


def navigation(say: Phrases, title: str, is_needed: bool) -> list[str]:
    """The bar that leads from change to change."""
    return [
        f'<nav class="changes" aria-label="{title}"{"" if is_needed else " hidden"}>',
        f'<button id="previous" type="button">{say.previous} <kbd>p</kbd></button>',
        f'<button id="next" type="button">{say.next} <kbd>n</kbd></button>',
        f'<button id="unfold" type="button" aria-pressed="false">{say.unfold}</button>',
        '<span id="at" role="status"></span></nav>',
    ]


class _Section(NamedTuple):
    id: str
    title: str
    changes: int
    table: str


def _body(comparison: Comparison, say: Phrases, names: tuple[str, str]) -> str:
    sections = _sections(comparison, Tables(comparison.changes, say, names))
    count = len(comparison.changes)
    return "\n".join(
        [
            f"<header><h1>{say.title}</h1>",
            f"<p>{say.before} <b>{names[0]}</b> → {say.after} <b>{names[1]}</b></p>",
            f"<p>{say.changes.format(count) if count else say.same}</p>",
            '<ul class="overview">',
            *(f'<li><a href="#{one.id}">{one.title}</a> {one.changes}</li>' for one in sections),
            "</ul></header>",
            *navigation(say, say.title, bool(count)),
            "<main>",
            *(f'<section><h2 id="{one.id}">{one.title}</h2>\n{one.table}</section>' for one in sections),
            "</main>",
        ]
    )


def _sections(comparison: Comparison, tables: Tables) -> list[_Section]:
    """What changed in the document itself, and each region with changes."""
    alignment = comparison.alignment
    sections = []
    if front := list(document_changes(alignment.before, alignment.after)):
        title = tables.say.document
        sections.append(_Section("document", title, len(front), tables.document(front)))
    for number, region in enumerate(alignment.regions, 1):
        if changes := list(region_changes(region, alignment)):
            title = escape(spoken(region.pair.either.name))
            table = tables.region(region, changes)
            sections.append(_Section(f"region-{number}", title, len(changes), table))
    return sections


def _file(name: str) -> str:
    return files("ipexport.compare").joinpath(name).read_text("utf-8")
