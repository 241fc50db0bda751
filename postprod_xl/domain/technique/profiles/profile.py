"""What one version of a recipient's document asks, and the deliverables that it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from postprod_xl.domain.technique.profiles.recipients import recipient_key, spelled
from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement, rank_of
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.schema.technical_vocabulary import DeliverableType


class Described(Protocol):
    """What chooses the profile of a deliverable."""

    @property
    def type(self) -> DeliverableType | None: ...

    @property
    def standard(self) -> str | None: ...

    @property
    def recipient(self) -> str | None: ...


@dataclass(frozen=True)
class ProfileNote:
    """What a document says and no column can check: a French sentence, and how surely it is known."""

    field: str
    text: str
    confidence: RuleConfidence
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """What one version of a recipient's document asks of the deliverables that it is for.

    Parameters
    ----------
    code
        `RT040`: what its requirements are known by; empty where only the office's own rows ask something.
    title, document, version
        French.
    is_read
        Whether we read the document itself: otherwise its values come from those who did.
    later
        What is known of its later editions, that nobody read; may be empty.
    since
        First day it is in force; None where nobody sourced it.
    read_day, address
        When and where its values were read.
    types, own_types
        The types it is for; those that name its recipient already, whatever is written beside.
    recipients, standards
        Names and standards it is for, as they are compared; empty: any.
    requirements, notes
        In the order of the document.
    unknown
        Fields that nobody could source.
    overruled
        Our rules that say nothing of its deliverables: a row of Specifications took the place of what they check, or
        they are made for recipients without a profile of their own.
    """

    code: str
    title: str
    document: str
    version: str
    is_read: bool
    types: frozenset[DeliverableType]
    later: str = ""
    since: date | None = None
    read_day: date | None = None
    address: str = ""
    own_types: frozenset[DeliverableType] = frozenset()
    recipients: frozenset[str] = frozenset()
    standards: frozenset[str] = frozenset()
    requirements: tuple[ProfileRequirement, ...] = ()
    notes: tuple[ProfileNote, ...] = ()
    unknown: tuple[str, ...] = ()
    overruled: frozenset[str] = frozenset()

    def on(self, field: str) -> tuple[ProfileRequirement, ...]:
        """What is asked of a field, the gravest first."""
        return self._gravest_first(lambda asked: asked.field == field)

    def of_rule(self, rule: str) -> tuple[ProfileRequirement, ...]:
        """What a rule of ours checks, the gravest first; empty when nothing is asked."""
        return self._gravest_first(lambda asked: asked.rule == rule)

    def _gravest_first(self, kept: Callable[[ProfileRequirement], bool]) -> tuple[ProfileRequirement, ...]:
        return tuple(sorted(filter(kept, self.requirements), key=rank_of))

    def is_for(self, deliverable: Described, day: date) -> bool:
        """Whether it is for a deliverable on a day, by its type, its recipient and its standard."""
        if self.standards and spelled(deliverable.standard or "") not in self.standards:
            return False
        return self.is_in_force(day) and self.is_of(recipient_key(deliverable.recipient), deliverable.type)

    def is_of(self, recipient: str, type: DeliverableType | None) -> bool:
        """Whether it is for a type of a recipient, as `recipient_key` writes it."""
        is_named = not self.recipients or recipient in self.recipients or type in self.own_types
        return is_named and type in self.types

    def is_in_force(self, day: date) -> bool:
        """Whether it is in force on a day; where nobody sourced since when, it is."""
        return self.since is None or self.since <= day
