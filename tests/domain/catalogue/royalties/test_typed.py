"""What is typed wrong in the money of the catalogue: one clear line each, and no account of the contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.catalogue.refreshed import catalogue_results
from postprod_xl.domain.catalogue.royalties.accounts import accounts, contracts_of
from postprod_xl.domain.catalogue.royalties.part import royalties_part
from postprod_xl.domain.office import Office
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.royalties.described import described

DAY = date(2027, 12, 31)
SCALE = {"Médias": "Tous", "Territoires": "Monde", "Taux commission": "25 %"}
SVOD = {"Médias": "SVOD", "Territoires": "France", "Taux commission": "30 %"}
CROSSED = {**SCALE, "Croisement": "Oui"}
PAID = {"Vente": "V1", "Date": date(2025, 3, 31), "Montant (devise)": 1000}
COST = {"Œuvre": "CRUE", "Date": date(2025, 2, 1), "Montant HT": 100, "Opposable": "Oui"}
ADVANCE = {"Œuvre": "CRUE", "Montant": 100, "Versé le": date(2025, 2, 1)}
WHOLE = {"Rang": 1, "Ayant droit": "PROD", "Part": "100 %"}
HALF = {"Rang": 1, "Ayant droit": "PROD", "Part": "1/2"}
AMENDMENT = {
    "Contrat": "M1-A",
    "Avenant à": "M1",
    "Nature": "Mandat de distribution",
    "Œuvres": "CRUE ; LAC",
    "Signé le": date(2026, 1, 1),
    "Statut": "Signé",
}
BASE = {"Assiette": "Net de frais"}


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


SCALES = [
    ([{**SCALE, "Taux commission": "0 %"}], "taux de 0 % : il faut plus de 0 % et au plus 100 %"),
    ([{**SCALE, "Taux commission": "101 %"}], "taux de 101 % : il faut plus de 0 % et au plus 100 %"),
    ([without(SCALE, "Taux commission")], "taux vide : la commission n'est pas connue"),
    ([{**SCALE, "Médias": ""}], "vide : indiquez un média ou un groupe"),
    ([{**SCALE, "Territoires": ""}], "vide : indiquez un pays ou un groupe"),
    (
        [{**SCALE, "Plafond frais": 100, "Plafond frais %": "10 %"}],
        "plafond en euros et en pourcentage sur la même ligne : gardez celui du contrat",
    ),
    (
        [{**SCALE, **BASE, "Ordre de récupération": "Avance puis frais"}],
        "« Avance puis frais » d'une commission sur « Net de frais » : les frais y passent avant elle",
    ),
    (
        [SCALE, {**SCALE, "Médias": "tous"}],
        "mêmes médias et territoires que la ligne 5 : lequel vaut n'est pas connu",
    ),
    (
        [SCALE, {**SVOD, "Croisement": "Oui"}],
        "M1 est croisé sur une ligne et pas sur une autre : il l'est en entier, ou pas",
    ),
    (
        [{**CROSSED, "Plafond frais": 100}, {**SVOD, "Croisement": "Oui", "Plafond frais": 200}],
        "M1 est croisé : il a un seul plafond, et cette ligne en dit un autre (plafond frais)",
    ),
    (
        [{**CROSSED, "Plafond frais": 100}, {**SVOD, "Croisement": "Oui", "Plafond frais %": "10 %"}],
        "M1 est croisé, son plafond est en euros sur une ligne et en % sur une autre",
    ),
    (
        [
            {**CROSSED, "Ordre de récupération": "Avance puis frais"},
            {**SVOD, "Croisement": "Oui", "Ordre de récupération": "Frais puis avance"},
        ],
        "M1 est croisé : il a un seul ordre, et cette ligne en dit un autre (ordre de récupération)",
    ),
    (
        [{**CROSSED, **BASE}, {**SVOD, **BASE, "Croisement": "Oui"}],
        "M1 est croisé : une commission sur « Net de frais » y a la même assiette et le même taux sur toutes ses "
        "lignes, ou la part de chacune n'est pas connue",
    ),
    (
        [{**SCALE, "Contrat": "M1-A"}],
        "M1-A est un avenant, qui garde le barème du premier contrat : écrivez M1",
    ),
]
COSTS = [
    (without(COST, "Montant HT"), "montant HT vide : ce qui reste à récupérer n'est pas connu"),
    (without(COST, "Date"), "date vide : ce qui reste à récupérer n'est pas connu"),
    (without(COST, "Œuvre"), "M1 n'est pas croisé et a plusieurs œuvres : indiquez laquelle, CRUE, LAC"),
    ({**COST, "Œuvre": "MER"}, "« MER » n'est pas une œuvre de M1 : CRUE, LAC"),
    (
        {**COST, "Plafonné": "Oui"},
        "plafonné, et le barème de M1 est sans plafond : ce qui se récupère n'est pas connu",
    ),
]
SHARES = [
    (
        [{**WHOLE, "Part": "50"}],
        "« 50 » n'est pas une part : écrivez une fraction (1/3) ou un pourcentage (33,5 %), en texte",
    ),
    ([HALF, HALF], "PROD est deux fois au rang 1 (ligne 5) : une seule part par rang"),
    ([{**WHOLE, "Œuvre": "MER"}], "« MER » n'est pas une œuvre de M1 : CRUE, LAC"),
    ([without(WHOLE, "Rang")], "rang vide : quand il partage n'est pas connu"),
    (
        [{**HALF, "Seuil": 100}, {**HALF, "Ayant droit": "AUT", "Seuil": 200}],
        "le rang 1 de M1 a deux seuils : un rang commence au même pour tous",
    ),
    (
        [{**WHOLE, "Seuil": 200}, {**WHOLE, "Rang": 2, "Seuil": 100}],
        "le seuil du rang 2 n'est pas plus haut que celui d'un rang d'avant : les seuils montent",
    ),
    (
        [{**WHOLE, "Seuil": 200}, {**WHOLE, "Rang": 2}, {**WHOLE, "Rang": 3, "Seuil": 200}],
        "le seuil du rang 3 n'est pas plus haut que celui d'un rang d'avant : les seuils montent",
    ),
    (
        [WHOLE, {**WHOLE, "Rang": 2, "Seuil": 0}],
        "le seuil du rang 2 n'est pas plus haut que celui d'un rang d'avant : les seuils montent",
    ),
    (
        [{**WHOLE, "Contrat": "M1-A"}],
        "M1-A est un avenant : la répartition est celle du premier contrat, écrivez M1",
    ),
]


def said(office: Office) -> list[str]:
    """The lines of the problems of the money, each of which is a reason for the account not to be known."""
    problems = royalties_part(office).problems
    assert all(problem.severity is Severity.WARNING for problem in problems)
    unknown = accounts(office, DAY).unknown["M1"]
    assert set(problems) == set(unknown)
    return [problem.message.replace("\u00a0", " ") for problem in problems]


@pytest.mark.parametrize(("scales", "message"), SCALES)
def test_a_scale_that_cannot_be_said_one_line(scales: list[dict[str, Any]], message: str) -> None:
    assert said(described({"Baremes": scales, "Mandats": [AMENDMENT]})) == [message]


@pytest.mark.parametrize(("cost", "message"), COSTS)
def test_a_cost_that_is_not_known_says_one_line(cost: dict[str, Any], message: str) -> None:
    assert said(described({"Baremes": [SCALE], "Frais": [cost]})) == [message]


def test_a_cost_of_a_medium_that_has_several_scales_asks_for_another() -> None:
    """A cost without a medium, then on SVOD: France has a scale of its own, the rest of the world another."""
    (message,) = said(described({"Baremes": [SCALE, SVOD], "Frais": [COST]}))
    assert (
        message
        == "M1 n'est pas croisé : indiquez un média qui n'a qu'un barème, parmi Tous, Monde ; SVOD, France"
    )
    (message,) = said(described({"Baremes": [SCALE, SVOD], "Frais": [{**COST, "Média": "SVOD"}]}))
    assert message.startswith("M1 n'est pas croisé")
    found = accounts(described({"Baremes": [SCALE, SVOD], "Frais": [{**COST, "Média": "TV"}]}), DAY)
    assert [pool.pool.work for pool in found.known["M1"].pools] == ["CRUE"]


def test_a_cost_that_is_not_the_holders_is_never_looked_at() -> None:
    office = described({"Baremes": [SCALE], "Frais": [without(COST, "Opposable", "Œuvre", "Montant HT")]})
    assert accounts(office, DAY).known["M1"].pools == []


def test_an_advance_without_an_amount_says_one_line() -> None:
    assert said(described({"Baremes": [SCALE], "Avances": [without(ADVANCE, "Montant")]})) == [
        "montant vide : ce qui reste à récupérer n'est pas connu"
    ]


def test_claims_without_a_scale_say_one_line() -> None:
    assert said(described({"Frais": [COST]})) == [
        "M1 n'a aucune ligne dans Barèmes : sur quoi cela se récupère n'est pas connu"
    ]


@pytest.mark.parametrize(("shares", "message"), SHARES)
def test_a_split_that_cannot_be_says_one_line(shares: list[dict[str, Any]], message: str) -> None:
    assert said(described({"Baremes": [SCALE], "Repartitions": shares, "Mandats": [AMENDMENT]})) == [message]


def test_a_crossed_contract_is_not_split_work_by_work() -> None:
    shares = [{**WHOLE, "Œuvre": "LAC"}]
    assert said(described({"Baremes": [CROSSED], "Repartitions": shares})) == [
        "M1 est croisé : ses œuvres n'ont qu'un net, qui ne se répartit pas œuvre par œuvre"
    ]


def test_a_contract_of_one_work_is_split_whether_its_rows_say_it_or_not() -> None:
    office = described({"Baremes": [CROSSED], "Repartitions": [{**WHOLE, "Œuvre": "CRUE"}]})
    mandates = office["Mandats"].with_columns({"works": ["CRUE"]})
    found = accounts(office.with_rows("Mandats", mandates), DAY)
    assert [part.work for part in found.known["M1"].parts] == [""]


def test_a_contract_without_a_grantor_or_a_split_says_one_line() -> None:
    office = described({"Baremes": [SCALE]})
    mandates = office["Mandats"].with_columns({"grantor": [""]})
    assert said(office.with_rows("Mandats", mandates)) == [
        "M1 n'a ni cédant ni répartition : à qui revient son net n'est pas connu"
    ]


def test_an_amendment_that_changes_the_grantor_asks_what_comes_to_each() -> None:
    moved = {**AMENDMENT, "Cédant": "SOF"}
    told = (
        "M1-A fait passer M1 de PROD à SOF : ce qui revient à chacun n'est pas connu ; écrivez dans Répartitions PROD "
        "au rang 1, puis SOF au rang 2, à partir du net acquis avant lui (seuil)"
    )
    money = {"Baremes": [SCALE], "Encaissements": [PAID]}
    office = described({**money, "Mandats": [moved]})
    assert said(office) == [told]
    assert [contracts_of(office, holder) for holder in ("PROD", "SOF")] == [("M1",), ("M1",)]
    pending = {**without(moved, "Signé le"), "Statut": "En négociation"}
    assert "M1" in accounts(described({**money, "Mandats": [pending]}), DAY).known
    ranks = [WHOLE, {**WHOLE, "Rang": 2, "Ayant droit": "SOF", "Seuil": 500}]
    account = accounts(described({**money, "Mandats": [moved], "Repartitions": ranks}), DAY).known["M1"]
    assert [account.share_cents(holder) for holder in ("PROD", "SOF")] == [50_000, 25_000]


def test_an_amendment_that_names_no_grantor_keeps_that_of_its_contract() -> None:
    office = described({"Baremes": [SCALE], "Encaissements": [PAID], "Mandats": [AMENDMENT]})
    assert accounts(office, DAY).known["M1"].share_cents("PROD") == 75_000


def test_a_rank_that_is_not_the_whole_is_a_blocking_finding_and_a_warning_of_its_cell() -> None:
    shares = [HALF, {**HALF, "Ayant droit": "AUT", "Part": "1/3"}]
    office = described({"Baremes": [SCALE], "Repartitions": shares, "Encaissements": [PAID]})
    part = royalties_part(office)
    (finding,), (problem,) = part.findings, part.problems
    assert (problem.severity, problem.found, problem.expected) == (Severity.WARNING, "1/2", "100 % par rang")
    assert (finding.rule, finding.severity, finding.contract) == ("DRT-16", Severity.BLOCKING, "M1")
    assert finding.message == "répartition à 5/6 au lieu de 100\u00a0% au rang 1 : PROD 1/2 et AUT 1/3"
    assert [problem.message for problem in accounts(office, DAY).unknown["M1"]] == [f"M1 : {finding.message}"]
    said_in_rows = catalogue_results(office).columns["Repartitions"].column("alert")
    assert said_in_rows == [f"Part : M1 : {finding.message}", f"DRT-16 : {finding.message}"]


def test_parts_that_are_not_understood_are_not_also_summed() -> None:
    office = described({"Repartitions": [{**HALF, "Part": "la moitié"}]})
    assert royalties_part(office).findings == []


def test_a_refresh_writes_the_euros_and_what_each_gets() -> None:
    """1 000 € and 500 € of a price of 2 000: 750 + 375, less 100 of advance, in halves."""
    office = described(
        {
            "Baremes": [SCALE],
            "Encaissements": [PAID, {**PAID, "Montant (devise)": 500, "Retenue à la source": 50}],
            "Avances": [ADVANCE, without(ADVANCE, "Versé le")],
            "Repartitions": [HALF, {**HALF, "Ayant droit": "AUT"}],
        }
    )
    sales = office["Ventes"].with_columns({"price": [2000, 100, 100, 100], "price_nature": ["Prix fixe"] * 4})
    columns = royalties_part(office.with_rows("Ventes", sales)).columns
    assert columns["Encaissements"].columns == {
        "gross_cents": [100_000, 50_000],
        "withholding_cents": [0, 5_000],
        "net_cents": [100_000, 45_000],
        "contract": ["M1", "M1"],
    }
    assert columns["Ventes"].column("collected_cents") == [150_000, 0, 0, 0]
    assert columns["Ventes"].column("outstanding") == [500, 100, 100, 100]
    assert columns["Avances"].columns == {"recouped_cents": [10_000, None], "balance_cents": [0, None]}
    # 1 450 - 362,50 - 100 = 987,50 : 493,75 each.
    assert columns["Repartitions"].column("received_cents") == [49_375, 49_375]


def test_what_is_dated_after_today_is_not_collected_yet() -> None:
    """Today is 31/01/2028."""
    paid = [{**PAID, "Date": date(2028, 1, 31)}, {**PAID, "Date": date(2028, 2, 1)}]
    office = described({"Baremes": [SCALE], "Encaissements": paid})
    columns = royalties_part(office).columns
    assert columns["Ventes"].column("collected_cents")[0] == 100_000
    assert columns["Encaissements"].column("gross_cents") == [100_000, 100_000]


def test_a_contract_whose_account_is_not_known_says_so_where_its_figures_would_stand() -> None:
    office = described(
        {
            "Baremes": [SCALE],
            "Encaissements": [{**PAID, "Vente": "V4"}],
            "Avances": [ADVANCE],
            "Repartitions": [WHOLE],
        }
    )
    columns = catalogue_results(office).columns
    why = "montant en USD sans taux : le montant en euros n'est pas connu"
    assert columns["Encaissements"].column("gross_cents") == [None]
    assert columns["Avances"].column("balance_cents") == [None]
    assert columns["Repartitions"].column("received_cents") == [None]
    assert columns["Avances"].column("alert") == [f"non connu : {why}"]
    assert columns["Repartitions"].column("alert") == [f"non connu : {why}"]
    assert f"compte de M1 non connu : {why}" in columns["Mandats"].column("alert")[0]


def test_the_contracts_of_a_holder_are_those_he_shares_known_or_not() -> None:
    office = described({"Repartitions": [{**HALF, "Ayant droit": "AUT"}]})
    assert contracts_of(office, "AUT") == ("M1",)
    assert contracts_of(office, "PROD") == ()
    assert contracts_of(described({}), "PROD") == ("M1",)
