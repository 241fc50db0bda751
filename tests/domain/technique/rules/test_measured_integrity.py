"""MES-28 to MES-41: files whole and as their lists say, from the words of `Medias`."""

from __future__ import annotations

from typing import Any

import pytest

from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.schema.media_faults import MediaFault, fault_text, faults_text
from postprod_xl.schema.technical_vocabulary import DeliverableType, MediaNature
from tests.domain.technique.cases import a_project, raised

DCP = DeliverableType.DCP_2K
MEASURED = [rule for rule in RULES if rule.id.startswith("MES")]
OF_DELIVERABLES = [
    ("MES-28", MediaFault.WRONG_CHECKSUM),
    ("MES-29", MediaFault.NO_CHECKSUM),
    ("MES-30", MediaFault.TRUNCATED),
    ("MES-31", MediaFault.WRONG_HASH),
    ("MES-32", MediaFault.MISSING_ASSET),
    ("MES-33", MediaFault.SHORT_REEL),
    ("MES-34", MediaFault.NOT_SIGNED),
    ("MES-35", MediaFault.NO_MARKER),
    ("MES-36", MediaFault.UNLIKE_TITLE),
    ("MES-37", MediaFault.FILE_NAME),
    ("MES-38", MediaFault.TIMECODES),
    ("MES-38", MediaFault.NOT_UNDERSTOOD),
]
OF_DCPS = ("MES-31", "MES-32", "MES-33", "MES-34", "MES-35", "MES-36")
OF_SOURCES = [
    ("MES-39", MediaFault.WRONG_CHECKSUM),
    ("MES-39", MediaFault.TRUNCATED),
    ("MES-41", MediaFault.TIMECODES),
    ("MES-41", MediaFault.UNEQUAL_LENGTHS),
    ("MES-41", MediaFault.NOT_UNDERSTOOD),
]


def delivered(faults: str, kind: DeliverableType = DCP, **cells: Any):
    file = {"object": "LIV-1", "nature": MediaNature.DCP, "faults": faults, **cells}
    return a_project(deliverable={"type": kind}, media=file)


def shot(faults: str):
    return a_project(source={}, media={"object": "CAM-1", "nature": MediaNature.MEDIA, "faults": faults})


@pytest.mark.parametrize(("rule", "fault"), OF_DELIVERABLES)
def test_a_fault_of_a_deliverable_is_told_by_its_rule(rule: str, fault: MediaFault):
    (found,) = raised(rule, delivered(fault_text(fault, "bobine 2")))
    assert found.message == f"LIV-1, « fichier-1.mxf » : {fault} : bobine 2."


@pytest.mark.parametrize(("rule", "fault"), OF_DELIVERABLES)
def test_a_fault_of_a_deliverable_is_told_by_its_rule_only(rule: str, fault: MediaFault):
    project = delivered(fault_text(fault))
    assert [other.id for other in MEASURED if raised(other, project)] == [rule]


@pytest.mark.parametrize("rule", [*OF_DCPS, "MES-28", "MES-29", "MES-30", "MES-37", "MES-38"])
def test_a_file_without_fault_is_right(rule: str):
    assert not raised(rule, delivered(""))


@pytest.mark.parametrize("rule", OF_DCPS)
def test_the_lists_of_a_dcp_are_asked_of_a_dcp(rule: str):
    fault = next(kind for id, kind in OF_DELIVERABLES if id == rule)
    assert raised(rule, delivered(fault_text(fault), DeliverableType.DCP_4K))
    assert not raised(rule, delivered(fault_text(fault), DeliverableType.PAD_HD))


def test_several_faults_of_one_kind_are_counted():
    faults = faults_text(
        fault_text(MediaFault.WRONG_HASH, name) for name in ("image.mxf", "son.mxf", "son.mxf")
    )
    (found,) = raised("MES-31", delivered(faults))
    assert found.message == "LIV-1, « fichier-1.mxf » : Empreinte de la PKL fausse : image.mxf, et 1 autre."


def test_a_fault_in_words_that_no_rule_knows_is_told_all_the_same():
    (found,) = raised("MES-38", delivered("Points d’entrée des bobines faux"))
    assert "Points d’entrée des bobines faux" in found.message
    assert raised("MES-41", shot("Clé de chiffrement inconnue"))


def test_a_fault_written_with_another_apostrophe_or_case_is_the_same():
    assert raised("MES-33", delivered("BOBINE DE MOINS D’UNE SECONDE : 3"))


@pytest.mark.parametrize(("rule", "fault"), OF_SOURCES)
def test_a_fault_of_a_source_is_told_by_its_rule_only(rule: str, fault: MediaFault):
    project = shot(fault_text(fault))
    assert [other.id for other in MEASURED if raised(other, project)] == [rule]


def test_the_checksums_that_rushes_do_not_have_are_not_told():
    assert not raised("MES-41", shot(fault_text(MediaFault.NO_CHECKSUM)))
    assert not raised("MES-39", shot(""))
    assert not raised("MES-41", shot(""))


@pytest.mark.parametrize(
    "name", ["PAD final.mxf", "épisode.mxf", "PAD(1).mxf", ".mxf", "a&b.mxf", "livraison/PAD final.mxf"]
)
def test_a_file_name_that_some_transfers_refuse_is_told(name: str):
    assert raised("MES-37", delivered("", file=name))


@pytest.mark.parametrize("name", ["PAD_E01-v2.mxf", "TERRES_FTR-1_F_FR-XX_51_2K", "a", "à livrer/PAD.mxf"])
def test_a_plain_file_name_is_right(name: str):
    assert not raised("MES-37", delivered("", file=name))


@pytest.mark.parametrize("nature", [MediaNature.REPORT, MediaNature.LOUDNESS, MediaNature.SUBTITLES])
def test_the_name_of_a_report_is_not_judged(nature: MediaNature):
    assert not raised("MES-37", delivered("", file="rapport du mixeur.txt", nature=nature))


def test_the_faults_of_a_file_of_nothing_known_are_told_of_the_project():
    file = {"nature": MediaNature.MEDIA, "faults": fault_text(MediaFault.TRUNCATED)}
    (found,) = raised("MES-40", a_project(workflow={}, media=file))
    assert found.message == "« fichier-1.mxf » : Fichier tronqué."
    assert raised("MES-40", a_project(workflow={}, media=file | {"faults": "Autre chose"}))


@pytest.mark.parametrize(
    "cells",
    [
        {"object": "LIV-1", "nature": MediaNature.MEDIA},
        {"nature": MediaNature.EDIT_LIST},
        {"nature": MediaNature.UNREAD},
    ],
)
def test_the_faults_of_a_file_that_has_its_own_rule_are_not_told_of_the_project(cells: dict[str, Any]):
    file = {"faults": fault_text(MediaFault.SPEED), **cells}
    assert not raised("MES-40", a_project(workflow={}, media=file))
    assert not raised("MES-40", a_project(workflow={}, media={"nature": MediaNature.MEDIA}))


def test_every_kind_of_fault_has_a_rule_of_measured_files():
    unlike = [fault for fault in MediaFault if fault not in (MediaFault.NO_REEL, MediaFault.SPEED)]
    for fault in unlike:
        project = delivered(fault_text(fault))
        assert [rule for rule in MEASURED if raised(rule, project)], fault
