"""Proxies, and the originals found again: IMG-10 to IMG-13."""

from __future__ import annotations

import pytest

from postprod_xl.schema.technical_vocabulary import ConformSource, Gop, SourceRole
from tests.domain.technique.cases import a_project, raised, to_fill

# IMG-10


def edited(codec: str, gop: str = "", proxies: bool | None = False, role: str = ""):
    return a_project(source={"codec": codec, "gop": gop, "role": role}, workflow={"has_proxies": proxies})


@pytest.mark.parametrize("codec", ["H.264", "HEVC"])
def test_a_long_gop_of_a_camera_edited_as_it_is_is_told(codec: str):
    (wrong,) = raised("IMG-10", edited(codec, Gop.LONG))
    expected = f"CAM-1 en {codec} GOP long montée en natif : lecture saccadée et conformation fragile."
    assert wrong.message == expected


@pytest.mark.parametrize("codec", ["AVCHD", "XAVC-L"])
def test_a_codec_that_is_always_long_needs_no_gop_typed(codec: str):
    assert len(raised("IMG-10", edited(codec))) == 1


def test_proxies_lift_it():
    assert raised("IMG-10", edited("H.264", Gop.LONG, proxies=True)) == ()


def test_an_intra_codec_or_a_broadcast_one_may_be_edited_as_it_is():
    assert raised("IMG-10", edited("H.264", Gop.INTRA)) == ()
    assert raised("IMG-10", edited("ProRes 422 HQ")) == ()
    assert raised("IMG-10", edited("XDCAM HD422 50")) == ()


def test_codec_gop_and_proxies_are_asked_for_only_where_it_may_be_wrong():
    asked = ("source.codec", "source.gop", "workflow.has_proxies")
    assert to_fill("IMG-10", edited("", "", None)) == asked
    for right in (
        edited("", "", True),
        edited("", Gop.INTRA, None),
        edited("ProRes 422", "", None),
        edited("", "", None, SourceRole.SOUND),
    ):
        assert to_fill("IMG-10", right) == ()


# IMG-11


def test_a_conform_from_proxies_is_told():
    (wrong,) = raised("IMG-11", a_project(workflow={"conform_from": ConformSource.PROXIES}))
    assert wrong.message == "La conformation est prévue depuis les proxys."


def test_a_conform_from_originals_is_right_and_one_not_decided_is_asked_for():
    assert raised("IMG-11", a_project(workflow={"conform_from": ConformSource.ORIGINALS})) == ()
    undecided = a_project(workflow={})
    assert (raised("IMG-11", undecided), to_fill("IMG-11", undecided)) == ((), ("workflow.conform_from",))


# IMG-12


def relinked(has_timecode: bool | None, reel: str, proxies: bool | None = True, role: str = ""):
    source = {"has_timecode": has_timecode, "reel": reel, "role": role}
    return a_project(source=source, workflow={"has_proxies": proxies})


@pytest.mark.parametrize(
    ("has_timecode", "reel", "told"),
    [
        (False, "A001", "timecode"),
        (True, "aucun", "nom de bande"),
        (True, "Sans", "nom de bande"),
        (True, "n/a", "nom de bande"),
        (True, "pas de bande", "nom de bande"),
        (False, "néant", "timecode ni nom de bande"),
        (False, "", "timecode"),
        (None, "aucun", "nom de bande"),
    ],
)
def test_a_source_that_cannot_be_found_again_is_told(has_timecode: bool | None, reel: str, told: str):
    (wrong,) = raised("IMG-12", relinked(has_timecode, reel))
    assert wrong.message == f"CAM-1 est sans {told} : la reconnexion aux originaux échouera."
    assert to_fill("IMG-12", relinked(has_timecode, reel)) == ()


def test_a_source_with_timecode_and_reel_is_found_again():
    assert raised("IMG-12", relinked(True, "A001")) == ()


def test_an_empty_reel_is_not_the_word_that_there_is_none():
    project = relinked(True, "")
    assert (raised("IMG-12", project), to_fill("IMG-12", project)) == ((), ("source.reel",))
    assert to_fill("IMG-12", relinked(None, "A001")) == ("source.has_timecode",)


def test_an_edit_without_proxies_finds_its_own_files():
    project = relinked(False, "aucun", proxies=False)
    assert (raised("IMG-12", project), to_fill("IMG-12", project)) == ((), ())
    assert to_fill("IMG-12", relinked(True, "A001", proxies=None)) == ("workflow.has_proxies",)


@pytest.mark.parametrize("role", [SourceRole.STILL, SourceRole.SOUND])
def test_a_photograph_and_a_recorder_have_no_proxy(role: SourceRole):
    project = relinked(False, "aucun", role=role)
    assert (raised("IMG-12", project), to_fill("IMG-12", project)) == ((), ())


# IMG-13


def with_reels(*reels: str):
    return a_project(source=[{"reel": reel} for reel in reels])


@pytest.mark.parametrize(
    "reels",
    [
        ("A001", "A001"),
        ("A001", "a001"),
        ("A001, A002", "A001"),
        ("B001 ; A001", "A001/A003"),
        ("B001 et A001", "A001"),
    ],
)
def test_a_reel_name_shared_by_two_sources_is_told(reels: tuple[str, ...]):
    (wrong,) = raised("IMG-13", with_reels(*reels))
    expected = (
        "Un nom de bande est celui de plusieurs sources : A001 (CAM-1 et CAM-2) ; la conformation peut prendre le "
        "mauvais plan."
    )
    assert wrong.message == expected


@pytest.mark.parametrize(
    "reels",
    [
        ("A001", "B001"),
        ("", ""),
        ("aucun", "aucun"),
        ("n/a", "n/a"),
        ("?", "?"),
        ("A001, A001", "B001"),
        ("A001", "A0011"),
    ],
)
def test_each_source_with_its_own_reels_is_right(reels: tuple[str, ...]):
    assert raised("IMG-13", with_reels(*reels)) == ()
