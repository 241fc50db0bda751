"""The change of rate between a master and its deliverables: CAD-10 to CAD-13."""

from __future__ import annotations

import pytest

from postprod_xl.schema.technical_vocabulary import DeliverableType, PitchChoice, RateConversion, Requirement
from tests.domain.technique.cases import a_project, not_understood, raised, to_fill

PAD, UHD, ARTE = DeliverableType.PAD_HD, DeliverableType.PAD_UHD, DeliverableType.PAD_ARTE
UP, DOWN = RateConversion.SPEED_UP, RateConversion.SLOW_DOWN


def of_master(timeline: str, conversion: str = "", pitch: str = "", **deliverable: object):
    workflow = {"timeline_rate": timeline, "rate_conversion": conversion, "pitch": pitch}
    return a_project(workflow=workflow, deliverable={"type": PAD, **deliverable})


# CAD-10


@pytest.mark.parametrize("type", [PAD, ARTE])
@pytest.mark.parametrize("timeline", ["24", "23,976", "29,97", "30"])
def test_a_master_of_another_rate_needs_a_conversion(type: DeliverableType, timeline: str):
    (wrong,) = raised("CAD-10", of_master(timeline, type=type))
    expected = f"LIV-1 est attendu à 25 i/s et le master est à {timeline} i/s, sans conversion prévue."
    assert wrong.message.replace("\u00a0", " ") == expected


@pytest.mark.parametrize("type", [PAD, ARTE, UHD])
@pytest.mark.parametrize("timeline", ["25", "50"])
def test_a_master_at_25_or_50_needs_none(type: DeliverableType, timeline: str):
    assert raised("CAD-10", of_master(timeline, type=type)) == ()


def test_uhd_is_expected_at_the_rate_of_its_own_profile():
    (wrong,) = raised("CAD-10", of_master("24", type=UHD))
    assert wrong.message.startswith("LIV-1 est attendu à 50\u00a0i/s")


def test_the_profile_says_the_rate_whatever_is_declared():
    assert len(raised("CAD-10", of_master("24", frame_rate="24"))) == 1


def specified(comparison: str, value: str) -> dict:
    asked = {"recipient": "RTS", "field": "Cadence", "requirement": comparison, "required_value": value}
    return {
        "workflow": {"timeline_rate": "24"},
        "deliverable": {"type": PAD, "recipient": "RTS"},
        "specification": asked,
    }


def test_the_document_of_the_recipient_wins_over_the_profile():
    assert raised("CAD-10", a_project(**specified(Requirement.EQUAL, "24"))) == ()
    (wrong,) = raised("CAD-10", a_project(**specified(Requirement.EQUAL, "29,97")))
    assert wrong.message.startswith("LIV-1 est attendu à 29,97\u00a0i/s")


def test_a_document_that_takes_several_rates_is_met_by_any_of_them():
    assert raised("CAD-10", a_project(**specified(Requirement.AMONG, "25 ; 24"))) == ()
    (wrong,) = raised("CAD-10", a_project(**specified(Requirement.AMONG, "25 ; 50")))
    assert wrong.message.startswith("LIV-1 est attendu à 25\u00a0i/s ou 50\u00a0i/s et")


def test_a_document_that_names_no_rate_leaves_the_one_declared():
    asked = specified(Requirement.AT_LEAST, "20")
    assert raised("CAD-10", a_project(**asked)) == ()
    asked["deliverable"] |= {"frame_rate": "25"}
    assert len(raised("CAD-10", a_project(**asked))) == 1


@pytest.mark.parametrize("conversion", list(RateConversion))
def test_any_conversion_lifts_it(conversion: RateConversion):
    assert raised("CAD-10", of_master("24", conversion)) == ()
    assert to_fill("CAD-10", of_master("", conversion)) == ()


def test_only_french_files_for_broadcast_are_expected_at_25():
    assert raised("CAD-10", of_master("24", type=DeliverableType.DCP_2K)) == ()
    assert raised("CAD-10", of_master("24", type=DeliverableType.PAD_UK)) == ()
    assert to_fill("CAD-10", of_master("")) == ("workflow.timeline_rate",)


# CAD-11


@pytest.mark.parametrize(
    ("timeline", "told"),
    [
        ("24", " 24→25 : le son monte de 4,17 % (+0,71 demi-ton)"),
        ("23,976", " 23,976→25 : le son monte de 4,27 % (+0,72 demi-ton)"),
        ("", ""),
    ],
)
def test_a_speed_up_without_a_choice_of_pitch_is_told_with_its_rise(timeline: str, told: str):
    (wrong,) = raised("CAD-11", of_master(timeline, UP, frame_rate="25"))
    expected = f"Accélération{told} ; aucune décision de correction de hauteur n'est notée."
    assert wrong.message.replace("\u00a0", " ") == expected


def test_a_rise_that_no_faster_deliverable_says_is_not_computed():
    (wrong,) = raised("CAD-11", of_master("24", UP, frame_rate="24"))
    assert wrong.message.replace("\u00a0", " ").startswith("Accélération du master à 24 i/s ; aucune")


def risen(*rates: str) -> str:
    workflow = {"timeline_rate": "24", "rate_conversion": UP}
    (wrong,) = raised(
        "CAD-11", a_project(workflow=workflow, deliverable=[{"frame_rate": rate} for rate in rates])
    )
    return wrong.message.partition(" ;")[0].replace("\u00a0", " ")


