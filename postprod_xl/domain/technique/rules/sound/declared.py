"""Rules of sound on what is declared: SON-01 to SON-09, then those of its versions and of its exchange."""

from __future__ import annotations

from collections.abc import Callable

from postprod_xl.domain.technique.deliveries.ready import is_awaited
from postprod_xl.domain.technique.rules.asked import asked_by_rule, not_met
from postprod_xl.domain.technique.rules.delivered import (
    FRENCH_PADS,
    HOME_VIEWING,
    NETFLIX,
    PADS,
    SOUND_48_24,
)
from postprod_xl.domain.technique.rules.known_values import declared, grouped, limit
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.rules.sound.elements import ELEMENTS
from postprod_xl.domain.technique.rules.sound.levels import (
    dialogue,
    netflix_peak,
    out_of_control,
    out_of_tolerance,
    programme_peak,
    samples,
)
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.technical_vocabulary import DeliverableType, MixType, SourceRole
from postprod_xl.schema.vocabulary import Severity

_TRACKS_RULE = "SON-09"


FIX_LOUDNESS = (
    "Faire corriger par le mixeur (pas un simple gain si la dynamique déborde) et refaire la mesure."
)
FIX_PEAK = "Limiter à −3 dBTP (marge conseillée −3,3) sur le mixage TV."
FIX_NETFLIX_PEAK = "Limiter à −2,3 dBTP."
_MUTE = ("aucun", "sans son", "muet", "non")


def _has_sound(case: Case) -> bool:
    """A photograph has no sound, nor a source said to be mute: nothing is asked of it."""
    source = case.the_source
    return source.role is not SourceRole.STILL and not plain_letters(source.sound or "").startswith(_MUTE)


def _may_be_measured(level: str) -> Callable[[Case], bool]:
    """A level that is written is looked at; nobody is asked for one before the deliverable is made."""

    def concerns(case: Case) -> bool:
        deliverable = case.the_deliverable
        return getattr(deliverable, level) is not None or not is_awaited(case.project, deliverable)

    return concerns


def _source_rate(case: Case) -> Raised | None:
    rate, asked = filled(case.the_source.audio_hz), int(limit("technique_sound.sample_rate", case.day))
    if rate == asked:
        return None
    found, expected = f"{grouped(rate)} Hz", f"{grouped(asked)} Hz"
    return Raised(f"{case.object_code} : audio à {found} au lieu de {expected}.", found, expected)


def _theatre_mix(case: Case) -> Raised | None:
    if case.the_deliverable.mix is not MixType.CINEMA:
        return None
    said = "mixage salle, dynamique et niveaux inadaptés à l'écoute chez soi"
    return Raised(f"{case.object_code} : {said}.", MixType.CINEMA, MixType.TELEVISION)


def _as10_tracks(case: Case) -> Raised | None:
    tracks, asked = filled(case.the_deliverable.audio_tracks), not_met(case, _TRACKS_RULE)
    if asked is None:
        return None
    said = f"{counted_whole(tracks, 'piste déclarée')} ; {asked.asker} en demande exactement {asked.expected}"
    return Raised(f"{case.object_code} : {said}.", str(tracks), asked.expected)


def _is_asked_of_tracks(case: Case) -> bool:
    """AS-10 has eight tracks; another norm, which the recipient's profile tells, has its own (correction 6)."""
    return bool(asked_by_rule(case, _TRACKS_RULE))


