"""What is free of the works of a holder, within what his own contracts give: media, territories, languages and days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.avails.answers import ask
from postprod_xl.domain.catalogue.avails.facts import RightsFacts, rights_facts
from postprod_xl.domain.catalogue.avails.records import RightsQuestion
from postprod_xl.domain.catalogue.cells.blocks import RightsBlock
from postprod_xl.domain.catalogue.free.windows import free_windows
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.sharing.holders.whose import Whose
from postprod_xl.schema.catalogue_vocabulary import Freedom
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.catalogue import AVAILABLE_RIGHTS, WORK_VERSIONS


def free_rows(office: Office, whose: Whose) -> Rows:
    """The rows of `DroitsDisponibles` of a holder: what may still be sold of what he gave, from today on.

    Each term of his contracts is asked by itself, in all its languages and versions. A day in doubt is not free; of a
    work that has a signed contract nobody could read, nothing is known, and why is not told.
    """
    facts = rights_facts(office)
    works = [work for work in whose.catalogue.works if work in whose.sold_works]
    found = [row for work in works for row in _of_work(facts, whose, work, office.today)]
    once = {tuple(row.values()): row for row in found}.values()
    return result_rows(AVAILABLE_RIGHTS.name, [*map(_cells, once)])


def _cells(found: dict[str, Any]) -> list[Any]:
    return [found.get(column.name, column.empty) for column in AVAILABLE_RIGHTS.columns]


def _of_work(facts: RightsFacts, whose: Whose, work: str, today: date) -> Iterator[dict[str, Any]]:
    if any(one.is_signed for one in facts.catalogue.unread.get(work, ())):
        yield {"work": work, "freedom": Freedom.UNKNOWN}
        return
    for block in whose.given(work, by_him=True):
        if block.span.last_day >= today:
            yield from _of_block(facts, work, block, today)


def _of_block(facts: RightsFacts, work: str, block: RightsBlock, today: date) -> Iterator[dict[str, Any]]:
    grounds = facts.catalogue.grounds
    first = max(block.span.first_day, today)
    asked = RightsQuestion(work, *block.masks, first, block.span.last_day)
    for window in free_windows(ask(facts, asked)):
        for span in window.spans:
            yield {
                "work": work,
                "first_day": span.first_day,
                "last_day": span.last_day,
                "days": span.days,
                "freedom": Freedom.FREE,
                "media": grounds.said_media(window.media),
                "territories": grounds.said_territories(window.territories),
                "languages": grounds.said_languages(block.languages),
                "message": _versions(facts, work, block),
            }


def _versions(facts: RightsFacts, work: str, block: RightsBlock) -> str:
    """The versions that it is free in, where these are not all those of the work."""
    axis = facts.catalogue.versions[work]
    if block.versions == axis.everything:
        return ""
    codes = [code for code in axis.leaves(block.versions) if code]
    return f"{WORK_VERSIONS.heading('version')} {', '.join(codes)}"
