"""The steps that lift a finding, from the dated tables of `technique_deliveries.toml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from postprod_xl.domain.technique.deliveries.required import Required, makers_of, required
from postprod_xl.domain.technique.facts.records import DeliverableFacts, ProjectFacts
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.parameters import in_force

MAKING = "fabrication"
"""What the table calls the step that makes the deliverable, whatever its type."""
LACKING: Mapping[str, Callable[[Required], bool]] = {
    "LIV-06": lambda one: one.is_in_neither,
    "LIV-07": lambda one: one.is_unsold,
    "LIV-08": lambda one: one.is_unplanned,
}
"""The rules that name what a deliverable lacks, and what each of them names."""


def steps_asked(
    project: ProjectFacts, deliverable: DeliverableFacts | None, finding: TechnicalFinding, day: date
) -> tuple[str, ...]:
    """The steps that lift a finding, in order: those that its deliverable lacks, or those of its correction.

    None for what is settled, for what only warns, and where no work lifts it.
    """
    if not finding.is_open:
        return ()
    if deliverable is not None and finding.rule in LACKING:
        is_lacking = LACKING[finding.rule]
        return tuple(one.steps[0] for one in required(project, deliverable, day) if is_lacking(one))
    if not finding.holds:
        return ()
    steps = in_force("technique_deliveries.fixes", day).value.get(finding.rule, ())
    makers = makers_of(deliverable, day)[:1] if deliverable is not None else ()
    return tuple(dict.fromkeys(step for named in steps for step in (makers if named == MAKING else (named,))))