_ON_ONE_OBJECT = (
    TechnicalRule(
        id="SON-01",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Le son d'une source est à 48 kHz.",
        reads=("source.audio_hz",),
        condition=_source_rate,
        fix="Convertir en WAV 48 kHz avant la synchronisation et vérifier la synchro en fin de plan long.",
        sources=("VFR", "LARRY"),
        advice=Advice.SOUND,
        concerns=_has_sound,
    ),
    TechnicalRule(
        id="SON-02",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Le son d'un PAD, d'un DCP, d'un master de plateforme ou IMF est à 48 kHz et 24 bits.",
        reads=(),
        reads_each=("deliverable.audio_hz", "deliverable.audio_bits"),
        condition=samples(declared),
        fix="Réexporter depuis la session de mixage en 48 kHz / 24 bits PCM.",
        sources=("LIBDCP", "NFLXAUD", "MEDIABANK"),
        advice=Advice.SOUND,
        only_for=SOUND_48_24,
    ),
    TechnicalRule(
        id="SON-03",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="L'intensité intégrée d'un programme de télévision est à −23 LUFS ±1 LU.",
        reads=("deliverable.loudness_lufs",),
        condition=out_of_tolerance(declared),
        fix=FIX_LOUDNESS,
        sources=("CSA2", "R128"),
        advice=Advice.SOUND,
        only_for=PADS,
        concerns=_may_be_measured("loudness_lufs"),
    ),
    TechnicalRule(
        id="SON-04",
        scope=Scope.DELIVERABLE,
        severity=Severity.INFO,
        confidence=RuleConfidence.S,
        title="L'intensité d'un programme tient aussi dans la tolérance de contrôle, ±0,2 LU.",
        reads=("deliverable.loudness_lufs",),
        condition=out_of_control(declared),
        fix="Ajuster à −23,0 LUFS si le diffuseur contrôle à ±0,2 ou ±0,5 LU.",
        sources=("R128",),
        advice=Advice.SOUND,
        only_for=PADS,
        concerns=_may_be_measured("loudness_lufs"),
    ),
    TechnicalRule(
        id="SON-05",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="La crête vraie d'un PAD français ne dépasse pas −3 dBTP.",
        reads=("deliverable.true_peak_dbtp",),
        condition=programme_peak(declared),
        fix=FIX_PEAK,
        sources=("K-RT017",),
        advice=Advice.SOUND,
        only_for=FRENCH_PADS,
        concerns=_may_be_measured("true_peak_dbtp"),
    ),
    TechnicalRule(
        id="SON-06",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Les dialogues d'un livrable Netflix sont à −27 LKFS ±2 LU.",
        reads=("deliverable.dialogue_lufs",),
        condition=dialogue,
        fix="Mesurer avec détection de dialogue (BS.1770-1) et corriger au mixage ;"
        " sous 15 % de dialogue la cible est −24.",
        sources=("NFLXAUD", "NFLXLOUD"),
        advice=Advice.SOUND,
        only_for=NETFLIX,
        concerns=_may_be_measured("dialogue_lufs"),
    ),
    TechnicalRule(
        id="SON-07",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="La crête vraie d'un livrable Netflix ne dépasse pas −2 dBTP.",
        reads=("deliverable.true_peak_dbtp",),
        condition=netflix_peak(declared),
        fix=FIX_NETFLIX_PEAK,
        sources=("NFLXAUD",),
        advice=Advice.SOUND,
        only_for=NETFLIX,
        concerns=_may_be_measured("true_peak_dbtp"),
    ),
    TechnicalRule(
        id="SON-08",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Un PAD ou une plateforme ne reçoit pas le mixage salle.",
        reads=("deliverable.mix",),
        condition=_theatre_mix,
        fix="Prévoir un mixage TV/proximité (0,5 à 2 jours) avec contrôle du repli stéréo.",
        sources=("SDCP", "NFLX33"),
        advice=Advice.SOUND,
        only_for=HOME_VIEWING,
    ),
    TechnicalRule(
        id=_TRACKS_RULE,
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un PAD HD de norme CST-RT-040 (AS-10) comporte exactement 8 pistes son.",
        reads=("deliverable.audio_tracks",),
        reads_blank=("deliverable.standard", "deliverable.recipient"),
        condition=_as10_tracks,
        fix="Compléter par des pistes muettes et décrire le plan de pistes dans le XML.",
        sources=("RT040B",),
        advice=Advice.SOUND,
        only_for=frozenset({DeliverableType.PAD_HD}),
        concerns=_is_asked_of_tracks,
    ),
)

SOUND_RULES = _ON_ONE_OBJECT + ELEMENTS
"""Every rule of sound on what is declared, in id order."""
