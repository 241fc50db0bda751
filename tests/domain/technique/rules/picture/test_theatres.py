"""The pictures of DCPs: IMG-03, 04, 05, 15."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from postprod_xl.domain.technique.rules.picture.theatres import bytes_per_frame
from postprod_xl.domain.technique.timing.rates import FrameRate
from postprod_xl.schema.technical_vocabulary import DeliverableType, PieceNature
from tests.domain.technique.cases import a_project, raised, to_fill

DCP_2K, DCP_4K, PAD = DeliverableType.DCP_2K, DeliverableType.DCP_4K, DeliverableType.PAD_HD
DCPS = (DCP_2K, DCP_4K)


def delivered(
    type: DeliverableType = DCP_2K, workflow: dict | None = None, piece: object = (), **cells: object
):
    return a_project(deliverable={"type": type, **cells}, workflow=workflow or {}, piece=piece)


# IMG-03


@pytest.mark.parametrize(
    ("type", "raster"),
    [(DCP_2K, "1920×1080"), (DCP_2K, "4096×2160"), (DCP_4K, "3840×2160"), (DCP_4K, "2048×1080")],
)
def test_a_dcp_of_another_size_is_told(type: DeliverableType, raster: str):
    (wrong,) = raised("IMG-03", delivered(type, raster=raster))
    assert wrong.message == f"LIV-1 : {raster} n'est pas un format de {type}."
    assert wrong.found == raster


@pytest.mark.parametrize(
    ("type", "raster"),
    [
        (DCP_2K, "1998×1080"),
        (DCP_2K, "2048×858"),
        (DCP_2K, "2048×1080"),
        (DCP_4K, "3996×2160"),
        (DCP_4K, "4096×1716"),
        (DCP_4K, "4096×2160"),
    ],
)
def test_a_dcp_of_a_dci_size_is_right(type: DeliverableType, raster: str):
    assert raised("IMG-03", delivered(type, raster=raster)) == ()


def test_the_size_of_a_dcp_is_asked_for_and_that_of_a_file_for_broadcast_is_not_looked_at():
    assert to_fill("IMG-03", delivered()) == ("deliverable.raster",)
    assert raised("IMG-03", delivered(PAD, raster="1920×1080")) == ()


# IMG-04


@pytest.mark.parametrize("type", DCPS)
@pytest.mark.parametrize("space", ["Rec.709", "P3"])
def test_a_dcp_in_another_space_is_told(type: DeliverableType, space: str):
    (wrong,) = raised("IMG-04", delivered(type, colour_space=space))
    assert wrong.message == f"Le DCP LIV-1 est déclaré en {space} au lieu de X′Y′Z′."


@pytest.mark.parametrize("space", ["XYZ", "X′Y′Z′"])
def test_a_dcp_in_xyz_is_right(space: str):
    assert raised("IMG-04", delivered(colour_space=space)) == ()
    assert to_fill("IMG-04", delivered()) == ("deliverable.colour_space",)
    assert raised("IMG-04", delivered(PAD, colour_space="Rec.709")) == ()


# IMG-05

SCREENED = {"nature": PieceNature.SCREENING, "day": date(2026, 11, 2), "author": "Labo", "is_passed": True}


def graded(
    space: str = "Rec.709", screening: bool | None = None, type: DeliverableType = DCP_2K, **piece: object
):
    pieces = [{**SCREENED, **piece}] if piece else []
    return delivered(type, {"grading_space": space}, pieces, has_screening=screening)


@pytest.mark.parametrize("type", DCPS)
@pytest.mark.parametrize("screening", [None, False])
def test_a_rec_709_grade_that_nobody_saw_in_a_theatre_is_told(type: DeliverableType, screening: bool | None):
    (wrong,) = raised("IMG-05", graded(screening=screening, type=type))
    expected = "Étalonnage Rec.709 destiné à la salle sans vérification de LIV-1 en projection."
    assert wrong.message == expected


def test_a_screening_planned_or_attested_lifts_it():
    assert raised("IMG-05", graded(screening=True)) == ()
    assert raised("IMG-05", graded(author="Labo")) == ()


@pytest.mark.parametrize("fault", [{"author": ""}, {"day": None}, {"is_passed": False}, {"is_passed": None}])
def test_a_screening_that_attests_nothing_lifts_nothing(fault: dict):
    assert len(raised("IMG-05", graded(**fault))) == 1


def test_a_grade_in_p3_is_made_for_theatres():
    assert raised("IMG-05", graded("P3")) == ()
    assert raised("IMG-05", graded(type=PAD)) == ()


def test_the_grading_space_is_asked_for_where_nobody_will_see_the_dcp():
    assert to_fill("IMG-05", graded("")) == ("workflow.grading_space",)
    assert to_fill("IMG-05", graded("", screening=True)) == ()


# IMG-15


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        (
            "24",
            "260 Mb/s, soit 1 354 166 octets par image en moyenne à 24 i/s : la limite est de 1 302 083 octets par "
            "image (250 Mb/s).",
        ),
        (
            "48",
            "260 Mb/s, soit 677 083 octets par image en moyenne à 48 i/s : la limite est de 651 041 octets par image "
            "(250 Mb/s).",
        ),
        ("", "260 Mb/s : la limite est de 250 Mb/s."),
    ],
)
def test_a_dcp_whose_frames_are_too_heavy_is_told(rate: str, told: str):
    (wrong,) = raised("IMG-15", delivered(bit_rate_mbps=Decimal(260), frame_rate=rate))
    assert wrong.message.replace("\u00a0", " ") == f"Débit JPEG 2000 de {told}"


@pytest.mark.parametrize(("mbps", "count"), [("250", 0), ("250.01", 1), ("230", 0)])
def test_the_limit_itself_is_allowed(mbps: str, count: int):
    found = raised("IMG-15", delivered(bit_rate_mbps=Decimal(mbps), frame_rate="24"))
    assert len(found) == count


def test_a_bit_rate_that_nobody_knows_yet_is_not_asked_for():
    assert (raised("IMG-15", delivered()), to_fill("IMG-15", delivered())) == ((), ())
    assert raised("IMG-15", delivered(PAD, bit_rate_mbps=Decimal(260))) == ()


@pytest.mark.parametrize(("rate", "held"), [(24, 1_302_083), (25, 1_250_000), (48, 651_041), (60, 520_833)])
def test_a_frame_holds_its_share_of_the_flow(rate: int, held: int):
    # 250 000 000 bits / 8 = 31 250 000 bytes a second.
    assert bytes_per_frame(Fraction(250), FrameRate.of(rate)) == held == 31_250_000 // rate
