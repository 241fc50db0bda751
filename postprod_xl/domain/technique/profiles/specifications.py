"""The office's own rows of Specifications: what each asks, of whom, and why one is not applied.

A row wins over the profile of its recipient, field by field; of several rows, the most precise wins: project, then
type, then recipient. A row that cannot be applied is reported once, and says so in its `Alerte`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.technique.profiles.fields import (
    HeldIn,
    RequiredField,
    closest_heading,
    field_of_heading,
)
from postprod_xl.domain.technique.profiles.opposition import are_opposed
from postprod_xl.domain.technique.profiles.published import published_profiles
from postprod_xl.domain.technique.profiles.readings import PRESENCE
from postprod_xl.domain.technique.profiles.recipients import recipient_key
from postprod_xl.domain.technique.profiles.requirement import ORDERED, ProfileRequirement, read_values
from postprod_xl.domain.technique.rules.rule import RuleConfidence
from postprod_xl.parameters import recipient_names
from postprod_xl.schema.cells.spelling import closest
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.technique import DELIVERABLES, SPECIFICATIONS
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.technical_vocabulary import Requirement as Comparison
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity

_COLUMNS = "recipient type project field requirement required_value severity source version read_day"


@dataclass(frozen=True)
class RowScope:
    """Which deliverables a row is about; None and empty: any."""

    recipient: str
    type: DeliverableType | None
    project: str

    @property
    def precision(self) -> tuple[bool, bool]:
        """How narrow it is, a project first."""
        return bool(self.project), self.type is not None

    def holds(self, other: RowScope) -> bool:
        """Whether what another scope is about, this one is about too."""
        return (
            self.recipient == other.recipient
            and self.type in (None, other.type)
            and self.project in ("", other.project)
        )


@dataclass(frozen=True)
class Specified:
    """A row understood."""

    row: Row
    scope: RowScope
    requirement: ProfileRequirement

    @property
    def is_about_the_same(self) -> tuple[RowScope, str]:
        """What it shares with the rows that it could contradict."""
        return self.scope, self.requirement.field


@dataclass(frozen=True)
class Specifications:
    """The rows of an office: those applied, and what is wrong with the others.

    Attributes
    ----------
    applied
        In the order of the sheet.
    problems
        One a row that is not applied, save those that the reader of the workbook has reported already.
    alerts
        What keeps each row from being applied, in French, by row number.
    """

    applied: tuple[Specified, ...]
    problems: tuple[Problem, ...]
    alerts: Mapping[int, str]

    def asked_of(
        self, recipient: str | None, type: DeliverableType | None, project: str
    ) -> tuple[ProfileRequirement, ...]:
        """What the office's rows ask of a deliverable: of each field, the most precise rows."""
        wanted = RowScope(recipient_key(recipient), type, folded(project))
        found = [row for row in self.applied if row.scope.holds(wanted)]
        best = {
            row.requirement.field: max(
                other.scope.precision for other in found if other.requirement.field == row.requirement.field
            )
            for row in found
        }
        return tuple(row.requirement for row in found if row.scope.precision == best[row.requirement.field])


NOTHING_SPECIFIED = Specifications((), (), {})
"""The rows of an office that wrote none."""


@fact(Specifications=_COLUMNS, Livrables="recipient")
def specifications(office: Office) -> Specifications:
    """The rows of Specifications, understood."""
    understood: list[Specified] = []
    refused: list[_Refused] = []
    for row in office["Specifications"]:
        read = _read(row)
        if isinstance(read, Specified):
            understood.append(read)
        else:
            refused.append(read)
    refused += _set_aside(understood, office.today)
    refused += _misspelt(understood, office[DELIVERABLES.name].column("recipient"))
    alerts = {refusal.row.row: refusal.message for refusal in refused}
    return Specifications(
        tuple(one for one in understood if one.row.row not in alerts),
        tuple(refusal.problem for refusal in refused if refusal.column),
        alerts,
    )


def alert_column(office: Office) -> list[str]:
    """The `Alerte` of each row of Specifications."""
    alerts = specifications(office).alerts
    return [alerts.get(number, "") for number in office["Specifications"].numbers]


@dataclass(frozen=True)
class _Refused:
    """A row that is not applied; without column when the reader of the workbook says why."""

    row: Row
    column: str
    expected: str
    message: str

    @property
    def problem(self) -> Problem:
        found = str(getattr(self.row, self.column) or "")
        return self.row.warning(self.column, found, self.expected, self.message)


