"""The commands that question the plan, and the one that gives a project its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.commands.adding import Said, with_added
from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.plan.shift import as_texts, rebooked_details
from postprod_xl.commands.replacing import replaced
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.candidates import Rank, ranked_candidates, why_chosen
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.explain.whatif import (
    Away,
    Consequences,
    LateRushes,
    UnreadableWhatIf,
    what_if,
)
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.planning.programmes.tasks import ProgrammeTasks, programme_tasks
from postprod_xl.domain.planning.shifts.request import ShiftRefused
from postprod_xl.domain.planning.tasks.in_force import plan_in_force
from postprod_xl.domain.planning.tasks.predecessors import TaskNames
from postprod_xl.domain.refresh import Refresh
from postprod_xl.domain.wording import closest_names, counted, counted_whole, working_days_text
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables.planning import PLANNING

if TYPE_CHECKING:
    from postprod_xl.domain.planning.problem.outside import Busy

BEST = 5


def whatif(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    rushes: Sequence[LateRushes] = (),
    away: Sequence[Away] = (),
    free: Sequence[str] = (),
    outside: Sequence[Busy] = (),
) -> Outcome:
    """What would change in the plan; nothing to write.

    Parameters
    ----------
    rushes
        Rushes that come later, or earlier.
    away
        People and rooms that would not be there.
    free
        Confirmed tasks that would be free to move; each text is a code, or codes with commas between them.
    outside
        What other workbooks hold of the same people and rooms.
    """
    try:
        found = what_if(office, rushes, away, outside, _codes(free))
    except ShiftRefused as refused:
        return Outcome(problems=(refused.problem,))
    except UnreadableWhatIf as unreadable:
        problem = blocking("", None, "", "", "ce que le classeur connaît", str(unreadable))
        return Outcome(problems=(problem,))
    return Outcome(summary=_moved(found), lines=tuple(found.lines), details=_consequences(found))


def candidates(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    task: str = "",
    instead_of: str = "",
    first: date | None = None,
    last: date | None = None,
) -> Outcome:
    """Who could do a task, or replace somebody, best first, with the reasons; nothing to write.

    Parameters
    ----------
    task
        Code of the task, in any case.
    instead_of
        Code of the person or of the room to replace, when no task is given.
    first, last
        The days of the replacement, both included.
    """
    if instead_of and first is not None and last is not None:
        return replaced(office, instead_of, first, last)
    wanted = office["Planning"].by_key("task", "skill")
    found = TaskNames(list(wanted), [False] * len(wanted)).code(task)
    if found is None:
        message = f"la tâche « {task} » n'existe pas ; {closest_names(task, list(wanted))}"
        expected = f"une tâche de l'onglet {PLANNING.tab}"
        problem = blocking("Planning", None, PLANNING.heading("task"), task, expected, message)
        return Outcome(problems=(problem,))
    made = schedule(office)
    ranks = ranked_candidates(made.plan, found)
    choice = why_chosen(made.plan, found, ranks, plan_in_force(made.recall.office).kept)
    details = {"task": found, "candidates": [rank._asdict() for rank in ranks], "choice": choice}
    if not ranks:
        return Outcome(summary=_nobody(found, wanted[found]), details=details)
    summary = f"{counted(len(ranks), 'candidat')} pour {found}, le meilleur d'abord"
    lines = (*_ranking(ranks), *([choice] if choice else []))
    return Outcome(summary=summary, lines=lines, details=details)


def plan(office: Office, known: Sequence[Problem] = (), *, project: str, template: str = "") -> Outcome:
    """Add the tasks of a type of programme to a project, then refresh the office with them.

    Parameters
    ----------
    project
        Code of the project.
    template
        Type of programme; empty for the one that the project says.
    """
    try:
        added = programme_tasks(office, project, template)
    except ProgrammeRefused as refused:
        return Outcome(problems=(refused.problem,))

    def say(run: Refresh) -> Said:
        return Said(_planned_line(run, project, added), added.lines, _planned_details(run, project, added))

    return with_added(office, known, {"Planning": added.rows}, say)


def _codes(texts: Sequence[str]) -> list[str]:
    return [code for text in texts for part in text.split(",") if (code := part.strip())]


def _moved(found: Consequences) -> str:
    """How much a hypothesis changes, in one line."""
    if not found.deliveries and not found.moves:
        alerts = f", {counted(len(found.problems), 'alerte')}" if found.problems else ""
        return f"rien ne bouge{alerts}"
    late = sum(delivery.late_after > delivery.late_before for delivery in found.deliveries)
    counts = (len(found.moves), "tâche déplacée"), (len(found.deliveries), "livraison déplacée")
    texts = [counted_whole(number, noun) for number, noun in counts if number]
    if asked := len(found.renegotiation.rebookings):
        texts.insert(0, f"{counted_whole(asked, 'tâche confirmée')} à renégocier")
    return ", ".join([*texts, *([counted(late, "livraison plus en retard")] if late else [])])


def _consequences(found: Consequences) -> dict[str, Any]:
    return {
        "deliveries": [as_texts(asdict(delivery)) for delivery in found.deliveries],
        "moves": [as_texts(asdict(move)) for move in found.moves],
        "new_problems": found.problems,
        "renegotiate": [rebooked_details(one) for one in found.renegotiation.rebookings],
        "remarks": list(found.renegotiation.remarks),
        "commands": list(found.renegotiation.commands),
    }


def _nobody(task: str, skill: str) -> str:
    if not skill:
        return f"{task} ne demande aucune compétence : personne à proposer"
    reasons = f"personne n'a la compétence « {skill} », ou elle n'est pas planifiée ou est finie"
    return f"personne à proposer pour {task} : {reasons}"


def _ranking(ranks: Sequence[Rank]) -> list[str]:
    best = [
        f"{place}. {rank.person} ({rank.name}) : {', '.join(rank.reasons)}"
        for place, rank in enumerate(ranks[:BEST], 1)
    ]
    return best + ([f"et {counted(len(ranks) - BEST, 'autre')}"] if len(ranks) > BEST else [])


def _planned_line(run: Refresh, project: str, added: ProgrammeTasks) -> str:
    end, late = _delivery(run, project)
    when = "inconnue" if end is None else f"le {french(end)}"
    line = f"{counted(len(added.rows), 'tâche')} de {added.template} pour {project}, fin prévue {when}"
    if added.begin is None or end is None:
        return line
    return (
        f"{line}, {working_days_text(late)} après la livraison promise"
        if late
        else f"{line}, livraison tenue"
    )


def _planned_details(run: Refresh, project: str, added: ProgrammeTasks) -> dict[str, Any]:
    end, late = _delivery(run, project)
    return {
        "project": project,
        "template": added.template,
        "tasks": added.rows.column("task"),
        "latest_start": added.begin,
        "expected": end,
        "late_days": late,
        **added.answer.details,
    }


def _delivery(run: Refresh, project: str) -> tuple[date | None, int]:
    projects = run.office["Projets"]
    late = projects.by_key("code", "late_days")[project]
    return projects.by_key("code", "expected_day")[project], int(late or 0)
