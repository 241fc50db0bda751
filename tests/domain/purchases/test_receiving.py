from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.billing.receiving import receive
from postprod_xl.documents.facturx.received import ReceivedFile, TradeParty
from postprod_xl.domain.purchases.matching import Destination, ReceiptRefused
from postprod_xl.domain.purchases.receiving import Receipt, receipt
from postprod_xl.schema.problems import blocking
from tests.domain.offices import office, table_rows
from tests.domain.purchases.invoices import DOCKS, HOUSE, SAMPLE, TODAY, totals

ORDER = {"purchase": "HA-1", "project": "P1", "supplier": "studio des docks", "ordered_cents": 170_000}
CREDIT = {"number": "AV-9", "type_code": "381", "origins": (("SD-117", date(2026, 11, 12)),)}
TEAM = table_rows(
    "Equipe", [{"code": "DOC", "last_name": "Docks", "first_name": "Studio", "status": "Indépendant"}]
)

ANYWHERE = Destination()


def house(*purchases: dict[str, Any], **tables: Any):
    projects = table_rows("Projets", [{"code": "P1"}, {"code": "P2"}])
    quote = table_rows("Devis", [{"line": "P2-L1", "project": "P2", "version": 1}])
    versions = table_rows("Versions", [{"project": "P2", "version": 1}])
    held = table_rows("Achats", list(purchases))
    return office(
        TODAY,
        {"company_siren": f"{HOUSE[:3]} {HOUSE[3:]}"},
        Projets=projects,
        Versions=versions,
        Devis=quote,
        Achats=held,
        **tables,
    )


def file(**changed: Any) -> ReceivedFile:
    return ReceivedFile(replace(SAMPLE, **changed), b"", "factur-x.xml", "", "ab" * 32)


def received(*purchases: dict[str, Any], wanted: Destination = ANYWHERE, **changed: Any) -> Receipt:
    return receipt(house(*purchases), file(**changed), "factures/sd.pdf", wanted)


def refusal(*purchases: dict[str, Any], wanted: Destination = ANYWHERE, **changed: Any) -> str:
    with pytest.raises(ReceiptRefused) as refused:
        received(*purchases, wanted=wanted, **changed)
    return refused.value.problem.message


def test_an_invoice_of_nothing_ordered_is_a_new_row():
    made = received(wanted=Destination(line="p2-l1"))
    assert made.order is None
    assert made.values == {
        "purchase": "HA-2026-0001",
        "supplier": "Studio des Docks",
        "technician": "",
        "invoice": "SD-117",
        "label": "Ligne 1, Ligne 2",
        "invoice_day": date(2026, 11, 12),
        "due_day": date(2026, 12, 12),
        "month": "",
        "siren": DOCKS,
        "vat_number": "FR44732829320",
        "iban": "FR7630006000011234567890189",
        "invoiced_cents": 170_000,
        "vat_cents": 34_000,
        "paid_cents": None,
        "project": "P2",
        "line": "P2-L1",
        "origin": "",
        "file": "factures/sd.pdf",
        "fingerprint": "ab" * 32,
    }


def test_its_code_follows_the_last_one_of_its_year():
    assert (
        received({"purchase": "HA-2026-0041"}, {"purchase": "HA-2027-0050"}, {"purchase": "X"}).code
        == "HA-2026-0042"
    )


@pytest.mark.parametrize(
    ("order", "wanted", "changed"),
    [
        (ORDER, Destination(), {}),
        ({**ORDER, "supplier": "Docks", "siren": DOCKS}, Destination(), {}),
        ({**ORDER, "ordered_cents": 150_000}, Destination(), {"order": "ha-1"}),
        ({**ORDER, "ordered_cents": 150_000, "supplier": ""}, Destination(purchase="HA-1"), {}),
    ],
    ids=["amount", "siren", "order named", "asked for"],
)
def test_the_order_that_it_bills_is_completed(
    order: dict[str, Any], wanted: Destination, changed: dict[str, Any]
):
    made = received(order, wanted=wanted, **changed)
    assert made.code == "HA-1" and made.order is not None
    assert (made.values["invoice"], made.values["invoiced_cents"]) == ("SD-117", 170_000)
    assert "project" not in made.values and ("supplier" in made.values) is (not order["supplier"])


def test_an_amount_that_is_not_the_one_ordered_is_said():
    (said,) = received({**ORDER, "ordered_cents": 150_000}, wanted=Destination(purchase="HA-1")).lines
    assert said.replace("\u00a0", " ") == "HA-1 : facturé 1 700,00 € HT pour 1 500,00 € HT commandés"


def test_an_open_order_of_another_amount_is_named_and_left():
    made = received({**ORDER, "ordered_cents": 150_000})
    assert made.order is None and any("HA-1 (1" in line for line in made.lines)


def test_a_second_invoice_of_an_order_adds_to_it():
    billed = {**ORDER, "invoice": "SD-100", "invoiced_cents": 100_000}
    made = received(billed, order="HA-1")
    assert (made.order, made.values["origin"], made.values["project"]) == (None, "HA-1", "P1")


