"""The instalments of a sale: understood or named, what is left of each, and what came in."""

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.catalogue.duties.instalments import NotRead, read_instalments
from postprod_xl.schema.catalogue_vocabulary import PriceNature, RightsState
from tests.domain.catalogue.duties.offices import alerts, deadlines, duties

SALE = {
    "sale": "V1",
    "client": "ARTE",
    "works": "ETE",
    "state": RightsState.SIGNED,
    "price": Decimal(10000),
    "instalments": "2026-11-29 5000 ; 2027-01-31 5000",
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def owed(collections=(), **cells):
    rows = deadlines(Ventes=[SALE | cells], Encaissements=[{"sale": "V1", **one} for one in collections])
    return [(row["day"], row["days_left"], plain(row["message"])) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-31 5000 ; 2027-06-30 2500,50",
        "31/12/2026 5 000 € ; 30/06/2027 2 500,50 €",
        "30/06/2027 : 2 500,50 EUR ; 31/12/2026 : 5000 EUR",
        "2026-12-31\u00a05\u202f000 ;; 2027-06-30 2500.50 ;",
    ],
)
def test_instalments_are_understood_in_the_spellings_of_the_house(text: str):
    assert read_instalments(text) == ((date(2026, 12, 31), 500000), (date(2027, 6, 30), 250050))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2026-12-31 5000 ; à la livraison 5000", "à la livraison 5000"),
        ("2026-13-31 5000", "2026-13-31 5000"),
        ("2026-12-31", "2026-12-31"),
        ("2026-12-31 5000 USD", "2026-12-31 5000 USD"),
        ("2026-12-31 1.500", "2026-12-31 1.500"),
    ],
)
def test_what_is_no_day_and_amount_in_the_currency_is_named(text: str, named: str):
    with pytest.raises(NotRead, match=named):
        read_instalments(text)


def test_an_instalment_that_is_not_understood_is_a_problem_and_none_of_them_is_followed():
    part = duties(Ventes=[SALE | {"instalments": "2026-11-01 5000 ; signature 5000"}])
    (problem,) = [one for one in part.problems if one.table == "Ventes"]
    assert problem.message == (
        "« signature 5000 » n'est pas compris, les échéances de cette vente ne sont pas suivies"
    )
    assert not len(part.rows["EcheancesDroits"])


def test_an_instalment_past_and_not_collected_is_told_and_the_one_of_today_is_not_past():
    assert owed() == [
        (date(2026, 11, 29), -1, "5 000,00 € à encaisser de ARTE sur la vente V1"),
        (date(2027, 1, 31), 62, "5 000,00 € à encaisser de ARTE sur la vente V1"),
    ]
    assert owed(instalments="2026-11-30 10000")[0][1] == 0


def test_what_came_in_pays_the_first_instalments_first():
    part = [{"amount": Decimal(2000), "day": date(2026, 11, 1)}]
    assert owed(part)[0][2] == "3 000,00 € sur 5 000,00 € à encaisser de ARTE sur la vente V1"
    first = [*part, {"amount": Decimal("3000.00"), "day": date(2026, 11, 30)}]
    assert [day for day, _, _ in owed(first)] == [date(2027, 1, 31)]
    more = [*first, {"amount": Decimal("0.01"), "day": date(2026, 11, 30)}]
    assert owed(more)[0][2] == "4 999,99 € sur 5 000,00 € à encaisser de ARTE sur la vente V1"
    assert not owed([*first, {"amount": Decimal(5000)}])


def test_what_comes_in_after_today_has_not_come_in():
    assert owed([{"amount": Decimal(5000), "day": date(2026, 12, 1)}])[0][0] == date(2026, 11, 29)


@pytest.mark.parametrize("state", [RightsState.OPTION, RightsState.DRAFT, RightsState.TERMINATED])
def test_only_a_signed_sale_is_owed_its_instalments(state: RightsState):
    assert not owed(state=state)


def test_a_collection_in_another_currency_counts_in_euros_at_its_rate():
    dollars = {"amount": Decimal(6000), "currency": "USD", "day": date(2026, 11, 1)}
    # 6 000 × 0,9 = 5 400 €: the first instalment, and 400 € of the second.
    rows = owed([dollars | {"rate": Decimal("0.9")}])
    assert rows[0][2] == "4 600,00 € sur 5 000,00 € à encaisser de ARTE sur la vente V1"


def test_without_a_rate_nobody_can_tell_what_is_owed_and_the_sale_says_so():
    dollars = [{"sale": "V1", "amount": Decimal(6000), "currency": "USD"}]
    assert not owed(dollars)
    said = alerts(Ventes=[SALE], Encaissements=dollars)
    text = "Échéances non suivies : un encaissement n'est pas en EUR et n'a pas de taux"
    assert ("Ventes", text) in said


def test_a_collection_without_currency_is_in_that_of_its_sale():
    dollars = {"currency": "USD"}
    assert owed([{"amount": Decimal(5000)}], **dollars) == [
        (date(2027, 1, 31), 62, "5 000,00 USD à encaisser de ARTE sur la vente V1")
    ]


def test_the_sign_of_the_euro_is_its_currency():
    assert owed([{"amount": Decimal(5000), "currency": "eur"}], currency="€") == [
        (date(2027, 1, 31), 62, "5 000,00 € à encaisser de ARTE sur la vente V1")
    ]


def test_the_instalments_of_the_last_amendment_signed_count_and_what_the_first_sale_collected_too():
    amendment = SALE | {
        "sale": "V1-A1",
        "root": "V1",
        "signature_day": date(2026, 11, 30),
        "instalments": "2026-12-15 10000",
    }
    collected = [{"sale": "V1", "amount": Decimal(4000)}, {"sale": "V1-A1", "amount": Decimal(1000)}]
    rows = deadlines(Ventes=[SALE, amendment], Encaissements=collected)
    assert [(row["day"], row["contract"], plain(row["message"])) for row in rows] == [
        (date(2026, 12, 15), "V1", "5 000,00 € sur 10 000,00 € à encaisser de ARTE sur la vente V1")
    ]
    later = amendment | {"signature_day": date(2026, 12, 1)}
    assert [row["day"] for row in deadlines(Ventes=[SALE, later])] == [date(2026, 11, 29), date(2027, 1, 31)]


@pytest.mark.parametrize(
    ("price", "nature", "is_said"),
    [
        (Decimal(10000), PriceNature.FLAT, False),
        (Decimal("10000.01"), PriceNature.FLAT, True),
        (Decimal(9000), PriceNature.GUARANTEE_AND_SHARE, True),
        (Decimal(9000), PriceNature.SHARE, False),
        (None, PriceNature.FLAT, False),
    ],
)
def test_instalments_that_do_not_add_up_to_the_price_are_said(price, nature, is_said):
    part = duties(Ventes=[SALE | {"price": price, "price_nature": nature}])
    found = [plain(one.message) for one in part.problems if one.table == "Ventes"]
    assert bool(found) is is_said
    if is_said:
        assert found[0].startswith("les échéances font 10 000,00 €, le prix est ")
