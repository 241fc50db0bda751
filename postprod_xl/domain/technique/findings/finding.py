"""What the technical rules say of a project: a finding, what is to be filled in, what could not be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from postprod_xl.domain.technique.rules.rule import Advice, RuleConfidence
from postprod_xl.schema.technical_vocabulary import FindingState
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity

OPEN = (FindingState.FOUND, FindingState.TO_CONFIRM)
"""The states of what is still to be settled."""
_GRAVEST = {severity: rank for rank, severity in enumerate(Severity)}
_STATES = {state: rank for rank, state in enumerate(FindingState)}


@dataclass(frozen=True)
class TechnicalFinding:
    """One row of `Compatibilites`.

    Parameters
    ----------
    project
        Its code.
    rule
        The rule, or the requirement of a recipient, that found it; several where they want the same field.
    object
        Code of the source, of the deliverable or of the task; empty for the project.
    state
        Where it stands.
    severity
        The one that counts: of the rule, of the house or of the recipient.
    message, found, expected, fix
        French.
    advice
        The family of skills of whoever can answer; None where anybody can.
    sources
        Where the rule comes from, as the sheet tells it.
    confidence
        How sure the rule is.
    waiver
        Who accepted it, when and why; empty where nobody did.
    consult
        Whom to ask, in French.
    proposed_task, new_delivery_day
        What lifts it, with its days and its item of the rate card, and the delivery with that task.
    order
        Rank of its object in its sheet.
    """

    project: str
    rule: str
    object: str
    state: FindingState
    severity: Severity
    message: str
    found: str = ""
    expected: str = ""
    fix: str = ""
    advice: Advice | None = None
    sources: str = ""
    confidence: RuleConfidence | None = None
    waiver: str = ""
    consult: str = ""
    proposed_task: str = ""
    new_delivery_day: date | None = None
    order: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled: neither accepted nor a mere lack."""
        return self.state in OPEN

    @property
    def holds(self) -> bool:
        """Whether it keeps its deliverable from leaving: blocking, and nobody accepted it."""
        return self.is_open and self.severity is Severity.BLOCKING

    @property
    def key(self) -> tuple[str, str, str]:
        """What a waiver names it by, as codes are compared."""
        return folded(self.project), folded(self.rule), folded(self.object)

    def rank(self, projects: Mapping[str, int]) -> tuple[int, int, int, str, int]:
        """Its place in the sheet: projects in their order, gravest first, then open before accepted and lacking."""
        return (
            projects[self.project],
            _GRAVEST[self.severity],
            _STATES[self.state],
            self.rule,
            self.order,
        )
