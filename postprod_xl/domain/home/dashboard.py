"""The home page: a light for each concern of each project, and what calls for an action today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from postprod_xl.domain.home.project_status import (
    late_deliveries,
    overruns_by_project,
    project_alerts,
    steps_to_invoice,
    unknown_deliveries,
)
from postprod_xl.domain.invoicing.receivables import receivables
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.clashes import is_taken_twice
from postprod_xl.domain.planning.tasks.facts import (
    CLOSED_PROJECTS,
    OPTIONS,
    cancelled_rows,
    finished_rows,
)
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import ClashLabel, Light, OverrunLevel, ProjectStatus, Severity

SHORT_SLACK_DAYS = Decimal(3)
"""Slack under which a delivery is watched: practice of the house."""


def dashboard(office: Office, problems: Sequence[Problem]) -> Rows:
    """The rows of `Accueil`: one per project neither settled nor cancelled, in the order of `Projets`.

    Parameters
    ----------
    office
        With everything else computed: `Projets`, `Planning`, `Echeancier`, `Depassements`, `Comptes`.
    problems
        All the problems of the refresh, located by table and row.
    """
    projects = office["Projets"]
    names = ("code", "title", "status", "delivery_day", "expected_day")
    late, tight = {*late_deliveries(office), *unknown_deliveries(office)}, _short_slack(office)
    overrun = overruns_by_project(office, OverrunLevel.OVERRUN)
    watched = overruns_by_project(office, OverrunLevel.FORECAST) + overruns_by_project(
        office, OverrunLevel.WATCH
    )
    overdue = office["Comptes"].by_key("project", "overdue_cents")
    to_invoice = Counter(project for project, _ in steps_to_invoice(office))
    gravity, alerts = problems_by_project(office, problems), project_alerts(office)
    rows = []
    for code, title, status, *days in zip(*(projects.column(name) for name in names), strict=True):
        if status in CLOSED_PROJECTS:
            continue
        tasks_at_risk = code in tight and status != ProjectStatus.DELIVERED
        waiting = [counted(to_invoice[code], "étape à facturer")] if to_invoice[code] else []
        lights = (
            _light(code in late, tasks_at_risk),
            _light(overrun[code], watched[code]),
            _light(overdue.get(code), to_invoice[code]),
            _light(gravity.get(code) is Severity.BLOCKING, code in gravity),
        )
        rows.append([code, title, status, *days, *lights, *[*alerts[code], *waiting, ""][:1]])
    return result_rows("Accueil", rows)


def actions(office: Office, problems: Sequence[Problem]) -> Rows:
    """The rows of `Actions`: always the same subjects in the same order, how many and the first of each.

    Parameters
    ----------
    office
        With everything computed, `Reservations`, `Contrats` and `Seances` included.
    problems
        All the problems of the refresh.
    """
    warnings = [_where_found(problem) for problem in problems if problem.severity is Severity.WARNING]
    steps = [f"{project} étape {rank}" for project, rank in steps_to_invoice(office)]
    return result_rows(
        "Actions",
        [
            _action("Livraisons en retard", list(late_deliveries(office)), "Projets"),
            _action(
                "Lignes en dépassement",
                _where(office, "Depassements", "level", "line", {OverrunLevel.OVERRUN}),
                "Depassements",
            ),
            _action("Conflits de réservation", _conflicts(office), "Reservations"),
            _action("Options à confirmer", _options(office), "Planning"),
            _action("Étapes à facturer", steps, "Echeancier"),
            _action("Factures en retard", receivables(office).late_invoices, "Factures"),
            _action("Contrats incomplets", _unfinished_contracts(office), "Contrats"),
            _action("Séances à valider", _unvalidated(office), "Seances"),
            _action("Avertissements", warnings, "Controles"),
        ],
    )


def problems_by_project(office: Office, problems: Iterable[Problem]) -> dict[str, Severity]:
    """The gravest severity, warning or blocking, of the problems found in the rows of each project."""
    columns = {"Projets": "code"}
    found: dict[str, Severity] = {}
    owners: dict[str, dict[int, str]] = {}
    for problem in problems:
        name = columns.get(problem.table, "project")
        if (
            problem.severity is Severity.INFO
            or problem.table not in BY_NAME
            or name not in BY_NAME[problem.table].by_name
        ):
            continue
        if problem.table not in owners:
            rows = office[problem.table]
            owners[problem.table] = dict(zip(rows.numbers, rows.column(name), strict=True))
        project = owners[problem.table].get(problem.row, "") if problem.row is not None else ""
        if project and found.get(project) is not Severity.BLOCKING:
            found[project] = problem.severity
    return found


def _light(is_red: object, is_orange: object) -> str:
    if is_red:
        return Light.RED
    return Light.ORANGE if is_orange else Light.GREEN


def _short_slack(office: Office) -> set[str]:
    """Projects with an unfinished task whose slack is short."""
    tasks = office["Planning"].select("project", "slack_days")
    rows = zip(tasks, finished_rows(office), cancelled_rows(office), strict=True)
    return {
        project
        for (project, slack), is_finished, is_cancelled in rows
        if slack is not None and slack < SHORT_SLACK_DAYS and not is_finished and not is_cancelled
    }


def _action(subject: str, names: Sequence[str], table: str) -> list[object]:
    return [subject, len(names), first_names(names), BY_NAME[table].tab]


def _where(office: Office, table: str, column: str, name: str, values: Iterable[str]) -> list[str]:
    wanted = set(values)
    return [held for value, held in office[table].select(column, name) if value in wanted]


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


def _options(office: Office) -> list[str]:
    """Tasks still an option whose last day to confirm is past or near."""
    tasks = office["Planning"]
    limit = office.today + timedelta(days=office.settings["option_notice_days"])
    return [
        task
        for task, state, until in tasks.select("task", "state", "option_until")
        if state in OPTIONS and until and until <= limit
    ]


def _unvalidated(office: Office) -> list[str]:
    sessions = office["Seances"]
    return [
        number
        for number, day, validated in sessions.select("number", "day", "validated")
        if day < office.today and not validated
    ]


def _where_found(problem: Problem) -> str:
    tab = BY_NAME[problem.table].tab if problem.table in BY_NAME else "Classeur"
    return tab if problem.row is None else f"{tab} ligne {problem.row}"
