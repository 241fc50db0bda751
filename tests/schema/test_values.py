"""Nothing typed is shortened or guessed: it is read whole, or refused in words that say why."""

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.schema.cells.characters import cleaned, message_line
from postprod_xl.schema.kinds import EXPECTED, Kind, Unreadable, csv_text, shown_in, typed, typed_csv
from postprod_xl.schema.references import reference_problems
from postprod_xl.schema.rows import no_rows, rows_of
from postprod_xl.schema.settings.house import SETTINGS, read_settings
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import typed_rows
from postprod_xl.schema.vocabulary import Severity
from tests.schema.test_validate import raw

TEAM, ABSENCES = BY_NAME["Equipe"], BY_NAME["Absences"]
READERS = (Kind.INT, Kind.NUMBER, Kind.PERCENT, Kind.EURO, Kind.HOURS, Kind.CLOCK, Kind.DAY, Kind.DAYS)
LATE = datetime(2026, 11, 30, 23, 59, 59)


def refusal(kind: Kind, raw: object) -> str:
    with pytest.raises(Unreadable) as caught:
        typed(kind, raw)
    return str(caught.value)


def read(kind: Kind, raw: object) -> object:
    """The value, or None for what is refused."""
    try:
        return typed(kind, raw)
    except Unreadable:
        return None


def read_csv(kind: Kind, text: str) -> object:
    try:
        return typed_csv(kind, text)
    except Unreadable:
        return None


DIGITS = st.sampled_from(["", "0", "1", "5", "12", "30", "59", "001", "250", "2026", "46349"])
MARKS = st.sampled_from(["", " ", ".", "/", ":", ",", "h", "%", "€", "j", "-", "T", "Z"])
TYPED = st.tuples(st.sampled_from(["", "-", "−", "+"]), DIGITS, MARKS, DIGITS, MARKS, DIGITS, MARKS).map(
    "".join
)


@given(st.sampled_from(READERS), TYPED)
def test_what_is_accepted_is_read_whole(kind, text):
    value = read(kind, text)
    if value is not None:
        assert typed_csv(kind, csv_text(kind, value)) == value
        for longer in (f"{text} au {text}", f"{text}¤", f"¤{text}", f"{text}\n{text}", f"{text}?"):
            assert read(kind, longer) is None


DECIMAL_HOURS = st.floats(0, 200).map(lambda number: round(number, 4))
PARTS_OF_DAY = st.integers(0, 9999).map(lambda part: part / 10_000)
CELLS = {
    Kind.EURO: st.floats(-1e8, 1e8).map(lambda number: round(number, 2)),
    Kind.NUMBER: st.floats(-1e5, 1e5).map(lambda number: round(number, 6)),
    Kind.PERCENT: st.floats(-2, 2).map(lambda number: round(number, 4)),
    Kind.HOURS: st.one_of(DECIMAL_HOURS, st.times(), st.timedeltas(timedelta(), timedelta(days=30))),
    Kind.CLOCK: st.one_of(PARTS_OF_DAY, st.times(), st.timedeltas(timedelta(), timedelta(days=2))),
    Kind.DAY: st.one_of(
        st.dates(date(1951, 1, 1)), st.datetimes(datetime(1951, 1, 1)), st.floats(0, 80_000), st.integers(0, 80_000)
    ),
    Kind.DAYS: st.integers(-400, 400).map(lambda quarters: quarters / 4),
    Kind.BOOL: st.sampled_from([True, False, 1.0, 0.0]),
    Kind.TEXT: st.one_of(st.floats(-1e6, 1e6), st.dates(), st.times(), st.booleans()),
}  # fmt: skip


