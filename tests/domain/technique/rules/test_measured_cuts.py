"""MES-42 to MES-49: shares, reels, speeds, day, length and rate of the edit lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.schema.media_faults import MediaFault, fault_text, faults_text
from postprod_xl.schema.technical_vocabulary import MediaNature, SourceRole
from tests.domain.technique.cases import a_project, raised

LOCK = date(2026, 11, 10)
LATER = date(2026, 11, 11)


def used(code: str = "CAM-1", reel: str = "A001", share: str | None = "0.5", **cells: Any) -> dict[str, Any]:
    """A source in an edit list."""
    part = None if share is None else Decimal(share)
    of_list = {"file": "montage.edl", "nature": MediaNature.EDIT_LIST, "file_day": LOCK}
    return of_list | {"object": code, "reel": reel, "cut_share": part, **cells}


def itself(**cells: Any) -> dict[str, Any]:
    """The row of the list itself."""
    return used(code="", reel="", share=None, **cells)


def cut(*rows: dict[str, Any], source: Any = (), **tables: Any):
    return a_project(workflow=tables.pop("workflow", {}), source=source or {}, media=list(rows), **tables)


@pytest.mark.parametrize("found", ["0.449", "0.551"])
def test_a_share_of_the_cut_far_from_the_one_expected_is_told(found: str):
    (told,) = raised("MES-42", cut(used(share=found), source={"cut_share": Decimal("0.5")}))
    assert "montage.edl" in told.message


@pytest.mark.parametrize("found", ["0.45", "0.5", "0.55"])
def test_a_share_within_five_points_is_right(found: str):
    assert not raised("MES-42", cut(used(share=found), source={"cut_share": Decimal("0.5")}))


def test_the_reels_of_a_source_are_added_up():
    rows = used(share="0.3"), used(reel="A002", share="0.2"), used(code="cam-1", reel="A003", share=None)
    assert not raised("MES-42", cut(*rows, source={"cut_share": Decimal("0.5")}))


def test_a_source_that_the_cut_does_not_use_has_no_share_of_it():
    (told,) = raised("MES-42", cut(used(code=""), source={"cut_share": Decimal("0.5")}))
    assert told.found.startswith("0")


def test_a_share_that_nobody_expected_is_not_judged():
    assert not raised("MES-42", cut(used()))
    assert not raised("MES-42", a_project(source={"cut_share": Decimal("0.5")}))


def test_the_latest_list_is_the_one_that_counts():
    before = used(code="", reel="X9", file="ancien.edl", file_day=date(2026, 11, 1))
    assert not raised("MES-43", cut(before, used()))
    assert raised("MES-43", cut(before | {"file_day": LATER}, used()))


def test_each_list_of_a_series_counts():
    first = used(code="", reel="X9", file="e01.edl", file_day=date(2026, 11, 1))
    episodes = [{"episode": 1}, {"episode": 2}]
    assert raised("MES-43", cut(first, used(), deliverable=episodes))
    assert raised("MES-43", cut(first, used(), task=episodes))
    assert not raised("MES-43", cut(first, used(), deliverable=[{"episode": 1}, {}]))
    assert not raised(
        "MES-42", cut(first, used(share="0.9"), source={"cut_share": Decimal("0.5")}, deliverable=episodes)
    )


def test_a_reel_that_no_source_has_is_told_with_its_share():
    (told,) = raised("MES-43", cut(used(), used(code="", reel="INA_12", share="0.04")))
    assert told.message.replace("\u00a0", " ") == (
        "« montage.edl » emploie des bandes qu'aucune source ne porte : INA_12 (4 %)."
    )


def test_a_cut_of_declared_reels_is_right():
    assert not raised("MES-43", cut(used()))
    assert not raised("MES-43", cut(used(code="", reel="", share=None)))


def test_shots_without_reel_are_told():
    (told,) = raised("MES-44", cut(used(), used(reel="", share="0.1")))
    assert (
        told.message.replace("\u00a0", " ") == "« montage.edl » : plans sans nom de bande, 10 % du montage."
    )
    assert raised("MES-44", cut(used(faults=fault_text(MediaFault.NO_REEL, "clip 12"))))


def test_a_row_with_a_reel_alone_or_a_share_alone_is_of_a_source():
    assert raised("MES-43", cut(used(code="", share=None)))
    assert raised("MES-44", cut(used(code="", reel="")))
    assert raised("MES-44", cut(used(reel="", share=None)))


def test_the_words_of_the_list_say_which_shots_have_no_reel():
    fault = fault_text(MediaFault.NO_REEL, "clip 12")
    (told,) = raised("MES-44", cut(used(reel="", faults=fault)))
    assert told.message == "« montage.edl » : Plan sans nom de bande : clip 12."


def test_shots_with_their_reel_are_right_and_the_row_of_the_list_is_no_shot():
    of_list = used(code="", reel="", share=None, picture_seconds=Decimal(10))
    assert not raised("MES-44", cut(used(), of_list))


def test_a_source_that_no_shot_comes_from_is_told():
    (told,) = raised("MES-45", cut(used(), source=[{}, {"source": "DRONE"}]))
    assert told.message == "DRONE : aucun plan n'en vient dans « montage.edl »."


@pytest.mark.parametrize("role", [SourceRole.SOUND, SourceRole.STILL])
def test_a_recorder_or_a_photograph_is_not_looked_for_in_the_cut(role: SourceRole):
    assert not raised("MES-45", cut(used(), source=[{}, {"role": role}]))


def test_no_source_is_unused_before_there_is_a_cut():
    assert not raised("MES-45", a_project(source={}))


def test_speed_effects_are_told_once():
    effects = faults_text(fault_text(MediaFault.SPEED, reel) for reel in ("A001 à 50 %", "A002 figé"))
    (told,) = raised("MES-46", cut(used(faults=effects), used(reel="A002", faults=effects)))
    assert told.message == "« montage.edl » : Effet de vitesse : A001 à 50 %, et 1 autre."
    assert not raised("MES-46", cut(used()))


def locked(day: date | None, **cells: Any) -> dict[str, Any]:
    return {"step": "VERROUILLAGE", "start_day": day, "end_day": day, **cells}


def test_a_list_later_than_the_lock_asks_for_a_new_conform():
    (told,) = raised("MES-47", cut(used(file_day=LATER), task=locked(LOCK)))
    assert told.message == (
        "« montage.edl » est du 11/11/2026, après le verrouillage du 10/11/2026 : reconformation à prévoir."
    )


def test_a_list_of_the_day_of_the_lock_is_the_one_that_was_locked():
    assert not raised("MES-47", cut(used(file_day=LOCK), task=locked(LOCK)))


@pytest.mark.parametrize(
    "task",
    [
        locked(None),
        locked(date(2026, 11, 30)),
        locked(date(2026, 12, 15)),
        {"step": "MONTAGE_IMAGE", "end_day": LOCK},
    ],
)
def test_a_list_is_not_later_than_a_lock_still_to_come(task: dict[str, Any]):
    assert not raised("MES-47", cut(used(file_day=date(2026, 12, 20)), task=task))


def test_the_last_lock_of_a_series_is_the_one_compared():
    locks = [locked(LOCK, episode=1), locked(date(2026, 11, 20), episode=2)]
    assert not raised("MES-47", cut(used(file_day=LATER), task=locks))
    assert raised("MES-47", cut(used(file_day=date(2026, 11, 21)), task=locks))


def test_a_list_whose_day_nobody_knows_is_not_later():
    assert not raised("MES-47", cut(used(file_day=None), task=locked(LOCK)))
    assert raised("MES-47", cut(used(file_day=None, read_day=LATER), task=locked(LOCK)))


TIMELINE = {"timeline_rate": "25", "locked_duration": "00:00:10:00"}


@pytest.mark.parametrize(("seconds", "words"), [("10.08", "2 images de plus"), ("9.92", "2 images de moins")])
def test_a_list_that_has_not_the_locked_length_is_told(seconds: str, words: str):
    (told,) = raised("MES-48", cut(itself(picture_seconds=Decimal(seconds)), workflow=TIMELINE))
    assert told.found == words


@pytest.mark.parametrize("seconds", ["9.96", "10", "10.04"])
def test_a_list_within_a_frame_of_the_locked_length_is_right(seconds: str):
    assert not raised("MES-48", cut(itself(picture_seconds=Decimal(seconds)), workflow=TIMELINE))


def test_a_length_is_not_compared_where_one_is_not_known_or_where_there_are_episodes():
    assert not raised("MES-48", cut(itself(), workflow=TIMELINE))
    assert not raised("MES-48", cut(itself(picture_seconds=Decimal(5)), workflow={"timeline_rate": "25"}))
    two = itself(picture_seconds=Decimal(5)), itself(file="e02.edl", picture_seconds=Decimal(5))
    assert not raised("MES-48", cut(*two, workflow=TIMELINE, deliverable=[{"episode": 1}, {"episode": 2}]))


def test_a_list_at_another_rate_than_the_timeline_is_told():
    (told,) = raised("MES-49", cut(itself(frame_rate="24"), workflow=TIMELINE))
    assert told.message.replace("\u00a0", " ") == "« montage.edl » est à 24 i/s, le montage à 25 i/s."


def test_a_list_at_the_rate_of_the_timeline_is_right():
    assert not raised("MES-49", cut(itself(frame_rate="25"), workflow=TIMELINE))
    assert not raised("MES-49", cut(itself(), workflow=TIMELINE))
    assert not raised("MES-49", cut(itself(frame_rate="24")))


def test_a_project_without_list_raises_nothing():
    rules = [f"MES-{number}" for number in range(42, 50)]
    assert not [rule for rule in rules if raised(rule, a_project(workflow=TIMELINE, source={}))]


def test_the_rate_and_the_length_of_a_source_are_not_those_of_the_list():
    rows = itself(frame_rate="25", frames=250), used(frame_rate="50", frames=20)
    assert not raised("MES-49", cut(*rows, workflow=TIMELINE))
    assert not raised("MES-48", cut(*rows, workflow=TIMELINE))
    assert not raised("MES-48", cut(used(frame_rate="50", frames=20), workflow=TIMELINE))
