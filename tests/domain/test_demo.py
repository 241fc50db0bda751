"""The demonstration office: valid, believable, and telling the story it promises on any day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.demo import demo_office
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.clashes import is_taken_twice
from postprod_xl.domain.quotes.amending.checks import named_session_problems
from postprod_xl.domain.quotes.amending.named_sessions import named_in
from postprod_xl.domain.quotes.follow_up.progress import progress_of
from postprod_xl.domain.refresh import refreshed
from postprod_xl.schema.kinds import is_empty, typed
from postprod_xl.schema.references import reference_problems
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.settings.house import read_settings
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME, TABLES

MONDAY = date(2026, 11, 23)
# A Monday, a holiday, a Saturday, the weeks around Christmas and in May.
DAYS = [MONDAY, date(2026, 5, 1), date(2027, 3, 6), date(2026, 12, 28), date(2027, 5, 14)]


def typed_tables(rows):
    return {table.name: rows_of(table, rows.get(table.name, ()), 5) for table in TABLES}


def looked_at(day):
    tables = typed_tables(demo_office(day))
    settings, problems = read_settings(tables["Parametres"])
    assert problems == []
    return refreshed(Office(tables, settings, day), [])


@pytest.fixture(scope="module")
def rows():
    return demo_office(MONDAY)


@pytest.mark.parametrize("day", DAYS)
def test_two_deliveries_are_late_one_edit_and_its_room_have_overrun_and_one_booking_clashes(day):
    run = looked_at(day)
    projects, overruns = run.office["Projets"], run.office["Depassements"]
    assert [row.code for row in projects if row.late_days is not None] == ["SETE", "ATELIER"]
    assert [row.line for row in overruns if row.level == "Dépassement"] == ["MER-IMG-20", "MER-IMG-22"]
    assert "Dépassement prévu" not in overruns.column("level")
    clashes = [problem for problem in run.problems if "déjà pris" in problem.message]
    assert len(clashes) == 1
    assert not run.is_blocked


def test_no_rule_changes_what_a_fact_gave_to_all():
    office = looked_at(MONDAY).office
    assert len(office.facts) > 10
    # A fact that was asked before a later rule changed what it reads is found again.
    for find, answer in [*office.facts.items()]:
        asked = getattr(import_module(find.__module__), find.__name__)
        assert asked(replace(office, facts={}), *answer.given) == asked(office, *answer.given), find.__name__


def test_the_overrun_is_the_production_s():
    overruns = looked_at(MONDAY).office["Depassements"].frame().set_index("line")
    # 12 days sold, 15 worked: 3 × 8 h = 1 440 min, all for causes the production answers for.
    assert overruns.loc["MER-IMG-20", "variance_minutes"] == 1440
    assert overruns.loc["MER-IMG-20", "client_minutes"] == 1440


def test_the_change_order_of_the_overrun_names_the_sessions_that_the_production_caused():
    office = looked_at(MONDAY).office
    named = office["Avenants"].by_key("number", "sessions")["AV-002"]
    caused = [each.number for each in office["Seances"] if each.cause]
    assert [each.number for each in named_in(named)] == caused
    assert not named_session_problems(office)


def test_the_clash_is_one_person_confirmed_on_two_projects_the_same_days():
    bookings = looked_at(MONDAY).office["Reservations"]
    clashing = bookings.where(map(is_taken_twice, bookings.column("conflict")))
    assert set(clashing.column("technician")) == {"NADAL"}
    assert set(clashing.column("project")) == {"SETE", "ATELIER"}
    assert set(clashing.column("state")) == {"Confirmé"}
    assert Counter(clashing.column("day")) == {date(2026, 11, 25): 2, date(2026, 11, 26): 2}


def test_only_an_option_two_deliveries_the_clash_and_two_contracts_are_to_be_looked_at():
    messages = [problem.message for problem in looked_at(MONDAY).problems]
    assert len(messages) == 6
    assert sum("DPAE absente" in message or "contrat non signé" in message for message in messages) == 2


def test_the_office_is_of_a_believable_size(rows):
    sizes = {name: len(records) for name, records in rows.items()}
    assert (sizes["Projets"], sizes["Equipe"], sizes["Salles"], sizes["Tarifs"]) == (5, 25, 16, 29)
    assert 80 <= sizes["Planning"] <= 110
    assert 120 <= sizes["Seances"] <= 200
    assert {row["type"] for row in rows["Projets"]} == {
        "Long métrage", "Documentaire", "Série TV", "Magazine", "Unitaire TV",
    }  # fmt: skip


def test_every_row_is_what_the_schema_asks(rows):
    for name, records in rows.items():
        table = BY_NAME[name]
        given = table.columns if table.kind is TableKind.LEDGER else table.typed
        assert all(record.keys() <= {column.name for column in given} for record in records)
        for column in table.typed:
            values = [record.get(column.name, typed(column.kind, None)) for record in records]
            filled = [value for value in values if not is_empty(value)]
            assert len(filled) == len(values) or not column.required
            assert not column.choices or set(filled) <= set(column.choices)
            low, high = column.bounds
            assert all((low is None or value >= low) and (high is None or value <= high) for value in filled)
        keys = [tuple(record[part] for part in table.key) for record in records if table.key]
        assert len(set(keys)) == len(keys)


def test_the_history_goes_from_the_first_session_week_by_week_and_the_refresh_of_the_day_goes_on(rows):
    days = sorted({row["noted_day"] for row in rows["Historique"]})
    assert days[0] == min(row["day"] for row in rows["Seances"]) and len(days) == 6 and days[-1] < MONDAY
    made = looked_at(MONDAY)
    assert not [problem for problem in made.problems if problem.table == "Historique"]
    assert set(made.history.column("noted_day")) == {MONDAY}
    worked = [point.worked for point in progress_of(made.office).projects[0].points]
    assert worked == sorted(worked) and worked[0] == 0 < worked[-1]


def test_every_code_names_a_row(rows):
    assert reference_problems(BY_NAME, typed_tables(rows)) == []


def test_sessions_are_on_past_working_days(rows):
    calendar = WorkCalendar.of("34")
    days = [row["day"] for row in rows["Seances"]]
    assert all(calendar.is_working(day) and day < MONDAY for day in days)
    assert (min(days), max(days)) == (date(2026, 10, 16), date(2026, 11, 20))


def test_nobody_and_no_room_is_in_two_sessions_at_once(rows):
    for resource in ("technician", "room"):
        held = Counter(
            (row[resource], row["day"], row["start"] >= 840) for row in rows["Seances"] if row[resource]
        )
        assert max(held.values()) == 1


def test_a_session_is_paid_by_a_contract_of_its_person_that_covers_its_day(rows):
    contracts = {row["contract"]: row for row in rows["Contrats"]}
    for session in rows["Seances"]:
        contract = contracts[session["contract"]]
        assert contract["technician"] == session["technician"]
        assert contract["project"] in ("", session["project"])
        assert contract["first_day"] <= session["day"] <= (contract["last_day"] or MONDAY)


def test_a_hiring_is_declared_and_signed_before_the_first_session_but_for_two_to_come(rows):
    gaps = [
        row["technician"]
        for row in rows["Contrats"]
        if row["type"] != "Prestation"
        and not (
            row.get("declared_day") and row.get("signed_day") and row["declared_day"] <= row["first_day"]
        )
    ]
    assert gaps == ["NADAL", "URBAIN"]


def test_identifiers_have_a_right_key(rows):
    def luhn(digits):
        doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
        return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0

    for client in rows["Clients"]:
        if client["siren"]:
            key = (12 + 3 * (int(client["siren"]) % 97)) % 97
            assert luhn(client["siren"]) and luhn(client["siret"])
            assert client["vat_number"] == f"FR{key:02d}{client['siren']}"


def test_the_office_is_the_same_for_the_same_day():
    assert demo_office(MONDAY) == demo_office(MONDAY)
