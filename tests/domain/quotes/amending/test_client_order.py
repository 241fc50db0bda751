from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.commands.quotes.amending import print_change_order
from postprod_xl.documents.change_order import Agreed
from postprod_xl.documents.papers.change_order import change_order_paper
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.documents.typesetting.house import HouseStyle
from postprod_xl.domain.quotes.amending.client_order import ChangeOrderRefused, client_order
from postprod_xl.domain.quotes.versions.freezing import frozen_columns, newly_frozen
from tests.documents.typesetting.extracted import words_of
from tests.domain.offices import office, table_rows

DAY = date(2026, 11, 16)
PROJECT = {"code": "P1", "title": "Crue", "client": "C1"}
MARKUP = "#let x = 1 $x^2$ *gras* _bas_ `code` @renvoi <b> [c] // \\ = t"


def order(number="AV-002", days="1.125", **rest):
    usual = {"type": "Additif", "line": "L1", "unit_price_cents": 80_000, "status": "Envoyé", "day": DAY}
    return {"number": number, "project": "P1", "label": number, "quantity": Decimal(days), **usual, **rest}


def amended(*orders, project=PROJECT, status="Accepté"):
    sessions = [("BS-1", 360, "Retard rushes"), ("BS-2", 360, "Demande production")]
    return office(
        Clients=table_rows("Clients", [{"code": "C1", "name": "Chaîne"}]),
        Projets=table_rows("Projets", [project]),
        Versions=table_rows("Versions", [{"project": "P1", "version": 2, "status": status, "day": DAY}]),
        Tarifs=table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "unit_minutes": 480}]),
        Devis=table_rows(
            "Devis",
            [
                {"line": "L1", "project": "P1", "version": 2, "item": "IMG-20", "label": "Montage"}
                | {"quantity": Decimal(10), "unit_price_cents": 80_000}
            ],
        ),
        Equipe=table_rows("Equipe", [{"code": "DIOP", "last_name": "Diop", "job": "Chef monteur"}]),
        Planning=table_rows(
            "Planning", [{"task": "T1", "project": "P1", "line": "L1", "label": "Montage image"}]
        ),
        Seances=table_rows(
            "Seances",
            [
                {"number": number, "day": DAY, "project": "P1", "task": "T1", "technician": "DIOP"}
                | {"start": 0, "end": minutes, "cause": cause}
                for number, minutes, cause in sessions
            ],
        ),
        Avenants=table_rows("Avenants", list(orders)),
    )


NAMING = {"sessions": "BS-1 (6h00) ; BS-2 (3h00 sur 6h00)", "client_reason": "Rushes reçus en retard"}


def test_the_quote_the_orders_accepted_before_and_this_one_add_up_to_the_new_total():
    held = amended(order("AV-001", "1", status="Accepté"), order(**NAMING), order("AV-003", "5"))
    made = client_order(held, "av-002")
    # 10 days at 800 €, one more accepted, 1.125 to sign: 9,700 € and 20 %
    assert (made.original, *made.earlier) == (Agreed("2", DAY, 800_000), Agreed("AV-001", DAY, 80_000))
    assert (made.effect_cents, made.total_cents) == (90_000, 970_000)
    assert (made.vat_cents, made.total_with_vat_cents) == (194_000, 1_164_000)


def test_an_accepted_order_printed_again_is_without_those_accepted_after_it():
    held = amended(order("AV-001", "1", status="Accepté"), order("AV-002", "2", status="Accepté"))
    assert client_order(held, "AV-001").earlier == ()
    assert client_order(held, "AV-001").total_cents == 880_000
    assert client_order(held, "AV-002").total_cents == 1_040_000


def test_a_replacement_is_worth_what_it_adds_to_the_line_whatever_its_date():
    early = order("AV-002", "12", type="Remplacement", day=date(2026, 11, 1))
    held = amended(order("AV-001", "1", status="Accepté"), early)
    made = client_order(held, "AV-002")
    # 12 days in the place of 11
    assert (made.amount_cents, made.effect_cents, made.total_cents) == (960_000, 80_000, 960_000)


def test_the_annex_has_the_hours_taken_of_each_session_and_no_name():
    made = client_order(amended(order(**NAMING)), "AV-002")
    assert [
        (each.number, each.job, each.cause, each.minutes, each.whole_minutes) for each in made.sessions
    ] == [
        ("BS-1", "Chef monteur", "rushes reçus en retard", 360, 360),
        ("BS-2", "Chef monteur", "demande de la production", 180, 360),
    ]
    assert made.session_minutes == made.minutes == 540
    assert "Diop" not in repr(made) and "DIOP" not in repr(made)


def test_the_paper_says_the_figures_of_the_workbook_and_what_people_type_as_they_typed_it():
    made = client_order(amended(order(**NAMING, label=MARKUP)), "AV-002")
    words = words_of(set_paper(change_order_paper(made), HouseStyle("Maison")).pdf)
    for text in (
        MARKUP, "Avenant AV-002 au devis P1", "1,125 jour 800,00 € 900,00 €", "version 2 du 16/11/2026 8 000,00 €",
        "Nouveau total HT 8 900,00 €", "TVA 20 % 1 780,00 €", "Nouveau total TTC 10 680,00 €", "Bon pour accord",
        "BS-1 16/11/2026 Montage image Chef monteur rushes reçus en retard 6 h 00",
        "3 h 00 sur 6 h 00", "Total des séances 9 h 00",
    ):  # fmt: skip
        assert text in words
    assert "PROJET" not in words


def test_hours_negotiated_down_stand_beside_those_of_the_sessions():
    paper = change_order_paper(client_order(amended(order(days="0.5", **NAMING)), "AV-002"))
    assert (paper.data["total_heures"], paper.data["heures_avenant"]) == (
        "9\u00a0h\u00a000",
        "4\u00a0h\u00a000",
    )


@pytest.mark.parametrize(
    ("status", "stamp"), [("À négocier", "PROJET"), ("Refusé", "REFUSÉ"), ("Accepté", "")]
)
def test_an_order_that_binds_nobody_says_so_across_its_pages(status, stamp):
    assert change_order_paper(client_order(amended(order(status=status)), "AV-002")).data["tampon"] == stamp


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (amended(order("AV-001")), "l'avenant « AV-002 » n'existe pas ; vouliez-vous dire « AV-001 » ?"),
        (amended(order(), project=PROJECT | {"client": ""}), "P1 n'a pas de client"),
        (amended(order(), status="Envoyé"), "P1 n'a pas de devis accepté"),
        (amended(order(type="Remplacement", line="")), "l'avenant AV-002 est sans ligne à remplacer"),
        (amended(order(sessions="BS-9")), "AV-002 : la séance BS-9 n'existe pas dans Séances"),
        (amended(order(day=date(1990, 1, 1))), "aucun taux de TVA connu au 01/01/1990"),
    ],
)
def test_an_order_that_cannot_be_printed_is_refused_in_one_line(held, message):
    with pytest.raises(ChangeOrderRefused, match=message):
        client_order(held, "AV-002")


def test_an_order_to_a_quote_changed_since_it_was_accepted_is_not_issued():
    held = amended(order(**NAMING))
    held = held.with_rows("VersionsFigees", newly_frozen(held)).with_columns("Versions", frozen_columns(held))
    assert print_change_order(held, "AV-002").papers
    cheaper = held["Devis"].with_columns({"unit_price_cents": [70_000]})
    outcome = print_change_order(replace(held.with_rows("Devis", cheaper), facts={}), "AV-002")
    assert outcome.papers == () and "« Prix unitaire HT » valait 800" in outcome.problems[0].message