@given(st.data(), st.sampled_from(list(CELLS)))
def test_what_a_cell_shows_reads_the_same_in_a_csv(data, kind):
    cell = data.draw(CELLS[kind])
    if isinstance(cell, time | datetime):
        cell = cell.replace(microsecond=0)
    if isinstance(cell, timedelta):
        cell = timedelta(seconds=int(cell.total_seconds()))
    assert read_csv(kind, shown_in(kind, cell)) == read(kind, cell)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01 au 2026-12-04",
        "2026-12-01, matin",
        "2026-11-23T23:30:00Z",
        "2026-11-23T23:30:00+01:00",
        "2026-11-23T00:00:00Z",
        "2026-11-23 14:30",
        "23/11/2026 14:30",
        "20261201",
        "2026-W49-2",
        "12/03-2026",
        "12/03/85",
        "30/02/2026",
        "46093",
        "2026-12-01 2026-12-04",
        "lundi 23/11/2026",
    ],
)
def test_a_day_followed_by_something_else_is_no_day(text):
    assert read(Kind.DAY, text) is None


def test_a_period_in_one_cell_says_that_it_takes_two():
    for text in ("2026-12-01 au 2026-12-04", "du 01/12/2026 au 04/12/2026"):
        assert refusal(Kind.DAY, text).startswith("une seule date (12/03/2026)")


def test_a_day_at_midnight_as_other_programs_write_it_is_that_day():
    for text in ("2026-12-01 00:00:00", "2026-12-01T00:00:00.000", "01/12/2026 00:00", "01.12.2026"):
        assert typed(Kind.DAY, text) == typed_csv(Kind.DAY, text) == date(2026, 12, 1)


def test_a_day_written_as_the_evening_before_is_said_with_both_days():
    assert refusal(Kind.DAY, LATE) == "une date sans heure : 30/11/2026 ou 01/12/2026"
    assert shown_in(Kind.DAY, LATE) == "30/11/2026 23:59:59"
    assert refusal(Kind.DAY, datetime(2026, 11, 30, 18)) == "une date sans heure : 30/11/2026 ou 01/12/2026"
    assert refusal(Kind.DAY, datetime(2026, 11, 30, 17, 59)) == "une date sans heure (30/11/2026)"
    assert refusal(Kind.DAY, 46356.99999) == "une date sans heure : 30/11/2026 ou 01/12/2026"
    assert refusal(Kind.DAY, 46356.999999) == "une date sans heure : 30/11/2026 ou 01/12/2026"
    assert typed(Kind.DAY, 46356.9999999999) == date(2026, 12, 1)
    assert typed(Kind.DAY, datetime(2026, 12, 1, 0, 0, 0, 499_000)) == date(2026, 12, 1)
    # The sheet shows the evening's day up to the last half second: it is not the next one.
    assert read(Kind.DAY, datetime(2026, 11, 30, 23, 59, 59, 500_000)) is None
    assert read(Kind.DAY, datetime(2026, 12, 1, 0, 0, 0, 500_000)) is None


@pytest.mark.parametrize(
    ("kind", "raw", "minutes"),
    [
        (Kind.CLOCK, time(9, 29, 45), 570),
        (Kind.CLOCK, "09:29:45", 570),
        (Kind.CLOCK, time(23, 59, 45), 1439),
        (Kind.CLOCK, "23:59:45", 1439),
        (Kind.CLOCK, 0.3333, 480),
        (Kind.CLOCK, timedelta(days=1), 0),
        (Kind.CLOCK, date(1900, 1, 1), 0),
        (Kind.HOURS, "7:30:00", 450),
        (Kind.HOURS, "8.00", 480),
        (Kind.HOURS, "7h 30", 450),
        (Kind.HOURS, "7,5 h", 450),
        (Kind.HOURS, "7.5 heures", 450),
        (Kind.HOURS, "7:29:45", 450),
        (Kind.HOURS, time(7, 29, 45), 450),
        (Kind.HOURS, date(1900, 1, 1), 1440),
        (Kind.HOURS, date(1904, 1, 2), 1440),
        (Kind.HOURS, datetime(1904, 1, 2, 2, 15), 1575),
        (Kind.HOURS, "-1:30", -90),
        (Kind.HOURS, "−1,5", -90),
        (Kind.HOURS, "0,33", 20),
        (Kind.HOURS, 1 / 3, 20),
    ],
)
def test_times_and_durations_are_the_same_from_a_cell_and_from_a_text(kind, raw, minutes):
    assert typed(kind, raw) == minutes


