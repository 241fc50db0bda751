"""Rules of texts (TCS): timecode of the programme, subtitles, accessibility, keys.

Thresholds: `parameters/technique_texts.toml`.
"""

from __future__ import annotations

import re

from postprod_xl.domain.technique.rules.delivered import DCPS, PADS
from postprod_xl.domain.technique.rules.known_values import ValuesOf, declared, limit, parameter, with_unit
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Condition,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.spellings.sounds import SubtitleFormat
from postprod_xl.domain.technique.timing.rates import FrameRate, multiple_of
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.vocabulary import ProjectType, Severity

FIX_DCP_FORMAT = "Convertir en XML Interop (CineCanvas) ou SMPTE ST 428-7 / 429-5."
FIX_DCP_LIMITS = "Décaler le premier sous-titre après 4 s et recouper ; viser 52 caractères au plus."
_WORDS = re.compile(r"[a-z0-9]+")


def _not_whole(case: Case) -> Raised | None:
    """The programme starts on no « whole » timecode; the file may start before it (corrections, 2)."""
    start = filled(case.the_deliverable.first_timecode)
    if start.is_on_the_hour:
        return None
    said = f"le programme commence à {start.text} : un PAD démarre sur un timecode « entier »"
    return Raised(f"{case.object_code} : {said}.", start.text, "10:00:00:00, ou une autre heure juste")


def _subtitle_rate(case: Case) -> Raised | None:
    deliverable = case.the_deliverable
    texts, picture = filled(deliverable.subtitle_rate), filled(deliverable.frame_rate)
    if _counts(picture, texts):
        return None
    found, expected = f"{texts.name} i/s", f"{picture.name} i/s"
    said = f"sous-titres STL à {found} pour une image à {expected}"
    return Raised(f"{case.object_code} : {said}.", found, expected)


def _counts(picture: FrameRate, texts: FrameRate) -> bool:
    """Whether subtitles at a rate follow a picture: STL knows 25 and 30 only, a picture at 50 is counted at 25."""
    return multiple_of(picture, texts) in (1, 2)


def _is_stl(case: Case) -> bool:
    return case.the_deliverable.subtitle_format is SubtitleFormat.EBU_STL


def refused_in_dcp(values_of: ValuesOf) -> Condition:
    """The subtitles of a DCP are of a format that it does not play."""

    def condition(case: Case) -> Raised | None:
        refused = parameter("technique_texts.refused_in_dcp", case.day)
        for known in values_of(case, "subtitle_format"):
            if known.value.value in refused:
                said = f"un DCP n'accepte pas le {known.value} tel quel ({known.said_by})"
                return Raised(f"{case.object_code} : {said}.", known.value, _PLAYED_IN_DCP)
        return None

    return condition


_PLAYED_IN_DCP = f"{SubtitleFormat.CINECANVAS} (Interop) ou {SubtitleFormat.SMPTE_428_7}"


def beyond_dcp(values_of: ValuesOf) -> Condition:
    """The subtitles of a DCP are out of SMPTE Bv2.1: too early, too many lines, too long a line."""

    def condition(case: Case) -> Raised | None:
        first = limit("technique_texts.dcp_first_seconds", case.day)
        lines = limit("technique_texts.dcp_lines", case.day)
        characters = limit("technique_texts.dcp_characters", case.day)
        wrong = [
            f"premier à {with_unit(known.value, 's')} (pas avant {with_unit(first, 's')})"
            for known in values_of(case, "subtitle_first_seconds")
            if known.value < first
        ]
        for name, most, words in (
            ("subtitle_lines", lines, "lignes"),
            ("subtitle_characters", characters, "caractères"),
        ):
            beyond = [known.value for known in values_of(case, name) if known.value > most]
            wrong += [f"{value} {words} (au plus {most})" for value in beyond]
        if not wrong:
            return None
        found = ", ".join(wrong)
        return Raised(
            f"{case.object_code} : sous-titres de DCP hors Bv2.1 : {found}.", found, _EXPECTED_IN_DCP
        )

    return condition


_EXPECTED_IN_DCP = "SMPTE Bv2.1 (RDD 52)"


def _no_sme(case: Case) -> Raised | None:
    if any(found.has_sme for found in case.project.deliverables):
        return None
    said = "Film aidé par le CNC sans sous-titrage pour sourds et malentendants (SME)."
    return Raised(said, "aucun livrable avec SME", "un livrable avec SME")


def _no_audio_description(case: Case) -> Raised | None:
    """A film in another language and not dubbed owes SME only (RGA 211-17)."""
    if not case.project.workflow.has_dubbing and not _is_french(case):
        return None
    said = "Film aidé par le CNC sans audiodescription."
    return Raised(said, "aucun livrable avec audiodescription", "un livrable avec audiodescription")


