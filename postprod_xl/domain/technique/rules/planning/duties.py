"""Rules of what a project owes beside its order of steps: floors, safety copies, conservation, tapes, attestations."""

from __future__ import annotations

from decimal import Decimal

from postprod_xl.domain.technique.facts.records import TaskFacts
from postprod_xl.domain.technique.rules.known_values import limit, parameter
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.rules.texts import may_be_funded
from postprod_xl.domain.wording import counted, counted_whole, decimal_text, listed
from postprod_xl.schema.tables.technique import PIECES
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType, PieceNature, SourceRole
from postprod_xl.schema.vocabulary import Severity, TaskState

_SHOT = frozenset(
    {SourceRole.MAIN_CAMERA, SourceRole.SECOND_CAMERA, SourceRole.DRONE, SourceRole.PHONE, SourceRole.SOUND}
)
"""What exists nowhere else than in its rushes: archives, photographs and screens can be asked for again."""
_FIX_COPIES = (
    "Faire au moins deux copies vérifiées (idéalement trois), dont une LTO hors site,"
    " avant d'effacer les cartes."
)
_CHECKED = frozenset({DeliverableState.CHECKED, DeliverableState.ACCEPTED})
_UNCHECKED_TYPES = frozenset(
    {DeliverableType.LTO, DeliverableType.SUBTITLES, DeliverableType.SOUND, DeliverableType.OTHER}
)


def _below_floor(case: Case) -> Raised | None:
    """The days of a step in an episode, all its tasks together, against the house's own floors (`floors.toml`).

    It is said of the first of them; one whose days nobody typed makes the sum unknown.
    """
    task, floor = case.the_task, filled(case.the_task.floor_days)
    days = [other.days for other in _same_step(case)]
    planned = sum((length for length in days if length is not None), Decimal(0))
    if None in days or planned >= floor:
        return None
    found, expected = f"{decimal_text(planned)} j", f"{decimal_text(floor)} j"
    several = f" en {counted(len(days), 'tâche')}" if len(days) > 1 else ""
    said = f"{found} prévu{'s' if planned >= 2 else ''}{several}, sous le plancher réaliste de {expected}"
    return Raised(f"{case.object_code} ({task.step}) : {said}.", found, f"{expected} au moins")


def _same_step(case: Case) -> list[TaskFacts]:
    task = case.the_task
    return [other for other in case.project.tasks if (other.step, other.episode) == (task.step, task.episode)]


def _has_floor(case: Case) -> bool:
    """Whether a task is the first of a step with a floor, not finished already, and no milestone."""
    task = case.the_task
    if task.floor_days is None or not task.days or _same_step(case)[0] is not task:
        return False
    return any(other.state is not TaskState.DONE for other in _same_step(case))


def _few_copies(case: Case) -> Raised | None:
    least = int(limit("technique_planning.rushes_copies", case.day))
    copies = filled(case.project.workflow.rushes_copies)
    if copies >= least:
        return None
    found = counted(copies, "copie") if copies else "aucune copie"
    return Raised(f"Rushes : {found} de sécurité, moins de {least}.", found, f"{least} copies au moins")


def _few_of_source(case: Case) -> Raised | None:
    least, copies = int(limit("technique_planning.rushes_copies", case.day)), case.the_source.verified_copies
    if copies is None or copies >= least:
        return None
    found = counted_whole(copies, "copie vérifiée") if copies else "aucune copie vérifiée"
    said = f"{case.object_code} : {found}, moins de {least}."
    return Raised(said, found, f"{least} copies vérifiées au moins")


def _is_shot(case: Case) -> bool:
    return case.the_source.role in _SHOT


def _has_workflow(case: Case) -> bool:
    """A row of Flux says how rushes are kept; without one there is nothing to ask of it."""
    return case.project.workflow.row is not None


def _short_conservation(case: Case) -> Raised | None:
    least = limit("technique_planning.conservation_years", case.day)
    years = filled(case.project.workflow.conservation_years)
    if years >= least:
        return None
    found, expected = f"{decimal_text(years)} an{'s' if years >= 2 else ''}", f"{decimal_text(least)} ans"
    said = f"Film aidé par le CNC : contrat de conservation de {found}, moins de {expected}."
    return Raised(said, found, f"{expected} au moins")


def _writes_tapes(case: Case) -> bool:
    """One of both generations is typed, or a tape is promised: nothing is asked of the other projects."""
    workflow = case.project.workflow
    typed = workflow.lto_generation is not None or workflow.lto_reader is not None
    return typed or case.project.has_type(DeliverableType.LTO)


def _unreadable_tape(case: Case) -> Raised | None:
    """A reader that nobody sourced tells nothing."""
    workflow = case.project.workflow
    read = parameter("technique_planning.lto_read", case.day).get(str(workflow.lto_reader))
    if read is None or workflow.lto_generation in read:
        return None
    found = f"LTO-{workflow.lto_generation}"
    said = f"La bande {found} ne sera pas lisible par le lecteur LTO-{workflow.lto_reader} du destinataire."
    return Raised(said, found, listed([f"LTO-{generation}" for generation in read]))


