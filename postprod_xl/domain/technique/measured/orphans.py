"""Files inspected that are compared with nothing now: their project, source or deliverable has gone or was renamed.

Their « Mesuré » columns are empty then, and what they had against them is no longer told: it is said, once each.
"""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, first_of
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.technique import DELIVERABLES, MEDIAS, SOURCES
from postprod_xl.schema.units import folded

_REMEDY = "rétablissez-le, ou inspectez de nouveau ses fichiers"


def orphan_files(office: Office) -> Iterator[Problem]:
    """A warning for each project, then for each source or deliverable, that `Medias` names and that is nowhere."""
    projects = {row.code for row in office["Projets"]}
    held: dict[tuple[str, str], list[Row]] = {}
    known = _objects(office)
    for row in office[MEDIAS.name]:
        if row.project and row.project not in projects:
            held.setdefault((row.project, ""), []).append(row)
        elif row.project and row.object and folded(row.object) not in known.get(row.project, {}):
            held.setdefault((row.project, folded(row.object)), []).append(row)
    for (project, code), rows in held.items():
        objects = [*known.get(project, {}).values()]
        yield _of_no_object(rows, objects) if code else _of_no_project(rows)


def _objects(office: Office) -> dict[str, dict[str, str]]:
    """The codes of the deliverables and of the sources of each project, by their spelling compared."""
    found: dict[str, dict[str, str]] = {}
    for table, name in ((DELIVERABLES, "deliverable"), (SOURCES, "source")):
        for row in office[table.name]:
            code = getattr(row, name)
            found.setdefault(row.project, {})[folded(code)] = code
    return found


def _of_no_project(rows: list[Row]) -> Problem:
    tab, code = BY_NAME["Projets"].tab, rows[0].project
    message = (
        f"« {code} » n'existe pas dans {tab}{first_of(len(rows))} : ses fichiers ne sont comparés à rien"
    )
    return rows[0].warning("project", code, f"un projet de {tab}", message)


def _of_no_object(rows: list[Row], objects: list[str]) -> Problem:
    first = rows[0]
    closest = closest_names(first.object, objects) if objects else "il n'en a aucun"
    message = (
        f"{first.project} n'a ni livrable ni source « {first.object} »{first_of(len(rows))} : ses fichiers ne sont "
        f"comparés à rien ; {_REMEDY} ; {closest}"
    )
    return first.warning("object", first.object, "un livrable ou une source du projet", message)
