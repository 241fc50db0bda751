"""A quote as its client reads it: what it shows, what it hides, and that what is printed adds up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.documents.papers.quote import quote_paper
from postprod_xl.documents.quote import ClientQuote, QuoteOrder
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.versions.client_quote import QuoteRefused, client_quote
from postprod_xl.domain.quotes.versions.open_quotes import open_quotes
from tests.domain.offices import office, table_rows

DAY = date(2026, 11, 20)
HOUSE = {"company_name": "Studio", "quote_conditions": "Rushes en ProRes.\nDeux allers-retours."}


def line(code: str, item: str, quantity, cents, **more) -> dict[str, object]:
    terms = {"quantity": quantity if quantity is None else Decimal(quantity), "unit_price_cents": cents}
    return {
        "line": code,
        "project": "CRUE",
        "version": 1,
        "item": item,
        "label": code,
        "unit": "jour",
        **terms,
        **more,
    }


def quoted(*lines: dict[str, object], client: dict[str, object] | None = None, **version) -> Office:
    rates = [
        {"item": "IMG", "family": "Image", "cnc_chapter": 7},
        {"item": "SON", "family": "Son", "cnc_chapter": 7},
        {"item": "LIV", "family": "Livraison", "cnc_chapter": 8},
    ]
    project = {
        "code": "CRUE", "title": "La Crue", "client": "C1", "director": "Inès", "delivery_day": date(2027, 3, 1),
    }  # fmt: skip
    return office(
        DAY,
        HOUSE,
        Projets=table_rows("Projets", [project]),
        Clients=table_rows(
            "Clients", [{"code": "C1", "name": "Films", "payment_days": 45, **(client or {})}]
        ),
        Tarifs=table_rows("Tarifs", rates),
        Versions=table_rows(
            "Versions", [{"project": "CRUE", "version": 1, "status": "Envoyé", "day": DAY, **version}]
        ),
        Devis=table_rows("Devis", [*lines]),
    )


def printed(lines: Office, order: QuoteOrder = QuoteOrder.HOUSE, version: int | None = None) -> ClientQuote:
    return client_quote(lines, "CRUE", version, order)


LINES = (
    line("L1", "SON", "2", 50_000),
    line("L2", "IMG", "1.5", 60_000, discount_rate=Decimal("0.1")),
    line("L3", "LIV", "1", 35_000),
    line("L4", "", "1", 1_000),
)


def test_lines_stand_by_family_in_the_order_of_the_families_what_has_none_last():
    groups = [
        (group.title, [each.line for each in group.lines], group.total_cents)
        for group in printed(quoted(*LINES)).groups
    ]
    # 1.5 × 600 € less 10 % = 810 €.
    assert groups == [
        ("Image", ["L2"], 81_000),
        ("Son", ["L1"], 100_000),
        ("Livraison", ["L3"], 35_000),
        ("Autres prestations", ["L4"], 1_000),
    ]


def test_in_the_order_of_a_cnc_budget_lines_stand_by_chapter_with_its_total():
    groups = [(group.title, group.total_cents) for group in printed(quoted(*LINES), QuoteOrder.CNC).groups]
    assert groups == [
        ("7 Moyens techniques", 181_000),
        ("8 Pellicules et laboratoires", 35_000),
        ("Hors chapitre", 1_000),
    ]


def test_discount_contingency_overhead_vat_and_total_are_printed_with_their_rates():
    version = {
        "discount_rate": Decimal("0.1"), "contingency_rate": Decimal("0.05"), "overhead_rate": Decimal("0.07"),
    }  # fmt: skip
    paper = quote_paper(printed(quoted(line("L1", "IMG", "10", 100_000), **version)))
    names = [
        (name, amount.replace("\u202f", " ").replace("\u00a0", " "))
        for name, amount, _ in paper.data["totaux"]
    ]
    # 10 000 − 1 000 = 9 000; 5 % = 450, 7 % = 630: 10 080; 20 % = 2 016.
    assert names == [
        ("Total des lignes", "10 000,00 €"),
        ("Remise globale 10\u00a0%", "−1 000,00 €"),
        ("Imprévus 5\u00a0%", "450,00 €"),
        ("Frais généraux 7\u00a0%", "630,00 €"),
        ("Total HT", "10 080,00 €"),
        ("TVA 20\u00a0%", "2 016,00 €"),
        ("Total TTC", "12 096,00 €"),
    ]


RATES = st.none() | st.decimals(0, 1, places=4)


@given(
    st.lists(st.tuples(st.decimals(0, 5000, places=3), st.integers(0, 10**7), RATES), min_size=1, max_size=8),
    RATES, RATES, RATES, st.sampled_from(QuoteOrder),
)  # fmt: skip
def test_what_is_printed_adds_up(terms, discount, contingency, overhead, order):
    items = ["IMG", "SON", "LIV", ""]
    lines = [line(f"L{at}", items[at % 4], *of, discount_rate=rate) for at, (*of, rate) in enumerate(terms)]
    rates = {"discount_rate": discount, "contingency_rate": contingency, "overhead_rate": overhead}
    quote = printed(quoted(*lines, **rates), order)
    assert quote.subtotal_cents == sum(group.total_cents for group in quote.groups)
    assert quote.subtotal_cents + sum(each.cents for each in quote.adjustments) == quote.total_cents
    assert len(quote.lines) == len(terms)


def test_no_cost_no_margin_and_no_remark_of_the_house_is_in_the_paper():
    secret = line(
        "L1", "IMG", "1", 60_000, unit_cost_cents=12_345, technical_advice="fuite", approved_by="fuite",
        margin_rate=Decimal("0.5"), cost_cents=12_345,
    )  # fmt: skip
    told = repr(quote_paper(printed(quoted(secret))))
    assert "fuite" not in told and "123,45" not in told and "12345" not in told


@pytest.mark.parametrize(
    ("status", "stamp"),
    [("Brouillon", "BROUILLON"), ("", "BROUILLON"), ("Envoyé", ""), ("Accepté", ""),
     ("Remplacé", "REMPLACÉ"), ("Refusé", "REFUSÉ")],
)  # fmt: skip
def test_a_version_that_binds_nobody_says_so_across_its_pages(status, stamp):
    assert quote_paper(printed(quoted(LINES[0], status=status), version=1)).data["tampon"] == stamp


@pytest.mark.parametrize(
    ("client", "mention", "vat"),
    [
        ({"vat_regime": "France"}, "", 2_000),
        ({"vat_regime": "UE autoliquidation"}, "Autoliquidation : TVA due par le preneur", 0),
        ({"vat_regime": "Hors UE"}, "TVA non applicable : preneur établi hors", 0),
        ({"vat_regime": "DOM", "postcode": "97400"}, "TVA des départements d'outre-mer, 8,5 %", 850),
    ],
)
def test_vat_is_that_of_the_client_with_its_mention(client, mention, vat):
    quote = printed(quoted(line("L1", "IMG", "1", 10_000), client=client))
    assert quote.vat_cents == vat and quote.vat_mention.startswith(mention)
    assert bool(quote.vat_mention) is bool(mention)


def test_the_conditions_of_the_house_then_of_payment_are_printed_and_the_validity_is_counted_from_its_day():
    quote = printed(quoted(LINES[0]))
    assert quote.conditions == (
        "Rushes en ProRes.",
        "Deux allers-retours.",
        "Paiement à 45 jours. Pénalités de retard : trois fois le taux d'intérêt légal.",
    )
    assert quote.valid_until == date(2026, 12, 20)
    assert ("Livraison PAD", "1er\u00a0mars 2027") in quote.facts and ("Réalisateur", "Inès") in quote.facts


def test_a_line_without_price_or_quantity_is_not_nothing_it_is_to_be_defined_and_out_of_the_totals():
    quote = printed(
        quoted(LINES[0], line("L8", "", "1", None), line("L9", "", None, 5_000), status="Brouillon")
    )
    paper = quote_paper(quote)
    shown = {
        each["code"]: (each["quantite"], each["prix"], each["montant"])
        for group in paper.data["groupes"]
        for each in group["lignes"]
    }
    assert shown["L8"][1:] == ("à définir", "à définir") and shown["L9"][0] == shown["L9"][2] == "à définir"
    assert paper.data["mentions"][0] == "Hors totaux, prix ou quantité à définir : L8, L9."
    assert quote.total_cents == 100_000


@pytest.mark.parametrize(
    ("version", "status", "said"),
    [
        (7, "Envoyé", "CRUE n'a pas de version 7 ; les versions connues : 1"),
        (None, "Refusé", "CRUE n'a pas de devis en cours ; les versions connues : 1"),
    ],
)
def test_a_version_that_is_not_there_is_refused_by_name(version, status, said):
    with pytest.raises(QuoteRefused) as refused:
        printed(quoted(LINES[0], status=status), version=version)
    assert refused.value.problem.message == said and refused.value.problem.is_blocking


def test_a_day_whose_vat_rate_nobody_knows_is_refused():
    with pytest.raises(QuoteRefused, match="aucun taux de TVA connu au 01/01/1990"):
        printed(quoted(LINES[0], day=date(1990, 1, 1)))


def test_a_project_without_client_prints_a_client_to_be_filled_in():
    bare = quoted(LINES[0]).with_rows("Projets", table_rows("Projets", [{"code": "CRUE"}]))
    assert printed(bare).buyer.name == "à compléter"


def test_the_quotes_drawn_are_those_that_projects_not_delivered_work_from():
    projects = [
        {"code": "CRUE", "title": "La Crue", "client": "C1"},
        {"code": "LIV", "status": "Livré"},
        {"code": "NU"},
        {"code": "VIEUX"},
    ]
    versions = [
        {"project": "CRUE", "version": 1, "status": "Accepté", "day": DAY},
        {"project": "CRUE", "version": 2, "status": "Brouillon", "day": DAY},
        {"project": "LIV", "version": 1, "status": "Accepté", "day": DAY},
        {"project": "VIEUX", "version": 1, "status": "Envoyé", "day": date(1990, 1, 1)},
    ]
    home = quoted(*LINES).with_rows("Projets", table_rows("Projets", projects))
    drawn = open_quotes(home.with_rows("Versions", table_rows("Versions", versions)))
    assert [(quote.project, quote.version) for quote in drawn.quotes] == [("CRUE", 1)]
    assert drawn.lines == ("1 devis en cours, sans coût ni marge, situation au 20/11/2026.",)
    assert drawn.quotes[0].chapters == (
        ("7 Moyens techniques", 181_000), ("8 Pellicules et laboratoires", 35_000), ("Hors chapitre", 1_000),
    )  # fmt: skip
