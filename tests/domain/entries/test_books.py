"""The entries of sales, purchases and payments, read back from the legal file by another reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from postprod_xl.documents.accounts.entries import PeriodBooks
from postprod_xl.documents.accounts.entry_files import entries_csv, fec_bytes
from postprod_xl.domain.entries.books import books
from postprod_xl.domain.office import Office
from tests.domain.entries.fec_reader import balances, read_fec
from tests.domain.invoicing.houses import CLIENT, SIREN
from tests.domain.offices import office, table_rows

YEAR = date(2026, 1, 1), date(2026, 12, 31)
COLLECTED, PENDING, ON_DEPOSIT = "445710", "445740", "445870"


def document(number: str, kind: str, day: date, cents: int, **more: Any) -> dict[str, Any]:
    """A row of the ledger at 20 %, unless its VAT is given."""
    vat = more.pop("vat_cents", round(cents / 5))
    deposits = more.get("deposits_cents", 0)
    found = {
        "number": number,
        "type": kind,
        "day": day,
        "project": "P001",
        "client": "PRO",
        "subject": "La Crue",
    }
    amounts = {"total_cents": cents, "vat_cents": vat, "total_with_vat_cents": cents + vat}
    return {**found, **amounts, "payable_cents": cents + vat - deposits, **more}


def paid(invoice: str, day: date, cents: int, **more: Any) -> dict[str, Any]:
    return {
        "payment": f"RG-{invoice}-{day:%m%d}",
        "invoice": invoice,
        "day": day,
        "amount_cents": cents,
        **more,
    }


def house(*ledger: dict[str, Any], payments: Any = (), **more: Any) -> Office:
    client = {**CLIENT, **more.pop("client", {})}
    settings = {"company_siren": SIREN, **more.pop("settings", {})}
    tables = {name: table_rows(name, list(rows)) for name, rows in more.items()}
    return office(
        settings=settings,
        Factures=table_rows("Factures", list(ledger)),
        Reglements=table_rows("Reglements", list(payments)),
        Clients=table_rows("Clients", [client]),
        **tables,
    )


def lines_of(held: Office, first: date = YEAR[0], last: date = YEAR[1]) -> list[dict[str, str]]:
    found = books(held, first, last)
    assert not found.problems, [problem.message for problem in found.problems]
    return read_fec(fec_bytes(PeriodBooks(SIREN, first, last, last, found.entries)))


DEPOSIT = document("FA-2026-0001", "Acompte", date(2026, 3, 2), 100_000)
BALANCE = document("FA-2026-0002", "Facture", date(2026, 5, 4), 500_000, deposits_cents=120_000)


def test_vat_of_services_waits_until_it_is_cashed_and_a_deposit_is_owed_until_it_is_deducted():
    # A deposit of 1 000,00 and an invoice of 5 000,00 that deducts it, of whose 4 800,00 left 2 400,00 are paid.
    held = house(
        DEPOSIT,
        BALANCE,
        payments=[
            paid("FA-2026-0001", date(2026, 3, 20), 120_000),
            paid("FA-2026-0002", date(2026, 6, 1), 240_000),
        ],
    )
    lines = lines_of(held)
    # VAT of 1 000,00 in all; 200,00 of the deposit and half of the 800,00 left are due.
    assert balances(lines) == {
        "411000": 240_000, "512000": 360_000, "706000": -500_000, COLLECTED: -60_000, PENDING: -40_000,
    }  # fmt: skip
    letters = {
        (line["PieceRef"], line["JournalCode"]): line["EcritureLet"] for line in lines if line["CompAuxNum"]
    }
    assert letters["FA-2026-0001", "BQ"] == "AAA" and not letters["FA-2026-0002", "BQ"]
    assert balances(lines_of(held, last=date(2026, 3, 31))) == {
        "512000": 120_000, "419100": -120_000, ON_DEPOSIT: 20_000, COLLECTED: -20_000,
    }  # fmt: skip


def test_a_house_on_debits_owes_its_vat_at_the_invoice():
    lines = lines_of(house(DEPOSIT, BALANCE, settings={"vat_on_debits": True}))
    assert balances(lines) == {"411000": 600_000, "706000": -500_000, COLLECTED: -100_000}


def test_a_credit_note_gives_back_first_the_vat_that_nothing_made_due():
    invoice = document("FA-2026-0001", "Facture", date(2026, 3, 2), 100_000)
    note = document("AV-2026-0001", "Avoir", date(2026, 4, 1), 50_000, origin="FA-2026-0001")
    half = [paid("FA-2026-0001", date(2026, 3, 20), 60_000)]
    assert balances(lines_of(house(invoice, note, payments=half))) == {
        "512000": 60_000, "706000": -50_000, COLLECTED: -10_000,
    }  # fmt: skip
    refunded = [
        paid("FA-2026-0001", date(2026, 3, 20), 120_000),
        paid("AV-2026-0001", date(2026, 4, 9), -60_000),
    ]
    lines = lines_of(house(invoice, note, payments=refunded))
    assert balances(lines) == {"512000": 60_000, "706000": -50_000, COLLECTED: -10_000}
    assert {line["EcritureLet"] for line in lines if line["CompteNum"] == "411000"} == {"AAA"}


def test_a_whole_credit_note_of_what_deducts_a_deposit_gives_the_deposit_back():
    note = document(
        "AV-2026-0001", "Avoir", date(2026, 6, 1), 500_000, deposits_cents=120_000, origin="FA-2026-0002"
    )
    again = document("FA-2026-0003", "Facture", date(2026, 7, 1), 500_000, deposits_cents=120_000)
    lines = lines_of(
        house(DEPOSIT, BALANCE, note, again, payments=[paid("FA-2026-0001", date(2026, 3, 20), 120_000)])
    )
    assert balances(lines) == {
        "411000": 480_000, "512000": 120_000, "706000": -500_000, COLLECTED: -20_000, PENDING: -80_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("regime", "account"), [("UE autoliquidation", "706100"), ("Hors UE", "706200"), ("DOM", "706000")]
)
def test_sales_without_vat_are_on_the_account_of_their_regime(regime, account):
    invoice = document("FA-2026-0001", "Facture", date(2026, 3, 2), 100_000, vat_cents=0)
    held = house(invoice, client={"vat_regime": regime})
    assert balances(lines_of(held)) == {"411000": 100_000, account: -100_000}


def test_an_invoice_without_its_vat_takes_that_of_its_lines_rate_by_rate():
    invoice = document("FA-2026-0001", "Facture", date(2026, 3, 2), 9_999)
    invoice |= {"vat_cents": None, "total_with_vat_cents": None}
    rows = [
        {"invoice": "FA-2026-0001", "rank": rank, "vat_rate": Decimal("0.2"), "amount_cents": 3_333}
        for rank in (1, 2, 3)
    ]
    # 3 × 33,33 = 99,99 at 20 %: 20,00 on the sum, 20,01 line by line.
    assert balances(lines_of(house(invoice, LignesFacture=rows))) == {
        "411000": 11_999, "706000": -9_999, PENDING: -2_000,
    }  # fmt: skip


BOUGHT = {
    "purchase": "HA-1", "supplier": "Gamma", "invoice": "G-7", "label": "Étalonnage", "invoice_day": date(2026, 4, 1),
    "invoiced_cents": 100_000, "vat_cents": 20_000,
}  # fmt: skip


def test_vat_on_what_is_bought_is_deducted_once_it_is_paid():
    assert balances(lines_of(house(Achats=[BOUGHT]))) == {
        "604000": 100_000, "445640": 20_000, "401000": -120_000,
    }  # fmt: skip
    half = {**BOUGHT, "technician": "T1", "paid_day": date(2026, 5, 1), "paid_cents": 60_000}
    assert balances(lines_of(house(Achats=[half]))) == {
        "611000": 100_000, "445660": 10_000, "445640": 10_000, "512000": -60_000, "401000": -60_000,
    }  # fmt: skip


@pytest.mark.parametrize("number", ["BE0428759497", "CHE123456788"])
def test_the_house_owes_and_deducts_the_vat_of_what_it_buys_abroad_in_the_union_or_out_of_it(number):
    abroad = {**BOUGHT, "vat_cents": 0, "vat_number": number}
    assert balances(lines_of(house(Achats=[abroad]))) == {
        "604000": 100_000, "401000": -100_000, "445662": 20_000, "445200": -20_000,
    }  # fmt: skip


@pytest.mark.parametrize("number", ["", "FR44732829320"])
def test_what_is_bought_without_vat_in_france_bears_none(number):
    lines = lines_of(house(Achats=[BOUGHT | {"vat_cents": 0, "vat_number": number}]))
    assert balances(lines) == {"604000": 100_000, "401000": -100_000}


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (house(payments=[paid("", date(2026, 3, 1), 5_000)]), "50,00 € de client inconnu sans facture"),
        (house(payments=[paid("FA-9", date(2026, 3, 1), 5_000)]), "50,00 € de client inconnu sans facture"),
        (house(DEPOSIT | {"paid_cents": 5_000}), "FA-2026-0001 : 50,00 € de PRO sans date"),
        (house(DEPOSIT | {"client": ""}), "FA-2026-0001 : « Client » est vide"),
        (house(DEPOSIT | {"total_with_vat_cents": 1}), "FA-2026-0001 : 0,01 € TTC, attendu 1 200,00 €"),
        (house(DEPOSIT, settings={"company_siren": ""}), "« SIREN » : trouvé rien"),
        (house(DEPOSIT, settings={"account_bank": "banque"}), "« Compte : Banque » : trouvé « banque »"),
        (house(Achats=[BOUGHT | {"vat_cents": None}]), "HA-1 : « TVA » est vide"),
        (house(Achats=[BOUGHT | {"paid_cents": 1}]), "HA-1 : « Payé le » est vide"),
        (house(Achats=[{"purchase": "HA-1", "paid_cents": 1}]), "HA-1 : « Facturé HT » est vide"),
    ],
)
def test_what_cannot_be_booked_is_refused_by_name(held, said):
    found = books(held, *YEAR)
    assert not found.entries
    (problem,) = found.problems
    assert problem.is_blocking and said in problem.message.replace("\u202f", " ").replace("\xa0", " ")


def test_an_advance_moved_to_an_invoice_makes_its_vat_due_and_no_money_come():
    invoice = document("FA-2026-0001", "Facture", date(2026, 3, 2), 100_000)
    other = document("FA-2026-0002", "Facture", date(2026, 4, 2), 100_000)
    came = paid("FA-2026-0001", date(2026, 3, 20), 150_000)
    moved = paid("FA-2026-0002", date(2026, 4, 20), 30_000, method="Avance")
    lines = lines_of(house(invoice, other, payments=[came, moved]))
    # 200,00 of the first, a quarter of the 200,00 of the second.
    assert balances(lines) == {
        "411000": 90_000, "512000": 150_000, "706000": -200_000, COLLECTED: -25_000, PENDING: -15_000,
    }  # fmt: skip


def test_a_period_holds_its_own_entries_in_the_order_of_days_then_of_journals():
    refund = paid("AV-2026-0001", date(2026, 4, 1), -60_000)
    note = document("AV-2026-0001", "Avoir", date(2026, 4, 1), 50_000, origin="FA-2026-0001")
    invoice = document("FA-2026-0001", "Facture", date(2026, 3, 2), 100_000)
    held = house(invoice, note, payments=[paid("FA-2026-0001", date(2026, 3, 20), 120_000), refund])
    lines = lines_of(held, first=date(2026, 4, 1))
    labels = dict.fromkeys((line["JournalCode"], line["EcritureLib"]) for line in lines)
    assert list(labels) == [
        ("VE", "Avoir AV-2026-0001 La Crue"),
        ("BQ", "Remboursement AV-2026-0001"),
        ("OD", "TVA exigible FA-2026-0001"),
    ]


def test_a_setting_that_cannot_be_used_is_named_where_it_stands():
    row = {"name": "Compte : Banque", "value": "banque"}
    held = house(Parametres=[row], settings={"account_bank": "banque"})
    (problem,) = books(held, *YEAR).problems
    assert (problem.table, problem.row, problem.heading) == ("Parametres", 5, "Valeur")


def test_what_is_paid_in_excess_stays_with_the_client_and_is_said():
    held = house(DEPOSIT, payments=[paid("FA-2026-0001", date(2026, 3, 20), 125_000)])
    assert balances(lines_of(held))["411000"] == -5_000
    (said,) = books(held, *YEAR).remarks
    assert said.startswith("FA-2026-0001") and "reçus de trop le 20/03/2026" in said


def test_money_without_an_invoice_is_at_the_credit_of_its_client_until_it_is_moved_or_given_back():
    invoice = document("FA-2026-0001", "Facture", date(2026, 4, 2), 100_000)
    came = paid("", date(2026, 3, 1), 50_000, client="PRO")
    held = house(invoice, payments=[came])
    assert balances(lines_of(held)) == {
        "411000": 70_000, "512000": 50_000, "706000": -100_000, PENDING: -20_000,
    }  # fmt: skip
    (said,) = books(held, *YEAR).remarks
    assert said.startswith("RG--0301") and "de PRO sans facture, reçus le 01/03/2026" in said
    assert not books(held, date(2026, 4, 1), YEAR[1]).remarks
    moved = paid("FA-2026-0001", date(2026, 4, 20), 30_000, method="Avance")
    returned = paid("", date(2026, 5, 1), -20_000, client="PRO")
    assert balances(lines_of(house(invoice, payments=[came, moved, returned]))) == {
        "411000": 90_000, "512000": 30_000, "706000": -100_000, COLLECTED: -5_000, PENDING: -15_000,
    }  # fmt: skip


def test_what_is_paid_before_its_invoice_is_issued_is_not_said_to_be_in_excess():
    early = house(DEPOSIT, payments=[paid("FA-2026-0001", date(2026, 3, 1), 120_000)])
    assert not books(early, *YEAR).remarks


def test_a_label_keeps_its_letters_and_not_the_marks_of_the_file():
    held = house(DEPOSIT | {"subject": "Œuvre\tn° 1 — l’été → ☃"})
    assert {line["EcritureLib"] for line in lines_of(held)} == {"Acompte FA-2026-0001 Œuvre n° 1 - l'été > ?"}
    written = books(house(DEPOSIT | {"client": "=A1"}), *YEAR).entries
    text = entries_csv(PeriodBooks(SIREN, *YEAR, YEAR[1], written)).decode("utf-8-sig")
    wide = books(house(DEPOSIT | {"client": "＝1+1"}), *YEAR).entries
    assert ";'＝1+1;" in entries_csv(PeriodBooks(SIREN, *YEAR, YEAR[1], wide)).decode("utf-8-sig")
    assert ";'=A1;'=A1;" in text and "\r\nVE;VE000001;2026-03-02;411000;Clients;" in text


_DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
_AMOUNTS = st.integers(-300_000, 300_000)


@given(
    st.lists(
        st.tuples(st.sampled_from(["Acompte", "Facture", "Avoir"]), st.integers(1, 500_000), _DAYS),
        max_size=8,
    ),
    st.lists(st.tuples(st.integers(0, 7), _AMOUNTS, _DAYS), max_size=8),
    st.lists(st.tuples(_AMOUNTS, st.integers(0, 60_000), _DAYS, st.integers(0, 400_000)), max_size=4),
    st.booleans(),
    st.tuples(_DAYS, _DAYS),
)
def test_books_balance_whatever_is_billed_paid_and_bought(issued, payments, bought, on_debits, period):
    ledger: list[dict[str, Any]] = []
    for rank, (kind, cents, day) in enumerate(sorted(issued, key=lambda each: each[2])):
        origin = next((row["number"] for row in ledger if row["type"] != "Avoir"), "")
        kind = kind if origin or kind != "Avoir" else "Facture"
        ledger.append(document(f"N{rank}", kind, day, cents, origin=origin if kind == "Avoir" else ""))
    held = house(
        *ledger,
        payments=[
            paid(f"N{at % len(ledger)}", day, cents, payment=f"RG-{rank}")
            for rank, (at, cents, day) in enumerate(payments)
            if ledger
        ],
        settings={"vat_on_debits": on_debits},
        Achats=[
            BOUGHT | {"purchase": f"HA-{at}", "invoiced_cents": net, "vat_cents": vat, "invoice_day": day}
            | {"paid_day": day, "paid_cents": cents}
            for at, (net, vat, day, cents) in enumerate(bought)
        ],
    )  # fmt: skip
    whole = balances(lines_of(held))
    assert sum(whole.values()) == 0
    kinds = {row["number"]: row["type"] for row in ledger}
    sold = [row for row in ledger if kinds[row["origin"] or row["number"]] == "Facture"]
    signs = [-1 if row["type"] == "Avoir" else 1 for row in sold]
    for column, accounts in {
        "total_cents": ["706000"],
        "vat_cents": [COLLECTED, PENDING, ON_DEPOSIT],
    }.items():
        billed = sum(sign * row[column] for sign, row in zip(signs, sold, strict=True))
        assert sum(whole.get(account, 0) for account in accounts) == -billed
    lines_of(held, min(period), max(period))
