"""Rules on the change of rate between the master and a deliverable (CAD-10 to CAD-13)."""

from __future__ import annotations

from postprod_xl.domain.technique.rules.asked import asked_rates
from postprod_xl.domain.technique.rules.delivered import DCPS, FRENCH_PADS
from postprod_xl.domain.technique.rules.figures import NO_BREAK, rate_text
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.timing.rates import FrameRate, SpeedChange, is_multiple, same_rate
from postprod_xl.domain.wording import listed
from postprod_xl.schema.technical_vocabulary import RateConversion
from postprod_xl.schema.vocabulary import Severity

_DESCRIPTION = "l'audiodescription"
PLURAL_FROM = 2
"""A French quantity is plural from two on."""


def _no_conversion(case: Case) -> Raised | None:
    """The rate is that of the recipient's profile; a master at twice that rate, or at half, converts by itself."""
    asked, master = asked_rates(case), filled(case.project.workflow.timeline_rate)
    if not asked or any(same_rate(master, rate) or is_multiple(master, rate) for rate in asked):
        return None
    code, found, expected = case.the_deliverable.code, rate_text(master), " ou ".join(map(rate_text, asked))
    message = f"{code} est attendu à {expected} et le master est à {found}, sans conversion prévue."
    return Raised(message, found, f"{expected}, ou une conversion de cadence")


def _no_pitch(case: Case) -> Raised | None:
    workflow = case.project.workflow
    if workflow.rate_conversion is not RateConversion.SPEED_UP or workflow.pitch is not None:
        return None
    message = f"Accélération{_rise(case)} ; aucune décision de correction de hauteur n'est notée."
    return Raised(message, "hauteur du son non décidée", "rééchantillonnage ou correction de hauteur")


def _rise(case: Case) -> str:
    """How far the sound of the master rises in the deliverables that are faster, in a sentence."""
    timeline = case.project.workflow.timeline_rate
    if timeline is None:
        return ""
    rates = [it.frame_rate for it in case.project.deliverables if it.frame_rate is not None]
    played = {_played_at(rate, timeline) for rate in rates if rate > timeline}
    risen = [_risen(SpeedChange(timeline, rate)) for rate in sorted(played) if rate > timeline]
    return f" {listed(risen)}" if risen else f" du master à {rate_text(timeline)}"


def _played_at(rate: FrameRate, timeline: FrameRate) -> FrameRate:
    """The rate that a master is speeded up to: for 50 from 24 it is 25, whose frames are then doubled."""
    times = rate.frames_per_second // timeline.frames_per_second
    return FrameRate(rate.frames_per_second / times)


def _risen(change: SpeedChange) -> str:
    """`24→25 : le son monte de 4,17 % (+0,71 demi-ton)`."""
    percent = f"{float(change.speed - 1) * 100:.2f}".replace(".", ",")
    semitones = f"{change.pitch_semitones:+.2f}".replace(".", ",")
    plural = "s" if change.pitch_semitones >= PLURAL_FROM else ""
    names = f"{change.start.name}→{change.end.name}"
    return f"{names} : le son monte de {percent}{NO_BREAK}% ({semitones}{NO_BREAK}demi-ton{plural})"


def _texts_not_retimed(case: Case) -> Raised | None:
    deliverable = case.the_deliverable
    texts = [
        words
        for words, is_there in (
            ("les sous-titres", deliverable.subtitle_format or deliverable.has_sme),
            (_DESCRIPTION, deliverable.has_audio_description),
        )
        if is_there
    ]
    if not texts or not is_converted(case):
        return None
    change, told = conversion_text(case), listed(texts)
    lacking = "n'est pas recalée" if texts == [_DESCRIPTION] else "ne sont pas recalés"
    message = f"La cadence change{change} mais {told} de {deliverable.code} {lacking}."
    return Raised(message, f"{told} à la cadence du master", "textes recalés")


def _dropped_frames(case: Case) -> Raised | None:
    if not is_converted(case):
        return None
    message = (
        f"Suppression d'images{conversion_text(case)} pour {case.the_deliverable.code} : mouvement irrégulier (marche, "
        "panoramiques)."
    )
    return Raised(message, "images supprimées", "un ralenti, ou une conversion compensée")


def is_converted(case: Case) -> bool:
    """Whether a conversion of the master is for a deliverable: not for one that is known to keep the rate."""
    rate, timeline = case.the_deliverable.frame_rate, case.project.workflow.timeline_rate
    return rate is None or timeline is None or not same_rate(rate, timeline)


def conversion_text(case: Case) -> str:
    """From which rate to which, in a sentence; empty where one of them is not known."""
    start: FrameRate | None = case.project.workflow.timeline_rate
    end = case.the_deliverable.frame_rate
    return f" ({start.name}→{rate_text(end)})" if start and end else ""


def _may_be_out_of_time(case: Case) -> bool:
    return case.project.workflow.rate_conversion is not None and not case.the_deliverable.is_retimed


CONVERSIONS = (
    TechnicalRule(
        id="CAD-10",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Un PAD d'une autre cadence que le master a une conversion prévue.",
        reads=("workflow.timeline_rate",),
        condition=_no_conversion,
        fix=(
            "Prévoir une tâche « conversion de cadence » (accélération 24→25 ou conversion compensée pour 29,97) et "
            "son contrôle qualité."
        ),
        sources=("MEDIABANK", "PEACH"),
        advice=Advice.PICTURE,
        only_for=FRENCH_PADS,
        reads_blank=("workflow.rate_conversion", "deliverable.frame_rate"),
        concerns=lambda case: case.project.workflow.rate_conversion is None,
    ),
    TechnicalRule(
        id="CAD-11",
        scope=Scope.PROJECT,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="La hauteur du son d'un master accéléré est décidée.",
        reads=(),
        condition=_no_pitch,
        fix=(
            "Décider avec le mixeur : rééchantillonnage simple ou correction de hauteur, pour la VO, la VI et la "
            "musique."
        ),
        sources=("KNUT1", "CALC"),
        advice=Advice.SOUND,
        reads_blank=("workflow.rate_conversion", "workflow.pitch"),
    ),
    TechnicalRule(
        id="CAD-12",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Sous-titres et audiodescription suivent le changement de cadence.",
        reads=(),
        condition=_texts_not_retimed,
        fix=(
            "Recalculer les timecodes (×0,96 pour 24→25) et reconformer l'audiodescription, puis vérifier début, "
            "milieu et fin."
        ),
        sources=("KNUT1", "CALC"),
        advice=Advice.TEXTS,
        reads_blank=(
            "workflow.rate_conversion",
            "workflow.timeline_rate",
            "deliverable.frame_rate",
            "deliverable.has_sme",
            "deliverable.has_audio_description",
            "deliverable.subtitle_format",
            "deliverable.is_retimed",
        ),
        concerns=_may_be_out_of_time,
    ),
    TechnicalRule(
        id="CAD-13",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Un DCP ne perd pas d'images pour changer de cadence.",
        reads=(),
        condition=_dropped_frames,
        fix="Préférer le ralenti à 24 i/s avec rééchantillonnage du son.",
        sources=("KNUT2", "DCPOM2"),
        advice=Advice.PICTURE,
        only_for=DCPS,
        reads_blank=("workflow.rate_conversion", "workflow.timeline_rate", "deliverable.frame_rate"),
        concerns=lambda case: case.project.workflow.rate_conversion is RateConversion.FRAME_DROP,
    ),
)
"""What a change of rate does to sound, texts and motion."""
