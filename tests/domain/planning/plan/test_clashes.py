"""Claims on one person or one room: those that share a half-day clash, those that touch do not."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.domain.planning.plan.claims import Claim, Piece, shared_pieces
from postprod_xl.domain.planning.plan.clashes import is_firm, is_taken_twice, pair_clashes

MONDAY = date(2026, 11, 23).toordinal()
MORNING, AFTERNOON, DAY = 0b01, 0b10, 0b11


def claim(task: str, *halves: int, first: int = 0, state: str = "Confirmé", room: str = "") -> Claim:
    """A claim on T1, one piece a day from so many days after Monday the 23rd."""
    pieces = [Piece(MONDAY + first + day, half) for day, half in enumerate(halves)]
    return Claim(5 + ord(task) - ord("A"), task, "P1", state, "" if room else "T1", room, pieces)


def clashes(*claims: Claim) -> list[tuple[str, str, str]]:
    found, _ = pair_clashes(claims)
    return [(clash.claim.task, clash.label, clash.text) for clash in found]


@pytest.mark.parametrize(
    "second",
    [claim("B", DAY, first=1), claim("B", AFTERNOON), claim("B", AFTERNOON, DAY)],
    ids=["the next day", "the same afternoon", "from that afternoon on"],
)
def test_an_occupation_that_begins_where_another_ends_is_no_clash(second: Claim):
    first = claim("A", DAY if second.pieces[0].day > MONDAY else MORNING)
    for pair in ((first, second), (second, first)):
        assert pair_clashes(pair) == ([], [])


def test_two_that_share_one_half_day_clash_on_it():
    found, (problem,) = pair_clashes([claim("A", DAY, MORNING), claim("B", DAY, first=1)])
    assert [clash.pieces for clash in found] == [[Piece(MONDAY + 1, MORNING)]] * 2
    assert problem.row == 6
    assert problem.message == "B : T1 déjà pris par A (Confirmé), 1 demi-journée à partir du 24/11/2026"


def test_the_first_half_of_a_day_is_not_the_second():
    assert shared_pieces([Piece(MONDAY, MORNING)], [Piece(MONDAY, AFTERNOON)]) == []
    assert shared_pieces([Piece(MONDAY, DAY)], [Piece(MONDAY, AFTERNOON)]) == [Piece(MONDAY, AFTERNOON)]


def test_the_weaker_of_two_yields_and_equals_are_both_marked():
    firm, first_option = claim("A", DAY), claim("B", DAY, state="Option 1")
    assert clashes(firm, first_option) == [("B", "2e option", "T1 déjà pris par A (Confirmé)")]
    assert clashes(first_option, claim("C", DAY, state="Option 2")) == [
        ("C", "2e option", "T1 aussi en option pour B (Option 1)")
    ]
    assert clashes(firm, claim("C", DAY, state="En cours")) == [
        ("A", "Conflit", "T1 déjà pris par C (En cours)"),
        ("C", "Conflit", "T1 déjà pris par A (Confirmé)"),
    ]
    assert clashes(claim("C", DAY, state=""), claim("D", DAY, state="")) == [
        ("C", "Conflit", "T1 aussi en option pour D"),
        ("D", "Conflit", "T1 aussi en option pour C"),
    ]


def test_a_room_is_taken_in_the_feminine_and_is_no_person():
    room = claim("A", DAY, room="T1"), claim("B", DAY, room="T1")
    assert clashes(*room)[0] == ("A", "Conflit", "T1 déjà prise par B (Confirmé)")
    assert clashes(room[0], claim("B", DAY)) == []


def test_every_pair_clashes_whatever_the_order_of_the_rows():
    # A takes the whole week, B and C one day each of it, D the week after.
    week = claim("A", *[DAY] * 5)
    others = claim("B", DAY, first=4), claim("C", DAY, first=1), claim("D", DAY, first=7)
    assert [clash.claim.task for clash in pair_clashes([week, *others])[0]] == ["A", "B", "A", "C"]


def test_confirmed_tasks_and_tasks_under_way_are_firm_and_no_other():
    states = ["Confirmé", "En cours", "Option 1", "Option 2", "À planifier", ""]
    assert [is_firm(claim("A", DAY, state=state)) for state in states] == [True, True, *[False] * 4]


def test_what_a_booking_lacks_on_paper_takes_nothing_twice():
    texts = "T1 déjà pris par A (Confirmé)", "Contrat manquant", "Contrat à régler : non signé", ""
    assert [is_taken_twice(text) for text in texts] == [True, False, False, False]
