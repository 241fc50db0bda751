"""What a quote line owes to the rate card: the estimates of drafts, the quantities out of the usual."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.quotes.versions import send_version
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.line_checks import quantity_problems, rate_limit_problems, rate_notes
from tests.domain.offices import MONDAY, office, table_rows

RATE = {"item": "IMG-20", "unit": "jour", "price_cents": 60_000}
NOTE = "tarif estimé, à remplacer"


def quoted(line: dict[str, Any], rate: dict[str, Any] = RATE, status: str = "Brouillon") -> Office:
    return office(
        Tarifs=table_rows("Tarifs", [rate]),
        Versions=table_rows("Versions", [{"project": "P", "version": 1, "status": status}]),
        Devis=table_rows("Devis", [{"line": "P-1", "project": "P", "version": 1, **line}]),
    )


@pytest.mark.parametrize(
    ("rate", "price", "expected"),
    [
        (RATE, 60_000, NOTE),
        (RATE, None, NOTE),
        (RATE, 61_000, ""),
        ({**RATE, "price_origin": "Maison"}, 60_000, ""),
        # The house has its own price by now: the estimate left in the line is still to be replaced.
        ({**RATE, "price_cents": 65_000}, 60_000, NOTE),
        ({**RATE, "price_cents": 65_000}, None, ""),
        ({**RATE, "price_cents": 65_000, "price_origin": "Estimation"}, 65_000, ""),
    ],
)
def test_a_line_of_a_draft_is_marked_while_its_price_is_an_estimate(rate, price, expected):
    given = quoted({"item": "IMG-20", "unit_price_cents": price}, rate)
    assert rate_notes(given, given["Devis"]) == [expected]


@pytest.mark.parametrize(("origin", "expected"), [("Estimation", NOTE), ("", "")])
def test_of_an_item_of_its_own_the_house_says_what_is_an_estimate(origin, expected):
    rate = {"item": "KDM-10", "price_cents": 9_900, "price_origin": origin}
    given = quoted({"item": "KDM-10", "unit_price_cents": 9_900}, rate)
    assert rate_notes(given, given["Devis"]) == [expected]


@pytest.mark.parametrize("status", ["Envoyé", "Accepté", "Remplacé", "Refusé", ""])
def test_only_a_draft_is_marked(status):
    given = quoted({"item": "IMG-20", "unit_price_cents": 60_000}, status=status)
    assert rate_notes(given, given["Devis"]) == [""]


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("19.75", ["P-1 en version 1 : 19,75 jours, sous la plus basse habituelle, 20 : gardée telle quelle, "
                   "relisez-la ou corrigez « Quantité min »"]),
        ("20", []),
        ("40", []),
        ("40.25", ["P-1 en version 1 : 40,25 jours, au-dessus de la plus haute habituelle, 40 : gardée telle quelle, "
                   "relisez-la ou corrigez « Quantité max »"]),
        (None, []),
    ],
)  # fmt: skip
def test_a_quantity_out_of_the_usual_is_named_and_kept(quantity, expected):
    line = {"unit": "jour", "least_quantity": Decimal(20), "most_quantity": Decimal(40)}
    given = quoted({**line, "quantity": None if quantity is None else Decimal(quantity)})
    problems = [*quantity_problems(given)]
    assert [problem.message for problem in problems] == expected
    assert not any(problem.is_blocking for problem in problems)


@pytest.mark.parametrize(("status", "count"), [("Envoyé", 1), ("Accepté", 0), ("Refusé", 0), ("Remplacé", 0)])
def test_what_is_agreed_or_given_up_is_not_questioned(status, count):
    given = quoted({"quantity": Decimal(1), "least_quantity": Decimal(2)}, status=status)
    assert len([*quantity_problems(given)]) == count


def test_limits_the_wrong_way_round_are_reported_in_the_rate_card():
    rate = {**RATE, "least_doc52": Decimal(40), "most_doc52": Decimal("25.5")}
    (problem,) = rate_limit_problems(quoted({}, rate))
    assert (problem.table, problem.row, problem.heading) == ("Tarifs", 5, "DOC52 min")
    assert problem.message == "IMG-20 : DOC52 min dépasse DOC52 max, 40 > 25,5 : inversez-les"


def test_the_estimates_of_a_quote_are_said_as_it_is_sent():
    line = {"item": "IMG-20", "quantity": Decimal(2), "unit": "jour", "feasibility": "Faisable", "approved_by": "ADA",
            "approved_day": MONDAY}  # fmt: skip
    given = quoted(line, {**RATE, "unit": "jour"}).with_rows(
        "Projets", table_rows("Projets", [{"code": "P"}])
    )
    outcome = send_version(given, (), "P", 1)
    assert "1 ligne au tarif estimé : P-1" in outcome.lines
    assert outcome.question.replace("\u00a0", " ").endswith("1 200,00 € HT, 1 ligne au tarif estimé ?")
    priced = given.with_columns("Tarifs", {"price_origin": ["Maison"]})
    assert "tarif estimé" not in " ".join([*send_version(priced, (), "P", 1).lines, outcome.summary])
