"""Prices, quantities, units and costs left blank: taken from the rate card and said, or not known and said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.invoicing.billing.lines import AcceptedQuote, accepted_quote, priced_lines
from postprod_xl.domain.invoicing.issue import issue_step
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.feasibility.promised import promised_problems
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.pricing.prices import line_prices
from postprod_xl.domain.quotes.pricing.unit_costs import UNKNOWN, unit_costs
from postprod_xl.domain.quotes.pricing.unpriced import unpriced_problems
from postprod_xl.domain.quotes.sold import sold_times
from postprod_xl.domain.quotes.versions.sending import sending_problems
from postprod_xl.domain.quotes.versions.totals import totals
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sharing.leaving import Receiver
from postprod_xl.domain.sharing.project_copy import project_copy
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.vocabulary import Audience, Severity
from tests.domain.offices import office, table_rows

RATES = [
    {"item": "IMG-20", "unit": "jour", "unit_minutes": 480, "price_cents": 60_000, "cost_cents": 37_200},
    {"item": "SON-50", "unit": "jour", "price_cents": 120_000, "film_price_cents": 280_000},
    {"item": "LIV-10", "unit": "unité"},
    {"item": "OFF-00", "unit": "unité", "price_cents": 0, "cost_cents": 0},
]
PRICED = {"unit_price_cents": 60_000, "unit_cost_cents": 37_200, "unit": "jour"}


def quoted(*lines: dict[str, Any], status: str = "Accepté", **rest: Any) -> Office:
    """A project with one version of these lines, which count days of IMG-20 unless they say otherwise."""
    usual = {"project": "P1", "version": 1, "item": "IMG-20", "unit": "jour", "quantity": Decimal(2)}
    project = {
        "code": "P1",
        "title": "Un",
        "type": "Documentaire",
        "status": "En cours",
        **rest.pop("project", {}),
    }
    tables = {name: table_rows(name, rows) for name, rows in rest.items()}
    return office(
        Projets=table_rows("Projets", [project]),
        Tarifs=table_rows("Tarifs", RATES),
        Versions=table_rows("Versions", [{"project": "P1", "version": 1, "status": status}]),
        Devis=table_rows("Devis", [{"line": f"L{at}", **usual, **line} for at, line in enumerate(lines, 1)]),
        **tables,
    )


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.heading, problem.severity.value) for problem in problems]


def test_a_line_without_a_price_takes_that_of_its_item_wherever_it_is_read():
    """The case of the issue: IMG-20, 600 €, left blank."""
    held = quoted({"label": "Montage", "unit_cost_cents": None}, Avenants=[])
    columns = quote_columns(held)
    # 2 days × 600 €, cost 2 × 372 €; 480 minutes a day: an hour is 600 / 8 = 75 €
    assert columns.column("amount_cents") == [120_000]
    assert columns.column("price_cents") == [60_000]
    assert columns.column("cost_cents") == [74_400]
    assert columns.column("margin_rate") == [Decimal("0.3800")]
    assert totals(held)["P1", 1].total == 120_000
    assert sold_times(held, held["Devis"])[0].price_cents(60) == 7_500
    quote = accepted_quote(held, "P1")
    assert isinstance(quote, AcceptedQuote)
    (printed,) = priced_lines(held, quote, Decimal("0.2"))
    assert (printed.unit_price_cents, printed.amount_cents, printed.unit) == (60_000, 120_000, "jour")
    copy = project_copy(held, "P1", Receiver(Audience.PRODUCER))
    (shared,) = (table for table in copy.tables if table.table.name == "Devis")
    assert (shared.values("unit_price_cents"), shared.values("amount_cents")) == ((60_000,), (120_000,))
    (row,) = (row for row in refreshed(held, []).rows["Comptes"] if row.project == "P1")
    assert row.quoted_cents == 120_000


def test_a_replacement_takes_away_what_the_price_of_the_rate_card_had_made_of_its_line():
    order = {"number": "A1", "project": "P1", "line": "L1", "type": "Remplacement", "status": "Accepté"}
    held = quoted({}, Avenants=[{**order, "quantity": Decimal(1), "unit_price_cents": 90_000}])
    # 900 € in the place of 2 × 600 €
    assert effects(held).cents["L1"] == 90_000 - 120_000


@pytest.mark.parametrize(
    ("line", "price"),
    [
        ({}, 60_000),
        ({"unit": ""}, 60_000),
        ({"unit_price_cents": 0}, 0),
        ({"unit_price_cents": 55_000}, 55_000),
        ({"unit": "heure"}, None),
        ({"unit": "demi-journée"}, None),
        ({"item": ""}, None),
        ({"item": "LIV-10", "unit": "unité"}, None),
        ({"item": "OFF-00", "unit": "unité"}, None),
        ({"item": "SON-50"}, 120_000),
    ],
)
def test_a_price_is_that_of_the_line_else_that_of_its_item_in_the_same_unit(
    line: dict[str, Any], price: int | None
):
    held = quoted(line)
    assert line_prices(held, held["Devis"]) == [price]


@pytest.mark.parametrize(("item", "price"), [("SON-50", 280_000), ("IMG-20", 60_000)])
def test_a_feature_film_takes_its_own_price_where_the_rate_card_has_one(item: str, price: int):
    held = quoted({"item": item}, project={"type": "Long métrage"})
    assert line_prices(held, held["Devis"]) == [price]


@pytest.mark.parametrize(
    ("status", "severity"),
    [("Brouillon", "Info"), ("", "Info"), ("Envoyé", "Avertissement"), ("Accepté", "Avertissement")],
)
def test_a_price_taken_from_the_rate_card_is_said_with_what_it_makes(status: str, severity: str):
    held = quoted({"unit_cost_cents": 0, "quantity": Decimal("1.5")}, status=status)
    (problem,) = unpriced_problems(held)
    assert said([problem]) == [("Prix unitaire HT", severity)]
    # 1.5 × 600 €
    assert "600,00 € pris au poste IMG-20 de Tarifs, soit 900,00 €" in problem.message.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("status", "project", "severity"),
    [
        ("Brouillon", "Devis", "Avertissement"),
        ("Envoyé", "Devis", "Bloquant"),
        ("Accepté", "En cours", "Avertissement"),
        ("Accepté", "Soldé", "Avertissement"),
        ("Refusé", "Devis", None),
        ("Remplacé", "En cours", None),
    ],
)
@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ({"unit_price_cents": None, "item": ""}, "Prix unitaire HT"),
        ({"unit_price_cents": None, "unit": "heure"}, "Prix unitaire HT"),
        ({"quantity": None}, "Quantité"),
    ],
)
def test_an_amount_that_is_not_known_blocks_what_is_sent_and_is_named_in_what_is_accepted(
    cells: dict[str, Any], heading: str, status: str, project: str, severity: str | None
):
    held = quoted({**PRICED, **cells}, status=status, project={"status": project})
    assert said(unpriced_problems(held)) == ([(heading, severity)] if severity else [])


def test_a_version_whose_amount_is_not_known_cannot_be_sent_and_one_of_the_rate_card_can():
    held = quoted(
        {**PRICED, "unit_price_cents": None, "unit": "heure", "feasibility": "Faisable"}, status="Brouillon"
    )
    (problem,) = (each for each in sending_problems(held, "P1", 1) if each.heading == "Prix unitaire HT")
    assert problem.is_blocking and "« jour », la ligne en « heure »" in problem.message
    held = quoted({"feasibility": "Faisable"}, status="Brouillon")
    assert "Prix unitaire HT" not in [each.heading for each in sending_problems(held, "P1", 1)]


def test_a_price_of_nothing_is_a_choice_and_a_row_without_anything_is_a_title():
    held = quoted(
        {**PRICED, "unit_price_cents": 0}, {"item": "", "unit": "", "quantity": None, "label": "SON"}
    )
    assert unpriced_problems(held) == []
    assert line_prices(held, held["Devis"]) == [0, None]


def test_a_unit_left_blank_is_that_of_the_item_else_asked_for():
    held = quoted({**PRICED, "unit": ""}, {**PRICED, "unit": "", "item": ""})
    assert said(unpriced_problems(held)) == [("Unité", "Info"), ("Unité", "Avertissement")]


def test_costs_left_blank_are_those_of_the_items_and_a_margin_is_not_known_without_them():
    blank = {**PRICED, "unit_cost_cents": None}
    held = quoted(blank, {**blank, "item": "LIV-10"}, {**blank, "item": "LIV-10"}, status="Brouillon")
    assert unit_costs(held, held["Devis"]) == [(37_200, "Tarifs"), (None, UNKNOWN), (None, UNKNOWN)]
    # 2 × (600 - 372) of 2 × 600; nothing is known of the others
    assert quote_columns(held).column("margin_rate") == [Decimal("0.3800"), None, None]
    (unknown,) = unpriced_problems(held)
    assert said([unknown]) == [("Coût unitaire HT", "Avertissement")]
    assert unknown.row == 6 and unknown.message.startswith("coût non connu : des lignes du poste LIV-10")


@pytest.mark.parametrize(
    ("cells", "status", "found"),
    [
        ({"quantity": Decimal(2)}, "À négocier", [("Prix unitaire HT", "Avertissement")]),
        ({"unit_price_cents": 35_000}, "", [("Quantité", "Avertissement")]),
        ({"quantity": Decimal(2), "unit_price_cents": 0}, "Accepté", []),
        ({}, "À négocier", []),
        ({"quantity": Decimal(2)}, "Envoyé", [("Prix unitaire HT", "Bloquant")]),
        ({"quantity": Decimal(2)}, "Accepté", [("Prix unitaire HT", "Avertissement")]),
        ({}, "Accepté", [("Quantité", "Avertissement"), ("Prix unitaire HT", "Avertissement")]),
        ({"quantity": Decimal(2)}, "Refusé", []),
    ],
)
def test_a_change_order_without_a_price_or_a_quantity_is_named(
    cells: dict[str, Any], status: str, found: list[tuple[str, str]]
):
    order = {"number": "A1", "project": "P1", "line": "L1", "type": "Additif", "status": status, **cells}
    assert said(unpriced_problems(quoted(PRICED, Avenants=[order]))) == found


def test_the_price_of_its_line_is_proposed_for_a_change_order_without_any():
    order = {
        "number": "A1",
        "project": "P1",
        "line": "L1",
        "type": "Additif",
        "status": "Accepté",
        "quantity": Decimal(2),
    }
    (problem,) = unpriced_problems(
        quoted({**PRICED, "unit_price_cents": None, "unit_cost_cents": 1}, Avenants=[order])
    )[1:]
    assert "sa ligne L1 est à 600,00 €" in problem.message.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("feasibility", "advice", "status", "project", "heading"),
    [
        ("Infaisable", "", "Accepté", "En cours", "Faisabilité"),
        ("Infaisable", "", "Envoyé", "Devis", "Faisabilité"),
        ("Infaisable", "", "Brouillon", "Devis", ""),
        ("Infaisable", "", "Accepté", "Soldé", ""),
        ("Sous réserve", "", "Accepté", "En cours", "Avis technique"),
        ("Sous réserve", "un conformateur de plus", "Accepté", "En cours", ""),
        ("Faisable", "", "Accepté", "En cours", ""),
    ],
)
def test_a_line_sold_that_cannot_be_done_is_named(
    feasibility: str, advice: str, status: str, project: str, heading: str
):
    line = {**PRICED, "feasibility": feasibility, "technical_advice": advice, "approved_by": "Inès Lacaze"}
    held = quoted(line, status=status, project={"status": project})
    problems = [*promised_problems(held)]
    assert [problem.heading for problem in problems] == ([heading] if heading else [])
    assert all(
        problem.severity is Severity.WARNING and problem.message.startswith("L1 ") for problem in problems
    )


@pytest.mark.parametrize(
    ("line", "order", "heading"),
    [
        ({**PRICED, "unit_price_cents": None, "unit": "heure"}, {"unit_price_cents": 0}, "Prix unitaire HT"),
        (PRICED, {}, "Prix unitaire HT"),
        ({**PRICED, "quantity": None}, {"unit_price_cents": 0}, "Quantité"),
        ({}, {"unit_price_cents": 0}, None),
    ],
)
def test_no_invoice_is_issued_on_an_amount_that_is_not_known(
    line: dict[str, Any], order: dict[str, Any], heading: str | None
):
    usual = {
        "number": "A1",
        "project": "P1",
        "line": "L1",
        "type": "Additif",
        "status": "Accepté",
        "quantity": Decimal(1),
    }
    held = quoted(
        line,
        Avenants=[{**usual, "quantity": Decimal(1), **order}],
        Echeancier=[{"project": "P1", "rank": 1, "type": "Solde"}],
        Clients=[{"code": "C"}],
        project={"client": "C"},
    )
    _, problems = issue_step(held, "P1", 1, held.today)
    found = [problem.heading for problem in problems if "montant non connu" in problem.message]
    assert found == ([heading] if heading else [])
