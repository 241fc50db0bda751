"""Rules of what each deliverable is owed by the plan and by the quote (LIV): its task, its days, what it requires.

None of them blocks: to be late or unsold is no reason to keep a file that is right.
"""

from __future__ import annotations

from collections.abc import Callable

from postprod_xl.domain.technique.deliveries.ready import (
    days_late,
    inherited_day,
    is_to_make,
    promised_day,
    ready_day,
    task_of,
)
from postprod_xl.domain.technique.deliveries.required import (
    Required,
    finishers,
    is_known_step,
    makers_of,
    required,
)
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Condition,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    every_case,
)
from postprod_xl.domain.wording import counted, listed, working_days_text
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.technique import DELIVERABLES
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity

_TASK = DELIVERABLES.heading("task")


def _without_task(case: Case) -> Raised | None:
    """Of a project without any task nothing is said: its plan is not made yet."""
    if case.the_deliverable.task:
        return None
    said = f"{case.object_code} n'a pas de tâche : ni son jour ni son retard ne sont connus."
    return Raised(said, f"« {_TASK} » vide", f"une tâche de {case.project.code}")


def _of_another(case: Case) -> Raised | None:
    task, project = case.the_deliverable.task or "", case.project
    owner = project.owners.get(folded(task), "")
    if not owner or task_of(project, case.the_deliverable) is not None:
        return None
    whose = "est annulée" if owner == project.code else f"est de {owner}"
    said = f"{case.object_code} : la tâche {task} {whose}, elle ne fabrique pas ce livrable."
    return Raised(said, f"{task} {whose}", f"une tâche de {project.code}")


def _late(case: Case) -> Raised | None:
    project, deliverable = case.project, case.the_deliverable
    late = days_late(project, deliverable, case.day)
    ready, owed = ready_day(project, deliverable), promised_day(project, deliverable, case.day)
    if not late or ready is None or owed is None:
        return None
    found, expected = f"{ready:%d/%m/%Y}", f"{owed:%d/%m/%Y}"
    said = f"prêt le {found}, à livrer le {expected} : {working_days_text(late)} de retard"
    return Raised(f"{case.object_code} : {said}.", found, f"au plus tard le {expected}")


def _other_step(case: Case) -> Raised | None:
    """A step of the house's own may make anything."""
    deliverable, task = case.the_deliverable, task_of(case.project, case.the_deliverable)
    makers = makers_of(deliverable, case.day)
    if task is None or not makers or not is_known_step(task.step):
        return None
    if folded(task.step) in {folded(step) for step in (*makers, *finishers(case.day))}:
        return None
    said = f"{task.code} est une étape {task.step}, qui ne fabrique pas de « {deliverable.type} »"
    return Raised(f"{case.object_code} : {said}.", task.step, " ou ".join(makers))


def _after_project(case: Case) -> Raised | None:
    """A day of its own after the one it would otherwise have: that of its episode, else of its project."""
    own, other = (
        case.the_deliverable.due_day,
        inherited_day(case.project, case.the_deliverable, case.day),
    )
    if own is None or other is None or own <= other:
        return None
    whose = "l'épisode" if case.the_deliverable.episode in case.project.promised_days else "le projet"
    found, expected = f"{own:%d/%m/%Y}", f"{other:%d/%m/%Y}"
    said = f"à livrer le {found}, après {whose}, promis le {expected}"
    return Raised(f"{case.object_code} : {said}.", found, f"le {expected} au plus tard")


def _missing(which: Callable[[Required], bool], where: str) -> Condition:
    """A condition: the steps that a deliverable requires and that something lacks."""

    def condition(case: Case) -> Raised | None:
        found = [one for one in required(case.project, case.the_deliverable, case.day) if which(one)]
        if not found:
            return None
        names = [" ou ".join(one.steps) for one in found]
        verb = "manquent" if len(names) > 1 else "manque"
        message = f"{case.object_code} : {listed(names)} {verb} {where}{_uncounted(case)}."
        return Raised(message, f"{verb} {where}", listed(names))

    return condition


