"""Which lines wait for a technical advice, whom to ask, and what is wrong with the answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.commands.quotes.drafting import quote
from postprod_xl.domain.quotes.feasibility.advice import advice_columns, lines_needing_advice
from postprod_xl.domain.quotes.feasibility.advisers import advisers_of
from postprod_xl.domain.quotes.feasibility.answers import advice_problems
from postprod_xl.domain.quotes.versions.sending import sending_problems
from postprod_xl.domain.refresh import refreshed
from tests.domain.offices import office, table_rows

RATES = [
    {"item": "IMG-20", "unit": "jour", "unit_minutes": 480, "skill": "Chef monteur"},
    {"item": "IMG-22", "unit": "jour", "room_type": "Salle de montage image"},
    {"item": "IMG-60", "unit": "plan"},
    {"item": "STO-10", "unit": "To×mois"},
    {"item": "FOR-10", "unit": "forfait"},
    {"item": "SON-22", "unit": "jour", "unit_minutes": 480, "skill": "Bruiteur"},
    {"item": "COO-10", "unit": "semaine", "unit_minutes": 2340},
]
PEOPLE = [
    {"code": "T1", "last_name": "Aubry", "first_name": "Paule", "skills": "Chef monteur"},
    {"code": "T2", "last_name": "Bellec", "first_name": "Jules", "skills": "Étalonneur; chef monteur"},
    {"code": "T3", "last_name": "Carrel", "first_name": "Alice", "skills": "Chef monteur"},
    {"code": "T4", "last_name": "Duval", "first_name": "Farid", "skills": "Chef monteur"},
]
PROJECTS = [
    {"code": "P1", "director": "Inès Daumas", "status": "Devis"},
    {"code": "P0", "director": "Inès Daumas", "status": "Soldé"},
]
ANSWER = {"feasibility": "Faisable", "approved_by": "Alice Carrel", "approved_day": date(2026, 11, 20)}


def line(code="L1", item="IMG-20", **rest):
    usual = {
        "project": "P1",
        "version": 1,
        "quantity": Decimal(5),
        "unit": "jour",
        "unit_price_cents": 60_000,
    }
    return {"line": code, "item": item, **usual, **rest}


def quoted(*lines, status="Brouillon", day=None, **tables):
    held = {"Equipe": PEOPLE, "Projets": PROJECTS, "Tarifs": RATES} | tables
    held["Versions"] = held.get("Versions") or [{"project": "P1", "version": 1, "status": status, "day": day}]
    held["Devis"] = list(lines)
    return office(**{name: table_rows(name, rows) for name, rows in held.items()})


def asked(held, row=0):
    return [one.code for one in advisers_of(held).asked(held["Devis"].records[row]).advisers]


def messages(held):
    return [problem.message for problem in advice_problems(held)]


@pytest.mark.parametrize(
    ("given", "needs"),
    [
        ({"item": "IMG-20"}, True),  # a skill and hours
        ({"item": "IMG-22"}, True),  # a type of room
        ({"item": "COO-10", "unit": "semaine"}, True),  # hours alone
        ({"item": "IMG-60", "unit": "plan"}, False),  # neither
        ({"item": "STO-10", "unit": "To×mois"}, False),
        ({"item": "FOR-10", "unit": "forfait"}, False),
        ({"item": "", "unit": "jour"}, True),  # of no item, sold by the day
        ({"item": "", "unit": "unité"}, False),
        ({"item": "IMG-20", "quantity": Decimal(0)}, False),
        ({"item": "IMG-20", "quantity": None}, False),
    ],
)
def test_the_rate_card_says_which_lines_need_an_advice(given, needs):
    held = quoted(line(**given))
    assert lines_needing_advice(held, held["Devis"]) == [needs]


def test_whom_the_director_asks_for_comes_first_and_whom_she_refuses_last():
    scores = [
        {"director": "INÈS DAUMAS", "technician": "T1", "score": -2},
        {"director": "Inès Daumas", "technician": "T4", "score": 2},
    ]
    assert asked(quoted(line(), Affinites=scores)) == ["T4", "T2", "T3", "T1"]


def test_whoever_worked_the_most_days_with_the_director_comes_before_who_has_tasks_of_hers():
    sessions = [
        {"number": str(at), "day": day, "project": "P0", "technician": "T3"}
        for at, day in enumerate((date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 2)))
    ]
    tasks = [
        {"task": "A", "project": "P0", "technician": "T2"},
        {"task": "B", "project": "P0", "technician": "T3", "state": "Annulé"},
    ]
    held = quoted(line(), Seances=sessions, Planning=tasks)
    assert asked(held) == ["T3", "T2", "T1", "T4"]
    chosen = advisers_of(held).asked(held["Devis"].records[0])
    assert chosen.reasons == ("compétence Chef monteur", "2 journées travaillées avec Inès Daumas")


def test_a_session_of_an_episode_is_worked_with_the_director_of_the_episode():
    held = quoted(
        line(),
        Episodes=[{"project": "P0", "number": 2, "director": "Omar Aubry"}],
        Planning=[{"task": "A", "project": "P0", "episode": 2}],
        Seances=[{"number": "1", "day": date(2026, 10, 1), "project": "P0", "task": "A", "technician": "T3"}],
    )
    assert asked(held) == ["T1", "T2", "T3", "T4"]


def test_the_skill_that_nobody_has_is_named_and_the_technical_director_asked():
    assert advice_columns(quoted(line(item="SON-22")))["Devis"].column("adviser") == [
        "personne n'a la compétence « Bruiteur »"
    ]
    director = {"code": "T9", "last_name": "Weber", "first_name": "Lou", "job": "Directrice technique"}
    held = quoted(line(item="SON-22"), Equipe=[*PEOPLE, director])
    assert advice_columns(held)["Devis"].column("adviser") == [
        "T9 (Lou Weber) : personne n'a la compétence « Bruiteur »"
    ]


def test_an_item_without_skill_is_asked_of_whoever_does_the_step_it_pays_for():
    rates = [{"item": "IMG-20", "unit": "jour", "unit_minutes": 480}]
    assert asked(quoted(line(), Tarifs=rates))[0] == "T1"


def test_only_the_versions_that_the_client_has_not_answered_wait_for_an_advice():
    versions = [
        {"project": "P1", "version": at, "status": status}
        for at, status in enumerate(("Brouillon", "Envoyé", "Accepté", "Remplacé", "Refusé", ""), 1)
    ]
    held = quoted(*(line(version=at) for at in range(1, 7)), Versions=versions)
    columns = advice_columns(held)
    said = "T1 (Paule Aubry)"
    assert columns["Devis"].column("adviser") == [said, said, "", "", "", said]
    assert columns["Versions"].column("lines_to_ask") == [1, 1, None, None, None, 1]
    assert advice_columns(quoted(line(**ANSWER)))["Versions"].column("lines_to_ask") == [0]


@pytest.mark.parametrize("status", ["Brouillon", "Envoyé"])
def test_a_line_without_advice_blocks_sending_and_only_sending(status):
    held = quoted(line(), line("L2", "STO-10", unit="To×mois"), status=status)
    (problem,) = sending_problems(held, "P1", 1)
    assert problem.is_blocking and problem.row == 5
    assert problem.message == "L1 : l'avis technique manque, à demander : T1 (Paule Aubry)"
    assert not [told.message for told in refreshed(held, ()).problems if told.is_blocking]


def test_a_line_that_cannot_be_done_is_not_sent():
    held = quoted(line(**ANSWER | {"feasibility": "Infaisable"}))
    (problem,) = sending_problems(held, "P1", 1)
    assert problem.is_blocking and "« Infaisable »" in problem.message


def test_a_version_sent_by_hand_without_advice_is_named_and_an_accepted_one_is_left_alone():
    (told,) = advice_problems(quoted(line(), line("L2"), status="Envoyé"))
    assert not told.is_blocking and told.table == "Versions"
    assert told.message.startswith(
        "la version 1 de P1 est « Envoyé » et l'avis technique manque pour 2 lignes (L1, L2)"
    )
    assert not advice_problems(quoted(line(), status="Accepté"))
    assert not advice_problems(quoted(line(), status="Brouillon"))


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"approved_by": ""}, "L1 est « Faisable » sans « Validé par » : écrivez qui l'a donné"),
        (
            {"approved_day": None},
            "L1 est « Faisable » sans « Validé le » : écrivez le jour où il a été donné",
        ),
        (
            {"feasibility": "Sous réserve"},
            "L1 est « Sous réserve » sans « Avis technique » : écrivez la réserve du technicien",
        ),
        (
            {"feasibility": "À vérifier"},
            "L1 : avis de Alice Carrel du 20/11/2026, mais « Faisabilité » est à « À vérifier » : choisissez ce que "
            "l'avis dit de la ligne",
        ),
        (
            {"approved_day": date(2026, 11, 24)},
            "L1 : l'avis est daté du 24/11/2026, qui n'est pas encore venu ; attendu : un jour jusqu'au 23/11/2026",
        ),
        (
            {"approved_day": date(2026, 11, 17)},
            "L1 : l'avis du 17/11/2026 est d'avant la version 1, du 18/11/2026 : faites-le confirmer",
        ),
        (
            {"approved_by": "Alice Carel"},
            "« Alice Carel » est inconnu dans l'onglet Équipe : vouliez-vous dire « Alice Carrel » ?",
        ),
        (
            {"needed_days": Decimal("6.5")},
            "L1 : le technicien demande 6,5 j pour 5 j vendus : augmentez la quantité, ou voyez avec lui ce qu'il faut "
            "retirer",
        ),
    ],
)
def test_what_is_wrong_with_an_answer_is_named_and_the_rest_goes_on(given, text):
    held = quoted(line(**ANSWER | given), day=date(2026, 11, 18))
    assert messages(held) == [text]
    assert not any(problem.is_blocking for problem in advice_problems(held))


def test_an_advice_copied_from_a_version_that_sold_something_else_is_to_be_confirmed():
    versions = [{"project": "P1", "version": 1, "status": "Refusé"}, {"project": "P1", "version": 2}]
    copied = line(version=2, quantity=Decimal(8), **ANSWER), line("L2", version=2, **ANSWER)
    held = quoted(line(**ANSWER), line("L2", **ANSWER), *copied, Versions=versions)
    assert messages(held) == [
        "L1 : l'avis de Alice Carrel a été donné pour 5 jour (IMG-20) en version 1, la ligne en vend 8 jour (IMG-20) : "
        "faites-le confirmer"
    ]


@pytest.mark.parametrize("name", ["T3", "Carrel", "alice carrel", "CARREL Alice"])
def test_a_person_may_be_named_in_any_way(name):
    assert not messages(quoted(line(**ANSWER | {"approved_by": name}), day=date(2026, 11, 20)))


def test_many_answers_with_one_fault_are_told_once():
    held = quoted(*(line(f"L{at}", feasibility="Faisable", approved_by="T3") for at in range(5)))
    assert messages(held) == [
        "L0 est « Faisable » sans « Validé le » : écrivez le jour où il a été donné (5 lignes, celle-ci est la "
        "première)"
    ]


@pytest.mark.parametrize("status", ["Brouillon", "Envoyé"])
def test_the_paper_of_a_quote_says_whose_advice_to_ask_before_it_leaves(status):
    waiting = quoted(line(), line("L2", **ANSWER), status=status)
    (told,) = (text for text in quote(waiting, project="P1", printed=1).lines if "avis" in text)
    assert told == "À demander avant l'envoi, l'avis technique de 1 ligne : L1"
    accepted = quote(quoted(line(), status="Accepté"), project="P1", printed=1)
    assert not [text for text in accepted.lines if "avis" in text]
