"""Who is the same person, and which is the same room, in several workbooks: codes are each workbook's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from postprod_xl.domain.portfolio.summary import PERSON, KnownResource
from postprod_xl.schema.cells.spelling import plain_letters

BY_EMAIL, BY_PAYROLL_ID, BY_NAME = "même e-mail", "même nom et même matricule", "même nom, à vérifier"
BY_ROOM = "même code et même nom"


@dataclass
class MatchedResource:
    """A person or a room, by whichever workbooks know it; never twice by one."""

    members: list[KnownResource] = field(default_factory=list)
    matched: list[str] = field(default_factory=list)

    @property
    def first(self) -> KnownResource:
        return self.members[0]

    @property
    def reason(self) -> str:
        """By what its members are known to be the same."""
        return ", ".join(dict.fromkeys(self.matched))


def shared(resources: Iterable[KnownResource]) -> list[MatchedResource]:
    """The people and the rooms of several workbooks, each once, in the order they are met.

    People are the same by their e-mail; else by their name and payroll number; else by their name alone, as long as
    neither their e-mails nor their payroll numbers differ. Rooms are by their code and name: two houses may each have
    a room 1.
    """
    found: list[MatchedResource] = []
    known: dict[tuple[str, str], list[MatchedResource]] = {}
    for resource in resources:
        match = _match(resource, known)
        if match is None:
            match = MatchedResource()
            found.append(match)
        match.members.append(resource)
        for rule in _rules(resource):
            if key := rule.key(resource):
                known.setdefault((rule.reason, key), []).append(match)
    return found


def _match(
    resource: KnownResource, known: Mapping[tuple[str, str], Sequence[MatchedResource]]
) -> MatchedResource | None:
    for rule in _rules(resource):
        for each in known.get((rule.reason, rule.key(resource)), ()):
            if all(rule.admits(member, resource) for member in each.members):
                each.matched.append(rule.reason)
                return each
    return None


class _Rule(NamedTuple):
    """What two of them have in common, and what is against it."""

    reason: str
    key: Callable[[KnownResource], str]
    admits: Callable[[KnownResource, KnownResource], bool]


def _rules(resource: KnownResource) -> tuple[_Rule, ...]:
    return _PEOPLE if resource.kind == PERSON else _ROOMS


def _are_apart(one: KnownResource, other: KnownResource) -> bool:
    """Two rows of one workbook are two people, or two rooms."""
    return one.workbook != other.workbook


def _nothing_against(one: KnownResource, other: KnownResource) -> bool:
    told = ((one.email.casefold(), other.email.casefold()), (one.payroll_id, other.payroll_id))
    return _are_apart(one, other) and not any(own and his and own != his for own, his in told)


def _name(resource: KnownResource) -> str:
    return plain_letters(resource.name)


def _with_name(mark: str, resource: KnownResource) -> str:
    """A mark and a name together; empty when one of them is."""
    return f"{mark} {_name(resource)}" if mark and resource.name else ""


_PEOPLE = (
    _Rule(BY_EMAIL, lambda person: person.email.casefold(), _are_apart),
    _Rule(BY_PAYROLL_ID, lambda person: _with_name(person.payroll_id, person), _are_apart),
    _Rule(BY_NAME, _name, _nothing_against),
)
_ROOMS = (_Rule(BY_ROOM, lambda room: _with_name(plain_letters(room.code), room), _are_apart),)
