from __future__ import annotations

import importlib.util
import inspect
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl import __version__
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.refresh import refreshed
from postprod_xl.hosts import functions
from postprod_xl.hosts.cell_functions import custom, tables
from postprod_xl.hosts.files.master import Master
from postprod_xl.hosts.functions import FUNCTIONS, call, in_excel
from postprod_xl.schema.kinds import ExcelError
from postprod_xl.workbook.version import MARK
from tests.hosts.handed import FREE_TABLES, LINE_TABLES, MONDAY, PAD_TABLES, column
from tests.masters import DEMO_DAY, ROOT


def hours(minutes: Any) -> list[list[Any]]:
    return [["" if value is None else value / 60] for value in minutes]


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        ((MONDAY, MONDAY + 4), 5),
        (("23/11/2026", datetime(2026, 11, 30)), 6),
        ((date(2026, 11, 9), date(2026, 11, 13)), 4),  # 11 November
        (("30/03/2026", "03/04/2026", "75"), 5),
        (("30/03/2026", "03/04/2026", 57.0), 4),  # Good Friday in Moselle
        (("30/03/2026", "03/04/2026", "01"), 5),
        (("23/11/2026", "22/11/2026"), 0),
        # The house is closed on two of the five days, one of them named twice; Sunday takes nothing.
        ((MONDAY, MONDAY + 4, None, [[MONDAY, MONDAY], [MONDAY + 1, None], ["29/11/2026", ""]]), 3),
    ],
)
def test_working_days_between_two_days(arguments: tuple[Any, ...], days: int):
    assert call("PP_JOURS_OUVRES", arguments) == days


@pytest.mark.parametrize(
    ("arguments", "end"),
    [
        ((MONDAY, 1), date(2026, 11, 23)),
        ((MONDAY, 5), date(2026, 11, 27)),
        ((MONDAY, 5.25), date(2026, 11, 30)),
        (("28/11/2026", "1 j"), date(2026, 11, 30)),  # from a Saturday
        ((MONDAY, 0), date(2026, 11, 23)),
        (("09/11/2026", 5), date(2026, 11, 16)),
        (("30/03/2026", 5, "67"), date(2026, 4, 7)),  # Good Friday and Easter Monday
        ((MONDAY, 5, "", [["24/11/2026"]]), date(2026, 11, 30)),
    ],
)
def test_the_day_a_work_ends(arguments: tuple[Any, ...], end: date):
    assert call("PP_FIN", arguments) == end


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 400), st.sampled_from(["", "57", "974"]))
def test_as_many_working_days_lead_to_the_end_as_the_work_has(first: date, days: int, place: str):
    end = call("PP_FIN", [first, days, place])
    assert call("PP_JOURS_OUVRES", [first, end, place]) == days
    assert WorkCalendar.of(place).is_working(end)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((0.375, "17h30", 45), 7.75),
        (("09:30", "18:00"), 8.5),
        (("22:00", "02:00", "30"), 3.5),
        ((datetime(1899, 12, 30, 9, 0), datetime(1899, 12, 30, 12, 20)), 200 / 60),
        (("09:00", "10:00", 90), 0.0),
        (("09:00", "09:00"), 0.0),
    ],
)
def test_hours_from_a_start_to_an_end(arguments: tuple[Any, ...], expected: float):
    assert call("PP_HEURES", arguments) == expected


def test_hours_are_those_of_the_sessions(master: Master, cells: dict[str, Any]):
    head, *rows = cells["Seances"]
    found = call(
        "PP_HEURES", [[[row[head.index(name)]] for row in rows] for name in ("Début", "Fin", "Pause (min)")]
    )
    assert found == hours(master.tables["Seances"].column("worked_minutes"))


def test_night_hours_are_those_of_the_sessions(master: Master):
    sessions, contracts = master.tables["Seances"], master.tables["Contrats"]
    rules = {name: contracts.by_key("contract", name) for name in ("convention", "genre")}
    names = ("start", "end", "pause_minutes", "contract", "day")
    starts, ends, pauses, held, days = (sessions.column(name) for name in names)
    clocks = [[f"{minutes // 60:02}:{minutes % 60:02}" for minutes in times] for times in (starts, ends)]
    applied = [[rules[name].get(contract, "") for contract in held] for name in ("convention", "genre")]
    found = call("PP_HEURES_NUIT", [column(values) for values in (*clocks, pauses, *applied, days)])
    assert found == hours(sessions.column("night_minutes"))


def test_night_hours_follow_the_convention_and_the_season():
    # A documentary under 2642: from 20:00 in winter, from 22:00 in summer.
    rule = ("19:00", "23:00", None, 2642.0, "documentaire")
    assert call("PP_HEURES_NUIT", [*rule, "15/01/2026"]) == 3.0
    assert call("PP_HEURES_NUIT", [*rule, "15/07/2026"]) == 1.0
    assert call("PP_HEURES_NUIT", ["19:00", "23:00", None, "", "", "15/07/2026"]) == 0.0
    # The legal night, 0:00 to 7:00, of the day when the clock goes back.
    assert call("PP_HEURES_NUIT", ["22:00", "06:00", None, "", "", "24/10/2026"]) == 7.0


