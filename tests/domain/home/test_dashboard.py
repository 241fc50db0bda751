from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.home.concerns.buying import buying_concerns
from postprod_xl.domain.home.concerns.controls import objects_by_project
from postprod_xl.domain.home.concerns.gathered import concerns_of
from postprod_xl.domain.home.dashboard import actions, dashboard, fitted
from postprod_xl.domain.home.project_status import steps_to_invoice
from postprod_xl.schema.problems import blocking, info, warning
from tests.domain.offices import office, table_rows

TODAY, FRIDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 24)
LIGHTS = ["delivery_light", "overrun_light", "invoicing_light", "controls_light"]


NEXT_YEAR = date(2027, 3, 1)
KNOWN = {
    "Versions": [{"project": "P1", "version": 1, "status": "Accepté"}],
    "Planning": [
        {
            "task": "T0",
            "project": "P1",
            "duration_days": Decimal(2),
            "start_day": TUESDAY,
            "end_day": NEXT_YEAR,
        }
    ],
    "Depassements": [{"project": "P1", "line": "L0", "level": "OK"}],
    "Echeancier": [{"project": "P1", "rank": 1, "planned_day": NEXT_YEAR}],
}
"""A project planned, sold, with a step to invoice later: everything of it is known."""


def one_project(status="En cours", late_days=None, delivery_day=NEXT_YEAR, expected_day=NEXT_YEAR, **frames):
    project = {"code": "P1", "title": "La Crue", "status": status, "late_days": late_days}
    project |= {"delivery_day": delivery_day, "expected_day": expected_day}
    known = {name: table_rows(name, records) for name, records in KNOWN.items()}
    return office(**{"Projets": table_rows("Projets", [project]), **known, **frames})


def home(held):
    return dashboard(held, concerns_of(held, []))


def to_do(held, *problems):
    """What the home page says to do on the only project, piece by piece."""
    [text] = dashboard(held, concerns_of(held, problems)).column("alert")
    return text.split(" ; ") if text else []


def lights(held, *problems):
    return [*next(dashboard(held, concerns_of(held, problems)).select(*LIGHTS))]


def test_a_project_without_any_trouble_is_green_everywhere():
    row = home(one_project()).frame().iloc[0]
    assert (row["project"], row["title"], row["alert"]) == ("P1", "La Crue", "")
    assert row[LIGHTS].tolist() == ["Vert"] * 4


@pytest.mark.parametrize("status", ["Soldé", "Annulé"])
def test_closed_projects_are_left_out(status):
    assert not home(one_project(status))


def test_a_late_delivery_is_red_and_comes_first_in_what_to_do():
    row = home(one_project(late_days=Decimal(4))).frame().iloc[0]
    assert (row["delivery_light"], row["alert"]) == ("Rouge", "livraison en retard de 4 j (Planning)")


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
    task |= {"end_day": TUESDAY, "duration_days": Decimal(1)}
    assert lights(one_project(Planning=table_rows("Planning", [task])))[0] == light


@pytest.mark.parametrize(
    ("level", "light"),
    [("Dépassement", "Rouge"), ("Dépassement prévu", "Orange"), ("À surveiller", "Orange"), ("OK", "Vert")],
)
def test_the_overrun_light_is_the_gravest_level(level, light):
    rows = [{"project": "P1", "line": "L0", "level": "OK"}, {"project": "P1", "line": "L1", "level": level}]
    assert lights(one_project(Depassements=table_rows("Depassements", rows)))[1] == light


def test_the_overrun_light_is_dark_while_no_line_is_followed():
    rows = [{"project": "P1", "line": "L0", "level": "Non suivie"}]
    assert lights(one_project(Depassements=table_rows("Depassements", rows)))[1] == ""
    rows.append({"project": "P1", "line": "L1", "level": "OK"})
    assert lights(one_project(Depassements=table_rows("Depassements", rows)))[1] == "Vert"


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
    assert objects_by_project(held, problems) == {"P2": ["Séances"], "P1": ["P1"]}


def test_the_actions_are_always_the_same_twelve_subjects_when_nothing_is_to_be_done():
    found = actions(office(), concerns_of(office(), []), [])
    assert found.column("subject") == [
        "Livraisons en retard",
        "Projets à compléter",
        "Lignes en dépassement",
        "Conflits de réservation",
        "Options à confirmer",
        "Étapes à facturer",
        "Factures en retard",
        "Contrats incomplets",
        "Séances à confirmer",
        "Séances à valider",
        "Bons à réclamer",
        "Avertissements",
    ]
    assert found.column("count") == [0] * 12