def test_a_credit_note_lowers_the_invoice_that_it_names():
    made = received({**ORDER, "invoice": "sd-117", "invoiced_cents": 170_000}, **CREDIT)
    assert (made.values["invoiced_cents"], made.values["vat_cents"]) == (-170_000, -34_000)
    assert (made.values["origin"], made.values["project"]) == ("HA-1", "P1")
    assert "avoir sur une facture que Achats n'a pas : SD-117" in received(**CREDIT).lines


def test_deposits_already_received_are_not_bought_twice():
    deposit = {**ORDER, "invoice": "AC-1", "invoiced_cents": 50_000, "vat_cents": 10_000}
    final = {
        "origins": (("AC-1", None),),
        "totals": totals("1700.00", "340.00", "2040.00", prepaid=Decimal(600), payable=Decimal(1440)),
    }
    made = received(deposit, **final)
    assert (made.values["invoiced_cents"], made.values["vat_cents"], made.values["paid_cents"]) == (
        120_000,
        24_000,
        None,
    )
    assert "acomptes" in refusal({**deposit, "vat_cents": 9_999}, **final)
    # Paid before, and no deposit invoice is known: what is owed is what is left.
    assert received(**final).values["paid_cents"] == 60_000


def test_the_invoice_of_an_independent_is_his_and_says_its_month():
    made = receipt(
        house(Equipe=TEAM), file(period=(date(2026, 10, 1), date(2026, 10, 31))), "", Destination()
    )
    assert (made.values["technician"], made.values["month"]) == ("DOC", "2026-10")
    again = received({"purchase": "X", "siren": DOCKS, "technician": "ZOE", "invoice": "1"})
    assert again.values["technician"] == "ZOE"


def test_a_number_that_a_supplier_uses_again_another_year_is_another_invoice():
    before = {"purchase": "HA-1", "siren": DOCKS, "invoice": "SD-117", "invoice_day": date(2025, 11, 12)}
    assert received(before).order is None


@pytest.mark.parametrize(
    ("purchases", "wanted", "changed", "words"),
    [
        ([{**ORDER, "invoice": " sd-117"}], Destination(), {}, "est déjà reçue : achat HA-1"),
        (
            [{"purchase": "HA-8", "fingerprint": "AB" * 32}],
            Destination(),
            {},
            "ce fichier est déjà reçu : achat HA-8",
        ),
        ([], Destination(), {"buyer": TradeParty("Autre", DOCKS)}, "adressée à Autre"),
        ([], Destination(), {"seller": TradeParty("Nous", HOUSE)}, "émise par la maison"),
        ([], Destination(), {"currency": "USD"}, "facture en USD"),
        ([], Destination(), {"number": "9" * 300}, "attendu : 255 caractères au plus"),
        ([], Destination(), {"day": date(1900, 1, 1)}, "Date de facture : trouvé « 01/01/1900 »"),
        ([], Destination(), {"totals": totals("200000000.00", "0", "200000000.00")}, "Facturé HT : trouvé"),
        ([], Destination(project="P9"), {}, "« P9 » n'est pas un projet"),
        ([], Destination(line="P2-L2"), {}, "n'est pas une ligne de devis : vouliez-vous dire « P2-L1 » ?"),
        ([], Destination(project="P1", line="P2-L1"), {}, "la ligne P2-L1 est du projet P2, pas de P1"),
        (
            [ORDER],
            Destination(purchase="HA-2"),
            {},
            "n'est pas un achat de Achats : vouliez-vous dire « HA-1 » ?",
        ),
        (
            [{**ORDER, "supplier": "Panoptique"}],
            Destination(purchase="HA-1"),
            {},
            "est commandé à Panoptique",
        ),
        (
            [ORDER, {**ORDER, "purchase": "HA-2"}],
            Destination(),
            {},
            "plusieurs commandes lui vont, HA-1, HA-2",
        ),
    ],
)
def test_what_no_row_is_made_of_is_refused_by_name(purchases, wanted, changed, words):
    assert words in refusal(*purchases, wanted=wanted, **changed)


def test_two_suppliers_of_one_name_and_two_sirens_are_two():
    other = {**ORDER, "supplier": "Studio des Docks", "siren": HOUSE, "invoice": "SD-117"}
    assert received(other).code == "HA-2026-0001"


def test_the_command_writes_the_order_alone_or_a_new_row():
    completed = receive(house(ORDER), received=file(), path="f.pdf")
    assert completed.typed[0].column("invoice") == ["SD-117"] and not completed.appended
    assert completed.columns["Achats"].column("owed_cents") == [204_000]
    added = receive(house(), received=file(), project="P1")
    assert not added.typed and added.appended["Achats"].column("owed_cents") == [204_000]


def test_what_does_not_hold_is_not_received():
    outcome = receive(house(), received=file(), found=[blocking("", None, "", "", "", "total faux")])
    assert outcome.is_blocked and not outcome.appended
    assert "saisissez la ligne à la main dans Achats" in outcome.problems[-1].message


def test_what_a_stranger_wrote_stays_one_line_of_text():
    label = received(lines=(replace(SAMPLE.lines[0], label="=1+1\n" + "x" * 300),)).values["label"]
    assert len(label) == 120 and "\n" not in label and label.endswith("…")


def test_who_is_paid_in_place_of_the_supplier_is_said():
    assert "à payer à un autre que le vendeur : Affacture SA" in received(payee="Affacture SA").lines
