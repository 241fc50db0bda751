"""What the command line does for the commands that write papers of the house, and its calendars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from postprod_xl.documents.service_sheet import ServiceBy
from postprod_xl.hosts.cli.asked import yes_of
from postprod_xl.hosts.cli.computed import check_alone, compute_file
from postprod_xl.hosts.cli.told import tell


def share(
    file: Path,
    project: str,
    audience: str | None,
    technician: str,
    holder: str,
    language: str,
    output: Path,
    pdf: Path | None,
    today: date,
) -> int:
    from postprod_xl.hosts.files.sharing import share_holder, share_project

    if bool(project) is bool(holder):
        raise click.UsageError(
            "--project CODE ou --holder CODE : la copie d'un projet, ou celle d'un ayant droit ?"
        )
    if not holder:
        options = {"audience": audience, "technician": technician, "language": language}
        return tell("share", [share_project(file, project, output, today, pdf, **options)])
    if audience or technician:
        raise click.UsageError("--holder ne va avec ni --audience ni --technician : la copie est la sienne")
    return tell("share", [share_holder(file, holder, output, today, pdf, language=language)])


def situation(file: Path, project: str, output: Path, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.printing.papers import print_file

    return tell("situation", [print_file(file, "situation", today, {"project": project}, output)], as_json)


def techsheet(file: Path, project: str, output: Path, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.printing.papers import print_file

    return tell("techsheet", [print_file(file, "techsheet", today, {"project": project}, output)], as_json)


def costreport(file: Path, output: Path, project: str, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.printing.papers import print_file

    return tell("costreport", [print_file(file, "costreport", today, {"project": project}, output)], as_json)


def cuesheet(file: Path, work: str, version: str, output: Path, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.catalogue import write_extract

    options = {"work": work, "version": version}
    return tell("cuesheet", [write_extract(file, "cuesheet", today, options, output)], as_json)


def avails(
    file: Path,
    work: str,
    media: str,
    territory: str,
    first: date | None,
    last: date | None,
    exclusive: bool,
    language: str,
    version: str,
    listing: Path | None,
    movielabs: Path | None,
    formats: tuple[str, ...],
    prices: str,
    today: date,
    as_json: bool,
) -> int:
    from postprod_xl.commands.catalogue.avails import UNASKED
    from postprod_xl.commands.catalogue.free_rights import FreeForm
    from postprod_xl.hosts.files.catalogue import write_extract

    check_alone({"--list": listing is not None, "--movielabs": movielabs is not None})
    if movielabs is None and (formats or prices):
        raise click.UsageError("--format et --price ne vont qu'avec --movielabs")
    asked = {
        "work": work,
        "version": version,
        "media": media,
        "territory": territory,
        "language": language,
        "first": first,
        "last": last,
        "exclusive": exclusive,
        "formats": formats,
        "prices": prices,
    }
    form = FreeForm.MOVIELABS if listing is None else FreeForm.LIST
    output = listing or movielabs
    if output is None and not (work and first and last):
        raise click.UsageError(UNASKED)
    if output is None:
        return compute_file("avails", file, today, as_json, **asked)
    return tell("avails", [write_extract(file, "avails", today, {**asked, "form": form}, output)], as_json)


def callsheet(
    file: Path,
    output: Path,
    day: date | None,
    week: date | None,
    by: str | None,
    resource: str,
    today: date,
    as_json: bool,
) -> int:
    from postprod_xl.hosts.files.printing.papers import print_file

    check_alone({"--day": day is not None, "--week": week is not None})
    if resource and by == ServiceBy.HOUSE:
        raise click.UsageError("--for ne va pas avec --by maison, qui dit tout")
    options = {"day": day, "week": week, "by": by or "", "resource": resource}
    return tell("callsheet", [print_file(file, "callsheet", today, options, output)], as_json)


def calendar(file: Path, output: Path, resource: str, masked: str | None, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.printing.calendars import publish_calendars

    options = {"resource": resource, "masked": masked}
    return tell("calendar", [publish_calendars(file, options, output, today)], as_json)


def gantt(file: Path, output: Path, views: tuple[str, ...], today: date) -> int:
    from postprod_xl.hosts.files.printing.gantt import print_plan

    return tell("gantt", [print_plan(file, output, today, views)])


def statement(
    file: Path,
    holder: str,
    period: str,
    day: date | None,
    corrects: str,
    draft: bool,
    yes: bool,
    today: date,
    as_json: bool,
) -> int:
    if not period and not corrects:
        raise click.UsageError("--period PÉRIODE ou --correct NUMÉRO : quel relevé émettre ?")
    options = {"holder": holder, "period": period, "day": day or today, "corrects": corrects, "draft": draft}
    if draft:
        from postprod_xl.hosts.files.printing.papers import print_folder

        return tell("statement", [print_folder(file, "statement", today, options, file.parent)], as_json)
    from postprod_xl.hosts.files.runs import run_file

    return tell("statement", [run_file(file, "statement", today, options, yes_of(yes, as_json))], as_json)


PAPER_RUNS: dict[str, Callable[..., int]] = {
    "share": share,
    "situation": situation,
    "techsheet": techsheet,
    "costreport": costreport,
    "cuesheet": cuesheet,
    "avails": avails,
    "callsheet": callsheet,
    "calendar": calendar,
    "gantt": gantt,
    "statement": statement,
}
"""What runs each of them, by name."""