def test_the_actions_count_everything_and_name_the_first_three():
    whole = {"project": "P1", "duration_days": Decimal(1), "end_day": TUESDAY}
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
                {"task": "T1", **whole, "state": "Option 1", "option_until": date(2026, 11, 26)},
                {"task": "T2", **whole, "state": "Option 2", "option_until": date(2026, 11, 27)},
                {"task": "T3", **whole, "state": "Confirmé", "option_until": FRIDAY},
                *KNOWN["Planning"],
            ],
        ),
        Echeancier=table_rows("Echeancier", [{"project": "P1", "rank": 1, "planned_day": FRIDAY}]),
        Factures=table_rows(
            "Factures", [{"number": "FA-2026-0001", "type": "Facture", "due_day": FRIDAY, "payable_cents": 1}]
        ),
        Contrats=table_rows(
            "Contrats", [{"contract": "C1", "alert": "DPAE manquante"}, {"contract": "C2", "alert": ""}]
        ),
        DPAE=table_rows(
            "DPAE",
            [
                {"contract": "C3", "state": "Délai passé"},
                {"contract": "C4", "state": "À déposer"},
                {"contract": "C5", "state": "Pas encore"},
            ],
        ),
        Corrections=table_rows(
            "Corrections", [{"month": "2026-10", "contract": code} for code in ("C1", "C1", "C2")]
        ),
        Seances=table_rows(
            "Seances",
            [
                {"number": "S1", "day": FRIDAY},
                {"number": "S2", "day": TODAY},
                {"number": "S3", "day": FRIDAY, "state": "À confirmer"},
            ],
        ),
    )
    problems = [warning("Projets", 5, "Titre", "", "", "sans titre"), info("Projets", 5, "Titre", "", "")]
    found = actions(held, concerns_of(held, problems), problems)
    assert [[*row] for row in found.select("count", "detail", "tab")] == [
        [1, "P1", "Projets"],
        [4, "L0, L1, L2…", "Dépassements"],
        [1, "T1", "Réservations"],
        [1, "T1", "Planning"],
        [1, "P1 étape 1", "Facturation"],
        [1, "0,01\u00a0€ TTC : FA-2026-0001", "Factures"],
        [1, "C1", "Contrats"],
        [2, "C3, C4", "DPAE à faire"],
        [3, "2026-10 C1, 2026-10 C2", "Corrections de paie"],
        [1, "S3", "Séances"],
        [1, "S1", "Séances"],
        [1, "P1", "Contrôles"],
    ]


def test_the_home_page_has_room_for_twelve_subjects_those_of_pay_are_one_when_all_ask_for_something():
    asked = [[f"Sujet {number}", 1, "x", "Planning"] for number in range(7)]
    of_pay = [
        ["Contrats incomplets", 2, "C1, C2", "Contrats"],
        ["DPAE à déposer", 1, "C3", "DPAE à faire"],
        ["Temps de travail à revoir", 1, "T1 24/11", "Réservations"],
    ]
    others = [[f"Autre {number}", 1, "x", "Planning"] for number in range(4)]
    idle = ["Corrections de paie à exporter", 0, "", "Corrections de paie"]
    assert fitted([*asked, *of_pay, idle, *others]) == [
        *asked,
        [
            "Contrats et paie à régler",
            4,
            "Contrats incomplets : C1, C2 ; DPAE à déposer : C3 ; Temps de travail à revoir : T1 24/11",
            "Contrats",
        ],
        *others,
    ]
    # With one subject that asks for nothing less, each has its row.
    others[0][1] = others[1][1] = 0
    assert fitted([*asked, *of_pay, idle, *others]) == [*asked, *of_pay, *others[2:]]


def test_a_confirmed_project_without_any_task_is_red_and_says_what_to_press():
    held = one_project("Confirmé", expected_day=None, Planning=table_rows("Planning", []))
    assert lights(held)[0] == "Rouge"
    assert to_do(held) == ["aucune tâche, fin inconnue : bouton Planifier (Projets)"]
    found = dict(actions(held, concerns_of(held, []), []).select("subject", "detail"))
    assert found["Projets à compléter"] == "P1"


