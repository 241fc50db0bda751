"""The custom functions that a coordinator asks of a project, a person or a client."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.planning.charts.load import load_of
from postprod_xl.domain.quotes.reference_lines import task_day_minutes
from postprod_xl.hosts.files.master import Master, read_master
from postprod_xl.hosts.functions import call
from postprod_xl.schema.tables import BY_NAME
from tests.benchmarks.functions import holidays_of_france
from tests.fuzz.office import put_office
from tests.hosts.handed import (
    FREE_TABLES,
    LATE_TABLES,
    LEFT_TABLES,
    MONDAY,
    PAD_TABLES,
    PAYMENTS_TABLE,
    UNPAID_TABLES,
    column,
    serial,
    with_headings,
)
from tests.masters import DEMO_DAY

Cells = dict[str, list[list[Any]]]


def table(name: str, *rows: dict[str, Any]) -> list[list[Any]]:
    """A table with its headings, from rows by code name; what is left out is empty."""
    declared = BY_NAME[name]
    records = [{column.heading: row.get(column.name) for column in declared.columns} for row in rows]
    return [declared.headings, *([serial(cell) for cell in record.values()] for record in records)]


def in_rows(found: Any) -> list[list[Any]]:
    """What a function gives, as rows: a column of one cell is one value."""
    return found if isinstance(found, list) else [[found]]


def given_tables(cells: Cells, names: tuple[str, ...]) -> list[Any]:
    return [cells[name] for name in names]


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (("27/11/2026", 5), date(2026, 11, 23)),
        (("27/11/2026", 5.25), date(2026, 11, 20)),
        (("29/11/2026", 1), date(2026, 11, 27)),  # to be delivered on a Sunday
        (("27/11/2026", 0), date(2026, 11, 27)),
        (("16/11/2026", "5 j"), date(2026, 11, 9)),  # over 11 November
        (("07/04/2026", 5, "67"), date(2026, 3, 30)),  # over Good Friday and Easter Monday
        (("27/11/2026", 5, "", [["24/11/2026"]]), date(2026, 11, 20)),
    ],
)
def test_the_last_day_to_begin_a_work(arguments: tuple[Any, ...], start: date):
    assert call("PP_DEBUT", arguments) == start


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 120), st.sampled_from(["", "57", "974"]))
def test_a_work_begun_on_its_latest_start_ends_in_time_and_a_day_later_too_late(
    delivery: date, quarters: int, place: str
):
    days = quarters / 4
    start = call("PP_DEBUT", [delivery, days, place])
    assert call("PP_FIN", [start, days, place]) <= delivery
    assert call("PP_FIN", [start + timedelta(1), days, place]) > delivery


@given(st.dates(date(2026, 1, 1), date(2029, 11, 1)), st.integers(1, 60))
def test_the_latest_start_is_that_of_numpy(delivery: date, days: int):
    off = [np.datetime64(day) for day in holidays_of_france(range(2025, 2030))]
    expected = np.busday_offset(np.datetime64(delivery), 1 - days, roll="backward", holidays=off)
    assert call("PP_DEBUT", [delivery, days]) == expected.astype(date)


def test_the_latest_start_counts_the_absences_of_who_is_named():
    absences = table("Absences", {"resource": "ANNA", "first_day": MONDAY + 2, "last_day": MONDAY + 3})
    people = table("Equipe", {"code": "ANNA"}, {"code": "BOB", "working_days": "lu,ma"})
    rooms = table("Salles", {"code": "MON1", "open_days": "me-ve"}, {"code": "BOB"})

    def start(days: float, *resource: Any) -> Any:
        return call("PP_DEBUT", ["27/11/2026", days, "", None, *resource])

    # Friday 27, then Tuesday 24 and Monday 23: Wednesday and Thursday away.
    assert [start(days, "ANNA", absences, people) for days in (1, 1.5, 3)] == [
        date(2026, 11, 27),
        date(2026, 11, 24),
        date(2026, 11, 23),
    ]
    assert start(2, "MON1", absences, people, rooms) == date(2026, 11, 26)
    assert start(1, "", absences, people, rooms) == date(2026, 11, 27)
    assert start(1, "BOB", absences, people) == date(2026, 11, 24)
    assert start(1, "BOB", absences, people, rooms) == (
        "PP_DEBUT : « BOB » est dans Équipe et dans Salles : donnez-leur deux codes"
    )
    assert start(1, "ANNA") == "PP_DEBUT : donnez aussi Absences pour « ANNA »"
    assert start(1, "ANNA", None, people) == "PP_DEBUT : donnez aussi Absences pour « ANNA »"
    assert start(1, "ANNA", absences) == "PP_DEBUT : donnez aussi Equipe pour « ANNA »"
    assert start(1, "MON1", absences, people) == (
        "PP_DEBUT : « MON1 » inconnu dans Équipe (une salle ? donnez aussi Salles)"
    )
    assert start(1, "ANA", absences, people, rooms) == (
        "PP_DEBUT : « ANA » inconnu dans Équipe et dans Salles : vouliez-vous dire « ANNA » ?"
    )
    for_ever = table("Absences", {"resource": "ANNA", "first_day": 36526.0, "last_day": 70000.0})
    assert (
        start(2, "ANNA", for_ever, people)
        == "PP_DEBUT : ANNA n'est pas là 2 j en dix ans avant le 27/11/2026"
    )


def test_without_a_length_or_a_delivery_the_start_is_empty():
    assert call("PP_DEBUT", [column(["27/11/2026", None]), [[1, None]]]) == [
        [date(2026, 11, 27), ""],
        ["", ""],
    ]


def test_a_day_that_no_cell_shows_is_told():
    assert call("PP_DEBUT", ["27/11/2026", 30_000]) == (
        "PP_DEBUT : le jour trouvé, le 26/03/1908, est hors du calendrier (1950 à 2099)"
    )
    assert call("PP_FIN", ["27/11/2026", 30_000]).startswith("PP_FIN : le jour trouvé, le 06/05/2144")


def test_the_load_of_every_week_is_the_one_drawn(master: Master, cells: Cells):
    from postprod_xl.domain.office import Office

    drawn = load_of(Office(master.tables, master.settings, DEMO_DAY))
    given_cells = given_tables(cells, FREE_TABLES)
    codes = column(row.code for row in drawn.rows)
    for week, slot in enumerate(drawn.slots):
        first = max(slot.first, DEMO_DAY)
        found = call("PP_CHARGE", [codes, first, slot.last, *given_cells, DEMO_DAY])
        rates = [None if isinstance(row[0], str) else row[0] for row in found]
        shown = [row.cells[week].rate for row in drawn.rows]
        assert rates == [None if rate is None else pytest.approx(float(rate), abs=0.00501) for rate in shown]
    assert len(drawn.slots) > 20


def test_the_load_of_a_month_is_counted_again_from_the_cells(master: Master, cells: Cells):
    bookings = master.tables["Reservations"]
    first, last = date(2026, 12, 1), date(2026, 12, 31)
    halves = {"Journée": 2, "Matin": 1, "Après-midi": 1}
    booked = sum(
        halves[half]
        for who, day, half in bookings.select("technician", "day", "half_day")
        if who == "AUBRY" and first <= day <= last
    )
    # 23 weekdays less Christmas; AUBRY is never absent.
    assert "AUBRY" not in master.tables["Absences"].column("resource")
    found = call("PP_CHARGE", ["AUBRY", first, last, *given_tables(cells, FREE_TABLES), DEMO_DAY])
    assert booked and found == booked / 44


def test_what_is_booked_twice_passes_a_hundred_per_cent_and_what_is_not_known_is_said():
    booked = {"day": MONDAY, "half_day": "Journée", "task": "A", "technician": "ANNA", "room": "MON1"}
    bookings = table("Reservations", booked, {**booked, "task": "B"}, {**booked, "day": MONDAY + 9})
    absences = table(
        "Absences",
        {"resource": "ANNA", "first_day": MONDAY + 1, "last_day": MONDAY + 1, "half_day": "Matin"},
        {"resource": "ANNA", "first_day": MONDAY + 9, "last_day": MONDAY + 10},
    )
    people, rooms = table("Equipe", {"code": "ANNA"}, {"code": "BOB"}), table("Salles", {"code": "MON1"})

    def load(code: str, first: float, last: float, reserved: Any = bookings) -> Any:
        return call("PP_CHARGE", [code, first, last, absences, reserved, people, rooms, MONDAY])

    # Twice two half-days, over the two of Monday, then over those and Tuesday afternoon.
    assert load("ANNA", MONDAY, MONDAY) == 2.0
    assert load("ANNA", MONDAY, MONDAY + 1) == pytest.approx(4 / 3)
    assert load("MON1", MONDAY, MONDAY + 1) == 1.0
    assert load("BOB", MONDAY, MONDAY + 4) == 0.0
    begin = "PP_CHARGE : "
    assert load("ANNA", MONDAY - 3, MONDAY) == (
        f"{begin}la charge n'est connue qu'à partir du 23/11/2026, jour du calcul"
    )
    assert load("BOB", MONDAY + 10, MONDAY + 20) == (
        f"{begin}charge inconnue, rien n'est planifié après le 02/12/2026"
    )
    assert load("ANNA", MONDAY + 9, MONDAY + 9) == (
        f"{begin}ANNA n'est pas là du 02/12/2026 au 02/12/2026, 2 demi-journées réservées"
    )
    assert load("BOB", MONDAY + 5, MONDAY + 6) == f"{begin}BOB n'est pas là du 28/11/2026 au 29/11/2026"
    assert load("BOB", MONDAY + 1, MONDAY) == f"{begin}la période finit le 23/11/2026, avant de commencer"
    assert load("MON2", MONDAY, MONDAY) == (
        f"{begin}« MON2 » inconnu dans Équipe et dans Salles : vouliez-vous dire « MON1 » ?"
    )
    assert load("BOB", MONDAY, MONDAY, table("Reservations")) == (
        f"{begin}Réservations est vide : rien n'est planifié, ou rien n'a été actualisé"
    )
    damaged = table("Reservations", booked, {**booked, "day": None})
    assert load("BOB", MONDAY, MONDAY, damaged) == (
        f"{begin}Réservations est abîmé : cliquez Actualiser, qui le refait"
    )


def test_the_lateness_of_every_project_is_the_one_of_the_refresh(master: Master, cells: Cells):
    projects = master.tables["Projets"]
    found = call("PP_RETARD", [column(projects.column("code")), *given_tables(cells, LATE_TABLES), DEMO_DAY])
    assert found == column(days or 0 for days in projects.column("late_days"))
    assert len({row[0] for row in found}) > 2


def test_the_lateness_of_a_project_is_counted_again_by_numpy():
    ends = [46360.0, 46395.0]  # 4 December 2026 and 8 January 2027
    tasks = [{"task": f"T{at}", "project": "P1", "end_day": end} for at, end in enumerate(ends)]
    projects = table("Projets", {"code": "P1", "delivery_day": 46365.0})  # 9 December
    off = [np.datetime64(day) for day in holidays_of_france(range(2026, 2028))]
    days = np.busday_count(np.datetime64("2026-12-10"), np.datetime64("2027-01-09"), holidays=off)
    assert days == 20
    assert call("PP_RETARD", ["P1", table("Planning", *tasks), projects, MONDAY]) == days


def test_what_only_follows_the_delivery_is_not_late_and_needs_no_date():
    projects = table("Projets", {"code": "P1", "delivery_day": MONDAY})
    delivery, archives = ({"task": step, "project": "P1", "step": step} for step in ("LIVRAISON", "ARCHIVES"))
    for end in (None, MONDAY + 30):
        tasks = table(
            "Planning",
            {**delivery, "end_day": MONDAY + 1},
            {**archives, "end_day": end, "predecessors": "LIVRAISON"},
        )
        assert call("PP_RETARD", ["P1", tasks, projects, MONDAY]) == 1


def test_a_lateness_that_is_not_known_is_said():
    projects = table(
        "Projets",
        {"code": "P1", "delivery_day": MONDAY},
        {"code": "P2"},
        {"code": "P3", "delivery_day": MONDAY, "status": "Annulé"},
        {"code": "P4", "delivery_day": MONDAY},
        {"code": "P5", "delivery_day": MONDAY + 20},
        {"code": "P6", "delivery_day": 70000.0},
    )
    ends = {
        "A": ("P1", None),
        "B": ("P1", MONDAY),
        "C": ("P2", MONDAY),
        "D": ("P5", MONDAY),
        "E": ("P6", MONDAY),
        "F": ("P1", None),
    }
    tasks = [{"task": task, "project": project, "end_day": end} for task, (project, end) in ends.items()]

    def late(code: str) -> Any:
        return call("PP_RETARD", [code, table("Planning", *tasks), projects, MONDAY])

    assert late("P5") == 0  # in advance
    begin = "PP_RETARD : "
    assert late("P1") == f"{begin}P1 : fin prévue inconnue, A, F n'ont pas de date : actualisez"
    assert late("P2") == f"{begin}P2 : pas de « Livraison PAD » dans Projets"
    assert late("P3") == f"{begin}P3 est annulé"
    assert late("P4") == f"{begin}P4 : rien n'est planifié"
    assert late("P6") == f"{begin}P6 : « Livraison PAD » à plus de dix ans, le 25/08/2091"
    assert late("P") == f"{begin}projet « P » inconnu dans Projets"
    assert late("p1") == f"{begin}projet « p1 » inconnu dans Projets : vouliez-vous dire « P1 » ?"


def test_the_progress_of_every_project_is_found_again_from_the_hours_written_in_the_plan(
    master: Master, cells: Cells
):
    from postprod_xl.domain.office import Office

    office = Office(master.tables, master.settings, DEMO_DAY)
    planned: dict[str, Decimal] = {}
    left: dict[str, Decimal] = {}
    for task, length in zip(master.tables["Planning"], task_day_minutes(office), strict=True):
        if task.duration_days and task.state != "Annulé":
            # Écart = réalisé + reste - durée, in hours of the day of the task.
            remaining = task.duration_days + Decimal(task.variance_minutes - task.worked_minutes) / length
            planned[task.project] = planned.get(task.project, Decimal(0)) + task.duration_days
            left[task.project] = left.get(task.project, Decimal(0)) + min(remaining, task.duration_days)
    codes = master.tables["Projets"].column("code")
    found = call("PP_AVANCEMENT", [column(codes), *given_tables(cells, PAD_TABLES), DEMO_DAY])
    assert found == column(pytest.approx(float(1 - left[code] / planned[code])) for code in codes)


def test_a_project_where_nothing_is_planned_has_no_progress():
    projects = table(
        "Projets", {"code": "P1"}, {"code": "P2", "status": "Annulé"}, {"code": "P3"}, {"code": "P4"}
    )
    tasks = table(
        "Planning",
        {"task": "A", "project": "P1", "duration_days": 3, "state": "Terminé"},
        {"task": "B", "project": "P1", "duration_days": 1},
        {"task": "C", "project": "P3", "duration_days": 0, "state": "Terminé"},
    )
    rest = [table(name) for name in PAD_TABLES[2:]]
    found = call("PP_AVANCEMENT", [column(["P1", "P2", "P3", "P4"]), tasks, projects, *rest, MONDAY])
    assert found == column(
        [
            0.75,
            "PP_AVANCEMENT : P2 est annulé",
            "PP_AVANCEMENT : P3 : aucun jour de travail n'est planifié",
            "PP_AVANCEMENT : P4 : aucun jour de travail n'est planifié",
        ]
    )


@pytest.fixture(scope="module")
def invoiced(tmp_path_factory: pytest.TempPathFactory) -> Master:
    """A small office with an invoice, refreshed."""
    path = tmp_path_factory.mktemp("facture") / "petit.xlsx"
    put_office(path)
    return read_master(path)


def test_what_is_left_to_invoice_is_that_of_the_accounts_to_the_cent(
    master: Master, cells: Cells, invoiced: Master
):
    small = {name: with_headings(raw.values) for name, raw in invoiced.raw.items()}
    for held, handed in ((master, cells), (invoiced, small)):
        accounts = held.tables["Comptes"]
        codes = column(accounts.column("project"))
        found = call("PP_RESTE_A_FACTURER", [codes, *given_tables(handed, LEFT_TABLES), DEMO_DAY])
        assert in_rows(found) == column(cents / 100 for cents in accounts.column("to_invoice_cents"))
    assert any(invoiced.tables["Comptes"].column("invoiced_cents"))


def test_what_is_unpaid_and_late_is_that_of_the_accounts(invoiced: Master):
    small = {name: with_headings(raw.values) for name, raw in invoiced.raw.items()}
    owed = sum(
        (invoice.payable_cents or 0) - (invoice.paid_cents or 0) for invoice in invoiced.tables["Factures"]
    )
    codes = column(invoiced.tables["Comptes"].column("project"))
    found = call("PP_IMPAYES", [codes, *given_tables(small, UNPAID_TABLES)])
    assert owed > 0 and in_rows(found) == [[owed / 100]]
    late = call("PP_IMPAYES", [codes, *given_tables(small, UNPAID_TABLES), DEMO_DAY])
    assert in_rows(late) == column(
        cents / 100 for cents in invoiced.tables["Comptes"].column("overdue_cents")
    )


def quoted(**project: Any) -> Cells:
    """10 000 € less a discount of 10 %, a change order of 500 €, a deposit of 2 700 €, an invoice credited."""
    ordered = {"project": "P1", "quantity": 1, "unit_price_cents": None, "type": "Additif"}
    tables = {
        "Projets": table("Projets", {"code": "P1", **project}, {"code": "P2"}),
        "Versions": table("Versions", {"project": "P1", "version": 1, "status": "Accepté", "discount_rate": 0.1}),
        "Devis": table("Devis", {"line": "L1", "project": "P1", "version": 1, "quantity": 10, "unit": "forfait",
                                 "unit_price_cents": 1000.0}),
        "Avenants": table(
            "Avenants",
            {"number": "A1", **ordered, "unit_price_cents": 500.0, "status": "Accepté"},
            {"number": "A2", **ordered, "unit_price_cents": 900.0, "status": "Refusé"},
            {"number": "A3", **ordered, "unit_price_cents": 700.0, "status": "À négocier"},
        ),
        "Factures": table(
            "Factures",
            {"number": "FA-2026-0001", "type": "Acompte", "project": "P1", "day": MONDAY, "total_cents": 2700.0},
            {"number": "FA-2026-0002", "type": "Facture", "project": "P1", "day": MONDAY, "total_cents": 1000.0},
            {"number": "AV-2026-0001", "type": "Avoir", "project": "P1", "day": MONDAY, "total_cents": 1000.0,
             "origin": "FA-2026-0002"},
        ),
    }  # fmt: skip
    return {name: tables.get(name) or table(name) for name in LEFT_TABLES}


def test_what_is_left_to_invoice_of_a_small_quote():
    given_cells = given_tables(quoted(), LEFT_TABLES)
    # 10 000 - 10 % + 500 - 2 700 - 1 000 + 1 000
    assert call("PP_RESTE_A_FACTURER", ["P1", *given_cells, MONDAY]) == 6800.0
    begin = "PP_RESTE_A_FACTURER : "
    assert call("PP_RESTE_A_FACTURER", ["P2", *given_cells, MONDAY]) == (
        f"{begin}P2 : aucun devis accepté dans Devis, rien n'est encore à facturer"
    )
    assert call("PP_RESTE_A_FACTURER", ["P9", *given_cells]) == f"{begin}projet « P9 » inconnu dans Projets"
    gone = given_tables(quoted(status="Annulé"), LEFT_TABLES)
    assert call("PP_RESTE_A_FACTURER", ["P1", *gone, MONDAY]) == f"{begin}P1 est annulé"
    assert call("PP_RESTE_A_FACTURER", ["P1", *given_cells[:4]]) == (
        f"{begin}il manque Factures, Planning, Seances, Tarifs, Parametres"
    )


def test_a_quote_that_says_two_things_gives_no_figure():
    twice = table(
        "Versions", *({"project": "P1", "version": number, "status": "Accepté"} for number in (1, 2))
    )
    long_day = table("Tarifs", {"item": "MON", "unit": "jour", "unit_minutes": 30})
    asked = {"PP_AVANCEMENT": PAD_TABLES, "PP_RESTE_A_FACTURER": LEFT_TABLES}
    for name, names in asked.items():
        for wrong, place in (
            ({"Versions": twice}, "Versions (ligne 2)"),
            ({"Tarifs": long_day}, "Tarifs (ligne 1)"),
        ):
            handed = given_tables({**quoted(), **wrong}, names)
            assert call(name, ["P1", *handed, MONDAY]).startswith(f"{name} : {place} — ")


def test_an_amount_or_a_type_lost_from_the_ledger_gives_no_figure_of_what_is_left_to_invoice():
    emptied = table("Factures", {"number": "FA-2026-0001", "type": "Facture", "project": "P1", "day": MONDAY})
    handed = given_tables({**quoted(), "Factures": emptied}, LEFT_TABLES)
    begin = "PP_RESTE_A_FACTURER : "
    assert call("PP_RESTE_A_FACTURER", ["P1", *handed, MONDAY]) == (
        f"{begin}FA-2026-0001 sans « Total HT » dans Factures"
    )
    credit = table("Factures", {"number": "AV-2026-0001", "project": "P1", "total_cents": 10.0})
    handed = given_tables({**quoted(), "Factures": credit}, LEFT_TABLES)
    assert call("PP_RESTE_A_FACTURER", ["P1", *handed, MONDAY]) == (
        f"{begin}AV-2026-0001 sans « Type » dans Factures"
    )


def test_what_is_unpaid_of_a_project_of_a_client_and_of_what_is_due():
    def invoice(number: str, net: Any, **rest: Any) -> dict[str, Any]:
        usual = {"type": "Facture", "day": MONDAY, "project": "P1", "client": "C1", "due_day": MONDAY + 30}
        return {"number": number, **usual, "payable_cents": net, **rest}

    ledger = [
        invoice("FA-2026-0001", 1200.0, due_day=MONDAY - 1, paid_cents=200.0),
        invoice("FA-2026-0002", 600.0),
        invoice("FA-2026-0003", 300.0, project="P2"),
        invoice("FA-2026-0004", 900.0, paid_day=MONDAY),
        invoice("FA-2026-0005", 400.0),
        invoice("AV-2026-0001", 400.0, type="Avoir", origin="FA-2026-0005"),
    ]
    projects = table("Projets", {"code": "P1"}, {"code": "P2"}, {"code": "P3"}, {"code": "C2"})
    clients = table("Clients", {"code": "C1"}, {"code": "C2"})

    def unpaid(code: str, *day: Any, rows: Any = ledger) -> Any:
        return call("PP_IMPAYES", [code, table("Factures", *rows), projects, clients, *day])

    assert [unpaid(code) for code in ("P1", "P2", "P3", "C1")] == [1600.0, 300.0, 0.0, 1900.0]
    assert [unpaid("P1", day) for day in (MONDAY, MONDAY + 30, MONDAY + 31, None)] == [
        1000.0,
        1000.0,
        1600.0,
        1600.0,
    ]
    begin = "PP_IMPAYES : "
    assert unpaid("C2") == f"{begin}« C2 » est un projet et un client : donnez-leur deux codes"
    assert unpaid("C9") == f"{begin}« C9 » inconnu dans Projets et dans Clients"
    undated = [*ledger, invoice("FA-2026-0006", 50.0, due_day=None)]
    assert unpaid("P1", rows=undated) == 1650.0
    assert unpaid("P1", MONDAY, rows=undated) == (
        f"{begin}FA-2026-0006 n'a pas de date dans « Échéance » : impossible de dire si elle est échue"
    )
    assert unpaid("P1", rows=[*ledger, invoice("FA-2026-0006", None)]) == (
        f"{begin}FA-2026-0006 sans « Net à payer » dans Factures"
    )
    for name, heading in {"type": "Type", "project": "Projet", "client": "Client"}.items():
        assert unpaid("P1", rows=[*ledger[:-1], {**ledger[-1], name: None}]) == (
            f"{begin}AV-2026-0001 sans « {heading} » dans Factures"
        )
    for origin in (None, "FA-2026-0099"):
        assert unpaid("P1", rows=[*ledger[:-1], {**ledger[-1], "origin": origin}]) == (
            f"{begin}AV-2026-0001 sans « Facture d'origine » connue dans Factures : cliquez Vérifier"
        )


def test_the_rows_of_the_payments_are_asked_for_where_the_ledger_says_less_is_due():
    sent = {"number": "FA-2026-0001", "type": "Facture", "day": MONDAY, "project": "P1", "client": "C1",
            "due_day": MONDAY + 30, "payable_cents": 1200.0, "due_cents": 900.0}  # fmt: skip
    paid = {"payment": "RG-2026-0001", "day": MONDAY, "invoice": "FA-2026-0001", "amount_cents": 300.0}
    handed = [
        "P1",
        table("Factures", sent),
        table("Projets", {"code": "P1"}),
        table("Clients", {"code": "C1"}),
    ]
    asked = "PP_IMPAYES : donnez aussi Reglements[#Tout], qui dit ce qui est payé de FA-2026-0001"
    assert call("PP_IMPAYES", handed) == asked
    assert call("PP_IMPAYES", [*handed, None, table(PAYMENTS_TABLE, paid)]) == 900.0


def test_a_code_misspelt_is_told_with_the_closest_known_one(cells: Cells):
    said = "vouliez-vous dire « {} » ?"
    assert call("PP_PAD_MINI", ["CRUES", cells["Planning"], cells["Projets"]]).endswith(said.format("CRUE"))
    assert call("PP_COUT", ["AUBRI", 1, "", cells["Equipe"]]).endswith(said.format("AUBRY"))
    assert call("PP_VENDU", ["mer-img-20", cells["Devis"]]).endswith(said.format("MER-IMG-20"))
    free = call("PP_DISPO", ["AUBRI", MONDAY, MONDAY, *given_tables(cells, FREE_TABLES)])
    assert free.endswith(said.format("AUBRY"))


def test_a_table_left_out_between_two_others_is_absent_in_libreoffice_too(cells: Cells):
    # LibreOffice hands a 0 over.
    tables = [cells["Devis"], 0.0, 0.0, cells["Tarifs"]]
    assert call("PP_VENDU", ["MER-IMG-20", *tables]) == 96.0
