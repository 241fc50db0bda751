"""The profile that holds for a deliverable on a day: its recipient's document, then the office's own rows over it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from postprod_xl.domain.technique.profiles.fields import HeldIn
from postprod_xl.domain.technique.profiles.profile import Described, Profile
from postprod_xl.domain.technique.profiles.published import published_profiles
from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement
from postprod_xl.schema.tables.technique import SPECIFICATIONS
from postprod_xl.schema.technical_vocabulary import DeliverableType


def profile_of(
    deliverable: Described, day: date, specified: Sequence[ProfileRequirement] = ()
) -> Profile | None:
    """What holds for a deliverable on a day.

    The profile of its recipient and standard rather than a general one, in its latest version in force that day; then
    the rows of Specifications, which win field by field: the recipient's own current document always does (facts,
    part A).

    Parameters
    ----------
    deliverable
        Its type, recipient and standard.
    day
        The day looked at.
    specified
        What the rows of Specifications ask of it (`Specifications.asked_of`).

    Returns
    -------
    Profile or None
        None when nobody asks anything: no document is known for it, and the office wrote no row.
    """
    published = published_for(deliverable, day)
    if not specified:
        return published
    return _laid_over(published or _of_the_office(deliverable), specified)


def published_for(deliverable: Described, day: date) -> Profile | None:
    """The profile of a deliverable without the rows of the office; None when no document is known for it.

    Where a recipient has a profile of its own, our rules made for any recipient of that type say nothing unless its
    own profile asks the same.
    """
    return _published_for(_Promised(deliverable.type, deliverable.recipient, deliverable.standard), day)


@dataclass(frozen=True)
class _Promised:
    """What chooses a profile, and no more: deliverables that share it share their profile."""

    type: DeliverableType | None
    recipient: str | None
    standard: str | None


# Each rule that reads a profile asks for it again.
@lru_cache(maxsize=1024)
def _published_for(promised: _Promised, day: date) -> Profile | None:
    found = [profile for profile in published_profiles() if profile.is_for(promised, day)]
    if not found:
        return None
    chosen = max(found, key=_precision)
    kept = tuple(asked for asked in chosen.requirements if promised.type in asked.types)
    general = () if not chosen.recipients else (other for other in found if not other.recipients)
    elsewhere = {asked.rule for profile in general for asked in profile.requirements if asked.rule}
    return replace(chosen, requirements=kept, overruled=frozenset(elsewhere - {asked.rule for asked in kept}))


def _precision(profile: Profile) -> tuple[bool, bool, date]:
    return bool(profile.recipients), bool(profile.standards), profile.since or date.min


def _of_the_office(deliverable: Described) -> Profile:
    """A profile without any requirement, for a recipient that only the rows of the office know."""
    return Profile(
        code="",
        title=deliverable.recipient or "",
        document=SPECIFICATIONS.tab,
        version="",
        is_read=True,
        types=frozenset({deliverable.type} if deliverable.type else ()),
    )


def _laid_over(profile: Profile, specified: Sequence[ProfileRequirement]) -> Profile:
    fields = {asked.field for asked in specified}
    replaced = {asked.rule for asked in profile.requirements if asked.field in fields and asked.rule}
    kept = (asked for asked in profile.requirements if asked.field not in fields)
    return replace(
        profile,
        requirements=(*(own for asked in kept for own in _without_rule(asked, replaced)), *specified),
        unknown=tuple(name for name in profile.unknown if name not in fields),
        overruled=profile.overruled | replaced,
    )


def _without_rule(asked: ProfileRequirement, replaced: Container[str]) -> Iterator[ProfileRequirement]:
    """What remains of a requirement when a row took the place of the other half of what its rule checks.

    The sample rate replaced, the bits are asked for still. The report of a container that nobody asks for is not.
    """
    if asked.rule not in replaced:
        yield asked
    elif asked.about.held is not HeldIn.PIECE:
        yield replace(asked, rule="")
