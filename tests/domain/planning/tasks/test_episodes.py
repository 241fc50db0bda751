"""Episodes that have dates of their own: what the plan makes of them, and what is wrong in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.whatif import LateRushes, what_if
from postprod_xl.domain.planning.plan.project_ends import episode_columns
from postprod_xl.domain.planning.programmes.steps import steps_of
from postprod_xl.domain.planning.tasks.episodes import steps_to_lock
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sharing.leaving import Receiver
from postprod_xl.domain.sharing.project_copy import project_copy
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Audience
from tests.domain.offices import office, table_rows

MONDAY = date(2026, 11, 16)


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str, episode: int | None, **rest: Any) -> dict[str, Any]:
    return {"task": code, "project": "MAREE", "duration_days": Decimal(days), "episode": episode, **rest}


def series(*tasks: dict[str, Any], episodes: list[dict[str, Any]], **project: Any) -> Office:
    row = {"code": "MAREE", "episodes": 6, "department": "75", "status": "En cours", "director": "Vasseur"}
    return office(
        MONDAY,
        Projets=table_rows("Projets", [{**row, **project}]),
        Episodes=table_rows("Episodes", [{"project": "MAREE", **episode} for episode in episodes]),
        Planning=table_rows("Planning", list(tasks)),
        Equipe=table_rows("Equipe", [{"code": code, "skills": "Monteur"} for code in ("T1", "T2")]),
    )


def messages(home: Office) -> list[str]:
    return [problem.message for problem in refreshed(home, []).problems]


def column(home: Office, name: str, table: str = "Planning") -> list[Any]:
    return refreshed(home, []).office[table].column(name)


def test_an_episode_late_on_its_pad_is_named_with_its_days_late_while_its_project_is_on_time():
    # T1 alone edits: 3 days each, Monday 16 to Wednesday 18, then Thursday 19 to Monday 23: one working day after
    # Friday 20.
    edits = [task(f"MAREE-E0{n}-MON", "3", n, technician="T1") for n in (1, 2)]
    due = [{"number": 1, "delivery_day": nov(18)}, {"number": 2, "delivery_day": nov(20)}]
    run = refreshed(series(*edits, episodes=due, delivery_day=date(2026, 12, 18)), [])
    assert run.office["Episodes"].column("expected_day") == [nov(18), nov(23)]
    assert run.office["Episodes"].column("late_days") == [None, Decimal(1)]
    assert run.office["Projets"].column("late_days") == [None]
    (line,) = [problem.line for problem in run.problems]
    assert "MAREE épisode 2 : PAD le 20/11/2026, fin prévue le 23/11/2026 : 1 j ouvré de retard" in line
    assert "MAREE-E02-MON attend T1, pris par MAREE-E01-MON jusqu'au 18/11/2026" in line


def test_an_episode_without_pad_is_promised_for_its_due_day():
    home = series(task("E1", "3", 1), episodes=[{"number": 1, "due_day": nov(17)}])
    assert "MAREE épisode 1 : échéance le 17/11/2026, fin prévue le 18/11/2026" in messages(home)[0]
    assert column(home, "late_days") == [Decimal(1)]


def test_the_earliest_of_the_day_typed_for_a_task_and_of_the_lock_holds():
    steps = [
        task(code, "3", 1, step="MONTAGE_IMAGE", due_day=day)
        for code, day in (("A", nov(17)), ("B", nov(20)))
    ]
    home = series(*steps, episodes=[{"number": 1, "lock_day": nov(18), "delivery_day": nov(30)}])
    assert column(home, "late_days") == [Decimal(1), None]


def test_the_steps_up_to_the_lock_are_all_those_that_the_lock_waits_for():
    links = {step.code: [link.code for link in step.links] for step in steps_of("LM90", MONDAY)}
    found, waiting = set(), ["VERROUILLAGE"]
    while waiting:
        found.add(code := waiting.pop())
        waiting += links[code]
    assert steps_to_lock(MONDAY) == {folded(code) for code in found}


def test_a_finished_episode_keeps_its_days_late_and_is_no_longer_warned_of():
    done = task("E1", "1", 1, state="Terminé", fixed_day=nov(13))
    home = series(done, task("E2", "1", 2), episodes=[{"number": 1, "delivery_day": nov(12)}])
    assert column(home, "late_days", "Episodes") == [Decimal(1)]
    assert not messages(home)


@pytest.mark.parametrize(
    ("episode", "project", "said"),
    [
        (
            {"number": 7},
            {},
            "MAREE épisode 7 : MAREE n'a que 6 épisodes ; corrigez le numéro, ou Épisodes dans Projets",
        ),
        (
            {"number": 4, "lock_day": nov(24), "delivery_day": nov(20)},
            {},
            "MAREE épisode 4 : verrouillage image le 24/11/2026, après PAD le 20/11/2026",
        ),
        (
            {"number": 4, "rushes_day": nov(24), "lock_day": nov(20)},
            {},
            "MAREE épisode 4 : réception rushes le 24/11/2026, après verrouillage image le 20/11/2026",
        ),
        (
            {"number": 4, "delivery_day": nov(30)},
            {"delivery_day": nov(20)},
            "MAREE épisode 4 : PAD le 30/11/2026, après livraison PAD du projet le 20/11/2026",
        ),
    ],
)
def test_a_number_out_of_range_and_dates_out_of_order_are_one_line_by_name(
    episode: dict[str, Any], project: dict[str, Any], said: str
):
    home = series(episodes=[episode], **project)
    assert messages(home) == [said]
    assert refreshed(home, []).is_blocked == (episode["number"] == 7)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (9, "A, B : épisode 9, MAREE n'a que 6 épisodes ; corrigez le numéro, ou Épisodes dans Projets"),
        (0, "A, B : épisode 0, les numéros commencent à 1"),
    ],
)
def test_the_tasks_of_an_episode_out_of_range_are_named_once(number: int, said: str):
    home = series(task("A", "1", number), task("B", "1", number), task("C", "1", 6), episodes=[])
    assert messages(home) == [said]


def test_nothing_is_out_of_range_where_the_project_does_not_say_how_many_episodes_it_has():
    home = series(task("A", "1", 40), episodes=[{"number": 40}])
    free = home.with_columns("Projets", {"episodes": [None]})
    assert messages(home) and not messages(free)


def test_a_project_does_not_wait_for_an_episode_promised_after_its_delivery_and_its_others_keep_theirs():
    # E1 ends on Wednesday 18, E2 on Friday 27: the project is promised for Tuesday 17, the second episode for the 27.
    edits = task("E1", "3", 1), task("E2", "10", 2)
    late = [{"number": 2, "delivery_day": nov(27)}]
    home = series(*edits, episodes=late, delivery_day=nov(17))
    assert column(home, "late_days") == [Decimal(1), None]
    assert column(home, "late_days", "Projets") == [Decimal(1)]
    assert column(home, "expected_day", "Projets") == [nov(27)]
    said = messages(home)
    assert said[0].startswith(
        "MAREE : livraison PAD le 17/11/2026, livraison prévue le 18/11/2026 : 1 j ouvré"
    )
    assert said[1] == "MAREE épisode 2 : PAD le 27/11/2026, après livraison PAD du projet le 17/11/2026"
    assert len(said) == 2


def test_an_episode_of_which_a_task_has_no_date_has_no_known_end():
    home = series(task("E1", "1", 1), episodes=[{"number": 1, "delivery_day": nov(20)}, {"number": 2}])
    assert episode_columns(home).column("expected_day") == [None, None]


def test_the_producer_reads_the_dates_of_its_episodes():
    home = refreshed(series(task("E1", "3", 1), episodes=[{"number": 1, "delivery_day": nov(17)}]), []).office
    copy = project_copy(home, "MAREE", Receiver(Audience.PRODUCER))
    (rows,) = (shared for shared in copy.tables if shared.table.name == "Episodes")
    names = ("number", "delivery_day", "expected_day", "late_days")
    assert list(zip(*(rows.values(name) for name in names), strict=True)) == [
        (1, nov(17), nov(18), Decimal(1))
    ]
    assert "project" not in rows.by_name


def test_an_episode_that_nobody_could_keep_says_what_is_missing_as_a_project_does():
    # 3 days from Monday 16 end on Wednesday 18 at the earliest, one working day after Tuesday 17.
    home = series(task("E1", "3", 1), episodes=[{"number": 1, "delivery_day": nov(17)}])
    (line,) = messages(home)
    assert line.startswith(
        "MAREE épisode 1 : PAD le 17/11/2026, fin prévue le 18/11/2026 : 1 j ouvré de retard ; "
    )
    assert "délai trop court de 1 j ouvré même sans attendre personne" in line


def test_late_rushes_of_a_series_are_those_that_its_episodes_still_wait_for():
    # The first episode has its rushes since Friday 13; the two days of the second, from Thursday 19, go to Monday 23.
    edits = task("E1", "1", 1), task("E2", "1", 2)
    rushes = [{"number": 1, "rushes_day": nov(13)}, {"number": 2, "rushes_day": nov(19)}]
    found = what_if(series(*edits, episodes=rushes, rushes_day=nov(13)), [LateRushes("MAREE", 2)], [])
    assert [(move.task, move.start_after) for move in found.moves] == [("E2", nov(23))]


def test_the_director_of_an_episode_is_a_known_name():
    home = series(task("E1", "1", 1), episodes=[{"number": 1, "director": "Roche"}])
    liked = [{"director": name, "technician": "T2", "score": 2} for name in ("Vasseur", "Roche", "Rohce")]
    said = messages(home.with_rows("Affinites", table_rows("Affinites", liked)))
    assert said == ["« Rohce » est inconnu dans l'onglet Projets ou Épisodes : vouliez-vous dire « Roche » ?"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((17,), "épisode 1 en retard de 1 j"),
        ((17, 16, 18), "2 épisodes en retard : 1 (1 j), 2 (2 j)"),
        ((18,), ""),
    ],
)
def test_a_late_episode_is_the_red_light_and_the_alert_of_its_project(days: tuple[int, ...], said: str):
    # Each episode takes 3 days from Monday 16 and ends on Wednesday 18; the project is on time.
    edits = [task(f"E{number}", "3", number) for number in range(1, len(days) + 1)]
    dated = [{"number": number, "delivery_day": nov(day)} for number, day in enumerate(days, 1)]
    home = refreshed(series(*edits, episodes=dated, delivery_day=date(2026, 12, 18)), []).office
    assert home["Projets"].column("alert") == [said]
    assert home["Actions"].column("count")[0] == sum(day < 18 for day in days)
    assert home["Accueil"].column("delivery_light") == ["Rouge" if said else "Orange"]
