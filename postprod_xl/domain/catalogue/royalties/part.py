"""What the royalties give to a refresh."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.catalogue.part import CataloguePart, RightsAlert
from postprod_xl.domain.catalogue.royalties.columns import Royalties
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.rows import Row
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
        findings=[finding for book in books for finding in book.split.findings],
        problems=royalties.book.problems,
    )


def _unknown(royalties: Royalties) -> Iterator[RightsAlert]:
    """« Non connu », where figures of a contract would stand."""
    said: dict[str, str] = {}
    for root, problems in royalties.accounts.unknown.items():
        family = royalties.book.contracts[root].family
        others = len(problems) - 1
        more = f", et {counted_whole(others, 'autre point')}" if others else ""
        said[root] = f"compte de {root} non connu : {problems[0].message}{more}"
        yield RightsAlert(family.head, Severity.WARNING, said[root])
        for row in family.rows:
            said.setdefault(row.contract, said[root])
    for table in (ADVANCES, SHARES):
        for row in royalties.office[table.name]:
            if row.contract in said:
                yield RightsAlert(row, Severity.WARNING, _short(row, said[row.contract]))


def _short(row: Row, text: str) -> str:
    """The reason without what the row says already."""
    return text.replace(f"compte de {row.contract} non connu", "non connu", 1)
