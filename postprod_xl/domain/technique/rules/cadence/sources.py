"""Rules on the rates, timecodes and scans of sources in the timeline (CAD-01 to CAD-05, CAD-14)."""

from __future__ import annotations

from postprod_xl.domain.technique.facts.understood import is_interlaced
from postprod_xl.domain.technique.rules.figures import rate_text
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.timing.rates import is_multiple, multiple_of, same_rate
from postprod_xl.domain.wording import counted
from postprod_xl.schema.technical_vocabulary import TimecodeMode
from postprod_xl.schema.vocabulary import Severity


def _no_timeline_rate(case: Case) -> Raised | None:
    if case.project.workflow.timeline_rate is not None or not case.project.sources:
        return None
    told = counted(len(case.project.sources), "source")
    message = f"La cadence de la timeline n'est pas fixée alors que le projet a {told}."
    return Raised(message, "cadence vide", "la cadence du montage")


def _other_rate(case: Case) -> Raised | None:
    """A whole multiple, either way, plays regularly: each frame is repeated, or one in so many is kept."""
    source = case.the_source
    rate, timeline = filled(source.frame_rate), filled(case.project.workflow.timeline_rate)
    if same_rate(rate, timeline) or is_multiple(rate, timeline):
        return None
    message = (
        f"La source {source.code} est à {rate_text(rate)} et la timeline à {rate_text(timeline)} : "
        "saccades ou dérive possibles."
    )
    return Raised(message, rate_text(rate), rate_text(timeline))


def _faster_rate(case: Case) -> Raised | None:
    source = case.the_source
    rate, timeline = filled(source.frame_rate), filled(case.project.workflow.timeline_rate)
    times = multiple_of(rate, timeline)
    if times < 2:
        return None
    message = (
        f"La source {source.code}, à {rate_text(rate)}, va {times} fois plus vite que la timeline à "
        f"{rate_text(timeline)} : une image sur {times} est gardée, ou c'est un ralenti natif."
    )
    return Raised(message, rate_text(rate), rate_text(timeline))


def _variable_rate(case: Case) -> Raised | None:
    source = case.the_source
    if source.is_constant is not False:
        return None
    message = (
        f"La source {source.code} est à cadence variable (téléphone, capture d'écran) : le son dérivera et la "
        "conformation sera fausse."
    )
    return Raised(message, "cadence variable", "cadence constante")


def _impossible_drop(case: Case) -> Raised | None:
    source = case.the_source
    rate = filled(source.frame_rate)
    if rate.may_drop:
        return None
    message = f"Le timecode « drop frame » de {source.code} est incompatible avec {rate_text(rate)}."
    return Raised(message, f"drop frame à {rate_text(rate)}", "non drop")


def _combing(case: Case) -> Raised | None:
    """Of those that `_may_comb` lets through, all is filled: an interlaced source, a timeline that is not."""
    scan, timeline = filled(case.the_source.scan), filled(case.project.workflow.scan)
    message = (
        f"La source {case.the_source.code} est entrelacée dans une timeline progressive : effet de peigne."
    )
    return Raised(message, str(scan), f"{timeline}, ou un désentrelacement noté")


def _is_moving(case: Case) -> bool:
    return case.the_source.is_moving


def _may_comb(case: Case) -> bool:
    """Whether nothing that is filled in rules a comb out."""
    source = case.the_source
    is_whole = source.scan is not None and not is_interlaced(source.scan)
    is_clear = is_whole or is_interlaced(case.project.workflow.scan)
    return source.is_moving and not is_clear and not source.deinterlacing


SOURCE_RATES = (
    TechnicalRule(
        id="CAD-01",
        scope=Scope.PROJECT,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="La cadence de la timeline est fixée avant l'arrivée des sources.",
        reads=(),
        condition=_no_timeline_rate,
        fix=(
            "Fixer la cadence de montage (25 i/s pour un PAD français, 24 i/s pour une sortie salle internationale) "
            "avant tout ingest : Resolve ne permet plus de la changer après import."
        ),
        sources=("RES1",),
        advice=Advice.PICTURE,
        reads_blank=("workflow.timeline_rate", "sources.code"),
    ),
    TechnicalRule(
        id="CAD-02",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Chaque source est à la cadence de la timeline, ou à un multiple.",
        reads=("source.frame_rate", "workflow.timeline_rate"),
        condition=_other_rate,
        fix=(
            "Convertir la source en amont (interprétation de vitesse ou conversion compensée en mouvement) et noter la "
            "méthode pour la conformation."
        ),
        sources=("RES1", "RES2", "KNUT2"),
        advice=Advice.PICTURE,
        concerns=_is_moving,
    ),
    TechnicalRule(
        id="CAD-03",
        scope=Scope.SOURCE,
        severity=Severity.INFO,
        confidence=RuleConfidence.S,
        title="L'usage d'une source plus rapide que la timeline est dit : vitesse réelle ou ralenti.",
        reads=("source.frame_rate", "workflow.timeline_rate"),
        condition=_faster_rate,
        fix="Préciser l'usage (ralenti ou vitesse réelle) dans la fiche technique.",
        sources=("KNUT2",),
        advice=Advice.PICTURE,
        concerns=_is_moving,
    ),
    TechnicalRule(
        id="CAD-04",
        scope=Scope.SOURCE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Chaque source est à cadence constante.",
        reads=("source.is_constant",),
        condition=_variable_rate,
        fix=(
            "Transcoder en cadence constante (ProRes ou DNxHR, 48 kHz) avant le montage et monter uniquement le "
            "transcodage."
        ),
        sources=("VFR",),
        advice=Advice.PICTURE,
        concerns=_is_moving,
    ),
    TechnicalRule(
        id="CAD-05",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Un timecode « drop frame » est à 29,97 ou 59,94 i/s.",
        reads=("source.frame_rate", "source.timecode_mode"),
        condition=_impossible_drop,
        fix="Repasser le timecode en non-drop ; le DF n'existe qu'à 29,97 et 59,94 i/s.",
        sources=("K",),
        advice=Advice.PICTURE,
        concerns=lambda case: case.the_source.timecode_mode is TimecodeMode.DROP,
    ),
    TechnicalRule(
        id="CAD-14",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Une source entrelacée est désentrelacée dans une timeline progressive.",
        reads=("source.scan", "workflow.scan"),
        condition=_combing,
        fix=(
            "Désentrelacer la source (outil de qualité) avant conformation et vérifier la dominance de trame."
        ),
        sources=("K",),
        advice=Advice.PICTURE,
        reads_blank=("source.deinterlacing",),
        concerns=_may_comb,
    ),
)
"""What a source does to a timeline; a photograph has no rate, a recorder no picture."""
