from __future__ import annotations

from decimal import Decimal

from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.sending import sending_problems
from postprod_xl.domain.quotes.versions.totals import quote_problems, totals, version_columns
from tests.domain.offices import office, table_rows

RATES = table_rows(
    "Tarifs", [{"item": "SON-31", "cnc_chapter": 8}, {"item": "IMG-20", "cnc_chapter": 2}, {"item": "LIBRE"}]
)


def line(code="L1", version=1, **rest):
    usual = {"project": "P1", "item": "SON-31", "quantity": Decimal(1), "unit_price_cents": 10_001}
    return {"line": code, "version": version, **usual, **rest}


def quoted(*lines, versions=({},), **tables):
    held = [
        {"project": "P1", "version": at, "status": "Brouillon", **each} for at, each in enumerate(versions, 1)
    ]
    return office(
        Tarifs=RATES,
        Devis=table_rows("Devis", list(lines)),
        Versions=table_rows("Versions", held),
        **tables,
    )


def test_the_chapter_of_a_line_is_its_own_else_the_one_of_its_item():
    held = quoted(line("A"), line("B", cnc_chapter=7), line("C", item="LIBRE"), line("D", item=""))
    titles = quote_columns(held).column("chapter_title")
    assert titles == ["8 Pellicules et laboratoires", "7 Moyens techniques", "", ""]


def test_a_line_in_two_chapters_is_one_warning_at_its_later_version():
    held = quoted(line("A", 1), line("B", 1), line("A", 2, cnc_chapter=7), line("B", 2), versions=({}, {}))
    (problem,) = quote_problems(held)
    assert (problem.row, problem.heading, problem.is_blocking) == (7, "Chapitre CNC", False)
    assert problem.message == (
        "A est au chapitre 8 dans la version 1 et au chapitre 7 dans la version 2 : "
        "une ligne n'a qu'un chapitre, tapez 8 ici ou donnez-lui un autre code"
    )
    assert [each.row for each in sending_problems(held, "P1", 2) if "chapitre" in each.message] == [7]
    assert not any("chapitre" in each.message for each in sending_problems(held, "P1", 1))


def test_the_chapter_of_a_replaced_version_binds_no_other():
    held = quoted(line("A", 1), line("A", 2, cnc_chapter=7), versions=({"status": "Remplacé"}, {}))
    assert quote_problems(held) == []


def test_a_version_comes_to_the_sum_of_its_printed_parts():
    held = quoted(
        line("A", discount_rate=Decimal("0.1")),  # 100,01 € - 10 % = 90,009 € -> 90,01 €
        line("B", item="IMG-20", quantity=Decimal("2.5")),  # 250,025 € -> 250,03 €
        line("C", item="LIBRE", unit_price_cents=5_000),  # 50,00 €
        line("D", quantity=Decimal(3), unit_price_cents=333),  # 9,99 €
        versions=(
            {
                "discount_rate": Decimal("0.05"),
                "contingency_rate": Decimal("0.1"),
                "overhead_rate": Decimal("0.07"),
            },
        ),
        Projets=table_rows("Projets", [{"code": "P1", "client": "DOM"}]),
        Clients=table_rows("Clients", [{"code": "DOM", "vat_regime": "DOM", "postcode": "97400"}]),
    )
    # 90,01 + 250,03 + 50,00 + 9,99 = 400,03 €; 5 % = 20,0015 -> 20,00; 380,03 left; 10 % = 38,003 -> 38,00;
    # 7 % = 26,6021 -> 26,60
    parts = totals(held)["P1", 1]
    assert (parts.subtotal, parts.discount, parts.contingency, parts.overhead) == (
        40_003,
        2_000,
        3_800,
        2_660,
    )
    # 444,63 € HT; 8,5 % of it in La Réunion = 37,79355 -> 37,79
    columns = version_columns(held)
    figures = [columns.column(name) for name in ("total_cents", "vat_cents", "total_with_vat_cents")]
    assert figures == [[44_463], [3_779], [48_242]]


def test_a_version_without_line_and_one_with_a_negative_price_cannot_be_sent():
    held = quoted(line("A", 2, unit_price_cents=-60_000), versions=({}, {}))
    empty, priced = (sending_problems(held, "P1", number) for number in (1, 2))
    assert [(problem.table, problem.row, problem.message) for problem in empty] == [
        ("Versions", 5, "la version 1 de P1 n'a aucune ligne : rien à envoyer")
    ]
    assert [(problem.table, problem.row, problem.message) for problem in priced] == [
        ("Devis", 5, "A a un prix négatif, -600,00\u00a0€ : une déduction se tape en « Remise »")
    ]
    assert all(problem.is_blocking for problem in (*empty, *priced))
