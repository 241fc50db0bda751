"""What a copy that leaves the house says in English: the name of each tab, each heading, each word of a closed list.

The terms are those of post-production in English, British spelling. Within a table no two headings are the same, nor
two words of a column: what comes back in English is read without a doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from postprod_xl.schema.catalogue_english import (
    CATALOGUE_HEADINGS,
    CATALOGUE_HEADINGS_OF_TABLE,
    CATALOGUE_TABS,
    CATALOGUE_WORDS,
)
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables.planning import OPTION_TOLD
from postprod_xl.schema.technical_english import (
    TECHNICAL_HEADINGS,
    TECHNICAL_HEADINGS_OF_TABLE,
    TECHNICAL_TABS,
    TECHNICAL_WORDS,
)
from postprod_xl.schema.vocabulary import (
    Audience,
    ChangeOrderStatus,
    ChangeOrderType,
    DayPart,
    InvoiceType,
    ItemFamily,
    OverrunCause,
    OverrunLevel,
    PaymentMethod,
    PaymentState,
    ProjectStatus,
    ProjectType,
    QuoteStatus,
    SessionBilling,
    SessionNature,
    SessionState,
    StepType,
    TaskState,
    Unit,
    Validation,
    YesNo,
)

TABS: Mapping[str, str] = {
    "Projets": "Projects",
    "Episodes": "Episodes",
    "Versions": "Versions",
    "Devis": "Quote",
    "Avenants": "Change orders",
    "Planning": "Schedule",
    "Reservations": "Bookings",
    "Promesses": "Promises",
    "Seances": "Session reports",
    "Depassements": "Overruns",
    "Echeancier": "Payment schedule",
    "Factures": "Invoices",
    "Reglements": "Payments",
    **TECHNICAL_TABS,
    **CATALOGUE_TABS,
}
"""The tabs, by the name of their table."""

_HEADINGS: Mapping[str, str] = {
    "actual_day": "Actual",
    "amount_cents": "Amount excl. VAT",
    "assigned_room": "Assigned room",
    "assigned_technician": "Assigned technician",
    "billing": "Billing",
    "cause": "Cause",
    "chapter_title": "Budget category",
    "client": "Client",
    "client_reason": "Reason",
    "code": "Code",
    "comment": "Comment",
    "contingency_rate": "Contingency",
    "day": "Date",
    "delivery_day": "Ready-to-air master",
    "deposits_cents": "Deposits deducted incl. VAT",
    "director": "Director",
    "discount_rate": "Discount",
    "done_rate": "Progress",
    "due_cents": "Balance due",
    "due_day": "Due",
    "duration_days": "Duration (days)",
    "end": "End",
    "end_day": "End",
    "episode": "Episode",
    "episodes": "Episodes",
    "expected_day": "Expected completion",
    "half_day": "Half-day",
    "invoice": "Invoice",
    "label": "Description",
    "late_days": "Late (days)",
    "line": "Line",
    "lock_day": "Picture lock",
    "main_cause": "Main cause",
    "method": "Method",
    "minutes": "Minutes",
    "mode": "Billing mode",
    "nature": "Nature",
    "number": "No.",
    "option_until": "Pencil until",
    "overhead_rate": "Overhead",
    "overrun_shown": "Overrun shown",
    "paid_cents": "Paid",
    "paid_day": "Paid on",
    "pause_minutes": "Break (min)",
    "payable_cents": "Amount payable",
    "payment": "Payment no.",
    "project": "Project",
    "projected_minutes": "Projected (h)",
    "projected_units": "Projected (units)",
    "promise_gap_days": "Variance to promise (days)",
    "promised_day": "Promised",
    "quantity": "Quantity",
    "reference": "Reference",
    "remaining_days": "Remaining (days)",
    "remarks": "Remarks",
    "room": "Room",
    "rushes_day": "Rushes received",
    "shooting_end": "End of shoot",
    "sold_minutes": "Sold (h)",
    "sold_units": "Sold (units)",
    "start": "Start",
    "start_day": "Start",
    "state": "Status",
    "status": "Status",
    "step": "Step",
    "subject": "Subject",
    "task": "Task",
    "technician": "Technician",
    "title": "Title",
    "total_cents": "Total excl. VAT",
    "total_with_vat_cents": "Total incl. VAT",
    "type": "Type",
    "unit": "Unit",
    "unit_price_cents": "Unit price excl. VAT",
    "validation": "Approval",
    "variance_minutes": "Variance (h)",
    "variance_units": "Variance (units)",
    "vat_cents": "Total VAT",
    "version": "Version",
    "wished_day": "Requested date",
    "worked_minutes": "Hours",
    **TECHNICAL_HEADINGS,
    **CATALOGUE_HEADINGS,
}
"""The headings, by the code name of their column in any table."""

_HEADINGS_OF_TABLE: Mapping[tuple[str, str], str] = {
    ("Episodes", "number"): "Episode",
    ("Reglements", "amount_cents"): "Amount incl. VAT",
    ("Versions", "discount_rate"): "Overall discount",
    **TECHNICAL_HEADINGS_OF_TABLE,
    **CATALOGUE_HEADINGS_OF_TABLE,
}
"""Those of a column whose code name heads something else in other tables."""


def _english(vocabulary: type[StrEnum], *words: str) -> dict[str, str]:
    """The words of a closed list in English, in menu order: one that has none is a fault of this module."""
    return dict(zip(vocabulary, words, strict=True))


WORDS: Mapping[str, str] = {
    **_english(YesNo, "Yes", "No"),
    **_english(
        ProjectType, "Feature film", "TV movie", "TV series", "Documentary", "Magazine", "News report"
    ),
    **_english(ProjectStatus, "Quote", "Confirmed", "Under way", "Delivered", "Settled", "Cancelled"),
    **_english(ItemFamily, "Picture", "Sound", "Delivery", "Storage", "Coordination"),
    **_english(
        Unit,
        *("day", "half-day", "hour", "week", "session", "minute", "shot", "unit", "flat fee"),
        *("TB×month", "cartridge"),
    ),
    **_english(QuoteStatus, "Draft", "Sent", "Accepted", "Superseded", "Declined"),
    **_english(ChangeOrderType, "Addition", "Replacement"),
    **_english(ChangeOrderStatus, "To negotiate", "Sent", "Accepted", "Declined"),
    **_english(DayPart, "Whole day", "Morning", "Afternoon"),
    **_english(TaskState, "Second pencil", "First pencil", "Confirmed", "Under way", "Done", "Cancelled"),
    **_english(Validation, "To approve", "Approved", "To be redone"),
    **_english(Audience, "producer", "director", "technician", "broadcaster", "laboratory", "rights holder"),
    **_english(SessionState, "To confirm", "Confirmed", "Cancelled"),
    **_english(SessionNature, "Planned", "Unplanned"),
    **_english(
        OverrunCause,
        *("Late rushes", "Awaiting approval", "Director's changes", "Production request"),
        *("Technical failure", "Underestimated", "Other"),
    ),
    **_english(SessionBilling, "Included", "Extra", "No charge"),
    **_english(OverrunLevel, "OK", "To watch", "Forecast overrun", "Overrun", "Not tracked"),
    **_english(StepType, "Deposit", "Progress", "Final"),
    **_english(InvoiceType, "Invoice", "Deposit", "Credit note"),
    **_english(PaymentState, "Due", "Part paid", "Overdue", "Paid", "Cancelled by a credit note"),
    **_english(PaymentMethod, "Transfer", "Cheque", "Card", "Direct debit", "Cash", "Advance"),
    **{
        french: english
        for vocabulary, words in (*TECHNICAL_WORDS, *CATALOGUE_WORDS)
        for french, english in _english(vocabulary, *words).items()
    },
    # What is told of an option whose rank stays in the house.
    OPTION_TOLD: "Pencil",
}
"""The words of closed lists, by the French word: one word has one English in every list."""

CHAPTERS: Mapping[str, str] = {
    "Droits artistiques": "Artistic rights",
    "Personnel": "Crew",
    "Interprétation": "Cast",
    "Charges sociales": "Employer contributions",
    "Décors et costumes": "Sets and costumes",
    "Transports, défraiements, régie": "Transport, expenses, location management",
    "Moyens techniques": "Technical facilities",
    "Pellicules et laboratoires": "Stock and laboratory",
    "Assurances et divers": "Insurance and sundries",
}
"""The titles of the chapters of a CNC budget (`parameters/cnc_budget.toml`), without their numbers."""


_OF_WORDS = frozenset({"main_cause", "state"})
"""The columns of texts that the program writes with the words of closed lists."""


def english_tab(table: Table) -> str:
    """What the tab of a table is called.

    Raises
    ------
    KeyError
        The table never leaves the house, so that it has no English.
    """
    return TABS[table.name]


def english_heading(table: Table, name: str) -> str:
    """The heading of a column, by its code name.

    >>> from postprod_xl.schema.tables.planning import PLANNING
    >>> english_heading(PLANNING, "end_day"), english_heading(PLANNING, "assigned_room")
    ('End', 'Assigned room')

    Raises
    ------
    KeyError
        The column never leaves the house, so that it has no English.
    """
    own = _HEADINGS_OF_TABLE.get((table.name, name))
    return own if own is not None else _HEADINGS[name]


def english_word(word: str) -> str:
    """A word of a closed list in English; what is a word of none stays as it is.

    >>> english_word(TaskState.DONE), english_word("Étalonnage, bobine 2")
    ('Done', 'Étalonnage, bobine 2')
    """
    return WORDS.get(word, word)


def english_value(column: Column, value: Any) -> Any:
    """What a cell of a column says in English: its word where it is of a closed list, else what it is.

    >>> from postprod_xl.schema.tables.planning import PLANNING
    >>> english_value(PLANNING.by_name["state"], "Terminé"), english_value(PLANNING.by_name["label"], "Terminé")
    ('Done', 'Terminé')
    """
    if not isinstance(value, str):
        return value
    if column.choices or column.kind is Kind.BOOL or column.name in _OF_WORDS:
        return english_word(value)
    return english_chapter(value) if column.name == "chapter_title" else value


def english_chapter(title: str) -> str:
    """The title of a chapter of a CNC budget, its number kept; another text stays as it is.

    >>> english_chapter("7 Moyens techniques"), english_chapter("Hors chapitre")
    ('7 Technical facilities', 'Hors chapitre')
    """
    number, _, words = title.partition(" ")
    return f"{number} {CHAPTERS[words]}" if words in CHAPTERS else title


def english_choices(column: Column) -> tuple[str, ...]:
    """The menu of a closed list, in its order."""
    return tuple(map(english_word, column.choices))


def french_word(column: Column, text: str) -> str:
    """The word of a closed list that an English cell holds, whatever its case; another text stays as it is.

    >>> from postprod_xl.schema.tables.planning import PLANNING
    >>> french_word(PLANNING.by_name["state"], "under way"), french_word(PLANNING.by_name["state"], "Perhaps")
    ('En cours', 'Perhaps')
    """
    words = column.choices or (tuple(YesNo) if column.kind is Kind.BOOL else ())
    said = {english_word(word).casefold(): str(word) for word in words}
    return said.get(text.strip().casefold(), text)