each_figure_of_a_line = pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("PP_VENDU", "sold_minutes"),
        ("PP_REALISE", "worked_minutes"),
        ("PP_PROJETE", "projected_minutes"),
        ("PP_DEPASSEMENT", "variance_minutes"),
    ],
)


@each_figure_of_a_line
def test_the_figures_of_every_line_are_those_of_the_refresh(
    master: Master, cells: dict[str, Any], name: str, figure: str
):
    overruns = master.tables["Depassements"]
    assert len(overruns) > 50
    given_tables = [cells[table] for table in LINE_TABLES]
    found = call(name, [column(overruns.column("line")), *given_tables, DEMO_DAY])
    assert found == hours(overruns.column(figure))


def test_sold_and_worked_hours_are_those_written_on_the_quote(master: Master, cells: dict[str, Any]):
    quote = master.tables["Devis"]
    named = quote.where(minutes is not None for minutes in quote.column("worked_minutes"))
    given_tables = [cells[table] for table in LINE_TABLES]
    lines = column(named.column("line"))
    assert call("PP_REALISE", [lines, *given_tables, DEMO_DAY]) == hours(named.column("worked_minutes"))
    without_orders = [*given_tables[:5], None, *given_tables[6:]]
    assert call("PP_VENDU", [lines, *without_orders]) == hours(named.column("sold_minutes"))


@each_figure_of_a_line
def test_with_three_tables_a_line_has_the_figure_of_the_refresh_or_asks_for_the_table_it_needs(
    master: Master, cells: dict[str, Any], name: str, figure: str
):
    overruns = master.tables["Depassements"]
    given_tables = [cells[table] for table in LINE_TABLES[:3]]
    short = [
        row[0] for row in call(name, [column(overruns.column("line")), *given_tables, *[None] * 5, DEMO_DAY])
    ]
    asked = [f"{name} : donnez aussi Tarifs pour la ligne {line}" for line in overruns.column("line")]
    refreshed_hours = [row[0] for row in hours(overruns.column(figure))]
    assert all(found in (hour, text) for found, hour, text in zip(short, refreshed_hours, asked, strict=True))
    # Tarifs alone tells weeks of 39 h and showings of 4 h, and that days of rooms count no hours.
    expected = 17 if name in ("PP_VENDU", "PP_DEPASSEMENT") else 0
    assert sum(found == text for found, text in zip(short, asked, strict=True)) == expected


def test_a_line_that_the_last_refresh_has_not_seen_asks_for_its_table_unless_it_sells_hours(
    cells: dict[str, Any],
):
    head, *rows = [list(row) for row in cells["Devis"]]
    for row in rows:
        row[head.index("Réalisé (h)")] = row[head.index("Vendu (h)")] = None
    at = next(at for at, row in enumerate(rows) if row[head.index("Ligne")] == "MER-IMG-20")
    text = "PP_VENDU : donnez aussi Tarifs pour la ligne MER-IMG-20"
    assert call("PP_VENDU", ["MER-IMG-20", [head, *rows]]) == text
    assert call("PP_VENDU", ["MER-IMG-20", [head, *rows], None, None, cells["Tarifs"]]) == 96.0
    rows[at][head.index("Unité")] = "heure"
    assert call("PP_VENDU", ["MER-IMG-20", [head, *rows]]) == 12.0


def test_a_house_day_of_its_own_is_asked_for_where_it_counts(cells: dict[str, Any]):
    # The last refresh counted days of 7 h, which neither the quote alone nor the rate card can tell.
    head, *rows = [list(row) for row in cells["Devis"]]
    for row in rows:
        row[head.index("Poste")] = "HORS TARIF"
        if row[head.index("Vendu (h)")]:
            row[head.index("Vendu (h)")] *= 7 / 8
    rate_card = cells["Tarifs"]
    stranger = [*rate_card, ["HORS TARIF", *rate_card[1][1:]]]
    for name in ("Unité", "Heures par unité"):
        stranger[-1][rate_card[0].index(name)] = None
    arguments = ["MER-IMG-20", [head, *rows], None, None]
    assert call("PP_VENDU", [*arguments, stranger]) == (
        "PP_VENDU : donnez aussi Parametres pour la ligne MER-IMG-20"
    )
    assert call("PP_VENDU", [*arguments, stranger, None, None, None, cells["Parametres"]]) == 96.0


