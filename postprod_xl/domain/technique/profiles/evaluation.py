"""What recipients ask, checked on what is declared and on what files say: rules like ours, made from a profile.

A requirement that one of our rules checks already is left to it on what is declared. It is checked here on files only,
under the identifier of that rule, and where that rule finds nothing: one fault is one finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postprod_xl.domain.technique.facts.records import DeliverableFacts, ProjectFacts
from postprod_xl.domain.technique.profiles.checked import Checked, declared_value, measured_values
from postprod_xl.domain.technique.profiles.fields import HeldIn
from postprod_xl.domain.technique.profiles.in_force import profile_of
from postprod_xl.domain.technique.profiles.profile import Profile
from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement, rank_of
from postprod_xl.domain.technique.profiles.specifications import NOTHING_SPECIFIED, Specifications
from postprod_xl.domain.technique.rules.rule import Case, Raised, Scope, TechnicalRule
from postprod_xl.schema.technical_vocabulary import DeliverableState
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison
from postprod_xl.schema.vocabulary import Severity

_MADE = frozenset({DeliverableState.MADE, DeliverableState.CHECKED, DeliverableState.ACCEPTED})
_ONCE_MADE = frozenset({"loudness_lufs", "dialogue_lufs", "true_peak_dbtp", "bit_rate_mbps"})
"""What nobody can say before the mix or the file exists: it is not to be filled in earlier."""

_OF_TEXTS = frozenset({"subtitle_rate", "subtitle_first_seconds", "subtitle_lines", "subtitle_characters"})
"""What is asked only of the subtitles that there are."""


@dataclass(frozen=True)
class RequirementRule(TechnicalRule):
    """What a profile asks of one deliverable under one identifier, as a rule that is evaluated like the others.

    A field left empty is to be filled in, unless a file says it; a field that is not understood is not evaluated,
    unless a file says it.

    Parameters
    ----------
    checked
        One requirement, or several under the identifier of one rule: what they find is one finding.
    deliverable
        The only one it is about.
    """

    checked: tuple[Checked, ...] = ()
    deliverable: DeliverableFacts | None = None

    def is_about(self, case: Case) -> bool:
        return case.deliverable is not None and case.deliverable is self.deliverable

    def blank_fields(self, case: Case) -> tuple[str, ...]:
        return tuple(
            f"deliverable.{asked.field}"
            for asked in self._wanting(case)
            if asked.field not in case.the_deliverable.unread
            and _may_be_filled(case.the_deliverable, asked.field)
        )

    def unread_fields(self, case: Case) -> Mapping[str, str]:
        notes = case.the_deliverable.unread
        return {
            f"deliverable.{asked.field}": notes[asked.field]
            for asked in self._wanting(case)
            if asked.field in notes
        }

    def _wanting(self, case: Case) -> Iterator[ProfileRequirement]:
        """The requirements on a declared field that neither the sheet nor a file tells."""
        for checked in self.checked:
            asked = checked.asked
            if (
                asked.about.held is HeldIn.DECLARED
                and not checked.is_left_to_a_rule
                and asked.comparison is not Comparison.PRESENT
                and declared_value(case.the_deliverable, asked.field) is None
                and not measured_values(case, asked.about)
            ):
                yield asked


def with_requirements(
    rules: Sequence[TechnicalRule],
    project: ProjectFacts,
    day: date,
    asked: Specifications = NOTHING_SPECIFIED,
) -> tuple[TechnicalRule, ...]:
    """Our rules, then what the recipients of a project's deliverables ask: all that is to be evaluated of it.

    A rule says nothing of a deliverable where a row of Specifications took the place of what it checks.

    Parameters
    ----------
    rules
        Ours.
    project, day
        A project, on a day.
    asked
        The rows of Specifications of its office (`specifications`).
    """
    overruled = overruled_rules(project, day, asked)
    silenced = {rule for rule, _ in overruled}
    kept = (_elsewhere(rule, overruled) if rule.id in silenced else rule for rule in rules)
    return (*kept, *requirement_rules(project, day, asked, rules))


def _elsewhere(rule: TechnicalRule, overruled: frozenset[tuple[str, str]]) -> TechnicalRule:
    """A rule that says nothing of the deliverables where another one speaks."""
    return replace(
        rule, concerns=lambda case: (rule.id, case.object_code) not in overruled and rule.concerns(case)
    )


def requirement_rules(
    project: ProjectFacts,
    day: date,
    asked: Specifications = NOTHING_SPECIFIED,
    rules: Sequence[TechnicalRule] = (),
) -> tuple[RequirementRule, ...]:
    """What the recipients of a project's deliverables ask on a day, to be evaluated beside our rules.

    Each is of scope DELIVERABLE and is about one deliverable; a profile that asks several things under one
    identifier gives one rule. No deliverable has two of one identifier.

    Parameters
    ----------
    project, day
        A project, on a day.
    asked
        The rows of Specifications of its office (`specifications`).
    rules
        Ours: what they check is left to them.
    """
    by_id = {rule.id: rule for rule in rules}
    return tuple(
        rule
        for deliverable, profile in _profiles(project, day, asked)
        for rule in _rules_of(profile, deliverable, by_id)
    )


def overruled_rules(project: ProjectFacts, day: date, asked: Specifications) -> frozenset[tuple[str, str]]:
    """The rules of ours that say nothing of a deliverable, a row of Specifications having taken their place.

    Returns
    -------
    frozenset of tuple
        Identifier of the rule and code of the deliverable: what it finds there is left out.
    """
    return frozenset(
        (rule, deliverable.code)
        for deliverable, profile in _profiles(project, day, asked)
        for rule in profile.overruled
    )


def _profiles(
    project: ProjectFacts, day: date, asked: Specifications
) -> Iterator[tuple[DeliverableFacts, Profile]]:
    for deliverable in project.deliverables:
        specified = asked.asked_of(deliverable.recipient, deliverable.type, project.code)
        if (profile := profile_of(deliverable, day, specified)) is not None:
            yield deliverable, profile


def _rules_of(
    profile: Profile, deliverable: DeliverableFacts, rules: Mapping[str, TechnicalRule]
) -> Iterator[RequirementRule]:
    by_id: dict[str, list[Checked]] = {}
    for asked in profile.requirements:
        by_id.setdefault(asked.finding_id, []).append(
            Checked(asked, _graver(profile, asked), asked.rule in rules)
        )
    for id, several in by_id.items():
        several.sort(key=lambda checked: rank_of(checked.asked))
        yield _rule(several, deliverable, rules.get(id))


def _graver(profile: Profile, asked: ProfileRequirement) -> tuple[ProfileRequirement, ...]:
    return tuple(other for other in profile.on(asked.field) if rank_of(other) < rank_of(asked))


def _rule(
    several: Sequence[Checked], deliverable: DeliverableFacts, ours: TechnicalRule | None
) -> RequirementRule:
    gravest = several[0].asked
    named = ", ".join(dict.fromkeys(checked.asked.about.label for checked in several))
    return RequirementRule(
        id=gravest.finding_id,
        scope=Scope.DELIVERABLE,
        severity=gravest.counted_severity,
        confidence=gravest.confidence,
        title=f"{named} : ce que demande {gravest.asker}",
        reads=(),
        condition=lambda case: None if ours is not None and ours.raised(case) else _raised(case, several),
        fix=ours.fix
        if ours
        else f"Livrer ce que demande {gravest.asker}, ou obtenir l'accord écrit du destinataire.",
        sources=tuple(dict.fromkeys((gravest.source, *gravest.sources))),
        advice=ours.advice if ours else gravest.about.advice,
        checked=tuple(several),
        deliverable=deliverable,
    )


def _raised(case: Case, several: Sequence[Checked]) -> Raised | None:
    """What is not as asked, the gravest of each field: the sentences of several fields follow each other."""
    found: dict[str, Raised] = {}
    for checked in several:
        if checked.asked.field not in found and (raised := checked.raised(case)) is not None:
            found[checked.asked.field] = raised
    if not found:
        return None
    return Raised(
        " ".join(raised.message for raised in found.values()),
        " ; ".join(raised.found for raised in found.values()),
        " ; ".join(raised.expected for raised in found.values()),
        _lesser({raised.severity for raised in found.values()}),
    )


def _lesser(severities: set[Severity | None]) -> Severity | None:
    """The severity that all that is found has; that of the rule where one of them has no other."""
    return severities.pop() if len(severities) == 1 else None


def _may_be_filled(deliverable: DeliverableFacts, field: str) -> bool:
    if field in _OF_TEXTS:
        return deliverable.subtitle_format is not None
    return field not in _ONCE_MADE or deliverable.state in _MADE
