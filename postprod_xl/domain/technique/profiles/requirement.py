"""One thing that a recipient asks of a deliverable: on which field, how it compares, who says so and how surely."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postprod_xl.domain.technique.profiles.fields import (
    RequiredField,
    field_named,
    shown_value,
    with_unit,
)
from postprod_xl.domain.technique.profiles.readings import PRESENCE
from postprod_xl.domain.technique.rules.known_values import NO_BREAK
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.domain.technique.spellings.written import Written, known, unknown_word
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison
from postprod_xl.schema.vocabulary import Severity

_GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}
ORDERED = frozenset({Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.BETWEEN})
_SEVERAL = frozenset({Comparison.AMONG, Comparison.BETWEEN})
_AROUND = re.compile(r"(?P<middle>.+?)\s*(?:±|\+/-|\+-)\s*(?P<around>.+)")
_RANGE = re.compile(r"\s*;\s*|\s+(?:à|et)\s+")


@dataclass(frozen=True)
class ProfileRequirement:
    """What a recipient asks of one field.

    Parameters
    ----------
    id
        `PRO-RT040-CODEC`, `SPE-7`: what its findings are known by, unless a rule of ours checks it already.
    field
        Code name of a column of Livrables or Medias, or nature of a piece.
    comparison
        How a value is compared with those wanted.
    values
        Understood, as the field reads them: both ends, included, where a value lies between two.
    severity
        As published; `counted_severity` is the one that counts.
    source
        The document and its version, as people read it.
    sources
        Keys of `parameters/technique_sources.toml`; empty for a row of Specifications.
    rule
        The rule that checks the very same thing; empty when none does.
    asker
        Who asks, in a sentence: the profile, or the recipient.
    types
        The types of deliverables it is for.
    """

    id: str
    field: str
    comparison: Comparison
    values: tuple[Any, ...]
    severity: Severity
    confidence: RuleConfidence
    source: str
    asker: str
    sources: tuple[str, ...] = ()
    rule: str = ""
    types: frozenset[DeliverableType] = frozenset()

    @property
    def about(self) -> RequiredField:
        """The field it is about."""
        return field_named(self.field)

    @property
    def finding_id(self) -> str:
        """The rule under which a finding of it is filed."""
        return self.rule or self.id

    @property
    def counted_severity(self) -> Severity:
        """Its severity; what nobody sourced never blocks (corrections of 28 November, 1)."""
        unsure = self.confidence is RuleConfidence.K and self.severity is Severity.BLOCKING
        return Severity.WARNING if unsure else self.severity

    def is_met(self, found: Any) -> bool:
        """Whether a value that is known does what is asked; bounds are included, numbers are compared exactly."""
        return _MET[self.comparison](self, found)

    @property
    def expected(self) -> str:
        """What is asked, in French: `au plus −3 dBTP`."""
        field = self.about
        shown = [shown_value(field, value) for value in self.values]
        if self.comparison is Comparison.PRESENT:
            return str(Comparison.PRESENT) if self.values[0] else "à ne pas fournir"
        if self.comparison is Comparison.BETWEEN:
            return with_unit(field, f"de {shown[0]} à {shown[1]}")
        either = " ou ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
        return f"{_PREFIXES.get(self.comparison, '')}{with_unit(field, either)}"


def rank_of(asked: ProfileRequirement) -> int:
    """How grave it is, the gravest first."""
    return _GRAVITY[asked.counted_severity]


_PREFIXES = {
    Comparison.AT_LEAST: "au moins ",
    Comparison.AT_MOST: "au plus ",
    Comparison.DIFFERENT: "autre chose que ",
}


def _is_among(requirement: ProfileRequirement, found: Any) -> bool:
    return any(requirement.about.reading.same(found, value) for value in requirement.values)


_MET: Mapping[Comparison, Callable[[ProfileRequirement, Any], bool]] = {
    Comparison.EQUAL: _is_among,
    Comparison.AMONG: _is_among,
    Comparison.DIFFERENT: lambda requirement, found: not _is_among(requirement, found),
    Comparison.AT_LEAST: lambda requirement, found: found >= requirement.values[0],
    Comparison.AT_MOST: lambda requirement, found: found <= requirement.values[0],
    Comparison.BETWEEN: lambda requirement, found: requirement.values[0] <= found <= requirement.values[1],
    Comparison.PRESENT: lambda requirement, found: bool(found) is requirement.values[0],
}


def read_values(field: RequiredField, comparison: Comparison, text: str) -> Written[tuple[Any, ...]]:
    """The values that somebody wrote beside a comparison.

    Several stand parted by semicolons. « -23 ± 1 » is both ends of « compris entre ».

    Examples
    --------
    >>> read_values(field_named("audio_tracks"), Comparison.AMONG, "4 ; 16").value
    (4, 16)
    >>> read_values(field_named("loudness_lufs"), Comparison.BETWEEN, "-23 ± 0,2").value
    (Decimal('-23.2'), Decimal('-22.8'))
    """
    if comparison is Comparison.PRESENT:
        return _presence(text)
    if comparison is Comparison.BETWEEN:
        return _range(field, text)
    parts = [part.strip() for part in text.split(";")]
    if comparison not in _SEVERAL and len(parts) > 1:
        return unknown_word(text, "une seule valeur pour cette comparaison ; plusieurs : « l'une de »")
    return _all_read(field, text, parts)


def _all_read(field: RequiredField, text: str, parts: Sequence[str]) -> Written[tuple[Any, ...]]:
    read = [field.reading.read(part) for part in parts]
    for part, value in zip(parts, read, strict=True):
        if value.value is None:
            return unknown_word(text, _told(part, value.note) if part else "une valeur est vide")
    return known(text, tuple(value.value for value in read))


def _told(part: str, note: str) -> str:
    """Why a value is not read, after the value itself: what it is not follows it as a verb."""
    return f"« {part} » {note}" if note.startswith("n'") else f"« {part} » : {note}"


def _range(field: RequiredField, text: str) -> Written[tuple[Any, ...]]:
    if around := _AROUND.fullmatch(text.strip()):
        read = _all_read(field, text, (around["middle"], around["middle"]))
        width = field_named("loudness_range").reading.read(around["around"]).value
        if read.value is None or width is None or width < 0:
            return unknown_word(text, read.note or f"« {around['around']} » n'est pas un écart")
        return known(text, (read.value[0] - width, read.value[0] + width))
    parts = _RANGE.split(text.strip())
    if len(parts) != 2:
        return unknown_word(
            text, f"deux valeurs, parties d'un point-virgule{NO_BREAK}: la plus petite d'abord"
        )
    read = _all_read(field, text, parts)
    if read.value is not None and read.value[0] > read.value[1]:
        return unknown_word(text, "la plus petite valeur d'abord")
    return read


def _presence(text: str) -> Written[tuple[Any, ...]]:
    read = PRESENCE.read(text)
    return known(text, (read.value,)) if read.is_known else unknown_word(text, _told(text, read.note))