def test_a_reference_version_that_is_not_the_highest_is_asked_for(cells: dict[str, Any]):
    head, *rows = [list(row) for row in cells["Devis"]]
    newer = [list(row) for row in rows if row[head.index("Ligne")] == "MER-IMG-20"][-1]
    newer[head.index("Version")] += 1
    newer[head.index("Quantité")] = 99
    for name in ("Vendu (h)", "Planifié (h)", "Réalisé (h)"):
        newer[head.index(name)] = None
    quote = [head, *rows, newer]
    assert call("PP_VENDU", ["MER-IMG-20", quote]) == (
        "PP_VENDU : donnez aussi Versions pour la ligne MER-IMG-20"
    )
    versions = [*cells["Versions"], list(cells["Versions"][1])]
    heading = versions[0]
    for name, value in (("Projet", newer[head.index("Projet")]), ("Version", newer[head.index("Version")]),
                        ("Statut", "Refusé")):  # fmt: skip
        versions[-1][heading.index(name)] = value
    assert call("PP_VENDU", ["MER-IMG-20", quote, None, None, cells["Tarifs"], versions]) == 96.0


def test_what_remains_to_do_asks_for_the_length_of_a_day_the_last_refresh_did_not_count(
    master: Master, cells: dict[str, Any]
):
    overruns = master.tables["Depassements"]
    line = next(row.line for row in overruns if row.remaining_minutes)
    head, *rows = [list(row) for row in cells["Devis"]]
    for row in rows:
        row[head.index("Planifié (h)")] = None
    given_tables = [[head, *rows], cells["Planning"], cells["Seances"]]
    found = call("PP_PROJETE", [line, *given_tables, *[None] * 5, DEMO_DAY])
    assert found == f"PP_PROJETE : donnez aussi Tarifs pour la ligne {line}"
    assert isinstance(call("PP_REALISE", [line, *given_tables, *[None] * 5, DEMO_DAY]), float)


def test_one_line_alone_is_one_figure(cells: dict[str, Any]):
    # 12 days of 8 h sold, 15 worked.
    given_tables = [cells[table] for table in LINE_TABLES]
    figures = [call(name, ["MER-IMG-20", *given_tables, DEMO_DAY]) for name in
               ("PP_VENDU", "PP_REALISE", "PP_PROJETE", "PP_DEPASSEMENT")]  # fmt: skip
    assert figures == [96.0, 120.0, 120.0, 24.0]


def test_without_versions_the_highest_one_is_the_quote(master: Master, cells: dict[str, Any]):
    quote = master.tables["Devis"]
    highest = {row.project: max(r.version for r in quote if r.project == row.project) for row in quote}
    lines = quote.column("line")
    latest = [r for r in quote if r.version == highest[r.project] and lines.count(r.line) > 1]
    assert latest
    found = call(
        "PP_VENDU", [column(row.line for row in latest), cells["Devis"], None, None, cells["Tarifs"]]
    )
    computed = quote_columns(master_office(master)).of_numbers(row.row for row in latest)
    assert found == hours(computed.column("sold_minutes"))


def master_office(master: Master) -> Any:
    from postprod_xl.domain.office import Office

    return Office(master.tables, master.settings, DEMO_DAY)


@pytest.mark.parametrize(("state", "worked"), [("À confirmer", 0.0), ("Annulée", 0.0), ("Confirmée", 120.0)])
def test_sessions_to_confirm_or_cancelled_are_not_worked(cells: dict[str, Any], state: str, worked: float):
    head, *rows = [list(row) for row in cells["Seances"]]
    for row in rows:
        row[head.index("État")] = state
    given_tables = [[head, *rows] if table == "Seances" else cells[table] for table in LINE_TABLES]
    assert call("PP_REALISE", ["MER-IMG-20", *given_tables, DEMO_DAY]) == worked


def test_the_sessions_after_the_day_of_the_computation_are_not_worked_yet(cells: dict[str, Any]):
    given_tables = [cells[table] for table in LINE_TABLES]
    assert call("PP_REALISE", ["MER-IMG-20", *given_tables, date(2026, 1, 1)]) == 0.0


def test_the_earliest_delivery_is_the_expected_end_of_the_refresh(master: Master, cells: dict[str, Any]):
    projects = master.tables["Projets"]
    given_tables = [cells[table] for table in PAD_TABLES]
    found = call("PP_PAD_MINI", [column(projects.column("code")), *given_tables, MONDAY])
    assert found == column(projects.column("expected_day"))
    assert found[0] == [refreshed(master_office(master), []).office["Projets"].column("expected_day")[0]]


def test_who_is_booked_is_not_free(master: Master, cells: dict[str, Any]):
    given_tables = [cells[table] for table in FREE_TABLES]
    bookings = master.tables["Reservations"]
    for field in ("technician", "room"):
        booked = bookings.where(map(bool, bookings.column(field)))
        codes, days = column(booked.column(field)), column(booked.column("day"))
        found = [row[0] for row in call("PP_DISPO", [codes, days, days, *given_tables])]
        assert found
        assert all(
            f" le {day:%d/%m/%Y}" in text for text, day in zip(found, booked.column("day"), strict=True)
        )


