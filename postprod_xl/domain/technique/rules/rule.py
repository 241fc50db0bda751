"""What a technical rule is: one declaration, and what it can be asked of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from postprod_xl.domain.technique.facts.records import (
    DeliverableFacts,
    ProjectFacts,
    SourceFacts,
    TaskFacts,
)
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.vocabulary import Severity

T = TypeVar("T")


class Scope(StrEnum):
    """What a rule looks at, one at a time; the value is the French word."""

    PROJECT = "projet"
    SOURCE = "source"
    DELIVERABLE = "livrable"
    PLAN = "planning"
    TASK = "tâche"


class RuleConfidence(StrEnum):
    """How well a rule is sourced.

    `S`: a source says it. `P`: a source says part of it, or is weak. `K`: knowledge of the trade without source; such a
    rule never blocks, it is to be confirmed by the recipient's own document (corrections of 28 November, 1).
    """

    S = "S"
    P = "P"
    K = "K"


class Advice(StrEnum):
    """Whom to consult: the family of skills that lifts the finding."""

    PICTURE = "image"
    SOUND = "son"
    TEXTS = "sous-titres"
    LABORATORY = "laboratoire"


@dataclass(frozen=True)
class Case:
    """What a rule looks at: a project, and one of its sources, deliverables or tasks where its scope is one."""

    project: ProjectFacts
    day: date
    source: SourceFacts | None = None
    deliverable: DeliverableFacts | None = None
    task: TaskFacts | None = None

    @property
    def the_source(self) -> SourceFacts:
        """The source of a case of scope SOURCE."""
        assert self.source is not None
        return self.source

    @property
    def the_deliverable(self) -> DeliverableFacts:
        """The deliverable of a case of scope DELIVERABLE."""
        assert self.deliverable is not None
        return self.deliverable

    @property
    def the_task(self) -> TaskFacts:
        """The task of a case of scope TASK."""
        assert self.task is not None
        return self.task

    @property
    def object_code(self) -> str:
        """The code of what is looked at; empty when it is the project itself."""
        looked_at = self.source or self.deliverable or self.task
        return "" if looked_at is None else looked_at.code

    def record_of(self, name: str) -> Any:
        """The record that a field is of, by what stands before its point: `source`, `workflow`."""
        return self.project.workflow if name == "workflow" else getattr(self, name)


@dataclass(frozen=True)
class Raised:
    """What a rule found wrong.

    Attributes
    ----------
    message
        One French sentence with the figures found.
    found, expected
        What the tables or the files say, and what it should be; short, in French.
    severity
        A lesser one than that of the rule, where it is not as serious yet; None: that of the rule.
    """

    message: str
    found: str
    expected: str
    severity: Severity | None = None


def filled(value: T | None) -> T:
    """A value that a rule needs: its condition is asked only of the cases that have it."""
    assert value is not None
    return value


Condition = Callable[[Case], Raised | None]
ALL_TYPES = frozenset(DeliverableType)


def every_case(_: Case) -> bool:
    """The rule concerns whatever it looks at."""
    return True


@dataclass(frozen=True)
class TechnicalRule:
    """One technical rule.

    Parameters
    ----------
    id
        `CAD-01`: unique, never given to another rule.
    scope, severity, confidence
        What it looks at, how serious it is as published, how well it is sourced.
    title
        What it checks, in one short French sentence.
    reads
        The fields without which it is not evaluated: `source.frame_rate`, `workflow.timeline_rate`. The first word is
        an attribute of `Case`, or `workflow`.
    condition
        What is wrong in a case whose `reads` are all filled and understood; None when nothing is. It is asked only
        then, and only of the cases it concerns.
    fix
        How to lift it, in French.
    sources
        Keys of `parameters/technique_sources.toml`.
    advice
        Whom to consult.
    only_for
        For scope DELIVERABLE, the types it holds for. When they are not all, the type is one of the fields it reads.
    reads_blank
        The fields it also reads and whose blank says something (nothing decided, nothing provided): a blank keeps it
        from nothing; a text that is not understood does. A plural, `sources.reel`, is read of each of the project's.
    reads_each
        The fields of which each alone may be wrong: those filled are looked at, and those blank are asked for only
        where none of the others is wrong. The condition passes over the blank ones.
    concerns
        Whether a case is one of those it is about, from the fields that are filled: it asks for nothing in the others.
    """

    id: str
    scope: Scope
    severity: Severity
    confidence: RuleConfidence
    title: str
    reads: tuple[str, ...]
    condition: Condition
    fix: str
    sources: tuple[str, ...]
    advice: Advice
    only_for: frozenset[DeliverableType] = ALL_TYPES
    reads_blank: tuple[str, ...] = ()
    reads_each: tuple[str, ...] = ()
    concerns: Callable[[Case], bool] = every_case

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields it asks for where they are blank, the type of the deliverable among them where it counts."""
        return (*self._required, *self.reads_each)

    @property
    def _required(self) -> tuple[str, ...]:
        if self.only_for == ALL_TYPES or "deliverable.type" in self.reads:
            return self.reads
        return ("deliverable.type", *self.reads)

    def is_about(self, case: Case) -> bool:
        """Whether it has anything to ask of a case; a deliverable without type may be of any."""
        deliverable = case.deliverable
        is_other = deliverable is not None and deliverable.type not in (None, *self.only_for)
        return not is_other and self.concerns(case)

    def blank_fields(self, case: Case) -> tuple[str, ...]:
        """The fields to be filled before it can say that nothing is wrong."""
        return _blank(case, (*self._required, *self._each_asked(case)))

    def unread_fields(self, case: Case) -> Mapping[str, str]:
        """The fields that are written and not understood, which keep it from being evaluated, with the French note."""
        fields = (*self._required, *self.reads_blank, *self._each_asked(case))
        return {field: note for field in fields if (note := _note(case, field))}

    def raised(self, case: Case) -> Raised | None:
        """What is wrong in a case; None when nothing is, or when it cannot be told."""
        is_evaluated = self.is_about(case) and not _blank(case, self._required) and self._may_be_told(case)
        return self.condition(case) if is_evaluated else None

    def _each_asked(self, case: Case) -> tuple[str, ...]:
        """The fields of `reads_each`, unless one of them is wrong already."""
        return () if self.reads_each and self.raised(case) is not None else self.reads_each

    def _may_be_told(self, case: Case) -> bool:
        """Whether nothing that is written keeps it from being evaluated; of `reads_each`, one understood is enough."""
        return not any(_note(case, field) for field in (*self._required, *self.reads_blank))


def cases_of(scope: Scope, project: ProjectFacts, day: date) -> Iterator[Case]:
    """The cases of a project that a rule of a scope looks at, in the order of the sheets."""
    if scope is Scope.SOURCE:
        yield from (Case(project, day, source=source) for source in project.sources)
    elif scope is Scope.DELIVERABLE:
        yield from (Case(project, day, deliverable=deliverable) for deliverable in project.deliverables)
    elif scope is Scope.TASK:
        yield from (Case(project, day, task=task) for task in project.tasks)
    else:
        yield Case(project, day)


def _blank(case: Case, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some fields in which nothing is written."""
    return tuple(field for field in fields if _value(case, field) is None and not _note(case, field))


def _value(case: Case, field: str) -> Any:
    record, _, name = field.partition(".")
    return getattr(case.record_of(record), name)


def _note(case: Case, field: str) -> str:
    """Why what is written in a field is not understood; empty when it is, and for the fields of several rows."""
    record, _, name = field.partition(".")
    if record in _PLURALS:
        return ""
    unread: Mapping[str, str] = getattr(case.record_of(record), "unread", {})
    return unread.get(name, "")


_PLURALS = frozenset({"sources", "deliverables", "tasks", "pieces", "measured"})
