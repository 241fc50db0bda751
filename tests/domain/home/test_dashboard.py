from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.home.dashboard import actions, dashboard, problems_by_project
from postprod_xl.domain.home.project_status import steps_to_invoice
from postprod_xl.schema.problems import blocking, info, warning
from tests.domain.offices import office, table_rows

TODAY, FRIDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 24)
LIGHTS = ["delivery_light", "overrun_light", "invoicing_light", "controls_light"]


def one_project(status="En cours", late_days=None, **frames):
    project = {"code": "P1", "title": "La Crue", "status": status, "late_days": late_days}
    accepted = table_rows("Versions", [{"project": "P1", "version": 1, "status": "Accepté"}])
    return office(**{"Projets": table_rows("Projets", [project]), "Versions": accepted, **frames})


def lights(held, *problems):
    return [*next(dashboard(held, problems).select(*LIGHTS))]


def test_a_project_without_any_trouble_is_green_everywhere():
    row = dashboard(one_project(), []).frame().iloc[0]
    assert (row["project"], row["title"], row["alert"]) == ("P1", "La Crue", "")
    assert row[LIGHTS].tolist() == ["Vert"] * 4


@pytest.mark.parametrize("status", ["Soldé", "Annulé"])
def test_closed_projects_are_left_out(status):
    assert not dashboard(one_project(status), [])


def test_a_late_delivery_is_red_and_comes_first_in_what_to_do():
    row = dashboard(one_project(late_days=Decimal(4)), []).frame().iloc[0]
    assert (row["delivery_light"], row["alert"]) == ("Rouge", "livraison en retard de 4 j")


def test_a_delivered_project_is_no_longer_late():
    assert lights(one_project("Livré", late_days=Decimal(4)))[0] == "Vert"


@pytest.mark.parametrize(
    ("slack", "state", "light"),
    [
        ("2.75", "Confirmé", "Orange"),
        ("3", "Confirmé", "Vert"),
        ("-1", "Terminé", "Vert"),
        (None, "Confirmé", "Vert"),
    ],
)
def test_a_delivery_with_under_three_days_of_slack_is_orange(slack, state, light):
    task = {"task": "T1", "project": "P1", "state": state, "slack_days": slack and Decimal(slack)}
    task["end_day"] = TUESDAY
    assert lights(one_project(Planning=table_rows("Planning", [task])))[0] == light


@pytest.mark.parametrize(
    ("level", "light"),
    [("Dépassement", "Rouge"), ("Dépassement prévu", "Orange"), ("À surveiller", "Orange"), ("OK", "Vert")],
)
def test_the_overrun_light_is_the_gravest_level(level, light):
    rows = [{"project": "P1", "line": "L0", "level": "OK"}, {"project": "P1", "line": "L1", "level": level}]
    assert lights(one_project(Depassements=table_rows("Depassements", rows)))[1] == light


def test_an_overdue_payment_is_red_and_a_step_to_invoice_orange():
    step = table_rows("Echeancier", [{"project": "P1", "rank": 1, "planned_day": TODAY}])
    overdue = table_rows("Comptes", [{"project": "P1", "overdue_cents": 1}])
    assert lights(one_project(Echeancier=step))[2] == "Orange"
    assert lights(one_project(Echeancier=step, Comptes=overdue))[2] == "Rouge"


def test_a_step_is_to_invoice_once_its_day_has_come_until_it_is_invoiced():
    steps = [
        {"project": "P1", "rank": 1, "planned_day": FRIDAY, "invoice": "FA-2026-0001"},
        {"project": "P1", "rank": 2, "planned_day": TODAY},
        {"project": "P1", "rank": 3, "planned_day": TUESDAY},
        {"project": "P1", "rank": 4},
    ]
    held = one_project(Echeancier=table_rows("Echeancier", steps))
    assert steps_to_invoice(held) == [("P1", 2)]
    assert steps_to_invoice(held.with_rows("Versions", table_rows("Versions", []))) == []


def test_the_controls_light_is_orange_for_a_warning_and_red_for_a_blocking_problem():
    held = one_project()
    warned, blocked = (severity("Projets", 5, "Titre", "", "un titre") for severity in (warning, blocking))
    assert lights(held, warned)[3] == "Orange"
    assert lights(held, warned, blocked)[3] == "Rouge"
    assert lights(held, info("Projets", 5, "Titre", "", ""))[3] == "Vert"


def test_a_problem_belongs_to_the_project_of_its_row():
    held = one_project(Seances=table_rows("Seances", [{"project": "P2"}]))
    problems = [
        warning("Seances", 5, "Début", "", ""),
        warning("Seances", None, "", "", ""),
        warning("Equipe", 5, "Nom", "", ""),
        warning("", None, "", "", ""),
        warning("Projets", 5, "Titre", "", ""),
    ]
    assert problems_by_project(held, problems) == {"P2": "Avertissement", "P1": "Avertissement"}


def test_the_actions_are_always_the_same_nine_subjects():
    found = actions(office(), [])
    assert found.column("subject") == [
        "Livraisons en retard",
        "Lignes en dépassement",
        "Conflits de réservation",
        "Options à confirmer",
        "Étapes à facturer",
        "Factures en retard",
        "Contrats incomplets",
        "Séances à valider",
        "Avertissements",
    ]
    assert found.column("count") == [0] * 9


def test_the_actions_count_everything_and_name_the_first_three():
    held = one_project(
        late_days=Decimal(1),
        Depassements=table_rows(
            "Depassements", [{"line": f"L{n}", "level": "Dépassement"} for n in range(4)]
        ),
        Reservations=table_rows(
            "Reservations",
            [
                {"task": "T1", "conflict": "x"},
                {"task": "T1", "conflict": "x"},
                {"task": "T2", "conflict": ""},
            ],
        ),
        Planning=table_rows(
            "Planning",
            [
                {"task": "T1", "state": "Option 1", "option_until": date(2026, 11, 26)},
                {"task": "T2", "state": "Option 2", "option_until": date(2026, 11, 27)},
                {"task": "T3", "state": "Confirmé", "option_until": FRIDAY},
            ],
        ),
        Echeancier=table_rows("Echeancier", [{"project": "P1", "rank": 1, "planned_day": FRIDAY}]),
        Factures=table_rows(
            "Factures", [{"number": "FA-2026-0001", "type": "Facture", "due_day": FRIDAY, "payable_cents": 1}]
        ),
        Contrats=table_rows(
            "Contrats", [{"contract": "C1", "alert": "DPAE manquante"}, {"contract": "C2", "alert": ""}]
        ),
        Seances=table_rows("Seances", [{"number": "S1", "day": FRIDAY}, {"number": "S2", "day": TODAY}]),
    )
    found = actions(
        held, [warning("Projets", 5, "Titre", "", "", "sans titre"), info("Projets", 5, "Titre", "", "")]
    )
    assert [[*row] for row in found.select("count", "detail", "tab")] == [
        [1, "P1", "Projets"],
        [4, "L0, L1, L2…", "Dépassements"],
        [1, "T1", "Réservations"],
        [1, "T1", "Planning"],
        [1, "P1 étape 1", "Facturation"],
        [1, "FA-2026-0001", "Factures"],
        [1, "C1", "Contrats"],
        [1, "S1", "Séances"],
        [1, "Projets ligne 5", "Contrôles"],
    ]
