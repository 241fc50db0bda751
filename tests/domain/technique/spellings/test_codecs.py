"""Codecs in the words of people, cameras and tools; what is not known is kept and never mapped by a guess."""

from __future__ import annotations

import pytest

from postprod_xl.domain.technique.spellings.codecs import (
    Codec,
    codec_facts,
    codec_of_track,
    codecs,
    gop_of,
    read_codec,
)
from postprod_xl.domain.technique.spellings.lexicon import tables, word_key
from postprod_xl.domain.technique.spellings.written import WordState
from postprod_xl.schema.technical_vocabulary import Chroma, Gop


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("XDCAM HD422 50", Codec.XDCAM_HD422_50),
        ("xdcam hd 422", Codec.XDCAM_HD422_50),
        ("XDCAM_HD422_50", Codec.XDCAM_HD422_50),
        ("AVC-Intra 100", Codec.AVC_INTRA_100),
        ("AVCI100", Codec.AVC_INTRA_100),
        ("ProRes 422 HQ", Codec.PRORES_HQ),
        ("Apple ProRes 422 (HQ)", Codec.PRORES_HQ),
        ("prores lt", Codec.PRORES_LT),
        ("ProRes 4444 XQ", Codec.PRORES_4444_XQ),
        ("DNxHR HQX", Codec.DNXHR_HQX),
        ("DNxHD 120", Codec.DNXHD_SQ),
        ("DNxHD 145", Codec.DNXHD_SQ),
        ("XAVC-I", Codec.XAVC_I),
        ("XAVC Long", Codec.XAVC_L),
        ("H.264", Codec.H264),
        ("h264", Codec.H264),
        ("H.265/HEVC", Codec.HEVC),
        ("AVCHD", Codec.AVCHD),
        ("JPEG 2000", Codec.JPEG2000),
        ("R3D", Codec.REDCODE),
        ("ARRIRAW", Codec.ARRIRAW),
        ("Blackmagic RAW 5:1", Codec.BRAW),
        ("mpeg2video", Codec.MPEG2),
        ("MPEG Video 4:2:2@High", Codec.MPEG2),
        ("AVC High 4:2:2 Intra@L4.1", Codec.H264),
        ("HEVC Main 10@L4@Main", Codec.HEVC),
    ],
)
def test_a_codec_is_read_in_the_words_of_people_and_tools(text: str, codec: Codec):
    assert read_codec(text).value is codec


@pytest.mark.parametrize("codec", Codec, ids=lambda codec: codec.name)
def test_every_codec_is_read_by_its_own_name_and_has_its_facts(codec: Codec):
    assert read_codec(codec.value).value is codec
    assert codec_facts(codec).family


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("XAVC", "se dit de XAVC-I et de XAVC-L : les deux ne se montent pas pareil"),
        ("XDCAM", "se dit de XDCAM HD422 50, HD 35, EX et IMX"),
        ("MOV", "est un conteneur"),
        ("ProRes 422 HD", "n'est pas un codec que nous connaissons : vouliez-vous dire « ProRes 422 HQ » ?"),
        ("Grob Main@L4", "n'est pas un codec que nous connaissons"),
        ("ALL-I", "dit le GOP (intra), pas le codec"),
        ("Betacam", "n'est pas un codec que nous connaissons"),
    ],
)
def test_a_codec_not_known_is_kept_and_said_never_guessed(text: str, note: str):
    written = read_codec(text)
    assert (written.state, written.value, written.text, written.note) == (WordState.UNKNOWN, None, text, note)


def test_no_codec_written_is_to_be_filled_in():
    assert read_codec("  ").state is WordState.ABSENT
    assert codec_of_track(None, None, None, None).state is WordState.ABSENT