def _uncounted(case: Case) -> str:
    """The tasks whose step is not known may be one of those missing."""
    others = sum(not is_known_step(task.step) for task in case.project.tasks)
    return f" ({counted(others, 'tâche')} sans étape connue dans {PLANNING.tab})" if others else ""


def _is_to_make(case: Case) -> bool:
    """What is made is no longer to be planned."""
    return is_to_make(case.the_deliverable)


def _is_planned(case: Case) -> bool:
    return is_to_make(case.the_deliverable) and bool(case.project.tasks)


def _says_task(case: Case) -> bool:
    return bool(case.the_deliverable.task)


_TASK_READ = ("deliverable.task", "deliverable.state")
_DAYS_READ = ("deliverable.due_day", "deliverable.state")
_CONTENTS_READ = ("deliverable.type", "deliverable.state")
_FIX_PLAN = f"Ajouter dans {PLANNING.tab} la tâche proposée, avant celle qui fabrique le livrable."
_FIX_QUOTE = "Ajouter au devis le poste proposé, ou en faire un avenant."


def _rule(number: int, title: str, reads: tuple[str, ...], condition: Condition, fix: str) -> TechnicalRule:
    return TechnicalRule(
        id=f"LIV-{number:02d}",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title=title,
        reads=(),
        reads_blank=reads,
        condition=condition,
        fix=fix,
        sources=("A2", "TRI"),
        advice=Advice.LABORATORY,
        concerns=_CONCERNS[number],
    )


_CONCERNS: dict[int, Callable[[Case], bool]] = {
    1: _is_planned,
    2: _says_task,
    3: every_case,
    4: _says_task,
    5: _is_to_make,
    6: _is_to_make,
    7: _is_to_make,
    8: _is_to_make,
}

DELIVERIES = (
    _rule(
        1,
        "Un livrable à fabriquer a sa tâche dans le planning.",
        _TASK_READ,
        _without_task,
        f"Écrire dans « {_TASK} » la tâche qui le fabrique, ou l'ajouter dans {PLANNING.tab}.",
    ),
    _rule(
        2,
        "La tâche d'un livrable est de son projet, et n'est pas annulée.",
        _TASK_READ,
        _of_another,
        f"Écrire dans « {_TASK} » la tâche du projet qui le fabrique.",
    ),
    _rule(
        3,
        "Un livrable est prêt le jour où il est à livrer.",
        _DAYS_READ,
        _late,
        "Avancer la tâche, ou convenir d'un autre jour avec le destinataire.",
    ),
    _rule(
        4,
        "La tâche d'un livrable est une étape qui fabrique ce type de livrable.",
        ("deliverable.task", "deliverable.type"),
        _other_step,
        "Corriger la tâche du livrable, l'étape de la tâche, ou le type du livrable.",
    ),
    _rule(
        5,
        "Un livrable n'est pas à livrer après le jour promis de son épisode ou de son projet.",
        _DAYS_READ,
        _after_project,
        f"Avancer « {DELIVERABLES.heading('due_day')} », ou promettre le projet plus tard.",
    ),
    _rule(
        6,
        "Ce qu'un livrable demande est au devis ou au planning.",
        _CONTENTS_READ,
        _missing(lambda one: one.is_in_neither, "au devis et au planning"),
        f"{_FIX_QUOTE} {_FIX_PLAN}",
    ),
    _rule(
        7,
        "Ce qu'un livrable demande est vendu.",
        _CONTENTS_READ,
        _missing(lambda one: one.is_unsold, "au devis"),
        _FIX_QUOTE,
    ),
    _rule(
        8,
        "Ce qu'un livrable demande est planifié.",
        _CONTENTS_READ,
        _missing(lambda one: one.is_unplanned, "au planning"),
        _FIX_PLAN,
    ),
)
"""Every rule of what a deliverable is owed, in id order."""
