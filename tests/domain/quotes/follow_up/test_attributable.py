from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.quotes.follow_up.attributable import attributable, causes_by_line, client_shares
from postprod_xl.schema.problems import Severity
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.settings.house import SETTINGS, cause_code, read_settings
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import OverrunCause
from tests.domain.offices import office, table_rows

FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)
TASKS = table_rows("Planning", [{"task": "T1", "line": "L1"}, {"task": "T2", "line": "L2"}, {"task": "T3"}])


def session(number, hours, cause="", task="T1", **rest):
    return {
        "number": number, "day": FRIDAY, "task": task, "cause": cause, "start": 0, "end": round(hours * 60), **rest,
    }  # fmt: skip


def reported(*sessions, **settings):
    return office(Planning=TASKS, Seances=table_rows("Seances", list(sessions)), settings=settings)


def settings_of(**values):
    rows = [{"name": name, "value": value} for name, value in values.items()]
    return read_settings(rows_of(BY_NAME["Parametres"], rows, 5))


def test_what_the_production_answers_for_comes_with_its_sessions():
    held = reported(
        session("S1", 8, "Retard rushes"),
        session("S2", 2, "Panne technique"),
        session("S3", 3, "Demande production"),
        session("S4", 5),
        session("S5", 1, "Retard rushes", "T2"),
        session("S6", 4, "Retard rushes", "T3"),
        session("S7", 4, "Retard rushes", day=TUESDAY),
    )
    found = attributable(held)
    # 8 h and 3 h on L1; a breakdown is the house's, S6 is on no line, S7 is to come.
    assert {line: held.minutes for line, held in found.items()} == {"L1": 660, "L2": 60}
    assert [(one.row, one.number, one.minutes) for one in found["L1"].sessions] == [
        (5, "S1", 480),
        (7, "S3", 180),
    ]


def test_a_house_attributes_the_causes_as_its_settings_say():
    late, broken = cause_code(OverrunCause.LATE_RUSHES), cause_code(OverrunCause.TECHNICAL_FAILURE)
    sessions = session("S1", 8, "Retard rushes"), session("S2", 2, "Panne technique")
    held = reported(*sessions, **{late: Decimal("0.5"), broken: Decimal(1)})
    assert attributable(held)["L1"].minutes == 240 + 120
    assert attributable(reported(*sessions, **{late: Decimal(0)})) == {}


@given(
    st.lists(st.tuples(st.integers(0, 1400), st.sampled_from(["", *OverrunCause])), max_size=8),
    st.lists(st.decimals(0, 1, places=2), min_size=7, max_size=7),
)
def test_attributed_minutes_are_those_of_their_sessions_and_never_more_than_the_causes_have(sessions, shares):
    by_cause = dict(zip(OverrunCause, shares, strict=True))
    rows = [session(f"S{n}", minutes / 60, cause) for n, (minutes, cause) in enumerate(sessions)]
    held = reported(*rows, **{cause_code(cause): share for cause, share in by_cause.items()})
    found = attributable(held).get("L1")
    exact = sum(minutes * by_cause[cause] for minutes, cause in sessions if cause)
    total = found.minutes if found else 0
    assert abs(total - exact) <= Decimal("0.5") * len(sessions)
    assert total == sum(one.attributed_minutes for one in found.sessions) if found else not total
    assert total <= sum(causes_by_line(held)["L1"].values())


def test_the_map_of_causes_is_that_of_the_trade_until_the_house_changes_it():
    assert [cause for cause, share in client_shares(office()).items() if share] == [*OverrunCause][:4]
    assert {setting.name for setting in SETTINGS} >= {f"Cause imputable : {cause}" for cause in OverrunCause}


@pytest.mark.parametrize(
    ("written", "share"),
    [("Oui", 1), ("non", 0), (True, 1), (Decimal("0.5"), "0.5"), ("50 %", "0.5"), (0, 0)],
)
def test_a_cause_is_attributed_by_yes_by_no_or_by_a_share(written, share):
    found, problems = settings_of(**{"Cause imputable : Panne technique": written})
    assert (found["client_share_technical_failure"], problems) == (Decimal(share), [])


@pytest.mark.parametrize("written", ["peut-être", "150 %", Decimal("-0.5")])
def test_a_share_that_is_none_is_refused(written):
    _, [problem] = settings_of(**{"Cause imputable : Panne technique": written})
    assert problem.is_blocking and problem.expected.startswith("Oui, Non ou un pourcentage")


def test_a_cause_outside_of_the_list_is_named_with_the_causes_there_are():
    _, [problem] = settings_of(**{"Cause imputable : Grève": "Oui"})
    assert problem.severity is Severity.WARNING
    assert "« Cause imputable : Grève »" in problem.message and problem.expected == ", ".join(OverrunCause)