@pytest.mark.parametrize(
    ("shown", "days"),
    [
        # The day before the first of each calendar is no time at all; the longest is 59 days.
        (datetime(1899, 12, 31), 0),
        (datetime(1900, 1, 31), 31),
        (datetime(1900, 2, 28), 59),
        (datetime(1904, 1, 1), 0),
        (datetime(1904, 2, 29), 59),
    ],
)
def test_a_duration_shown_as_a_date_of_early_1900_or_1904_counts_its_days(shown, days):
    assert typed(Kind.HOURS, shown) == days * 1440
    assert typed(Kind.HOURS, shown.date()) == days * 1440


@pytest.mark.parametrize(
    "day",
    [datetime(1899, 12, 30, 23), datetime(1900, 3, 1), datetime(1903, 12, 31), datetime(1904, 3, 1)],
)
def test_a_date_outside_the_first_two_months_of_a_calendar_is_no_duration(day):
    assert refusal(Kind.HOURS, day)


@pytest.mark.parametrize(
    ("serial", "day"),
    [(18264, date(1950, 1, 1)), (46357, date(2026, 12, 1)), (73050, date(2099, 12, 31))],
)
def test_a_number_is_a_day_from_1950_to_2099(serial, day):
    assert typed(Kind.DAY, serial) == typed(Kind.DAY, float(serial)) == day


@pytest.mark.parametrize("serial", [18263, 73051, 0, 60, -1])
def test_any_other_number_is_no_day(serial):
    assert refusal(Kind.DAY, serial)


def test_a_duration_whose_format_is_lost_is_asked_about():
    assert "si la cellule disait 07:00, retapez-le" in refusal(Kind.HOURS, 0.2917)
    assert "si la cellule disait 07:30, retapez-le" in refusal(Kind.HOURS, "0,3125")


def test_a_day_of_a_third_of_an_hour_is_asked_about():
    _, problems = typed_rows(TEAM, raw(TEAM, code=["T1", "T2"], day_minutes=[0.3333, 8.0]))
    assert [(p.severity, p.row) for p in problems if "retapez 08:00" in p.message] == [(Severity.BLOCKING, 5)]
    _, problems = settings_of(day_minutes=Decimal("0.3333"))
    assert any(p.is_blocking and "se lit 0h20 ; si la cellule disait 08:00" in p.message for p in problems)


def test_a_third_of_an_hour_a_unit_is_read_and_asked_about():
    rates = BY_NAME["Tarifs"]
    rows, [problem] = typed_rows(
        rates, raw(rates, item=["A", "B", "C"], unit_minutes=[0.3333, 0.5, "20 min"])
    )
    assert rows.column("unit_minutes") == [20, 30, 20]
    assert problem.severity is Severity.WARNING and problem.message.endswith("sinon écrivez 20 min")


def test_hours_past_midnight_say_what_to_type():
    assert (
        refusal(Kind.CLOCK, "26:00")
        == "une heure entre 00:00 et 24:00 ; 02:00 pour le lendemain, à moins de 24 h du début"
    )
    assert (
        refusal(Kind.CLOCK, timedelta(hours=26))
        == "une heure entre 00:00 et 24:00 ; 02:00 pour le lendemain, à moins de 24 h du début"
    )


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.HOURS, "7h5"),
        (Kind.HOURS, "7h60"),
        (Kind.HOURS, "7:30:60"),
        (Kind.HOURS, "7:"),
        (Kind.HOURS, "7h30:00"),
        (Kind.HOURS, "1:30 PM"),
        (Kind.HOURS, datetime(2026, 11, 23, 7, 30)),
        (Kind.CLOCK, "1:30 PM"),
        (Kind.CLOCK, datetime(2026, 11, 23, 9, 30)),
        (Kind.CLOCK, 0.33),
        (Kind.CLOCK, timedelta(hours=-1)),
        (Kind.NUMBER, "12 50"),
        (Kind.NUMBER, "1 2345"),
        (Kind.NUMBER, "1.500"),
        (Kind.NUMBER, "1,234.50"),
        (Kind.NUMBER, "1’234,50"),
        (Kind.NUMBER, "12,5 €"),
        (Kind.NUMBER, "-"),
        (Kind.NUMBER, "(12)"),
        (Kind.NUMBER, "1e3"),
        (Kind.NUMBER, "٣"),
        (Kind.NUMBER, "１２"),
        (Kind.NUMBER, "½"),
        (Kind.INT, "1" * 32_000),
        (Kind.INT, "12 €"),
        (Kind.EURO, "12,5 € HT"),
        (Kind.EURO, "1.500 €"),
        (Kind.PERCENT, "30"),
        (Kind.PERCENT, "0,3"),
        (Kind.PERCENT, "1.500 %"),
    ],
)
def test_what_could_be_read_two_ways_is_refused(kind, raw):
    assert read(kind, raw) is None


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.EURO, "9" * 27 + ",5"),
        (Kind.EURO, "9" * 40),
        (Kind.EURO, 1e300),
        (Kind.HOURS, "9" * 40 + "h00"),
        (Kind.HOURS, 10**40),
        (Kind.CLOCK, "9" * 40 + ":30"),
        (Kind.CLOCK, 1e30),
    ],
)
def test_a_number_of_more_digits_than_a_decimal_keeps_is_refused_as_any_other(kind, raw):
    assert refusal(kind, raw) == EXPECTED[kind]


