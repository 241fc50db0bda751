"""Which profile holds for a deliverable on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from postprod_xl.domain.technique.profiles.in_force import profile_of
from postprod_xl.schema.technical_vocabulary import DeliverableType
from tests.domain.technique.cases import DAY


@dataclass(frozen=True)
class Promised:
    type: DeliverableType | None
    recipient: str | None = None
    standard: str | None = None


def code_of(promised: Promised, day: date = DAY) -> str | None:
    profile = profile_of(promised, day)
    return None if profile is None else profile.code


@pytest.mark.parametrize(
    ("type", "recipient", "code"),
    [
        (DeliverableType.PAD_HD, "FTV", "RT040"),
        (DeliverableType.PAD_HD, None, "RT040"),
        (DeliverableType.PAD_HD, "Arte France", "ARTE"),
        (DeliverableType.PAD_ARTE, None, "ARTE"),
        (DeliverableType.PAD_UK, "Channel 4", "AS11"),
        (DeliverableType.PAD_UHD, "Canal+", "UHD"),
        (DeliverableType.PAD_UHD, "France 2", "UHD-FTV"),
        (DeliverableType.NETFLIX, None, "NETFLIX"),
        (DeliverableType.IMF, "Netflix", "NETFLIX"),
        (DeliverableType.IMF, "Gaumont", "IMF"),
        (DeliverableType.ADVERT, "TF1", "PUB"),
        (DeliverableType.LTO, "FTV", None),
        (None, "FTV", None),
    ],
)
def test_a_profile_is_chosen_by_type_and_recipient(type: DeliverableType | None, recipient: str, code: str):
    assert code_of(Promised(type, recipient)) == code


@pytest.mark.parametrize(
    ("standard", "code"), [(None, "DCP"), ("SMPTE", "SMPTE"), ("interop", "INTEROP"), ("inconnue", "DCP")]
)
def test_the_profile_of_a_dcp_is_that_of_its_standard(standard: str | None, code: str):
    assert code_of(Promised(DeliverableType.DCP_2K, standard=standard)) == code


def test_a_profile_holds_from_the_day_it_is_in_force():
    promised = Promised(DeliverableType.PAD_HD, "TF1")
    assert code_of(promised, date(2016, 8, 18)) == "RT040"
    assert code_of(promised, date(2016, 8, 17)) is None


def test_before_the_profile_of_a_recipient_the_general_one_holds():
    promised = Promised(DeliverableType.PAD_UHD, "FTV")
    assert [code_of(promised, date(2025, 11, day)) for day in (5, 6)] == ["UHD", "UHD-FTV"]


def test_a_profile_gives_what_is_asked_of_its_type_alone():
    two_k, four_k = (
        profile_of(Promised(type), DAY) for type in (DeliverableType.DCP_2K, DeliverableType.DCP_4K)
    )
    assert two_k and four_k
    assert two_k.on("raster")[0].expected == "1998×1080, 2048×858 ou 2048×1080"
    assert four_k.on("raster")[0].expected == "3996×2160, 4096×1716 ou 4096×2160"


def test_what_a_rule_checks_is_found_by_its_identifier():
    profile = profile_of(Promised(DeliverableType.PAD_HD), DAY)
    assert profile and [asked.field for asked in profile.of_rule("SON-02")] == ["audio_hz", "audio_bits"]
    assert profile.of_rule("SON-07") == ()
