"""The floors of a step are those of the template by which its project is planned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.planning.explain.short_delays import floor_days
from postprod_xl.domain.planning.programmes.steps import steps_of, surveyed, template_for
from postprod_xl.parameters import in_force, named
from postprod_xl.schema.vocabulary import ProjectType

DAY = date(2026, 11, 23)


def test_a_tv_movie_is_planned_and_shortened_as_ninety_minutes_not_as_an_episode():
    assert template_for(ProjectType.TV_MOVIE, 90) == "TF90"
    # Least quantities of IMG-20, IMG-50, SON-11 and SON-31 for a TF90; an episode of 52 minutes has 12, 2.5, 4 and 2.
    steps = ("MONTAGE_IMAGE", "ETALONNAGE", "MONTAGE_SON", "MIXAGE")
    assert [floor_days("Unitaire TV", step, DAY) for step in steps] == [30, 4, 10, 5]
    assert [floor_days("Série TV", step, DAY) for step in steps] == [12, Decimal("2.5"), 4, 2]


@pytest.mark.parametrize("kind", ProjectType)
def test_no_floor_is_longer_than_the_usual_length_of_its_step(kind: ProjectType):
    # The survey of floors knows magazines of 26 minutes only.
    template = surveyed(template_for(kind, 26 if kind is ProjectType.MAGAZINE else None))
    usual = {step.code: step.days for step in steps_of(template, DAY)}
    floors = {step: floor_days(kind, step, DAY) for step in usual}
    assert {step for step, days in floors.items() if days is not None and days > usual[step]} == set()


def test_the_floors_of_a_tv_movie_stand_between_those_of_an_episode_and_of_a_film():
    for step in named("floors"):
        days = in_force(f"floors.{step}", DAY).value
        if "TF90" in days:
            assert days["FIC52"] <= days["TF90"] <= days["LM90"], step
