"""A confirmed chain moved in one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from postprod_xl.commands.plan.shift import shift
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.planning.shifts.rebookings import rebookings
from postprod_xl.domain.planning.shifts.request import ShiftRefused
from postprod_xl.domain.planning.shifts.shifted import Shift, in_force, left_behind, shifted
from tests.domain.offices import MONDAY, with_plan
from tests.domain.planning.shifts.chains import (
    CHAIN,
    OPTION,
    A,
    B,
    C,
    V,
    chain,
    days,
    dec,
    held,
    nov,
    of_another,
    task,
)


def moved(made: Shift) -> dict[str, tuple[date, date]]:
    return days(with_plan(made.office, made.after))


def lines(made: Shift) -> list[str]:
    return [one.done for one in rebookings(made.before, made.after, made.pushes)]


def refusal(given: Office, code: str, day: date) -> str:
    with pytest.raises(ShiftRefused) as refused:
        shifted(given, code, day)
    return refused.value.problem.message


def test_what_follows_moves_as_far_as_it_must_and_an_option_goes_behind() -> None:
    assert days(chain()) == {
        "A": (nov(24), nov(25)),
        "B": (nov(26), nov(26)),
        "V": (nov(27), nov(27)),
        "C": (nov(27), nov(30)),
    }
    made = shifted(chain(), "a", nov(26))
    # A on Thursday 26 and Friday 27, B on Monday 30, V on the morning of the 1st, C from that afternoon on.
    assert moved(made) == {
        "A": (nov(26), nov(27)),
        "B": (nov(30), nov(30)),
        "V": (dec(1), dec(1)),
        "C": (dec(1), dec(2)),
    }
    assert lines(made) == [
        "A (Confirmé, P1) : du 26/11/2026 au 27/11/2026 au lieu du 24/11/2026 au 25/11/2026 ; à libérer : T1 et S1 du "
        "24/11 au 25/11 ; à retenir : T1 et S1 du 26/11 au 27/11",
        "B (Confirmé, P1) : le 30/11/2026 au lieu du 26/11/2026 ; à libérer : T2 le 26/11 ; à retenir : T2 le 30/11",
        "V (Confirmé, P1) : le 01/12/2026 au lieu du 27/11/2026",
    ]


def test_what_need_not_move_stays() -> None:
    made = shifted(chain(A, held(task("B", "1", "A", technician="T2"), nov(30), nov(30), "T2")), "A", nov(26))
    assert moved(made)["B"] == (nov(30), nov(30))
    assert [line.split(" ")[0] for line in lines(made)] == ["A"]


def test_days_common_to_both_bookings_are_neither_released_nor_asked() -> None:
    (line, *_) = lines(shifted(chain(), "A", nov(25)))
    assert line.endswith("à libérer : T1 et S1 le 24/11 ; à retenir : T1 et S1 le 26/11")


def test_a_later_refresh_keeps_the_chain_where_it_was_moved() -> None:
    made = shifted(chain(), "A", nov(26))
    again = with_plan(made.office, made.after)
    for day in (MONDAY, nov(24), nov(26)):
        assert days(with_plan(again, schedule(replace(again, today=day)))) == moved(made)


def test_the_shift_of_a_wrong_day_is_forgotten_with_it_and_that_of_a_right_day_stays() -> None:
    right = _shifted(chain(), "A", nov(26))
    later = _shifted(replace(right, today=dec(1)), "B", dec(10))
    assert days(later)["B"] == (dec(10), dec(10))
    # Back to the right day, the shift of the 1st of December has never been.
    back = replace(later, today=nov(24))
    assert schedule(back).columns.column("start_day")[:2] == [nov(26), nov(30)]
    assert days(_shifted(back, "A", nov(27)))["B"] == (dec(1), dec(1))


def _shifted(given: Office, code: str, day: date) -> Office:
    """The office that the command writes, with its memory."""
    outcome = shift(given, task=code, to=day)
    assert outcome.memory is not None
    written = given.with_columns("Planning", outcome.columns["Planning"])
    written = written.with_rows("Reservations", outcome.rows["Reservations"])
    return replace(written, memory=outcome.memory)


def test_an_absence_on_the_new_days_is_waited_for_and_one_in_the_middle_is_told() -> None:
    away = [
        {"resource": "T2", "first_day": nov(30), "last_day": dec(1)},
        {"resource": "T1", "first_day": nov(27), "last_day": nov(27)},
    ]
    made = shifted(chain(Absences=away), "A", nov(26))
    # A on the 26th and Monday 30, T1 being away on the 27th; B waits for T2 until the 2nd.
    assert moved(made)["A"] == (nov(26), nov(30))
    assert moved(made)["B"] == (dec(2), dec(2))
    assert lines(made)[0].endswith(" ; interrompue le 27/11 : T1 absent")


def test_a_confirmed_booking_of_another_project_is_gone_around_and_named() -> None:
    made = shifted(chain(*CHAIN, of_another("X", "T2", nov(30))), "A", nov(26))
    assert moved(made)["X"] == (nov(30), nov(30))
    assert moved(made)["B"] == (dec(1), dec(1))
    assert lines(made)[1].endswith(" ; T2 est pris par X (P2, Confirmé) le 30/11/2026")


def test_an_option_of_another_project_yields() -> None:
    made = shifted(chain(*CHAIN, of_another("X", "T2", nov(30), state=OPTION)), "A", nov(26))
    assert moved(made)["B"] == (nov(30), nov(30))
    assert moved(made)["X"] != (nov(30), nov(30))


def test_a_task_of_the_project_that_shares_the_person_makes_room_without_any_link() -> None:
    other = held(task("D", "1", technician="T1"), nov(26), nov(26), "T1")
    made = shifted(chain(A, other), "A", nov(25))
    assert moved(made) == {"A": (nov(25), nov(26)), "D": (nov(27), nov(27))}


def test_a_room_is_as_good_a_reason_as_a_person() -> None:
    other = held(task("D", "1", technician="T4", room="S1"), nov(26), nov(26), "T4", "S1")
    assert moved(shifted(chain(A, other), "A", nov(25)))["D"] == (nov(27), nov(27))


def test_an_earlier_day_is_taken_when_the_links_let_it_and_nothing_else_moves() -> None:
    late = held(task("B", "1", "A", technician="T2"), nov(30), nov(30), "T2"), held(V, dec(1), dec(1))
    made = shifted(chain(A, *late), "B", nov(26))
    assert moved(made) == {"A": (nov(24), nov(25)), "B": (nov(26), nov(26)), "V": (dec(1), dec(1))}


def test_what_stood_behind_an_earlier_task_is_named_with_the_command_that_brings_it_back() -> None:
    later = shifted(chain(), "A", nov(26))
    held = in_force(later.after, bookings(later.after).rows)
    back = shifted(held, "A", nov(24))
    assert days(with_plan(back.office, back.after))["B"] == (nov(30), nov(30))
    # A on 24 and 25 again, so B can be on 26.
    assert list(left_behind(back)) == [
        "B garde le 30/11/2026 ; pour l'avancer aussi : postprod shift FICHIER --task B --to 2026-11-26"
    ]
    assert not list(left_behind(later))


def test_a_milestone_of_nobody_moves_too() -> None:
    made = shifted(chain(), "V", nov(30))
    assert moved(made)["V"] == (nov(30), nov(30))
    assert moved(made)["C"] == (nov(30), dec(1))


def test_a_fixed_start_is_the_one_asked_to_change() -> None:
    given = chain(A, {**B, "fixed_day": nov(26)})
    made = shifted(given, "B", nov(30))
    assert made.office["Planning"].column("fixed_day") == [None, nov(30)]
    assert moved(made)["B"] == (nov(30), nov(30))
    # The other rows keep their cells, however the days are typed in them.
    typed = shift(given, task="B", to=nov(30)).typed[0]
    assert (typed.numbers, typed.column("fixed_day")) == ([given["Planning"].numbers[1]], [nov(30)])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"fixed_day": nov(26)},
            "A au 26/11/2026 : B (P1, T2) a un « Début fixé » au 26/11/2026 : décalez-la d'abord au 30/11/2026 "
            "(postprod shift FICHIER --task B --to 2026-11-30)",
        ),
        (
            {"frozen": True},
            "A au 26/11/2026 : B (P1, T2) est figée au 26/11/2026, et devrait passer au 30/11/2026",
        ),
        (
            {"project": "P2"},
            "A au 26/11/2026 : B (P2, T2), d'un autre projet, est confirmée au 26/11/2026 : décalez-la d'abord au "
            "30/11/2026 (postprod shift FICHIER --task B --to 2026-11-30)",
        ),
    ],
)
def test_what_may_not_be_moved_silently_stops_the_chain_by_its_name(
    changes: dict[str, Any], told: str
) -> None:
    assert refusal(chain(A, {**B, **changes}), "A", nov(26)) == told


@pytest.mark.parametrize(
    ("code", "day", "told"),
    [
        ("A", nov(20), "A au 20/11/2026 : ce jour est passé, aujourd'hui est le 23/11/2026"),
        (
            "A",
            nov(28),
            "A au 28/11/2026 : c'est un samedi, personne n'y travaille pour P1 ; jour ouvré suivant : le 30/11/2026",
        ),
        (
            "A",
            date(2026, 12, 25),
            "A au 25/12/2026 : c'est un jour férié, personne n'y travaille pour P1 ; jour ouvré suivant : le "
            "28/12/2026",
        ),
        ("A", date(2099, 1, 5), "A au 05/01/2099 : ce jour est trop loin d'aujourd'hui"),
        (
            "A",
            date(2027, 12, 1),
            "A au 01/12/2027 : le planning s'arrête au 16/02/2027 ; une « Livraison PAD » plus lointaine l'allonge",
        ),
        (
            "A",
            date(2027, 2, 16),
            "A au 16/02/2027 : le planning s'arrête au 16/02/2027 ; une « Livraison PAD » plus lointaine l'allonge",
        ),
        (
            "A",
            nov(23),
            "A au 23/11/2026 : ses rushes sont attendus le 24/11/2026 ; elle est déjà au plus tôt, le 24/11/2026",
        ),
        (
            "B",
            nov(25),
            "B au 25/11/2026 : elle suit A (fin le 25/11/2026) ; elle est déjà au plus tôt, le 26/11/2026",
        ),
        ("Z", nov(26), "la tâche « Z » n'existe pas ; les codes connus : A, B, V…"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_one_line(code: str, day: date, told: str) -> None:
    assert refusal(chain(), code, day) == told


def test_a_person_away_a_room_closed_and_a_confirmed_booking_are_named() -> None:
    away = [
        {"resource": "T1", "first_day": nov(26), "last_day": nov(26)},
        {"resource": "S1", "first_day": nov(27), "last_day": nov(27)},
    ]
    given = chain(*CHAIN, of_another("X", "T1", nov(30)), of_another("Y", "T4", dec(2), "S1"), Absences=away)
    # T1 and S1 are both free for two days that follow each other on the 3rd and the 4th only.
    rest = "premier jour possible : le 03/12/2026"
    assert refusal(given, "A", nov(26)) == f"A au 26/11/2026 : T1 est absent le 26/11/2026 ; {rest}"
    assert refusal(given, "A", nov(27)) == f"A au 27/11/2026 : S1 est indisponible le 27/11/2026 ; {rest}"
    told = "T1 est pris par X (P2, Confirmé) le 30/11/2026"
    assert refusal(given, "A", nov(30)) == f"A au 30/11/2026 : {told} ; {rest}"
    told = "S1 est prise par Y (P2, Confirmé) le 02/12/2026"
    assert refusal(given, "A", dec(1)) == f"A au 01/12/2026 : {told} ; {rest}"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"state": "Terminé"}, "A est terminée : ce qui est fait ne se décale pas"),
        ({"state": "Annulé"}, "A est annulée : elle ne se décale pas"),
        (
            {"state": "En cours"},
            "A est commencée depuis le 23/11/2026 : décalez ce qui la suit, ou corrigez son reste à faire",
        ),
        (
            {"frozen": True},
            "A est figée, ni sa date ni ses personnes ne bougent : videz « Figé » pour la décaler",
        ),
    ],
)
def test_a_task_that_is_over_begun_or_frozen_does_not_move(changes: dict[str, Any], told: str) -> None:
    assert refusal(chain({**A, **changes}, B), "A", nov(26)) == told


def test_an_option_that_the_plan_would_take_back_is_refused_with_what_would_hold_it() -> None:
    milestone = held(task("M", "0", "A", state=OPTION), nov(25), nov(25))
    assert refusal(chain(A, milestone), "M", dec(1)) == (
        "M au 01/12/2026 : elle n'est pas confirmée et le planning la replace au 25/11/2026 : passez-la en "
        "« Confirmé », ou tapez son « Début fixé »"
    )


def test_an_option_with_somebody_moves_and_stays_an_option() -> None:
    made = shifted(chain(), "C", dec(1))
    assert moved(made)["C"] == (dec(1), dec(1))
    assert [row.state for row in made.office["Planning"]] == [row["state"] for row in (A, B, V, C)]


def test_the_command_says_what_it_did_and_nothing_when_there_is_nothing_to_do() -> None:
    outcome = shift(chain(), task="A", to=nov(26))
    assert outcome.summary == "A décalée au 26/11/2026 : 3 tâches confirmées et 1 autre tâche déplacées"
    assert outcome.lines[3:] == (
        "P1 : fin prévue le 02/12/2026 au lieu du 30/11/2026, la livraison tient",
        "C : début le 01/12/2026 au lieu du 27/11/2026",
    )
    assert outcome.details["rebooked"][1] == {
        "task": "B",
        "project": "P1",
        "state": "Confirmé",
        "before": {"start": "2026-11-26", "end": "2026-11-26", "person": "T2", "room": ""},
        "after": {"start": "2026-11-30", "end": "2026-11-30", "person": "T2", "room": ""},
        "released": [{"day": "2026-11-26", "half_day": "Journée", "person": "T2", "room": ""}],
        "asked": [{"day": "2026-11-30", "half_day": "Journée", "person": "T2", "room": ""}],
        "remarks": [],
    }
    nothing = shift(chain(), task="A", to=nov(24))
    assert (nothing.summary, nothing.columns) == ("A commence déjà le 24/11/2026 : rien n'est décalé", {})
    assert shift(chain(), task="A", to=nov(28)).is_blocked
