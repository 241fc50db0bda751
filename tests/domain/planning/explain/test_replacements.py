"""Who can take the bookings of somebody, or of a room, from one day to another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.plan.planning import candidates
from postprod_xl.domain.office import Office
from tests.domain.planning.shifts.chains import chain, dec, held, nov, of_another, task

TEAM = [
    {
        "code": "T1",
        "last_name": "Aubry",
        "skills": "Mixeur",
        "day_cost_cents": 50_000,
        "status": "Indépendant",
    },
    {
        "code": "T2",
        "last_name": "Bellec",
        "skills": "Mixeur",
        "day_cost_cents": 60_000,
        "status": "Indépendant",
    },
    {
        "code": "T3",
        "last_name": "Carrel",
        "skills": "Mixeur",
        "day_cost_cents": 45_000,
        "status": "Indépendant",
    },
    {"code": "T4", "last_name": "Daul", "skills": "Bruiteur"},
]
MIX = held(
    task("MIX", "4", technician="T1", skill="Mixeur", room="S1", room_type="Auditorium"),
    nov(24),
    nov(27),
    "T1",
    "S1",
)


FIRST, LAST = nov(25), nov(26)


def house(*others: dict[str, Any], **tables: list[dict[str, Any]]) -> Office:
    return chain(MIX, *others, **{"Equipe": TEAM, **tables})


def asked(given: Office, code: str = "T1", first: date = FIRST, last: date = LAST) -> Outcome:
    return candidates(given, instead_of=code, first=first, last=last)


def test_nobody_takes_alone_two_bookings_that_are_at_the_same_time() -> None:
    at_once = held(task("B", "2", technician="T1", skill="Mixeur", fixed_day=nov(25)), nov(25), nov(26), "T1")
    answer = asked(house(at_once))
    assert answer.summary == "2 réservations de T1 du 25/11/2026 au 26/11/2026, personne ne peut tout prendre"


def texts(outcome: Outcome) -> list[str]:
    return [line.replace("\u00a0", " ") for line in outcome.lines]


def test_each_booking_of_the_days_says_who_could_take_it_and_what_that_costs() -> None:
    outcome = asked(house())
    # Two of the four days: 2 x (450 - 500) and 2 x (600 - 500) euros.
    assert texts(outcome) == [
        "MIX (P1, Confirmé), du 25/11/2026 au 26/11/2026, 2 j :",
        "  1. T3 (Carrel) : compétence Mixeur, libre du 25/11/2026 au 26/11/2026, 450,00 € par jour tout compris, "
        "0 j retenus sur quatre semaines, 100,00 € de moins que T1 sur 2 j",
        "  2. T2 (Bellec) : compétence Mixeur, libre du 25/11/2026 au 26/11/2026, 600,00 € par jour tout compris, "
        "0 j retenus sur quatre semaines, 200,00 € de plus que T1 sur 2 j",
    ]
    assert outcome.summary == (
        "1 réservation de T1 du 25/11/2026 au 26/11/2026, 2 remplaçants, le meilleur d'abord"
    )


def test_somebody_taken_or_away_on_these_days_alone_is_left_out() -> None:
    away = [{"resource": "T3", "first_day": nov(26), "last_day": nov(26)}]
    other = of_another("X", "T2", nov(27))
    _, first = texts(asked(house(other, Absences=away)))
    # T2 works for X on the 27th, which is not asked for; T3 is away on the 26th, which is.
    assert first.startswith("  1. T2 (Bellec) : compétence Mixeur, libre du 25/11/2026 au 26/11/2026")


def test_a_booking_that_nobody_can_take_says_what_each_one_does() -> None:
    away = [{"resource": "T3", "first_day": nov(24), "last_day": dec(4)}]
    outcome = asked(house(of_another("X", "T2", nov(25)), Absences=away))
    (line,) = texts(outcome)
    assert line.startswith("MIX (P1, Confirmé), du 25/11/2026 au 26/11/2026, 2 j : personne ; ")
    assert "T2 (Bellec) : compétence Mixeur, pris 1 j, dès le 25/11/2026 par X" in line
    assert "T3 (Carrel) : compétence Mixeur, absent 2 j" in line
    assert outcome.summary.endswith(", personne ne peut la prendre")


def test_a_skill_that_nobody_else_has_is_named() -> None:
    foley = held(task("FOL", "1", technician="T4", skill="Bruiteur"), nov(25), nov(25), "T4")
    assert texts(asked(house(foley), "T4")) == [
        "FOL (P1, Confirmé), le 25/11/2026, 1 j : personne ; aucune autre fiche ne porte « Bruiteur »"
    ]


def test_who_can_take_everything_is_told() -> None:
    second = held(task("VI", "1", technician="T1", skill="Mixeur"), nov(30), nov(30), "T1")
    given = house(second, of_another("X", "T3", nov(30)))
    assert asked(given, last=nov(30)).summary == (
        "2 réservations de T1 du 25/11/2026 au 30/11/2026, peuvent tout prendre : T2"
    )
    both = house(second, of_another("X", "T3", nov(30)), of_another("Y", "T2", nov(26)))
    assert asked(both, last=nov(30)).summary.endswith(", personne ne peut tout prendre")


def test_a_room_is_replaced_by_one_of_its_type() -> None:
    rooms = [
        {"code": "S1", "type": "Auditorium", "day_cost_cents": 40_000},
        {"code": "S2", "type": "Auditorium", "day_cost_cents": 30_000},
        {"code": "S3", "type": "auditorium"},
        {"code": "S4", "type": "Labo"},
    ]
    away = [{"resource": "S3", "first_day": nov(25), "last_day": nov(25)}]
    outcome = asked(house(Salles=rooms, Absences=away), "s1")
    assert texts(outcome) == [
        "MIX (P1, Confirmé), du 25/11/2026 au 26/11/2026, 2 j :",
        "  1. S2 : libre du 25/11/2026 au 26/11/2026, 300,00 € par jour, 200,00 € de moins que S1 sur 2 j",
    ]
    assert [one["code"] for one in outcome.details["bookings"][0]["candidates"]] == ["S2", "S3"]


@pytest.mark.parametrize(
    ("code", "first", "last", "told"),
    [
        (
            "T9",
            nov(25),
            nov(26),
            "« T9 » inconnu dans Équipe et dans Salles ; les codes connus : T1, T2, T3…",
        ),
        ("T1", nov(26), nov(25), "la période finit le 25/11/2026, avant de commencer le 26/11/2026"),
        (
            "T1",
            nov(19),
            nov(20),
            "la période finit le 20/11/2026, avant aujourd'hui (23/11/2026) : ce qui est passé ne se remplace pas",
        ),
    ],
)
def test_what_cannot_be_asked_is_one_line(code: str, first: date, last: date, told: str) -> None:
    (problem,) = asked(house(), code, first, last).problems
    assert problem.is_blocking and problem.message == told


def test_days_without_booking_are_an_answer() -> None:
    outcome = asked(house(), "T2")
    assert (outcome.summary, outcome.lines) == ("T2 n'a aucune réservation du 25/11/2026 au 26/11/2026", ())
    assert outcome.details["bookings"] == []


def test_days_already_past_of_a_period_do_not_count() -> None:
    assert texts(asked(house(), first=nov(19), last=nov(24)))[0] == "MIX (P1, Confirmé), le 24/11/2026, 1 j :"
