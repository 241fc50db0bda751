"""Which bookings of the baseline can no longer keep their place."""

from __future__ import annotations

import pytest

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Candidate,
    Commitment,
    Occupation,
    Problem,
    Resource,
)
from postprod_xl.engines.schedule.generation.decoding import instance_of
from postprod_xl.engines.schedule.generation.repair import displaced

ANNA, BASILE, ROOM = range(3)
ALL_THERE = (Resource(), Resource(), Resource())


def booked(start: int, person: int = ANNA, commitment=Commitment.OPTION_1, duration: int = 3) -> Activity:
    people, rooms = (Candidate(ANNA), Candidate(BASILE)), (Candidate(ROOM),)
    baseline = Baseline(start, person, ROOM if person == BASILE else None)
    rooms = rooms if person == BASILE else ()
    return Activity(duration, commitment=commitment, baseline=baseline, people=people, rooms=rooms)


def lost(*work: Activity, resources=ALL_THERE, occupations: tuple[Occupation, ...] = ()) -> set[int]:
    return displaced(instance_of(Problem(40, work, resources=resources, occupations=occupations)))


def test_bookings_that_touch_or_have_other_people_keep_their_place():
    assert lost(booked(0), booked(3), booked(0, BASILE), booked(3, BASILE)) == set()


@pytest.mark.parametrize(
    ("other", "gone"),
    [
        (booked(32), 1),  # as firm: the later one goes
        (booked(28), 0),
        (booked(30), 1),  # at the same time: the last of the list
        (booked(32, commitment=Commitment.FREE), 1),
        (booked(28, commitment=Commitment.FREE), 1),  # the less firm
        (booked(28, commitment=Commitment.OPTION_2), 1),
    ],
)
def test_of_two_bookings_of_one_person_the_cheaper_to_move_goes(other, gone):
    assert lost(booked(30), other) == {gone}


def test_of_two_bookings_of_one_person_the_one_that_pauses_goes_however_firm():
    # Anna is away on slot 21: the first would end at 24, over the second.
    away = (Resource(open=~(1 << 21)), *ALL_THERE[1:])
    pair = booked(20), booked(23, commitment=Commitment.OPTION_2, duration=1)
    assert lost(*pair, resources=away) == {0}
    assert lost(pair[0], resources=away) == set()


@pytest.mark.parametrize(("slot", "gone"), [(19, set()), (20, {0}), (21, set()), (23, set())])
def test_a_booking_goes_when_its_first_slot_is_closed_to_who_serves(slot, gone):
    assert lost(booked(20), resources=(Resource(open=~(1 << slot)), *ALL_THERE[1:])) == gone
    closed = (*ALL_THERE[:2], Resource(open=~(1 << slot)))
    assert lost(booked(20, BASILE), resources=closed) == gone


@pytest.mark.parametrize(
    ("first", "last", "gone"), [(17, 20, set()), (19, 21, {0}), (22, 24, {0}), (23, 26, set())]
)
def test_a_booking_goes_when_somebody_else_has_its_person_or_its_room(first, last, gone):
    assert lost(booked(20), occupations=(Occupation(ANNA, first, last),)) == gone
    assert lost(booked(20, BASILE), occupations=(Occupation(ROOM, first, last),)) == gone
    assert lost(booked(20, BASILE), occupations=(Occupation(ANNA, first, last),)) == set()


def test_a_booking_goes_before_a_fixed_activity_and_not_the_reverse():
    fixed = booked(21, commitment=Commitment.FIRM)
    assert lost(booked(20), fixed) == {0}
    assert lost(fixed) == set()


@pytest.mark.parametrize(
    ("start", "gone"), [(-1, {0}), (0, set()), (37, set()), (39, set()), (40, {0}), (50, {0})]
)
def test_a_booking_outside_the_axis_has_no_place_to_keep(start, gone):
    assert lost(booked(start)) == gone
