"""Rules of sound on the versions that a mix must give, and on what the picture edit hands over (SON-10 to SON-16)."""

from __future__ import annotations

from postprod_xl.domain.technique.facts.records import TaskFacts
from postprod_xl.domain.technique.rules.delivered import ADVERTS, PROGRAMMES, WITHOUT_SOUND
from postprod_xl.domain.technique.rules.known_values import limit, parameter, with_unit
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.spellings.sounds import AudioLayout, channels_of
from postprod_xl.domain.wording import counted, listed
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.technical_vocabulary import SoundExchange
from postprod_xl.schema.vocabulary import ProjectType, Severity

FICTION = frozenset({ProjectType.FEATURE_FILM, ProjectType.TV_MOVIE, ProjectType.TV_SERIES})
_FOLEY = "BRUITAGE"
_MAY_BE_STEREO = (
    None,
    AudioLayout.STEREO,
    AudioLayout.LT_RT,
    AudioLayout.S51_STEREO,
    AudioLayout.DOLBY_E,
)


def _no_stereo(case: Case) -> Raised | None:
    """A layout that is not known may hold the stereo, and so may a Dolby E: nothing is said then."""
    sounding = [found for found in case.project.deliverables if found.type not in WITHOUT_SOUND]
    if any(found.audio_layout in _MAY_BE_STEREO for found in sounding):
        return None
    surround = [found.code for found in sounding if found.audio_layout is AudioLayout.S51]
    if not surround:
        return None
    said = f"Mixage 5.1 sans version stéréo : {listed(surround)}."
    return Raised(said, AudioLayout.S51, AudioLayout.S51_STEREO)


def _no_music_and_effects(case: Case) -> Raised | None:
    workflow, deliverables = case.project.workflow, case.project.deliverables
    reasons = [
        words
        for words, is_planned in (
            ("ventes internationales", workflow.has_foreign_sales),
            ("doublage", workflow.has_dubbing),
        )
        if is_planned
    ]
    if not reasons or any(found.has_me for found in deliverables):
        return None
    message = f"Prévu : {listed(reasons)} ; aucun livrable ne comprend la version internationale (VI)."
    return Raised(message, "aucune VI", "un livrable avec VI")


def _no_foley(case: Case) -> Raised | None:
    """Of a project without any task nothing is said: its plan is not made yet."""
    project = case.project
    asking = [found.code for found in project.deliverables if found.has_me]
    words = parameter("technique_planning.foley_words", case.day)
    if not project.tasks or any(_is_foley(task, words) for task in project.tasks):
        return None
    message = f"VI demandée ({listed(asking)}) sur une fiction sans bruitage prévu : elle sera incomplète."
    return Raised(message, "aucune tâche de bruitage", f"une tâche {_FOLEY}")


def _is_foley(task: TaskFacts, words: list[str]) -> bool:
    """Whether a task is of foley, by its step or by the words it is named with."""
    said = plain_letters(f"{task.step} {task.code} {task.label}".replace("_", " "))
    return any(part.startswith(word) for part in said.replace("-", " ").split() for word in words)


def _short_handles(case: Case) -> Raised | None:
    workflow, least = case.project.workflow, limit("technique_sound.handle_seconds", case.day)
    handles = filled(workflow.handle_seconds)
    if handles >= least:
        return None
    found, expected = with_unit(handles, "s"), with_unit(least, "s")
    message = f"Poignées de {found} dans l'{workflow.sound_exchange} : trop court pour le montage son."
    return Raised(message, found, f"{expected} au moins")


def _bare_reference(case: Case) -> Raised | None:
    workflow = case.project.workflow
    missing = [
        words
        for words, is_there in (
            ("timecode incrusté", workflow.has_burnt_timecode),
            ("bip 2 secondes", workflow.has_two_pop),
        )
        if is_there is False
    ]
    if not missing:
        return None
    message = f"Référence image du son sans {' ni '.join(missing)}."
    return Raised(message, f"sans {' ni '.join(missing)}", "timecode incrusté et bip 2 secondes")


def _large_omf(case: Case) -> Raised | None:
    workflow, most = case.project.workflow, limit("technique_sound.omf_gigabytes", case.day)
    size = filled(workflow.omf_gigabytes)
    if size <= most:
        return None
    found, bound = with_unit(size, "Go"), with_unit(most, "Go")
    return Raised(
        f"OMF de {found}, plus de {bound} : l'export sera refusé ou tronqué.", found, f"{bound} au plus"
    )