def test_a_point_before_three_digits_is_asked_about_with_both_readings():
    assert refusal(Kind.EURO, "1.500 €") == "un nombre qui ne se lit que d'une façon : 1 500 ou 1,500"
    assert read_csv(Kind.NUMBER, "1.500") is None
    assert typed(Kind.NUMBER, "0.125") == typed(Kind.NUMBER, "0,125") == Decimal("0.125")


def test_a_comma_before_three_digits_of_an_amount_is_asked_about():
    assert refusal(Kind.EURO, "1,234 €") == "un nombre qui ne se lit que d'une façon : 1 234 ou 1,234"
    assert typed(Kind.NUMBER, "1,125") == Decimal("1.125")


def test_hours_and_minutes_around_a_point_are_asked_about_and_decimal_in_a_csv():
    assert refusal(Kind.HOURS, "9.30") == "une durée qui ne se lit que d'une façon : 09:18 ou 09:30"
    assert typed_csv(Kind.HOURS, "9.30") == typed(Kind.HOURS, "9,3") == typed(Kind.HOURS, "9.3") == 558


def test_parts_of_a_cent_are_read_to_the_cent_and_said():
    rates = BY_NAME["Tarifs"]
    prices = [0.125, 12.5, 0.1 + 0.2, "1 500 €", "2000,555"]
    rows, problems = typed_rows(rates, raw(rates, item=list("ABCDE"), price_cents=prices))
    assert rows.column("price_cents") == [13, 1250, 30, 150_000, 200_056]
    assert [(p.severity, p.row, p.expected) for p in problems if "au centime" in p.message] == [
        (Severity.WARNING, 5, "0,13 €"),
        (Severity.WARNING, 9, "2000,56 €"),
    ]


def test_three_decimals_survive_the_csv():
    assert csv_text(Kind.NUMBER, Decimal("1.125")) == "1.1250"
    for kind, value in ((Kind.NUMBER, Decimal("1.125")), (Kind.PERCENT, Decimal("0.12125"))):
        assert typed_csv(kind, csv_text(kind, value)) == value


def test_signs_and_groups_that_word_processors_type_are_understood():
    assert typed(Kind.NUMBER, "–12") == typed(Kind.NUMBER, "−12") == -12
    assert typed(Kind.EURO, "1 234 567,50 €") == 123456750
    assert typed(Kind.NUMBER, "12\u200b5") == 125


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        (Kind.EURO, 1e15, "1000000000000000"),
        (Kind.EURO, 0.1 + 0.2, "0,3"),
        (Kind.DAY, 45992.0, "45992"),
        (Kind.DAY, datetime(2026, 11, 23, 14, 30), "23/11/2026 14:30"),
        (Kind.INT, True, "VRAI"),
        (Kind.INT, time(7, 30), "07:30"),
        (Kind.INT, timedelta(hours=26, minutes=15), "26:15"),
        (Kind.INT, timedelta(minutes=-90), "-1:30"),
        (Kind.PERCENT, 30.0, "3000 %"),
        (Kind.NUMBER, 1e300, "1E+300"),
        (Kind.NUMBER, 1e-300, "1E-300"),
    ],
)
def test_what_was_found_is_said_as_the_sheet_shows_it(kind, cell, text):
    assert shown_in(kind, cell) == text


