from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.compared_rows import (
    compared_details,
    compared_lines,
    compared_summary,
    comparison_rows,
)
from postprod_xl.domain.quotes.versions.comparison import Comparer
from postprod_xl.domain.quotes.versions.totals import totals, version_columns
from tests.domain.offices import office, records_of, table_rows

HALF = Decimal("0.5")
RATES = table_rows(
    "Tarifs",
    [
        {"item": "IMG-20", "unit": "jour", "unit_minutes": 480},
        {"item": "COO-10", "unit": "semaine", "unit_minutes": 5 * 480},
        {"item": "LIV-20", "unit": "unité"},
    ],
)


def line(code: str, version: int, **rest: Any) -> dict[str, Any]:
    usual = {
        "project": "P1",
        "item": "IMG-20",
        "label": f"Poste {code}",
        "quantity": Decimal(5),
        "unit": "jour",
        "unit_price_cents": 60_000,
        "unit_cost_cents": 40_000,
    }
    return {"line": code, "version": version, **usual, **rest}


def house(
    *lines: dict[str, Any], versions: Sequence[dict[str, Any]] = ({}, {}), tasks: Sequence[Any] = ()
) -> Office:
    held = [
        {"project": "P1", "version": at, "status": "Brouillon", **each} for at, each in enumerate(versions, 1)
    ]
    home = office(
        Tarifs=RATES,
        Devis=table_rows("Devis", list(lines)),
        Versions=table_rows("Versions", held),
        Planning=table_rows("Planning", list(tasks)),
    )
    home = home.with_columns("Devis", quote_columns(home))
    return home.with_columns("Versions", version_columns(home))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_lines_added_removed_and_changed_with_their_effects():
    home = house(
        line("A", 1),
        line("B", 1, quantity=Decimal(2)),
        line("C", 1),
        line("A", 2, quantity=Decimal(8), unit_price_cents=55_000, discount_rate=Decimal("0.1")),
        line("C", 2),
        line(
            "D",
            2,
            item="LIV-20",
            unit="unité",
            quantity=Decimal(1),
            unit_price_cents=90_000,
            unit_cost_cents=None,
        ),
        tasks=[
            {"task": "T1", "line": "A", "duration_days": Decimal(5)},
            {"task": "T2", "line": "A", "duration_days": Decimal("1.5"), "state": "Annulé"},
            {"task": "T3", "line": "B", "duration_days": Decimal("2.5")},
        ],
    )
    found = Comparer(home).compared("P1", 1, 2)
    assert [(each.line, each.kind) for each in found.lines] == [
        ("A", "Modifiée"),
        ("D", "Ajoutée"),
        ("B", "Retirée"),
    ]
    changed, added, removed = found.lines
    # 8 × 550 € × 0,9 = 3 960 € for 5 × 600 € = 3 000 €; cost 3 200 € for 2 000 €: margin 760 € for 1 000 €
    assert (changed.total_gap_cents, changed.margin_gap_cents) == (96_000, -24_000)
    assert (changed.sold_gap_days, changed.planned_days, changed.to_plan_days) == (3, 5, 3)
    # A cost that nobody typed is no margin of 900 €.
    assert added.total_gap_cents == 90_000 and added.sold_gap_days is None and added.to_plan_days is None
    # 2 × 600 € less, 2 × 200 € of margin, 2 days sold; its task of 2,5 days is to be taken away
    assert (removed.total_gap_cents, removed.margin_gap_cents) == (-120_000, -40_000)
    assert (removed.sold_gap_days, removed.to_plan_days) == (-2, Decimal("-2.5"))
    # 3 960 + 3 000 + 900 for 3 000 + 1 200 + 3 000
    assert (found.total.before_cents, found.total.after_cents) == (720_000, 786_000)
    assert plain(compared_summary(found)).startswith(
        "P1, version 1 → 2 : 3 lignes, total HT 7 200,00 € → 7 860,00 € (+660,00 €), marge "
    )
    told = [plain(text) for text in compared_lines(found)]
    assert told[0] == (
        "A Poste A : Quantité 5 → 8, Prix unitaire HT 600 € → 550 €, Remise vide → 10 % ; +960,00 € HT, "
        "marge -240,00 €, vendu +3 j (planifié : 5 j)"
    )
    assert told[2] == "B Poste B : retirée, -1 200,00 € HT, marge -400,00 €, vendu -2 j (planifié : 2,5 j)"


def test_what_a_version_adds_or_takes_as_a_whole_is_compared_too():
    home = house(
        line("A", 1),
        line("A", 2),
        versions=({}, {"discount_rate": Decimal("0.1"), "overhead_rate": Decimal("0.07")}),
    )
    found = Comparer(home).compared("P1", 1, 2)
    # 3 000 € - 300 € = 2 700 €; 7 % = 189 €
    assert [plain(text) for text in compared_lines(found)] == [
        "Remise globale 0 % → 10 % : 0,00 € → -300,00 €",
        "Frais généraux 0 % → 7 % : 0,00 € → 189,00 €",
    ]
    assert (found.total.after_cents, found.margin_gap_cents) == (288_900, -11_100)


def test_a_discount_left_blank_is_a_discount_of_zero():
    home = house(
        line("A", 1), line("A", 2, discount_rate=Decimal(0)), versions=({}, {"discount_rate": Decimal(0)})
    )
    assert Comparer(home).compared("P1", 1, 2).is_same


def test_a_unit_that_changes_is_a_change_of_days_sold():
    home = house(line("A", 1), line("A", 2, item="COO-10", unit="semaine", quantity=Decimal(2)))
    (change,) = Comparer(home).compared("P1", 1, 2).lines
    # two weeks of five days of eight hours for five days
    assert (change.changed, change.sold_gap_days) == (["item", "quantity", "unit"], 5)


