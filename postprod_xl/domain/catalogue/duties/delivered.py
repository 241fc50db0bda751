"""What the projects of this workbook delivered for the works that they made: the rows of `MaterielLivre`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import finished_rows
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.technique.deliveries.ready import MADE
from postprod_xl.parameters import in_force
from postprod_xl.schema.catalogue_vocabulary import ElementNature
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.catalogue import DELIVERED_MATERIAL
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.units import folded

_OF_TYPE = {
    DeliverableType.PAD_HD: ElementNature.PAD,
    DeliverableType.PAD_UHD: ElementNature.PAD,
    DeliverableType.PAD_ARTE: ElementNature.PAD,
    DeliverableType.PAD_UK: ElementNature.PAD,
    DeliverableType.DCP_2K: ElementNature.DCP,
    DeliverableType.DCP_4K: ElementNature.DCP,
    DeliverableType.IMF: ElementNature.IMF,
    DeliverableType.PRORES: ElementNature.MASTER,
    DeliverableType.LTO: ElementNature.LTO,
    DeliverableType.SUBTITLES: ElementNature.SUBTITLES,
}
"""What a deliverable is for sure; the others (a platform, sound elements, a DVD) may be several things."""
_CONTENTS = {
    "has_sme": "SME",
    "has_audio_description": "audiodescription",
    "has_me": "VI",
    "has_textless": "sans texte",
}
_OVER = "Tâche terminée"


def delivered_rows(office: Office) -> Rows:
    """The rows of `MaterielLivre`, works in their order, then as their project delivered them.

    Of a project with rows in `Livrables`, those that exist; of another, its finished tasks that make or send one.

    Parameters
    ----------
    office
        Its `Planning` and `Livrables` have their computed columns.
    """
    deliverables = _by_project(office["Livrables"])
    tasks = _finished_tasks(office)
    elements = {
        (row.work, folded(row.deliverable)): row.element
        for row in reversed(office["Materiel"].records)
        if row.deliverable
    }
    rows: list[list[Any]] = []
    for work, project in office["Oeuvres"].select("work", "project"):
        if project in deliverables:
            found = [_of_deliverable(row) for row in deliverables[project] if row.state in MADE]
        else:
            found = [_of_task(row, office) for row in tasks[project]]
        for code, *described in found:
            element = elements.get((work, folded(code)), "")
            rows.append([work, project, code, *described, element])
    return result_rows(DELIVERED_MATERIAL.name, rows)


def _by_project(rows: Rows) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.project].append(row)
    return dict(found)


def _finished_tasks(office: Office) -> dict[str, list[Row]]:
    """The finished tasks that make or send a deliverable, by project."""
    steps = _steps(office)
    found: dict[str, list[Row]] = defaultdict(list)
    for row, is_over in zip(office["Planning"], finished_rows(office), strict=True):
        if is_over and row.step.upper() in steps:
            found[row.project].append(row)
    return found


def _steps(office: Office) -> Mapping[str, str]:
    """What each step that makes or sends a deliverable gives; empty where the step does not say it."""
    steps: Mapping[str, str] = in_force("catalogue_duties.delivered_steps", office.today).value
    return steps


def _of_deliverable(row: Row) -> list[Any]:
    codec, container = row.measured_codec or row.codec, row.measured_container or row.container
    return [
        row.deliverable,
        _OF_TYPE.get(row.type),
        ", ".join(_words(row)),
        ", ".join(filter(None, (codec, container))),
        row.measured_frame_rate or row.frame_rate,
        row.state_day or row.ready_day,
        row.state,
    ]


def _words(row: Row) -> Iterator[str]:
    """What a deliverable is, as its row says."""
    episode = f"épisode {row.episode}" if row.episode is not None else ""
    contents: Sequence[str] = [told for column, told in _CONTENTS.items() if getattr(row, column)]
    yield from filter(None, (row.type, row.recipient, episode, *contents))


def _of_task(row: Row, office: Office) -> list[Any]:
    nature = _steps(office)[row.step.upper()]
    return [
        row.task,
        ElementNature(nature) if nature else None,
        row.label or row.step,
        "",
        "",
        row.end_day,
        _OVER,
    ]