@pytest.mark.parametrize(
    ("changed", "light", "said"),
    [
        ({"delivery_day": None}, 0, "aucun jour promis, retard inconnu : remplissez « Livraison PAD » (Projets)"),
        (
            {"Versions": []},
            1,
            "aucun devis accepté, dépassements inconnus : passez-en un à « Accepté » (Versions)",
        ),
        (
            {"Planning": [{"task": "T1", "project": "P1", "start_day": TUESDAY, "end_day": TUESDAY}]},
            0,
            "durée vide, comptée 0 j : T1 (Planning)",
        ),
        (
            {"Depassements": [{"project": "P1", "line": "L1", "level": "Dépassement prévu", "variance_cents": 185000}]},
            1,
            "1 ligne en dépassement prévu, 1\u00a0850,00\u00a0€ HT : L1 (Dépassements)",
        ),
        (
            {"Echeancier": [], "Comptes": [{"project": "P1", "to_invoice_cents": 4500000}]},
            2,
            "45\u00a0000,00\u00a0€ HT à facturer sans étape : complétez l'échéancier (Facturation)",
        ),
        (
            {
                "Echeancier": [{"project": "P1", "rank": 2}],
                "Comptes": [{"project": "P1", "to_invoice_cents": 4500000}],
            },
            2,
            "étape sans date prévue : 2, 45\u00a0000,00\u00a0€ HT à facturer (Facturation)",
        ),
        (
            {"status": "Devis"},
            0,
            "devis accepté, planning qui cède aux autres : passez-le à « Confirmé » (Projets)",
        ),
        (
            {"Contrats": [{"project": "P1", "contract": "C1", "alert": "DPAE manquante"}]},
            3,
            "contrat à régler : C1 (Contrats)",
        ),
        (
            {"Seances": [{"number": "S1", "project": "P1", "day": FRIDAY, "state": "À confirmer"}]},
            3,
            "1 séance à confirmer : S1 (Séances)",
        ),
    ],
)  # fmt: skip
def test_what_is_not_known_or_waits_is_orange_with_the_place_to_act(changed, light, said):
    tables = {name: table_rows(name, rows) for name, rows in changed.items() if isinstance(rows, list)}
    held = one_project(**{**{name: value for name, value in changed.items() if name not in tables}, **tables})
    assert lights(held)[light] == "Orange"
    assert to_do(held) == [said]


def test_a_project_still_a_quote_is_not_green_where_nothing_is_computed():
    held = one_project("Devis", expected_day=None, **{name: table_rows(name, []) for name in KNOWN})
    assert (lights(held), to_do(held)) == (["", "", "", "Vert"], [])


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (date(2026, 11, 16), []),  # five working days ago
        (
            date(2026, 11, 13),
            ["aucun bon depuis le 13/11/2026 : demandez-les, ou suspendez les tâches (Séances)"],
        ),
        (None, ["aucun bon, du travail prévu depuis le 02/11/2026 : demandez-les (Séances)"]),
    ],
)
def test_a_project_under_way_that_nobody_reports_any_more_is_orange(last, said):
    task = {"task": "T1", "project": "P1", "duration_days": Decimal(9), "start_day": date(2026, 11, 2)}
    sessions = (
        [{"number": "S1", "project": "P1", "task": "T1", "day": last, "validated": True}] if last else []
    )
    held = one_project(
        Planning=table_rows("Planning", [{**task, "end_day": NEXT_YEAR}]),
        Seances=table_rows("Seances", sessions),
    )
    assert to_do(held) == said
    assert lights(held)[1] == ("Orange" if said else "Vert")


def test_each_light_has_one_piece_the_red_ones_first_and_the_others_are_counted():
    rows = [
        {"project": "P1", "line": "L1", "level": "Dépassement", "variance_cents": 100},
        {"project": "P1", "line": "L2", "level": "À surveiller"},
    ]
    held = one_project(delivery_day=None, Depassements=table_rows("Depassements", rows))
    assert to_do(held, warning("Planning", 5, "Début", "", "", "")) == [
        "1 ligne en dépassement, 1,00\u00a0€ HT : L1 (Dépassements) + 1",
        "aucun jour promis, retard inconnu : remplissez « Livraison PAD » (Projets)",
        "1 avertissement : T0 (Contrôles)",
    ]


def test_a_supplier_paid_late_and_an_independent_s_invoice_missing_are_concerns_of_their_project():
    held = office(
        TODAY,
        Achats=table_rows(
            "Achats",
            [
                {
                    "purchase": "H1",
                    "project": "P1",
                    "supplier": "Docks",
                    "invoiced_cents": 100,
                    "due_day": FRIDAY,
                }
            ],
        ),
        Equipe=table_rows("Equipe", [{"code": "IND", "status": "Indépendant", "hourly_rate_cents": 100}]),
        Seances=table_rows(
            "Seances",
            [{"project": "P2", "technician": "IND", "day": date(2026, 10, 1), "start": 0, "end": 60}],
        ),
    )
    lines = [concern.line.replace("\u00a0", " ") for concern in buying_concerns(held)]
    assert lines == [
        "1 fournisseur à payer en retard, 1,00 € TTC : Docks (Achats)",
        "factures d'indépendants à réclamer, 1,00 € HT : IND 2026-10 (Factures attendues)",
    ]
