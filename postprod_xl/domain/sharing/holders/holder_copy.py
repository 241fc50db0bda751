"""The copy of a rights holder: what of the catalogue is his, in the columns of his views; nothing in it is answered."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.sharing.copy import SharedColumn, SharedCopy, SharedTable
from postprod_xl.documents.sharing.printed import written_day
from postprod_xl.documents.sharing.words import (
    FREE_ABOUT,
    FREE_TAB,
    SALES_ABOUT,
    SHARES_ABOUT,
    SITUATION,
    in_language,
)
from postprod_xl.domain.office import Office
from postprod_xl.domain.sharing.holders.leaving import HolderLeaving
from postprod_xl.domain.sharing.holders.views import HOLDER_VIEWS
from postprod_xl.domain.sharing.views import View
from postprod_xl.schema.languages import Language
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.catalogue import AVAILABLE_RIGHTS, HOLDERS, SALES, SHARES
from postprod_xl.schema.vocabulary import Audience

_ABOUT = {SALES.name: SALES_ABOUT, SHARES.name: SHARES_ABOUT, AVAILABLE_RIGHTS.name: FREE_ABOUT}


def holder_copy(office: Office, leaving: HolderLeaving, language: Language = Language.FRENCH) -> SharedCopy:
    """Cut what is a holder's out of the catalogue of an office.

    Parameters
    ----------
    office
        As just refreshed.
    leaving
        The rows that are his.
    language
        Of the headings and of the words of closed lists.
    """
    name = office[HOLDERS.name].by_key("holder", "name").get(leaving.holder) or leaving.holder
    return SharedCopy(
        leaving.holder,
        name,
        Audience.HOLDER,
        "",
        office.settings["company_name"] or "",
        (f"{in_language(SITUATION, language)} {written_day(office.today, language)}",),
        tuple(_tables(leaving, language)),
        office.today,
        language,
    )


def _tables(leaving: HolderLeaving, language: Language) -> Iterator[SharedTable]:
    """The tabs that have rows."""
    for view in HOLDER_VIEWS:
        rows = leaving.rows(view.table.name)
        if len(rows):
            yield _table(view, rows, language)


def _table(view: View, rows: Rows, language: Language) -> SharedTable:
    columns = tuple(
        SharedColumn(view.table.by_name[name], language.heading(view.table, name), tuple(rows.column(name)))
        for name in view.shown
    )
    about = in_language(_ABOUT[view.table.name], language) if view.table.name in _ABOUT else ""
    # Nothing comes back of it: what would name its rows, in codes of the house, is left out.
    nothing = ((),) * len(rows)
    return SharedTable(
        view.table, _title(view.table, language), columns, ("",) * len(rows), nothing, nothing, about
    )


def _title(table: Table, language: Language) -> str:
    """Of a tab: what is free of the works stands where the answers to buyers do in the workbook."""
    return in_language(FREE_TAB, language) if table is AVAILABLE_RIGHTS else language.tab(table)
