"""What is wrong with the technical advice of quotes being negotiated: incomplete, badly dated, or missing once sent.

Nothing here blocks: only sending does (`domain.quotes.versions.sending`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.quotes.feasibility.advice import (
    NEGOTIATED,
    UNANSWERED,
    UNSENT,
    lines_of,
    lines_to_ask,
    unanswered,
)
from postprod_xl.domain.quotes.feasibility.advisers import advisers_of
from postprod_xl.domain.quotes.sold import sold_times
from postprod_xl.domain.quotes.unit_times import day_lengths
from postprod_xl.domain.quotes.versions.totals import VersionKey
from postprod_xl.domain.wording import counted, decimal_text, first_names
from postprod_xl.schema.problems import Problem, named_cells
from postprod_xl.schema.references import Known, name_problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Feasibility, QuoteStatus

_TEAM = BY_NAME["Equipe"]


def advice_problems(office: Office) -> list[Problem]:
    """Warnings about the advice of quote lines; beyond three of one kind, the first stands for all."""
    lines, drafted = lines_of(office, NEGOTIATED), lines_of(office, UNSENT)
    dated = lines_of(office, NEGOTIATED | {QuoteStatus.ACCEPTED})
    return [
        *_sent_without(office),
        *_grouped(problem for line in lines for problem in _unsigned(line)),
        *_grouped(_without_answer(lines)),
        *_grouped(_without_reserve(drafted)),
        *_grouped(_in_the_future(office, dated)),
        *_grouped(_before_version(office, drafted)),
        *_grouped(_given_on_another_line(office, drafted)),
        *_strangers(office, lines),
        *_grouped(_short_of_days(office, lines)),
    ]


def missing_advice(office: Office, _: Row, lines: Rows) -> Iterator[Problem]:
    """What keeps a version from being sent: its lines whose advice is missing."""
    waiting = unanswered(office, lines)
    told, more = named_cells(waiting.records)
    for line in told:
        message = (
            f"{line.line} : l'avis technique manque{more}, à demander : {advisers_of(office).text(line)}"
        )
        yield line.blocking("feasibility", line.feasibility or "vide", "l'avis d'un technicien", message)


def infeasible_lines(_: Office, __: Row, lines: Rows) -> Iterator[Problem]:
    """What keeps a version from being sent: its lines that a technician says cannot be done."""
    for line in lines:
        if line.feasibility == Feasibility.INFEASIBLE:
            message = (
                f"{line.line} est « {line.feasibility} » : retirez-la, changez-la, ou demandez un nouvel avis"
            )
            yield line.blocking(
                "feasibility", line.feasibility, "une ligne que la maison peut faire", message
            )


def _sent_without(office: Office) -> Iterator[Problem]:
    """Versions sent by hand while an advice was missing: one warning each, which names the lines."""
    lines: dict[VersionKey, list[str]] = defaultdict(list)
    for line, project, version in lines_to_ask(office).select("line", "project", "version"):
        lines[project, version].append(line)
    for version in office["Versions"]:
        held = lines.get((version.project, version.version))
        if held and version.status == QuoteStatus.SENT:
            message = (
                f"la version {version.version} de {version.project} est « {version.status} » et l'avis technique "
                f"manque pour {counted(len(held), 'ligne')} ({first_names(held)}) : demandez-le, ou repassez-la à "
                f"« {QuoteStatus.DRAFT} »"
            )
            expected = "une version dont chaque ligne de travail a son avis technique"
            yield version.warning("status", version.status, expected, message)


def _unsigned(line: Row) -> Iterator[Problem]:
    if line.feasibility in UNANSWERED:
        return
    for column, expected in (("approved_by", "qui l'a donné"), ("approved_day", "le jour où il a été donné")):
        if not getattr(line, column):
            heading = QUOTE.heading(column)
            message = f"{line.line} est « {line.feasibility} » sans « {heading} » : écrivez {expected}"
            yield line.warning(column, "vide", expected, message)


def _without_answer(lines: Rows) -> Iterator[Problem]:
    for line in lines:
        if line.feasibility in UNANSWERED and line.approved_by and line.approved_day:
            found, expected = line.feasibility or "vide", "ce que l'avis dit de la ligne"
            message = (
                f"{line.line} : avis de {line.approved_by} du {line.approved_day:%d/%m/%Y}, mais "
                f"« {QUOTE.heading('feasibility')} » est à « {found} » : choisissez {expected}"
            )
            yield line.warning("feasibility", found, expected, message)


def _without_reserve(lines: Rows) -> Iterator[Problem]:
    """Lines of drafts that can be done on conditions that nobody wrote; once sent, `promised_problems` names them."""
    for line in lines:
        if line.feasibility == Feasibility.CONDITIONAL and not line.technical_advice:
            heading = QUOTE.heading("technical_advice")
            message = f"{line.line} est « {line.feasibility} » sans « {heading} » : écrivez la réserve du technicien"
            yield line.warning("technical_advice", "vide", "la réserve du technicien", message)


def _in_the_future(office: Office, lines: Rows) -> Iterator[Problem]:
    for line in lines:
        if line.approved_day is not None and line.approved_day > office.today:
            found, expected = f"{line.approved_day:%d/%m/%Y}", f"un jour jusqu'au {office.today:%d/%m/%Y}"
            message = (
                f"{line.line} : l'avis est daté du {found}, qui n'est pas encore venu ; attendu : {expected}"
            )
            yield line.warning("approved_day", found, expected, message)


def _before_version(office: Office, drafted: Rows) -> Iterator[Problem]:
    """Advice given before the draft that it stands in was begun: it was given on another one."""
    days = {(row.project, row.version): row.day for row in office["Versions"]}
    for line in drafted:
        begun = days[line.project, line.version]
        if line.approved_day is not None and begun is not None and line.approved_day < begun:
            found, expected = f"{line.approved_day:%d/%m/%Y}", f"un jour à partir du {begun:%d/%m/%Y}"
            message = (
                f"{line.line} : l'avis du {found} est d'avant la version {line.version}, du {begun:%d/%m/%Y} : "
                "faites-le confirmer"
            )
            yield line.warning("approved_day", found, expected, message)


def _given_on_another_line(office: Office, drafted: Rows) -> Iterator[Problem]:
    """Advice copied from another version whose line sold something else: it may no longer hold."""
    given: dict[tuple[str, str, object], Row] = {}
    for line in sorted(office["Devis"], key=attrgetter("version")) if len(drafted) else ():
        if line.approved_by and line.approved_day:
            given.setdefault((line.line, line.approved_by, line.approved_day), line)
    for line in drafted:
        first = given.get((line.line, line.approved_by, line.approved_day))
        if first and line.feasibility not in UNANSWERED and _sold(first) != _sold(line):
            found = f"version {first.version}"
            message = (
                f"{line.line} : l'avis de {line.approved_by} a été donné pour {_sold_text(first)} en version "
                f"{first.version}, la ligne en vend {_sold_text(line)} : faites-le confirmer"
            )
            yield line.warning("feasibility", found, "un avis sur ce que la ligne vend", message)


def _sold(line: Row) -> tuple[object, ...]:
    return line.item, line.unit, line.quantity


def _sold_text(line: Row) -> str:
    quantity = decimal_text(line.quantity or Decimal(0))
    return " ".join(part for part in (quantity, line.unit, line.item and f"({line.item})") if part)


def _strangers(office: Office, lines: Rows) -> Iterator[Problem]:
    """Names that nobody of the team bears: they are kept as written."""
    team = office["Equipe"].records
    known = {folded(name) for person in team for name in _names(person)}
    unknown: dict[str, list[int]] = defaultdict(list)
    for row, name in zip(lines.numbers, lines.column("approved_by"), strict=True):
        if name and folded(name) not in known:
            unknown[name].append(row)
    names = Known([full_name(person) for person in team], f"dans l'onglet {_TEAM.tab}")
    for name, rows in unknown.items():
        yield name_problem(QUOTE.name, QUOTE.heading("approved_by"), name, rows, names)


def _names(person: Row) -> tuple[str, ...]:
    first, last = person.first_name, person.last_name
    return person.code, last, f"{first} {last}".strip(), f"{last} {first}".strip()


def _short_of_days(office: Office, lines: Rows) -> Iterator[Problem]:
    """Lines whose technician needs more days than they sell: they overrun before they begin."""
    lines = lines.where(days is not None for days in lines.column("needed_days"))
    sold = zip(lines, sold_times(office, lines), day_lengths(office, lines), strict=True)
    for line, time, length in sold:
        days = None if time.minutes is None else Decimal(time.minutes) / length
        if days is not None and line.needed_days > days:
            found, expected = (
                f"{decimal_text(line.needed_days)} j",
                f"{decimal_text(round(days, 2))} j vendus",
            )
            message = (
                f"{line.line} : le technicien demande {found} pour {expected} : augmentez la quantité, ou voyez avec "
                "lui ce qu'il faut retirer"
            )
            yield line.warning("needed_days", found, f"{expected} au plus", message)


def _grouped(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of one column and kind, the first alone when they are too many to be told one by one."""
    by_heading: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_heading[problem.heading].append(problem)
    for held in by_heading.values():
        told, more = named_cells(held)
        for problem in told:
            yield replace(problem, message=f"{problem.message}{more}") if more else problem