@pytest.mark.parametrize(
    ("words", "codec"),
    [
        # As MediaInfo 23.04 describes files made by ffmpeg, and a camera's XDCAM.
        (("MPEG Video", "4:2:2@High", "XDCAM HD422", "xd5c"), Codec.XDCAM_HD422_50),
        (("MPEG Video", "4:2:2@High", None, "0D01030102046001-0401020201040300"), Codec.MPEG2),
        (("ProRes", "422 HQ", None, "apch"), Codec.PRORES_HQ),
        (("ProRes", "4444", None, "ap4h"), Codec.PRORES_4444),
        (("ProRes", None, None, "apcs"), Codec.PRORES_LT),
        (("VC-3", "RI@HQX", "DNxHR HQX", "AVdh"), Codec.DNXHR_HQX),
        (("VC-3", "HD@SQ", "DNxHD 120", None), Codec.DNXHD_SQ),
        (("VC-3", None, None, None), Codec.VC3),
        (("AVC", "High 4:2:2 Intra@L4.1", "AVC-Intra 100", None), Codec.AVC_INTRA_100),
        (("AVC", "High 4:2:2 Intra@L4.1", None, "avc1"), Codec.H264),
        (("HEVC", "Main 10@L4@Main", None, "hev1"), Codec.HEVC),
        (("JPEG 2000", None, None, "0D010301020C0100-0401020203010100"), Codec.JPEG2000),
        (("YUV", None, None, "v210"), Codec.UNCOMPRESSED),
        # As ffprobe describes them.
        (("prores", "HQ", None, "apch"), Codec.PRORES_HQ),
        (("dnxhd", "DNXHR HQX", None, "AVdh"), Codec.DNXHR_HQX),
        (("mpeg2video", "4:2:2", None, None), Codec.MPEG2),
    ],
)
def test_the_codec_of_a_track_is_the_most_precise_that_its_tool_says(words, codec: Codec):
    assert codec_of_track(*words).value is codec


def test_a_track_that_no_word_explains_keeps_the_word_of_its_tool():
    written = codec_of_track("Grob", "1", None, "grb1")
    assert (written.state, written.text) == (WordState.UNKNOWN, "Grob")


def test_a_profile_without_its_format_is_that_of_nothing():
    assert codec_of_track(None, "422 HQ", None, None).state is WordState.ABSENT


@pytest.mark.parametrize(
    ("codec", "structure", "profile", "gop"),
    [
        (Codec.PRORES_HQ, None, None, Gop.INTRA),
        (Codec.XDCAM_HD422_50, None, None, Gop.LONG),
        (Codec.H264, None, None, None),
        (Codec.H264, "N=1", None, Gop.INTRA),
        (Codec.H264, "M=3, N=12", None, Gop.LONG),
        (Codec.H264, "M=1, N=1", None, Gop.INTRA),
        (Codec.H264, None, "High 4:2:2 Intra@L4.1", Gop.INTRA),
        (Codec.H264, None, "High@L4", None),
        (Codec.H264, "Open", "High@L4", None),
        (None, "M=3, N=15", None, Gop.LONG),
        (None, None, None, None),
    ],
)
def test_the_file_says_its_gop_before_its_codec_does(codec, structure, profile, gop):
    assert gop_of(codec, structure, profile) is gop


def test_long_gop_camera_codecs_are_those_of_h264_and_hevc():
    long = {codec for codec in Codec if codec_facts(codec).is_camera_long}
    assert {Codec.H264, Codec.HEVC, Codec.AVCHD, Codec.XAVC_L, Codec.XAVC_S} <= long
    assert {codec_facts(codec).family for codec in long} == {"H.264", "HEVC"}
    assert not {Codec.XAVC_I, Codec.AVC_INTRA_100, Codec.XDCAM_HD422_50} & long


def test_a_raw_records_the_sensor():
    raw = {codec for codec in Codec if codec_facts(codec).is_raw}
    assert {codec_facts(codec).chroma for codec in raw} == {Chroma.RAW}
    assert {Codec.ARRIRAW, Codec.REDCODE, Codec.BRAW, Codec.PRORES_RAW} <= raw


def test_a_general_word_contradicts_no_precise_one_and_two_precise_ones_do():
    agree = codecs().agree
    assert agree(Codec.MPEG2, Codec.XDCAM_HD422_50)
    assert agree(Codec.XDCAM_HD422_50, Codec.MPEG2)
    assert agree(Codec.PRORES_HQ, Codec.PRORES_HQ)
    assert not agree(Codec.PRORES_HQ, Codec.PRORES_LT)
    assert not agree(Codec.H264, Codec.HEVC)
    assert not agree(Codec.XAVC_I, Codec.XAVC_L)


def test_no_spelling_is_that_of_two_codecs_nor_ambiguous_too():
    seen: dict[str, Codec] = {}
    for codec in Codec:
        for text in {
            word_key(text) for text in (codec.value, *tables("codecs.toml")["codec"][codec.name]["spellings"])
        }:
            assert seen.setdefault(text, codec) is codec, text
    assert not set(codecs().ambiguous) & set(seen)


def test_every_entry_is_that_of_a_codec():
    assert set(tables("codecs.toml")["codec"]) == {codec.name for codec in Codec}
