"""Whom to ask about a technical finding."""

from __future__ import annotations

from typing import Any

import pytest

from postprod_xl.domain.technique.findings.consulting import consultants, families_of
from postprod_xl.domain.technique.rules.rule import Advice
from tests.domain.offices import MONDAY, office, table_rows

TEAM = [
    {"code": "T001", "first_name": "Ana", "last_name": "Brun", "skills": "Chef monteur"},
    {"code": "T002", "first_name": "Léo", "last_name": "Cros", "skills": "Étalonneur"},
    {"code": "T003", "first_name": "Zoé", "last_name": "Dion", "skills": "Mixeur ; monteur son"},
    {"code": "T004", "skills": "Étalonnage"},
]


def asked(advice: Advice, team: list[dict[str, Any]], *tasks: dict[str, Any]) -> str:
    planning = [{"task": f"T-{at}", "project": "TERR", **task} for at, task in enumerate(tasks)]
    one = office(Equipe=table_rows("Equipe", team), Planning=table_rows("Planning", planning))
    return consultants(one).said("TERR", advice)


@pytest.mark.parametrize(
    ("skill", "families"),
    [
        ("Étalonneuse", {Advice.PICTURE}),
        ("MONTEUR", {Advice.PICTURE}),
        ("Monteur son", {Advice.SOUND}),
        ("Chef monteur son", {Advice.SOUND}),
        ("Mixeur", {Advice.SOUND}),
        ("Bruiteuse", {Advice.SOUND}),
        ("Sous-titrage SME", {Advice.TEXTS}),
        ("Auteur AD", {Advice.TEXTS}),
        ("Audiodescription", {Advice.TEXTS}),
        ("Technicien DCP", {Advice.LABORATORY}),
        ("Data manager", {Advice.LABORATORY}),
        ("Étalonneur ; Mixeur", {Advice.PICTURE, Advice.SOUND}),
        ("Chargé de postproduction", set()),
        ("Comptable", set()),
        ("", set()),
    ],
)
def test_a_skill_written_by_a_house_is_of_the_families_whose_words_it_holds(
    skill: str, families: set[Advice]
):
    assert families_of(skill, MONDAY) == families


def test_the_technician_of_the_project_comes_before_the_first_of_the_team():
    task = {"skill": "Étalonneur", "assigned_technician": "T004"}
    assert asked(Advice.PICTURE, TEAM) == "T001 (Ana Brun) et 2 autres"
    assert asked(Advice.PICTURE, TEAM, task) == "T004 et 2 autres"


def test_whoever_is_named_for_a_task_is_asked_rather_than_whom_the_plan_chose():
    task = {"skill": "Étalonneur", "technician": "T002", "assigned_technician": "T004"}
    assert asked(Advice.PICTURE, TEAM, task) == "T002 (Léo Cros) et 2 autres"


def test_a_task_without_skill_is_of_the_families_of_whoever_does_it():
    assert asked(Advice.PICTURE, TEAM, {"assigned_technician": "T002"}) == "T002 (Léo Cros) et 2 autres"
    assert asked(Advice.SOUND, TEAM, {"assigned_technician": "T002"}) == "T003 (Zoé Dion)"


def test_a_task_of_another_family_cancelled_or_of_another_project_makes_nobody_of_the_project():
    for other in ({"skill": "Mixeur"}, {"state": "Annulé"}, {"project": "CRUE"}):
        task = {"skill": "Étalonneur", "assigned_technician": "T004", **other}
        assert asked(Advice.PICTURE, TEAM, task) == "T001 (Ana Brun) et 2 autres"


def test_where_nobody_has_the_skill_it_is_said():
    assert asked(Advice.TEXTS, TEAM) == "personne n'a la compétence sous-titres dans Équipe"
    assert asked(Advice.LABORATORY, []) == "personne n'a la compétence laboratoire dans Équipe"


def test_a_task_that_nobody_has_yet_names_nobody():
    assert asked(Advice.PICTURE, TEAM, {"skill": "Étalonneur"}) == "T001 (Ana Brun) et 2 autres"
