"""The journal kept short: what proves nothing is compacted by month, the rest stays row by row."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from postprod_xl.domain.home.journal import compacted
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.home import JOURNAL
from tests.domain.offices import records_of, table_rows

NOW = datetime(2026, 11, 29, 9)
PASSING = ("refresh", "plan")


def row(at: str, command: str = "refresh", summary: str = "", user: str = "lea", seconds: str = "1.5"):
    moment = datetime.fromisoformat(at)
    return {"at": moment, "user": user, "command": command, "seconds": Decimal(seconds), "summary": summary}


def journal(*rows):
    return table_rows("Journal", list(rows))


def shorter(rows: Rows, now: datetime = NOW) -> Rows | None:
    """The journal once it is compacted."""
    found = compacted(rows, now, PASSING)
    if found is None:
        return None
    months = {row.row: row for row in found.months}
    left = [months.get(row.row, row) for row in rows if row.row not in found.gone]
    return rows_of(
        JOURNAL, [{column.name: getattr(row, column.name) for column in JOURNAL.columns} for row in left]
    )


def test_the_old_rows_of_a_command_become_one_a_month_where_the_last_one_stood():
    found = shorter(
        journal(
            row("2026-07-01T09:00", summary="un"),
            row("2026-07-02T09:00", "plan", "seul"),
            row("2026-07-30T18:00", summary="deux", user="max", seconds="2.25"),
            row("2026-08-03T09:00", summary="trois"),
            row("2026-08-04T09:00", summary="quatre"),
            row("2026-09-01T09:00", summary="gardée"),
            row("2026-11-28T10:00", summary="gardée aussi"),
        )
    )
    assert found is not None and records_of(found) == [
        row("2026-07-02T09:00", "plan", "seul"),
        row(
            "2026-07-30T18:00", "refresh", "2 fois en juillet 2026 ; la dernière : deux", "plusieurs", "3.75"
        ),
        row("2026-08-04T09:00", "refresh", "2 fois en août 2026 ; la dernière : quatre", seconds="3.0"),
        row("2026-09-01T09:00", summary="gardée"),
        row("2026-11-28T10:00", summary="gardée aussi"),
    ]
    assert shorter(found) is None


def test_a_compacted_month_takes_in_a_row_that_comes_late():
    rows = (
        row("2026-07-30T18:00", summary="12 fois en juillet 2026 ; la dernière : un", seconds="20"),
        row("2026-07-31T18:00", summary="deux"),
        row("2026-11-29T08:00"),
    )
    found = shorter(journal(*rows))
    assert found is not None and found.column("summary")[0] == "13 fois en juillet 2026 ; la dernière : deux"
    assert found.column("seconds")[0] == Decimal("21.5")


def test_the_rows_of_what_was_issued_and_those_of_unknown_commands_stay():
    rows = [row(f"2026-03-0{day}T09:00", command) for day in (1, 2) for command in ("invoice", "macro X")]
    rows.append(row("2026-11-28T09:00"))
    assert shorter(journal(*rows)) is None


def test_a_clock_that_is_wrong_for_one_run_compacts_nothing_too_early():
    rows = [row(f"2026-10-0{day}T09:00") for day in (1, 2)]
    assert shorter(journal(*rows), datetime(2030, 1, 1)) is None
    ahead = row("2030-01-01T09:00")
    assert shorter(journal(*rows, ahead)) is None


def test_a_row_whose_moment_was_emptied_is_left_where_it_stands():
    rows = [row("2026-07-01T09:00"), {**row("2026-07-02T09:00"), "at": None}, row("2026-07-03T09:00")]
    rows.append(row("2026-11-28T09:00"))
    found = shorter(journal(*rows))
    assert found is not None and found.column("at") == [
        None,
        *(datetime(2026, *day, 9) for day in ((7, 3), (11, 28))),
    ]
