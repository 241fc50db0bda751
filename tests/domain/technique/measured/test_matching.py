"""Which source or deliverable a file is for, by what is written in its name, and only by that."""

from __future__ import annotations

import pytest

from postprod_xl.domain.technique.measured.matching import Objects, objects_of
from tests.domain.technique.cases import CODE, an_office

OBJECTS = Objects(["PAD", "PAD-FTV", "DCP VF", "CAM-A", "CAM-B"], [("CAM-A", "A001"), ("CAM-B", "B001")])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TERRES_PAD-FTV_v2.mxf", "PAD-FTV"),
        ("terres pad_ftv.mxf", "PAD-FTV"),
        ("TERRES_PAD.mxf", "PAD"),
        ("Terres_DCP-VF", "DCP VF"),
        ("A001_C003.mov", "CAM-A"),
        ("A001C003_231105_R1AB.mxf", "CAM-A"),
        ("TERRES_CAM-B.mov", "CAM-B"),
        ("PADDOCK.mxf", ""),
        ("CAMPAD.mxf", ""),
        ("A0012.mov", ""),
        ("A001C.mov", ""),
        ("", ""),
    ],
)
def test_a_code_or_a_reel_counts_as_a_whole_word(name: str, expected: str):
    assert OBJECTS.named_in(name).object == expected


def test_several_codes_in_one_name_give_none_and_are_told():
    found = OBJECTS.named_in("CAM-A et CAM-B.mov")
    assert (found.object, found.several) == ("", ("CAM-A", "CAM-B"))


def test_a_code_comes_before_a_reel():
    assert OBJECTS.named_in("CAM-B_A001.mov").object == "CAM-B"


def test_the_name_comes_before_the_folders_and_the_nearest_folder_before_the_others():
    assert OBJECTS.named_in("PAD.mxf", "CAM-A").object == "PAD"
    assert OBJECTS.named_in("C0001.mov", "B001", "CAM-A").object == "CAM-B"
    # What is doubtful in a name is not settled by a folder.
    assert OBJECTS.named_in("CAM-A CAM-B.mov", "CAM-A").several == ("CAM-A", "CAM-B")


def test_the_code_given_is_known_in_any_case():
    assert (OBJECTS.of_code("pad-ftv"), OBJECTS.of_code("PAD-ARTE")) == ("PAD-FTV", "")


def test_the_objects_of_a_project_are_its_own_deliverables_and_sources_with_each_of_their_reels():
    house = an_office(
        source=[{"source": "CAM-A", "reel": "A001 ; A002"}, {"project": "AUTRE", "source": "DRONE"}],
        deliverable={"deliverable": "PAD"},
    )
    objects = objects_of(house, CODE)
    assert objects.codes == ("PAD", "CAM-A")
    assert [objects.named_in(name).object for name in ("A001.mov", "A002.mov", "DRONE.mov")] == [
        "CAM-A",
        "CAM-A",
        "",
    ]


@pytest.mark.parametrize(
    ("reel", "expected"),
    [
        ("A001", "CAM-A"),
        ("A002C003", "CAM-A"),
        ("A002C003_231105_R1AB", "CAM-A"),
        ("A_0001C001_240101", "CAM-A"),
        ("B001", ""),
        ("AA001", ""),
        ("A01", ""),
        ("A001X", ""),
        ("A00123", ""),
    ],
)
def test_the_letter_of_a_camera_is_that_of_its_cards(reel: str, expected: str):
    assert Objects(["CAM-A"], [("CAM-A", "A")]).named_in(reel).object == expected


def test_a_card_that_is_the_reel_of_another_source_is_of_that_one():
    objects = Objects(["CAM-A", "DRONE"], [("CAM-A", "A"), ("DRONE", "A002")])
    assert [objects.named_in(reel).object for reel in ("A001", "A002", "A002C001")] == [
        "CAM-A",
        "DRONE",
        "DRONE",
    ]


def test_a_word_is_no_letter_of_a_camera():
    assert Objects(["INA"], [("INA", "INA")]).named_in("INA001").object == ""
