"""Rules made for the tests of what is done with rules: one of each scope, of which every answer is plain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Condition,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
)
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.vocabulary import Severity


def a_rule(id: str, scope: Scope, condition: Condition, **rest: Any) -> TechnicalRule:
    """A rule of confidence S, a warning about the picture, with the texts of its id."""
    declared: dict[str, Any] = {
        "severity": Severity.WARNING,
        "confidence": RuleConfidence.S,
        "title": f"Titre {id}",
        "reads": (),
        "fix": f"Corriger {id}.",
        "sources": ("RES1",),
        "advice": Advice.PICTURE,
        **rest,
    }
    return TechnicalRule(id=id, scope=scope, condition=condition, **declared)


def where(is_wrong: Callable[[Case], bool]) -> Condition:
    """A condition from a question; what it says is always the same."""

    def condition(case: Case) -> Raised | None:
        return Raised("Cela ne va pas.", "trouvé", "attendu") if is_wrong(case) else None

    return condition


def _unsourced(_: Case) -> Raised | None:
    raise UnknownRate("Poignées : valeur inconnue au 30/11/2026")


SHARED_RATE = a_rule(
    "TST-01",
    Scope.SOURCE,
    where(lambda case: case.the_source.frame_rate != case.project.workflow.timeline_rate),
    reads=("source.frame_rate", "workflow.timeline_rate"),
)
EIGHT_BITS = a_rule(
    "TST-02",
    Scope.SOURCE,
    where(lambda case: case.the_source.bit_depth == 8),
    severity=Severity.BLOCKING,
    reads=("source.bit_depth", "source.frame_rate"),
)
COPIES = a_rule(
    "TST-03",
    Scope.PROJECT,
    where(lambda case: case.project.workflow.rushes_copies == 1),
    severity=Severity.BLOCKING,
    reads=("workflow.rushes_copies",),
    advice=Advice.LABORATORY,
)
DCP_KEYS = a_rule(
    "TST-04",
    Scope.DELIVERABLE,
    where(lambda case: case.the_deliverable.has_kdm is False),
    severity=Severity.BLOCKING,
    confidence=RuleConfidence.K,
    reads=("deliverable.has_kdm",),
    only_for=frozenset({DeliverableType.DCP_2K}),
    advice=Advice.LABORATORY,
)
UNSOURCED = a_rule("TST-05", Scope.PROJECT, _unsourced, severity=Severity.BLOCKING, advice=Advice.SOUND)
TRACKS = a_rule(
    "TST-06",
    Scope.DELIVERABLE,
    where(lambda case: case.the_deliverable.audio_tracks != 8),
    severity=Severity.BLOCKING,
    reads=("deliverable.audio_tracks",),
    advice=Advice.SOUND,
)
