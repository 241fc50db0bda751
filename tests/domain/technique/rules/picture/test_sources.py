"""Size, gamma and depth of the pictures of sources: IMG-01, 02, 07, 08, 09, 14."""

from __future__ import annotations

from decimal import Decimal

import pytest

from postprod_xl.schema.technical_vocabulary import Chroma, DeliverableType, Gop, SourceRole
from tests.domain.technique.cases import a_project, not_understood, raised, to_fill

NETFLIX, PAD = DeliverableType.NETFLIX, DeliverableType.PAD_HD
MAIN, SECOND, ARCHIVE = SourceRole.MAIN_CAMERA, SourceRole.SECOND_CAMERA, SourceRole.ARCHIVE
FOR_NETFLIX = {"deliverable": {"type": NETFLIX}}


# IMG-01


def small(raster: str = "1920×1080", share: str | None = "0.12", type: str = NETFLIX, **source: object):
    cells = {"raster": raster, "cut_share": None if share is None else Decimal(share), **source}
    return a_project(source=cells, deliverable={"type": type})


def test_a_small_source_with_more_than_a_tenth_of_a_platform_s_cut_is_told():
    (wrong,) = raised("IMG-01", small())
    expected = (
        "La source CAM-1 (1920 px de large) représente 12 % du montage et devrait être agrandie pour un master "
        "4K."
    )
    assert wrong.message.replace("\u00a0", " ") == expected


@pytest.mark.parametrize(("raster", "count"), [("3839×2160", 1), ("3840×2160", 0)])
def test_a_source_is_large_enough_from_3840_pixels(raster: str, count: int):
    assert len(raised("IMG-01", small(raster))) == count


@pytest.mark.parametrize(("share", "count"), [("0.10", 0), ("0.101", 1)])
def test_a_tenth_of_the_cut_is_allowed(share: str, count: int):
    assert len(raised("IMG-01", small(share=share))) == count


def test_only_a_platform_refuses_enlargement():
    assert raised("IMG-01", small(type=PAD)) == ()


def test_size_and_share_are_asked_for_only_where_they_may_be_wrong():
    assert to_fill("IMG-01", small("", None)) == ("source.raster", "source.cut_share")
    for right in (small("3840×2160", None), small("", "0.05"), small("", None, PAD)):
        assert to_fill("IMG-01", right) == ()
    assert to_fill("IMG-01", small("", None, role=SourceRole.SOUND)) == ()


# IMG-02


def delivered(raster: str, role: str = MAIN, type: str = PAD, wide: str = "3840×2160"):
    deliverables = [{"type": type, "raster": "1280×720"}, {"type": type, "raster": wide}, {"type": PAD}]
    return a_project(source={"role": role, "raster": raster}, deliverable=deliverables)


@pytest.mark.parametrize("role", [MAIN, SECOND, SourceRole.PHONE])
def test_a_source_smaller_than_the_widest_deliverable_is_told(role: SourceRole):
    (wrong,) = raised("IMG-02", delivered("1920×1080", role))
    expected = "La source CAM-1 (1920×1080) est plus petite que le livrable le plus large, 3840×2160 (LIV-2)."
    assert wrong.message == expected


@pytest.mark.parametrize("raster", ["3840×2160", "4096×2160"])
def test_a_source_as_wide_as_the_deliverables_is_not(raster: str):
    assert raised("IMG-02", delivered(raster)) == ()


def test_an_archive_may_be_enlarged():
    project = delivered("720×576", ARCHIVE)
    assert (raised("IMG-02", project), to_fill("IMG-02", project)) == ((), ())


def test_a_platform_has_its_own_rule():
    assert raised("IMG-02", delivered("1920×1080", type=NETFLIX)) == ()


