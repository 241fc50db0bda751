"""Who could do a task, what would happen if, when could it be delivered, what is wrong with the input."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.candidates import ranked_candidates
from postprod_xl.domain.planning.explain.short_delays import ShortDelays
from postprod_xl.domain.planning.explain.whatif import (
    Away,
    LateRushes,
    UnreadableWhatIf,
    read_away,
    read_rushes,
    what_if,
)
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.schema.tables.projects import PROJECTS
from tests.domain.offices import office, table_rows


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str = "1", predecessors: str = "", **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "predecessors": predecessors}
    return {**row, **rest}


def house(*tasks: dict[str, Any], **frames: list[dict[str, Any]]) -> Office:
    tables = {
        "Projets": [{"code": "P1", "director": "Inès Daumas"}, {"code": "P2"}],
        "Equipe": [
            {"code": "T1", "last_name": "Aubry", "skills": "Mixeur", "day_cost_cents": 50000},
            {"code": "T2", "last_name": "Bellec", "skills": "Mixeur; Bruiteur", "day_cost_cents": 40000},
            {"code": "T3", "last_name": "Carrel", "skills": "Bruiteur"},
        ],
        **frames,
    }
    made = {name: table_rows(name, rows) for name, rows in tables.items()}
    return office(Planning=table_rows("Planning", list(tasks)), **made)


def test_candidates_are_ranked_by_skill_then_days_free_then_affinity_then_cost() -> None:
    given = house(
        task("A", "2", skill="Mixeur", fixed_day=nov(24)),
        task("B", "1", technician="T2", fixed_day=nov(25), project="P2"),
        Affinites=[{"director": "Inès Daumas", "technician": "T1", "score": 2}],
    )
    ranks = ranked_candidates(schedule(given).plan, "A")
    assert [(rank.person, rank.is_free, rank.assigned) for rank in ranks] == [
        ("T1", True, True),
        ("T2", False, False),
    ]
    assert [text.replace("\u00a0", " ") for text in ranks[0].reasons] == [
        "compétence Mixeur",
        "libre du 24/11/2026 au 25/11/2026",
        "demandé par Inès Daumas",
        "500,00 € par jour tout compris",
        "0 j retenus sur quatre semaines",
        "choix du plan",
    ]
    assert ranks[1].reasons[1] == "pris 1 j, dès le 25/11/2026 par B"


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (2, "demandé par Inès Daumas"),
        (1, "s'entend bien avec Inès Daumas"),
        (-1, "réserve de Inès Daumas"),
        (-2, "à éviter avec Inès Daumas"),
    ],
)
def test_what_the_director_thinks_of_a_candidate_is_told(score: int, told: str) -> None:
    affinities = [{"director": "Inès Daumas", "technician": "T1", "score": score}]
    ranks = ranked_candidates(schedule(house(task("A", skill="Mixeur"), Affinites=affinities)).plan, "A")
    assert [told in rank.reasons for rank in ranks if rank.person == "T1"] == [True]


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        ("T1", "attend T1, absent le 24/11/2026"),
        ("S1", "attend la salle S1, indisponible le 24/11/2026"),
    ],
)
def test_a_task_that_waits_for_somebody_away_or_a_room_closed_says_which(resource: str, reason: str) -> None:
    away = [{"resource": resource, "first_day": nov(23), "last_day": nov(24)}]
    given = house(task("A", technician="T1", room="S1"), Salles=[{"code": "S1"}], Absences=away)
    assert schedule(given).columns.column("reason") == [reason]


@pytest.mark.parametrize("day", [nov(23), nov(25)])
def test_rushes_received_today_or_later_hold_the_first_task(day: date) -> None:
    given = house(task("A"), Projets=[{"code": "P1", "rushes_day": day}])
    assert schedule(given).columns.column("reason") == [f"rushes reçus le {day:%d/%m/%Y}"]


def test_the_window_of_a_task_under_way_starts_today_and_a_finished_one_has_no_candidate() -> None:
    session = {
        "number": "S1",
        "day": date(2026, 11, 16),
        "project": "P1",
        "task": "A",
        "remaining_days": Decimal(2),
    }
    given = house(
        task("A", "8", skill="Mixeur", state="En cours"),
        task("B", "1", skill="Mixeur", state="Terminé"),
        Seances=[session],
    )
    plan = schedule(given).plan
    # Two days are left, from Monday 23, whatever was done since the 16th.
    assert "libre du 23/11/2026 au 24/11/2026" in ranked_candidates(plan, "A")[0].reasons
    assert ranked_candidates(plan, "B") == []


def test_somebody_asked_for_without_the_skill_comes_last_and_a_task_unknown_has_no_candidate() -> None:
    away = [{"resource": "T1", "first_day": nov(23), "half_day": "Matin"}]
    plan = schedule(house(task("A", skill="Mixeur", technician="T3"), Absences=away)).plan
    ranks = ranked_candidates(plan, "A")
    assert [rank.person for rank in ranks] == ["T2", "T1", "T3"]
    assert ranks[1].reasons[1] == "absent 0,5 j"
    assert ranks[2].reasons[0] == "sans la compétence Mixeur"
    assert ranked_candidates(plan, "Z") == []


@pytest.mark.parametrize(("text", "expected"), [("P001+4j", 4), (" p-2 - 3 J", -3)])
def test_late_rushes_are_read(text: str, expected: int) -> None:
    assert read_rushes(text).days == expected


@pytest.mark.parametrize("text", ["", "P001", "P001+4", "+4j", "P001+x j"])
def test_late_rushes_that_cannot_be_read_are_told(text: str) -> None:
    with pytest.raises(UnreadableWhatIf, match="attendu : P001"):
        read_rushes(text)


def test_rushes_are_not_later_than_a_link_may_be_long() -> None:
    assert read_rushes("P001+2000j").days == 2000
    with pytest.raises(UnreadableWhatIf, match="2000 jours ouvrés au plus"):
        read_rushes("P001+99999999999999j")


@pytest.mark.parametrize(
    "text", ["T1", "T1@", "T1@2026-13-01", "T1@2026-12-05..2026-12-01", "@2026-12-01", "T1@2026-12-01.."]
)
def test_an_absence_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(UnreadableWhatIf, match="attendu : T012@"):
        read_away(text)


def test_an_absence_is_read() -> None:
    assert read_away("T1@2026-12-01..2026-12-05") == Away("T1", date(2026, 12, 1), date(2026, 12, 5))


def rushed() -> Office:
    projects = [
        {"code": "P1", "department": "75", "rushes_day": nov(24), "delivery_day": nov(27)},
        {"code": "P2"},
    ]
    return house(
        task("A", "2", technician="T1"),
        task("B", "1", "A", skill="Mixeur"),
        task("C", "1", project="P2"),
        Projets=projects,
    )


def test_late_rushes_move_what_waits_for_them_and_the_office_is_left_as_it_is() -> None:
    given = rushed()
    found = what_if(given, [LateRushes("P1", 2)], [])
    # A on the 24th and 25th, B on the 26th; with rushes on the 26th: A 26-27, B on Monday 30.
    assert [(item.project, item.before, item.after) for item in found.deliveries] == [
        ("P1", nov(26), nov(30))
    ]
    assert [move.task for move in found.moves] == ["A", "B"]
    assert found.lines[0] == (
        "P1 : fin prévue le 30/11/2026 au lieu du 26/11/2026, 1 jour ouvré de retard au lieu de 0"
    )
    assert found.lines[1] == "A : début le 26/11/2026 au lieu du 24/11/2026"
    assert given["Projets"].column("rushes_day") == [nov(24), None]


def test_somebody_away_is_replaced_or_waited_for() -> None:
    replaced = what_if(rushed(), [], [Away("T2", nov(23), nov(27))])
    assert replaced.lines == ["B : T1 au lieu de T2"]
    waited = what_if(rushed(), [], [Away("T1", nov(24), nov(24))])
    assert [item.after for item in waited.deliveries] == [nov(27)]
    assert what_if(rushed(), [], [Away("T3", nov(24), nov(24))]).lines == [
        "aucune conséquence : ni livraison ni tâche ne bouge"
    ]


def test_a_task_under_way_that_ends_later_is_a_consequence() -> None:
    given = house(task("A", "4", technician="T1", state="En cours"), Projets=[{"code": "P1"}])
    assert what_if(given, [], [Away("T1", nov(23), nov(24))]).lines[-1] == (
        "A : fin le 30/11/2026 au lieu du 26/11/2026"
    )


def test_a_task_without_place_says_nothing_of_the_skills_and_rooms_of_the_house() -> None:
    given = house(
        task("A", "1", skill="Mixeur", room_type="Auditorium"),
        Projets=[{"code": "P1", "rushes_day": date(2099, 1, 1)}],
        Salles=[{"code": "S1", "type": "Auditorium"}],
    )
    assert [problem.heading for problem in schedule(given).problems] == ["Réception rushes"]


def test_each_line_of_a_what_if_begins_with_its_task_or_project_and_is_told_once() -> None:
    given = rushed()
    columns = schedule(given).columns
    confirmed = given["Planning"].with_columns({"state": ["", *["Confirmé"] * (len(given["Planning"]) - 1)]})
    planned = given.with_rows("Planning", confirmed).with_columns("Planning", columns)
    lines = what_if(planned, [LateRushes("P1", 20)], []).lines
    codes = (*given["Planning"].column("task"), "P1")
    assert any("confirmée au" in line for line in lines)
    assert all(line.split(" : ")[0] in codes for line in lines)
    assert len(set(lines)) == len(lines)


def test_working_days_late_agree_in_number() -> None:
    lines = what_if(rushed(), [LateRushes("P1", 6)], []).lines
    assert any("jours ouvrés de retard" in line for line in lines)


@pytest.mark.parametrize(
    ("rushes", "away"),
    [([LateRushes("P9", 1)], []), ([LateRushes("P2", 1)], []), ([], [Away("T9", nov(24), nov(24))])],
)
def test_what_does_not_exist_is_told(rushes: list[LateRushes], away: list[Away]) -> None:
    with pytest.raises(UnreadableWhatIf, match="inconnu|pas de Réception"):
        what_if(rushed(), rushes, away)


def test_the_earliest_delivery_waits_for_no_person_and_no_other_project() -> None:
    given = house(
        task("A", "2", technician="T1"),
        task("B", "2", technician="T1", project="P2", fixed_day=nov(23)),
        task("C", "1", technician="T1", project="P2", predecessors="B"),
        Absences=[{"resource": "T1", "first_day": nov(25)}],
        Projets=[
            {"code": "P1", "delivery_day": nov(27), "priority": 3},
            {"code": "P2", "delivery_day": nov(26), "priority": 1},
        ],
    )
    plan = schedule(given).plan
    # B holds the 23rd and 24th, the 25th is off, and C goes first since P2 would be late: P1 ends on Monday 30.
    # Waiting for nobody: 23-24.
    ends = {task.code: at.end_day for task, at in zip(plan.model.listed.tasks, plan.placements, strict=True)}
    assert (ends["A"], ShortDelays(plan).earliest(plan.model.deliveries["P1"])) == (nov(30), nov(24))


def problems_of(*tasks: dict[str, Any], **frames: list[dict[str, Any]]) -> list[tuple[str, int | None, str]]:
    made = schedule(house(*tasks, **frames))
    assert made.columns.column("start_day")[-1] == nov(23)  # the last task is always computed
    return [(problem.table, problem.row, problem.heading) for problem in made.problems]


def test_each_mistake_is_one_problem_and_the_rest_is_planned() -> None:
    assert problems_of(task("A", "1", "B"), task("B", "1", "A"), task("C")) == [
        ("Planning", 5, "Prédécesseurs")
    ]
    assert problems_of(task("A", "1", "ZZ"), task("C")) == [("Planning", 5, "Prédécesseurs")]
    assert problems_of(task("A", skill="Étalonneur"), task("B", skill="étalonneur"), task("C")) == [
        ("Planning", 5, "Compétence")
    ]
    short = [{"code": "P1", "rushes_day": nov(23), "delivery_day": nov(25)}]
    assert problems_of(task("A", "5"), task("C"), Projets=short) == [
        ("Planning", 5, "Durée (j)"),
        ("Projets", 5, PROJECTS.heading("delivery_day")),
    ]
    never = [{"resource": "T1", "first_day": nov(1), "last_day": date(2099, 1, 1)}]
    assert problems_of(task("A", technician="T1"), task("C"), Absences=never) == [
        ("Planning", 5, "Technicien")
    ]


def test_a_delay_too_short_says_which_steps_would_have_to_give() -> None:
    projects = [{"code": "P1", "type": "Documentaire", "rushes_day": nov(23), "delivery_day": nov(26)}]
    steps = task("M", "2.5", step="MIXAGE"), task("Q", "1", "M", step="QC"), task("L", "1", "Q")
    messages = [problem.message for problem in schedule(house(*steps, Projets=projects)).problems]
    # 4.5 days from the 23rd end on the 27th. At floors 1.5 + 0.5 + 1 = 3 days: Wednesday 25.
    assert len(messages) == 1
    assert messages[0].endswith(
        "délai trop court de 1 j ouvré même sans attendre personne ; à gagner sur M 2,5 j (plancher 1,5 j), "
        "Q 1 j (plancher 0,5 j)"
    )
    projects[0]["delivery_day"] = nov(24)
    (message,) = [problem.message for problem in schedule(house(*steps, Projets=projects)).problems][-1:]
    assert message.endswith(
        "il manque encore 1 j aux durées planchers, planchers enfreints : M (1,5 j), Q (0,5 j)"
    )
