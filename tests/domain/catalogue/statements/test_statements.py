"""The statement of a holder: what it says of a period, what it owes, and what refuses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.schema.catalogue_vocabulary import StatementSection
from tests.domain.catalogue.statements.houses import (
    HOLDERS,
    MANDATE,
    SALE,
    SALE_TERM,
    SCALE,
    TERM,
    TODAY,
    WORK,
    after_stating,
    collected,
    drafted,
    due_terms,
    ledgered,
    refused,
    rights_house,
    shared,
    stated,
    with_more,
)
from tests.domain.offices import table_rows

TAX = Decimal("0.125")
IN_S1, IN_S2, IN_2027 = date(2026, 3, 1), date(2026, 9, 1), date(2027, 1, 15)
TWO = [collected("E1", date(2025, 6, 1), 1000), collected("E2", IN_S1, 2000)]


def figures(document, section: StatementSection) -> list[tuple[str, int, int, int]]:
    [contract] = document.contracts
    return [
        (line.label, line.prior_cents, line.period_cents, line.cumulative_cents)
        for line in contract.of(section)
    ]


def messages(problems) -> list[str]:
    return [problem.message for problem in problems]


def test_a_first_statement_recomputes_what_came_before_and_does_not_owe_it():
    # 25 % of 1 000 and of 2 000 are kept: 750 before the period, 1 500 in it.
    document = stated(rights_house(Encaissements=TWO), "MOLE", "2026-S1").document
    share = document.share
    assert (share.prior_cents, share.period_cents, share.cumulative_cents) == (75_000, 150_000, 225_000)
    assert document.due_cents == 150_000
    assert document.contracts[0].notes == (
        "Aucun relevé antérieur au registre pour ce contrat : l'antérieur est recalculé au 31/12/2025 ; la part qui y "
        "est (750,00\u00a0€) n'est pas dans le montant dû.",
    )


def test_each_section_goes_from_what_was_collected_to_the_part_of_the_holder():
    house = rights_house(
        Encaissements=TWO,
        Frais=[
            {
                "cost": "F1", "contract": "M1", "label": "Affiche", "day": IN_S1, "amount_cents": 30_000,
                "is_opposable": True,
            }
        ],
        Avances=[
            {
                "advance": "A1", "contract": "M1", "nature": "Minimum garanti", "amount_cents": 500_000,
                "paid_day": date(2024, 4, 1),
            }
        ],
    )  # fmt: skip
    document = stated(house, "MOLE", "2026-S1").document
    sums = {
        section: (
            document.contracts[0].total(section).prior_cents,
            document.contracts[0].total(section).period_cents,
        )
        for section in StatementSection
    }
    # 750 recouped of 5 000 before; 2 000 less 500 less 300 in the period: 1 200 recouped, nothing left.
    assert sums[StatementSection.RECEIPTS] == (100_000, 200_000)
    assert sums[StatementSection.COMMISSION] == (-25_000, -50_000)
    assert sums[StatementSection.COSTS] == (0, -30_000)
    assert sums[StatementSection.ADVANCES] == (-75_000, -120_000)
    assert sums[StatementSection.NET] == sums[StatementSection.SHARE] == (0, 0)
    assert (document.due_cents, document.due_label) == (0, "Rien à payer")
    [advance] = document.contracts[0].advances
    assert (advance.amount_cents, advance.recouped_cents, advance.balance_cents) == (
        500_000,
        195_000,
        305_000,
    )


def test_what_comes_before_a_period_is_what_the_last_statement_said():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    house = with_more(house, Encaissements=[collected("E3", IN_S2, 400)])
    document = stated(house, "MOLE", "2026-S2").document
    assert figures(document, StatementSection.SHARE) == [("Rang 1, part 100 %", 225_000, 30_000, 255_000)]
    assert document.contracts[0].notes == ()
    assert due_terms(document) == {"Part sur la période": 30_000}


def test_a_late_collection_of_a_stated_period_is_an_adjustment_once():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    house = with_more(house, Encaissements=[collected("E3", IN_S1, 800), collected("E4", IN_S2, 400)])
    second = stated(house, "MOLE", "2026-S2")
    assert figures(second.document, StatementSection.SHARE) == [
        ("Rang 1, part 100 %", 225_000, 30_000, 255_000),
        ("Régularisation : Rang 1, part 100 %", 0, 60_000, 60_000),
    ]
    assert figures(second.document, StatementSection.COMMISSION) == [
        ("25 % : Tous, Monde", -75_000, -10_000, -85_000),
        ("Régularisation : 25 % : Tous, Monde", 0, -20_000, -20_000),
    ]
    assert second.document.due_cents == 90_000
    [note] = second.document.contracts[0].notes
    assert note.startswith("Les régularisations portent sur des jours d'avant la période")
    assert "600,00\u00a0€ sur votre part" in note
    # The next one has both in what came before, and nothing to adjust.
    third = stated(ledgered(house, second), "MOLE", "2027-01").document
    assert figures(third, StatementSection.SHARE) == [("Rang 1, part 100 %", 315_000, 0, 315_000)]
    assert third.contracts[0].notes == ()


def test_nothing_due_is_a_statement_too():
    document = stated(rights_house(), "MOLE", "2026-S1").document
    assert (document.number, document.due_cents, document.due_label) == ("REL-2027-0001", 0, "Rien à payer")
    assert figures(document, StatementSection.SHARE) == [("Rang 1, part 100 %", 0, 0, 0)]


def test_what_is_overpaid_is_deducted_from_the_next_statements_until_it_is_made_up_for():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    house = with_more(house, Encaissements=[collected("E3", date(2026, 7, 2), -1200)])
    third = stated(house, "MOLE", "2026-T3")
    # 900 are to come back: 25 % of the 1 200 refunded was a commission.
    assert (third.document.due_cents, third.document.carried_cents) == (0, 90_000)
    house = with_more(ledgered(house, third), Encaissements=[collected("E4", date(2026, 10, 5), 400)])
    fourth = stated(house, "MOLE", "2026-T4")
    assert due_terms(fourth.document) == {
        "Part sur la période": 30_000,
        f"Trop-perçu du relevé {third.document.number}": -90_000,
        "Trop-perçu porté au prochain relevé": 60_000,
    }
    house = with_more(ledgered(house, fourth), Encaissements=[collected("E5", IN_2027, 2000)])
    last = stated(house, "MOLE", "2027-01").document
    assert (last.due_cents, last.carried_cents) == (90_000, 0)


def test_what_is_withheld_is_a_part_of_what_is_paid():
    holders = [{**HOLDERS[0], "withholding_rate": TAX, "withholding_source": "convention"}]
    document = stated(rights_house(Encaissements=TWO, AyantsDroit=holders), "MOLE", "2026-S1").document
    # 12,5 % of 1 500.
    assert due_terms(document) == {
        "Part sur la période": 150_000,
        "Retenue à la source (12,5\u00a0%)": -18_750,
    }
    assert (document.withholding_cents, document.due_cents) == (18_750, 131_250)
    assert "Retenue à la source sur ce qui vous est versé : convention." in document.mentions


def test_a_correction_says_that_it_does_not_put_right_what_was_withheld():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    assert not stated(house, "MOLE", "", corrects="REL-2027-0001").problems
    taxed = house.with_rows(
        "AyantsDroit", table_rows("AyantsDroit", [{**HOLDERS[0], "withholding_rate": TAX}])
    )
    corrected = stated(taxed, "MOLE", "", corrects="REL-2027-0001")
    assert (corrected.document.due_cents, corrected.document.withholding_cents) == (0, 0)
    assert messages(corrected.problems) == [
        "REL-2027-0001 a retenu 0,00\u00a0€, le taux d'aujourd'hui retiendrait 187,50\u00a0€ : la correction ne "
        "reprend pas cette retenue, réglez la différence à part"
    ]
    assert not stated(taxed, "MOLE", "2026-S2").problems


def test_earlier_statements_not_paid_are_recalled_and_not_added():
    house = rights_house(Encaissements=[*TWO, collected("E3", IN_S2, 400)])
    first = stated(house, "MOLE", "2026-S1")
    unpaid = stated(ledgered(house, first), "MOLE", "2026-S2").document
    assert [(each.number, each.cents) for each in unpaid.unpaid] == [("REL-2027-0001", 150_000)]
    assert unpaid.due_cents == 30_000
    in_part = ledgered(house, first, paid_day=TODAY, paid_cents=100_000)
    assert [each.cents for each in stated(in_part, "MOLE", "2026-S2").document.unpaid] == [50_000]
    paid = ledgered(house, first, paid_day=TODAY)
    assert stated(paid, "MOLE", "2026-S2").document.unpaid == ()


def test_the_holders_of_a_contract_share_its_net_to_the_cent():
    house = rights_house(
        Encaissements=[collected("E1", IN_S1, "133.34")],
        Repartitions=shared(("MOLE", "1/3"), ("DAUMAS", "1/3"), ("SOF", "1/3")),
    )
    # 133,34 less 33,34 (33,335): 100,00 in three.
    parts = [
        stated(house, holder, "2026-S1").document.share.period_cents for holder in ("MOLE", "DAUMAS", "SOF")
    ]
    assert parts == [3334, 3333, 3333]


def test_a_holder_reads_his_own_part_alone_and_a_grantor_without_one_reads_the_account():
    house = rights_house(Encaissements=TWO, Repartitions=shared(("DAUMAS", "60 %"), ("SOF", "40 %")))
    own = stated(house, "DAUMAS", "2026-S1").document
    assert figures(own, StatementSection.SHARE) == [("Rang 1, part 60 %", 45_000, 90_000, 135_000)]
    grantor = stated(house, "MOLE", "2026-S1").document
    assert figures(grantor, StatementSection.NET) == [("Net à répartir", 75_000, 150_000, 225_000)]
    assert figures(grantor, StatementSection.SHARE) == []
    assert "Ce contrat ne vous attribue aucune part" in grantor.contracts[0].notes[-1]


def test_a_part_taken_away_since_it_was_stated_is_adjusted():
    house = rights_house(Encaissements=TWO, Repartitions=shared(("MOLE", "50 %"), ("SOF", "50 %")))
    house = after_stating(house, "SOF", "2026-S1")
    alone = rights_house(Encaissements=TWO)
    house = house.with_rows("Repartitions", alone["Repartitions"])
    document = stated(house, "SOF", "2026-S2").document
    assert figures(document, StatementSection.SHARE) == [
        ("Rang 1, part 50 %", 112_500, 0, 112_500),
        ("Régularisation : Rang 1, part 50 %", 0, -112_500, -112_500),
    ]
    assert (document.due_cents, document.carried_cents) == (0, 112_500)
    assert document.contracts[0].notes[-1] == (
        "Ce contrat ne vous attribue aucune part : il vous est rendu parce qu'un relevé antérieur en rendait compte."
    )


MORE = {
    "Oeuvres": [{"work": "LAC", "title": "Le Lac", "type": "Film de cinéma"}],
    "Mandats": [{**MANDATE, "contract": "M2", "works": "LAC"}],
    "TermesMandat": [{**TERM, "contract": "M2"}],
    "Baremes": [{**SCALE, "contract": "M2"}],
    "Ventes": [{**SALE, "sale": "V2", "works": "LAC"}],
    "TermesVente": [{**SALE_TERM, "sale": "V2"}],
}
"""A second contract of MOLE, and its sale."""


def test_a_contract_typed_after_a_statement_owes_what_was_collected_of_it_since_the_ledger_began():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1", "2026-S2")
    paid = [(date(2025, 11, 1), 4000), (IN_S1, 800), (IN_S2, 400), (IN_2027, 100)]
    late = [collected(f"L{day}", day, amount, sale="V2") for day, amount in paid]
    house = with_more(house, **MORE, Encaissements=late)
    document = stated(house, "MOLE", "2027-01").document
    new = document.contracts[1].total(StatementSection.SHARE)
    assert (new.prior_cents, new.period_cents) == (300_000, 60_000 + 30_000 + 7_500)
    assert document.due_cents == 97_500
    assert document.contracts[1].notes == (
        "Aucun relevé antérieur au registre pour ce contrat : l'antérieur est recalculé au 31/12/2025 ; la part qui y "
        "est (3\u00a0000,00\u00a0€) n'est pas dans le montant dû.",
        "Les régularisations portent sur des jours d'avant la période, connus ou changés depuis REL-2027-0002 : "
        "900,00\u00a0€ sur votre part.",
    )
    corrected = stated(house, "MOLE", "", corrects="REL-2027-0002").document
    assert corrected.due_cents == 90_000


def test_a_part_given_to_another_after_both_were_stated_is_taken_and_given_to_the_cent():
    house = with_more(rights_house(Encaissements=[collected("E1", IN_S1, 2000)]), **MORE)
    house = with_more(house, Repartitions=[{**shared(("SOF", "1"))[0], "contract": "M2"}])
    house = after_stating(after_stating(house, "MOLE", "2026-S1"), "SOF", "2026-S1")
    house = with_more(house, Repartitions=shared(("MOLE", "1/3"), ("SOF", "2/3")))
    shares = [stated(house, holder, "2026-S2").document.share.period_cents for holder in ("MOLE", "SOF")]
    assert shares == [-100_000, 100_000]


def test_a_correction_replaces_the_last_statement_and_owes_the_difference():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2025", "2026-S1")
    house = with_more(house, Encaissements=[collected("E3", IN_S1, 800)])
    issued = stated(house, "MOLE", "", corrects="REL-2027-0002")
    document = issued.document
    assert (document.number, document.period, document.corrects) == (
        "REL-2027-0003",
        "2026-S1",
        "REL-2027-0002",
    )
    assert (document.share.prior_cents, document.share.period_cents) == (75_000, 210_000)
    assert due_terms(document) == {
        "Part sur la période": 210_000,
        "Déjà dû par le relevé REL-2027-0002": -150_000,
    }
    # It stands in the place of the one it replaces: the next begins where it ends.
    after = stated(ledgered(house, issued), "MOLE", "2026-S2").document
    assert after.share.prior_cents == 285_000


def test_a_correction_of_the_first_statement_owes_what_is_found_late_of_the_days_before_it():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    house = with_more(house, Encaissements=[collected("E3", date(2025, 9, 1), 400)])
    document = stated(house, "MOLE", "", corrects="REL-2027-0001").document
    assert (document.share.prior_cents, document.due_cents) == (75_000, 30_000)
    assert document.contracts[0].notes == (
        "Aucun relevé antérieur au registre pour ce contrat : l'antérieur est repris de REL-2027-0001 ; la part qui y "
        "est (750,00\u00a0€) n'est pas dans le montant dû.",
        "Les régularisations portent sur des jours d'avant la période, connus ou changés depuis REL-2027-0001 : "
        "300,00\u00a0€ sur votre part.",
    )
    assert stated(house, "MOLE", "2026-S2").document.due_cents == 30_000


def test_a_contract_that_is_no_longer_his_stands_in_the_correction_of_the_first_statement():
    house = rights_house(Encaissements=TWO, Repartitions=shared(("MOLE", "50 %"), ("SOF", "50 %")))
    house = after_stating(house, "SOF", "2026-S1")
    house = house.with_rows("Repartitions", rights_house()["Repartitions"])
    document = stated(house, "SOF", "", corrects="REL-2027-0001").document
    assert due_terms(document) == {
        "Part sur la période": -37_500,
        "Déjà dû par le relevé REL-2027-0001": -75_000,
        "Trop-perçu porté au prochain relevé": 112_500,
    }


def test_a_correction_downwards_carries_what_was_stated_too_much():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2025", "2026-S1")
    less = rights_house(Encaissements=[TWO[0], collected("E2", IN_S1, 1200)])
    house = house.with_rows("Encaissements", less["Encaissements"])
    first = stated(house, "MOLE", "", corrects="REL-2027-0002")
    assert (first.document.due_cents, first.document.carried_cents) == (0, 60_000)
    # Corrected again, all that was stated of the period is deducted, and what was carried counts no more.
    house = ledgered(house, first).with_rows(
        "Encaissements", rights_house(Encaissements=TWO)["Encaissements"]
    )
    again = stated(house, "MOLE", "", corrects="REL-2027-0003").document
    assert (again.due_cents, again.carried_cents) == (0, 0)


def test_a_correction_of_another_statement_than_the_last_is_refused():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1", "2026-S2")
    [earlier] = messages(refused(house, "MOLE", "", corrects="REL-2027-0001"))
    assert (
        "REL-2027-0001 n'est plus le dernier relevé de MOLE, REL-2027-0002 rend compte après lui" in earlier
    )
    [other] = messages(refused(house, "DAUMAS", "", corrects="REL-2027-0001"))
    assert other.startswith("REL-2027-0001 n'est pas un relevé de DAUMAS")
    [period] = messages(refused(house, "MOLE", "2026-S1", corrects="REL-2027-0002"))
    assert "une correction garde sa période" in period
    house = ledgered(house, stated(house, "MOLE", "", corrects="REL-2027-0002"))
    [again] = messages(refused(house, "MOLE", "", corrects="REL-2027-0002"))
    assert "REL-2027-0002 est déjà remplacé par REL-2027-0003" in again


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (
            "2026-S1",
            "2026-S1 est déjà rendu à MOLE par REL-2027-0001 : « --correct REL-2027-0001 » le remplace",
        ),
        ("2026", "REL-2027-0001 rend compte à MOLE jusqu'au 30/06/2026 : 2026 (du 01/01/2026 au 31/12/2026)"),
        ("2026-T2", "REL-2027-0001 rend compte à MOLE jusqu'au 30/06/2026 : 2026-T2"),
        (
            "2025",
            "2025 est avant REL-2027-0001, le premier relevé de MOLE (2026-S1) : il y est compris dans l'antérieur, "
            "hors du montant dû",
        ),
        ("2026-S3", "« 2026-S3 » n'est pas une période"),
    ],
)
def test_a_period_stated_already_or_that_is_none_is_refused(period: str, said: str):
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    [message] = messages(refused(house, "MOLE", period))
    assert message.startswith(said)


def test_days_that_moved_and_were_not_stated_refuse_the_next_period_and_name_the_one_to_issue_first():
    house = after_stating(rights_house(Encaissements=[*TWO, collected("E3", IN_S2, 400)]), "MOLE", "2026-S1")
    [message] = messages(refused(house, "MOLE", "2027-01"))
    assert message == (
        "des mouvements du 01/07/2026 au 31/12/2026 ne sont dans aucun relevé de MOLE, dont le dernier est "
        "REL-2027-0001 (2026-S1) : émettez d'abord 2026-S2 (du 01/07/2026 au 31/12/2026)"
    )


def test_days_without_movement_may_be_left_out():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    house = with_more(house, Encaissements=[collected("E3", IN_2027, 400)])
    document = stated(house, "MOLE", "2027-01").document
    assert (document.share.prior_cents, document.due_cents) == (225_000, 30_000)


def test_a_cost_that_a_person_calls_an_adjustment_is_known_again_by_the_next_statement():
    cost = {
        "cost": "F1", "contract": "M1", "work": "CRUE", "label": "Régularisation : labo", "day": IN_S1,
        "amount_cents": 10_000, "is_opposable": True,
    }  # fmt: skip
    house = after_stating(rights_house(Encaissements=TWO, Frais=[cost]), "MOLE", "2026-S1")
    document = stated(house, "MOLE", "2026-S2").document
    assert figures(document, StatementSection.COSTS) == [("labo (F1)", -10_000, 0, -10_000)]


def test_what_moved_later_of_days_left_out_is_adjusted_by_the_next_statement_or_by_a_correction():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-T1", "2026-T3")
    house = with_more(house, Encaissements=[collected("E3", date(2026, 5, 1), 400)])
    [message] = messages(refused(house, "MOLE", "2026-T2"))
    assert message == (
        "2026-T2 est avant REL-2027-0002, qui rend compte à MOLE après lui : ce qui y a changé sera une régularisation "
        "du prochain relevé"
    )
    assert stated(house, "MOLE", "2026-T4").document.due_cents == 30_000
    corrected = stated(house, "MOLE", "", corrects="REL-2027-0002").document
    assert (corrected.due_cents, corrected.share.prior_cents) == (30_000, 225_000)


def test_the_works_that_an_amendment_adds_are_named_with_those_of_the_contract():
    more = {
        **MANDATE,
        "contract": "M1-A",
        "root": "M1",
        "works": "CRUE ; LAC",
        "signature_day": date(2025, 1, 1),
    }
    more["grantor"] = ""
    house = rights_house(
        Oeuvres=[WORK, {"work": "LAC", "title": "Le Lac", "type": "Film de cinéma"}],
        Mandats=[MANDATE, more],
        Encaissements=TWO,
        Repartitions=shared(("SOF", "1")),
    )
    [contract] = stated(house, "MOLE", "2026-S1").document.contracts
    assert contract.works == ("La Crue", "Le Lac")


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"Baremes": []}, "M1"),
        ({"Repartitions": shared(("MOLE", "1/3"), ("SOF", "1/3"))}, "100"),
        ({"Encaissements": [collected("E1", IN_S1, 100, currency="USD")]}, "USD"),
        ({"Encaissements": [collected("E1", IN_S1, 100, sale="V9")]}, "V9"),
        ({"Mandats": [{**MANDATE, "state": ""}]}, ""),
        (
            {
                "Baremes": [
                    SCALE,
                    {**SCALE, "media": "SVOD", "territories": "France", "commission_rate": None},
                ]
            },
            "",
        ),
    ],
    ids=["no scale", "shares", "currency", "sale", "state", "rate"],
)
def test_a_figure_that_is_not_known_refuses_the_statement_by_name(tables: dict, said: str):
    problems = refused(rights_house(**{"Encaissements": TWO, **tables}), "MOLE", "2026-S1")
    assert problems
    assert said in " ".join(messages(problems))
    assert all("\n" not in problem.message for problem in problems)


def test_a_movement_without_a_day_refuses_the_statement():
    [problem] = refused(rights_house(Encaissements=[collected("E1", None, 100)]), "MOLE", "2026-S1")
    assert problem.table == "Encaissements"


def test_a_fault_of_another_contract_refuses_nothing():
    other = {**MANDATE, "contract": "M2", "works": "PORT", "grantor": "SOF"}
    house = rights_house(
        Oeuvres=[{"work": "CRUE", "title": "La Crue"}, {"work": "PORT"}],
        Mandats=[MANDATE, other],
        TermesMandat=[TERM, {**TERM, "contract": "M2", "media": "Tou"}],
        Encaissements=TWO,
    )
    assert stated(house, "MOLE", "2026-S1").document.due_cents == 150_000


def test_a_holder_who_is_unknown_or_has_no_contract_is_refused():
    assert messages(refused(rights_house(), "MOLLE", "2026-S1")) == [
        "« MOLLE » n'est pas dans Ayants droit ; vouliez-vous dire « MOLE » ?"
    ]
    [message] = messages(refused(rights_house(), "SOF", "2026-S1"))
    assert message.startswith("SOF n'est le cédant d'aucun mandat signé et n'a part à aucun")


def test_a_contract_that_was_stated_and_is_gone_refuses_the_next_statement():
    house = after_stating(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    house = house.with_rows("Mandats", rights_house(Mandats=[{**MANDATE, "contract": "M9"}])["Mandats"])
    said = " ".join(messages(refused(house, "MOLE", "2026-S2")))
    assert "le contrat M1, dont le dernier relevé rend compte, n'est plus un mandat signé" in said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 6, 30), "2026-S1 finit le 30/06/2026"),
        (date(2026, 2, 1), "2026-S1 finit le 30/06/2026"),
        (date(2037, 7, 1), "à plus de dix ans d'aujourd'hui"),
    ],
)
def test_a_day_before_the_end_of_the_period_or_far_away_is_refused(day: date, said: str):
    assert said in messages(refused(rights_house(), "MOLE", "2026-S1", day))[0]


def test_a_day_before_the_last_statement_of_anyone_is_refused():
    house = after_stating(
        rights_house(Repartitions=shared(("MOLE", "1/2"), ("SOF", "1/2"))), "SOF", "2026-S1"
    )
    [message] = messages(refused(house, "MOLE", "2026-S1", date(2027, 2, 1)))
    assert message == "daté du 01/02/2027, avant le dernier relevé émis, du 01/03/2027"


def test_numbers_follow_each_other_whoever_they_are_for_and_begin_again_with_the_year():
    house = rights_house(Repartitions=shared(("MOLE", "1/2"), ("SOF", "1/2")))
    house = ledgered(house, stated(house, "MOLE", "2025", date(2026, 2, 1)))
    house = ledgered(house, stated(house, "SOF", "2025", date(2026, 2, 1)))
    house = ledgered(house, stated(house, "SOF", "2026", date(2027, 1, 5)))
    assert house["Releves"].column("number") == ["REL-2026-0001", "REL-2026-0002", "REL-2027-0001"]


def test_a_draft_has_no_number_and_says_what_would_refuse_it():
    house = rights_house(today=date(2026, 6, 1), Encaissements=TWO)
    document = drafted(house, "MOLE", "2026-S1")
    assert (document.number, document.is_draft, document.due_cents) == ("", True, 150_000)


def test_the_statement_of_an_author_names_his_article_and_that_of_a_sofica_none():
    house = rights_house(Repartitions=shared(("DAUMAS", "1/2"), ("SOF", "1/2")))
    said = {holder: " ".join(drafted(house, holder, "2026").mentions) for holder in ("DAUMAS", "SOF", "MOLE")}
    assert "L. 132-28" in said["DAUMAS"] and "L. 213-28" not in said["DAUMAS"]
    assert "art. L." not in said["SOF"]
    assert "L. 213-28" in said["MOLE"]


def test_a_statement_made_twice_is_the_same():
    house = rights_house(Encaissements=TWO)
    first, second = (stated(house, "MOLE", "2026-S1") for _ in range(2))
    assert first.document == second.document
    assert (first.statement, first.lines) == (second.statement, second.lines)


def test_the_rows_of_the_ledger_say_what_the_document_says():
    issued = stated(rights_house(Encaissements=TWO), "MOLE", "2026-S1")
    [row] = issued.statement.records
    assert (row.number, row.holder, row.name, row.period) == (
        "REL-2027-0001",
        "MOLE",
        "Films du Môle",
        "2026-S1",
    )
    assert (row.prior_cents, row.period_cents, row.cumulative_cents, row.due_cents) == (
        75_000,
        150_000,
        225_000,
        150_000,
    )
    assert row.state in ("", None)
    lines = issued.lines.records
    assert [line.rank for line in lines] == [*range(1, len(lines) + 1)]
    assert [line.label for line in lines if line.section == StatementSection.DUE] == ["Part sur la période"]


def test_a_sale_terminated_since_still_accounts_for_what_it_paid():
    gone = {**SALE, "state": "Résilié", "termination_day": date(2026, 5, 1)}
    document = stated(rights_house(Encaissements=TWO, Ventes=[gone]), "MOLE", "2026-S1").document
    assert document.due_cents == 150_000


def test_the_party_without_a_name_is_to_be_filled_in():
    document = drafted(rights_house(AyantsDroit=[{"holder": "MOLE"}]), "MOLE", "2026")
    assert replace(document.payee, country="") == document.payee
    assert document.payee.name == document.payee.street == "à compléter"


def test_commission_capped_costs_advance_and_thirds_over_three_periods():
    """A hand case, in euros, cumulative.

    ============================  =======  ========  ========
    end of                        2025-S1   2025-S2   2026-S1
    ============================  =======  ========  ========
    collected, net of tax held     900,00  1 400,00  3 400,00
    commission, 25 %               225,00    350,00    850,00
    costs 400, cap of 20 %         180,00    280,00    400,00
    guarantee of 300               300,00    300,00    300,00
    net                            195,00    470,00  1 850,00
    first third                     65,00    156,67    616,67
    ============================  =======  ========  ========
    """
    cost = {
        "cost": "F1", "contract": "M1", "label": "Marché", "day": date(2025, 2, 1), "amount_cents": 40_000,
        "is_opposable": True, "is_capped": True,
    }  # fmt: skip
    advance = {
        "advance": "A1", "contract": "M1", "nature": "Minimum garanti", "amount_cents": 30_000,
        "paid_day": date(2025, 1, 1),
    }  # fmt: skip
    house = rights_house(
        Baremes=[{**SCALE, "cost_cap_rate": Decimal("0.2")}],
        Frais=[cost],
        Avances=[advance],
        Repartitions=shared(("MOLE", "1/3"), ("DAUMAS", "1/3"), ("SOF", "1/3")),
        Encaissements=[
            collected("E1", date(2025, 3, 1), 1000, withholding=Decimal(100)),
            collected("E2", date(2025, 9, 1), 500),
            collected("E3", date(2026, 3, 1), 2000),
        ],
    )
    stated_cents = []
    for period in ("2025-S1", "2025-S2", "2026-S1"):
        issued = stated(house, "MOLE", period)
        [contract] = issued.document.contracts
        sections = (
            contract.total(section) for section in StatementSection if section != StatementSection.DUE
        )
        stated_cents.append([(each.cumulative_cents, each.remaining_cents) for each in sections])
        house = ledgered(house, issued)
    no = None
    assert stated_cents == [
        [(100_000, no), (-10_000, no), (-22_500, no), (-18_000, 22_000), (-30_000, 0), (19_500, no), (6_500, no)],
        [(150_000, no), (-10_000, no), (-35_000, no), (-28_000, 12_000), (-30_000, 0), (47_000, no), (15_667, no)],
        [(350_000, no), (-10_000, no), (-85_000, no), (-40_000, 0), (-30_000, 0), (185_000, no), (61_667, no)],
    ]  # fmt: skip
    assert house["Releves"].column("due_cents") == [6_500, 9_167, 46_000]


def test_nothing_is_withheld_of_what_is_not_paid_and_a_correction_deducts_what_was_stated_before_the_withholding():
    held = [{**HOLDERS[0], "withholding_rate": Decimal("0.1")}]
    house = after_stating(rights_house(Encaissements=TWO, AyantsDroit=held), "MOLE", "2026-S1")
    more = with_more(house, Encaissements=[collected("E3", IN_S1, 800)])
    corrected = stated(more, "MOLE", "", corrects="REL-2027-0001").document
    # 600 more, of which 60 are withheld.
    assert due_terms(corrected) == {
        "Part sur la période": 210_000,
        "Déjà dû par le relevé REL-2027-0001": -150_000,
        "Retenue à la source (10\u00a0%)": -6_000,
    }
    refunded = with_more(house, Encaissements=[collected("E3", IN_S2, -800)])
    document = stated(refunded, "MOLE", "2026-S2").document
    assert (document.withholding_cents, document.due_cents, document.carried_cents) == (0, 0, 60_000)


def test_what_of_the_net_nobody_gets_and_what_of_the_costs_the_house_bears_is_said():
    cost = {
        "cost": "F1", "contract": "M1", "label": "Marché", "day": IN_S1, "amount_cents": 40_000, "is_opposable": True,
        "is_capped": True,
    }  # fmt: skip
    house = rights_house(
        Baremes=[{**SCALE, "cost_cap_cents": 10_000}],
        Encaissements=TWO,
        Frais=[cost],
        Repartitions=[{**shared(("MOLE", "100 %"))[0], "threshold_cents": 100_000}],
    )
    said = " ".join(stated(house, "MOLE", "2026-S1").document.contracts[0].notes)
    assert "1\u00a0000,00\u00a0€ du net cumulé ne reviennent à personne" in said
    assert "300,00\u00a0€ de frais dépassent le plafond du contrat" in said


def test_an_amendment_is_accounted_for_with_its_first_contract():
    amended = {**MANDATE, "contract": "M1-A1", "root": "M1", "signature_day": date(2026, 2, 1)}
    [contract] = stated(
        rights_house(Encaissements=TWO, Mandats=[MANDATE, amended]), "MOLE", "2026-S1"
    ).document.contracts
    assert (contract.contract, contract.signature_day) == ("M1", date(2024, 3, 12))
