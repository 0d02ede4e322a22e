"""`ipexport translate`: the second language, in four steps."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, get_args

from ipexport.cli.messages import counted, one_line, print_json, say
from ipexport.cli.options import add_max_size, add_region, add_steps
from ipexport.nodes import MAX_SIZE

if TYPE_CHECKING:
    from ipexport.translation.lock import State
    from ipexport.translation.status import PartStatus, Status

DESCRIPTION = """\
Keeps the English of a dataset in step with its Chinese. A translation whose Chinese changes is
stale until somebody confirms it: translation.lock, beside the dataset, knows which English was
confirmed for which Chinese. Files for translators are PO (.po) or XLIFF 2.1 (.xlf)."""
EXAMPLES = """\
examples:
  ipexport translate status                       how many texts are missing or stale
  ipexport translate export hubei.xlf -r hubei    a file for a translator
  ipexport translate import hubei.xlf             and back; nothing newer is overwritten
  ipexport translate confirm hubei-reform-1       a task's English says what its Chinese says"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = add_steps(parser)

    status = add("status", "Print how many texts of each region are missing or stale", _status)
    status.add_argument("--json", action="store_true", help="the same as JSON, with every such text")

    export = add("export", "Write texts into a file for translators", _export)
    export.add_argument("file", metavar="FILE", help="a .po or .xlf file")
    add_region(
        export, "the id of a region, or workplan for the texts of none; can be given several times (all)"
    )
    export.add_argument(
        "--only",
        type=_states,
        default=(),
        metavar="STATES",
        help="missing, stale or current, or several of them with commas between (all)",
    )

    import_ = add("import", "Take over the English of a translators' file", _import)
    import_.add_argument("file", metavar="FILE", help="a .po or .xlf file that was exported")

    confirm = add("confirm", "Say that English says what its Chinese says", _confirm)
    confirm.add_argument("names", nargs="*", metavar="ID", help="regions, tasks or texts by their ids (all)")

    for step in (status, export, import_, confirm):
        step.add_argument("--source", default="source", metavar="SOURCE", help="the dataset (./source)")
        add_max_size(step)


def run(arguments: argparse.Namespace) -> int:
    arguments.max_size = arguments.max_size or MAX_SIZE
    code: int = arguments.run_step(arguments)
    return code


def _states(words: str) -> tuple[State, ...]:
    from ipexport.translation.lock import State

    chosen = tuple(words.split(","))
    for word in chosen:
        if word not in get_args(State):
            raise argparse.ArgumentTypeError(f"{word!r} is not missing, stale or current")
    return chosen  # type: ignore[return-value]


def _status(arguments: argparse.Namespace) -> int:
    from ipexport.translation.status import translation_status

    status = translation_status(arguments.source, arguments.max_size)
    if arguments.json:
        print_json(_shape(status))
    else:
        print(f"{'region':<12}{'texts':>8}{'missing':>9}{'stale':>7}{'coverage':>11}")
        for part in (*status.parts, status.total):
            print(one_line(_row(part)))
        for state, one in status.open:
            print(one_line(f"{one.place}: {state}: {one.id}"))
    if not status.locked and not arguments.quiet:
        say(f"{arguments.source}: nothing was ever confirmed, so nothing is stale; confirm it")
    return int(bool(status.open))


def _row(part: PartStatus) -> str:
    # Rounded down: 100 % is all of them.
    coverage = int(part.coverage * 1000) / 10
    return f"{part.part:<12}{part.texts:>8}{part.missing:>9}{part.stale:>7}{coverage:>9.1f} %"


def _shape(status: Status) -> dict[str, object]:
    return {
        "confirmed": status.locked,
        "regions": [
            {"id": part.part, "texts": part.texts, "missing": part.missing, "stale": part.stale}
            for part in status.parts
        ],
        "texts": [
            {
                "id": one.id,
                "state": state,
                "file": one.place.file,
                "line": one.place.line,
                "column": one.place.column,
                "zh": one.text.zh,
                "en": one.text.en,
            }
            for state, one in status.open
        ],
    }


def _export(arguments: argparse.Namespace) -> int:
    from ipexport.translation.exchange import export_file

    number = export_file(
        arguments.source,
        arguments.file,
        regions=arguments.region,
        only=arguments.only,
        max_size=arguments.max_size,
    )
    if not arguments.quiet:
        say(f"wrote {arguments.file} ({counted(number, 'text')})")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from ipexport.translation.exchange import import_file

    done = import_file(arguments.source, arguments.file, max_size=arguments.max_size)
    for finding in done.findings:
        print(one_line(str(finding)))
    if not arguments.quiet:
        for one in done.written if arguments.verbose else ():
            say(f"{one.place}: {one.id}")
        said = f"{counted(len(done.written), 'text')} changed, {done.settled} confirmed"
        not_taken = counted(len(done.findings), "conflict")
        say(f"{arguments.source}: {said}, {done.kept} without news, {not_taken}")
    return int(bool(done.findings))


def _confirm(arguments: argparse.Namespace) -> int:
    from ipexport.translation.status import confirm_translation

    done = confirm_translation(arguments.source, arguments.names, arguments.max_size)
    if not arguments.quiet:
        say(f"{done.file}: {counted(done.asked, 'translation')} confirmed, {done.new} of them new")
    return 0
