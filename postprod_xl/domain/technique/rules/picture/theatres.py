"""Rules on the pictures of DCPs (IMG-03, 04, 05, 15)."""

from __future__ import annotations

from fractions import Fraction

from postprod_xl.domain.technique.rules.asked import asked_by_rule, declared_text, not_met
from postprod_xl.domain.technique.rules.attested import attestation_fault
from postprod_xl.domain.technique.rules.delivered import DCPS
from postprod_xl.domain.technique.rules.figures import NO_BREAK, rate_text
from postprod_xl.domain.technique.rules.known_values import grouped
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.spellings.colours import ColourSpace
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.domain.wording import decimal_text
from postprod_xl.schema.technical_vocabulary import PieceNature
from postprod_xl.schema.vocabulary import Severity

BITS_PER_BYTE = 8
BITS_PER_MEGABIT = 1_000_000


def bytes_per_frame(mbps: Fraction, rate: FrameRate) -> int:
    """The whole bytes that a bit rate leaves to each frame: the limit of a DCP is on each one.

    Source: corrections of 28 November 2026, 4, and libdcp (src/verify.h): 250e6 / 8 / rate.

    >>> bytes_per_frame(Fraction(250), FrameRate.of(24)), bytes_per_frame(Fraction(250), FrameRate.of(48))
    (1302083, 651041)
    """
    return int(mbps * BITS_PER_MEGABIT / BITS_PER_BYTE / rate.frames_per_second)


def _odd_container(case: Case) -> Raised | None:
    if (asked := not_met(case, "IMG-03")) is None:
        return None
    deliverable, found = case.the_deliverable, declared_text(case, asked)
    message = f"{deliverable.code} : {found} n'est pas un format de {deliverable.type}."
    return Raised(message, found, asked.expected)


def _not_xyz(case: Case) -> Raised | None:
    if (asked := not_met(case, "IMG-04")) is None:
        return None
    found = declared_text(case, asked)
    message = f"Le DCP {case.the_deliverable.code} est déclaré en {found} au lieu de {asked.expected}."
    return Raised(message, found, asked.expected)


def _never_screened(case: Case) -> Raised | None:
    """Of those that `_may_be_unscreened` lets through, all is filled: Rec.709, and no screening planned."""
    deliverable = case.the_deliverable
    if not attestation_fault(case, PieceNature.SCREENING):
        return None
    message = f"Étalonnage Rec.709 destiné à la salle sans vérification de {deliverable.code} en projection."
    return Raised(message, "Rec.709, sans vérification en salle", "une vérification en projection")


def _too_many_bits(case: Case) -> Raised | None:
    """The mean of a file above the limit has frames above it; a file whose mean is below may have some too."""
    if (asked := not_met(case, "IMG-15")) is None:
        return None
    found = f"{decimal_text(filled(case.the_deliverable.bit_rate_mbps))}{NO_BREAK}Mb/s"
    message = f"Débit JPEG 2000 de {found}{_frame_text(case)} : la limite est de {_limit_text(case)}."
    return Raised(message, found, asked.expected)


def _frame_text(case: Case) -> str:
    rate = case.the_deliverable.frame_rate
    if rate is None:
        return ""
    mean = grouped(bytes_per_frame(Fraction(filled(case.the_deliverable.bit_rate_mbps)), rate))
    return f", soit {mean}{NO_BREAK}octets par image en moyenne à {rate_text(rate)}"


def _limit_text(case: Case) -> str:
    """What each frame may hold at its rate; the flow that this is, where the rate is not known."""
    (asked, *_) = asked_by_rule(case, "IMG-15")
    most, rate = asked.values[0], case.the_deliverable.frame_rate
    flow = f"{decimal_text(most)}{NO_BREAK}Mb/s"
    if rate is None:
        return flow
    return f"{grouped(bytes_per_frame(Fraction(most), rate))}{NO_BREAK}octets par image ({flow})"


def _may_be_unscreened(case: Case) -> bool:
    space = case.project.workflow.grading_space
    return space in (None, ColourSpace.REC709) and not case.the_deliverable.has_screening


THEATRE_PICTURES = (
    TechnicalRule(
        id="IMG-03",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Un DCP est dans un format de la norme DCI.",
        reads=("deliverable.raster",),
        condition=_odd_container,
        fix="Utiliser 1998×1080 (Flat), 2048×858 (Scope) ou 2048×1080 (Full), et le double en 4K.",
        sources=("LIBDCP", "K"),
        advice=Advice.LABORATORY,
        only_for=DCPS,
    ),
    TechnicalRule(
        id="IMG-04",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Un DCP est en X′Y′Z′.",
        reads=("deliverable.colour_space",),
        condition=_not_xyz,
        fix=(
            "Convertir depuis l'étalonnage (P3 ou Rec.709) vers X′Y′Z′ gamma 2,6 avec une LUT validée, puis vérifier "
            "en salle."
        ),
        sources=("RES3", "KNUT3", "NFLXP3"),
        advice=Advice.LABORATORY,
        only_for=DCPS,
    ),
    TechnicalRule(
        id="IMG-05",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Un étalonnage Rec.709 destiné à la salle est vérifié en projection.",
        reads=("workflow.grading_space",),
        condition=_never_screened,
        fix="Prévoir une séance de vérification P3/DCI (0,5 à 1 jour) après conversion.",
        sources=("KNUT3", "K"),
        advice=Advice.PICTURE,
        only_for=DCPS,
        reads_blank=("deliverable.has_screening", "pieces.nature"),
        concerns=_may_be_unscreened,
    ),
    TechnicalRule(
        id="IMG-15",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Chaque image d'un DCP tient dans la limite de la norme.",
        reads=("deliverable.bit_rate_mbps",),
        condition=_too_many_bits,
        fix="Réencoder à 230 Mb/s ou moins (marge de sécurité).",
        sources=("LIBDCP",),
        advice=Advice.LABORATORY,
        only_for=DCPS,
        concerns=lambda case: case.the_deliverable.bit_rate_mbps is not None,
    ),
)
"""What a theatre can show."""
