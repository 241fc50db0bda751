"""PLN-07 to PLN-13: floors, copies of rushes, conservation, tapes, attestations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType, PieceNature, SourceRole
from postprod_xl.schema.vocabulary import ProjectType, TaskState
from tests.domain.technique.cases import a_project, raised, to_fill

FLOOR = Decimal("2.5")
"""Fewest days of the grading of a documentary of 52 minutes, in `parameters/floors.toml`."""


def grading(days: str | None, **cells: Any) -> dict[str, Any]:
    return {"step": "ETALONNAGE", "duration_days": None if days is None else Decimal(days), **cells}


def test_a_step_under_its_floor_is_told():
    (found,) = raised("PLN-07", a_project(workflow={}, task=grading("2.25")))
    assert found.message == "T-1 (ETALONNAGE) : 2,25 j prévus, sous le plancher réaliste de 2,5 j."


def test_less_than_two_days_are_singular():
    (found,) = raised("PLN-07", a_project(workflow={}, task=grading("1.75")))
    assert found.message.startswith("T-1 (ETALONNAGE) : 1,75 j prévu, sous")


def test_a_step_at_its_floor_is_right():
    assert not raised("PLN-07", a_project(workflow={}, task=grading(str(FLOOR))))


def test_the_floor_is_that_of_the_type_of_programme():
    magazine = {"type": ProjectType.MAGAZINE, "length_minutes": 26}
    assert not raised("PLN-07", a_project(magazine, {}, task=grading("2.25")))
    assert raised("PLN-07", a_project({"type": ProjectType.FEATURE_FILM}, {}, task=grading("5.75")))


def test_the_tasks_of_one_step_are_counted_together_and_told_once():
    assert not raised("PLN-07", a_project(workflow={}, task=[grading("1.5"), grading("1")]))
    (found,) = raised("PLN-07", a_project(workflow={}, task=[grading("1"), grading("1")]))
    assert found.message == "T-1 (ETALONNAGE) : 2 j prévus en 2 tâches, sous le plancher réaliste de 2,5 j."


def test_each_episode_has_its_floor():
    two = [grading("1.5", episode=1), grading("1.5", episode=2)]
    assert len(raised("PLN-07", a_project(workflow={}, task=two))) == 2


def test_a_step_without_floor_or_without_days_is_not_judged():
    assert not raised("PLN-07", a_project(workflow={}, task=grading("1", step="VFX")))
    assert not raised("PLN-07", a_project(workflow={}, task=grading("1", step="")))
    assert not raised("PLN-07", a_project(workflow={}, task=grading(None)))
    assert not raised("PLN-07", a_project(workflow={}, task=[grading("1"), grading(None)]))
    assert not raised("PLN-07", a_project({"type": ""}, {}, task=grading("1")))


def test_a_milestone_and_a_task_finished_are_not_judged():
    assert not raised("PLN-07", a_project(workflow={}, task=grading("0")))
    assert not raised("PLN-07", a_project(workflow={}, task=grading("1", state=TaskState.DONE)))
    assert not raised("PLN-07", a_project(workflow={}, task=grading("1", state=TaskState.CANCELLED)))


@pytest.mark.parametrize("copies", [0, 1])
def test_rushes_copied_less_than_twice_are_told(copies: int):
    assert raised("PLN-08", a_project(workflow={"rushes_copies": copies}))


@pytest.mark.parametrize("copies", [2, 3])
def test_rushes_copied_twice_are_safe(copies: int):
    assert not raised("PLN-08", a_project(workflow={"rushes_copies": copies}))


def test_the_copies_of_rushes_are_asked_for_where_there_is_a_workflow():
    assert to_fill("PLN-08", a_project(workflow={})) == ("workflow.rushes_copies",)
    assert not raised("PLN-08", a_project(workflow={}))
    assert not to_fill("PLN-08", a_project(source={}))


@pytest.mark.parametrize(
    "role",
    [SourceRole.MAIN_CAMERA, SourceRole.SECOND_CAMERA, SourceRole.DRONE, SourceRole.PHONE, SourceRole.SOUND],
)
def test_a_source_shot_and_copied_once_is_told(role: SourceRole):
    (found,) = raised("PLN-13", a_project(source={"source": "A", "role": role, "verified_copies": 1}))
    assert found.message == "A : 1 copie vérifiée, moins de 2."


@pytest.mark.parametrize(
    "cells",
    [
        {"role": SourceRole.MAIN_CAMERA, "verified_copies": 2},
        {"role": SourceRole.MAIN_CAMERA},
        {"role": SourceRole.ARCHIVE, "verified_copies": 0},
        {"role": SourceRole.STILL, "verified_copies": 0},
        {"role": SourceRole.SCREEN, "verified_copies": 0},
        {"verified_copies": 0},
    ],
)
def test_a_source_copied_twice_or_that_can_be_asked_for_again_is_safe(cells: dict[str, Any]):
    assert not raised("PLN-13", a_project(source=cells))


def feature(years: str | None, kind: ProjectType = ProjectType.FEATURE_FILM, **workflow: Any):
    told = {
        "is_cnc_funded": True,
        "conservation_years": None if years is None else Decimal(years),
        **workflow,
    }
    return a_project({"type": kind}, told, deliverable={})


def test_a_funded_feature_kept_less_than_five_years_is_told():
    (found,) = raised("PLN-09", feature("4.5"))
    assert found.found == "4,5 ans"
    assert raised("PLN-09", feature("0"))[0].found == "0 an"


def test_a_funded_feature_kept_five_years_is_right():
    assert not raised("PLN-09", feature("5"))


def test_conservation_is_owed_by_funded_features_only():
    assert not raised("PLN-09", feature("1", kind=ProjectType.DOCUMENTARY))
    assert not raised("PLN-09", feature("1", is_cnc_funded=False))
    assert to_fill("PLN-09", feature(None)) == ("workflow.conservation_years",)


@pytest.mark.parametrize(("tape", "reader"), [(9, 10), (8, 10), (7, 9), (6, 8), (4, 7), (9, 8)])
def test_a_tape_that_the_reader_does_not_read_is_told(tape: int, reader: int):
    assert raised("PLN-10", a_project(workflow={"lto_generation": tape, "lto_reader": reader}))


@pytest.mark.parametrize(
    ("tape", "reader"), [(10, 10), (9, 9), (8, 9), (8, 8), (7, 8), (7, 7), (6, 7), (5, 7)]
)
def test_a_tape_that_the_reader_reads_is_right(tape: int, reader: int):
    assert not raised("PLN-10", a_project(workflow={"lto_generation": tape, "lto_reader": reader}))


def test_a_reader_that_nobody_sourced_tells_nothing():
    assert not raised("PLN-10", a_project(workflow={"lto_generation": 2, "lto_reader": 6}))


def test_the_generations_of_tapes_are_asked_for_where_there_are_tapes():
    assert not to_fill("PLN-10", a_project(workflow={}))
    assert to_fill("PLN-10", a_project(workflow={"lto_generation": 9})) == ("workflow.lto_reader",)
    assert to_fill("PLN-10", a_project(workflow={"lto_reader": 9})) == ("workflow.lto_generation",)
    assert to_fill("PLN-10", a_project(workflow={}, deliverable={"type": DeliverableType.LTO}))


SIGNED = {"nature": PieceNature.QC, "day": date(2026, 11, 20), "author": "Labo Nord"}


def checked(
    state: DeliverableState | str, *pieces: dict[str, Any], kind: DeliverableType = DeliverableType.PAD_HD
):
    return a_project(deliverable={"type": kind, "state": state}, piece=list(pieces))


@pytest.mark.parametrize("state", [DeliverableState.CHECKED, DeliverableState.ACCEPTED])
@pytest.mark.parametrize(
    "pieces",
    [(), (SIGNED | {"author": ""},), (SIGNED | {"day": None},), (SIGNED | {"nature": PieceNature.PSE},)],
)
def test_a_deliverable_checked_by_nobody_known_is_told(
    state: DeliverableState, pieces: tuple[dict[str, Any], ...]
):
    assert raised("PLN-11", checked(state, *pieces))


def test_a_deliverable_checked_with_a_signed_report_is_right():
    assert not raised("PLN-11", checked(DeliverableState.CHECKED, SIGNED))


@pytest.mark.parametrize(
    "state", [DeliverableState.EXPECTED, DeliverableState.MADE, DeliverableState.REJECTED, ""]
)
def test_no_report_is_asked_of_what_is_not_checked(state: DeliverableState | str):
    assert not raised("PLN-11", checked(state))


@pytest.mark.parametrize(
    "kind", [DeliverableType.LTO, DeliverableType.SUBTITLES, DeliverableType.SOUND, DeliverableType.OTHER]
)
def test_no_quality_report_is_asked_of_a_tape_of_texts_or_of_stems(kind: DeliverableType):
    assert not raised("PLN-11", checked(DeliverableState.CHECKED, kind=kind))


def test_a_report_that_refuses_the_deliverable_blocks_it():
    (found,) = raised("PLN-12", checked(DeliverableState.CHECKED, SIGNED | {"is_passed": False}))
    assert found.message == "LIV-1 : refusé par « Rapport QC » du 20/11/2026."


@pytest.mark.parametrize("is_passed", [True, None])
def test_a_report_that_passes_or_says_nothing_does_not_block(is_passed: bool | None):
    assert not raised("PLN-12", checked(DeliverableState.CHECKED, SIGNED | {"is_passed": is_passed}))


def test_a_deliverable_to_be_made_again_was_refused_already():
    assert not raised("PLN-12", checked(DeliverableState.REJECTED, SIGNED | {"is_passed": False}))
