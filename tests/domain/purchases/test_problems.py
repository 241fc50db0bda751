from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.invoicing.register.issued_files import SeenFile, SeenFiles
from postprod_xl.domain.purchases.problems import purchase_problems
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)
ROW = {
    "purchase": "HA-1", "project": "P1", "supplier": "Docks", "invoice": "F1", "ordered_day": date(2026, 11, 1),
    "ordered_cents": 10_000, "received_day": date(2026, 11, 5), "invoice_day": date(2026, 11, 6),
    "invoiced_cents": 10_000, "vat_cents": 2_000, "due_day": date(2026, 12, 6), "paid_day": date(2026, 11, 20),
}  # fmt: skip
OTHER = {**ROW, "purchase": "HA-2", "invoice": "F2"}
TEAM = table_rows(
    "Equipe", [{"code": "INT", "status": "Intermittent"}, {"code": "IND", "status": "Indépendant"}]
)
QUOTE = table_rows("Devis", [{"line": "L2", "project": "P2", "version": 1}])


def said(*purchases: dict[str, Any]) -> list[str]:
    held = office(TODAY, Achats=table_rows("Achats", list(purchases)), Equipe=TEAM, Devis=QUOTE)
    return [
        f"{problem.heading} : {problem.message}".replace("\u00a0", " ") for problem in purchase_problems(held)
    ]


def test_a_purchase_ordered_delivered_billed_and_paid_raises_nothing():
    assert said(ROW, {**OTHER, "technician": "IND", "supplier": ""}) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"received_day": date(2026, 10, 30)}, "Reçu le : HA-1 : le 30/10/2026 est avant « commandé le »"),
        ({"due_day": date(2026, 11, 5)}, "Échéance : HA-1 : le 05/11/2026 est avant « date de facture »"),
        ({"paid_day": date(2026, 11, 30)}, "Payé le : HA-1 : le 30/11/2026 n'est pas encore arrivé"),
        (
            {"invoiced_cents": 12_000, "vat_cents": 2_400},
            "HA-1 : 120,00 € HT facturés pour 100,00 € HT commandés",
        ),
        ({"paid_cents": 12_001}, "Payé TTC : HA-1 : 120,01 € payés pour 120,00 € facturés"),
        ({"paid_cents": -100}, "Payé TTC : HA-1 : -1,00 € payés"),
        ({"vat_cents": 1_960}, "TVA : HA-1 : 19,60 € de TVA sur 100,00 € HT"),
        ({"vat_cents": 2_001}, ""),
        ({"vat_cents": 1_234, "fingerprint": "ab"}, ""),
        ({"vat_cents": 2_100, "fingerprint": "ab"}, "TVA : HA-1 : 21,00 € de TVA"),
        ({"vat_cents": -2_000}, "ne sont pas du même signe"),
        ({"invoice": ""}, "N° de facture : HA-1 : 100,00 € HT facturés sans numéro"),
        ({"invoiced_cents": None, "vat_cents": None, "paid_day": None}, "la facture F1 n'a pas de montant"),
        ({"supplier": ""}, "Fournisseur : HA-1 n'a pas de fournisseur"),
        ({"line": "L2"}, "Ligne : HA-1 : la ligne L2 est du projet P2, l'achat de P1"),
        ({"line": "L2", "project": ""}, "Projet : HA-1 : la ligne L2 est du projet P2, l'achat d'aucun"),
        ({"technician": "INT"}, "Technicien : HA-1 : INT n'est ni indépendant ni en Prestation"),
    ],
)
def test_what_is_wrong_in_a_row_is_named(changed: dict[str, Any], words: str):
    found = said({**ROW, **changed})
    assert any(words in line for line in found) if words else found == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"invoice": " f1"}, "N° de facture :  f1 de Docks est déjà l'achat HA-1"),
        ({"invoice": "F1", "invoice_day": date(2025, 11, 6), "ordered_day": None}, ""),
        ({"invoice": "F1", "supplier": "Ateliers"}, ""),
        ({"supplier": "Dock's"}, "« Dock's » ressemble à « Docks »"),
        ({"supplier": "Dock's", "siren": "732829320"}, "ressemble"),
        ({"iban": "FR7630006000011234567890189"}, ""),
        ({"origin": "HA-1", "ordered_cents": None}, "200,00 € HT facturés pour 100,00 € HT commandés"),
    ],
)
def test_what_two_rows_do_not_say_together_is_named(changed: dict[str, Any], words: str):
    found = said(ROW, {**OTHER, **changed})
    assert any(words in line for line in found) if words else found == []


def test_two_companies_of_like_names_and_an_account_that_changes():
    held = {**ROW, "siren": "552100554", "iban": "FR7630006000011234567890189"}
    assert said(held, {**OTHER, "supplier": "Dock's", "siren": "732829320"}) == []
    (line,) = said(held, {**OTHER, "siren": "552100554", "iban": "FR1420041010050500013M02606"})
    assert line.startswith("IBAN : HA-2 : le compte de Docks n'est plus celui de HA-1")


def test_an_account_that_changes_is_named_where_only_one_of_the_rows_has_a_siren():
    changed = {"siren": "552100554", "iban": "FR1420041010050500013M02606"}
    (line,) = said({**ROW, "iban": "FR7630006000011234567890189"}, {**OTHER, **changed})
    assert "le compte de Docks n'est plus celui de HA-1" in line


def test_an_invoice_noted_twice_stops_everything():
    held = office(TODAY, Achats=table_rows("Achats", [ROW, {**OTHER, "invoice": "F1"}]))
    assert [problem.is_blocking for problem in purchase_problems(held)] == [True]


def test_the_file_of_a_received_invoice_that_is_gone_or_changed_is_named():
    rows = [
        {**ROW, "file": "a.pdf", "fingerprint": "AB" * 32},
        {**OTHER, "file": "b.pdf", "fingerprint": "cd" * 32},
        {**OTHER, "purchase": "HA-3", "invoice": "F3", "file": "c.pdf", "fingerprint": "ef" * 32},
    ]
    held = office(TODAY, Achats=table_rows("Achats", rows))
    assert purchase_problems(held) == []
    seen = SeenFiles(received={"a.pdf": SeenFile(1, "ab" * 32), "b.pdf": SeenFile(1, "ab" * 32)})
    found = [problem.message for problem in purchase_problems(replace(held, files=seen))]
    assert found == [
        "1 facture reçue sans fichier : HA-3 (c.pdf) ; remettez-le à sa place",
        "HA-2 : le fichier b.pdf n'est plus celui qui a été reçu, remettez-le",
    ]
