"""`ipexport mail`: mail to the regions, prepared as files, and sent."""

from __future__ import annotations

import argparse
import datetime
import os
from collections import Counter
from typing import TYPE_CHECKING

from ipexport.cli.messages import Progress, one_line, say
from ipexport.cli.options import add_max_size, add_steps, add_style, at_least_one, megabytes

if TYPE_CHECKING:
    from ipexport.exchange.mail.outgoing import Outcome
    from ipexport.exchange.mail.prepare import Prepared

DESCRIPTION = """\
Mail to the regions, each with its form or handouts attached. `prepare` writes OUT/mail/REGION.eml,
to look at and to send with any mail program; `send` sends what was prepared, each message once. To
whom, stands in SOURCE/recipients.yaml:

  from: {name: 知识产权办公室, address: office@example.org}
  server: {host: smtp.example.org, user: office@example.org}      # for `send` only
  recipients:
  - {region: shanghai, name: 张三, to: zhang@example.org, salutation: 张处长}
  - {region: hubei, to: [li@example.org], cc: [wang@example.org], language: en}

or the recipients in recipients.csv (region,name,to,cc,language,salutation). The password comes from
the environment (IPEXPORT_SMTP_PASSWORD) or the keyring. Exit code 1: some have no mail, or not yet."""
EXAMPLES = """\
examples:
  ipexport mail prepare                         a mail for each region, with its form or workbook
  ipexport mail prepare --attach docx --attach pdf
  ipexport mail send --dry-run                  what would be sent, and to whom
  ipexport mail send --only shanghai            one region's mail, for a try
  ipexport mail send --limit 5                  five of those that were not sent yet"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = add_steps(parser)

    prepare = add("prepare", "Write the mails that changed, and build what they have attached", _prepare)
    prepare.add_argument(
        "--attach",
        action="append",
        default=[],
        metavar="KIND",
        help="form, xlsx, docx or pdf, in the recipient's language; can be given several times "
        "(the form where there is a form.yaml, else xlsx)",
    )
    prepare.add_argument(
        "--deadline",
        type=_date,
        metavar="DATE",
        help="the day (2027-01-31) by which to reply (that in form.yaml)",
    )
    prepare.add_argument(
        "--max-attachment",
        type=megabytes,
        default=20 * 2**20,
        metavar="MB",
        help="the most that the attachments of one mail have together (20)",
    )
    add_style(prepare)
    add_max_size(prepare)

    send = add("send", "Send the mails that were prepared and not sent yet", _send)
    send.add_argument(
        "--dry-run", action="store_true", help="only say what would be sent; no server is asked"
    )
    send.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="REGION",
        help="the mail of this region; can be given several times (all)",
    )
    send.add_argument("--limit", type=at_least_one, metavar="N", help="send so many at most (all)")
    send.add_argument(
        "--again",
        action="append",
        default=[],
        metavar="REGION",
        help="send this region's mail although it was sent, or may have been; can be given several times",
    )
    for step in (prepare, send):
        step.add_argument("--source", default="source", metavar="SOURCE", help="the dataset (./source)")
        step.add_argument(
            "-o", "--output", default="out", metavar="OUT", help="the folder that is built into (./out)"
        )


def run(arguments: argparse.Namespace) -> int:
    code: int = arguments.run_step(arguments)
    return code


def _date(word: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is not a day such as 2027-01-31") from None


def _prepare(arguments: argparse.Namespace) -> int:
    from ipexport.exchange.mail.prepare import prepare_mail

    progress = Progress(shown=not arguments.quiet, lines=arguments.verbose)
    try:
        prepared = prepare_mail(
            arguments.source,
            arguments.output,
            attach=arguments.attach,
            style=arguments.style,
            deadline=arguments.deadline,
            max_attachment=arguments.max_attachment,
            jobs=os.cpu_count() or 1,
            max_size=arguments.max_size,
            report=progress,
        )
    finally:
        progress.end()
    for finding in prepared.findings:
        print(one_line(str(finding)))
    if not arguments.quiet:
        _tell(prepared, arguments.verbose)
    return int(bool(prepared.findings))


def _tell(prepared: Prepared, verbose: bool) -> None:
    for region, file, written, status in prepared.files:
        if verbose:
            say(f"{'wrote' if written else 'unchanged'} {file}")
        if status.changed_since and status.arrived:
            state = "is in doubt" if status.arrived.state == "in doubt" else "was sent"
            say(
                f"{region}: another mail {state}, {status.arrived.moment}; "
                f"this one is sent only with --again {region}"
            )
    for file in prepared.withdrawn:
        say(f"{file}: taken away: there is no mail for its region now")
    anew = sum(one.written for one in prepared.files)
    say(f"{anew} written, {len(prepared.files) - anew} unchanged in {prepared.folder}")


def _send(arguments: argparse.Namespace) -> int:
    from ipexport.exchange.mail.outgoing import NOT_SENT
    from ipexport.exchange.mail.send import send_mail

    counts: Counter[str] = Counter()

    def report(outcome: Outcome) -> None:
        counts[outcome.result] += outcome.result != "later"
        quiet = outcome.result in ("left", "already sent")
        if outcome.result == "to send":
            print(one_line(f"{outcome.region}: {outcome.detail}"))
        elif outcome.result in NOT_SENT or outcome.refused:
            print(one_line(_line(outcome)))
        elif not arguments.quiet and (arguments.verbose or not quiet):
            say(_line(outcome))

    try:
        outcomes = send_mail(
            arguments.source,
            arguments.output,
            only=arguments.only,
            again=arguments.again,
            limit=arguments.limit,
            dry_run=arguments.dry_run,
            report=report,
        )
    finally:
        if counts and not arguments.quiet:
            say(_summary(counts))
    return int(any(outcome.result in NOT_SENT or outcome.refused for outcome in outcomes))


def _line(outcome: Outcome) -> str:
    return f"{outcome.region}: {outcome.result}{': ' * bool(outcome.detail)}{outcome.detail}"


def _summary(counts: Counter[str]) -> str:
    """Every result that there is, those of this run first."""
    order = ("sent", "to send", "refused", "failed", "in doubt", "changed", "already sent", "left")
    return ", ".join(f"{counts[result]} {result}" for result in order if counts[result])