def test_who_is_away_is_not_free_and_nobody_is_told_why(master: Master, cells: dict[str, Any]):
    given_tables = [cells[table] for table in FREE_TABLES]
    absences = master.tables["Absences"]
    calendar = WorkCalendar.of("")
    for code, day, reason in absences.select("resource", "first_day", "reason"):
        if calendar.is_working(day):
            text = call("PP_DISPO", [code, day, day, *given_tables])
            assert "absent" in text or "indisponible" in text
            assert not reason or reason not in text


def test_a_free_person_is_free_until_the_first_thing_that_takes_them():
    absences = [
        ["Ressource", "Du", "Au", "Demi-journée", "Motif"],
        ["ANNA", MONDAY + 3, MONDAY + 4, None, "Congé"],
    ]
    bookings = [
        ["Date", "Demi-journée", "Projet", "Tâche", "Technicien", "Salle", "État", "Conflit"],
        [MONDAY + 2, "Matin", "MER", "MER-10", "ANNA", "A1", "Confirmé", None],
    ]

    def text(first: float, last: float, code: str = "ANNA") -> str:
        return call("PP_DISPO", [code, first, last, absences, bookings])

    assert text(MONDAY, MONDAY + 1) == "Libre"
    assert text(MONDAY, MONDAY + 4) == "ANNA retenu par MER, MER-10, Confirmé le 25/11/2026"
    assert text(MONDAY + 3, MONDAY + 4) == "ANNA absent le 26/11/2026"
    assert text(MONDAY + 5, MONDAY + 6) == "Aucun jour ouvré"
    assert text(MONDAY, MONDAY + 4, "A1").startswith("A1 retenu")
    assert text(MONDAY + 1, MONDAY) == "PP_DISPO : la période finit le 23/11/2026, avant de commencer"


@pytest.mark.parametrize(
    ("arguments", "with_vat"),
    [
        ((100,), 120.0),
        (("1 234,50 €", "20 %"), 1481.4),
        ((100, 0.055), 105.5),
        ((0.03, 0.2), 0.04),  # 3.6 cents
        ((100, "dom", MONDAY, "97400"), 108.5),
        ((100, "DOM", MONDAY, 97300.0), 100.0),
        ((100, "UE autoliquidation"), 100.0),
        ((-100, None, MONDAY), -120.0),
    ],
)
def test_price_with_vat(arguments: tuple[Any, ...], with_vat: float):
    assert call("PP_TTC", arguments) == with_vat


def test_margin_of_a_price():
    assert call("PP_MARGE", [600, 372]) == 0.38
    assert call("PP_MARGE", [0, 372]) == ""
    assert call("PP_MARGE", [-100, 60]) == ""
    assert call("PP_MARGE", [[[600], [600]], [[300, 700]]]) == [[0.5, -0.1667], [0.5, -0.1667]]


