"""Files of media read by MediaInfo, each field compared with what ffprobe says of the same file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.documents.media.media_files import read_media
from postprod_xl.documents.media.records import MediaFacts, MediaKind, Unread
from postprod_xl.documents.media.untrusted import INSTALL
from tests.media import RECIPES, media_folder, probed

# The words of ffprobe, and those of MediaInfo for the same thing.
CODECS = {
    "mpeg2video": "MPEG Video", "prores": "ProRes", "dnxhd": "VC-3", "h264": "AVC", "png": "PNG", "aac": "AAC",
    "pcm_s16le": "PCM", "pcm_s24le": "PCM",
}  # fmt: skip
CHROMAS = {"yuv422p": "4:2:2", "yuv422p10le": "4:2:2", "yuv420p": "4:2:0", "rgb24": None}
BITS = {"yuv422p": 8, "yuv422p10le": 10, "yuv420p": 8, "rgb24": 8}
FIELDS = {"tt": "TFF", "tb": "TFF", "bb": "BFF", "bt": "BFF"}
COLOURS = {"bt709": "BT.709", "bt2020": "BT.2020", "bt2020nc": "BT.2020 non-constant", "arib-std-b67": "HLG"}


def facts(name: str) -> MediaFacts:
    found = read_media(media_folder() / name)
    assert isinstance(found, MediaFacts), found
    return found


def streams(name: str, kind: str) -> Iterator[dict[str, Any]]:
    return (stream for stream in probed(name)["streams"] if stream["codec_type"] == kind)


def picture_names() -> list[str]:
    return [name for name in RECIPES if not name.endswith((".wav", ".w64", "canal.mov"))]


def moving_names() -> list[str]:
    return [name for name in picture_names() if not name.endswith(".png")]


@pytest.mark.parametrize("name", picture_names())
def test_the_picture_is_what_ffprobe_says(name: str):
    (stream,) = streams(name, "video")
    picture = facts(name).picture
    assert picture is not None
    assert picture.codec == CODECS[stream["codec_name"]]
    assert (picture.width, picture.height) == (stream["width"], stream["height"])
    assert picture.chroma == CHROMAS[stream["pix_fmt"]]
    # MediaInfo says no depth of ProRes: it stays unknown.
    assert picture.bits == (None if picture.codec == "ProRes" else BITS[stream["pix_fmt"]])
    assert picture.primaries == COLOURS.get(stream.get("color_primaries", ""))
    assert picture.transfer == COLOURS.get(stream.get("color_transfer", ""))
    # Nor of the matrix of DNxHR, which ffprobe reads in its header.
    matrix = None if picture.codec == "VC-3" else COLOURS.get(stream.get("color_space", ""))
    assert picture.matrix == matrix


@pytest.mark.parametrize("name", moving_names())
def test_the_rate_is_exact_and_the_frames_are_counted(name: str):
    (stream,) = streams(name, "video")
    picture = facts(name).picture
    assert picture is not None
    assert picture.frames == int(stream["nb_read_frames"])
    if name != "telephone.mp4":
        assert picture.rate == Fraction(stream["r_frame_rate"])


@pytest.mark.parametrize("name", moving_names())
def test_the_scan_and_the_order_of_the_fields_are_those_written(name: str):
    (stream,) = streams(name, "video")
    picture = facts(name).picture
    assert picture is not None
    order = FIELDS.get(stream.get("field_order", ""))
    assert picture.field_order == order
    assert picture.scan == ("Interlaced" if order else "Progressive")


@pytest.mark.parametrize("name", RECIPES)
def test_each_sound_track_is_what_ffprobe_says(name: str):
    found = facts(name).sound
    expected = list(streams(name, "audio"))
    assert len(found) == len(expected)
    for track, stream in zip(found, expected, strict=True):
        assert track.codec == CODECS[stream["codec_name"]]
        assert (track.rate_hz, track.channels) == (int(stream["sample_rate"]), stream["channels"])
        assert (track.bits or 0) == stream["bits_per_sample"]


@pytest.mark.parametrize(
    "name", ["montage 23.976.mov", "direct.mov", "direct.wav", "disque.wav", "-mixage.wav"]
)
def test_the_samples_counted_are_those_ffprobe_counts(name: str):
    (stream,) = streams(name, "audio")
    (track,) = facts(name).sound
    assert Fraction(stream["time_base"]) * track.rate_hz == 1
    assert track.samples == stream["duration_ts"]
    assert track.exact_duration_s == Fraction(stream["duration_ts"], int(stream["sample_rate"]))


def test_the_sound_of_an_mxf_is_as_long_as_its_picture_to_the_frame():
    found = facts("archive.mxf")
    (stream,) = streams("archive.mxf", "audio")
    # 12 edit units of 1001/30000 s are 19 219.2 samples, where milliseconds would make 19 200.
    assert found.sound_s == (Fraction(12012, 30000),) and found.picture_s == Fraction(12012, 30000)
    assert found.sound[0].samples is None
    assert abs(found.sound[0].exact_duration_s * 48000 - stream["duration_ts"]) < 1


@pytest.mark.parametrize("name", ["captation.mp4", "direct.w64"])
def test_samples_that_were_not_counted_stay_unknown(name: str):
    (track,) = facts(name).sound
    assert (track.samples, track.exact_duration_s) == (None, None)
    assert track.duration_s is not None and abs(track.duration_s - Fraction(2, 5)) < Fraction(2, 1000)


@pytest.mark.parametrize("name", [name for name in RECIPES if not name.endswith(".png")])
def test_the_bit_rate_of_the_whole_file_is_its_size_over_its_duration(name: str):
    found = facts(name)
    expected = int(probed(name)["format"]["bit_rate"])
    # The duration that MediaInfo divides by is rounded to the millisecond, or to the frame by an MXF.
    assert found.bit_rate is not None and abs(found.bit_rate - expected) <= expected * 0.004


@pytest.mark.parametrize("name", moving_names())
def test_the_proportions_are_those_ffprobe_says(name: str):
    (stream,) = streams(name, "video")
    picture = facts(name).picture
    width, height = stream.get("display_aspect_ratio", f"{stream['width']}:{stream['height']}").split(":")
    assert picture is not None and picture.display_aspect == f"{int(width) / int(height):.3f}"


@pytest.mark.parametrize("name", RECIPES)
def test_the_container_is_the_one_ffprobe_opens(name: str):
    opened = probed(name)["format"]["format_name"]
    assert opened == {
        "MXF": "mxf", "MPEG-4": "mov,mp4,m4a,3gp,3g2,mj2", "Wave": "wav", "Wave64": "w64", "PNG": "png_pipe",
    }[facts(name).container or ""]  # fmt: skip


@pytest.mark.parametrize("name", RECIPES)
def test_the_size_is_that_of_the_file(name: str):
    assert facts(name).size_bytes == (media_folder() / name).stat().st_size


def test_a_mxf_for_a_broadcaster_is_described_whole():
    found = facts("pad.mxf")
    assert (found.container, found.operational_pattern, found.kind) == (
        "MXF",
        "OP-1a",
        MediaKind.PICTURE_AND_SOUND,
    )
    assert found.picture is not None
    assert (found.picture.profile, found.picture.bit_rate) == ("4:2:2@High", 50_000_000)
    assert (found.picture.rate, found.picture.scan, found.picture.field_order) == (25, "Interlaced", "TFF")
    assert found.picture.is_constant_bit_rate is True
    assert (len(found.sound), found.channels) == (8, 8)
    assert found.first_timecode is not None and found.first_timecode.text == "10:00:00:00"
    assert found.first_timecode.is_drop_frame is False and found.timecodes_agree is True
    assert found.picture_s == Fraction(1, 5) and set(found.sound_s) == {Fraction(1, 5)}
    assert found.labels == () and found.is_truncated is None


def test_a_variable_rate_is_said_and_its_length_is_not_made_of_its_mean_rate():
    found = facts("telephone.mp4")
    assert found.picture is not None and found.picture.is_constant_rate is False
    assert found.picture_s is None
    constant = facts("captation.mp4")
    assert constant.picture is not None and constant.picture.is_constant_rate is True
    assert constant.picture_s == Fraction(2, 5)


def test_a_drop_frame_timecode_keeps_its_writing_and_its_flag():
    timecode = facts("archive.mxf").first_timecode
    assert timecode is not None and (timecode.text, timecode.is_drop_frame) == ("01:00:00;02", True)
    tag = probed("archive.mxf")["format"]["tags"]["timecode"]
    assert timecode.text == tag


def test_a_film_rate_is_no_rounded_number():
    picture = facts("montage 23.976.mov").picture
    assert picture is not None and picture.rate == Fraction(24000, 1001)
    timecode = facts("montage 23.976.mov").first_timecode
    assert timecode is not None and timecode.text == "00:59:58:00"


def test_a_six_channel_file_names_its_channels():
    (track,) = facts("-mixage.wav").sound
    assert (track.channels, track.layout) == (6, "L R C LFE Lb Rb")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("note.mov", "aucun format reconnu : pas un média, ou un format propre à une caméra"),
        ("vide.mov", "fichier vide : demandez-en une autre copie"),
        ("coupe.mp4", "fichier MPEG-4 incomplet : aucune piste lisible, demandez-en une autre copie"),
        ("absent.mov", "introuvable ou inaccessible : vérifiez le chemin et les droits"),
        (".", "c'est un dossier, attendu : un fichier"),
    ],
)
def test_what_is_no_media_is_one_line(name: str, reason: str):
    path = media_folder() / name
    assert read_media(path) == Unread(path.name, reason)


def test_a_file_cut_short_says_so_and_announces_no_duration():
    found = facts("coupe.mxf")
    assert found.is_truncated is True
    assert found.picture is not None and found.picture.codec == "MPEG Video"
    assert (found.duration_s, found.picture.frames, found.bit_rate) == (None, None, None)
    assert set(found.sound_s) == {None}


def test_a_sound_cut_short_is_not_measured_by_its_header():
    found = facts("coupe.wav")
    assert found.is_truncated is True and found.sound_s == (None,)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifo on this system")
def test_a_fifo_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "tube.mov")
    found = read_media(tmp_path / "tube.mov")
    assert found == Unread("tube.mov", "ce n'est pas un fichier ordinaire (tube, périphérique…)")


def test_a_giant_of_zeros_is_given_up(tmp_path: Path):
    path = tmp_path / "geant.mov"
    with path.open("wb") as file:
        file.truncate(20 * 10**9)
    assert read_media(path, longest_s=0.0) == Unread(
        "geant.mov", "lecture abandonnée après 0 s : disque trop lent, ou pas un média"
    )
    assert isinstance(read_media(path), Unread)


def test_a_name_that_is_no_text_of_any_encoding_is_read(tmp_path: Path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.wav"))
    try:
        path.write_bytes((media_folder() / "disque.wav").read_bytes())
    except OSError:
        pytest.skip("a file system that wants Unicode names")
    assert isinstance(read_media(path), MediaFacts)


def test_without_its_library_a_file_is_said_unread_with_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pymediainfo", None)
    found = read_media(media_folder() / "pad.mxf")
    assert found == Unread("pad.mxf", "MediaInfo n'est pas installé : média non lu", INSTALL)


def test_a_library_that_does_not_load_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch):
    from pymediainfo import MediaInfo

    monkeypatch.setattr(MediaInfo, "_get_library_paths", staticmethod(lambda os_is_nt: ("nulle part.so",)))
    found = read_media(media_folder() / "pad.mxf")
    assert found == Unread("pad.mxf", "la bibliothèque MediaInfo ne se charge pas : média non lu", INSTALL)
