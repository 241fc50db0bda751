"""What an invoice prints: VAT, mentions, both parties, due day, annexed sessions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.commands.billing.issuing import invoice
from postprod_xl.documents.invoice import VatShare
from postprod_xl.domain.invoicing.billing.lines import lump_line
from postprod_xl.domain.invoicing.parties.terms import due_day
from postprod_xl.domain.office import Office
from postprod_xl.domain.vat import vat_shares
from postprod_xl.schema.problems import Problem
from tests.domain.invoicing.houses import CLIENT, SIREN, SIRET, TODAY, credit, house, issued, written


@pytest.mark.parametrize(
    ("client", "rate", "mention"),
    [
        ({}, "0.20", ""),
        ({"vat_regime": ""}, "0.20", ""),
        (
            {"vat_regime": "UE autoliquidation", "country": "BE", "vat_number": "BE0417497106"},
            "0",
            "Autoliquidation",
        ),
        ({"vat_regime": "Hors UE", "country": "CH"}, "0", "art. 259-1°"),
        ({"vat_regime": "DOM", "postcode": "97400"}, "0.085", "8,5 %"),
        ({"vat_regime": "DOM", "postcode": "97300"}, "0", "art. 294"),
        ({"vat_regime": "DOM", "postcode": "98800"}, "0", "art. 294"),
    ],
)
def test_the_regime_of_the_client_gives_the_rate_and_the_mention(
    client: dict, rate: str, mention: str
) -> None:
    issue = issued(house(Clients=[{**CLIENT, **client}]))
    [share] = issue.document.vat
    assert (share.rate, share.base_cents) == (Decimal(rate), 57_456)
    assert issue.lines.column("vat_rate") == [Decimal(rate)]
    extra = [m.text for m in issue.document.mentions][4:]
    assert mention in extra[0] if mention else extra == []
    assert issue.problems == []


def test_vat_is_rounded_once_on_the_total_of_its_rate_and_not_line_by_line() -> None:
    full, reduced = Decimal("0.2"), Decimal("0.085")
    lines = [lump_line("Montage", 103, full)] * 3 + [lump_line("Mixage", 1, reduced)] * 6
    # 3.09 x 20 % = 0.618 (three times 0.21 by line); 0.06 x 8.5 % = 0.0051 (nothing by line)
    assert vat_shares(lines) == (VatShare(full, 309, 62), VatShare(reduced, 6, 1))


def test_the_legal_mentions_are_printed() -> None:
    document = issued(house()).document
    texts = {mention.code: mention.text.replace("\u00a0", " ") for mention in document.mentions}
    assert texts["PMD"] == "Pénalités de retard : trois fois le taux d'intérêt légal."
    assert texts["PMT"] == "Indemnité forfaitaire pour frais de recouvrement : 40,00 € (C. com. D441-5)."
    assert texts["AAB"] == "Escompte : aucun escompte pour paiement anticipé."
    assert texts[""] == "Catégorie de l'opération : prestation de services."
    assert (document.purchase_order, document.seller.siren, document.buyer.siren) == ("BC-2600", SIREN, SIREN)
    assert document.service_days == (date(2026, 11, 1), date(2026, 11, 30))


def refusals(home: Office) -> list[Problem]:
    outcome = invoice(home, project="P001", step=1, day=TODAY)
    assert not outcome.documents and all(problem.is_blocking for problem in outcome.problems)
    return list(outcome.problems)


def test_an_incomplete_seller_is_refused_setting_by_setting() -> None:
    town, siren = refusals(house(settings={"company_siren": "", "company_city": ""}))
    assert town.message == "« Ville » de la maison est vide, obligatoire sur une facture : remplissez-le"
    assert "« SIREN »" in siren.message and siren.table == "Parametres"


def test_a_draft_shows_what_its_document_will_be_refused_for() -> None:
    home = house(settings={"company_siren": "732829321"})
    draft = invoice(home, project="P001", step=1, day=TODAY, draft=True)
    assert [document.number for document in draft.documents] == [""]
    assert "« 732829321 » n'est pas un SIREN" in draft.problems[0].message
    assert not any(problem.is_blocking for problem in draft.problems)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"company_siren": "732829321", "company_siret": SIRET}, "« 732829321 » n'est pas un SIREN"),
        ({"company_siret": "55210055400013"}, "« 55210055400013 » n'est pas"),
        ({"company_vat_number": "FR00732829320"}, "« FR00732829320 » n'est pas un numéro de TVA"),
        ({"company_iban": "FR7630006000011234567890188"}, "n'est pas un IBAN"),
        ({"company_electronic_address": "552100554"}, "n'est pas le numéro de l'entreprise 732829320"),
    ],
)
def test_a_wrong_number_of_the_house_is_refused(settings: dict, said: str) -> None:
    [problem] = refusals(house(settings=settings))
    assert said in problem.message


@pytest.mark.parametrize(
    ("client", "heading"),
    [
        ({"siren": "732829321", "siret": ""}, "SIREN"),
        ({"siret": "73282932000075"}, "SIRET"),
        ({"siren": ""}, "SIREN"),
        ({"name": ""}, "Raison sociale"),
        ({"country": "ZZ"}, "Pays"),
        ({"electronic_address": "732829320 COMPTA"}, "Adresse électronique"),
        ({"electronic_address": "552100554_COMPTA"}, "Adresse électronique"),
        ({"vat_regime": "UE autoliquidation", "country": "BE", "vat_number": "", "siren": ""}, "N° TVA"),
        ({"vat_regime": "UE autoliquidation", "country": "BE", "vat_number": "BE0123"}, "N° TVA"),
        ({"vat_regime": "UE autoliquidation", "vat_number": "FR44732829320"}, "Régime TVA"),
        (
            {
                "vat_regime": "UE autoliquidation",
                "country": "BE",
                "vat_number": "FR44732829320",
                "siren": "",
                "siret": "",
            },
            "N° TVA",
        ),
        ({"vat_regime": "Hors UE", "country": "BE", "vat_number": "BE0417497106"}, "Régime TVA"),
    ],
)
def test_a_wrong_or_missing_mention_of_the_client_is_refused(client: dict, heading: str) -> None:
    [problem] = refusals(house(Clients=[{**CLIENT, **client}]))
    assert (problem.table, problem.row, problem.heading) == ("Clients", 5, heading)


def test_a_foreign_client_needs_neither_siren_nor_electronic_address() -> None:
    swiss = {**CLIENT, "country": "CH", "siren": "", "siret": "", "vat_regime": "Hors UE"}
    document = issued(house(Clients=[swiss])).document
    assert (document.vat_category, document.buyer.electronic_address, document.treatment) == (
        "G",
        "",
        "B2BINT",
    )


def test_an_electronic_address_is_the_siren_unless_a_cell_says_another() -> None:
    document = issued(house(Clients=[{**CLIENT, "electronic_address": f"{SIREN}_COMPTA"}])).document
    assert document.seller.electronic_address == SIREN
    assert document.buyer.electronic_address == f"{SIREN}_COMPTA"


@pytest.mark.parametrize(
    ("client", "category", "reason"),
    [
        ({}, "S", ""),
        ({"vat_regime": "UE autoliquidation", "country": "BE", "vat_number": "BE0417497106"}, "AE", "283-2"),
        ({"vat_regime": "Hors UE", "country": "CH"}, "G", "259-1°"),
        ({"vat_regime": "DOM", "postcode": "97400"}, "S", ""),
        ({"vat_regime": "DOM", "postcode": "97300"}, "E", "294"),
    ],
)
def test_the_electronic_invoice_says_why_there_is_no_vat(client: dict, category: str, reason: str) -> None:
    document = issued(house(Clients=[{**CLIENT, **client}])).document
    assert document.vat_category == category and reason in document.vat_reason
    assert bool(document.vat_reason) == bool(reason)


def test_a_house_that_pays_its_vat_on_debits_says_so() -> None:
    document = issued(house(settings={"vat_on_debits": True})).document
    assert document.on_debits and document.vat_point == "invoice"
    assert "Option pour le paiement de la taxe d'après les débits." in [m.text for m in document.mentions]
    assert not issued(house()).document.on_debits


def test_each_document_has_its_type_its_process_its_terms_and_its_rules() -> None:
    home = house()
    deposit = issued(home, rank=1)
    home = written(home, deposit)
    of_deposit = credit(home, deposit.document.number)
    balance = issued(home, rank=3)
    of_balance = credit(written(home, balance), balance.document.number)
    found = [
        (each.document.type_code, each.document.process)
        for each in (deposit, of_deposit, balance, of_balance)
    ]
    assert found == [("386", "S1"), ("503", "S1"), ("380", "S4"), ("381", "S4")]
    assert balance.document.terms == "Paiement à 30 jours, au plus tard le 23/12/2026."
    assert balance.invoice["rules"] == "EN 16931 (Factur-X 1.09.2), BR-FR 1.4.0"


def test_the_annex_lists_sessions_up_to_the_invoice_without_names() -> None:
    sessions = [
        {
            "number": "B",
            "day": TODAY,
            "project": "P001",
            "task": "T",
            "technician": "X",
            "start": 540,
            "end": 1020,
            "billing": "Incluse",
        },
        {
            "number": "A",
            "day": date(2026, 11, 3),
            "project": "P001",
            "task": "T",
            "technician": "X",
            "start": 540,
            "end": 600,
        },
        {"number": "C", "day": date(2026, 11, 24), "project": "P001", "start": 540, "end": 600},
        {"number": "D", "day": date(2026, 11, 3), "project": "P002", "start": 540, "end": 600},
    ]
    home = house(
        Seances=sessions,
        Planning=[{"task": "T", "project": "P001", "label": "Montage image"}],
        Equipe=[{"code": "X", "last_name": "Carrel", "job": "Chef monteur"}],
    )
    document = issued(home, rank=3).document
    assert [(s.day.day, s.task, s.job, s.minutes) for s in document.sessions] == [
        (3, "Montage image", "Chef monteur", 60),
        (23, "Montage image", "Chef monteur", 480),
    ]
    assert document.service_days == (date(2026, 11, 3), TODAY)
    assert issued(home, rank=1).document.sessions == ()


@pytest.mark.parametrize(
    ("days", "end_of_month", "due"),
    [
        (30, False, date(2026, 12, 23)),
        (30, True, date(2026, 12, 31)),
        (0, False, date(2026, 11, 23)),
        (45, True, date(2027, 1, 31)),
        (97, True, date(2027, 2, 28)),
    ],
)
def test_the_due_day_adds_the_days_then_goes_to_the_end_of_the_month(
    days: int, end_of_month: bool, due: date
) -> None:
    assert due_day(TODAY, days, end_of_month) == due


def test_a_client_without_delay_has_that_of_the_house() -> None:
    home = house(settings={"payment_days": 10}, Clients=[{**CLIENT, "payment_days": None}])
    assert issued(home).invoice["due_day"] == date(2026, 12, 3)


def test_without_a_session_the_service_is_that_of_the_whole_month() -> None:
    document = issued(house(), day=date(2026, 12, 5)).document
    assert document.service_days == (date(2026, 12, 1), date(2026, 12, 31))


def test_the_sessions_of_a_day_are_annexed_in_the_order_of_their_start() -> None:
    sessions = [
        {"number": number, "day": TODAY, "project": "P001", "start": start, "end": start + length}
        for number, start, length in (("B", 840, 60), ("A", 540, 90))
    ]
    document = issued(house(Seances=sessions), rank=3).document
    assert [line.minutes for line in document.sessions] == [90, 60]
