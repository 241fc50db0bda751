"""What late rushes and absences ask of those whose dates are confirmed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postprod_xl.commands.plan.planning import whatif
from postprod_xl.domain.planning.explain.whatif import (
    Away,
    Consequences,
    LateRushes,
    what_if,
    with_rushes,
    without,
)
from postprod_xl.domain.planning.shifts.shifted import shifted
from tests.domain.offices import with_plan
from tests.domain.planning.shifts.chains import (
    CHAIN,
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

LATE = [LateRushes("P1", 2)]


def asked(found: Consequences) -> list[str]:
    return [one.task for one in found.renegotiation.rebookings]


def test_late_rushes_say_the_chain_to_renegotiate_the_bookings_the_delivery_and_the_command() -> None:
    given = chain()
    # Two working days after Tuesday 24: Thursday 26. A 26-27, B 30, V 1st in the morning, C 1st and 2nd.
    assert what_if(given, LATE, []).lines == [
        "A : confirmée au 24/11/2026, à renégocier du 26/11/2026 au 27/11/2026 (projet P1) ; à libérer : T1 et S1 du "
        "24/11 au 25/11 ; option à prendre : T1 et S1 du 26/11 au 27/11",
        "B : confirmée au 26/11/2026, à renégocier le 30/11/2026 (projet P1) ; à libérer : T2 le 26/11 ; option à "
        "prendre : T2 le 30/11",
        "V : confirmée au 27/11/2026, à renégocier le 01/12/2026 (projet P1)",
        "P1 : fin prévue le 02/12/2026 au lieu du 30/11/2026, la livraison tient",
        "C : début le 01/12/2026 au lieu du 27/11/2026",
        "P1 : tapez d'abord « Réception rushes » au 26/11/2026 dans Projets",
        "A : pour la décaler, et ce qui la suit : postprod shift FICHIER --task A --to 2026-11-26",
    ]
    assert days(given)["A"] == (nov(24), nov(25))


def test_the_lateness_of_the_delivery_is_told() -> None:
    (line,) = [
        line for line in what_if(chain(), [LateRushes("P1", 5)], []).lines if line.startswith("P1 : fin")
    ]
    # Five days later, A on the 1st: C ends on Monday 7, one working day after Friday 4.
    assert line == "P1 : fin prévue le 07/12/2026 au lieu du 30/11/2026, 1 jour ouvré de retard au lieu de 0"


def test_the_command_given_makes_the_plan_that_was_told() -> None:
    given = chain(*CHAIN, of_another("X", "T2", nov(30)))
    found = what_if(given, LATE, [])
    assert found.renegotiation.commands == ("postprod shift FICHIER --task A --to 2026-11-26",)
    made = shifted(with_rushes(given, LATE), "A", nov(26))
    told = {move.task: (move.start_after, move.end_after) for move in found.moves}
    assert {**days(given), **told} == days(with_plan(made.office, made.after))


def test_one_command_moves_what_stands_behind_a_confirmed_day_of_nobody_too() -> None:
    behind = held(task("D", "1", "V", technician="T4"), nov(30), nov(30), "T4")
    found = what_if(chain(A, B, V, behind), LATE, [])
    assert asked(found) == ["A", "B", "V", "D"]
    assert found.renegotiation.commands == ("postprod shift FICHIER --task A --to 2026-11-26",)


def test_rushes_that_are_already_there_ask_for_nothing() -> None:
    done = {**A, "state": "Terminé", "start_day": nov(24), "end_day": nov(25)}
    given = chain(done, B, today=nov(26))
    found = what_if(given, [LateRushes("P1", 5)], [])
    assert found.lines == ["P1 : les rushes ont été reçus le 24/11/2026 (A : terminé) ; rien n'est demandé"]
    assert not found.moves


def test_rushes_whose_later_day_is_past_too_ask_for_nothing() -> None:
    given = replace(chain(), today=nov(26))
    assert what_if(given, [LateRushes("P1", 1)], []).lines == [
        "P1 : les rushes ont été reçus le 24/11/2026, et le 25/11/2026 est passé ; rien n'est demandé"
    ]


def test_a_chain_partly_begun_goes_on_and_only_its_rest_waits() -> None:
    given = chain({**A, "state": "En cours"}, B, V, C, today=nov(25))
    found = what_if(given, LATE, [])
    assert found.lines[0] == "P1 : A, déjà commencé, continue ; le reste attend les rushes du 26/11/2026"
    assert "A" not in asked(found)


def test_a_fixed_start_is_imagined_moved_and_its_own_command_comes_first() -> None:
    found = what_if(chain(A, {**B, "fixed_day": nov(26)}), LATE, [])
    assert asked(found) == ["A", "B"]
    assert found.renegotiation.commands == (
        "postprod shift FICHIER --task B --to 2026-11-30",
        "postprod shift FICHIER --task A --to 2026-11-26",
    )


def test_a_frozen_task_stays_and_is_named() -> None:
    found = what_if(chain(A, {**B, "frozen": True}), LATE, [])
    assert asked(found) == ["A"]
    assert found.lines[0] == (
        "B : figée au 26/11/2026 (P1, T2), elle devrait passer au 30/11/2026 : à défiger et à renégocier"
    )


def test_a_room_that_another_project_has_confirmed_is_named_and_waited_for() -> None:
    given = chain(*CHAIN, of_another("Y", "T4", nov(27), "S1"))
    (line, *_) = what_if(given, LATE, []).lines
    # S1 is free for two days that follow each other from Monday 30 on.
    assert line.startswith("A : confirmée au 24/11/2026, à renégocier du 30/11/2026 au 01/12/2026")
    assert line.endswith("S1 est prise par Y (P2, Confirmé) le 27/11/2026")
    assert days(given)["Y"] == (nov(27), nov(27))


def test_an_absence_on_a_confirmed_booking_asks_the_same() -> None:
    found = what_if(chain(), [], [Away("T2", nov(26), nov(27))])
    assert asked(found) == ["B", "V"]
    assert found.lines[0] == (
        "B : confirmée au 26/11/2026, à renégocier le 30/11/2026 (projet P1) ; à libérer : T2 le 26/11 ; option à "
        "prendre : T2 le 30/11"
    )
    assert found.renegotiation.commands == ("postprod shift FICHIER --task B --to 2026-11-30",)


def test_an_absence_in_the_middle_of_a_booking_makes_it_end_later() -> None:
    found = what_if(chain(), [], [Away("T1", nov(25), nov(25))])
    # A works on the 24th and the 26th: B goes to the 27th.
    assert [(one.task, one.after) for one in found.renegotiation.rebookings] == [
        ("A", (nov(24), nov(26))),
        ("B", (nov(27), nov(27))),
        ("V", (nov(30), nov(30))),
    ]
    assert found.renegotiation.commands == ("postprod shift FICHIER --task B --to 2026-11-27",)


def test_several_things_at_once_push_the_same_chain() -> None:
    found = what_if(chain(), LATE, [Away("T1", nov(27), nov(27)), Away("T2", dec(1), dec(1))])
    # A on the 26th and the 30th; T2 away on the 1st, B on the 2nd.
    assert [(one.task, one.after[0]) for one in found.renegotiation.rebookings][:2] == [
        ("A", nov(26)),
        ("B", dec(2)),
    ]


def test_a_room_closed_asks_the_same() -> None:
    assert asked(what_if(chain(), [], [Away("S1", nov(24), nov(24))])) == ["A", "B", "V"]


def test_what_is_asked_is_told_to_programs_too() -> None:
    outcome = whatif(chain(), rushes=LATE)
    assert outcome.summary == "3 tâches confirmées à renégocier, 4 tâches déplacées, 1 livraison déplacée"
    assert [one["task"] for one in outcome.details["renegotiate"]] == ["A", "B", "V"]
    assert outcome.details["renegotiate"][1]["asked"] == [
        {"day": "2026-11-30", "half_day": "Journée", "person": "T2", "room": ""}
    ]
    assert outcome.details["commands"] == ["postprod shift FICHIER --task A --to 2026-11-26"]


@pytest.mark.parametrize("day", [nov(23), nov(24)])
def test_the_shift_of_an_absence_typed_first_makes_the_plan_that_was_told(day) -> None:
    away = [Away("T1", day, nov(25))]
    given = chain()
    found = what_if(given, [], away)
    made = shifted(without(given, away), "A", nov(26))
    told = {move.task: (move.start_after, move.end_after) for move in found.moves}
    assert {**days(given), **told} == days(with_plan(made.office, made.after))


def test_a_task_that_comes_after_its_own_due_day_says_so() -> None:
    found = what_if(chain(A, {**B, "due_day": nov(27)}), LATE, [])
    assert found.lines[1].endswith(" ; 1 jour ouvré après son échéance du 27/11/2026")


def test_confirmed_tasks_that_nothing_pushes_are_not_asked_for() -> None:
    late = held(task("B", "1", "A", technician="T2"), dec(2), dec(2), "T2")
    assert asked(what_if(chain(A, late), LATE, [])) == ["A"]


def test_an_absence_names_who_could_take_the_booking_without_any_shift() -> None:
    given = chain(A, {**B, "skill": "Mixeur"}, of_another("X", "T4", nov(26)))
    found = what_if(given, [], [Away("T2", nov(26), nov(26))])
    # T1 works on A until the 25th, T4 is booked by X; T3 is free too.
    assert found.renegotiation.steps == (
        "T2 : saisissez d'abord son absence le 26/11/2026 dans Absences",
        "B : libre le 26/11/2026 à la place de T2, sans rien décaler : T1, T3",
        "B : pour la décaler, et ce qui la suit : postprod shift FICHIER --task B --to 2026-11-27",
    )


def test_earlier_rushes_leave_confirmed_days_and_say_how_to_bring_them_forward() -> None:
    found = what_if(chain(), [LateRushes("P1", -1)], [])
    assert not found.moves
    assert found.lines == [
        "A : confirmée au 24/11/2026, elle garde son jour ; pour l'avancer, tapez « Réception rushes » au "
        "23/11/2026 dans Projets, puis postprod shift FICHIER --task A --to 2026-11-23"
    ]


def test_an_absence_that_a_confirmed_task_goes_around_is_to_be_typed_and_nothing_shifted() -> None:
    alone = held(task("M", "2", technician="T4"), nov(24), nov(25), "T4")
    asked = what_if(chain(alone), [], [Away("T4", nov(25), nov(25))]).renegotiation
    assert [(one.task, one.after) for one in asked.rebookings] == [("M", (nov(24), nov(26)))]
    assert asked.steps == ("T4 : saisissez son absence le 25/11/2026 dans Absences, puis actualisez",)
