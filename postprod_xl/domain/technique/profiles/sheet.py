"""A profile as people read it: one French line a requirement, for the printed sheet."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.technique.profiles.fields import fields
from postprod_xl.domain.technique.profiles.profile import Profile
from postprod_xl.domain.technique.profiles.requirement import ProfileRequirement
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.domain.wording import in_sentence
from postprod_xl.schema.vocabulary import Severity

TO_CONFIRM = "à confirmer avec le cahier des charges"
_OTHER_WORDS = {"field_order": "Ordre des trames", "pieces": "Attestations à joindre"}
_WEIGHT = {Severity.WARNING: "avertissement", Severity.INFO: "information"}


def sheet_title(profile: Profile) -> str:
    """The title of a profile, its document and version, and how well it is known."""
    version = f"version {profile.version}" if profile.version else ""
    since = f"en vigueur depuis le {profile.since:%d/%m/%Y}" if profile.since else ""
    read = f"lu le {profile.read_day:%d/%m/%Y}" if profile.read_day else ""
    second_hand = "" if profile.is_read else "document non lu : d'après des sources secondaires"
    told = (version, since, second_hand, read, profile.later)
    return ", ".join([f"{profile.title} : {profile.document}", *filter(None, told)])


def sheet_lines(profile: Profile) -> tuple[str, ...]:
    """What a profile asks, in the order of its document; then what it says besides, then what nobody could source."""
    return (*map(requirement_line, profile.requirements), *_note_lines(profile), *_unknown_lines(profile))


def requirement_line(asked: ProfileRequirement) -> str:
    """One requirement: `Codec : XDCAM HD422 50`; less than blocking, or unsure, it says so."""
    told = []
    if asked.counted_severity is not Severity.BLOCKING:
        told.append(_WEIGHT[asked.counted_severity])
    if asked.confidence is RuleConfidence.K:
        told.append(TO_CONFIRM)
    if not asked.sources:
        told.append(asked.source)
    more = f" ({' ; '.join(told)})" if told else ""
    return f"{asked.about.label} : {asked.expected}{more}"


def _note_lines(profile: Profile) -> Iterator[str]:
    for note in profile.notes:
        unsure = f" ({TO_CONFIRM})" if note.confidence is RuleConfidence.K else ""
        yield f"{_label(note.field)} : {note.text}{unsure}"


def _unknown_lines(profile: Profile) -> Iterator[str]:
    if profile.unknown:
        yield f"Non établi : {', '.join(in_sentence(_label(name)) for name in profile.unknown)}."


def _label(name: str) -> str:
    return _OTHER_WORDS.get(name) or fields()[name].label
