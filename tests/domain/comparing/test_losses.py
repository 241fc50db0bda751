"""What an office cannot undo by coming back to an earlier state."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.comparing.compared import compared
from postprod_xl.domain.comparing.losses import losses
from tests.domain.offices import table_rows


def lost(table: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    return losses(compared({table: table_rows(table, before)}, {table: table_rows(table, after)}))


def test_documents_issued_are_named_with_what_becomes_of_their_numbers():
    issued = [{"number": f"FA-2026-000{n}", "total_cents": n} for n in (1, 2, 3)]
    assert lost("Factures", issued[:2], issued) == [
        "1 document émis (FA-2026-0003) : son numéro serait donné de nouveau"
    ]
    assert lost("Factures", [], issued[:2]) == [
        "2 documents émis (FA-2026-0001, FA-2026-0002) : leurs numéros seraient donnés de nouveau"
    ]
    assert not lost("Factures", issued, issued[:2])


def test_a_document_in_the_place_of_another_one_is_lost_all_the_same():
    issued = {
        "number": "FA-2026-0001",
        "type": "Facture",
        "project": "P001",
        "client": "PRO",
        "total_cents": 100,
    }
    assert len(lost("Factures", [issued], [{**issued, "number": "FA-2026-0002"}])) == 1


def test_a_payment_counts_in_its_table_or_noted_by_hand_in_the_ledger():
    assert lost("Reglements", [], [{"payment": "RG-1"}, {"payment": "RG-2"}]) == ["2 règlements (RG-1, RG-2)"]
    paid = {"number": "FA-1", "paid_cents": 100, "paid_day": date(2026, 12, 1)}
    assert lost("Factures", [{"number": "FA-1"}], [paid]) == ["1 paiement noté au registre (FA-1)"]


def test_months_exported_and_quotes_frozen_are_counted_once():
    exports = [{"month": "2026-11", "rank": rank} for rank in (1, 2)]
    assert lost("MoisExportes", [], exports) == [
        "1 mois de paie exporté (2026-11) : la paie n'en serait plus figée"
    ]
    lines = [{"project": "P001", "version": 2, "line": f"L{n}"} for n in (1, 2)]
    assert lost("VersionsFigees", [], lines) == ["1 version figée de devis (P001 v2)"]


def test_what_people_typed_is_no_such_loss():
    assert not lost("Planning", [], [{"task": "T1"}])


def test_statements_issued_are_named_as_documents_are():
    issued = [{"number": f"REL-2026-000{n}", "due_cents": n} for n in (1, 2)]
    assert lost("Releves", issued[:1], issued) == [
        "1 relevé émis (REL-2026-0002) : son numéro serait donné de nouveau"
    ]
    paid = {"number": "REL-2026-0001", "paid_day": date(2026, 12, 1)}
    assert lost("Releves", [{"number": "REL-2026-0001"}], [paid]) == [
        "1 paiement noté au registre (REL-2026-0001)"
    ]
