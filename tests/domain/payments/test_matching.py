"""What the lines of a statement propose, and what becomes of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from postprod_xl.commands.billing.paying import payment
from postprod_xl.documents.statements.statement import BankLine, BankStatement
from postprod_xl.domain.payments.matching import line_id, method_of, proposals
from postprod_xl.domain.payments.sorted_lines import line_text, sorted_lines
from postprod_xl.schema.settings.house import Settings
from tests.domain.payments.ledgers import FIRST, NOTE, SECOND, credit, invoice, ledger, paid

IBAN = "FR7630001007941234567890185"
DAY = date(2026, 11, 9)
TWO = [invoice(), invoice(SECOND, 60_000, client="C2")]


def line(cents: int, label: str, **rest) -> BankLine:
    return BankLine(rest.pop("mark", label), DAY, cents, label, **rest)


def banked(invoices, payments=()):
    """The office of a ledger, with the account of the house."""
    held = ledger(invoices, list(payments))
    return replace(held, settings=Settings({**held.settings, "company_iban": IBAN}))


def proposed(invoices, cents, label, payments=()):
    """The parts, confidence and reason of each proposal, amounts with plain spaces."""
    found = proposals(ledger(invoices, list(payments)), line(cents, label))
    return [
        (
            [(part.invoice or part.client, part.cents) for part in each.parts],
            str(each.confidence),
            each.reason.replace("\xa0", " "),
        )
        for each in found
    ]


def test_a_number_at_the_amount_due_is_sure_however_the_bank_writes_it():
    for label in (f"VIR {FIRST}", "vir fa 2026 0001", "VIR FA20260001 MERCI"):
        assert proposed(TWO, 120_000, label) == [([(FIRST, 120_000)], "sûre", f"cite {FIRST}, au montant dû")]


def test_two_numbers_share_the_sum_of_their_amounts():
    ((parts, sure, _),) = proposed(TWO, 180_000, f"{SECOND} et {FIRST}")
    assert (parts, sure) == ([(SECOND, 60_000), (FIRST, 120_000)], "sûre")


def test_a_number_at_another_amount_is_a_part_or_leaves_an_advance():
    assert proposed(TWO, 50_000, FIRST) == [
        ([(FIRST, 50_000)], "probable", f"cite {FIRST}, en paie une partie de 1 200,00 € dus")
    ]
    assert proposed(TWO, 130_000, FIRST) == [
        ([(FIRST, 120_000), ("C1", 10_000)], "probable", f"cite {FIRST}, 1 200,00 € dus : 100,00 € en avance")
    ]
    assert proposed(TWO, 9_000, FIRST, [paid(120_000)]) == [
        ([("C1", 9_000)], "probable", f"cite {FIRST}, qui ne doit plus rien : 90,00 € en avance")
    ]


def test_the_name_of_a_client_proposes_the_invoices_that_add_up():
    own = [invoice(), invoice(SECOND, 60_000), invoice("FA-2026-0003", 60_000)]
    ((parts, sure, reason),) = proposed(own[:2], 180_000, "VIR LA CRUE")
    assert (parts, sure) == ([(FIRST, 120_000), (SECOND, 60_000)], "probable")
    assert reason.startswith("nomme La Crue SAS")
    assert [(parts, sure) for parts, sure, _ in proposed(own, 180_000, "VIR LA CRUE")] == [
        ([(FIRST, 120_000), (SECOND, 60_000)], "possible"),
        ([(FIRST, 120_000), ("FA-2026-0003", 60_000)], "possible"),
    ]
    assert proposed(own, 5_000, "VIR LA CRUE")[0][:2] == ([("C1", 5_000)], "possible")


def test_an_amount_alone_is_only_possible_and_an_invoice_to_come_is_not_proposed():
    assert [each[1] for each in proposed(TWO, 60_000, "VIREMENT RECU")] == ["possible"]
    assert proposed([invoice(day=date(2026, 11, 20))], 120_000, "VIREMENT RECU") == []


def test_a_debit_proposes_the_refund_of_the_credit_note_that_it_names_and_nothing_else():
    paid_back = [invoice(), credit()]
    ((parts, sure, _),) = proposed(paid_back, -120_000, f"VIR EMIS {NOTE}", [paid(120_000)])
    assert (parts, sure) == ([(NOTE, -120_000)], "probable")
    assert proposed(paid_back, -120_000, f"VIR EMIS {NOTE}") == []
    assert proposed(TWO, -60_000, "LOYER ATLAS") == []


def test_each_line_has_one_fate():
    noted = [
        paid(7_000, day=DAY, reference="VIR X", bank_line="m1"),
        paid(8_000, day=DAY),
        paid(7_100, day=DAY, reference="VIR X", bank_line="d'un autre fichier"),
    ]
    lines = (
        line(7_000, "autre libellé", mark="m1"),
        line(7_100, "vir x", mark="m2"),
        line(8_000, "CHQ"),
        line(60_000, "VIR", mark="m3"),
        line(60_000, "VIR", mark="m4", currency="USD"),
        line(1, "VIR", mark="m5", account="FR7612345678901234567890123"),
        line(2, "VIR", mark="m6"),
        line(-3, "LOYER"),
    )
    found = sorted_lines(banked(TWO, noted), BankStatement(lines))
    assert [number for _, number in found.taken] == ["RG-2026-0001", "RG-2026-0003"]
    assert [number for _, number in found.by_hand] == ["RG-2026-0002"]
    fates = ("foreign", "elsewhere", "unmatched")
    assert [[each.mark for each in getattr(found, name)] for name in fates] == [["m4"], ["m5"], ["m6"]]
    assert [each.line.mark for each in found.proposals.values()] == ["m3"] and found.debits == 1


def test_a_payment_stands_for_one_line_of_those_of_its_day_and_amount():
    twins = (line(60_000, "VIR", mark="m"), line(60_000, "VIR", mark="m #2"))
    for mark, fate in (("m", "taken"), ("ailleurs", "taken"), ("", "by_hand")):
        noted = paid(60_000, day=DAY, reference="VIR", bank_line=mark)
        found = sorted_lines(banked(TWO, [noted]), BankStatement(twins))
        assert [each.mark for each, _ in getattr(found, fate)] == ["m"]
        assert {each.line.mark for each in found.proposals.values()} == {"m #2"}


def test_a_line_in_another_currency_is_not_the_payment_noted_in_euros():
    noted = paid(60_000, day=DAY, reference="VIR", bank_line="d'un autre fichier")
    foreign = line(60_000, "VIR", mark="m", currency="USD")
    found = sorted_lines(banked(TWO, [noted]), BankStatement((foreign,)))
    assert found.foreign == [foreign] and not found.taken
    assert line_text(foreign) == "09/11/2026, 600,00\N{NO-BREAK SPACE}USD, « VIR »"


def test_nothing_is_applied_alone_and_what_is_accepted_must_be_proposed():
    statement = BankStatement((line(120_000, FIRST), line(180_000, "VIR LA CRUE ET ATLAS")))
    held = ledger([*TWO, invoice("FA-2026-0003", 60_000)], [])
    answer = payment(held, statement=statement)
    assert answer.is_answer and not answer.appended and len(answer.details["proposals"]) == 3
    both = line_id(statement.lines[1])
    for wanted, said in (
        (["ZZZZZZ"], "n'est pas une proposition de ce relevé"),
        ([both], f"choisissez {both}-A et {both}-B"),
        ([f"{both}-A", f"{both}-B"], "deux propositions d'une même ligne"),
    ):
        (problem,) = payment(held, statement=statement, accept=wanted).problems
        assert problem.is_blocking and said in problem.message


def test_a_statement_of_another_account_is_refused():
    other = BankStatement((line(1, "x", account="300010079499999999999"),))
    (problem,) = payment(banked(TWO), statement=other).problems
    assert "ce n'est pas le même" in problem.message
    ours = BankStatement((line(1, "x", account="3000100794123456789018"),))
    assert not payment(banked(TWO), statement=ours).problems


def test_the_first_word_of_a_label_says_how_the_money_came():
    assert [str(method_of(line(1, label))) for label in ("VIR SEPA", "Chèque 12", "REMISE CHQ", "PRLV", "AUTRE")] == [
        "Virement", "Chèque", "Chèque", "Prélèvement", "",
    ]  # fmt: skip
