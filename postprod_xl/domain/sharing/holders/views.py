"""The views of a rights holder: the tables and the columns that his copy shows, none of which he answers.

Of the others who share a contract he reads nothing: his own part, its rank, its threshold and its cap, as his
statements say them. Neither the remarks of the house leave, nor its findings, the evidence of what it notes, who lends
and keeps for it, whom it would sell to.
"""

from __future__ import annotations

from postprod_xl.domain.sharing.views import View
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature, RightsState
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.catalogue import (
    ADVANCES,
    AVAILABLE_RIGHTS,
    COLLECTIONS,
    COSTS,
    CUES,
    DELIVERED_MATERIAL,
    HOLDBACKS,
    HOLDERS,
    MANDATE_TERMS,
    MANDATES,
    MATERIAL,
    RELEASE_WINDOWS,
    RIGHTS_DEADLINES,
    SALE_TERMS,
    SALES,
    SCALES,
    SHARES,
    STATEMENT_LINES,
    STATEMENTS,
    WORK_DECLARATIONS,
    WORK_VERSIONS,
    WORKS,
)

MADE = (RightsState.SIGNED, RightsState.TERMINATED)
"""The states in which a contract of his leaves: what is negotiated with him is not his yet."""
SOLD = (RightsState.SIGNED, RightsState.OPTION, RightsState.TERMINATED)
"""Those in which a sale does: what is only proposed to a buyer stays in the house."""
ENDS_OF_CONTRACTS = (DeadlineNature.MANDATE_END, DeadlineNature.CLEARANCE_END, DeadlineNature.NOTICE)
ENDS_OF_SALES = (DeadlineNature.SALE_END, DeadlineNature.OPTION_END, DeadlineNature.HOLDBACK_END)
_GROUNDS = "work version media territories excluded_territories languages"


def _view(table: Table, shown: str) -> View:
    return View(table, tuple(shown.split()))


AMOUNTS_OF_SALES = ("price", "currency", "price_nature", "instalments", "collected_cents", "outstanding")
"""What a sale says of money: left out where it covers what is not his."""

HOLDER_VIEWS: tuple[View, ...] = (
    _view(HOLDERS, "name role due_cents last_statement"),
    _view(
        WORKS,
        "work title original_title type minutes year countries original_language release_day four_week_admissions visa"
        " rca isan eidr deposit_day",
    ),
    _view(WORK_VERSIONS, "work version title sound_language subtitle_languages cut minutes eidr isan"),
    _view(
        MANDATES,
        "contract root nature works signature_day state termination_day rca is_renewed renewal_months notice_days"
        " last_day",
    ),
    _view(MANDATE_TERMS, f"term contract {_GROUNDS} is_exclusive first_day last_day runs"),
    _view(
        SALES,
        f"sale root client works state signature_day option_until termination_day {' '.join(AMOUNTS_OF_SALES)}",
    ),
    _view(SALE_TERMS, f"term sale {_GROUNDS} is_exclusive first_day last_day runs window"),
    _view(HOLDBACKS, f"sale {_GROUNDS} first_day last_day"),
    _view(AVAILABLE_RIGHTS, "work first_day last_day freedom media territories languages message"),
    _view(RELEASE_WINDOWS, "work release_day window months opening_day closing_day doubt"),
    _view(RIGHTS_DEADLINES, "day days_left nature work contract"),
    _view(
        SCALES,
        "contract media territories commission_rate base order cost_cap_cents cost_cap_rate is_crossed",
    ),
    _view(
        COLLECTIONS,
        "collection sale contract work media territory day amount currency rate withholding gross_cents"
        " withholding_cents net_cents",
    ),
    _view(COSTS, "cost contract work media nature label day amount_cents is_capped"),
    _view(ADVANCES, "advance contract work media nature amount_cents paid_day recouped_cents balance_cents"),
    _view(SHARES, "contract work rank share threshold_cents cap_cents received_cents"),
    _view(
        STATEMENTS,
        "number day period first_day last_day corrects prior_cents period_cents cumulative_cents withholding_cents"
        " due_cents carried_cents state paid_day paid_cents",
    ),
    _view(
        STATEMENT_LINES,
        "statement rank contract work section label prior_cents period_cents cumulative_cents remaining_cents",
    ),
    _view(
        MATERIAL,
        "element work version nature languages format frame_rate place provider conservation_end checked_day out_day"
        " back_due_day back_day",
    ),
    _view(DELIVERED_MATERIAL, "work nature label format frame_rate delivered_day"),
    _view(WORK_DECLARATIONS, "work society state number day"),
    _view(
        CUES,
        "work version rank timecode duration_seconds title composers authors publishers label performers iswc isrc use"
        " music_origin",
    ),
)
"""Its tabs from left to right."""