def test_cost_of_hours_by_status_and_by_contract():
    team = [
        ["Code", "Nom", "Prénom", "Fonction", "Compétences", "Statut", "Matricule", "Taux horaire", "Coût jour",
         "Heures par jour", "Jours travaillés", "E-mail", "Téléphone"],
        ["ANNA", *[None] * 4, "Intermittent", None, 20.0, None, 8.0, None, None, None],
        ["BOB", *[None] * 4, "Indépendant", None, None, 400.0, 8.0, None, None, None],
        ["CLEO", *[None] * 12],
    ]  # fmt: skip
    contracts = [
        ["Contrat", "Technicien", "Projet", "Fonction", "Type", "Convention", "Genre", "Début", "Fin",
         "Taux horaire", "Heures par jour", "DPAE le", "Signé le"],
        ["C1", "ANNA", None, None, "CDDU", "2642", None, MONDAY - 30, MONDAY, 30.0, 8.0, None, None],
        ["C2", "ANNA", None, None, "CDI", "2717", None, None, None, None, 8.0, None, None],
    ]  # fmt: skip
    # 20 €/h × 1.65 of charges × 10 h
    assert call("PP_COUT", ["ANNA", 10, "", team]) == 330.0
    # 30 €/h × 1.65 × 10 h, then the usual rate × 1.42 of a permanent contract
    assert call("PP_COUT", ["ANNA", 10, "2642", team, contracts, None, MONDAY]) == 495.0
    assert call("PP_COUT", ["ANNA", 10, 2717.0, team, contracts, None, MONDAY]) == 284.0
    # 400 € a day of 8 h
    assert call("PP_COUT", ["BOB", "2h30", "", team]) == 125.0
    assert call("PP_COUT", ["ANNA", 1, "2642", team, contracts, None, MONDAY + 1]) == (
        "PP_COUT : aucun contrat 2642 de ANNA au 24/11/2026"
    )
    assert call("PP_COUT", ["CLEO", 1, "", team]) == (
        "PP_COUT : ni taux horaire ni coût jour pour CLEO dans Équipe"
    )
    assert call("PP_COUT", ["ANNA", -1.5, "", team]) == (
        "PP_COUT : heures « -1,5 », attendu : des heures, 0 ou plus"
    )
    assert call("PP_COUT", ["ZOE", 1, "", team]) == "PP_COUT : technicien « ZOE » inconnu dans Équipe"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        # 44 h of a permanent of 2642: 9 h beyond 35, of which 4 at 10 %, 4 at 25 % and 1 at 50 %.
        (("2642", "CDI", [[9, 9, 9, 9, 8]], MONDAY), 9.0),
        (("2642", "CDI", [[9, 9, 9, 9, 8]], MONDAY, "", "10 %"), 4.0),
        (("2642", "CDI", [[9, 9, 9, 9, 8]], MONDAY, "", 0.5), 1.0),
        (("2642", "CDI", [[9, 9, 9, 9, 8]], MONDAY, "", "75 %"), 0.0),
        (("2642", "CDI", [[9, 9, 9, 9, 8]], MONDAY, "", "", 169), 5.0),
        (("2642", "CDI", [[9], [9], [9], [9], ["7h10"]], MONDAY), 8.5),  # rounded up to the half-hour
        # Fewer than five days of a CDDU are counted by the day.
        (("2717", "CDDU", [[8, 8, "17h"]], "04/03/2025"), 9.0),
        (("2717", "CDDU", [[8, 8, "17h"]], "04/03/2025", "", 0.75), 5.0),
        (("", "CDDU", [[9, 9, 9, 9, 8]], MONDAY), 9.0),
        (("Aucune", "CDDU", [[8, 8, 8, 8, 3]], MONDAY), 0.0),
        (("2642", "", [[9]], MONDAY), ""),
        (("2717", "CDDU", [[8]], MONDAY), "PP_HEURES_SUP : 2717 a pris fin le 31/03/2025 : 3252 ?"),
        (
            ("3252", "CDDU", [[8]], MONDAY),
            "PP_HEURES_SUP : règles de 3252 à confirmer : donnez aussi Conventions",
        ),
        (
            ("2642", "CDI", 44, MONDAY),
            "PP_HEURES_SUP : heures « 44 », attendu : les heures d'un jour, de 0 à 24",
        ),
        (
            ("2642", "CDI", [[8] * 8], MONDAY),
            "PP_HEURES_SUP : heures : 1 × 8 cellules, attendu : une ligne de 7 jours au plus, du lundi au dimanche",
        ),
        (
            ("2642", "Prestation", [[8]], MONDAY),
            "PP_HEURES_SUP : contrat « Prestation », attendu : CDDU, CDI",
        ),
    ],
)
def test_the_overtime_of_a_week_is_that_of_pay(arguments: tuple[Any, ...], found: float | str):
    assert call("PP_HEURES_SUP", arguments) == found


MINIMA = [
    ["Convention", "Genre", "Fonction", "Depuis", "Taux horaire minimum", "Salaire mensuel minimum", "Source",
     "Vérifié le"],
    ["2642", None, "Monteur", date(2026, 1, 1), 20.0, 2500.0, None, None],
    ["2642", "Fiction", "Monteur", date(2026, 7, 1), 25.0, None, None, None],
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        # The minimum wage of the law, on each side of its rise.
        (("", "", None, "", "31/05/2026"), 12.02),
        (("", "", None, "", "01/06/2026"), 12.31),
        (("2642", "Monteur", None, "", "01/06/2026"), 12.31),
        # 12,31 × 151,6667 h, then × 104 h.
        (("", "", None, "", MONDAY, 151.67), 1867.02),
        (("", "", None, "", MONDAY, 104), 1280.24),
        ((2642.0, "monteur", MINIMA, "", MONDAY), 20.0),
        (("2642", "Monteur", MINIMA, "Fiction", "30/06/2026"), 20.0),
        (("2642", "Monteur", MINIMA, "Fiction", MONDAY), 25.0),
        (("2642", "Monteur", MINIMA, "", MONDAY, "151h40"), 2500.0),
        (("2642", "", MINIMA, "", MONDAY), 12.31),
        (
            ("2642", "Monteu", MINIMA, "", MONDAY),
            "PP_MINIMUM : aucun minimum 2642 de « Monteu » dans Minima : vouliez-vous dire « Monteur » ?",
        ),
        (("2717", "Monteur", MINIMA), "PP_MINIMUM : aucun minimum 2717 de « Monteur » dans Minima"),
        (("", "", None, "", "01/01/2000"), "PP_MINIMUM : SMIC horaire brut : valeur inconnue au 01/01/2000"),
        (
            ("", "", None, "", MONDAY, -1),
            "PP_MINIMUM : heures « -1 », attendu : les heures d'un mois, 0 ou plus",
        ),
    ],
)
def test_the_least_that_an_hour_or_a_month_may_be_paid(arguments: tuple[Any, ...], found: float | str):
    assert call("PP_MINIMUM", arguments) == found


