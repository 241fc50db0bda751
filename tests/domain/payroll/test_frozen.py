"""An exported month stays as it left; what changes of it since is a correction, named and exported apart."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postprod_xl.commands.payroll.preparing import payroll as payroll_command
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.declarations import payroll
from postprod_xl.domain.payroll.frozen.corrections import beside_dsn, corrections
from postprod_xl.domain.payroll.frozen.differences import differences
from postprod_xl.domain.payroll.frozen.freezing import (
    correction_items,
    frozen_corrections,
    frozen_month,
    numbered,
    stamped,
)
from postprod_xl.domain.payroll.frozen.months import PayRows, changed_contracts, kept_seals
from postprod_xl.domain.payroll.frozen.problems import correction_problems, frozen_problems
from postprod_xl.domain.payroll.kept import kept_problems
from postprod_xl.schema.rows import Rows
from tests.domain.offices import table_rows
from tests.domain.payroll.test_payroll import CONTRACT, MONDAY, PERSON, PROJECT, house, session

NOVEMBER = "2026-11"
TUESDAY = date(2026, 11, 3)
EIGHT_HOURS = [session(MONDAY, 8)]
FROZEN = ("Rubriques", "Paie", "Declarations")


def exported(place: Office, month: str = NOVEMBER) -> Office:
    """The office once a month left for the payroll office."""
    made = payroll(place, month)
    rows = PayRows(made.items, made.pay, made.declarations)
    row = stamped(frozen_month(place, month, "csv", rows), "paie-2026-11.csv", "ab" * 32, "julie")
    for name, held in zip(FROZEN, rows, strict=True):
        place = place.with_rows(name, held)
    return place.with_rows("MoisExportes", place["MoisExportes"].followed_by(row))


def later(place: Office, **tables: list[dict[str, Any]]) -> Office:
    """The office with other rows in some of its tables."""
    for name, records in tables.items():
        place = place.with_rows(name, table_rows(name, records))
    return place


def corrected(place: Office) -> Rows:
    return corrections(place, differences(place))


def sent(place: Office) -> Office:
    """The office once its corrections left too."""
    rows = numbered(place, corrected(place))
    row = stamped(
        frozen_corrections(place, "csv", rows), "paie-2026-11-corrections-2.csv", "cd" * 32, "julie"
    )
    place = place.with_rows("CorrectionsExportees", place["CorrectionsExportees"].followed_by(rows))
    return place.with_rows("MoisExportes", place["MoisExportes"].followed_by(row))


def told(place: Office) -> list[str]:
    return [
        problem.message
        for problem in (*frozen_problems(place), *correction_problems(place, differences(place)))
    ]


def hours_and_amounts(rows: Rows) -> list[tuple[Any, ...]]:
    names = (
        "contract",
        "item",
        "before_hours",
        "after_hours",
        "before_cents",
        "after_cents",
        "difference_cents",
    )
    return [row for row in rows.select(*names) if row[1] != "AEM"]


def test_a_month_that_nothing_changed_has_no_correction():
    place = exported(house(EIGHT_HOURS))
    assert (len(corrected(place)), told(place)) == (0, [])


def test_hours_added_to_an_exported_month_are_a_correction_with_what_left_and_what_is_due():
    place = later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)])
    # 8 h left at 20.00 €: 160.00; 10 h are due: 200.00.
    assert hours_and_amounts(corrected(place)) == [
        ("C1", "HN", Decimal(8), Decimal(10), 16_000, 20_000, 4_000)
    ]
    assert {*corrected(place).column("reason")} == {"2h00 de plus qu'à l'export"}


def test_what_a_statement_declares_is_corrected_beside_its_items():
    place = later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)])
    declared = [
        row[1:] for row in corrected(place).select("item", "label", "before", "after") if row[0] == "AEM"
    ]
    assert declared == [("Heures", "", ""), ("Jours", "1", "2"), ("Brut", "", "")]


def test_a_rate_that_changes_takes_back_the_hours_at_the_former_rate_and_pays_them_at_the_new_one():
    place = later(exported(house(EIGHT_HOURS)), Contrats=[CONTRACT | {"hourly_rate_cents": 2_500}])
    assert sorted(hours_and_amounts(corrected(place))) == [
        ("C1", "HN", Decimal(0), Decimal(8), 0, 20_000, 20_000),
        ("C1", "HN", Decimal(8), Decimal(0), 16_000, 0, -16_000),
    ]
    reasons = {reason.replace("\xa0", " ") for reason in corrected(place).column("reason")}
    assert reasons == {"taux : 20,00 € à l'export, 25,00 € maintenant"}


OTHER = PERSON | {"code": "T002", "payroll_id": "M0002"}


def paid_to(rows: Rows) -> list[tuple[Any, ...]]:
    """Whom the corrections of items pay, in cents, and why."""
    names = ("technician", "payroll_id", "difference_cents", "reason")
    return [row for row, item in zip(rows.select(*names), rows.column("item"), strict=True) if item != "AEM"]


def test_a_contract_that_pays_somebody_else_takes_back_what_left_from_the_first_one():
    two = [PERSON, OTHER]
    place = exported(house(EIGHT_HOURS, Equipe=two))
    place = later(
        place,
        Contrats=[CONTRACT | {"technician": "T002"}],
        Seances=[session(MONDAY, 8, technician="T002")],
    )
    why = "payé à T001 (M0001) à l'export, à T002 (M0002) maintenant"
    assert paid_to(corrected(place)) == [("T001", "M0001", -16_000, why), ("T002", "M0002", 16_000, why)]
    for now in (place, sent(place)):
        (row,) = beside_dsn(now, differences(now))
        assert (row.technician, row.dsn_minutes, row.dsn_gross_cents) == ("T001", 0, 0)
    assert len(corrected(sent(place))) == 0


def test_a_payroll_number_that_was_another_one_when_the_month_left_is_a_correction():
    place = later(exported(house(EIGHT_HOURS)), Equipe=[PERSON | {"payroll_id": "M0009"}])
    why = "payé à T001 (M0001) à l'export, à T001 (M0009) maintenant"
    assert paid_to(corrected(place)) == [("T001", "M0001", -16_000, why), ("T001", "M0009", 16_000, why)]


def test_a_payroll_number_typed_after_the_export_or_a_code_that_is_renamed_corrects_nothing():
    unnumbered = exported(house(EIGHT_HOURS, Equipe=[PERSON | {"payroll_id": ""}]))
    assert len(corrected(later(unnumbered, Equipe=[PERSON]))) == 0
    renamed = later(
        exported(house(EIGHT_HOURS)),
        Equipe=[PERSON | {"code": "T009"}],
        Contrats=[CONTRACT | {"technician": "T009"}],
        Seances=[session(MONDAY, 8, technician="T009")],
    )
    assert len(corrected(renamed)) == 0
    (row,) = beside_dsn(renamed, differences(renamed))
    assert (row.dsn_minutes, row.dsn_gap) == (480, "")


@pytest.mark.parametrize("rate", [None, 0])
def test_a_contract_that_lost_its_rate_is_not_taken_back_what_it_pays_is_not_known(rate: int | None):
    place = later(
        exported(house(EIGHT_HOURS)),
        Contrats=[CONTRACT | {"hourly_rate_cents": rate}],
        Equipe=[PERSON | {"hourly_rate_cents": None}],
    )
    assert hours_and_amounts(corrected(place)) == [("C1", "HN", Decimal(8), None, 16_000, None, None)]
    assert {*corrected(place).column("reason")} == {"taux ou salaire manquant aujourd'hui"}
    (refusal,) = payroll_command(place, month=NOVEMBER, form="csv", corrections=True).problems
    assert refusal.is_blocking and "le montant de HN n'est pas connu aujourd'hui" in refusal.message


def test_a_rate_whose_correction_left_is_no_reason_of_the_next_one():
    place = sent(later(exported(house(EIGHT_HOURS)), Contrats=[CONTRACT | {"hourly_rate_cents": 2_500}]))
    rows = corrected(later(place, Seances=[session(MONDAY, 7)]))
    assert hours_and_amounts(rows) == [("C1", "HN", Decimal(8), Decimal(7), 20_000, 17_500, -2_500)]
    assert {*rows.column("reason")} == {"1h00 de moins qu'à l'export"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Seances": []}, "plus rien à payer ni à déclarer"),
        ({"Projets": [PROJECT | {"object_number": "98765432100"}]}, "AEM : N° d'objet"),
        ({"Contrats": [CONTRACT | {"convention": "2642"}]}, "AEM : IDCC"),
        ({"Contrats": [CONTRACT | {"last_day": MONDAY}]}, "AEM : Au et Contrat en cours"),
    ],
)
def test_every_change_says_why(changed: dict[str, Any], said: str):
    place = later(exported(house(EIGHT_HOURS)), **changed)
    assert {*corrected(place).column("reason")} == {said}


def test_overtime_of_a_permanent_reported_late_is_a_correction_that_says_its_hours():
    permanent = CONTRACT | {"type": "CDI", "convention": "Aucune", "monthly_salary_cents": 300_000}
    week = [session(MONDAY + timedelta(day), 9) for day in range(4)]
    place = exported(house(week, Contrats=[permanent]))
    late = later(place, Seances=[*week, session(MONDAY + timedelta(4), 9)])
    # 36 h, then 45 h: 9 h more beyond the 35 h that the salary pays
    assert {*corrected(late).column("reason")} == {"9h00 de plus au-delà du salaire qu'à l'export"}


def test_a_salary_that_changes_is_a_correction_without_hours():
    permanent = CONTRACT | {"type": "CDI", "monthly_salary_cents": 300_000}
    place = exported(house([], Contrats=[permanent]))
    rows = corrected(later(place, Contrats=[permanent | {"monthly_salary_cents": 333_300}]))
    (row,), (item,) = rows, correction_items(rows)
    assert (row.item, row.difference_hours, row.difference_cents) == ("SAL", 0, 33_300)
    said = row.reason.replace("\xa0", " ")
    assert said == "salaire mensuel : 3 000,00 € à l'export, 3 333,00 € maintenant"
    assert (item.base_hours, item.amount_cents) == (None, 33_300)


def test_a_contract_that_comes_after_the_export_is_named():
    other = CONTRACT | {"contract": "C2"}
    place = later(
        exported(house(EIGHT_HOURS)),
        Contrats=[CONTRACT, other],
        Seances=[*EIGHT_HOURS, session(TUESDAY, 2, contract="C2")],
    )
    rows = corrected(place)
    assert {*rows.column("contract")} == {"C2"}
    assert {*rows.column("reason")} == {"contrat absent de l'export"}


def test_a_frozen_month_whose_figures_differ_is_named_with_its_contracts_and_the_remedy():
    place = later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)])
    assert told(place) == [
        "paie de 2026-11, exportée le 23/11/2026 par julie : 4 écarts depuis (C1), dans « Corrections de paie » ; "
        "« postprod payroll --month 2026-11 --export csv --corrections » les exporte"
    ]


def test_the_next_correction_is_against_what_left_with_its_corrections():
    place = later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)])
    place = sent(place)
    assert (len(corrected(place)), told(place)) == (0, [])
    place = later(place, Seances=[*EIGHT_HOURS, session(TUESDAY, 1)])
    assert hours_and_amounts(corrected(place)) == [
        ("C1", "HN", Decimal(10), Decimal(9), 20_000, 18_000, -2_000)
    ]


WEEKS = st.lists(st.integers(min_value=0, max_value=12 * 60), min_size=5, max_size=5)


def worked(minutes: list[int]) -> list[dict[str, Any]]:
    days = ((MONDAY + timedelta(days=at), length) for at, length in enumerate(minutes))
    return [session(day, length / 60) for day, length in days if length]


@settings(max_examples=25, deadline=None)
@given(WEEKS, WEEKS, WEEKS, st.sampled_from([2_000, 2_839]))
def test_what_left_and_its_corrections_are_what_is_due(
    first: list[int], second: list[int], third: list[int], rate: int
):
    place = later(exported(house(worked(first))), Seances=worked(second))
    total = sum(place["Paie"].column("gross_cents"))
    if len(corrected(place)):
        place = sent(place)
    changed = [CONTRACT | {"hourly_rate_cents": rate}]
    place = later(place, Seances=worked(third), Contrats=changed)
    gone = [*correction_items(place["CorrectionsExportees"]), *correction_items(corrected(place))]
    due = sum(payroll(place, NOVEMBER).pay.column("gross_cents"))
    assert total + sum(item.amount_cents for item in gone) == due


def test_the_items_of_corrections_are_what_is_added_to_those_that_left():
    place = later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)])
    (item,) = correction_items(numbered(place, corrected(place)))
    assert (item.item, item.base_hours, item.rate_cents, item.amount_cents) == (
        "HN",
        Decimal(2),
        2_000,
        4_000,
    )
    assert (item.payroll_id, item.coefficient) == ("M0001", Decimal(1))


def test_a_correction_keeps_the_day_when_it_was_first_seen():
    place = later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)])
    seen = place.with_rows("Corrections", corrected(place))
    seen = Office(seen.tables, seen.settings, date(2026, 12, 24))
    seen = later(seen, Seances=[*EIGHT_HOURS, session(TUESDAY, 3)])
    assert {*corrected(seen).column("seen_day")} == {date(2026, 11, 23)}


def test_the_dsn_stands_beside_the_aem_that_left_and_their_gap_is_named():
    place = later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)])
    (row,) = beside_dsn(place, differences(place))
    assert (row.worked_minutes, row.days, row.gross_cents) == (480, 1, 16_000)
    assert (row.dsn_minutes, row.dsn_days, row.dsn_gross_cents) == (600, 2, 20_000)
    assert row.dsn_gap.replace("\xa0", " ") == "DSN : +2h00, +1 jour, +40,00 € brut"


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("Rubriques", "amount_cents", 17_000), ("Paie", "days", 2), ("Declarations", "object_number", "123")],
)
def test_a_frozen_row_that_is_typed_over_is_named(table: str, column: str, value: object):
    place = exported(house(EIGHT_HOURS))
    changed = place.with_columns(table, {column: [value]})
    assert [line for line in told(changed) if "ne sont plus celles qui sont parties" in line] == [
        "paie de 2026-11, exportée le 23/11/2026 par julie : les lignes de C1 ne sont plus celles qui sont parties, ce "
        "qui en a changé depuis n'est pas connu ; reprenez cette ligne d'une version gardée du classeur, ou du fichier "
        "exporté"
    ]
    assert kept_problems(changed) == [], "no command makes it again"


def test_the_figures_of_today_are_no_part_of_what_is_frozen():
    place = later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)])
    place = place.with_rows("Declarations", beside_dsn(place, differences(place)))
    assert [*frozen_problems(place)] == []


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("gross_cents", 1),
        ("fingerprint", "00" * 32),
        ("user", "paul"),
        *(("seals", text) for text in ("", "{}", "[]", "3", "null")),
    ],
)
def test_a_row_of_the_ledger_that_is_typed_over_is_named(column: str, other: object):
    place = exported(house(EIGHT_HOURS))
    place = place.with_columns("MoisExportes", {column: [other]})
    assert "cette ligne n'est plus telle que le programme l'a écrite" in told(place)[0]


def test_corrections_that_left_and_are_typed_over_or_cut_are_named():
    place = sent(later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)]))
    cut = place.with_rows("CorrectionsExportees", place["CorrectionsExportees"].at([0]))
    assert "« Corrections exportées » n'a plus les lignes qui sont parties" in told(cut)[0]
    gone = place.with_rows("MoisExportes", place["MoisExportes"].at([1]))
    assert "l'envoi 1 n'est plus dans Mois exportés" in told(gone)[0]


@pytest.mark.parametrize("lost", [("MoisExportes",), ("MoisExportes", "CorrectionsExportees")])
def test_corrections_that_left_and_are_no_longer_in_the_ledger_are_known_by_their_lines_or_the_journal(
    lost: tuple[str, ...],
):
    place = sent(later(exported(house(EIGHT_HOURS)), Seances=[*EIGHT_HOURS, session(TUESDAY, 2)]))
    said = "4 corrections de la paie de 2026-11, 40,00 € brut, exportées (csv) et figées"
    place = later(place, Journal=[{"command": "payroll", "summary": said}] if len(lost) > 1 else [])
    for name in lost:
        place = place.with_rows(name, place[name].at([0] if name == "MoisExportes" else []))
    assert "l'envoi 2 n'est plus dans Mois exportés" in told(place)[0]


def test_a_row_of_the_ledger_whose_month_is_typed_over_is_of_no_month():
    place = exported(house(EIGHT_HOURS)).with_columns("MoisExportes", {"month": ["novembre"]})
    assert (len(corrected(place)), told(place)) == (0, [])


def test_a_month_of_too_many_contracts_for_a_cell_has_one_mark_for_all():
    marks = {f"CT-{number:05d}": f"P{number:08x}" for number in range(2_000)}
    assert kept_seals({"CT-1": "P1"}) == {"CT-1": "P1"}
    (whole,) = kept_seals(marks)
    assert changed_contracts(kept_seals(marks), marks) == [] and whole == "*"
    assert changed_contracts(kept_seals(marks), {**marks, "CT-00000": "P"}) == [*marks]


def test_a_month_cut_from_the_ledger_is_known_by_the_journal():
    journal = [
        {
            "command": "payroll",
            "summary": "paie de 2026-11 : 1 contrat, 160,00 € brut, exportée (csv) et figée",
        }
    ]
    place = later(house(EIGHT_HOURS), Journal=journal)
    assert told(place) == [
        "paie de 2026-11 : Journal dit qu'elle a été exportée, Mois exportés n'en a plus la ligne ; reprenez-la d'une "
        "version gardée du classeur"
    ]
