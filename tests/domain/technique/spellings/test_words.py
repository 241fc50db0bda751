"""Containers, colours, definitions, scans, sounds and subtitles in the words of people and tools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.technique.spellings.codecs import read_codec
from postprod_xl.domain.technique.spellings.colours import (
    ColourSpace,
    DynamicRange,
    Gamma,
    colour_spaces,
    dynamic_range,
    gammas,
    is_log,
    read_colour_space,
    read_gamma,
)
from postprod_xl.domain.technique.spellings.containers import (
    Container,
    ContainerWords,
    Shim,
    container_of_file,
    containers,
    read_container,
    shims,
)
from postprod_xl.domain.technique.spellings.lexicon import tables, word_key
from postprod_xl.domain.technique.spellings.pictures import read_chroma, read_raster, read_scan
from postprod_xl.domain.technique.spellings.sounds import (
    AudioLayout,
    SubtitleFormat,
    audio_layouts,
    channels_of,
    read_audio_layout,
    read_subtitle_format,
    subtitle_formats,
)
from postprod_xl.domain.technique.spellings.written import WordState
from postprod_xl.schema.technical_vocabulary import Chroma, ScanKind

SECTIONS = [
    (Container, "container", containers),
    (Shim, "shim", shims),
    (ColourSpace, "colour_space", colour_spaces),
    (Gamma, "gamma", gammas),
    (AudioLayout, "audio_layout", audio_layouts),
    (SubtitleFormat, "subtitle_format", subtitle_formats),
]


@pytest.mark.parametrize(
    ("words", "section", "lexicon"), SECTIONS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_word_is_read_by_its_name_and_no_spelling_is_that_of_two(words, section, lexicon):
    entries = tables("words.toml")[section]
    assert set(entries) == {word.name for word in words}
    seen = {}
    for word in words:
        assert lexicon().read(word.value).value is word
        for text in {word_key(text) for text in (word.value, *entries[word.name]["spellings"])}:
            assert seen.setdefault(text, word) is word, text
    assert not set(lexicon().ambiguous) & set(seen)


@pytest.mark.parametrize(
    ("text", "container", "shim"),
    [
        ("MXF OP1a", Container.MXF_OP1A, None),
        ("OP-1a", Container.MXF_OP1A, None),
        ("MXF", Container.MXF, None),
        ("QuickTime", Container.MOV, None),
        (".mov", Container.MOV, None),
        ("mp4", Container.MP4, None),
        ("IMF App 2E", Container.IMF, None),
        ("MXF AS-10", Container.MXF_OP1A, Shim.AS_10),
        ("MXF OP1a AS-10", Container.MXF_OP1A, Shim.AS_10),
        ("AS10", Container.MXF_OP1A, Shim.AS_10),
        ("MXF AS-11 UK DPP", Container.MXF_OP1A, Shim.AS_11),
    ],
)
def test_a_container_and_the_constraint_it_is_said_to_follow_are_two_facts(text, container, shim):
    assert read_container(text).value == ContainerWords(container, shim)


@pytest.mark.parametrize(
    ("words", "container"),
    [
        (("MXF", None, "OP-1a"), Container.MXF_OP1A),
        (("MXF", None, "OP-Atom"), Container.MXF_OP_ATOM),
        (("MXF", None, "OP-3c"), Container.MXF),
        (("MXF", None, None), Container.MXF),
        (("MPEG-4", "QuickTime", None), Container.MOV),
        (("MPEG-4", "Base Media / Version 2", None), Container.MP4),
        (("MPEG-4", None, None), Container.MPEG4),
        (("Wave", None, None), Container.WAV),
    ],
)
def test_the_container_of_a_file_is_what_its_tool_says_and_never_as_10(words, container):
    assert container_of_file(*words).value is container


def test_a_container_that_no_word_explains_keeps_the_word_of_its_tool():
    assert container_of_file(None, "Grob", None).text == "Grob"


def test_an_mpeg_4_without_profile_contradicts_neither_a_mov_nor_an_mp4():
    assert containers().agree(Container.MPEG4, Container.MOV)
    assert containers().agree(Container.MP4, Container.MPEG4)
    assert not containers().agree(Container.MOV, Container.MP4)
    assert not containers().agree(Container.MXF_OP_ATOM, Container.MXF_OP1A)


@pytest.mark.parametrize(
    ("text", "space"),
    [
        ("Rec. 709", ColourSpace.REC709),
        ("BT.709", ColourSpace.REC709),
        ("bt2020", ColourSpace.REC2020),
        ("P3", ColourSpace.P3),
        ("DCI-P3", ColourSpace.P3_DCI),
        ("Display P3", ColourSpace.P3_D65),
        ("P3-D65 PQ", ColourSpace.P3_D65),
        ("Rec.709 Gamma 2,4", ColourSpace.REC709),
        ("X′Y′Z′", ColourSpace.XYZ),
        ("X'Y'Z'", ColourSpace.XYZ),
        ("xyz", ColourSpace.XYZ),
        ("BT.601 PAL", ColourSpace.REC601_625),
    ],
)
def test_a_colour_space_is_read(text, space):
    assert read_colour_space(text).value is space


@pytest.mark.parametrize(
    ("text", "gamma", "made_for"),
    [
        ("S-Log3", Gamma.S_LOG3, DynamicRange.LOG),
        ("SLOG 3", Gamma.S_LOG3, DynamicRange.LOG),
        ("S-Gamut3.Cine/S-Log3", Gamma.S_LOG3, DynamicRange.LOG),
        ("LogC", Gamma.LOG_C, DynamicRange.LOG),
        ("ARRI LogC4", Gamma.LOG_C4, DynamicRange.LOG),
        ("Canon Log 3", Gamma.C_LOG3, DynamicRange.LOG),
        ("PQ", Gamma.PQ, DynamicRange.HIGH),
        ("smpte2084", Gamma.PQ, DynamicRange.HIGH),
        ("HLG", Gamma.HLG, DynamicRange.HIGH),
        ("arib-std-b67", Gamma.HLG, DynamicRange.HIGH),
        ("Rec.709", Gamma.REC709, DynamicRange.STANDARD),
        ("SDR", Gamma.SDR, DynamicRange.STANDARD),
        ("2,6", None, None),
        ("gamma 2.6", Gamma.GAMMA_26, DynamicRange.THEATRE),
    ],
)
def test_a_gamma_is_read_and_what_it_is_made_for(text, gamma, made_for):
    assert read_gamma(text).value is gamma
    assert gamma is None or dynamic_range(gamma) is made_for


def test_every_log_and_only_a_log_needs_a_lut():
    assert is_log(Gamma.LOG)
    assert is_log(Gamma.CINEON)
    assert not is_log(Gamma.HLG)
    assert not is_log(Gamma.REC709)


def test_sdr_contradicts_no_standard_curve_and_log_no_log():
    assert gammas().agree(Gamma.SDR, Gamma.REC709)
    assert gammas().agree(Gamma.GAMMA_24, Gamma.SDR)
    assert gammas().agree(Gamma.LOG, Gamma.S_LOG3)
    assert gammas().agree(Gamma.LOG_C, Gamma.LOG_C4)
    assert not gammas().agree(Gamma.SDR, Gamma.HLG)
    assert not gammas().agree(Gamma.LOG_C3, Gamma.LOG_C4)
    assert not gammas().agree(Gamma.PQ, Gamma.HLG)


def test_log_covers_every_other_log():
    assert gammas().covered[Gamma.LOG] == {gamma for gamma in Gamma if is_log(gamma)} - {Gamma.LOG}


def test_p3_contradicts_neither_white_and_they_contradict_each_other():
    assert colour_spaces().agree(ColourSpace.P3, ColourSpace.P3_D65)
    assert not colour_spaces().agree(ColourSpace.P3_DCI, ColourSpace.P3_D65)
    assert not colour_spaces().agree(ColourSpace.P3, ColourSpace.XYZ)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1920×1080", "1920×1080"),
        ("1920x1080", "1920×1080"),
        ("3840 * 2160", "3840×2160"),
        ("HD", "1920×1080"),
        ("UHD", "3840×2160"),
        ("4K DCI", "4096×2160"),
        ("2K Flat", "1998×1080"),
        ("2K Scope", "2048×858"),
        ("4K Flat", "3996×2160"),
        ("4K Scope", "4096×1716"),
        ("SD PAL", "720×576"),
        ("576i", "720×576"),
    ],
)
def test_a_definition_is_read_in_pixels_or_by_a_name_of_one_meaning(text, name):
    assert read_raster(text).value.name == name


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("4K", WordState.UNKNOWN),
        ("2K", WordState.UNKNOWN),
        ("SD", WordState.UNKNOWN),
        ("1920", WordState.UNKNOWN),
        ("0x1080", WordState.IMPOSSIBLE),
        ("1920×0", WordState.IMPOSSIBLE),
        ("", WordState.ABSENT),
    ],
)
def test_a_definition_of_two_meanings_is_never_chosen(text, state):
    written = read_raster(text)
    assert (written.state, written.value, written.text) == (state, None, text)


def test_the_4k_dcp_formats_are_twice_those_of_2k():
    for name in ("Flat", "Scope", "Full"):
        small, large = read_raster(f"2K {name}").value, read_raster(f"4K {name}").value
        assert (large.width, large.height) == (2 * small.width, 2 * small.height)


@pytest.mark.parametrize(
    ("text", "chroma"),
    [
        ("4:2:2", Chroma.C422),
        ("422", Chroma.C422),
        ("4:2:0 (Type 1)", Chroma.C420),
        ("yuv420p", Chroma.C420),
        ("yuv422p10le", Chroma.C422),
        ("yuva444p12le", Chroma.C444),
        ("gbrp10le", Chroma.C444),
        ("RGB", Chroma.C444),
        ("4:1:1", Chroma.C411),
        ("RAW", Chroma.RAW),
        ("bayer_rggb16le", Chroma.RAW),
        ("YUV", None),
        ("nv12", None),
        ("4:2", None),
    ],
)
def test_a_colour_sampling_is_read(text, chroma):
    assert read_chroma(text).value is chroma


@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("Progressive", ScanKind.PROGRESSIVE),
        ("progressif", ScanKind.PROGRESSIVE),
        ("P", ScanKind.PROGRESSIVE),
        ("Interlaced", ScanKind.INTERLACED),
        ("Entrelacé", ScanKind.INTERLACED),
        ("tt", ScanKind.INTERLACED),
        ("bt", ScanKind.INTERLACED),
        ("MBAFF", ScanKind.INTERLACED),
        ("PsF", ScanKind.SEGMENTED),
        ("Mixed", None),
    ],
)
def test_a_scan_is_read(text, scan):
    assert read_scan(text).value is scan


def test_a_scan_that_ffprobe_does_not_know_is_to_be_filled_in():
    assert read_scan("unknown").state is WordState.ABSENT


@pytest.mark.parametrize(
    ("text", "layout", "channels"),
    [
        ("Stéréo", AudioLayout.STEREO, 2),
        ("stereo", AudioLayout.STEREO, 2),
        ("2.0", AudioLayout.STEREO, 2),
        ("L R", AudioLayout.STEREO, 2),
        ("5.1", AudioLayout.S51, 6),
        ("5,1", AudioLayout.S51, 6),
        ("L R C LFE Lb Rb", AudioLayout.S51, 6),
        ("L R C LFE Ls Rs", AudioLayout.S51, 6),
        ("Ls Rs LFE C R L", AudioLayout.S51, 6),
        ("5.1(side)", AudioLayout.S51, 6),
        ("5.1 + stéréo", AudioLayout.S51_STEREO, 8),
        ("5.1+ST", AudioLayout.S51_STEREO, 8),
        ("5.1 et 2.0", AudioLayout.S51_STEREO, 8),
        ("7.1", AudioLayout.S71, 8),
        ("Dolby E", AudioLayout.DOLBY_E, None),
        ("Atmos", AudioLayout.ATMOS, None),
    ],
)
def test_a_sound_layout_is_read_whatever_the_order_of_its_channels(text, layout, channels):
    assert read_audio_layout(text).value is layout
    assert channels_of(layout) == channels


@pytest.mark.parametrize(
    ("text", "subtitles"),
    [
        ("STL", SubtitleFormat.EBU_STL),
        ("EBU-STL", SubtitleFormat.EBU_STL),
        ("srt", SubtitleFormat.SRT),
        ("SubRip", SubtitleFormat.SRT),
        ("VTT", SubtitleFormat.WEBVTT),
        ("SMPTE ST 428-7", SubtitleFormat.SMPTE_428_7),
        ("CineCanvas", SubtitleFormat.CINECANVAS),
        ("XML", None),
    ],
)
def test_a_subtitle_format_is_read(text, subtitles):
    assert read_subtitle_format(text).value is subtitles


def test_the_subtitles_of_a_dcp_are_of_either_norm():
    assert subtitle_formats().agree(SubtitleFormat.DCP, SubtitleFormat.CINECANVAS)
    assert not subtitle_formats().agree(SubtitleFormat.SMPTE_428_7, SubtitleFormat.CINECANVAS)


READERS = [
    read_codec, read_container, read_colour_space, read_gamma, read_raster, read_chroma, read_scan,
    read_audio_layout, read_subtitle_format,
]  # fmt: skip


@pytest.mark.parametrize("text", ["", "Aucun", "aucune", "–", "?", "n/a", "N/A", "NC", "Néant", "unknown"])
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_a_word_for_nothing_is_to_be_filled_in_and_no_fault(read, text: str):
    assert (read(text).state, read(text).value, read(text).text) == (WordState.ABSENT, None, text)


@given(st.sampled_from(READERS), st.text(max_size=20))
def test_whatever_is_written_is_kept_and_nothing_raises(read, text: str):
    written = read(text)
    assert (written.value is not None) == written.is_known
    assert written.is_known or written.state is WordState.ABSENT or written.note