@pytest.mark.parametrize(
    ("name", "arguments", "text"),
    [
        ("PP_FIN", (MONDAY, 5, "99"), "PP_FIN : département « 99 » inconnu"),
        ("PP_FIN", (MONDAY, 2.1), "PP_FIN : jours « 2,1 », attendu : un nombre de jours, par quart de jour (2,25)"),
        ("PP_FIN", (MONDAY, 5, 57.5), "PP_FIN : département « 57,5 » inconnu"),
        ("PP_FIN", (MONDAY, -3.0), "PP_FIN : jours « -3 », attendu : un nombre de jours positif ou nul"),
        ("PP_FIN", (MONDAY, -1), "PP_FIN : jours « -1 », attendu : un nombre de jours positif ou nul"),
        ("PP_FIN", (12.0, 5), "PP_FIN : debut « 12 », attendu : une date (12/03/2026)"),
        ("PP_FIN", ("#N/A", 5), "PP_FIN : debut « #N/A », attendu : une date (12/03/2026)"),
        ("PP_FIN", (ExcelError("#REF!"), 5), "PP_FIN : debut « #REF! », attendu : une date (12/03/2026)"),
        ("PP_FIN", (MONDAY,), "PP_FIN : il manque jours"),
        ("PP_FIN", (MONDAY, 1, "", None, 3), "PP_FIN : 4 arguments au plus, 5 donnés"),
        ("PP_FIN", (MONDAY, 1, "", "demain"), "PP_FIN : feries « demain », attendu : une date (12/03/2026)"),
        ("PP_HEURES", (9.5, 17.0), "PP_HEURES : debut « 9,5 », attendu : une heure (09:30 ou 9h30)"),
        ("PP_HEURES", ("9h", "17h", -5), "PP_HEURES : pause « -5 », attendu : des minutes, 0 ou plus"),
        ("PP_TTC", (True,), "PP_TTC : ht « VRAI », attendu : un montant en euros (1 234,50 €), moins d'un milliard"),
        ("PP_TTC", (1, 20), "PP_TTC : taux « 20 », attendu : un taux de 0 à 100 % (20 %) ou un régime de TVA"),
        ("PP_TTC", (1, "Lune"), "PP_TTC : taux « Lune », attendu : France, UE autoliquidation, Hors UE, DOM"),
        ("PP_TTC", (1, "", "01/01/1990"), "PP_TTC : TVA, taux normal : valeur inconnue au 01/01/1990"),
        ("PP_HEURES_NUIT", ("9h", "17h", 0, "1234"),
         "PP_HEURES_NUIT : convention « 1234 », attendu : 2642, 2717, 3252, 3097, Aucune"),
        ("PP_HEURES_NUIT", ("9h", "17h", 0, "", "", "01/01/2000"),
         "PP_HEURES_NUIT : aucune plage de nuit connue au 01/01/2000"),
        ("PP_LUNE", (), "PP_LUNE : fonction inconnue"),
        ("PP_VENDU", ("X", None), "PP_VENDU : il manque Devis"),
        ("PP_VENDU", ("X", [["Ligne"], ["X"]]),
         "PP_VENDU : la colonne « Projet » manque à Devis : donnez la table et ses en-têtes, Devis[#Tout]"),
        ("PP_VENDU", ("X", "Devis"),
         "PP_VENDU : la colonne « Ligne » manque à Devis : donnez la table et ses en-têtes, Devis[#Tout]"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_a_short_text_in_the_cell(name: str, arguments: tuple[Any, ...], text: str):
    assert call(name, arguments) == text


def test_a_mistake_stays_in_its_own_cell_and_an_empty_cell_stays_empty():
    days = column([MONDAY, None, "x", "", MONDAY + 1])
    fault = "PP_FIN : debut « x », attendu : une date (12/03/2026)"
    assert call("PP_FIN", [days, 1]) == column([date(2026, 11, 23), "", fault, "", date(2026, 11, 24)])


def test_blocks_spread_as_in_a_spreadsheet():
    start, end = column([MONDAY, MONDAY + 1]), [[MONDAY + 1, MONDAY + 2, MONDAY + 3]]
    assert call("PP_JOURS_OUVRES", [start, end]) == [[2, 3, 4], [1, 2, 3]]
    assert call("PP_JOURS_OUVRES", [MONDAY, end[0]]) == [[2, 3, 4]]
    assert call("PP_JOURS_OUVRES", [[[MONDAY]], MONDAY]) == 1
    text = "PP_JOURS_OUVRES : les plages n'ont pas la même taille (2 × 1 et 3 × 1 cellules)"
    assert call("PP_JOURS_OUVRES", [start, column([MONDAY] * 3)]) == text


def test_a_wrong_cell_of_a_table_is_named(cells: dict[str, Any]):
    head, first, *rest = cells["Devis"]
    wrong = [head, [*first], *rest]
    wrong[1][head.index("Version")] = "deux"
    text = call("PP_VENDU", ["MER-IMG-20", wrong])
    assert text.startswith("PP_VENDU : Devis (ligne 1) — Version : ")
    stranger = [cells["Planning"][0], [*cells["Planning"][1]]]
    stranger[1][stranger[0].index("Ligne")] = "INCONNUE"
    text = call("PP_REALISE", ["MER-IMG-20", cells["Devis"], stranger, cells["Seances"][:1]])
    assert text == "PP_REALISE : Planning (ligne 1) — Ligne : « INCONNUE » n'existe pas dans Devis"


def test_a_cycle_in_the_schedule_is_told_instead_of_a_date(cells: dict[str, Any]):
    head, *rows = [list(row) for row in cells["Planning"]]
    rows[0][head.index("Prédécesseurs")] = rows[0][head.index("Tâche")]
    text = call("PP_PAD_MINI", [rows[0][head.index("Projet")], [head, *rows], cells["Projets"]])
    assert text.startswith("PP_PAD_MINI : Planning (ligne 1) — Prédécesseurs : ")


def test_headings_are_found_in_any_order_and_case(cells: dict[str, Any]):
    turned = [list(reversed(row)) for row in cells["Devis"]]
    turned[0] = [heading.upper() for heading in turned[0]]
    assert call("PP_VENDU", ["MER-IMG-20", turned]) == 96.0


def test_a_table_met_again_is_not_typed_again(cells: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "_TABLES", tables.Memory(4))
    monkeypatch.setattr(tables, "_RESULTS", tables.Memory(4))
    typed = []
    plain = tables._typed
    monkeypatch.setattr(tables, "_typed", lambda name, block: typed.append(name) or plain(name, block))
    for line in ("MER-IMG-20", "MER-IMG-10"):
        again = [list(row) for row in cells["Devis"]]
        call("PP_VENDU", [line, again])
    assert typed == ["Devis"]
    again[1][again[0].index("Quantité")] = 99
    call("PP_VENDU", ["MER-IMG-20", again])
    assert typed == ["Devis", "Devis"]


def test_the_memory_forgets_what_is_oldest():
    memory, made = tables.Memory(2), []
    for key in (1, 2, 1, 3, 1, 2):
        memory.get(key, lambda key=key: made.append(key))
    assert made == [1, 2, 3, 2]


def test_a_fault_of_ours_is_one_line_and_one_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    logged = []
    monkeypatch.setattr(custom, "fault_log", lambda error: logged.append(error) or tmp_path / "x.log")
    monkeypatch.setattr(custom, "_faults", {})

    def broken() -> Any:
        return lambda *cells: 1 // 0

    margin = FUNCTIONS["PP_MARGE"]
    faulty = custom.CustomFunction(margin.name, margin.help, margin.arguments, margin.result, broken)
    assert [faulty(1, 1) for _ in range(3)] == [
        f"PP_MARGE : erreur interne, journal {tmp_path / 'x.log'}"
    ] * 3
    assert len(logged) == 1


def test_every_function_and_argument_is_documented_in_what_excel_can_show():
    names = {"PP_JOURS_OUVRES", "PP_FIN", "PP_HEURES", "PP_HEURES_NUIT", "PP_VENDU", "PP_REALISE", "PP_PROJETE",
             "PP_DEPASSEMENT", "PP_TTC", "PP_MARGE", "PP_DISPO", "PP_PAD_MINI", "PP_COUT", "PP_DEBUT", "PP_CHARGE",
             "PP_RETARD", "PP_AVANCEMENT", "PP_RESTE_A_FACTURER", "PP_IMPAYES", "PP_MINIMUM",
             "PP_HEURES_SUP", "PP_DUREE_CADENCE", "PP_TC", "PP_DROITS_LIBRES"}  # fmt: skip
    assert set(FUNCTIONS) == names
    for function in FUNCTIONS.values():
        optional = [argument.optional for argument in function.arguments]
        assert optional == sorted(optional), f"{function.name}: an argument follows an optional one"
        assert len({argument.name.lower() for argument in function.arguments}) == len(optional)
        for text in (function.help, *(argument.help for argument in function.arguments)):
            assert 0 < len(text) <= 255 and text.endswith(".")
        for argument in function.arguments:
            assert argument.name.isascii() and argument.name.isidentifier()
            assert argument.name.lower() not in (
                "date",
                "type",
                "end",
                "option",
                "name",
                "string",
                "long",
                "next",
            )


def test_the_functions_are_names_of_the_module_that_a_spreadsheet_asks_for():
    assert {name for name in dir(functions) if name.startswith("PP_")} == set(FUNCTIONS)
    assert functions.PP_FIN(MONDAY, 5) == date(2026, 11, 27)


def test_a_function_without_table_starts_without_loading_anything_heavy():
    script = (
        "import sys; from postprod_xl.hosts.functions import call; call('PP_HEURES', ['9h', '17h']);"
        "call('PP_TTC', [1]); assert call('PP_FIN', ['23/11/2026', 5]).year == 2026;"
        "print(sorted({'pandas', 'numpy', 'xlwings', 'openpyxl', 'lxml'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"


@pytest.fixture
def udfs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The part of xlwings that serves Excel on Windows, loaded here without Windows."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["pythoncom"].CoInitialize = lambda: None  # type: ignore[attr-defined]
    sys.modules["win32com.client"].Dispatch = object  # type: ignore[attr-defined]
    spec = importlib.util.spec_from_file_location("xlwings.udfs", Path(xlwings.__file__).with_name("udfs.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_excel_is_told_the_name_arguments_and_help_of_each_function(udfs: ModuleType, function: Any):
    served = in_excel(function, SimpleNamespace(func=udfs.xlfunc, arg=udfs.xlarg))
    told = served.__xlfunc__
    assert (told["name"], told["category"], told["sub"]) == (function.name, "Postproduction", False)
    assert not told["volatile"] and told["async_mode"] is None
    assert told["ret"] == {"doc": function.help, "options": {}}
    for argument, info in zip(function.arguments, told["args"], strict=True):
        assert (info["name"], info["doc"]) == (argument.name, argument.help)
        assert info["options"] == {"ndim": 2, "err_to_str": True}
        assert not info["vararg"] and ("optional" in info) is argument.optional
        assert info.get("optional") is None


def test_xlwings_reads_the_rows_it_gives_and_writes_back_the_rows_it_gets(
    udfs: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    served = in_excel(FUNCTIONS["PP_FIN"], SimpleNamespace(func=udfs.xlfunc, arg=udfs.xlarg))
    windows = SimpleNamespace(Range=lambda xl: None, is_range_instance=lambda value: False)
    monkeypatch.setattr(xlwings, "_xlwindows", windows, raising=False)
    monkeypatch.setattr(udfs, "Range", lambda impl: None)
    monkeypatch.setattr(udfs, "get_udf_module", lambda name, book: SimpleNamespace(PP_FIN=served))
    monkeypatch.setattr(udfs.conversion, "read", lambda block, value, options: [[value]])
    monkeypatch.setattr(udfs.conversion, "write", lambda value, block, options: value)
    monkeypatch.setitem(sys.modules, "xlwings.com_server", ModuleType("xlwings.com_server"))
    sys.modules["xlwings.com_server"].loop = None  # type: ignore[attr-defined]
    missing = -2147352572
    assert udfs.call_udf("postprod_xl.hosts.functions", "PP_FIN", (MONDAY, 5.0, missing, missing)) == date(
        2026, 11, 27
    )


def test_elsewhere_than_on_windows_the_decorators_of_xlwings_change_nothing():
    served = in_excel(FUNCTIONS["PP_HEURES"], xlwings)
    assert served("9h", "17h") == 8.0
    assert list(inspect.signature(served).parameters) == ["debut", "fin", "pause"]


def test_on_windows_the_module_holds_the_functions_as_xlwings_serves_them(
    udfs: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        # No `fullname`: for a workbook of a cloud, xlwings would look for its copy, cell after cell, or fail.
        excel = SimpleNamespace(engine=SimpleNamespace(name="excel"))
        book = SimpleNamespace(app=excel, api=SimpleNamespace(FullName="https://nuage/bureau.xlsm"), names={})
        caller = SimpleNamespace(caller=lambda: book)
        stand_in = SimpleNamespace(func=udfs.xlfunc, arg=udfs.xlarg, Book=caller, XlwingsError=OSError)
        windows.setitem(sys.modules, "xlwings", stand_in)  # type: ignore[arg-type]
        served = functions._served()
        assert {name: function.__xlfunc__["name"] for name, function in served.items()} == {
            n: n for n in FUNCTIONS
        }
        assert served["PP_FIN"](MONDAY, 5) == date(2026, 11, 27)
        book.api.FullName, book.names = "C:/plus tard.xlsm", {MARK: SimpleNamespace(refers_to='="99.1"')}
        assert served["PP_FIN"](MONDAY, 5) == (
            f"PP_FIN : classeur de la version 99.1, plus récente que ce programme ({__version__}) : "
            "mettez postprod à jour"
        )