def test_nothing_is_asked_before_a_deliverable_has_a_size():
    project = a_project(source={"role": MAIN}, deliverable={"type": PAD})
    assert to_fill("IMG-02", project) == ()
    assert to_fill("IMG-02", delivered("", "")) == ("source.role", "source.raster")
    assert to_fill("IMG-02", delivered("", SourceRole.SOUND)) == ()


# IMG-07


def with_gammas(*gammas: str, management: str = "", roles: tuple[str, ...] = ()):
    sources = [
        {"gamma": gamma, "role": role}
        for gamma, role in zip(gammas, roles or [""] * len(gammas), strict=True)
    ]
    return a_project(source=sources, workflow={"colour_management": management})


def test_two_gammas_without_colour_management_are_told():
    (wrong,) = raised("IMG-07", with_gammas("S-Log3", "Rec.709", "SLog3"))
    expected = (
        "Plusieurs gammas de prise de vues sans gestion de couleur déclarée : S-Log3 (CAM-1, CAM-3) et "
        "Rec.709 (CAM-2)."
    )
    assert wrong.message == expected


def test_two_gammas_with_colour_management_are_right():
    assert raised("IMG-07", with_gammas("S-Log3", "Rec.709", management="ACES")) == ()


@pytest.mark.parametrize(
    "gammas", [("S-Log3", "SLog3"), ("S-Log3", ""), ("Log", "S-Log3"), ("SDR", "Rec.709")]
)
def test_one_gamma_in_two_words_is_one(gammas: tuple[str, ...]):
    assert raised("IMG-07", with_gammas(*gammas)) == ()


def test_a_photograph_is_no_camera():
    assert raised("IMG-07", with_gammas("S-Log3", "sRGB", roles=(MAIN, SourceRole.STILL))) == ()


# IMG-08


def log_rushes(gamma: str = "S-Log3", proxies: bool | None = True, lut: str = "", role: str = MAIN):
    return a_project(
        source={"gamma": gamma, "role": role}, workflow={"has_proxies": proxies, "editing_lut": lut}
    )


@pytest.mark.parametrize("gamma", ["S-Log3", "LogC3", "V-Log", "Log"])
def test_log_proxies_without_lut_are_told(gamma: str):
    (wrong,) = raised("IMG-08", log_rushes(gamma))
    assert wrong.message == f"Rushes CAM-1 en {gamma} : pas de LUT prévue au montage pour les proxys."


@pytest.mark.parametrize("gamma", ["Rec.709", "HLG", "PQ"])
def test_a_picture_that_can_be_looked_at_needs_no_lut(gamma: str):
    assert raised("IMG-08", log_rushes(gamma)) == ()


def test_a_lut_or_an_edit_without_proxies_is_right():
    assert raised("IMG-08", log_rushes(lut="LC709A")) == ()
    assert raised("IMG-08", log_rushes(proxies=False)) == ()


def test_gamma_and_proxies_are_asked_for_only_where_a_lut_may_lack():
    assert to_fill("IMG-08", log_rushes("", None)) == ("source.gamma", "workflow.has_proxies")
    for right in (
        log_rushes("", None, "LC709A"),
        log_rushes("", False),
        log_rushes("Rec.709", None),
        log_rushes("", None, role=SourceRole.SOUND),
    ):
        assert to_fill("IMG-08", right) == ()


def test_a_gamma_that_is_not_known_is_not_evaluated():
    assert not_understood("IMG-08", log_rushes("Cine EI")) == ("source.gamma",)


# IMG-09


@pytest.mark.parametrize("gamma", ["D-Log", "S-Log3"])
def test_a_log_of_8_bits_is_told(gamma: str):
    (wrong,) = raised("IMG-09", a_project(source={"gamma": gamma, "bit_depth": 8}))
    assert wrong.message == f"CAM-1 : {gamma} en 8 bits, risque de bandes à l'étalonnage."


@pytest.mark.parametrize(("bits", "count"), [(9, 1), (10, 0), (12, 0)])
def test_a_log_is_deep_enough_from_10_bits(bits: int, count: int):
    assert len(raised("IMG-09", a_project(source={"gamma": "S-Log3", "bit_depth": bits}))) == count


