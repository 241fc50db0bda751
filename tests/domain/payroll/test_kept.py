"""The pay of other months: what a person typed over is reported once a month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.payroll.preparing import payroll
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.kept import kept_problems
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, table_rows

KEY = {"month": "2026-10", "contract": "C1"}


def kept(item: dict[str, Any], pay: dict[str, Any], declared: int) -> Office:
    rows = {
        "Rubriques": {**KEY, "base_hours": Decimal(10), "rate_cents": 2000, **item},
        "Paie": {**KEY, **pay},
        "Declarations": {**KEY, "gross_cents": declared},
    }
    return office(**{name: table_rows(name, [row]) for name, row in rows.items()})


def named(place: Office, remade: str = "") -> list[tuple[str, str]]:
    """The table and the column that are named."""
    return [
        (table.name, column.name)
        for problem in kept_problems(place, remade)
        for table in [BY_NAME[problem.table]]
        for column in table.columns
        if column.heading == problem.heading
    ]


@pytest.mark.parametrize(
    ("cents", "right"), [(20_011, True), (20_012, False), (19_989, True), (19_988, False)]
)
def test_an_item_agrees_within_the_half_hundredth_of_an_hour_that_is_printed(cents: int, right: bool) -> None:
    # 10 h at 20,00 €; half a hundredth of an hour is 10 cents, and one for the rounding of the line
    place = kept({"amount_cents": cents}, {"gross_cents": cents, "total_cents": cents}, cents)
    assert named(place) == ([] if right else [("Rubriques", "amount_cents")])


@pytest.mark.parametrize(
    ("item", "cents", "right"),
    [
        # an earlier version paid the whole hour: 10 h at 20,00 € and 25 %
        ({"premium_rate": Decimal("0.25")}, 25_000, True),
        ({"premium_rate": Decimal("0.25")}, 5_000, False),
        ({"premium_rate": Decimal("0.25"), "coefficient": Decimal("0.25")}, 5_000, True),
        ({"premium_rate": Decimal("0.25"), "coefficient": Decimal("0.25")}, 25_000, False),
        ({"premium_rate": Decimal("0.25"), "coefficient": Decimal("1.25")}, 25_000, True),
    ],
)
def test_an_item_pays_its_coefficient_or_as_before_it_the_hour_and_its_premium(
    item: dict[str, Any], cents: int, right: bool
) -> None:
    place = kept({**item, "amount_cents": cents}, {"gross_cents": cents, "total_cents": cents}, cents)
    assert named(place) == ([] if right else [("Rubriques", "amount_cents")])


def test_a_gross_is_empty_where_an_item_has_a_rate_that_nobody_knows() -> None:
    place = kept({"item": "MD"}, {}, 0).with_rows("Declarations", table_rows("Declarations", [KEY]))
    assert named(place) == []
    erased = kept({"item": "HN", "premium_rate": Decimal(0), "coefficient": Decimal(1)}, {}, 0)
    assert ("Rubriques", "amount_cents") in named(erased)


@pytest.mark.parametrize(
    "contract", [{}, {"monthly_salary_cents": 250_000, "last_day": date(2026, 9, 30)}], ids=["unpaid", "over"]
)
def test_overtime_beside_a_salary_that_is_not_known_is_not_taken_for_a_row_typed_over(
    contract: dict[str, Any],
) -> None:
    terms = {"contract": "C1", "technician": "T1", "type": "CDI", "convention": "Aucune", **contract}
    week = [
        {"number": f"S{day}", "day": date(2026, 10, day), "project": "P1", "contract": "C1", "start": 480, "end": 1080}
        for day in range(5, 10)
    ]  # fmt: skip
    rows = {"Contrats": [terms], "Equipe": [{"code": "T1"}], "Seances": week}
    held = office(**{name: table_rows(name, records) for name, records in rows.items()})
    prepared = payroll(held, month="2026-10").rows
    assert [*prepared["Paie"].column("gross_cents")] == [None]
    for name, made in prepared.items():
        held = held.with_rows(name, made)
    assert kept_problems(held) == []


def test_what_projects_bear_of_a_contract_is_its_pay_sheet() -> None:
    item, pay = (
        {"amount_cents": 20_000},
        {"gross_cents": 20_000, "charges_cents": 13_000, "total_cents": 33_000},
    )
    part = {**KEY, "project": "P1", **pay}
    place = kept(item, pay, 20_000)
    assert named(place.with_rows("Repartition", table_rows("Repartition", [part]))) == []
    other = {**part, "project": "P2", "gross_cents": 1, "charges_cents": -1, "total_cents": 0}
    typed_over = place.with_rows("Repartition", table_rows("Repartition", [part, other]))
    assert named(typed_over) == [("Repartition", "gross_cents")]


def test_a_gross_is_the_sum_of_its_items_and_a_total_its_gross_and_charges() -> None:
    item = {"amount_cents": 20_000}
    assert named(kept(item, {"gross_cents": 20_001, "total_cents": 20_001}, 20_001)) == [
        ("Paie", "gross_cents")
    ]
    pay = {"gross_cents": 20_000, "charges_cents": 8_000, "total_cents": 28_001}
    assert named(kept(item, pay, 20_000)) == [("Paie", "total_cents")]
    assert named(kept(item, pay, 20_000), remade="2026-10") == []


def test_a_declared_gross_is_that_of_the_pay() -> None:
    place = kept({"amount_cents": 20_000}, {"gross_cents": 20_000, "total_cents": 20_000}, 19_999)
    assert named(place) == [("Declarations", "gross_cents")]


def test_a_pay_sheet_or_a_declaration_that_was_cut_is_named_by_what_it_leaves() -> None:
    item, gross = {"amount_cents": 20_000}, {"gross_cents": 20_000, "total_cents": 20_000}
    place = kept(item, gross, 20_000)
    cut = place.with_rows("Paie", table_rows("Paie", [])).with_rows(
        "Declarations", table_rows("Declarations", [])
    )
    assert named(cut) == [("Rubriques", "contract")]
    undeclared = place.with_rows("Declarations", table_rows("Declarations", []))
    assert named(undeclared) == []
    contracts = table_rows("Contrats", [{"contract": "C1", "type": "CDDU"}])
    assert named(undeclared.with_rows("Contrats", contracts)) == [("Paie", "contract")]


@pytest.mark.parametrize(
    ("summaries", "warned"),
    [
        (["paie de 2026-10 : 2 contrats, 400,00 € brut"], True),
        (
            ["paie de 2026-10 : 2 contrats, 400,00 € brut", "paie de 2026-10 : 1 contrat, 200,00 € brut"],
            False,
        ),
        (["paie de 2026-09 : 0 contrat, 0,00 € brut"], False),
    ],
)
def test_a_month_that_the_journal_counts_larger_is_to_be_made_again(
    summaries: list[str], warned: bool
) -> None:
    place = kept({"amount_cents": 20_000}, {"gross_cents": 20_000, "total_cents": 20_000}, 20_000)
    told = [{"command": "payroll", "summary": summary} for summary in summaries]
    place = place.with_rows("Journal", table_rows("Journal", told))
    messages = [problem.message for problem in kept_problems(place)]
    assert messages == (
        [
            "Paie n'a plus que 1 des 2 contrats de la paie de 2026-10, d'après Journal : "
            "« postprod payroll --month 2026-10 » la refait"
        ]
        if warned
        else []
    )
    assert kept_problems(place, "2026-10") == []


def test_the_rows_that_no_longer_add_up_beside_the_first_are_counted() -> None:
    place = kept({"amount_cents": 20_000}, {"gross_cents": 30_000, "total_cents": 30_000}, 30_000)
    items = [
        {**KEY, "base_hours": Decimal(10), "rate_cents": 2000, "amount_cents": cents} for cents in (1, 2, 3)
    ]
    (problem,) = kept_problems(place.with_rows("Rubriques", table_rows("Rubriques", items)))
    assert "les montants de C1 et 3 autres lignes ne se suivent plus" in problem.message
