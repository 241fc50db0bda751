"""Rules on the rate and the scan of deliverables: DCPs and platforms (CAD-06 to CAD-09, CAD-15)."""

from __future__ import annotations

from postprod_xl.domain.technique.facts.understood import is_interlaced
from postprod_xl.domain.technique.rules.asked import asked_by_rule, declared_text, not_met
from postprod_xl.domain.technique.rules.delivered import DCPS, NETFLIX
from postprod_xl.domain.technique.rules.figures import NO_BREAK, picture_rate, picture_rates, rate_text
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.timing.rates import same_rate
from postprod_xl.schema.technical_vocabulary import DeliverableType, ScanKind
from postprod_xl.schema.vocabulary import Severity


def _broken_rate(case: Case) -> Raised | None:
    rate = filled(case.the_deliverable.frame_rate)
    if rate.is_whole:
        return None
    message = f"Un DCP ne peut pas être à {rate_text(rate)} : seules les cadences entières existent."
    return Raised(message, rate_text(rate), "une cadence entière")


def _not_interop(case: Case) -> Raised | None:
    if (asked := not_met(case, "CAD-07")) is None:
        return None
    found = f"{declared_text(case, asked)}{NO_BREAK}i/s"
    message = (
        f"Le standard Interop n'accepte que {asked.expected} ; {case.the_deliverable.code} est à {found}."
    )
    return Raised(message, found, asked.expected)


def _unsure_rate(case: Case) -> Raised | None:
    """A rate that some servers do not read, unless another DCP of the project is at the rate that they all do."""
    rate = filled(case.the_deliverable.frame_rate)
    sure = picture_rate("dcp_guaranteed_rate", case.day)
    if rate not in picture_rates("dcp_unsure_rates", case.day):
        return None
    if any(other.type in DCPS and other.frame_rate == sure for other in case.project.deliverables):
        return None
    message = (
        f"Un DCP à {rate_text(rate)} n'est pas garanti dans toutes les salles ; seul {rate_text(sure)} l'est."
    )
    return Raised(message, rate_text(rate), rate_text(sure))


def _fast_4k(case: Case) -> Raised | None:
    rate, only = filled(case.the_deliverable.frame_rate), picture_rate("dcp_4k_rate", case.day)
    if same_rate(rate, only):
        return None
    found, expected = rate_text(rate), rate_text(only)
    message = f"La recommandation SMPTE Bv2.1 n'admet le 4K qu'à {expected} ; le livrable est à {found}."
    return Raised(message, found, expected)


def _interlaced_platform(case: Case) -> Raised | None:
    scan = filled(case.the_deliverable.scan)
    if not is_interlaced(scan):
        return None
    message = f"Le livrable plateforme doit être progressif ; {case.the_deliverable.code} est entrelacé."
    return Raised(message, str(scan), str(ScanKind.PROGRESSIVE))


DELIVERED_RATES = (
    TechnicalRule(
        id="CAD-06",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un DCP est à une cadence entière.",
        reads=("deliverable.frame_rate",),
        condition=_broken_rate,
        fix="Conformer à 24 i/s (23,976→24 : image identique, son rééchantillonné de 0,1 %).",
        sources=("CINQ", "LIBDCP", "EASYDCP"),
        advice=Advice.LABORATORY,
        only_for=DCPS,
    ),
    TechnicalRule(
        id="CAD-07",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un DCP Interop est à 24 ou 48 i/s.",
        reads=("deliverable.standard", "deliverable.frame_rate"),
        condition=_not_interop,
        fix="Passer en SMPTE, ou ralentir à 24 i/s.",
        sources=("CINQ", "DCPMAN"),
        advice=Advice.LABORATORY,
        only_for=DCPS,
        concerns=lambda case: case.the_deliverable.standard is None or bool(asked_by_rule(case, "CAD-07")),
    ),
    TechnicalRule(
        id="CAD-08",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Un DCP est à la cadence que toutes les salles lisent, ou le projet en a un qui l'est.",
        reads=("deliverable.frame_rate",),
        condition=_unsure_rate,
        fix=(
            "Prévoir aussi une version 24 i/s (de 25 à 24 : durée ×1,0417, son −4 %) ou faire confirmer les salles et "
            "festivals."
        ),
        sources=("DCPOM1", "DCPOM2"),
        advice=Advice.LABORATORY,
        only_for=DCPS,
        reads_blank=("deliverables.frame_rate",),
    ),
    TechnicalRule(
        id="CAD-09",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Un DCP 4K est à 24 i/s.",
        reads=("deliverable.frame_rate",),
        condition=_fast_4k,
        fix="Livrer en 2K (24, 25 ou 48 i/s) ou en 4K à 24 i/s.",
        sources=("LIBDCP",),
        advice=Advice.LABORATORY,
        only_for=frozenset({DeliverableType.DCP_4K}),
    ),
    TechnicalRule(
        id="CAD-15",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Le livrable d'une plateforme est progressif.",
        reads=("deliverable.scan",),
        condition=_interlaced_platform,
        fix="Repartir du master progressif d'origine, sans passer par le PAD entrelacé.",
        sources=("PIPEW",),
        advice=Advice.LABORATORY,
        only_for=NETFLIX,
    ),
)
"""What theatres and platforms can play."""
