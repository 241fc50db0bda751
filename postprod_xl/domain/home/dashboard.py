"""The home page: a light for each concern of each project, and what calls for an action today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from postprod_xl.domain.home.concerns.controls import object_of
from postprod_xl.domain.home.concerns.gathered import Concerns
from postprod_xl.domain.home.concerns.overrun import stake_cents
from postprod_xl.domain.home.concerns.rights import conflict_names, deadlines_told, owed_statements
from postprod_xl.domain.home.project_status import late_names, steps_to_invoice
from postprod_xl.domain.invoicing.receivables import receivables
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.watch.problems import to_act_on
from postprod_xl.domain.planning.plan.clashes import is_taken_twice
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS, OPTIONS
from postprod_xl.domain.quotes.sold import times_by_line
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.sessions.done import session_minutes
from postprod_xl.domain.sessions.waiting.to_confirm import sessions_to_confirm
from postprod_xl.domain.sessions.waiting.unreported import Unreported
from postprod_xl.domain.technique.deliveries.held import held_deliverables
from postprod_xl.domain.wording import euros_text, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.catalogue import RIGHTS_CONFLICTS, RIGHTS_DEADLINES, STATEMENTS
from postprod_xl.schema.tables.technique import DELIVERABLES
from postprod_xl.schema.vocabulary import ClashLabel, HiringDeclaration, OverrunLevel, Severity

MOST_SUBJECTS = 12
MERGED = 2
"""How many subjects there must be for one row to tell them."""
CONTRACTS_TO_FINISH = "Contrats incomplets"
TO_DECLARE, CORRECTED = "DPAE à déposer", "Corrections de paie à exporter"
WORKING_TIME = "Temps de travail à revoir"
OF_PAY = (TO_DECLARE, CORRECTED, WORKING_TIME)
LATE, HELD = "Livraisons en retard", f"{DELIVERABLES.tab} retenus"
OF_RIGHTS = (RIGHTS_CONFLICTS.tab, RIGHTS_DEADLINES.tab, "Redditions à faire")
UNLESS_NOTHING = frozenset({*OF_PAY, *OF_RIGHTS, HELD})
"""Subjects that are there only when they ask for something."""
_TOLD_TOGETHER = (
    ((CONTRACTS_TO_FINISH, *OF_PAY), "Contrats et paie à régler"),
    (OF_RIGHTS, "Droits à régler"),
    ((LATE, HELD), "Livraisons en retard ou retenues"),
)
"""Subjects that one row tells where there is no room for each, those that yield first before."""


def dashboard(office: Office, concerns: Concerns) -> Rows:
    """The rows of `Accueil`: one per project neither settled nor cancelled, in the order of `Projets`.

    Parameters
    ----------
    office
        Read for its projects.
    concerns
        What there is to look at on them.
    """
    projects = office["Projets"]
    names = ("code", "title", "status", "delivery_day", "expected_day")
    rows = []
    for code, title, status, *days in projects.select(*names):
        if status not in CLOSED_PROJECTS:
            rows.append([code, title, status, *days, *concerns.lights(code), concerns.text(code)])
    return result_rows("Accueil", rows)


def actions(
    office: Office, concerns: Concerns, problems: Sequence[Problem], missing: Sequence[Unreported] = ()
) -> Rows:
    """The rows of `Actions`: the same subjects in the same order, how many, and the dearest of each first.

    There are twelve at most, which the home page of any version has room for: a subject of pay or of rights, or what is
    held, is there when it asks for something, and takes the place of the last one that does not.

    Parameters
    ----------
    office
        With everything computed, `Reservations`, `Contrats` and `Seances` included.
    concerns
        What there is to look at on its projects.
    problems
        All the problems of the refresh.
    missing
        The bookings that no session reports.
    """
    warned = [object_of(office, problem) for problem in problems if problem.severity is Severity.WARNING]
    owed = receivables(office)
    steps = [f"{project} étape {rank}" for project, rank in steps_to_invoice(office)]
    rows = [
        _action(LATE, late_names(office), "Projets"),
        _action(HELD, [one.name for one in held_deliverables(office)], DELIVERABLES.name),
        _action("Projets à compléter", concerns.incomplete, "Projets"),
        _overrun_action(office),
        _action("Conflits de réservation", _conflicts(office), "Reservations"),
        _action("Options à confirmer", _options(office), "Planning"),
        *_rights_actions(office),
        _action("Étapes à facturer", steps, "Echeancier"),
        _action("Factures en retard", owed.late_invoices, "Factures", sum(owed.overdue.values())),
        _action(CONTRACTS_TO_FINISH, _unfinished_contracts(office), "Contrats"),
        _action(TO_DECLARE, _to_declare(office), "DPAE"),
        _action(CORRECTED, _corrected(office), "Corrections"),
        _action(WORKING_TIME, list(to_act_on(office)), "Controles"),
        _action("Séances à confirmer", sessions_to_confirm(office).column("number"), "Seances"),
        _dearest("Séances à valider", _unvalidated(office), "Seances"),
        _dearest("Bons à réclamer", [(each.name, each.cents) for each in missing], "Seances"),
        _action("Avertissements", warned, "Controles"),
    ]
    return result_rows("Actions", fitted(rows))


def fitted(rows: Sequence[list[Any]]) -> list[list[Any]]:
    """As many subjects as there is room for; where all ask for something, some are told in one row."""
    kept = [row for row in rows if row[1] or row[0] not in UNLESS_NOTHING]
    for row in reversed(rows):
        if len(kept) > MOST_SUBJECTS and row in kept and not row[1]:
            kept.remove(row)
    for subjects, title in _TOLD_TOGETHER:
        if len(kept) > MOST_SUBJECTS:
            kept = _as_one(kept, subjects, title)
    return kept


def _as_one(rows: Sequence[list[Any]], subjects: Sequence[str], title: str) -> list[list[Any]]:
    """Some subjects told in one row, in the place of the first of them; one alone stays as it is."""
    told = [row for row in rows if row[0] in subjects]
    if len(told) < MERGED:
        return [*rows]
    details = " ; ".join(f"{subject} : {detail}" for subject, _, detail, _ in told)
    one = [title, sum(row[1] for row in told), details, told[0][3]]
    return [one if row is told[0] else row for row in rows if row is told[0] or row not in told]


def _action(subject: str, names: Sequence[str], table: str, cents: int = 0, tax: str = "TTC") -> list[object]:
    """One subject: how many, the money at stake and the first of them, where to see them."""
    shown = first_names(list(dict.fromkeys(names)))
    detail = f"{euros_text(cents)} {tax} : {shown}" if cents > 0 else shown
    return [subject, len(names), detail, BY_NAME[table].tab]


def _rights_actions(office: Office) -> list[list[object]]:
    """What is to be settled in the rights of the catalogue."""
    conflicts, deadlines, statements = OF_RIGHTS
    count, detail = deadlines_told(office)
    return [
        _action(conflicts, conflict_names(office), RIGHTS_CONFLICTS.name),
        [deadlines, count, detail, RIGHTS_DEADLINES.tab],
        _action(statements, owed_statements(office), STATEMENTS.name),
    ]


def _overrun_action(office: Office) -> list[object]:
    """The lines overrun, and those that will be."""
    levels = (OverrunLevel.OVERRUN, OverrunLevel.FORECAST)
    over = [(line.line, stake_cents(line)) for line in office["Depassements"] if line.level in levels]
    return _dearest("Lignes en dépassement", over, "Depassements")


def _dearest(subject: str, worths: Sequence[tuple[str, int]], table: str) -> list[object]:
    """One subject whose names come with the money at stake of each, before tax: the dearest first."""
    ordered = sorted(worths, key=lambda each: -each[1])
    return _action(subject, [name for name, _ in ordered], table, sum(cents for _, cents in ordered), "HT")


def _filled(office: Office, table: str, column: str, name: str) -> list[str]:
    return [held for value, held in office[table].select(column, name) if value]


def _conflicts(office: Office) -> list[str]:
    pairs = office["Reservations"].select("task", "conflict")
    return list(dict.fromkeys(task for task, conflict in pairs if is_taken_twice(conflict)))


def _unfinished_contracts(office: Office) -> list[str]:
    """The contracts that lack something, then the people booked on a project without one."""
    bookings = office["Reservations"].select("technician", "project", "conflict")
    people = [
        f"{who} sur {project}" for who, project, conflict in bookings if ClashLabel.UNCONTRACTED in conflict
    ]
    return [*_filled(office, "Contrats", "alert", "contract"), *dict.fromkeys(people)]


def _to_declare(office: Office) -> list[str]:
    """The contracts whose declaration before hiring is to be filed now."""
    states = (HiringDeclaration.LATE, HiringDeclaration.DUE)
    return [contract for contract, state in office["DPAE"].select("contract", "state") if state in states]


def _corrected(office: Office) -> list[str]:
    """The corrections of exported months of pay, each by its month and its contract."""
    return [f"{month} {contract}" for month, contract in office["Corrections"].select("month", "contract")]


def _options(office: Office) -> list[str]:
    """Tasks still an option whose last day to confirm is past or near."""
    tasks = office["Planning"]
    limit = office.today + timedelta(days=office.settings["option_notice_days"])
    return [
        task
        for task, state, until in tasks.select("task", "state", "option_until")
        if state in OPTIONS and until and until <= limit
    ]


def _unvalidated(office: Office) -> list[tuple[str, int]]:
    """The sessions of past days that nobody validated, with its person, its day and the price of its hours."""
    lines, times = office["Planning"].by_key("task", "line"), times_by_line(office)
    sessions = zip(
        office["Seances"].select("number", "technician", "day", "task", "validated"),
        session_minutes(office),
        counted_rows(office),
        strict=True,
    )
    found = []
    for (number, who, day, task, validated), minutes, counts in sessions:
        if counts and day < office.today and not validated:
            time = times.get(lines.get(task, ""))
            name = f"{number} {who} {day:%d/%m}" if who else number
            found.append((name, time.price_cents(minutes or 0) if time else 0))
    return found