def _read(row: Row) -> Specified | _Refused:
    required = [column for column in SPECIFICATIONS.columns if column.required]
    if blank := [column.heading for column in required if not getattr(row, column.name)]:
        return _Refused(row, "", "", f"à compléter : {', '.join(blank)}")
    field = field_of_heading(row.field)
    if field is None:
        return _unknown_field(row)
    comparison = Comparison(row.requirement)
    if fault := _compared_wrongly(field, comparison):
        return _Refused(row, "requirement", fault, f"« {field.label} » ne se compare pas ainsi : {fault}")
    values = read_values(field, comparison, row.required_value)
    if values.value is None:
        wants = PRESENCE.wants if comparison is Comparison.PRESENT else field.reading.wants
        return _Refused(row, "required_value", wants, f"valeur non comprise : {values.note}")
    scope = RowScope(
        recipient_key(row.recipient),
        DeliverableType(row.type) if row.type else None,
        folded(row.project or ""),
    )
    return Specified(row, scope, _requirement(row, field, comparison, values.value))


def _requirement(
    row: Row, field: RequiredField, comparison: Comparison, values: tuple[object, ...]
) -> ProfileRequirement:
    told = [text for text in (row.source, row.version and f"version {row.version}") if text]
    if row.read_day:
        told.append(f"lu le {row.read_day:%d/%m/%Y}")
    return ProfileRequirement(
        id=f"SPE-{row.row}",
        field=field.name,
        comparison=comparison,
        values=values,
        severity=Severity(row.severity) if row.severity else Severity.BLOCKING,
        confidence=RuleConfidence.S if row.source else RuleConfidence.P,
        source=", ".join(told) or f"{SPECIFICATIONS.tab}, ligne {row.row}",
        asker=row.recipient,
        types=frozenset({DeliverableType(row.type)} if row.type else DeliverableType),
    )


def _unknown_field(row: Row) -> _Refused:
    meant = closest_heading(row.field)
    hint = f" : vouliez-vous dire « {meant} » ?" if meant else ""
    expected = f"un en-tête de {DELIVERABLES.tab}, ou la nature d'une pièce"
    return _Refused(row, "field", expected, f"« {row.field} » n'est pas {expected}{hint}")


def _compared_wrongly(field: RequiredField, comparison: Comparison) -> str:
    """What a comparison should be for a field; empty when it fits."""
    if field.held is HeldIn.PIECE and comparison is not Comparison.PRESENT:
        return f"une pièce est « {Comparison.PRESENT} », Oui ou Non"
    if field.held is HeldIn.FILE and comparison is Comparison.PRESENT:
        return "ce que disent les fichiers se compare à une valeur"
    if comparison in ORDERED and not field.reading.is_ordered:
        return f"« {comparison} » est pour les nombres et les cadences"
    return ""


def _set_aside(understood: Sequence[Specified], today: date) -> Iterator[_Refused]:
    """The rows that others, or the profile, leave no place to."""
    for one in understood:
        if (reason := _reason(one, understood, today)) is not None:
            yield reason


def _misspelt(understood: Iterable[Specified], recipients: Iterable[str]) -> Iterator[_Refused]:
    """The rows of a recipient that no deliverable has, and that is written almost like one of theirs."""
    names = dict.fromkeys(name for name in recipients if name)
    known = {recipient_key(name) for name in (*names, *recipient_names())}
    for one in understood:
        if one.scope.recipient not in known and (meant := closest(one.row.recipient, names)):
            message = f"aucun livrable n'est pour « {one.row.recipient} » : vouliez-vous dire « {meant} » ?"
            yield _Refused(one.row, "recipient", "un destinataire de livrable", message)


def _reason(one: Specified, others: Iterable[Specified], today: date) -> _Refused | None:
    day = one.row.read_day
    for other in others:
        if other is one or other.requirement.field != one.requirement.field:
            continue
        is_rival = other.scope == one.scope and are_opposed(one.requirement, other.requirement)
        if is_rival and (refused := _rivalled(one, other)):
            return refused
        is_broader = other.scope.holds(one.scope) and other.scope != one.scope
        if is_broader and _is_before(day, other.row.read_day):
            return _older(one, f"la ligne {other.row.row}, lue le {other.row.read_day:%d/%m/%Y}")
    for profile in published_profiles():
        is_for = profile.is_of(one.scope.recipient, one.scope.type) and profile.on(one.requirement.field)
        if is_for and _is_before(day, profile.since) and profile.is_in_force(today):
            return _older(one, f"{profile.document}, en vigueur depuis le {profile.since:%d/%m/%Y}")
    return None


def _rivalled(one: Specified, other: Specified) -> _Refused | None:
    """Why a row gives way to another one that says the contrary; None when it is the later of the two."""
    mine, theirs = one.row.read_day, other.row.read_day
    if mine is None or theirs is None or mine == theirs:
        message = f"la ligne {other.row.row} dit le contraire : aucune des deux n'est appliquée"
        return _Refused(one.row, "required_value", "une seule exigence", message)
    return _older(one, f"la ligne {other.row.row}, lue le {theirs:%d/%m/%Y}") if mine < theirs else None


def _older(one: Specified, newer: str) -> _Refused:
    message = f"plus ancienne que {newer}, qui prévaut : relisez le document, ou supprimez la ligne"
    return _Refused(one.row, "read_day", "le document en vigueur", message)


def _is_before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other
