"""Every table of the master workbook, in tab order: the first of the two registries."""

from collections.abc import Container

from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.accounts import CASH, TOTALS
from postprod_xl.schema.tables.billing import ACCOUNTS, INVOICE_LINES, INVOICES, PROGRESS, SCHEDULE
from postprod_xl.schema.tables.catalogue import CATALOGUE_TABLES
from postprod_xl.schema.tables.comparison import COMPARISON
from postprod_xl.schema.tables.frozen import FROZEN
from postprod_xl.schema.tables.history import HISTORY
from postprod_xl.schema.tables.home import ACTIONS, CONTROLS, DASHBOARD, JOURNAL, SETTINGS
from postprod_xl.schema.tables.originals import ORIGINALS
from postprod_xl.schema.tables.payments import PAYMENTS, REMINDERS
from postprod_xl.schema.tables.payroll import (
    ALLOCATION,
    CONTRACTS,
    CONVENTIONS,
    CORRECTIONS,
    DECLARATIONS,
    EXPORTED_CORRECTIONS,
    EXPORTED_MONTHS,
    HIRING_DECLARATIONS,
    MINIMA,
    PAY,
    PAY_CODES,
    PAY_ITEMS,
    PAY_SUMMARY,
)
from postprod_xl.schema.tables.planning import BOOKINGS, OVERRUNS, PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import CLIENTS, EPISODES, PROJECTS, RATES
from postprod_xl.schema.tables.promises import PROMISES
from postprod_xl.schema.tables.purchases import EXPECTED_INVOICES, PURCHASES
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, QUOTE, VERSIONS
from postprod_xl.schema.tables.returns import RETURNS
from postprod_xl.schema.tables.team import ABSENCES, AFFINITIES, ROOMS, TEAM
from postprod_xl.schema.tables.technique import TECHNIQUE_TABLES

TABLES: tuple[Table, ...] = (
    ACTIONS,
    DASHBOARD,
    PROJECTS,
    EPISODES,
    CLIENTS,
    RATES,
    VERSIONS,
    QUOTE,
    COMPARISON,
    FROZEN,
    TEAM,
    AFFINITIES,
    ROOMS,
    ABSENCES,
    PLANNING,
    BOOKINGS,
    PROMISES,
    SESSIONS,
    OVERRUNS,
    HISTORY,
    CHANGE_ORDERS,
    *TECHNIQUE_TABLES,
    *CATALOGUE_TABLES,
    SCHEDULE,
    PROGRESS,
    INVOICES,
    INVOICE_LINES,
    ORIGINALS,
    PAYMENTS,
    REMINDERS,
    PURCHASES,
    EXPECTED_INVOICES,
    CONTRACTS,
    HIRING_DECLARATIONS,
    PAY_CODES,
    PAY_ITEMS,
    PAY,
    ALLOCATION,
    PAY_SUMMARY,
    DECLARATIONS,
    EXPORTED_MONTHS,
    CORRECTIONS,
    EXPORTED_CORRECTIONS,
    ACCOUNTS,
    TOTALS,
    CASH,
    CONTROLS,
    RETURNS,
    SETTINGS,
    CONVENTIONS,
    MINIMA,
    JOURNAL,
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}


def families_among(names: Container[str]) -> set[str]:
    """The families that a workbook has, by the names of its tables: that of every workbook, and optional ones."""
    return {"", *(table.family for table in TABLES if table.name in names)}


def tables_of(*families: str) -> list[Table]:
    """The tables of some families of tabs, in tab order; `""` is that of every workbook."""
    return [table for table in TABLES if table.family in families]