def test_8_bits_are_enough_for_rec_709():
    assert raised("IMG-09", a_project(source={"gamma": "Rec.709", "bit_depth": 8})) == ()


def test_gamma_and_depth_are_asked_for_only_where_bands_are_possible():
    assert to_fill("IMG-09", a_project(source={})) == ("source.gamma", "source.bit_depth")
    for right in ({"bit_depth": 10}, {"gamma": "Rec.709"}, {"role": SourceRole.STILL}):
        assert to_fill("IMG-09", a_project(source=right)) == ()


# IMG-14

GOOD = {"role": MAIN, "raster": "3840×2160", "bit_depth": 10, "chroma": Chroma.C422, "gop": Gop.INTRA}


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"raster": "1920×1080"}, "1920 px de large"),
        ({"bit_depth": 8}, "8 bits"),
        ({"chroma": Chroma.C420}, "4:2:0"),
        ({"chroma": Chroma.C411}, "4:1:1"),
        ({"gop": Gop.LONG}, "GOP long"),
        ({"raster": "3839×2160", "bit_depth": 9, "gop": Gop.LONG}, "3839 px de large, 9 bits, GOP long"),
    ],
)
def test_a_main_camera_below_the_minimum_of_a_platform_is_told(fault: dict, told: str):
    (wrong,) = raised("IMG-14", a_project(source={**GOOD, **fault}, **FOR_NETFLIX))
    assert wrong.message == f"La caméra principale CAM-1 ne remplit pas le minimum plateforme : {told}."
    assert wrong.expected == "3840 px de large, 10 bits, 4:2:2 au moins, intra"


@pytest.mark.parametrize(
    "better", [{}, {"raster": "6144×3240", "bit_depth": 16}, {"chroma": Chroma.C444}, {"chroma": Chroma.RAW}]
)
def test_a_main_camera_at_the_minimum_or_above_is_right(better: dict):
    assert raised("IMG-14", a_project(source={**GOOD, **better}, **FOR_NETFLIX)) == ()


@pytest.mark.parametrize("role", [SECOND, ARCHIVE, SourceRole.PHONE])
def test_only_the_main_camera_has_a_minimum(role: SourceRole):
    assert raised("IMG-14", a_project(source={**GOOD, "role": role, "bit_depth": 8}, **FOR_NETFLIX)) == ()


def test_only_a_platform_has_a_minimum():
    project = a_project(source={**GOOD, "bit_depth": 8}, deliverable={"type": PAD})
    assert (raised("IMG-14", project), to_fill("IMG-14", project)) == ((), ())


def test_one_fault_is_told_though_other_fields_are_blank():
    assert len(raised("IMG-14", a_project(source={"role": MAIN, "bit_depth": 8}, **FOR_NETFLIX))) == 1


def test_what_is_blank_is_asked_for_when_nothing_is_wrong():
    project = a_project(source={"role": MAIN, "raster": "3840×2160"}, **FOR_NETFLIX)
    assert raised("IMG-14", project) == ()
    assert to_fill("IMG-14", project) == ("source.bit_depth", "source.chroma", "source.gop")
    assert "source.role" in to_fill("IMG-14", a_project(source={}, **FOR_NETFLIX))


@pytest.mark.parametrize("word", ["aucune", "non", "sans"])
def test_to_write_that_there_is_none_is_to_have_none(word: str):
    cameras = [{"role": SourceRole.MAIN_CAMERA, "gamma": gamma} for gamma in ("S-Log3", "LogC")]
    workflow = {"colour_management": word, "editing_lut": word, "has_proxies": True}
    project = a_project(workflow=workflow, source=cameras)
    assert len(raised("IMG-07", project)) == 1
    assert len(raised("IMG-08", project)) == 2
