"""What is to be settled in the rights of the catalogue: conflicts, days that come, statements owed to holders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from postprod_xl.domain.home.concerns.concern import CONTROLS, Concern, first_named
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted, counted_whole, first_names
from postprod_xl.parameters import in_force
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import RIGHTS_CONFLICTS, RIGHTS_DEADLINES, WORKS
from postprod_xl.schema.vocabulary import Light, Severity

LATE_STATEMENT = "DRT-15"
"""The rule of `ConflitsDroits` of a yearly statement that is late: `EcheancesDroits` says it with whom it is for."""


def rights_concerns(office: Office) -> Iterator[Concern]:
    """What to settle in the rights of the works that a project made, on the row of that project.

    Parameters
    ----------
    office
        With `ConflitsDroits` and `EcheancesDroits`.
    """
    projects = {work: project for work, project in office[WORKS.name].select("work", "project") if project}
    for severity, colour in ((Severity.BLOCKING, Light.RED), (Severity.WARNING, Light.ORANGE)):
        conflicts = [row for row in _conflicts(office) if row.severity == severity]
        for project, names in _by_project(conflicts, projects, conflict_name).items():
            text = f"{counted_whole(len(names), 'conflit')} de droits : {first_named(names)}"
            yield Concern(project, CONTROLS, colour, text, RIGHTS_CONFLICTS.name)
        days = [row for row in _deadlines(office) if row.severity == severity]
        for project, names in _by_project(days, projects, deadline_name).items():
            text = f"{counted(len(names), 'échéance')} de droits : {first_named(names)}"
            yield Concern(project, CONTROLS, colour, text, RIGHTS_DEADLINES.name)


def conflict_names(office: Office) -> list[str]:
    """The conflicts of rights that are to be settled, each contract with the one it runs into, gravest first."""
    blocking = (row for row in _conflicts(office) if row.severity == Severity.BLOCKING)
    return [*dict.fromkeys(map(conflict_name, blocking))]


def conflict_name(row: Row) -> str:
    """A row of `ConflitsDroits` in a few words."""
    name = row.contract or row.work
    return f"{name} avec {row.other_contract}" if row.other_contract else name


def deadlines_told(office: Office) -> tuple[int, str]:
    """How many days of rights come, and how near: those past, then within each of the days that the house watches."""
    rows = sorted(_deadlines(office), key=lambda row: row.day)
    if not rows:
        return 0, ""
    left = [row.days_left for row in rows]
    limits = sorted(in_force("catalogue_duties.expiry_days", office.today).value)
    past = sum(days < 0 for days in left)
    told = [counted_whole(past, "passée")] if past else []
    for first, last in zip((0, *(limit + 1 for limit in limits)), limits, strict=False):
        if count := sum(first <= days <= last for days in left):
            told.append(f"{count} d'ici {last} j")
    return len(rows), f"{', '.join(told)} : {first_names([deadline_name(row) for row in rows])}"


def deadline_name(row: Row) -> str:
    """A row of `EcheancesDroits` in a few words."""
    return f"{row.contract or row.work} le {row.day:%d/%m}"


def owed_statements(office: Office) -> list[str]:
    """The statements that are late, then those soon owed, each by whom it is for and its contract."""
    owed = (row for row in office[RIGHTS_DEADLINES.name] if row.nature == DeadlineNature.STATEMENT)
    return [
        f"{row.party} pour {row.contract}"
        for row in sorted(owed, key=lambda row: row.day)
        if row.severity != Severity.INFO
    ]


def _conflicts(office: Office) -> Iterator[Row]:
    return (row for row in office[RIGHTS_CONFLICTS.name] if row.rule != LATE_STATEMENT)


def _deadlines(office: Office) -> Iterator[Row]:
    return (row for row in office[RIGHTS_DEADLINES.name] if row.nature != DeadlineNature.STATEMENT)


def _by_project(
    rows: Iterable[Row], projects: dict[str, str], name: Callable[[Row], str]
) -> dict[str, Sequence[str]]:
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.work in projects:
            found.setdefault(projects[row.work], {})[name(row)] = None
    return {project: [*names] for project, names in found.items()}
