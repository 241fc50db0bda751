"""Rates and scans of DCPs and platforms: CAD-06 to CAD-09, CAD-15."""

from __future__ import annotations

import pytest

from postprod_xl.schema.technical_vocabulary import DeliverableType, ScanKind
from tests.domain.technique.cases import a_project, raised, to_fill

DCPS = (DeliverableType.DCP_2K, DeliverableType.DCP_4K)
PAD = DeliverableType.PAD_HD


def delivered(type: DeliverableType, rate: str = "", **others: object):
    return a_project(deliverable={"type": type, "frame_rate": rate, **others})


# CAD-06


@pytest.mark.parametrize("type", DCPS)
@pytest.mark.parametrize("rate", ["23,976", "29,97"])
def test_a_dcp_has_no_rate_with_decimals(type: DeliverableType, rate: str):
    (wrong,) = raised("CAD-06", delivered(type, rate))
    expected = f"Un DCP ne peut pas être à {rate} i/s : seules les cadences entières existent."
    assert wrong.message.replace("\u00a0", " ") == expected


@pytest.mark.parametrize("type", DCPS)
def test_a_dcp_has_a_whole_rate(type: DeliverableType):
    assert raised("CAD-06", delivered(type, "24")) == ()
    assert to_fill("CAD-06", delivered(type)) == ("deliverable.frame_rate",)


def test_a_file_for_broadcast_may_have_decimals():
    assert raised("CAD-06", delivered(PAD, "29,97")) == ()


# CAD-07


@pytest.mark.parametrize("rate", ["25", "30", "23,976"])
def test_interop_takes_24_and_48_only(rate: str):
    (wrong,) = raised("CAD-07", delivered(DeliverableType.DCP_2K, rate, standard="Interop"))
    expected = f"Le standard Interop n'accepte que 24 ou 48 i/s ; LIV-1 est à {rate} i/s."
    assert wrong.message.replace("\u00a0", " ") == expected


@pytest.mark.parametrize(("rate", "standard"), [("24", "Interop"), ("48", "INTEROP"), ("25", "SMPTE")])
def test_interop_at_its_rates_and_smpte_at_another_are_right(rate: str, standard: str):
    assert raised("CAD-07", delivered(DeliverableType.DCP_2K, rate, standard=standard)) == ()


def test_the_standard_of_a_dcp_is_asked_for_and_the_rate_of_smpte_is_not():
    assert to_fill("CAD-07", delivered(DeliverableType.DCP_2K, "25")) == ("deliverable.standard",)
    assert to_fill("CAD-07", delivered(DeliverableType.DCP_2K, standard="SMPTE")) == ()
    assert raised("CAD-07", delivered(PAD, "25", standard="Interop")) == ()


# CAD-08


@pytest.mark.parametrize("type", DCPS)
@pytest.mark.parametrize("rate", ["25", "30", "48", "50", "60"])
def test_a_rate_that_some_theatres_do_not_play_is_told(type: DeliverableType, rate: str):
    (wrong,) = raised("CAD-08", delivered(type, rate))
    expected = f"Un DCP à {rate} i/s n'est pas garanti dans toutes les salles ; seul 24 i/s l'est."
    assert wrong.message.replace("\u00a0", " ") == expected


def test_24_is_played_everywhere_and_a_broken_rate_is_told_by_another_rule():
    assert raised("CAD-08", delivered(DeliverableType.DCP_2K, "24")) == ()
    assert raised("CAD-08", delivered(DeliverableType.DCP_2K, "23,976")) == ()
    assert raised("CAD-08", delivered(PAD, "25")) == ()


def test_a_second_dcp_at_24_lifts_it_and_a_second_file_at_24_does_not():
    at_25, at_24 = ({"type": DeliverableType.DCP_2K, "frame_rate": rate} for rate in ("25", "24"))
    assert raised("CAD-08", a_project(deliverable=[at_25, at_24])) == ()
    assert len(raised("CAD-08", a_project(deliverable=[at_25, {**at_24, "type": PAD}]))) == 1
    assert len(raised("CAD-08", a_project(deliverable=[at_25, at_25]))) == 2


# CAD-09


@pytest.mark.parametrize("rate", ["25", "48"])
def test_a_dcp_in_4k_is_at_24(rate: str):
    (wrong,) = raised("CAD-09", delivered(DeliverableType.DCP_4K, rate))
    expected = f"La recommandation SMPTE Bv2.1 n'admet le 4K qu'à 24 i/s ; le livrable est à {rate} i/s."
    assert wrong.message.replace("\u00a0", " ") == expected


def test_4k_at_24_and_2k_at_25_are_admitted():
    assert raised("CAD-09", delivered(DeliverableType.DCP_4K, "24")) == ()
    assert raised("CAD-09", delivered(DeliverableType.DCP_2K, "25")) == ()


# CAD-15


def test_a_platform_takes_no_interlaced_picture():
    (wrong,) = raised("CAD-15", delivered(DeliverableType.NETFLIX, scan=ScanKind.INTERLACED))
    assert wrong.message == "Le livrable plateforme doit être progressif ; LIV-1 est entrelacé."
    assert len(raised("CAD-15", delivered(DeliverableType.NETFLIX, "50i"))) == 1


@pytest.mark.parametrize("scan", [ScanKind.PROGRESSIVE, ScanKind.SEGMENTED])
def test_a_segmented_picture_is_progressive_for_a_platform(scan: ScanKind):
    assert raised("CAD-15", delivered(DeliverableType.NETFLIX, scan=scan)) == ()


def test_a_file_for_broadcast_may_be_interlaced():
    assert raised("CAD-15", delivered(PAD, scan=ScanKind.INTERLACED)) == ()
    assert to_fill("CAD-15", delivered(DeliverableType.NETFLIX)) == ("deliverable.scan",)
