"""What the royalties give to a refresh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postprod_xl.domain.catalogue.part import CataloguePart, RightsAlert
from postprod_xl.domain.catalogue.royalties.columns import Royalties
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.catalogue import ADVANCES, SHARES
from postprod_xl.schema.vocabulary import Severity


def royalties_part(office: Office) -> CataloguePart:
    """The columns of the money of the catalogue, and what is wrong in it.

    A contract whose account is not known says so in its row, in those of its advances and in those of its shares.
    """
    royalties = Royalties.of(office)
    books = royalties.book.contracts.values()
    return CataloguePart(
        royalties.columns(),
        alerts=[*_unknown(royalties)],
        # The first row of a rank says it as a problem of its cell.
        findings=[replace(one, rows=one.rows[1:]) for book in books for one in book.split.findings],
        problems=royalties.book.problems,
    )


def _unknown(royalties: Royalties) -> Iterator[RightsAlert]:
    """« Non connu », where figures of a contract would stand; rows of the tab that is at fault say their own."""
    reasons: dict[str, Problem] = {}
    for root, (first, *others) in royalties.accounts.unknown.items():
        family = royalties.book.contracts[root].family
        more = f", et {counted_whole(len(others), 'autre point')}" if others else ""
        yield RightsAlert(
            family.head, Severity.WARNING, f"compte de {root} non connu : {first.message}{more}"
        )
        reasons |= {row.contract: first for row in family.rows}
    for table in (ADVANCES, SHARES):
        for row in royalties.office[table.name]:
            reason = reasons.get(row.contract)
            if reason is not None and reason.table != table.name:
                yield RightsAlert(row, Severity.WARNING, f"non connu : {reason.message}")
