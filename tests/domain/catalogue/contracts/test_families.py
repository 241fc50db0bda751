"""Contracts and their amendments: which version is in force today, and when that is not known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from postprod_xl.domain.catalogue.contracts.families import code_of
from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.schema.catalogue_vocabulary import MandateNature, RightsState
from tests.domain.catalogue.offices import DAY, catalogue_office

DRAFT, OPTION, TERMINATED = RightsState.DRAFT, RightsState.OPTION, RightsState.TERMINATED


def signed(code: str, day: date | None, **cells: Any) -> dict[str, Any]:
    return {"sale": code, "root": "" if code == "V1" else "V1", "signature_day": day, **cells}


def term(sale: str, media: str, **cells: Any) -> dict[str, Any]:
    return {"sale": sale, "media": media, **cells}


def read(sales: list[dict[str, Any]], terms: list[dict[str, Any]], **tables: Any) -> Catalogue:
    return catalogue(catalogue_office(sales=sales, sale_terms=terms, **tables))


def media_sold(held: Catalogue) -> list[tuple[str, str, tuple[str, ...]]]:
    sold = held.sold.get("CRUE", ())
    return [(one.contract, one.root, held.grounds.media.leaves(one.media)) for one in sold]


def lines(held: Catalogue) -> list[str]:
    return [f"{one.heading}: {one.message}" for one in held.problems]


V1, V2 = signed("V1", date(2022, 1, 1)), signed("V2", date(2023, 1, 1))
TERMS = [term("V1", "SVOD"), term("V2", "TVOD")]


def test_the_amendment_signed_last_replaces_the_contract_terms_included() -> None:
    held = read([V1, V2], TERMS)
    assert media_sold(held) == [("V2", "V1", ("TVOD",))]
    assert not held.problems


def test_the_order_of_the_signatures_counts_not_that_of_the_rows() -> None:
    v3 = signed("V3", date(2024, 1, 1))
    held = read([v3, V2, V1], [*TERMS, term("V3", "EST")])
    assert media_sold(held) == [("V3", "V1", ("EST",))]
    assert [code_of(row) for row in held.sales["V2"].signed] == ["V3", "V2", "V1"]


def test_an_amendment_signed_today_is_in_force_and_one_of_tomorrow_is_not() -> None:
    today, tomorrow = signed("V2", DAY), signed("V2", DAY + timedelta(days=1))
    assert media_sold(read([V1, today], TERMS)) == [("V2", "V1", ("TVOD",))]
    held = read([V1, tomorrow], TERMS)
    assert media_sold(held) == [("V1", "V1", ("SVOD",)), ("V2", "V1", ("TVOD",))]
    assert [one.state for one in held.sold["CRUE"]] == [RightsState.SIGNED, DRAFT]
    assert lines(held) == [
        "Signé le: V2 est signé le 01/12/2026, après aujourd'hui : il ne compte pas encore comme signé"
    ]


def test_an_amendment_without_terms_keeps_those_of_the_version_before() -> None:
    v3 = signed("V3", date(2024, 1, 1), client="ARTE")
    held = read([V1, V2, v3], TERMS)
    assert media_sold(held) == [("V3", "V1", ("TVOD",))]
    assert held.sold["CRUE"][0].party == "ARTE"


def test_the_words_that_an_amendment_keeps_are_those_of_the_day_they_were_signed() -> None:
    old = signed("V1", date(2015, 1, 1))
    held = read([old, signed("V2", date(2024, 1, 1))], [term("V1", "SVOD", territories="Union européenne")])
    assert "GB" in held.grounds.territories.leaves(held.sold["CRUE"][0].territories)


def test_an_amendment_keeps_the_client_and_the_nature_that_it_does_not_say() -> None:
    held = read([{**V1, "client": "ARTE"}, V2], TERMS)
    assert held.sold["CRUE"][0].party == "ARTE"
    amendment = {"contract": "M2", "root": "M1", "nature": None, "signature_day": date(2024, 1, 1)}
    mandates = [{"grantor": "PROD"}, amendment]
    given = catalogue(catalogue_office(mandates=mandates)).held["CRUE"][0]
    assert (given.contract, given.nature, given.party) == ("M2", MandateNature.DISTRIBUTION, "PROD")


def test_an_amendment_that_holds_nothing_back_keeps_the_holdbacks() -> None:
    held = read([V1, V2], TERMS, holdbacks=[{"sale": "V1"}])
    assert [(one.holdback, one.contract, one.root) for one in held.holdbacks["CRUE"]] == [("G1", "V2", "V1")]
    held = read([V1, V2], TERMS, holdbacks=[{"sale": "V1"}, {"sale": "V2"}])
    assert [one.holdback for one in held.holdbacks["CRUE"]] == ["G2"]


@pytest.mark.parametrize("until", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_an_option_signed_as_its_amendment_keeps_its_terms_and_its_holdbacks(until: date) -> None:
    option = {**signed("V1", None), "state": OPTION, "option_until": until}
    held = read([option, V2], [TERMS[0]], holdbacks=[{"sale": "V1"}])
    assert media_sold(held) == [("V2", "V1", ("SVOD",))]
    assert [one.contract for one in held.holdbacks["CRUE"]] == ["V2"]
    assert not held.unread


def test_an_option_that_lapsed_and_is_extended_by_an_amendment_without_terms_counts_with_its_terms() -> None:
    lapsed = {**signed("V1", None), "state": OPTION, "option_until": DAY - timedelta(days=1)}
    longer = {**signed("V2", None), "state": OPTION, "option_until": DAY + timedelta(days=30)}
    held = read([lapsed, longer], [TERMS[0]])
    assert media_sold(held) == [("V2", "V1", ("SVOD",))]
    running = read([{**lapsed, "option_until": DAY}, longer], [TERMS[0]])
    assert media_sold(running) == [("V1", "V1", ("SVOD",))]


def test_an_amendment_in_negotiation_is_beside_the_contract_and_replaces_nothing() -> None:
    draft = signed("V2", None, state=DRAFT)
    held = read([V1, draft], TERMS)
    assert media_sold(held) == [("V1", "V1", ("SVOD",)), ("V2", "V1", ("TVOD",))]
    assert not held.problems


def test_an_amendment_in_negotiation_without_terms_takes_nothing_more() -> None:
    held = read([V1, signed("V2", None, state=DRAFT)], [term("V1", "SVOD")])
    assert media_sold(held) == [("V1", "V1", ("SVOD",))]
    assert not held.problems


def test_an_amendment_of_an_amendment_is_one_of_the_first_contract() -> None:
    v3 = signed("V3", date(2024, 1, 1), root="v2")
    held = read([V1, V2, v3], [*TERMS, term("V3", "EST")])
    assert media_sold(held) == [("V3", "V1", ("EST",))]


def test_a_contract_stops_when_its_version_in_force_is_terminated() -> None:
    v2 = signed("V2", date(2023, 1, 1), state=TERMINATED, termination_day=date(2025, 1, 1))
    held = read([V1, v2], TERMS)
    assert held.sold["CRUE"][0].last == date(2024, 12, 31)


def test_terminating_the_first_contract_stops_the_amendment_signed_before() -> None:
    stopped = {**V1, "state": TERMINATED, "termination_day": date(2025, 1, 1)}
    assert read([stopped, V2], TERMS).sold["CRUE"][0].last == date(2024, 12, 31)


def test_an_amendment_signed_after_the_termination_takes_it_back() -> None:
    stopped = {**V1, "state": TERMINATED, "termination_day": date(2022, 6, 1)}
    assert read([stopped, V2], TERMS).sold["CRUE"][0].last == date(2030, 12, 31)


def test_an_amendment_terminated_without_a_day_leaves_the_contract_as_it_was() -> None:
    held = read([V1, signed("V2", date(2023, 1, 1), state=TERMINATED)], TERMS)
    assert media_sold(held) == [("V1", "V1", ("SVOD",))]


@pytest.mark.parametrize(
    ("sales", "said"),
    [
        (
            [V1, signed("V2", date(2023, 1, 1), root="V7")],
            "Avenant à: « V7 » n'existe pas dans Ventes : les codes connus : V1",
        ),
        (
            [{**V1, "root": "V2"}, V2],
            "Avenant à: V1 est un avenant de lui-même : indiquez le premier contrat, dont « Avenant à » est vide",
        ),
        (
            [{**V1, "root": "V1"}],
            "Avenant à: V1 est un avenant de lui-même : indiquez le premier contrat, dont « Avenant à » est vide",
        ),
        (
            [V1, V2, signed("V3", date(2023, 1, 1))],
            "Signé le: V3 est signé le même jour que V2, le 01/01/2023 : lequel remplace l'autre n'est pas connu",
        ),
        (
            [V1, signed("V2", None)],
            "Signé le: l'avenant V2 est signé sans date : depuis quand il remplace V1 n'est pas connu",
        ),
        (
            [V1, signed("V2", date(2021, 12, 31))],
            "Signé le: l'avenant V2 est signé le 31/12/2021, avant V1, signé le 01/01/2022",
        ),
        ([{**V1, "state": None}], "Statut: V1 n'a pas de statut : signé ou non, son effet n'est pas connu"),
        (
            [{**V1, "termination_day": date(2025, 1, 1)}],
            "Résilié le: V1 est « Signé » et résilié le 01/01/2025 : passez-le à « Résilié », ou videz la date",
        ),
        (
            [{**V1, "state": TERMINATED, "termination_day": date(2021, 1, 1)}],
            "Résilié le: V1 est résilié le 01/01/2021, avant sa signature du 01/01/2022",
        ),
    ],
)
def test_a_contract_whose_version_in_force_is_not_known_is_not_read(
    sales: list[dict[str, Any]], said: str
) -> None:
    held = read(sales, TERMS)
    assert lines(held) == [said]
    assert held.unread["CRUE"]
    assert said.endswith(held.unread["CRUE"][-1].message)


@pytest.mark.parametrize(
    ("sale", "said", "counts"),
    [
        (
            signed("V1", None, state=OPTION, option_until=DAY - timedelta(days=1)),
            "Option jusqu'au: l'option V1 est échue depuis le 29/11/2026 et ne compte plus : prolongez-la, "
            "signez-la ou passez-la à « Résilié »",
            False,
        ),
        (
            signed("V1", None, state=OPTION),
            "Option jusqu'au: l'option V1 n'a pas de dernier jour : elle compte comme en cours",
            True,
        ),
        (signed("V1", None), "Signé le: V1 est signé sans date", True),
        (
            signed("V1", date(2022, 1, 1), state=TERMINATED),
            "Résilié le: V1, signé le 01/01/2022, est « Résilié » sans jour : il n'a jamais valu ; "
            "dites le premier jour où il ne vaut plus",
            False,
        ),
        (
            signed("V1", date(2022, 1, 1), state=DRAFT),
            "Statut: V1 est « En négociation » avec une signature du 01/01/2022 : il n'est pas compté comme signé",
            True,
        ),
    ],
)
def test_what_is_odd_is_one_line_and_the_contract_is_read(
    sale: dict[str, Any], said: str, counts: bool
) -> None:
    held = read([sale], [term("V1", "SVOD")])
    assert lines(held) == [said]
    assert not held.unread
    assert bool(media_sold(held)) is counts


def test_an_option_counts_on_its_last_day() -> None:
    held = read([signed("V1", None, state=OPTION, option_until=DAY)], [term("V1", "SVOD")])
    assert media_sold(held)
    assert not held.problems


def test_mandates_have_amendments_as_sales_have() -> None:
    mandates = [{}, {"contract": "M2", "root": "M1", "signature_day": date(2024, 1, 1)}]
    terms = [{"media": "Tous"}, {"contract": "M2", "media": "SVOD"}]
    held = catalogue(catalogue_office(mandates=mandates, mandate_terms=terms))
    (grant,) = held.held["CRUE"]
    assert (grant.contract, grant.root, held.grounds.media.leaves(grant.media)) == ("M2", "M1", ("SVOD",))


def test_an_amendment_signed_on_the_day_of_the_termination_takes_it_back() -> None:
    stopped = {**V1, "state": TERMINATED, "termination_day": date(2023, 1, 1)}
    assert read([stopped, V2], TERMS).sold["CRUE"][0].last == date(2030, 12, 31)


def test_an_amendment_signed_with_the_contract_replaces_it() -> None:
    held = read([V1, signed("V2", date(2022, 1, 1))], TERMS)
    assert media_sold(held) == [("V2", "V1", ("TVOD",))]
    assert not held.problems


def test_a_contract_terminated_on_the_day_of_its_signature_gives_nothing_and_is_no_fault() -> None:
    held = read([{**V1, "state": TERMINATED, "termination_day": date(2022, 1, 1)}], [term("V1", "SVOD")])
    assert not held.problems
    assert [one.last for one in held.sold["CRUE"]] == [date(2021, 12, 31)]
    late = [term("V1", "SVOD", first_day=date(2022, 1, 1))]
    assert read([{**V1, "state": TERMINATED, "termination_day": date(2022, 1, 1)}], late).sold == {}


def test_a_sale_in_negotiation_without_terms_is_not_known_and_does_not_bind() -> None:
    held = read([signed("V1", None, state=DRAFT)], [])
    assert [one.is_signed for one in held.unread["CRUE"]] == [False]
    assert lines(held) == [
        "Vente: V1 n'a aucun terme dans Termes des ventes : ce qu'il couvre n'est pas connu"
    ]


def test_an_amendment_in_negotiation_of_an_unknown_contract_does_not_bind() -> None:
    held = read([signed("V2", None, root="V7", state=DRAFT)], [term("V2", "SVOD")])
    assert [one.is_signed for one in held.unread["CRUE"]] == [False]


def test_the_faults_of_the_terms_of_a_contract_that_is_not_read_are_said_too() -> None:
    held = read([{**V1, "state": None}], [term("V1", "")])
    assert [one.heading for one in held.problems] == ["Statut", "Médias"]
