"""The command that writes what the files of a project are, beside what is declared of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.refresh import refresh
from postprod_xl.domain.office import Office
from postprod_xl.domain.sharing.refusals import unknown_project
from postprod_xl.domain.technique.facts.gathered import workflow_facts
from postprod_xl.domain.technique.measured.inspected import Inspected
from postprod_xl.domain.technique.measured.matching import Objects, objects_of
from postprod_xl.domain.technique.measured.medias import NewMedias, unnamed, with_files
from postprod_xl.domain.technique.measured.rows import FileRows, rows_of_file
from postprod_xl.domain.wording import closest_names, counted, counted_whole, first_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables.technique import DELIVERABLES, MEDIAS, WORKFLOW
from postprod_xl.schema.technical_vocabulary import MediaNature

LISTED = 20
"""Files that are told one by one; of more, how many others."""
_STAYS = f" ; ce qui en avait été lu reste dans {MEDIAS.tab}"


def inspect(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    project: str,
    target: str = "",
    found: Sequence[Inspected] = (),
    remarks: Sequence[str] = (),
) -> Outcome:
    """Write in `Medias` what was read of some files, in the place of what the same files had, and refresh the office.

    Without any file, it answers what reading them needs to know of the project, or refuses the project.

    Parameters
    ----------
    project
        Its code.
    target
        The code of the source or of the deliverable that all the files are for; empty, what is written in their names
        says it.
    found
        The files, as they were read.
    remarks
        What there is to say of the files left aside.
    """
    objects = objects_of(office, project)
    code = objects.of_code(target)
    if problems := [*unknown_project(office, project), *_unknown_target(objects, target, code)]:
        return Outcome(problems=tuple(problems))
    if not found:
        return Outcome(details={"timeline_rate": _timeline_rate(office, project)}, is_answer=True)
    files = [rows_of_file(one, project, office.today, objects, code) for one in found]
    made = with_files(office[MEDIAS.name], project, files)
    outcome = refresh(office.with_rows(MEDIAS.name, made.rows), known)
    if outcome.is_blocked:
        return outcome
    return replace(
        outcome,
        rows={**outcome.rows, MEDIAS.name: made.rows},
        summary=_summary(project, files, made),
        lines=(*_lines(files, made), *remarks, *outcome.lines),
        details=_details(project, files),
    )


def _unknown_target(objects: Objects, target: str, code: str) -> list[Problem]:
    if not target or code:
        return []
    message = f"« {target} » n'est ni un livrable ni une source de ce projet ; {closest_names(target, objects.codes)}"
    heading = DELIVERABLES.heading("deliverable")
    return [blocking(DELIVERABLES.name, None, heading, target, "un livrable ou une source", message)]


def _timeline_rate(office: Office, project: str) -> str:
    """Frames a second of the cut, which some edit lists do not say; empty when nobody wrote it."""
    rows = [row for row in office[WORKFLOW.name] if row.project == project]
    rate = workflow_facts(rows[0]).timeline_rate if rows else None
    return str(rate.frames_per_second) if rate else ""


def _summary(project: str, files: Sequence[FileRows], made: NewMedias) -> str:
    unread = sum(_is_unread(found) for found in files)
    parts = [f"{project} : {counted_whole(len(files) - unread, 'fichier inspecté')}"]
    if made.again:
        parts[0] += f" (dont {made.again} à nouveau)"
    if unread:
        parts.append(f"{unread} non lu{'s' if unread > 1 else ''}")
    if lost := sum(not _is_unread(found) for found in unnamed(files)):
        parts.append(f"{lost} sans objet")
    return ", ".join(parts)


def _lines(files: Sequence[FileRows], made: NewMedias) -> list[str]:
    """What a person must know: the files not read, those of no object or of several, those with faults."""
    unread = [
        f"{found.file} : non lu, {found.rows[0]['unread']}{_STAYS if found.file in made.silent else ''}"
        for found in files
        if _is_unread(found)
    ]
    faults = [f"{found.file} : {row['faults']}" for found in files for row in found.rows if row.get("faults")]
    kept = [f"{file} : déjà lu lui-même, son rapport n'est pas repris" for file in made.kept]
    return [*_first(unread), *_first(_without_object(files)), *_first(faults), *_first(kept)]


def _without_object(files: Sequence[FileRows]) -> list[str]:
    lost = [found for found in unnamed(files) if not _is_unread(found)]
    lines = [
        f"{found.file} : plusieurs objets s'y lisent ({first_names(found.named.several)}), aucun n'est retenu ; "
        "« --for CODE » le dit"
        for found in lost
        if found.named.several
    ]
    if silent := [found.file for found in lost if not found.named.several]:
        lines.append(
            f"{counted(len(silent), 'fichier')} sans objet ({first_names(silent)}) : aucun livrable ni source ne s'y "
            "lit ; « --for CODE » le dit"
        )
    return lines


def _first(lines: list[str]) -> list[str]:
    others = len(lines) - LISTED
    return [*lines[:LISTED], *([f"et {counted(others, 'autre')}, dans {MEDIAS.tab}"] if others > 0 else [])]


def _details(project: str, files: Sequence[FileRows]) -> dict[str, Any]:
    return {
        "project": project,
        "files": [
            {
                "file": found.file,
                "object": found.named.object,
                "nature": str(_nature(found)),
                "faults": found.rows[0].get("faults", ""),
                "unread": found.rows[0].get("unread", ""),
            }
            for found in files
        ],
    }


def _nature(found: FileRows) -> str:
    return str(found.rows[0].get("nature") or "")


def _is_unread(found: FileRows) -> bool:
    return _nature(found) == MediaNature.UNREAD
