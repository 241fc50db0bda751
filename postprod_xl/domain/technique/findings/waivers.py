"""The findings that somebody accepts: who, when and why; they stay visible, and no longer hold anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.technique.findings.finding import TechnicalFinding
from postprod_xl.domain.technique.findings.house import lacking
from postprod_xl.domain.wording import closest_names, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.technique import COMPATIBILITIES, WAIVERS
from postprod_xl.schema.technical_vocabulary import FindingState, WaiverState
from postprod_xl.schema.units import folded

NEEDED = ("reason", "accepted_by", "accepted_day")
"""What an acceptance needs before it lifts anything."""
REQUIREMENTS = ("PRO-", "SPE-")
"""How the identifiers of the requirements of recipients begin."""

Key = tuple[str, str, str]


@dataclass(frozen=True)
class KnownObjects:
    """What a waiver may name.

    Parameters
    ----------
    rules
        Identifiers of the rules.
    objects
        By project code, the codes of its sources, deliverables and tasks.
    """

    rules: Collection[str]
    objects: Mapping[str, Collection[str]]


def waived(office: Office, findings: Sequence[TechnicalFinding]) -> list[TechnicalFinding]:
    """The findings, those that a waiver in force names being accepted: they say by whom, when and why."""
    in_force = {_key(row): row for row in office[WAIVERS.name] if _counts(row, office.today)}
    return [_accepted(finding, in_force) for finding in findings]


def _accepted(finding: TechnicalFinding, in_force: Mapping[Key, Row]) -> TechnicalFinding:
    row = in_force.get(finding.key)
    if row is None or not finding.is_open:
        return finding
    evidence = f" ({row.evidence})" if row.evidence else ""
    told = f"{row.accepted_by}, le {row.accepted_day:%d/%m/%Y} : {row.reason}{evidence}"
    return replace(finding, state=FindingState.WAIVED, waiver=told)


def waiver_columns(office: Office, findings: Sequence[TechnicalFinding]) -> Rows:
    """The computed columns of `Derogations`: in force, incomplete (or of a day to come), or without object."""
    held = {finding.key for finding in findings if finding.is_open or finding.waiver}
    rows = office[WAIVERS.name]
    return computed_columns(
        WAIVERS.name, rows.numbers, state=[_state(row, held, office.today) for row in rows]
    )


def _state(row: Row, held: Collection[Key], today: date) -> WaiverState:
    if not _counts(row, today):
        return WaiverState.INCOMPLETE
    return WaiverState.IN_FORCE if _key(row) in held else WaiverState.POINTLESS


def waiver_problems(
    office: Office, findings: Sequence[TechnicalFinding], known: KnownObjects
) -> Iterator[Problem]:
    """One line for each row of `Derogations` that lifts nothing: what it names, or what it lacks."""
    held = {finding.key for finding in findings if finding.is_open or finding.waiver}
    rules = {folded(rule) for rule in known.rules}
    for row in office[WAIVERS.name]:
        if folded(row.rule) not in rules and not row.rule.upper().startswith(REQUIREMENTS):
            yield _unknown_rule(row, known.rules)
        elif row.object and folded(row.object) not in map(folded, known.objects.get(row.project, ())):
            yield _unknown_object(row, known.objects.get(row.project, ()))
        elif not _counts(row, office.today):
            yield _incomplete(row, office.today)
        elif _key(row) not in held:
            message = (
                f"{_named(row)} : {COMPATIBILITIES.tab} n'a pas, ou plus, ce constat : dérogation sans objet"
            )
            yield row.info("rule", row.rule, f"un constat de {COMPATIBILITIES.tab}", message)


def _unknown_rule(row: Row, rules: Collection[str]) -> Problem:
    message = f"« {row.rule} » n'est pas une règle technique : {closest_names(row.rule, sorted(rules))}"
    return row.warning("rule", row.rule, "l'identifiant d'une règle", message)


def _unknown_object(row: Row, objects: Collection[str]) -> Problem:
    message = f"« {row.object} » n'est ni source, ni livrable, ni tâche de {row.project} : "
    message += closest_names(row.object, list(objects))
    return row.warning("object", row.object, "un objet du projet, ou vide", message)


def _incomplete(row: Row, today: date) -> Problem:
    if missing := lacking(row, NEEDED):
        named = listed([WAIVERS.heading(name) for name in missing])
        message = f"{_named(row)} : dérogation incomplète, le constat reste : remplissez {named}"
        return row.warning(missing[0], "vide", named, message)
    found = f"{row.accepted_day:%d/%m/%Y}"
    message = f"{_named(row)} : dérogation du {found}, un jour à venir : le constat reste d'ici là"
    return row.warning("accepted_day", found, f"une date jusqu'au {today:%d/%m/%Y}", message)


def _counts(row: Row, today: date) -> bool:
    return not lacking(row, NEEDED) and row.accepted_day <= today


def _key(row: Row) -> Key:
    return folded(row.project), folded(row.rule), folded(row.object)


def _named(row: Row) -> str:
    return " ".join(part for part in (row.project, row.rule, row.object) if part)


def known_objects(office: Office, rules: Collection[str]) -> KnownObjects:
    """The rules, and the sources, deliverables and tasks of each project as their tables hold them."""
    objects: dict[str, list[str]] = {}
    for table, name in (("Sources", "source"), ("Livrables", "deliverable"), ("Planning", "task")):
        for project, code in office[table].select("project", name):
            objects.setdefault(project, []).append(code)
    return KnownObjects(rules, objects)
