"""The statement of a project: its figures are those of its accounts, they add up, and nothing private is in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.commands.stating import situation
from postprod_xl.documents.papers.figures import NARROW
from postprod_xl.documents.papers.project_statement import project_statement_paper
from postprod_xl.documents.project_statement import Awaited, LineProgress
from postprod_xl.domain.accounts.statements.project_statement import StatementRefused, project_statement
from postprod_xl.domain.refresh import refreshed
from tests.domain.invoicing.houses import CLIENT, PROJECT, credit, house, issued, written
from tests.domain.offices import records_of, table_rows
from tests.domain.planning.promises.promised_office import TUESDAY, next_day, nov, run, task, typed
from tests.domain.planning.promises.promised_office import house as planned_house
from tests.domain.sharing.test_project_copy import OURS, SHARED, THEIRS, planted_office


def order(number="AV-1", status="Accepté", line="L1", **rest):
    usual = {"day": date(2026, 10, 1), "type": "Additif", "quantity": Decimal(1), "unit_price_cents": 10_000}
    return {
        "number": number,
        "project": "P001",
        "line": line,
        "label": number,
        "status": status,
        **usual,
        **rest,
    }


ORDERS = [order(), order("AV-2", line=""), order("AV-3", "Envoyé"), order("AV-4", "À négocier")]


def first_number(home):
    return home["Factures"].column("number")[0]


def paid(home, number, cents):
    invoices = records_of(home["Factures"])
    next(each for each in invoices if each["number"] == number)["paid_cents"] = cents
    return home.with_rows("Factures", table_rows("Factures", invoices))


def stated(home):
    """The statement of a refreshed office, once its figures were compared with those of its accounts."""
    made = refreshed(home, [])
    assert not made.is_blocked, [problem.line for problem in made.problems]
    statement = project_statement(made.office, "P001")
    (accounts,) = (row for row in made.office["Comptes"] if row.project == "P001")
    assert (statement.original.cents, statement.agreed_cents) == (
        accounts.quoted_cents,
        accounts.quoted_cents + accounts.change_orders_cents,
    )
    assert (
        statement.invoiced_cents,
        statement.to_invoice_cents,
        statement.paid_cents,
        statement.overdue_cents,
    ) == (
        accounts.invoiced_cents,
        accounts.to_invoice_cents,
        accounts.paid_cents,
        accounts.overdue_cents,
    )
    lines = sum(group.total_cents for group in statement.groups)
    assert lines + sum(each.cents for each in statement.adjustments) == statement.agreed_cents
    return statement


def test_the_quote_and_each_accepted_order_add_up_and_the_one_sent_stands_beside():
    statement = stated(house(Avenants=ORDERS))
    # 1,915.19 and twice 100 €
    assert [each.cents for each in (statement.original, *statement.orders)] == [191_519, 10_000, 10_000]
    assert [(each.number, each.cents) for each in statement.pending] == [("AV-3", 10_000)]
    picture, sound, added = statement.groups
    assert [(line.label, line.quantity, line.amount_cents) for line in picture.lines] == [
        ("Montage", 4, 109_999)
    ]
    assert (sound.total_cents, added.total_cents) == (90_000, 10_000)


def test_a_line_that_only_a_change_order_sells_is_among_those_added():
    line = {"line": "L3", "project": "P001", "version": 2, "label": "Bruitage", "quantity": Decimal(9)}
    quote = [*records_of(house()["Devis"]), line]
    versions = [*records_of(house()["Versions"]), {"project": "P001", "version": 2, "status": "Brouillon"}]
    statement = stated(house(Devis=quote, Versions=versions, Avenants=[order(line="L3")]))
    (bruitage,) = statement.groups[-1].lines
    assert (bruitage.label, bruitage.quantity, bruitage.amount_cents) == ("Bruitage", 1, 10_000)


def test_a_deposit_that_the_last_invoice_bills_again_counts_once_and_the_rows_say_so():
    home = house(Avenants=ORDERS)
    for rank in (1, 2, 3):
        home = written(home, issued(home, rank))
    statement = stated(paid(home, first_number(home), 20_000))
    deposit, *_ = statement.invoices
    assert statement.counted_once_cents == -deposit.total_cents
    assert (statement.invoiced_cents, statement.to_invoice_cents) == (211_519, 0)
    assert deposit.due_cents == deposit.payable_cents - 20_000 and statement.overpaid_cents == 0


def test_what_was_paid_on_an_invoice_cancelled_since_is_named():
    home = written(house(), issued(house(), 2))
    number = first_number(home)
    home = paid(home, number, 5_000)
    statement = stated(written(home, credit(home, number)))
    assert (statement.invoiced_cents, statement.due_cents, statement.overpaid_cents) == (0, 0, 5_000)


def test_what_is_due_after_its_day_is_told_apart():
    home = written(house(), issued(house(), 1))
    late = replace(home, today=date(2027, 6, 1), facts={})
    statement = stated(late)
    assert statement.overdue_cents == statement.due_cents > 0


def test_an_invoice_to_a_former_client_is_a_total_alone_and_said():
    home = written(house(), issued(house(), 1))
    home = home.with_rows("Clients", table_rows("Clients", [CLIENT, {**CLIENT, "code": "AUTRE"}]))
    moved = home.with_rows("Projets", table_rows("Projets", [{**PROJECT, "client": "AUTRE"}]))
    outcome = situation(moved, project="P001")
    assert any("facturés à un autre client" in line for line in outcome.lines)
    made = project_statement(refreshed(moved, []).office, "P001")
    assert (made.invoices, made.elsewhere_cents, made.counted_once_cents) == ((), made.invoiced_cents, 0)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"Projets": [{**PROJECT, "status": "Annulé"}]}, "P001 est « Annulé »"),
        (
            {"Versions": [{"project": "P001", "version": 1, "status": "Envoyé"}]},
            "P001 n'a pas de devis accepté",
        ),
        ({"Projets": [{**PROJECT, "client": ""}]}, "P001 n'a pas de client"),
    ],
)
def test_what_cannot_be_stated_is_said_in_one_line(tables, said):
    with pytest.raises(StatementRefused, match=said):
        project_statement(house(**tables), "P001")


def test_an_unknown_project_is_said_and_nothing_printed():
    outcome = situation(house(), project="P9")
    assert outcome.papers == () and "« P9 » n'existe pas" in outcome.problems[0].message


def test_a_statement_of_a_quote_changed_since_it_was_accepted_is_not_issued():
    home = refreshed(house(), []).office
    lines = records_of(home["Devis"])
    lines[0]["quantity"] += 1
    outcome = situation(home.with_rows("Devis", table_rows("Devis", lines)), project="P001")
    assert outcome.papers == () and "« Quantité » valait" in outcome.problems[0].message


def test_accounts_of_another_day_are_said_and_fresh_ones_are_not():
    home = house()
    assert any("n'est plus à jour" in line for line in situation(home, project="P001").lines)
    assert situation(refreshed(home, []).office, project="P001").lines == ()


def test_the_statement_of_a_quote_changed_since_it_was_accepted_is_not_issued():
    home = refreshed(house(), []).office
    assert situation(home, project="P001").papers
    cheaper = home["Devis"].with_columns({"unit_price_cents": [30_000, 100_000]})
    outcome = situation(replace(home.with_rows("Devis", cheaper), facts={}), project="P001")
    assert outcome.papers == () and "« Prix unitaire HT » valait 333,33" in outcome.problems[0].message


def awaited_on(day, rushes_day=None, **changes):
    """What TERR awaits: its plan of a Tuesday is promised, then looked at on another day."""
    chain = (
        task("MON", "2", line="L1", skill="Monteur"),
        task("VAL", "0.5", "MON", label="Notes de la chaîne"),
        task("PAD", "1", "VAL", line="L1", skill="Mixeur"),
    )
    tables = {
        "Clients": [{"code": "C", "name": "Chaîne", "vat_regime": "France"}],
        "Versions": [{"project": "TERR", "version": 1, "status": "Accepté"}],
        "Devis": [
            {"line": "L1", "project": "TERR", "version": 1, "quantity": Decimal(1), "unit_price_cents": 100}
        ],
    }
    made = run(planned_house(*chain, today=TUESDAY, **tables), baseline="TERR")
    client = typed("TERR", client="C", rushes_day=rushes_day)
    return project_statement(run(next_day(made, day, Projets=client, **changes)).office, "TERR")


def test_an_approval_is_late_only_once_what_it_approves_is_done():
    # Tuesday 3 and Wednesday 4, promised for the Thursday 5
    (waiting,) = awaited_on(nov(9)).awaited
    assert (waiting.late_days, waiting.expected) == (0, nov(11 + 1))
    done = typed("MON", state="Terminé", fixed_day=nov(4))
    assert awaited_on(nov(9), Planning=done).awaited == (Awaited("Notes de la chaîne", nov(5), None, 2),)


def test_an_approval_received_late_is_told_and_one_in_time_is_not():
    late = typed("VAL", state="Terminé", fixed_day=nov(9))
    assert awaited_on(nov(10), Planning=late).awaited == (Awaited("Notes de la chaîne", nov(5), nov(9), 2),)
    assert awaited_on(nov(10), Planning=typed("VAL", state="Terminé", fixed_day=nov(5))).awaited == ()


def test_rushes_are_awaited_until_their_day():
    days = [awaited_on(nov(4), rushes_day=nov(day)).awaited[0] for day in (3, 12)]
    # Begun on Wednesday 4, the work that the notes are about ends on Thursday 5
    assert [(each.label, each.expected) for each in days] == [
        ("Notes de la chaîne", nov(6)),
        ("Rushes", nov(12)),
    ]


def test_a_line_says_how_many_of_its_tasks_are_done_and_how_late_the_others_are():
    done = typed("MON", state="Terminé", fixed_day=nov(4))
    made = awaited_on(nov(20), Planning=done)
    (line,) = made.groups[0].lines
    (delivery,) = made.deliveries
    # Nothing moves before Friday 20, the day of the delivery: half a day of notes, then a day of work
    assert line.progress == LineProgress(1, 2, nov(23), 1)
    assert (delivery.promised, delivery.end, delivery.late_days) == (nov(20), nov(23), 1)


def test_of_words_planted_in_every_cell_only_those_that_a_client_may_read_are_in_the_statement():
    made = planted_office(["Envoyé", "Brouillon", "Accepté", "Remplacé"])
    told = repr(project_statement_paper(project_statement(made.office(), OURS)).data).replace(NARROW, "")
    found = {made.cells[seen] for seen in made.cells if seen in told}
    # What its quote says of the project and of the client, and the families that its lines are grouped by.
    quote = {
        "Projets": "title director producer type purchase_order length_minutes episodes",
        "Tarifs": "family",
    }
    private = {
        (table, column, project, state)
        for table, column, project, state in found
        if project == THEIRS
        or (
            table not in ("Clients", "Parametres")
            and column not in f"{SHARED.get(table, '')} {quote.get(table, '')}".split()
        )
        or state in ("Brouillon", "Remplacé", "À négocier", "Refusé")
    }
    assert found and private == set()
