"""What the rules read and cannot: fields left empty, fields that are not understood, once each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from postprod_xl.domain.technique.findings.fields import TABLES_OF, field_told
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.rules.rule import Case, TechnicalRule
from postprod_xl.domain.wording import listed
from postprod_xl.schema.technical_vocabulary import FindingState
from postprod_xl.schema.vocabulary import Severity

_OF_PROJECT = ("workflow", "project")


@dataclass(frozen=True)
class MissingField:
    """A field that some rules want.

    Parameters
    ----------
    project
        Code of the project.
    object
        Code of the source or of the deliverable; empty for the project.
    table, name
        Where the field is: name of the table, code name of the column; no column where the row itself is missing.
    note
        Why what is written is not understood; empty where nothing is written.
    order
        Rank of the object in its sheet.
    """

    project: str
    object: str
    table: str
    name: str
    note: str = ""
    order: int = 0


def missing_fields(rule: TechnicalRule, case: Case, order: int) -> list[MissingField]:
    """The fields that keep a rule from being evaluated on a case: those empty, then those not understood.

    Parameters
    ----------
    rule, case
        A rule, and a case that it is about.
    order
        Rank of the object of the case in its sheet.
    """
    notes = dict.fromkeys(rule.blank_fields(case), "") | dict(rule.unread_fields(case))
    return [_missing(case, read, note, order) for read, note in notes.items()]


def _missing(case: Case, read: str, note: str, order: int) -> MissingField:
    kind, _, name = read.partition(".")
    is_own = kind not in _OF_PROJECT
    row = case.record_of(kind).row
    return MissingField(
        case.project.code,
        case.object_code if is_own else "",
        TABLES_OF[kind],
        "" if row is None else name,
        note,
        order if is_own else 0,
    )


@dataclass
class MissingFields:
    """The fields that rules want, each with the rules that want it, in the order they were met."""

    wanted: dict[MissingField, list[TechnicalRule]] = field(default_factory=dict)

    def add(self, rule: TechnicalRule, fields: Sequence[MissingField]) -> None:
        """A rule wants some fields; one that wants a field of the project for several objects is told once."""
        for one in fields:
            rules = self.wanted.setdefault(one, [])
            if rule not in rules:
                rules.append(rule)

    @property
    def findings(self) -> Iterator[TechnicalFinding]:
        """One row for each field: what is to be filled in, or why what is written is not evaluated."""
        for one, rules in self.wanted.items():
            yield _finding(one, rules)


def _finding(one: MissingField, rules: Sequence[TechnicalRule]) -> TechnicalFinding:
    names = [rule.id for rule in rules]
    verb = "ne sont pas évaluées" if len(names) > 1 else "n'est pas évaluée"
    told = field_told(one.table, one.name)
    if one.note:
        state, missing, fix = FindingState.NOT_EVALUATED, f"{told}, {one.note}", f"Corriger {told}"
    else:
        state, missing, fix = FindingState.TO_FILL, f"Il manque {told}", f"Remplir {told}"
    whose = f", {one.object}" if one.object else ""
    return TechnicalFinding(
        project=one.project,
        rule=", ".join(names),
        object=one.object,
        state=state,
        severity=Severity.INFO,
        message=f"{missing} : {listed(names)} {verb}",
        found=one.note,
        expected=told,
        fix=f"{fix}{whose}.",
        advice=rules[0].advice,
        order=one.order,
    )
