"""Where a collection goes: its work, its mandate, its row of the scale; or what is not known of which contracts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from postprod_xl.domain.catalogue.royalties.accounts import accounts
from postprod_xl.domain.catalogue.royalties.book import royalty_book
from postprod_xl.domain.catalogue.royalties.lines import statement_lines
from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from tests.domain.catalogue.royalties.described import described

DAY = date(2027, 12, 31)
PAID = {"Vente": "V1", "Date": date(2025, 3, 31), "Montant (devise)": 1000}
SCALE = {"Médias": "Tous", "Territoires": "Monde", "Taux commission": "25 %"}
SVOD = {"Médias": "SVOD", "Territoires": "France", "Taux commission": "30 %"}
M2 = {
    "Contrat": "M2",
    "Nature": "Mandat de distribution",
    "Œuvres": "CRUE",
    "Cédant": "AUTRE",
    "Signé le": date(2025, 1, 1),
    "Statut": "Signé",
}
T2 = {
    "Terme": "T1",
    "Contrat": "M2",
    "Médias": "Tous",
    "Territoires": "Monde",
    "Début": date(2025, 1, 1),
    "Fin": date(2030, 12, 31),
}
V9 = {"Vente": "V9", "Client": "ARTE", "Œuvres": "CRUE", "Statut": "Signé", "Signé le": date(2025, 1, 10)}
T9 = {
    "Terme": "T1",
    "Vente": "V9",
    "Médias": "SVOD ; TV gratuite",
    "Territoires": "France ; Belgique",
    "Début": date(2025, 2, 1),
    "Fin": date(2028, 1, 31),
}


def case(*paid: dict[str, Any], scales: tuple[dict[str, Any], ...] = (SCALE,), **tables: Any) -> Office:
    return described({"Baremes": [*scales], "Encaissements": [*paid], **tables})


def messages(office: Office) -> list[str]:
    return [problem.message for problem in royalty_book(office).problems]


def unknown(office: Office, until: date = DAY) -> dict[str, list[str]]:
    found = accounts(office, until).unknown
    return {root: [problem.message for problem in problems] for root, problems in found.items()}


def test_a_collection_takes_the_work_the_mandate_and_the_scale_of_its_sale() -> None:
    office = case(PAID)
    assert (messages(office), unknown(office)) == ([], {})
    (line, *_) = statement_lines(accounts(office, DAY).known["M1"], "PROD")
    assert line == (StatementSection.RECEIPTS, "CRUE", "SVOD — France — ARTE (V1)", 100_000, None)


def test_collections_of_one_buyer_medium_and_territory_are_one_line() -> None:
    later = {**PAID, "Date": date(2026, 3, 31), "Montant (devise)": 234.5}
    lines = statement_lines(accounts(case(PAID, later), DAY).known["M1"], "PROD")
    assert [line.cents for line in lines if line.section is StatementSection.RECEIPTS] == [123_450]


def test_a_sale_of_several_scales_asks_for_the_medium() -> None:
    office = case({**PAID, "Vente": "V9"}, scales=(SCALE, SVOD), Ventes=[V9], TermesVente=[T9])
    assert messages(office) == [
        "TV gratuite, SVOD (Belgique, France) relève de plusieurs barèmes de M1, lignes 5 et 6 : précisez média et "
        "territoire"
    ]
    assert [*unknown(office)] == ["M1"]


@pytest.mark.parametrize(
    ("media", "territory", "commission"),
    [("SVOD", "France", 30_000), ("TV gratuite", "", 25_000), ("SVOD", "Belgique", 25_000)],
)
def test_a_medium_and_a_territory_typed_choose_the_scale(media: str, territory: str, commission: int) -> None:
    paid = {**PAID, "Vente": "V9", "Média": media, "Territoire": territory}
    office = case(paid, scales=(SCALE, SVOD), Ventes=[V9], TermesVente=[T9])
    assert accounts(office, DAY).known["M1"].commission_cents == commission


def test_several_media_of_one_scale_need_not_be_told_apart() -> None:
    office = case({**PAID, "Vente": "V9"}, Ventes=[V9], TermesVente=[T9])
    assert accounts(office, DAY).known["M1"].commission_cents == 25_000


def test_two_rows_of_which_none_is_the_more_precise_are_not_chosen_from() -> None:
    """SVOD everywhere, and everything in France: SVOD in France is of both."""
    scales = ({**SVOD, "Territoires": "Monde"}, {**SVOD, "Médias": "Tous"})
    assert messages(case(PAID, scales=scales)) == [
        "SVOD (France) relève de plusieurs barèmes de M1, lignes 5 et 6 : précisez média et territoire"
    ]


def test_a_row_that_covers_a_part_only_is_not_enough() -> None:
    office = case({**PAID, "Vente": "V9"}, scales=(SVOD,), Ventes=[V9], TermesVente=[T9])
    assert messages(office) == [
        "TV gratuite, SVOD (Belgique, France) n'a pas de barème dans M1, ou n'en a que pour une partie"
    ]


def test_a_contract_without_a_scale_has_no_account() -> None:
    office = case(PAID, scales=())
    assert unknown(office) == {"M1": ["M1 n'a aucune ligne dans Barèmes : la commission n'est pas connue"]}


def test_a_sale_of_several_works_asks_for_the_work() -> None:
    sale = {**V9, "Œuvres": "CRUE ; LAC"}
    office = case({**PAID, "Vente": "V9"}, Ventes=[sale], TermesVente=[T9])
    assert messages(office) == ["V9 vend plusieurs œuvres (CRUE et LAC) : indiquez celle que cet argent paie"]
    told = case({**PAID, "Vente": "V9", "Œuvre": "lac"}, Ventes=[sale], TermesVente=[T9])
    assert accounts(told, DAY).known["M1"].parts[0].pools[0].pool.work == "LAC"
    other = case({**PAID, "Vente": "V9", "Œuvre": "MER"}, Ventes=[sale], TermesVente=[T9])
    assert messages(other) == ["« MER » n'est pas une œuvre que V9 vend : CRUE et LAC"]


def test_what_the_sale_does_not_take_is_not_paid_for() -> None:
    office = case({**PAID, "Média": "DVD vente"})
    assert messages(office) == ["V1 ne vend pas CRUE pour « DVD vente »"]


def test_words_that_are_not_understood_are_said() -> None:
    (message,) = messages(case({**PAID, "Média": "SVODD"}))
    assert message.startswith("« SVODD » n'est pas défini")
    (message,) = messages(case({**PAID, "Territoire": "Syldavie"}))
    assert message.startswith("« Syldavie » n'est pas défini")


def test_a_sale_without_terms_asks_for_the_medium_and_the_territory() -> None:
    office = case({**PAID, "Vente": "V9"}, Ventes=[V9])
    assert messages(office) == [
        "V9 n'est pas lue pour CRUE (V9 n'a aucun terme dans Termes des ventes : ce qu'il couvre n'est pas connu) : "
        "corrigez-la, ou indiquez le média et le territoire que cet argent paie"
    ]
    told = case({**PAID, "Vente": "V9", "Média": "SVOD", "Territoire": "France"}, Ventes=[V9])
    assert accounts(told, DAY).known["M1"].receipts_cents == 100_000


def test_two_mandates_of_the_same_rights_ask_which() -> None:
    office = case(PAID, Mandats=[M2], TermesMandat=[T2])
    assert unknown(office) == {
        root: ["M1 et M2 donnent ce que V1 vend de CRUE : indiquez le mandat dont cet argent relève"]
        for root in ("M1", "M2")
    }
    told = case({**PAID, "Mandat": "M1"}, Mandats=[M2], TermesMandat=[T2])
    found = accounts(told, DAY).known
    assert (found["M1"].receipts_cents, found["M2"].receipts_cents) == (100_000, 0)


def test_rights_that_no_mandate_gives_ask_for_one() -> None:
    """No contract of the house is about the work: none of their accounts waits for it."""
    sale = {**V9, "Œuvres": "MER"}
    office = case({**PAID, "Vente": "V9"}, Oeuvres=[{"Œuvre": "MER"}], Ventes=[sale], TermesVente=[T9])
    assert messages(office) == [
        "aucun mandat ne donne ce que V9 vend de MER : indiquez celui dont cet argent relève"
    ]
    assert (unknown(office), royalty_book(office).roots) == ({}, {})


def test_a_mandate_that_gives_a_part_of_what_is_sold_is_not_enough() -> None:
    """M2 alone gives MER, in France; the sale is for France and Belgium."""
    tables = {
        "Oeuvres": [{"Œuvre": "MER"}],
        "Ventes": [{**V9, "Œuvres": "MER"}],
        "TermesVente": [T9],
        "Mandats": [{**M2, "Œuvres": "MER"}],
        "TermesMandat": [{**T2, "Territoires": "France"}],
    }
    office = case({**PAID, "Vente": "V9"}, **tables)
    assert unknown(office) == {
        "M2": ["aucun mandat ne donne ce que V9 vend de MER : indiquez celui dont cet argent relève"]
    }
    scales = (SCALE, {**SCALE, "Contrat": "M2"})
    told = case({**PAID, "Vente": "V9", "Territoire": "France"}, scales=scales, **tables)
    assert accounts(told, DAY).known["M2"].receipts_cents == 100_000


@pytest.mark.parametrize(
    ("mandate", "message"),
    [
        ("M9", "« M9 » n'est pas un mandat ni une cession de Mandats"),
        ("A1", "« A1 » n'est pas un mandat ni une cession de Mandats"),
        ("M2", "M2 ne concerne pas CRUE"),
    ],
)
def test_a_mandate_typed_gives_rights_on_the_work(mandate: str, message: str) -> None:
    authors = {**M2, "Contrat": "A1", "Nature": "Droits d'auteur"}
    office = case({**PAID, "Mandat": mandate}, Mandats=[{**M2, "Œuvres": "LAC"}, authors])
    assert messages(office) == [message]


def under(first: dict[str, Any], office: Office) -> Office:
    """The same office, its first row of terms of mandates changed."""
    rows = office["TermesMandat"]
    columns = {name: [value, *rows.column(name)[1:]] for name, value in first.items()}
    return office.with_rows("TermesMandat", rows.with_columns(columns))


def test_money_belongs_to_the_mandate_of_the_first_day_of_the_licence() -> None:
    """M1 ends on the eve of M2; the licence began under M1 and is paid under M2."""
    office = case(
        {**PAID, "Date": date(2026, 5, 1)}, Mandats=[M2], TermesMandat=[{**T2, "Début": date(2026, 1, 1)}]
    )
    found = accounts(under({"last_day": date(2025, 12, 31)}, office), DAY).known
    assert {root: account.receipts_cents for root, account in found.items()} == {"M1": 100_000, "M2": 0}


def test_a_licence_that_began_before_every_mandate_is_of_the_one_that_is_paid() -> None:
    office = case({**PAID, "Date": date(2026, 5, 1)})
    found = accounts(under({"first_day": date(2026, 1, 1)}, office), DAY).known
    assert found["M1"].receipts_cents == 100_000
    before = case(PAID)
    assert [*unknown(under({"first_day": date(2026, 1, 1)}, before))] == ["M1"]


def test_a_terminated_mandate_still_accounts_for_what_was_sold_under_it() -> None:
    office = case({**PAID, "Date": date(2026, 5, 1)})
    mandates = office["Mandats"].with_columns({"state": ["Résilié"], "termination_day": [date(2026, 1, 1)]})
    found = accounts(office.with_rows("Mandats", mandates), DAY)
    assert found.known["M1"].receipts_cents == 100_000


def test_an_amendment_is_accounted_for_with_its_contract() -> None:
    amendment = {
        **M2,
        "Contrat": "M1-A",
        "Avenant à": "M1",
        "Signé le": date(2026, 1, 1),
        "Œuvres": "CRUE ; LAC",
        "Cédant": "PROD",
    }
    cost = {
        "Contrat": "M1-A",
        "Œuvre": "CRUE",
        "Date": date(2026, 1, 1),
        "Montant HT": 100,
        "Opposable": "Oui",
    }
    found = accounts(case(PAID, Mandats=[amendment], Frais=[cost]), DAY).known
    assert [*found] == ["M1"]
    assert (found["M1"].receipts_cents, found["M1"].costs_cents) == (100_000, 10_000)


def test_a_mandate_that_is_not_read_leaves_the_accounts_of_its_works_unknown() -> None:
    office = case(PAID, Mandats=[{**M2, "Nature": "", "Statut": "Signé"}], TermesMandat=[T2])
    assert unknown(office) == {
        "M1": [
            "M2 n'est pas lu pour CRUE (M2 n'a pas de nature : donne-t-il des droits ou les limite-t-il ? Il n'est pas "
            "lu) : corrigez-le, ou indiquez le mandat dont cet argent relève"
        ]
    }
    told = case({**PAID, "Mandat": "M1"}, Mandats=[{**M2, "Nature": ""}], TermesMandat=[T2])
    assert unknown(told) == {}


def test_a_term_that_is_not_read_leaves_what_the_others_of_its_mandate_give() -> None:
    unread = {**T2, "Contrat": "M1", "Terme": "T9", "Médias": "SVODD"}
    office = case(PAID, TermesMandat=[unread])
    assert unknown(office) == {}


def test_a_collection_that_is_not_understood_counts_from_its_day_on() -> None:
    office = case({**PAID, "Média": "DVD vente"})
    assert unknown(office, date(2025, 3, 30)) == {}
    assert [*unknown(office, date(2025, 3, 31))] == ["M1"]
    undated = (
        case({**PAID, "Date": None})
        if False
        else case({name: PAID[name] for name in ("Vente", "Montant (devise)")})
    )
    assert unknown(undated, date(2024, 1, 1)) == {
        "M1": ["date vide : dans quelle période cet argent est arrivé n'est pas connu"]
    }


def test_the_currency_is_that_of_the_sale_where_none_is_typed() -> None:
    office = case({**PAID, "Vente": "V4", "Taux (€ pour 1)": 0.5})
    assert accounts(office, DAY).known["M1"].receipts_cents == 50_000
    for written in ("eur", "€", "Euros"):
        euros = case({**PAID, "Vente": "V4", "Devise": written})
        assert accounts(euros, DAY).known["M1"].receipts_cents == 100_000


def test_a_pending_amendment_of_a_sale_takes_nothing_yet() -> None:
    """An amendment in negotiation would add Belgium, where the scale is another."""
    amendment = {**V9, "Vente": "V1-A", "Avenant à": "V1", "Statut": "En négociation"}
    terms = {**T9, "Vente": "V1-A", "Médias": "SVOD"}
    office = case(PAID, scales=(SCALE, SVOD), Ventes=[amendment], TermesVente=[terms])
    assert accounts(office, DAY).known["M1"].commission_cents == 30_000


def test_a_crossed_contract_says_its_order_and_its_cap_on_any_of_its_rows() -> None:
    """1 000 € less 300: 700; the advance of 600 first, then 100 of the costs, whose cap is 200."""
    scales = (
        {**SCALE, "Croisement": "Oui"},
        {**SVOD, "Croisement": "Oui", "Ordre de récupération": "Avance puis frais", "Plafond frais": 200},
    )
    cost = {"Date": date(2025, 1, 1), "Montant HT": 500, "Opposable": "Oui", "Plafonné": "Oui"}
    office = case(PAID, scales=scales, Frais=[cost], Avances=[{"Montant": 600, "Versé le": date(2025, 1, 1)}])
    found = accounts(office, DAY).known["M1"]
    assert (found.advances_cents, found.costs_cents, found.over_cap_cents) == (60_000, 10_000, 30_000)


def test_a_holder_reads_the_works_that_he_shares_only() -> None:
    shares = [{"Œuvre": "LAC", "Rang": 1, "Ayant droit": "AUT", "Part": "1"}]
    office = case(PAID, {**PAID, "Vente": "V3"}, Repartitions=shares)
    found = accounts(office, DAY).known["M1"]
    assert {line.work for line in statement_lines(found, "AUT")} == {"LAC"}
    assert {line.work for line in statement_lines(found, "PROD")} == {"CRUE", ""}
    assert statement_lines(found, "SOF") == ()


def test_a_sale_of_an_unknown_work_leaves_the_accounts_of_its_money_unknown() -> None:
    """The work meant may be any: nobody is told that there is nothing to pay."""
    misspelt = {**V9, "Œuvres": "CRUEE"}
    office = case({**PAID, "Vente": "V9"}, Ventes=[misspelt], TermesVente=[T9])
    assert unknown(office)["M1"] == ["V9 vend « CRUEE », qui n'existe pas dans Œuvres : corrigez la vente"]


def test_a_sale_of_two_works_of_which_one_is_misspelt_pays_neither_until_told() -> None:
    misspelt = {**V9, "Œuvres": "CRUE ; LACC"}
    office = case({**PAID, "Vente": "V9"}, Ventes=[misspelt], TermesVente=[T9])
    assert "M1" in unknown(office)
    told = case({**PAID, "Vente": "V9", "Œuvre": "CRUE"}, Ventes=[misspelt], TermesVente=[T9])
    assert accounts(told, DAY).known["M1"].receipts_cents == 100_000


def test_a_mandate_of_an_unknown_work_has_no_account() -> None:
    mandate = {**M2, "Œuvres": "LAC ; MERE"}
    office = case(PAID, Mandats=[mandate], TermesMandat=[T2])
    (message,) = unknown(office)["M2"]
    assert message.startswith("« MERE » n'existe pas dans Œuvres")
    assert unknown(case(PAID, Mandats=[{**mandate, "Statut": "En négociation"}], TermesMandat=[T2])) == {}


@pytest.mark.parametrize("lost", ["Encaissements", "Frais", "Avances", "Repartitions", "Ventes", "Releves"])
def test_a_workbook_that_lost_a_tab_of_money_has_no_account(lost: str) -> None:
    office = replace(case(PAID), absent=frozenset({lost}))
    assert any("a été supprimé, ou sa table perdue" in message for message in unknown(office)["M1"])
    assert "M1" in accounts(replace(case(PAID), absent=frozenset({"Holdbacks", "Materiel"})), DAY).known


def test_money_of_a_day_to_come_is_said_and_is_in_no_account_yet() -> None:
    """A slip of the year would leave it out of every statement without a word."""
    today = case(PAID).today
    office = case(PAID, {**PAID, "Date": today}, {**PAID, "Date": today + timedelta(days=1)})
    (problem,) = royalty_book(office).problems
    assert problem.message.endswith("après aujourd'hui : ce montant ne compte pas encore")
    assert accounts(office, today).known["M1"].receipts_cents == 200_000


def test_a_sale_that_names_no_work_leaves_the_accounts_of_its_money_unknown() -> None:
    office = case({**PAID, "Vente": "V9"}, Ventes=[{**V9, "Œuvres": " ; "}], TermesVente=[T9])
    assert unknown(office)["M1"] == ["V9 ne vend aucune œuvre du catalogue"]
