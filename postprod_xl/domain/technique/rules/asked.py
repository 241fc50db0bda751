"""What the profile of a recipient asks, for the rules that check it.

Where a row of Specifications takes the place of what a rule checks, its own finding speaks and that of the rule is left
out (`profiles.evaluation.overruled_rules`).
"""

from __future__ import annotations

from postprod_xl.domain.technique.profiles.checked import declared_value
from postprod_xl.domain.technique.profiles.fields import shown_value
from postprod_xl.domain.technique.profiles.in_force import profile_of, published_for
from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement
from postprod_xl.domain.technique.rules.rule import Case
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison


def asked_by_rule(case: Case, rule: str) -> tuple[ProfileRequirement, ...]:
    """What the profile of a deliverable asks that a rule checks; nothing where no document is known for it."""
    profile = published_for(case.the_deliverable, case.day)
    return () if profile is None else profile.of_rule(rule)


def not_met(case: Case, rule: str) -> ProfileRequirement | None:
    """The first requirement of a rule that what is declared does not meet; None where nothing is declared."""
    for asked in asked_by_rule(case, rule):
        value = declared_value(case.the_deliverable, asked.field)
        if value is not None and not asked.is_met(value):
            return asked
    return None


def declared_text(case: Case, asked: ProfileRequirement) -> str:
    """What is declared of the field that a requirement is about, as people read it."""
    return shown_value(asked.about, declared_value(case.the_deliverable, asked.field))


def asked_rates(case: Case) -> tuple[FrameRate, ...]:
    """The rates that a recipient takes, by the office's own rows first; where no document says it, that declared."""
    profile = profile_of(case.the_deliverable, case.day, case.the_deliverable.specified)
    asked = () if profile is None else profile.on("frame_rate")
    rates = [value for one in asked if one.comparison in _NAMED for value in one.values]
    declared = case.the_deliverable.frame_rate
    return tuple(rates) or (() if declared is None else (declared,))


_NAMED = frozenset({Comparison.EQUAL, Comparison.AMONG})
