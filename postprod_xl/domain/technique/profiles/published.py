"""The profiles that we publish: one dated file a recipient and version (`parameters/recipients`), read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from postprod_xl.domain.technique.profiles.fields import field_named
from postprod_xl.domain.technique.profiles.profile import Profile, ProfileNote
from postprod_xl.domain.technique.profiles.recipients import recipient_key, spelled
from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement, read_values
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.parameters import recipient_profiles
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison
from postprod_xl.schema.vocabulary import Severity


@cache
def published_profiles() -> tuple[Profile, ...]:
    """Every profile, those that extend another one holding what it asks too."""
    alone = {held["code"]: (_profile(held), held.get("extends")) for held in recipient_profiles()}
    return tuple(
        _extended(profile, alone[extends][0]) if extends else profile for profile, extends in alone.values()
    )


def _extended(profile: Profile, general: Profile) -> Profile:
    """A profile with what a general one asks of the fields that it does not name itself."""
    required = {asked.field for asked in profile.requirements}
    noted = {note.field for note in profile.notes}
    return replace(
        profile,
        requirements=(
            *(kept for kept in general.requirements if kept.field not in required),
            *profile.requirements,
        ),
        notes=(*(kept for kept in general.notes if kept.field not in noted), *profile.notes),
        unknown=(*(name for name in general.unknown if name not in required | noted), *profile.unknown),
    )


def _profile(held: Mapping[str, Any]) -> Profile:
    return Profile(
        code=held["code"],
        title=held["title"],
        document=held["document"],
        version=held["version"],
        is_read=held["is_read"],
        later=held.get("later", ""),
        since=held.get("since"),
        read_day=held["read"],
        address=held["source"],
        types=frozenset(map(DeliverableType, held["types"])),
        own_types=frozenset(map(DeliverableType, held.get("own_types", ()))),
        recipients=frozenset(map(recipient_key, held["recipients"])),
        standards=frozenset(map(spelled, held.get("standards", ()))),
        requirements=tuple(_requirements(held)),
        notes=tuple(
            ProfileNote(
                note["field"], note["text"], RuleConfidence(note["confidence"]), tuple(note["sources"])
            )
            for note in held["notes"]
        ),
        unknown=tuple(held["unknown"]),
    )


def _requirements(held: Mapping[str, Any]) -> Iterator[ProfileRequirement]:
    told: Counter[tuple[str, frozenset[DeliverableType]]] = Counter()
    for asked in held["requirements"]:
        types = frozenset(map(DeliverableType, asked.get("types", held["types"])))
        field, comparison = field_named(asked["field"]), Comparison(asked["comparison"])
        read = read_values(field, comparison, " ; ".join(asked["values"]))
        if read.value is None:
            raise ValueError(f"{held['code']}, {field.name}: {read.note}")
        told[field.name, types] += 1
        # A rule has one severity: what is recommended beside what is asked has an identifier of its own.
        rank = told[field.name, types]
        yield ProfileRequirement(
            id=f"PRO-{held['code']}-{field.code}" + (f"-{rank}" if rank > 1 else ""),
            field=field.name,
            comparison=comparison,
            values=read.value,
            severity=Severity(asked["severity"]),
            confidence=RuleConfidence(asked["confidence"]),
            source=_told_source(held),
            asker=f"le profil « {held['title']} »",
            sources=tuple(asked["sources"]),
            rule=asked.get("rule", ""),
            types=types,
        )


def _told_source(held: Mapping[str, Any]) -> str:
    """The document and its version, and whether we read it ourselves."""
    told = ", ".join(filter(None, (held["document"], held["version"])))
    return told if held["is_read"] else f"{told} (non lu)"