def _too_few_tracks(case: Case) -> Raised | None:
    """A layout that has more channels than there are tracks; a Dolby E holds several in two, and is not counted."""
    layout, tracks = filled(case.the_deliverable.audio_layout), filled(case.the_deliverable.audio_tracks)
    needed = channels_of(layout)
    if needed is None or tracks >= needed:
        return None
    said = f"{layout} demande {counted(needed, 'piste')}, {tracks} déclarée{'s' if tracks > 1 else ''}"
    return Raised(
        f"{case.object_code} : {said}.", f"{tracks} pour {layout}", f"{counted(needed, 'piste')} au moins"
    )


def _hands_over(case: Case) -> bool:
    """A row of Flux says how the sound is handed over; without one there is nothing to ask of it."""
    return case.project.workflow.row is not None


def _by_omf(case: Case) -> bool:
    return case.project.workflow.sound_exchange is SoundExchange.OMF


def _promises(case: Case) -> bool:
    """Nothing is promised yet where no deliverable is declared."""
    return bool(case.project.deliverables)


def _needs_foley(case: Case) -> bool:
    """Music and effects are promised of a fiction, or of a programme whose type nobody said."""
    project = case.project
    return project.type in (None, *FICTION) and any(found.has_me for found in project.deliverables)


ELEMENTS = (
    TechnicalRule(
        id="SON-10",
        scope=Scope.PROJECT,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Un mixage 5.1 s'accompagne d'une version stéréo.",
        reads=(),
        reads_blank=("deliverables.audio_layout",),
        condition=_no_stereo,
        fix="Demander au mixeur la stéréo dédiée (ou un repli validé) dans la même séance.",
        sources=("ARTE2", "K"),
        advice=Advice.SOUND,
    ),
    TechnicalRule(
        id="SON-11",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Doublage ou ventes internationales demandent une version internationale (VI).",
        reads=(),
        reads_blank=("workflow.has_foreign_sales", "workflow.has_dubbing", "deliverables.has_me"),
        condition=_no_music_and_effects,
        fix="Ajouter la tâche VI (musique et effets complets) juste après le mixage.",
        sources=("ME", "BLOCK"),
        advice=Advice.SOUND,
        concerns=_promises,
    ),
    TechnicalRule(
        id="SON-12",
        scope=Scope.PROJECT,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="La VI d'une fiction demande du bruitage.",
        reads=("project.type",),
        reads_blank=("deliverables.has_me", "tasks.step"),
        condition=_no_foley,
        fix="Ajouter le bruitage ; tous les effets de la VO doivent exister dans la VI.",
        sources=("ME", "SHADE"),
        advice=Advice.SOUND,
        concerns=_needs_foley,
    ),
    TechnicalRule(
        id="SON-13",
        scope=Scope.PROJECT,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="L'AAF ou l'OMF garde au moins 4 s de poignées.",
        reads=("workflow.sound_exchange", "workflow.handle_seconds"),
        condition=_short_handles,
        fix="Exporter avec 4 à 10 s de poignées, 48 kHz / 24 bits, stéréo éclatée en mono.",
        sources=("AAF1", "AAF2", "AAF4"),
        advice=Advice.SOUND,
        concerns=_hands_over,
    ),
    TechnicalRule(
        id="SON-14",
        scope=Scope.PROJECT,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="La référence image du son porte le timecode incrusté et le bip 2 secondes.",
        reads=("workflow.sound_exchange",),
        reads_each=("workflow.has_burnt_timecode", "workflow.has_two_pop"),
        condition=_bare_reference,
        fix="Joindre une référence intra-image avec timecode incrusté, bip de début et bip de fin.",
        sources=("AAF1", "AAF4"),
        advice=Advice.SOUND,
        concerns=_hands_over,
    ),
    TechnicalRule(
        id="SON-15",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un OMF ne dépasse pas 2 Go.",
        reads=("workflow.omf_gigabytes",),
        condition=_large_omf,
        fix="Passer en AAF, ou couper l'OMF par groupes de pistes.",
        sources=("AAF2", "AAF4"),
        advice=Advice.SOUND,
        concerns=_by_omf,
    ),
    TechnicalRule(
        id="SON-16",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Les pistes déclarées suffisent à la configuration son.",
        reads=("deliverable.audio_layout", "deliverable.audio_tracks"),
        condition=_too_few_tracks,
        fix="Écrire le plan de pistes avec le mixeur : une piste par canal, stéréo après le 5.1.",
        sources=("K",),
        advice=Advice.SOUND,
        only_for=PROGRAMMES | ADVERTS,
    ),
)