def test_invisible_characters_do_not_make_another_code():
    for text in ("P001\u200b", "\ufeffP001", "P\u00ad001", "P001\u00a0", "\u200eP001", "P001\u200d"):
        assert typed(Kind.TEXT, text) == typed_csv(Kind.TEXT, text) == "P001"
    assert typed(Kind.TEXT, "E\u0301TAL") == "ÉTAL"
    assert typed(Kind.TEXT, "ok 👩\u200d💻") == "ok 👩\u200d💻"


def test_letters_of_another_alphabet_do_not_make_a_second_code():
    team, [problem] = typed_rows(TEAM, raw(TEAM, code=["OK1", "ОK1"]))
    assert problem.message == (
        "« ОK1 » est déjà en ligne 5 : Code doit être unique ; "
        "à la place d'une lettre latine : « О » (U+041E, lettre cyrillique)"
    )
    assert len(team) == 2


def test_a_reference_that_looks_like_a_code_says_the_code_to_write():
    team, _ = typed_rows(TEAM, raw(TEAM, code=["OK1"]))
    wrong = ["ОK1", "ok1"]
    absences, _ = typed_rows(ABSENCES, raw(ABSENCES, resource=wrong, first_day=["01/12/2026", "02/12/2026"]))
    tables = {"Equipe": team, "Salles": no_rows(BY_NAME["Salles"]), "Absences": absences}
    assert [problem.message for problem in reference_problems(BY_NAME, tables)] == [
        "« ОK1 » n'existe pas dans Équipe ou Salles : écrivez « OK1 » ; "
        "à la place d'une lettre latine : « О » (U+041E, lettre cyrillique)",
        "« ok1 » n'existe pas dans Équipe ou Salles : écrivez « OK1 »",
    ]


def settings_of(**values):
    names = {setting.code: setting.name for setting in SETTINGS}
    rows = [{"name": names[code], "value": value} for code, value in values.items()]
    return read_settings(rows_of(BY_NAME["Parametres"], rows))


def test_the_identifiers_of_the_house_are_checked_in_its_settings():
    _, problems = settings_of(
        company_siren="abc", company_email="x@", company_postcode=Decimal(1000), company_iban="FR76 3000"
    )
    assert [problem.message.partition(" » ")[0] for problem in problems] == [
        "« 1000",
        "« abc",
        "« x@",
        "« FR76 3000",
    ]
    assert all(problem.severity is Severity.WARNING for problem in problems)
    _, [problem] = settings_of(company_siren="732829320", company_siret="55210055400013")
    assert problem.heading == "Valeur" and "55210055400013" in problem.message


def test_a_setting_is_said_as_the_sheet_shows_it():
    _, [problem] = settings_of(day_minutes=Decimal("0.3125"))
    assert problem.message.startswith(
        "trouvé « 0,3125 », attendu : une durée (7:30, 7h30 ou 7,5) : 0,3125 h n'est pas"
    )
    settings, [problem] = settings_of(company_register=Decimal("1.125"), watch_rate="80")
    assert settings["company_register"] == "1,125"
    assert problem.message.startswith("trouvé « 80 », attendu : un pourcentage écrit avec son signe")


@given(st.text())
def test_a_text_cleaned_or_put_on_a_line_stays_what_it_is(text):
    assert cleaned(cleaned(text)) == cleaned(text)
    assert message_line(message_line(text)) == message_line(text)
    assert not any(unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") for letter in message_line(text))


@pytest.mark.parametrize("text", ["0000-00-00", "2026-02-30", "2026-13-01"])
def test_a_text_that_looks_like_a_day_of_no_calendar_goes_through_a_csv_as_it_is(text: str):
    assert typed_csv(Kind.ANY, csv_text(Kind.ANY, text)) == text
