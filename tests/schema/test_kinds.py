"""What people type, what it means, and what is written back."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.schema.kinds import (
    ExcelError,
    Kind,
    NoCachedValue,
    Unreadable,
    cell_value,
    csv_text,
    typed,
    typed_csv,
)
from postprod_xl.schema.tables import BY_NAME


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.EURO, "1 234,50 €", 123450),
        (Kind.EURO, "1\u202f234,50\u00a0€", 123450),
        (Kind.EURO, "1.234,50", 123450),
        (Kind.EURO, 1234.5, 123450),
        (Kind.EURO, 0.285, 29),
        (Kind.HOURS, "7h30", 450),
        (Kind.HOURS, "7:30", 450),
        (Kind.HOURS, "7,5", 450),
        (Kind.HOURS, "7 h", 420),
        (Kind.HOURS, "45 min", 45),
        (Kind.HOURS, 7.5, 450),
        (Kind.HOURS, time(7, 30), 450),
        (Kind.HOURS, timedelta(hours=26, minutes=15), 1575),
        (Kind.HOURS, datetime(1900, 1, 1, 2, 15), 1575),
        (Kind.CLOCK, "9h30", 570),
        (Kind.CLOCK, "09:30", 570),
        (Kind.CLOCK, time(23, 59), 1439),
        (Kind.CLOCK, 0.5, 720),
        (Kind.CLOCK, "24:00", 0),
        (Kind.DAY, "12/03/2026", date(2026, 3, 12)),
        (Kind.DAY, "1/2/26", date(2026, 2, 1)),
        (Kind.DAY, "2026-03-12", date(2026, 3, 12)),
        (Kind.DAY, 46093.0, date(2026, 3, 12)),
        (Kind.DAY, datetime(2026, 3, 12), date(2026, 3, 12)),
        (Kind.PERCENT, "30 %", Decimal("0.3")),
        (Kind.PERCENT, 0.3, Decimal("0.3")),
        (Kind.DAYS, "2,25", Decimal("2.25")),
        (Kind.DAYS, "3 j", Decimal(3)),
        (Kind.BOOL, "oui", True),
        (Kind.BOOL, "Non", False),
        (Kind.BOOL, "x", True),
        (Kind.BOOL, True, True),
        (Kind.TEXT, 75.0, "75"),
        (Kind.TEXT, 12345678900.0, "12345678900"),
        (Kind.TEXT, "  =CMD|calc ", "=CMD|calc"),
        (Kind.INT, "12", 12),
        (Kind.NUMBER, "1,5", Decimal("1.5")),
    ],
)
def test_what_people_type_is_read_as_they_meant_it(kind, raw, value):
    assert typed(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.DAY, "31/02/2026"),
        (Kind.DAY, "demain"),
        (Kind.DAY, 12.0),
        (Kind.DAY, "13/13/2026"),
        (Kind.HOURS, "7h75"),
        (Kind.HOURS, "sept heures"),
        (Kind.CLOCK, 9.5),
        (Kind.CLOCK, "25:00"),
        (Kind.INT, 1.5),
        (Kind.INT, True),
        (Kind.EURO, "1,234,50"),
        (Kind.EURO, "12 £"),
        (Kind.EURO, float("nan")),
        (Kind.EURO, 1e9),
        (Kind.NUMBER, "1 000 000"),
        (Kind.INT, 1e30),
        (Kind.HOURS, "999999999h00"),
        (Kind.DAYS, 0.1),
        (Kind.BOOL, "peut-être"),
        (Kind.NUMBER, ExcelError("#N/A")),
        (Kind.TEXT, NoCachedValue("A1&B1")),
    ],
)
def test_what_cannot_be_meant_is_refused(kind, raw):
    with pytest.raises(Unreadable):
        typed(kind, raw)


@pytest.mark.parametrize("blank", [None, "", "   ", "\u00a0"])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_blank_cell_is_empty_whatever_it_should_hold(kind, blank):
    assert typed(kind, blank) in (None, "", False)


def test_the_first_of_february_is_not_the_second_of_january():
    assert typed(Kind.DAY, "01/02/2026") == date(2026, 2, 1)


def test_a_percentage_is_thirty_in_a_csv_and_a_third_of_one_in_a_cell():
    assert typed_csv(Kind.PERCENT, "30") == typed(Kind.PERCENT, 0.3) == Decimal("0.3")


@given(st.integers(min_value=-(10**10), max_value=10**10))
def test_money_survives_the_cell_and_the_csv(cents):
    assert typed(Kind.EURO, cell_value(Kind.EURO, cents)) == cents
    assert typed_csv(Kind.EURO, csv_text(Kind.EURO, cents)) == cents


@given(st.integers(min_value=-100_000, max_value=100_000))
def test_durations_survive_the_cell_and_the_csv(minutes):
    assert typed(Kind.HOURS, cell_value(Kind.HOURS, minutes)) == minutes
    assert typed_csv(Kind.HOURS, csv_text(Kind.HOURS, minutes)) == minutes


@given(st.integers(min_value=0, max_value=1439))
def test_clock_times_survive_the_cell_and_the_csv(minutes):
    assert typed(Kind.CLOCK, cell_value(Kind.CLOCK, minutes)) == minutes
    assert typed_csv(Kind.CLOCK, csv_text(Kind.CLOCK, minutes)) == minutes


@pytest.mark.parametrize(
    "value",
    ["34200", "034200", "+33", "'quoted", "2026-01-01", "1,5", "texte", Decimal(12), date(2026, 1, 1)],
)
def test_a_setting_keeps_its_type_through_the_csv(value):
    assert typed_csv(Kind.ANY, csv_text(Kind.ANY, value)) == value


@pytest.mark.parametrize(
    ("length", "text"),
    [(time(0, 15), "00:15"), (timedelta(hours=44), "44:00"), (timedelta(hours=290), "290:00")],
)
def test_a_length_of_time_in_a_cell_of_any_kind_goes_out_as_it_is_shown(length: time | timedelta, text: str):
    assert csv_text(Kind.ANY, length) == text
    assert typed(Kind.HOURS, typed_csv(Kind.ANY, text)) == typed(Kind.HOURS, length)


@given(st.dates(min_value=date(1951, 1, 1), max_value=date(2099, 1, 1)))
def test_days_survive_the_csv(day):
    assert typed_csv(Kind.DAY, csv_text(Kind.DAY, day)) == day


def test_an_amount_in_another_currency_may_be_of_millions():
    assert typed(Kind.AMOUNT, "1 500 000,50") == Decimal("1500000.50")
    assert typed(Kind.AMOUNT, -2_500_000) == -2_500_000
    with pytest.raises(Unreadable, match="moins de cent milliards"):
        typed(Kind.AMOUNT, 10**11)


def test_what_a_sale_is_worth_is_an_amount_of_its_currency():
    kinds = {
        BY_NAME[table].by_name[name].kind
        for table, name in (("Ventes", "price"), ("Encaissements", "amount"))
    }
    assert kinds == {Kind.AMOUNT}