@pytest.mark.parametrize("rates", [("", "25"), ("50",), ("25", "50", "24"), ("25", "100")])
def test_a_master_at_24_is_speeded_up_to_25_then_its_frames_are_doubled(rates: tuple[str, ...]):
    assert risen(*rates) == "Accélération 24→25 : le son monte de 4,17 % (+0,71 demi-ton)"


def test_a_deliverable_at_twice_the_rate_of_the_master_raises_nothing():
    assert risen("48") == "Accélération du master à 24 i/s"


def test_several_rises_are_told_the_least_first():
    told = (
        "24→25 : le son monte de 4,17 % (+0,71 demi-ton) et 24→30 : le son monte de 25,00 % (+3,86 demi-tons)"
    )
    assert risen("30", "25") == f"Accélération {told}"


@pytest.mark.parametrize("pitch", list(PitchChoice))
def test_a_choice_of_pitch_lifts_it(pitch: PitchChoice):
    assert raised("CAD-11", of_master("24", UP, pitch)) == ()


@pytest.mark.parametrize("conversion", ["", DOWN, RateConversion.COMPENSATED, RateConversion.FRAME_DROP])
def test_only_a_speed_up_asks_for_it(conversion: str):
    project = of_master("24", conversion)
    assert (raised("CAD-11", project), to_fill("CAD-11", project)) == ((), ())


# CAD-12


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"has_sme": True}, "les sous-titres de LIV-1 ne sont pas recalés"),
        ({"subtitle_format": "STL"}, "les sous-titres de LIV-1 ne sont pas recalés"),
        ({"has_audio_description": True}, "l'audiodescription de LIV-1 n'est pas recalée"),
        (
            {"has_sme": True, "has_audio_description": True},
            "les sous-titres et l'audiodescription de LIV-1 ne sont pas recalés",
        ),
    ],
)
@pytest.mark.parametrize("retimed", [None, False])
def test_texts_that_do_not_follow_the_rate_are_told(texts: dict, told: str, retimed: bool | None):
    (wrong,) = raised("CAD-12", of_master("24", UP, frame_rate="25", is_retimed=retimed, **texts))
    expected = f"La cadence change (24→25 i/s) mais {told}."
    assert wrong.message.replace("\u00a0", " ") == expected


def test_texts_are_told_where_no_rate_is_filled():
    (wrong,) = raised("CAD-12", of_master("", UP, has_sme=True))
    assert wrong.message == "La cadence change mais les sous-titres de LIV-1 ne sont pas recalés."
    assert len(raised("CAD-12", of_master("24", UP, has_sme=True))) == 1
    assert len(raised("CAD-12", of_master("", UP, has_sme=True, frame_rate="25"))) == 1


def test_texts_retimed_are_right():
    assert raised("CAD-12", of_master("24", UP, frame_rate="25", has_sme=True, is_retimed=True)) == ()


def test_a_master_that_keeps_its_rate_moves_no_text():
    assert raised("CAD-12", of_master("24", frame_rate="25", has_sme=True)) == ()


def test_a_deliverable_at_the_rate_of_the_master_moves_no_text():
    assert raised("CAD-12", of_master("24", UP, frame_rate="24", has_sme=True)) == ()


def test_a_deliverable_without_text_has_none_to_move():
    assert raised("CAD-12", of_master("24", UP, frame_rate="25", has_sme=False)) == ()


def test_texts_that_are_not_understood_are_asked_about_only_where_the_rate_changes():
    several = {"subtitle_format": "XML"}
    assert not_understood("CAD-12", of_master("24", UP, frame_rate="25", **several)) == (
        "deliverable.subtitle_format",
    )
    assert not_understood("CAD-12", of_master("25", frame_rate="25", **several)) == ()


def test_subtitles_in_the_picture_follow_it():
    project = of_master("24", UP, frame_rate="25", subtitle_format="Incrustés")
    assert (raised("CAD-12", project), not_understood("CAD-12", project)) == ((), ())


# CAD-13


def dropped(conversion: str, rate: str = "24", type: DeliverableType = DeliverableType.DCP_2K):
    return of_master("25", conversion, frame_rate=rate, type=type)


@pytest.mark.parametrize("type", [DeliverableType.DCP_2K, DeliverableType.DCP_4K])
def test_a_dcp_made_by_dropping_frames_is_told(type: DeliverableType):
    (wrong,) = raised("CAD-13", dropped(RateConversion.FRAME_DROP, type=type))
    expected = "Suppression d'images (25→24 i/s) pour LIV-1 : mouvement irrégulier (marche, panoramiques)."
    assert wrong.message.replace("\u00a0", " ") == expected


@pytest.mark.parametrize("conversion", ["", DOWN, UP, RateConversion.COMPENSATED])
def test_a_dcp_made_otherwise_is_not(conversion: str):
    assert raised("CAD-13", dropped(conversion)) == ()


def test_a_dcp_at_the_rate_of_the_master_drops_nothing():
    assert raised("CAD-13", dropped(RateConversion.FRAME_DROP, "25")) == ()


def test_a_file_for_broadcast_may_drop_frames():
    assert raised("CAD-13", dropped(RateConversion.FRAME_DROP, type=PAD)) == ()
