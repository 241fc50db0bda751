"""A client who changes, or whose VAT regime does, between two documents of a project."""

from __future__ import annotations

from postprod_xl.domain.invoicing.credits.issue import Credit, issue_credit
from postprod_xl.domain.invoicing.issue import issue_step
from postprod_xl.domain.office import Office
from tests.domain.invoicing.houses import (
    CLIENT,
    PROJECT,
    STEPS,
    TODAY,
    TOTAL,
    house,
    issued,
    refusal,
    written,
)
from tests.domain.offices import table_rows

BELGIAN = {**CLIENT, "vat_regime": "UE autoliquidation", "country": "BE", "vat_number": "BE0417497106"}


def in_belgium(home: Office) -> Office:
    return home.with_rows("Clients", table_rows("Clients", [BELGIAN]))


def test_a_balance_under_a_new_regime_taxes_what_is_left_and_gives_back_no_vat() -> None:
    # 40 % of 1 915,19 is 766,08, billed with 153,22 of VAT.
    home = house(Echeancier=STEPS[1:])
    home = in_belgium(written(home, issued(home)))
    issue, problems = issue_step(home, "P001", 3, TODAY)
    assert issue is not None
    assert (issue.invoice["total_cents"], issue.invoice["vat_cents"]) == (TOTAL - 76_608, 0)
    assert any(
        "FA-2026-0001 (TVA à 20 %) : le régime de PRO est maintenant « UE autoliquidation »" in p.message
        for p in problems
    )


def test_a_deposit_of_another_regime_is_not_deducted_all_taxes_included() -> None:
    home = house(Echeancier=[STEPS[0], STEPS[2]])
    home = in_belgium(written(home, issued(home)))
    message = refusal(home, 3)
    assert message.startswith("acompte déduit à une autre TVA, FA-2026-0001 (TVA à 20 %)")


def test_a_credit_note_does_not_bear_the_mention_of_another_regime() -> None:
    home = house()
    home = in_belgium(written(home, issued(home)))
    issue, [problem] = issue_credit(home, Credit("FA-2026-0001"), TODAY)
    assert issue is None
    assert problem.message == (
        "FA-2026-0001 (TVA à 20 %) : le régime de PRO est maintenant « UE autoliquidation », l'avoir porterait la "
        "mention d'un autre régime : remettez l'ancien le temps de l'émettre"
    )


def test_a_balance_to_another_client_than_the_deposit_that_it_deducts_says_so() -> None:
    home = house(Echeancier=[STEPS[0], STEPS[2]])
    home = written(home, issued(home))
    home = home.with_rows("Clients", table_rows("Clients", [CLIENT, {**CLIENT, "code": "COP"}]))
    home = home.with_rows("Projets", table_rows("Projets", [{**PROJECT, "client": "COP"}]))
    said = [problem.message for problem in issued(home, rank=3).odd]
    assert "FA-2026-0001 est au nom de PRO, ce document au nom de COP : vérifiez le client de P001" in said