def pairs(*statuses: str) -> list[tuple[int, int]]:
    versions = [{"status": status} for status in statuses]
    lines = [line("A", at, quantity=Decimal(at)) for at in range(1, len(statuses) + 1)]
    return [(each.first, each.second) for each in Comparer(house(*lines, versions=versions)).by_default()]


def test_a_refresh_compares_the_accepted_version_with_the_latest_else_the_two_last():
    assert pairs("Brouillon") == []
    assert pairs("Envoyé", "Brouillon") == [(1, 2)]
    assert pairs("Accepté", "Brouillon", "Brouillon") == [(1, 3)]
    assert pairs("Remplacé", "Remplacé", "Accepté") == [(2, 3)]
    assert pairs("Accepté", "Brouillon", "Refusé") == [(1, 2)]
    over = house(line("A", 1), line("B", 2))
    over = over.with_rows("Projets", table_rows("Projets", [{"code": "P1", "status": "Soldé"}]))
    assert Comparer(over).by_default() == []
    same = house(line("A", 1), line("A", 2))
    assert Comparer(same).by_default() == []
    assert compared_summary(Comparer(same).compared("P1", 1, 2)) == "P1, version 1 → 2 : aucune différence"


def independent_diff(lines: Sequence[dict[str, Any]]) -> tuple[dict[str, tuple[str, int]], int]:
    """What changes by line and in all, computed from the typed rows alone."""

    def cents(row: dict[str, Any]) -> int:
        exact = row["quantity"] * row["unit_price_cents"] * (1 - (row["discount_rate"] or 0))
        return int(Decimal(exact).quantize(Decimal(1), ROUND_HALF_UP))

    first, second = ({row["line"]: row for row in lines if row["version"] == number} for number in (1, 2))
    found = {}
    for code in first.keys() | second.keys():
        if code not in first:
            found[code] = ("Ajoutée", cents(second[code]))
        elif code not in second:
            found[code] = ("Retirée", -cents(first[code]))
        elif {**first[code], "version": 2} != second[code]:
            found[code] = ("Modifiée", cents(second[code]) - cents(first[code]))
    return found, sum(map(cents, second.values())) - sum(map(cents, first.values()))


ROW = st.fixed_dictionaries(
    {
        "quantity": st.sampled_from([Decimal(0), Decimal("0.25"), Decimal(3)]),
        "unit_price_cents": st.sampled_from([1, 333, 60_000]),
        "discount_rate": st.sampled_from([None, Decimal("0.05"), Decimal("0.333")]),
        "label": st.sampled_from(["", "Mixage", "<b>&amp; *gras*</b>", "x" * 10_000]),
        "mode": st.sampled_from(["Forfait", "Régie"]),
    }
)
VERSION = st.dictionaries(st.sampled_from("ABCDE"), ROW, max_size=5)


@given(VERSION, VERSION)
def test_a_comparison_is_a_diff_done_independently(first: dict[str, Any], second: dict[str, Any]):
    lines = [
        line(code, number, **row) for number, rows in ((1, first), (2, second)) for code, row in rows.items()
    ]
    found = Comparer(house(*lines)).compared("P1", 1, 2)
    expected, total = independent_diff(lines)
    assert {each.line: (str(each.kind), each.total_gap_cents) for each in found.lines} == expected
    assert found.total.after_cents - found.total.before_cents == total
    rows = records_of(comparison_rows([found]))
    assert sum(row["total_gap_cents"] for row in rows[:-1]) == total == rows[-1]["total_gap_cents"]
    assert len(compared_details(found)["lines"]) == len(expected)
    assert all(len(text) < 1_000 and "\n" not in text for text in compared_lines(found))


def test_accepted_change_orders_are_in_the_totals_of_both_versions_as_if_each_was_the_accepted_one():
    usual = {"project": "P1", "unit_price_cents": 60_000, "status": "Accepté", "day": date(2026, 11, 2)}
    orders = [
        {**usual, "number": "AV-1", "line": "A", "type": "Additif", "quantity": Decimal(2)},
        {**usual, "number": "AV-2", "line": "B", "type": "Remplacement", "quantity": Decimal(9)},
        {
            **usual,
            "number": "AV-3",
            "line": "C",
            "type": "Additif",
            "quantity": Decimal(1),
            "status": "Envoyé",
        },
    ]
    lines = [line("A", 1), line("B", 1), line("A", 2), line("B", 2, quantity=Decimal(7))]

    def home(*statuses: str) -> Office:
        held = house(*lines, versions=[{"status": status} for status in statuses])
        return held.with_rows("Avenants", table_rows("Avenants", orders))

    first, second = (
        totals(held)["P1", version].total + effects(held).project_cents["P1"]
        for version, held in ((1, home("Accepté", "Brouillon")), (2, home("Remplacé", "Accepté")))
    )
    # A 7 days and B 9 days at 600 €: the version changes B, which AV-2 stands for
    assert (first, second) == (960_000, 960_000)
    found = Comparer(home("Accepté", "Brouillon")).compared("P1", 1, 2)
    assert found.amended is not None and found.amended[2:] == (first, second)
    assert (found.total.before_cents, found.total.after_cents) == (600_000, 720_000)
    assert plain(compared_lines(found)[-1]) == (
        "Total HT, avenants acceptés compris : 9 600,00 € → 9 600,00 € ; ceux que la version 2 reprend seraient "
        "comptés deux fois"
    )
    assert comparison_rows([found]).column("label")[-2:] == [
        "Total HT, avenants acceptés compris",
        "Total HT",
    ]
