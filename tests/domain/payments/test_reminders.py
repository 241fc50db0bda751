"""Late invoices: their age, what they call for, what they cost, the letters that say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from postprod_xl.commands.billing.paying import payment
from postprod_xl.domain.payments.penalties import penalty_cents, unknown_rate
from postprod_xl.domain.payments.reminders import age_text, reminder_letters, reminder_rows, step_of
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.settings.house import Settings
from tests.domain.offices import office
from tests.domain.payments.ledgers import FIRST, SECOND, TODAY, invoice, ledger, paid


def settled(held, **settings):
    return replace(held, settings=Settings({**held.settings, **settings}))


def on(day: date):
    return office(day)


@pytest.mark.parametrize(
    ("days", "age", "step"),
    [
        (1, "1 à 30 j", "Relance 1"),
        (30, "1 à 30 j", "Relance 1"),
        (31, "31 à 60 j", "Relance 2"),
        (60, "31 à 60 j", "Relance 2"),
        (61, "61 à 90 j", "Mise en demeure"),
        (90, "61 à 90 j", "Mise en demeure"),
        (91, "plus de 90 j", "Mise en demeure"),
    ],
)
def test_an_invoice_calls_for_a_step_by_its_age(days, age, step):
    assert (age_text(office(), days), step_of(office(), days)) == (age, step)


def test_the_thresholds_are_those_of_the_settings():
    held = settled(office(), first_reminder_days=8, age_limits="15;45")
    assert [step_of(held, days) for days in (7, 8)] == ["Pas encore", "Relance 1"]
    assert [age_text(held, days) for days in (15, 16, 46)] == ["1 à 15 j", "16 à 45 j", "plus de 45 j"]


def test_interest_runs_on_what_is_left_at_the_rate_of_the_house_rounded_once():
    held = settled(ledger([], []), late_penalty_rate="0.12")
    # Due on 31/10, 500 € on 2/11: (1 200 € × 2 d + 700 € × 21 d) × 12 % / 365 = 5.6219 €
    assert penalty_cents(held, date(2026, 10, 31), 120_000, [(date(2026, 11, 2), 50_000)]) == 562
    assert penalty_cents(held, date(2026, 10, 31), 120_000, [(None, 50_000)]) == 529
    assert penalty_cents(held, TODAY, 120_000, []) == 0


def test_interest_is_three_times_the_legal_rate_of_each_half_year():
    # 1 200 € × 30 d × 3 × 2.62 % / 365 = 7.7523 €
    assert penalty_cents(on(date(2026, 3, 2)), date(2026, 1, 31), 120_000, []) == 775
    # 10 days at 3 × 2.76 %, 10 at 3 × 2.62 %: 1 200 € × (0.828 + 0.786) / 365 = 5.3063 €
    assert penalty_cents(on(date(2026, 1, 10)), date(2025, 12, 21), 120_000, []) == 531


def test_a_rate_that_nobody_sourced_gives_no_figure_and_says_why():
    with pytest.raises(UnknownRate, match="valeur inconnue au 23/11/2026 : saisissez « Taux des pénalités"):
        penalty_cents(office(), date(2026, 10, 31), 120_000, [])
    other = settled(office(), late_penalty="taux BCE plus 10 points")
    assert unknown_rate(other, [date(2026, 10, 31)]).startswith("taux des pénalités non chiffré")


def test_who_owes_the_most_comes_first_with_the_age_and_the_cost_of_each_invoice():
    held = ledger(
        [
            invoice(cents=50_000),
            invoice(SECOND, 60_000, client="C2", due_day=date(2026, 9, 1)),
            invoice("FA-2026-0003", due_day=TODAY),
            invoice("FA-2026-0004", due_day=date(2026, 9, 1)),
        ],
        [paid(20_000), paid(120_000, "FA-2026-0004")],
    )
    rows = reminder_rows(held).select(
        "client", "invoice", "late_days", "age", "due_cents", "penalty_cents", "step"
    )
    assert [*rows] == [
        ("C2", SECOND, 83, "61 à 90 j", 60_000, None, "Mise en demeure"),
        ("C1", FIRST, 23, "1 à 30 j", 30_000, None, "Relance 1"),
    ]


def test_a_letter_states_every_late_invoice_of_its_client_and_is_of_the_gravest_step():
    held = ledger(
        [invoice(), invoice(SECOND, 60_000, due_day=date(2026, 10, 1)), invoice("FA-2026-0003", client="C2")],
        [paid(20_000)],
    )
    first, second = reminder_letters(settled(held, late_penalty_rate="0.12"))
    assert (first.client, first.step, second.client) == ("C1", "Relance 2", "C2")
    assert [(each.number, each.paid_cents, each.due_cents) for each in first.invoices] == [
        (FIRST, 20_000, 100_000),
        (SECOND, 0, 60_000),
    ]
    assert (first.due_cents, first.indemnity_cents) == (160_000, 8_000)
    # (1 200 € × 2 d + 1 000 € × 21 d) and 600 € × 53 d, at 12 % / 365: 7.6932 € and 10.4548 €
    assert first.penalty_cents == 769 + 1_045


def test_the_command_writes_to_one_client_or_to_all_and_says_what_it_does_not_know():
    held = ledger([invoice(), invoice(SECOND, client="C2")], [paid(5_000, number="", client="C1")])
    everybody, one = payment(held, reminders=""), payment(held, reminders="C2")
    assert (len(everybody.papers), len(one.papers), everybody.is_answer) == (2, 1, True)
    assert [line.split(",")[0] for line in everybody.lines[:2]] == ["C1 a 50", "pénalités non chiffrées"]
    assert payment(ledger([], []), reminders="").summary == "aucune facture à relancer"
    (refused,) = payment(held, reminders="C9").problems
    assert refused.is_blocking and "« C9 » n'est pas dans Clients" in refused.message


def test_a_client_whose_advance_covers_all_that_is_late_is_named_and_gets_no_letter():
    held = ledger([invoice(), invoice(SECOND, client="C2")], [paid(120_000, number="", client="C1")])
    found = payment(held, reminders="")
    assert [letter.client for letter in reminder_letters(held)] == ["C2"]
    assert (len(found.papers), found.lines[0].split(",")[0]) == (1, "C1 a 1\xa0200")
