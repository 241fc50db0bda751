"""The versions of a quote: one copied into a draft, a draft sent, two compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postprod_xl.commands.adding import Said, with_added
from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.commands.refresh import charts
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.quotes.line_checks import estimated_lines
from postprod_xl.domain.quotes.versions.compared_rows import (
    compared_details,
    compared_lines,
    compared_summary,
    comparison_rows,
)
from postprod_xl.domain.quotes.versions.comparison import Comparer
from postprod_xl.domain.quotes.versions.new_version import check_pair, copied, others_in_force, sent
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.wording import counted, euros_text, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.comparison import COMPARISON
from postprod_xl.schema.tables.frozen import FROZEN
from postprod_xl.schema.vocabulary import QuoteStatus


def copy_version(office: Office, known: Sequence[Problem], project: str, number: int) -> Outcome:
    """Add a draft made of a version of a quote, then refresh the office with it."""
    try:
        made = copied(office, project, number)
    except ProgrammeRefused as refused:
        return Outcome(problems=refused.problems)
    lines = len(made.rows["Devis"])
    summary = (
        f"version {made.number} de {project} ({QuoteStatus.DRAFT}), copie de la {number} : "
        f"{counted(lines, 'ligne')}"
    )
    details = {"project": project, "version": made.number, "copy_of": number, "lines": lines}
    said = Said(summary, ["les avis techniques donnés sont gardés, la date sera celle de son envoi"], details)
    return with_added(office, known, made.rows, lambda _: said)


def send_version(office: Office, known: Sequence[Problem], project: str, number: int) -> Outcome:
    """Pass a draft to « Envoyé », dated, keep what it is, then refresh the office with it."""
    try:
        typed = sent(office, project, number)
    except ProgrammeRefused as refused:
        return Outcome(problems=refused.problems)
    run = refreshed(_with_typed(office, typed), known)
    if run.is_blocked:
        return stopped(run)
    version = run.office["Versions"].row(typed.numbers[0])
    estimated = estimated_lines(office, project, number)
    count = counted(len(estimated), "ligne")
    priced = [f"{count} au tarif estimé : {first_names(estimated)}"] if estimated else []
    asked = f", {count} au tarif estimé" if estimated else ""
    summary = (
        f"version {number} de {project} envoyée et figée, datée du {version.day:%d/%m/%Y} : "
        f"{euros_text(version.total_cents)} HT"
    )
    return Outcome(
        run.columns,
        run.rows,
        {FROZEN.name: run.frozen},
        charts=charts(run.office),
        problems=tuple(run.problems),
        summary=summary,
        details=_details(version),
        memory=run.memory,
        lines=(*priced, *others_in_force(run.office, project, number), *run.remarks),
        covers_the_office=True,
        question=f"Figer et envoyer la version {number} de {project}, {euros_text(version.total_cents)} HT{asked} ?",
        noted={name: rows for name, rows in run.noted.items() if name != FROZEN.name},
        typed=(typed,),
    )


def compare_versions(
    office: Office, known: Sequence[Problem], project: str, numbers: tuple[int, int]
) -> Outcome:
    """Show two versions of a quote side by side in `Comparaison`, in the place of those it has of the project."""
    try:
        check_pair(office, project, numbers)
    except ProgrammeRefused as refused:
        return Outcome(problems=refused.problems)
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    comparer = Comparer(run.office)
    wanted = comparer.compared(project, *numbers)
    others = [each for each in comparer.by_default() if each.project != project]
    return Outcome(
        rows={COMPARISON.name: comparison_rows([wanted, *others])},
        summary=compared_summary(wanted),
        lines=tuple(compared_lines(wanted)),
        details=compared_details(wanted),
    )


def _with_typed(office: Office, typed: Rows) -> Office:
    """The office once some of its cells are typed."""
    rows = office["Versions"]
    columns = {
        name: [
            value if number not in typed else getattr(typed.row(number), name)
            for number, value in zip(rows.numbers, rows.column(name), strict=True)
        ]
        for name in typed.columns
    }
    return office.with_columns("Versions", columns)


def _details(version: Row) -> dict[str, Any]:
    return {
        "project": version.project,
        "version": version.version,
        "status": str(version.status),
        "day": version.day,
        "frozen_day": version.frozen_day,
        "fingerprint": version.fingerprint,
        "total_cents": version.total_cents,
    }
