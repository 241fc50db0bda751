"""The views of a project by audience: the tables, the columns shown, and those that the receiver may answer.

Only columns that are `shared` are shown. A column that is answered and not shown leaves empty: what one receiver wrote
is not told to another, nor what the house noted there.

The laboratory and the broadcaster deal with the production, not with the house: neither sees an amount, how firm a
booking of the production is, who does the work, or how late it is.

Of technique: the production reads what it promised and what does not fit, not whom the house would ask, nor what it
accepted and why; the laboratory, all that is needed to conform, to grade and to make what is delivered; a technician,
what comes in and what must go out; the broadcaster, the programmes that it receives as they were asked for and
measured, with their attestations, neither the sources nor for whom else something is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.planning import BOOKINGS, OVERRUNS, PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, QUOTE
from postprod_xl.schema.tables.technique import COMPATIBILITIES, DELIVERABLES, PIECES, SOURCES, WORKFLOW
from postprod_xl.schema.vocabulary import Audience, ChangeOrderStatus

SPARE_SESSIONS = 10
"""Blank rows of a technician's copy for the sessions that nobody foresaw."""


@dataclass(frozen=True)
class View:
    """What an audience sees of a table.

    Parameters
    ----------
    table
        Where the rows come from.
    shown
        Code names of the columns shown, from left to right.
    answered
        Those that the receiver may answer; one that is not shown stands after them, empty.
    added
        Those that he fills in besides, in the rows that he adds only.
    spare_rows
        Blank rows in which he may add some.
    """

    table: Table
    shown: tuple[str, ...]
    answered: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    spare_rows: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the tab, from left to right."""
        return (*self.shown, *(name for name in self.answered if name not in self.shown))


def _view(table: Table, shown: str, answered: str = "", added: str = "", spare_rows: int = 0) -> View:
    return View(table, tuple(shown.split()), tuple(answered.split()), tuple(added.split()), spare_rows)


ANSWERED_WORDS = {("Avenants", "status"): (ChangeOrderStatus.ACCEPTED, ChangeOrderStatus.REFUSED)}
"""The words that a receiver may answer, by table and column, where the column has more."""

VIEWS: Mapping[Audience, tuple[View, ...]] = {
    Audience.PRODUCER: (
        _view(
            PLANNING,
            "task label episode due_day state promised_day start_day end_day actual_day promise_gap_days"
            " assigned_technician assigned_room late_days validation wished_day",
            "validation wished_day comment",
        ),
        _view(PROJECTS, "title delivery_day promised_day actual_day promise_gap_days"),
        _view(
            EPISODES,
            "number title director rushes_day lock_day due_day delivery_day promised_day expected_day actual_day"
            " promise_gap_days late_days wished_day",
            "wished_day comment",
        ),
        _view(
            QUOTE,
            "line label quantity unit unit_price_cents discount_rate amount_cents chapter_title",
        ),
        _view(
            OVERRUNS,
            "line label sold_minutes projected_minutes variance_minutes unit sold_units projected_units"
            " variance_units main_cause",
        ),
        _view(
            CHANGE_ORDERS,
            "number day type label quantity unit_price_cents client_reason status amount_cents",
            "status comment",
        ),
        _view(
            INVOICES,
            "number type day subject total_cents vat_cents total_with_vat_cents deposits_cents payable_cents"
            " due_day paid_day paid_cents due_cents",
        ),
        _view(
            DELIVERABLES,
            "deliverable episode type recipient standard raster frame_rate codec audio_layout subtitle_format has_sme"
            " has_audio_description has_me has_textless specification specification_version due_day ready_day late_days"
            " state state_day",
        ),
        _view(COMPATIBILITIES, "severity rule object state message expected fix"),
    ),
    Audience.DIRECTOR: (
        _view(
            PLANNING,
            "task label episode state start_day end_day assigned_technician assigned_room",
            "validation wished_day comment",
        ),
        _view(BOOKINGS, "day half_day task technician room state"),
        _view(EPISODES, "number title director rushes_day lock_day delivery_day"),
    ),
    Audience.TECHNICIAN: (
        _view(BOOKINGS, "day half_day task room state"),
        _view(PLANNING, "task label episode due_day start_day end_day assigned_room"),
        _view(
            SESSIONS,
            "number day task room start end pause_minutes done_rate remaining_days",
            "start end pause_minutes done_rate remaining_days remarks",
            "day task room",
            SPARE_SESSIONS,
        ),
        _view(
            SOURCES,
            "source role camera codec raster frame_rate scan chroma bit_depth gamma sound audio_hz reel cut_share",
        ),
        _view(
            WORKFLOW,
            "timeline_rate scan rate_conversion pitch editing_lut colour_management grading_space conform_from"
            " sound_exchange handle_seconds locked_duration",
        ),
        _view(
            DELIVERABLES,
            "deliverable episode type standard raster frame_rate scan codec colour_space gamma audio_layout mix"
            " loudness_lufs true_peak_dbtp first_timecode subtitle_format specification specification_version",
        ),
    ),
    Audience.BROADCASTER: (
        _view(PROJECTS, "title delivery_day actual_day"),
        _view(EPISODES, "number title delivery_day expected_day actual_day", "wished_day comment"),
        _view(PLANNING, "task label episode start_day end_day actual_day", "validation wished_day comment"),
        _view(
            DELIVERABLES,
            "deliverable episode type standard raster frame_rate scan codec container audio_tracks audio_layout"
            " loudness_lufs true_peak_dbtp first_timecode subtitle_format has_sme has_audio_description specification"
            " specification_version due_day state state_day measured_duration measured_loudness measured_true_peak",
        ),
        _view(PIECES, "deliverable nature day author is_passed reference"),
    ),
    Audience.LABORATORY: (
        _view(PLANNING, "task label episode start_day end_day assigned_room", "wished_day comment"),
        _view(BOOKINGS, "day half_day task room"),
        _view(
            SOURCES,
            "source role camera codec gop raster frame_rate is_constant scan deinterlacing chroma bit_depth gamma sound"
            " audio_hz has_timecode timecode_mode reel cut_share verified_copies",
        ),
        _view(
            WORKFLOW,
            "timeline_rate scan rate_conversion pitch has_proxies editing_lut colour_management grading_space"
            " conform_from sound_exchange handle_seconds has_burnt_timecode has_two_pop rushes_copies lto_generation"
            " lto_reader locked_duration",
        ),
        _view(
            DELIVERABLES,
            "deliverable episode type standard recipient raster frame_rate scan codec container colour_space gamma"
            " bit_rate_mbps audio_hz audio_bits audio_tracks audio_layout mix loudness_lufs true_peak_dbtp"
            " first_timecode subtitle_format has_sme has_audio_description has_me has_textless is_encrypted has_kdm"
            " specification specification_version due_day state state_day",
        ),
        _view(PIECES, "deliverable nature day author is_passed reference"),
    ),
}
"""By audience, its tabs from left to right."""