def _without_report(case: Case) -> Raised | None:
    """Checked or accepted, and no quality report says when and by whom (corrections, 8)."""
    pieces = case.project.pieces_of(case.the_deliverable, PieceNature.QC)
    if any(piece.is_signed for piece in pieces):
        return None
    found = "rapport QC sans date ou sans auteur" if pieces else "aucun rapport QC"
    state = str(case.the_deliverable.state).lower()
    said = f"état « {state} », {found}"
    return Raised(f"{case.object_code} : {said}.", found, "un rapport QC daté et signé")


def _is_checked(case: Case) -> bool:
    """Nothing is asked of what is not made yet, nor of what no quality control looks at."""
    deliverable = case.the_deliverable
    return deliverable.state in _CHECKED and deliverable.type not in _UNCHECKED_TYPES


def _refused(case: Case) -> Raised | None:
    """A piece that refuses the deliverable, which is not « à refaire »."""
    refusing = [
        piece
        for nature in PieceNature
        for piece in case.project.pieces_of(case.the_deliverable, nature)
        if piece.is_passed is False
    ]
    if not refusing:
        return None
    words = [
        f"« {piece.nature} » du {piece.day:%d/%m/%Y}" if piece.day else f"« {piece.nature} »"
        for piece in refusing
    ]
    found = listed(list(dict.fromkeys(words)))
    return Raised(f"{case.object_code} : refusé par {found}.", found, "des pièces conformes")


def _is_not_back(case: Case) -> bool:
    """What is to be made again was refused already."""
    return case.the_deliverable.state is not DeliverableState.REJECTED


DUTIES = (
    TechnicalRule(
        id="PLN-07",
        scope=Scope.TASK,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Une étape a au moins les jours de son plancher.",
        reads=(),
        condition=_below_floor,
        fix="Allonger la tâche, ajouter une équipe en parallèle, ou faire accepter par écrit"
        " une réduction de périmètre.",
        sources=("A2",),
        advice=Advice.PICTURE,
        concerns=_has_floor,
    ),
    TechnicalRule(
        id="PLN-08",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Les rushes ont au moins deux copies de sécurité.",
        reads=("workflow.rushes_copies",),
        condition=_few_copies,
        fix=_FIX_COPIES,
        sources=("ISTORY", "RT030"),
        advice=Advice.LABORATORY,
        concerns=_has_workflow,
    ),
    TechnicalRule(
        id="PLN-09",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un long métrage aidé par le CNC a un contrat de conservation d'au moins cinq ans.",
        reads=("project.type", "workflow.is_cnc_funded", "workflow.conservation_years"),
        condition=_short_conservation,
        fix="Signer un contrat conforme à CST-RT-043 et le joindre au dossier d'agrément.",
        sources=("RGA15", "RT043"),
        advice=Advice.LABORATORY,
        concerns=may_be_funded,
    ),
    TechnicalRule(
        id="PLN-10",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Le lecteur LTO du destinataire lit la génération des bandes écrites.",
        reads=("workflow.lto_generation", "workflow.lto_reader"),
        condition=_unreadable_tape,
        fix="Écrire dans une génération lisible, ou prévoir la migration.",
        sources=("LTO",),
        advice=Advice.LABORATORY,
        concerns=_writes_tapes,
    ),
    TechnicalRule(
        id="PLN-11",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Un livrable vérifié a un rapport QC daté et signé.",
        reads=(),
        reads_blank=("deliverable.state", "pieces.nature"),
        condition=_without_report,
        fix=f"Joindre dans {PIECES.tab} le rapport QC, avec sa date et son auteur.",
        sources=("TRI", "PIPEW"),
        advice=Advice.LABORATORY,
        concerns=_is_checked,
    ),
    TechnicalRule(
        id="PLN-12",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Aucune pièce ne refuse le livrable.",
        reads=(),
        reads_blank=("pieces.is_passed", "deliverable.state"),
        condition=_refused,
        fix="Faire les reprises, refaire le contrôle et joindre sa pièce, ou passer le livrable « À refaire ».",
        sources=("TRI", "PIPEW"),
        advice=Advice.LABORATORY,
        concerns=_is_not_back,
    ),
    TechnicalRule(
        id="PLN-13",
        scope=Scope.SOURCE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Chaque source tournée a au moins deux copies vérifiées.",
        reads=(),
        reads_blank=("source.role", "source.verified_copies"),
        condition=_few_of_source,
        fix=_FIX_COPIES,
        sources=("ISTORY", "RT030"),
        advice=Advice.LABORATORY,
        concerns=_is_shot,
    ),
)
"""Every rule of the plan that is not an order of steps, in id order."""
