"""Every conflict of the rights of an office, its rows, and what other tabs show of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from postprod_xl.domain.catalogue.conflicts.clashes import clash_findings
from postprod_xl.domain.catalogue.conflicts.clearances import clearance_findings
from postprod_xl.domain.catalogue.conflicts.coverage import coverage_findings
from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.held_back import holdback_findings
from postprod_xl.domain.catalogue.conflicts.mandates import mandate_findings
from postprod_xl.domain.catalogue.conflicts.standing import mandate_columns, rights_column
from postprod_xl.domain.catalogue.conflicts.unread import unread_findings
from postprod_xl.domain.catalogue.conflicts.work_rights import ContractRows, WorkRights
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.domain.catalogue.part import CataloguePart
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns, result_rows
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.catalogue import MANDATES, RIGHTS_CONFLICTS, WORKS
from postprod_xl.schema.vocabulary import Severity

RULES: tuple[Callable[[WorkRights], Iterator[RightsFinding]], ...] = (
    unread_findings,
    coverage_findings,
    clash_findings,
    holdback_findings,
    mandate_findings,
    clearance_findings,
)


def rights_findings(held: Catalogue) -> list[RightsFinding]:
    """What is wrong between the contracts of a catalogue: DRT-01 to 08, 11 and 20, the gravest first."""
    rows = ContractRows(held)
    works = (WorkRights(held, work, rows) for work in held.works)
    found = [finding for rights in works for rule in RULES for finding in rule(rights)]
    return sorted(found, key=lambda finding: finding.rank)


def rights_part(office: Office) -> CataloguePart:
    """The conflicts of rights, what mandates are worth today, what is held of each work, what is wrong in the cells."""
    held = catalogue(office)
    return CataloguePart(
        columns={
            MANDATES.name: mandate_columns(office, held),
            WORKS.name: computed_columns(
                WORKS.name, office[WORKS.name].numbers, rights=rights_column(office, held)
            ),
        },
        findings=rights_findings(held),
        problems=held.problems,
    )


def conflict_rows(office: Office, findings: Iterable[RightsFinding]) -> Rows:
    """The rows of `ConflitsDroits`, in the order of the findings of every subject."""
    grounds = catalogue(office).grounds
    cells = [
        [
            one.severity,
            one.rule,
            one.work,
            one.contract,
            one.other_contract,
            grounds.said_media(one.media) if one.media else "",
            grounds.said_territories(one.territories) if one.territories else "",
            grounds.said_languages(one.languages) if one.languages else "",
            one.first,
            one.last,
            one.days,
            one.message,
            one.fix,
        ]
        for one in findings
    ]
    return result_rows(RIGHTS_CONFLICTS.name, cells)


def conflict_counts(office: Office, findings: Iterable[RightsFinding]) -> list[int | None]:
    """How many blocking findings each row of `Oeuvres` has; None where a contract of the work could not be read."""
    blocking = Counter(one.work for one in findings if one.severity is Severity.BLOCKING)
    unread = catalogue(office).unread
    return [None if unread.get(work) else blocking[work] for work in office[WORKS.name].column("work")]