def _is_french(case: Case) -> bool:
    spoken = _WORDS.findall(plain_letters(case.project.workflow.original_language or ""))
    return any(word in parameter("technique_texts.french", case.day) for word in spoken)


def _may_lack_description(case: Case) -> bool:
    """Where one is promised, the language of the film is asked of nobody."""
    return may_be_funded(case) and not any(it.has_audio_description for it in case.project.deliverables)


def _no_kdm(case: Case) -> Raised | None:
    deliverable = case.the_deliverable
    if not deliverable.is_encrypted or deliverable.has_kdm:
        return None
    said = "DCP crypté sans KDM planifiées : la salle ne pourra pas projeter"
    return Raised(f"{case.object_code} : {said}.", "aucune KDM planifiée", "des KDM planifiées")


def is_feature(case: Case) -> bool:
    """Whether a project is a feature film, or may be one, and something of it is promised."""
    project = case.project
    return project.type in (None, ProjectType.FEATURE_FILM) and bool(project.deliverables)


def may_be_funded(case: Case) -> bool:
    """Whether a project may be a feature that the CNC helps: nothing is asked of the others."""
    return is_feature(case) and case.project.workflow.is_cnc_funded is not False


TEXTS = (
    TechnicalRule(
        id="TCS-01",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Le programme d'un PAD démarre sur une heure juste ; son fichier peut commencer avant.",
        reads=("deliverable.first_timecode",),
        condition=_not_whole,
        fix="Recaler la première image du programme à 10:00:00:00 (sauf autre consigne du diffuseur).",
        sources=("RT040B", "WIKIPAD"),
        advice=Advice.LABORATORY,
        only_for=PADS,
    ),
    TechnicalRule(
        id="TCS-02",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Des sous-titres STL sont à la cadence de l'image.",
        reads=("deliverable.subtitle_rate", "deliverable.frame_rate"),
        reads_blank=("deliverable.subtitle_format",),
        condition=_subtitle_rate,
        fix="Régénérer le STL à la bonne cadence et vérifier le timecode de début de programme.",
        sources=("K", "CALC"),
        advice=Advice.TEXTS,
        concerns=_is_stl,
    ),
    TechnicalRule(
        id="TCS-03",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un DCP ne reçoit ni SRT ni STL.",
        reads=(),
        reads_blank=("deliverable.subtitle_format",),
        condition=refused_in_dcp(declared),
        fix=FIX_DCP_FORMAT,
        sources=("REZO", "LIBDCP"),
        advice=Advice.TEXTS,
        only_for=DCPS,
    ),
    TechnicalRule(
        id="TCS-04",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Les sous-titres d'un DCP tiennent dans Bv2.1 : premier après 4 s, 3 lignes et 79 caractères au plus.",
        reads=(),
        reads_blank=(
            "deliverable.subtitle_first_seconds",
            "deliverable.subtitle_lines",
            "deliverable.subtitle_characters",
        ),
        condition=beyond_dcp(declared),
        fix=FIX_DCP_LIMITS,
        sources=("LIBDCP",),
        advice=Advice.TEXTS,
        only_for=DCPS,
    ),
    TechnicalRule(
        id="TCS-05",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un long métrage aidé par le CNC a un sous-titrage SME.",
        reads=("project.type", "workflow.is_cnc_funded"),
        reads_blank=("deliverables.has_sme",),
        condition=_no_sme,
        fix="Ajouter la tâche SME et son adaptation à chaque support (DCP, TV, VàD, DVD).",
        sources=("RGA17",),
        advice=Advice.TEXTS,
        concerns=may_be_funded,
    ),
    TechnicalRule(
        id="TCS-06",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un long métrage aidé par le CNC, en français ou doublé, a une audiodescription.",
        reads=("project.type", "workflow.is_cnc_funded"),
        reads_each=("workflow.original_language",),
        reads_blank=("workflow.has_dubbing", "deliverables.has_audio_description"),
        condition=_no_audio_description,
        fix="Ajouter écriture, enregistrement et mixage de l'audiodescription après le mixage final.",
        sources=("RGA17",),
        advice=Advice.TEXTS,
        concerns=_may_lack_description,
    ),
    TechnicalRule(
        id="TCS-07",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Un DCP crypté a ses KDM planifiées.",
        reads=("deliverable.is_encrypted",),
        reads_blank=("deliverable.has_kdm",),
        condition=_no_kdm,
        fix="Collecter les certificats serveurs et planifier les KDM (début 24 h avant, fin après la séance).",
        sources=("K",),
        advice=Advice.LABORATORY,
        only_for=DCPS,
    ),
)
"""Every rule of texts, in id order."""
