"""What is odd about a document that is about to be issued."""

from __future__ import annotations

from datetime import date

from postprod_xl.commands.billing.issuing import invoice
from postprod_xl.domain.invoicing.issue import issue_step
from postprod_xl.domain.office import Office
from postprod_xl.schema.vocabulary import Severity
from tests.domain.invoicing.houses import PROJECT, STEPS, TODAY, house, issued

PLANNED = date(2027, 7, 23)
BALANCE = [{"project": "P001", "rank": 1, "type": "Solde", "label": "Solde", "planned_day": PLANNED}]
UNDER_WAY = [{**PROJECT, "status": "En cours"}]


def shown(messages: list[str]) -> list[str]:
    return [message.replace("\u00a0", " ").replace("\u202f", " ") for message in messages]


def odd(home: Office, rank: int | None = None) -> list[str]:
    return shown([problem.message for problem in issued(home, rank).odd])


def test_a_balance_planned_eight_months_later_without_an_hour_worked_says_all_three() -> None:
    assert odd(house(Projets=UNDER_WAY, Echeancier=BALANCE)) == [
        "l'étape 1 de P001 (Solde, 1 915,19 € HT) est prévue le 23/07/2027, 8 mois après la date de la facture",
        "aucune heure n'est faite sur P001 au 23/11/2026 : « Solde » facture du travail à venir",
        "P001 n'est pas livré (en cours) : le solde facture tout ce qui reste du devis",
    ]


def test_where_nobody_can_be_asked_the_step_that_the_program_chose_waits_for_its_day() -> None:
    home = house(Projets=UNDER_WAY, Echeancier=BALANCE)
    issue, _ = issue_step(home, "P001", None, TODAY)
    assert issue is not None
    [refused] = issue.unasked
    assert refused.severity is Severity.BLOCKING
    assert refused.message.endswith(" : --yes pour l'émettre quand même, ou --step 1")
    # a person who names the step knows which one it is
    chosen, _ = issue_step(home, "P001", 1, TODAY)
    assert chosen is not None and not chosen.unasked and chosen.odd
    due = house(Projets=UNDER_WAY, Echeancier=[{**BALANCE[0], "planned_day": TODAY}])
    assert not issued(due).unasked


def test_a_step_skipped_and_a_balance_far_from_its_part_are_said() -> None:
    balance = {**STEPS[2], "label": "Solde"}
    delivered = [{**PROJECT, "status": "Livré"}]
    home = house(
        Projets=delivered, Echeancier=[*STEPS[:2], {**balance, "share_rate": STEPS[0]["share_rate"]}]
    )
    skipped, unworked, gap = odd(home, rank=3)
    assert skipped == "l'étape 1 de P001 (Acompte 30 %), avant l'étape 3, n'est pas facturée"
    assert "aucune heure" in unworked
    # 30 % of 1 915,19 planned, all of it asked for
    assert gap.endswith(
        "demande 1 915,19 € HT, acomptes déduits : l'échéancier prévoit 30 % du devis, 574,56 €"
    )


def test_a_deposit_on_its_day_is_not_odd() -> None:
    assert odd(house()) == []


def test_the_question_lists_all_that_is_odd() -> None:
    outcome = invoice(house(Projets=UNDER_WAY, Echeancier=BALANCE), project="P001")
    first, _, *points = shown(outcome.question.splitlines())
    assert first == (
        "Émettre FA-2026-0001, étape 1 de P001 (Solde), 2 298,23 € TTC, à Films du Môle (PRO), échéance le 23/12/2026 ?"
    )
    assert len(points) == 3 and len(outcome.unasked) == 1


def test_the_question_says_that_a_document_is_dated_later_than_today() -> None:
    outcome = invoice(house(), project="P001", step=1, day=date(2027, 11, 23))
    assert "FA-2027-0001 est datée du 23/11/2027, après aujourd'hui" in outcome.question
