"""Reports of MediaInfo of several ages, each beside what the same library says of the file itself."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from pymediainfo import MediaInfo

from postprod_xl.documents.media.media_files import read_media
from postprod_xl.documents.media.mediainfo_reports import LARGEST_REPORT, read_report
from postprod_xl.documents.media.records import MediaFacts, MediaKind, Unread
from tests.media import RECIPES, media_folder

# As `mediainfo --Output=XML` wrote it until 2017: no exact figure.
OF_2012 = """<?xml version="1.0" encoding="UTF-8"?>
<Mediainfo version="0.7.59">
<File>
<track type="General">
<Complete_name>E:\\Livraison\\Documentaire PAD.mxf</Complete_name>
<Format>MXF</Format>
<Format_profile>OP-1a</Format_profile>
<File_size>22.6 GiB</File_size>
<Duration>52mn 3s</Duration>
<Overall_bit_rate>62.2 Mbps</Overall_bit_rate>
</track>
<track type="Video">
<Format>MPEG Video</Format>
<Format_version>Version 2</Format_version>
<Format_profile>4:2:2@High</Format_profile>
<Format_settings__GOP>M=3, N=12</Format_settings__GOP>
<Duration>52mn 3s</Duration>
<Bit_rate_mode>Constant</Bit_rate_mode>
<Bit_rate>50.0 Mbps</Bit_rate>
<Width>1 920 pixels</Width>
<Height>1 080 pixels</Height>
<Display_aspect_ratio>16:9</Display_aspect_ratio>
<Frame_rate>25.000 fps</Frame_rate>
<Color_space>YUV</Color_space>
<Chroma_subsampling>4:2:2</Chroma_subsampling>
<Bit_depth>8 bits</Bit_depth>
<Scan_type>Interlaced</Scan_type>
<Scan_order>Top Field First</Scan_order>
<Time_code_of_first_frame>10:00:00:00</Time_code_of_first_frame>
</track>
<track type="Audio" streamid="1">
<Format>PCM</Format>
<Duration>52mn 3s</Duration>
<Bit_rate>1 152 Kbps</Bit_rate>
<Channel_s_>1 channel</Channel_s_>
<Sampling_rate>48.0 KHz</Sampling_rate>
<Bit_depth>24 bits</Bit_depth>
</track>
</File>
</Mediainfo>"""

# An AS-11 file as MediaInfo shows one: a track `Other` for each descriptive scheme.
AS_11 = b"""{"creatingLibrary":{"name":"MediaInfoLib","version":"18.05"},"media":{"@ref":"/v/UK.mxf","track":[
{"@type":"General","Format":"MXF","Format_Profile":"OP-1a","FileSize":"1000"},
{"@type":"Video","Format":"AVC","Format_Profile":"High 4:2:2 Intra","Format_Level":"4.1","FrameRate":"25.000"},
{"@type":"Other","@typeorder":"1","Type":"Metadata","Format":"AS-11 Core"},
{"@type":"Other","@typeorder":"2","Type":"Metadata","Format":"AS-11 UKDPP"}]}}"""


@cache
def facts(name: str) -> MediaFacts:
    found = read_media(media_folder() / name)
    assert isinstance(found, MediaFacts)
    return found


def reported(name: str, output: str, is_full: bool) -> MediaFacts:
    text = MediaInfo.parse(media_folder() / name, output=output, full=is_full)
    (found,) = read_report(text.encode("utf-8"), "rapport")
    assert isinstance(found, MediaFacts), found
    return found


def without_words(found: MediaFacts) -> MediaFacts:
    """What a short report leaves out of a full one: plain commercial names, and flags that are down."""
    picture = found.picture and replace(found.picture, commercial_name=None)
    timecodes = tuple(replace(timecode, is_drop_frame=None) for timecode in found.timecodes)
    return replace(found, picture=picture, timecodes=timecodes, report="")


@pytest.mark.parametrize("output", ["JSON", "XML"])
@pytest.mark.parametrize("is_full", [False, True])
@pytest.mark.parametrize("name", RECIPES)
def test_a_raw_report_says_what_the_file_says(name: str, output: str, is_full: bool):
    found = reported(name, output, is_full)
    assert without_words(found) == without_words(facts(name))
    assert found.report == "rapport"


@pytest.mark.parametrize("output", ["OLDXML", ""])
@pytest.mark.parametrize("is_full", [False, True])
@pytest.mark.parametrize("name", RECIPES)
def test_a_report_in_words_says_the_same_or_nothing(name: str, output: str, is_full: bool):
    found, expected = reported(name, output, is_full), facts(name)
    assert (found.file, found.kind, found.container) == (name, expected.kind, expected.container)
    assert [timecode.text for timecode in found.timecodes] == [
        timecode.text for timecode in expected.timecodes
    ]
    if expected.picture is not None:
        assert found.picture is not None
        fields = (
            "codec", "width", "height", "rate", "is_constant_rate", "chroma", "bits", "scan", "field_order",
            "primaries", "transfer", "matrix",
        )  # fmt: skip
        for name_of_field in fields:
            assert getattr(found.picture, name_of_field) == getattr(expected.picture, name_of_field)
        assert found.picture.frames in (None, expected.picture.frames)
        assert found.picture.duration_s == expected.picture.duration_s
    for track, other in zip(found.sound, expected.sound, strict=True):
        assert (track.rate_hz, track.bits, track.channels) == (other.rate_hz, other.bits, other.channels)
        assert track.samples in (None, other.samples) and track.edit_units in (None, other.edit_units)


def test_a_report_of_2012_gives_what_is_exact_in_it():
    (found,) = read_report(OF_2012.encode("utf-8"), "rapport.xml")
    assert isinstance(found, MediaFacts)
    assert (found.file, found.reader_version, found.report) == (
        "Documentaire PAD.mxf",
        "0.7.59",
        "rapport.xml",
    )
    assert (found.operational_pattern, found.kind) == ("OP-1a", MediaKind.PICTURE_AND_SOUND)
    picture = found.picture
    assert picture is not None
    assert (picture.rate, picture.width, picture.height, picture.bits) == (25, 1920, 1080, 8)
    assert (picture.bit_rate, picture.is_constant_bit_rate, picture.gop) == (50_000_000, True, "M=3, N=12")
    assert (picture.scan, picture.field_order) == ("Interlaced", "TFF")
    assert picture.duration_s == Fraction(52 * 60 + 3)
    (track,) = found.sound
    assert (track.rate_hz, track.bits, track.channels, track.bit_rate) == (48_000, 24, 1, 1_152_000)
    # Neither bytes nor frames are printed.
    assert (found.size_bytes, picture.frames, track.samples) == (None, None, None)


@pytest.mark.parametrize(
    ("printed", "rate"),
    [
        ("23.976", Fraction(24000, 1001)),
        ("29.970", Fraction(30000, 1001)),
        ("59.940", Fraction(60000, 1001)),
        ("47.952", Fraction(48000, 1001)),
        ("71.928", Fraction(72000, 1001)),
        ("95.904", Fraction(96000, 1001)),
        ("119.880", Fraction(120000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("24.000", Fraction(24)),
        ("50.000", Fraction(50)),
        ("18.000", Fraction(18)),
        ("23.98", Fraction(24000, 1001)),
        # The mean of a variable rate.
        ("24.975", Fraction(24975, 1000)),
        ("15.625", Fraction(125, 8)),
        ("0.000", None),
        ("variable", None),
    ],
)
def test_a_printed_rate_is_the_exact_one_that_prints_so(printed: str, rate: Fraction | None):
    report = OF_2012.replace("25.000 fps", f"{printed} fps").encode("utf-8")
    (found,) = read_report(report, "rapport.xml")
    assert isinstance(found, MediaFacts) and found.picture is not None
    assert found.picture.rate == rate


@pytest.mark.parametrize(
    ("printed", "bits"),
    [
        ("1.5 Gb/s", 1_500_000_000),
        ("1.5 Gbps", 1_500_000_000),
        ("50.0 Mb/s", 50_000_000),
        ("880 kb/s", 880_000),
        ("1 152 Kbps", 1_152_000),
        ("800 b/s", 800),
        ("800 bps", 800),
        ("50000000", 50_000_000),
        ("0.5 b/s", None),
        ("beaucoup", None),
    ],
)
def test_a_bit_rate_is_read_with_its_unit(printed: str, bits: int | None):
    (found,) = read_report(OF_2012.replace("50.0 Mbps", printed).encode(), "r.xml")
    assert isinstance(found, MediaFacts) and found.picture is not None
    assert found.picture.bit_rate == bits


@pytest.mark.parametrize(
    ("printed", "hertz"), [("44.1 KHz", 44_100), ("96.0 kHz", 96_000), ("48000 Hz", 48_000)]
)
def test_a_sampling_rate_is_read_with_its_unit(printed: str, hertz: int):
    (found,) = read_report(OF_2012.replace("48.0 KHz", printed).encode(), "r.xml")
    assert isinstance(found, MediaFacts) and found.sound[0].rate_hz == hertz


@pytest.mark.parametrize(
    ("printed", "duration"),
    [
        ("52mn 3s", Fraction(3123)),
        ("52 min 3 s", Fraction(3123)),
        ("1 s 640 ms", Fraction(1640, 1000)),
        ("400 ms", Fraction(2, 5)),
        ("1 h 0 min 2 s 40 ms", Fraction(3602040, 1000)),
        ("1h 30mn", None),
        ("longtemps", None),
    ],
)
def test_a_duration_without_its_seconds_stays_unknown(printed: str, duration: Fraction | None):
    (found,) = read_report(OF_2012.replace("52mn 3s", printed).encode(), "r.xml")
    assert isinstance(found, MediaFacts) and found.picture is not None
    assert (found.duration_s, found.picture.duration_s, found.sound[0].duration_s) == (duration,) * 3


def test_the_schemes_of_amwa_are_named_only_where_they_are_written():
    (found,) = read_report(AS_11, "r.json")
    assert isinstance(found, MediaFacts)
    assert found.labels == ("AS-11 Core", "AS-11 UKDPP")
    assert found.picture is not None and found.picture.profile == "High 4:2:2 Intra@L4.1"
    (plain,) = read_report(AS_11.replace(b"AS-11", b"DMS-1"), "r.json")
    assert isinstance(plain, MediaFacts) and plain.labels == ()


@pytest.mark.parametrize("number", ["9" * 5000, "²", "1.2.3", "-5", "1e9", "0/0", "٣"])
def test_a_number_that_is_none_stays_unknown(number: str):
    report = AS_11.decode().replace('"1000"', f'"{number}"').replace('"25.000"', f'"{number}"')
    fields = ("Width", "BitRate", "FrameCount", "FrameRate_Num", "FrameRate_Den", "Duration")
    written = ",".join(f'"{field}":"{number}"' for field in fields)
    (found,) = read_report(report.replace('{"@type":"Video",', f'{{"@type":"Video",{written},').encode(), "r")
    assert isinstance(found, MediaFacts) and found.picture is not None
    picture = found.picture
    assert found.size_bytes is None and picture.rate is None and picture.duration_s is None
    assert (picture.width, picture.bit_rate, picture.frames) == (None, None, None)


def test_the_channels_of_a_file_that_carries_dolby_e_are_not_counted():
    track = b'{"@type":"Audio","Format":"%s","Channels":"%d"}'
    plain = AS_11.replace(
        b'{"@type":"Other","@typeorder":"1"',
        track % (b"PCM", 1) + b"," + track % (b"PCM", 2) + b',{"@type":"Other"',
    )
    (found,) = read_report(plain, "r.json")
    assert isinstance(found, MediaFacts) and found.channels == 3
    (encoded,) = read_report(plain.replace(b'"PCM","Channels":"2"', b'"Dolby E","Channels":"8"'), "r.json")
    assert isinstance(encoded, MediaFacts)
    assert (encoded.channels, encoded.sound[1].channels) == (None, 8)
    (unsaid,) = read_report(plain.replace(b'"Channels":"2"', b'"Channels":""'), "r.json")
    assert isinstance(unsaid, MediaFacts) and unsaid.channels is None


def test_a_report_of_several_files_gives_one_record_each():
    text = MediaInfo.parse(media_folder() / "pad.mxf", output="JSON")
    other = MediaInfo.parse(media_folder() / "disque.wav", output="JSON")
    found = read_report(f"[{text},{other}]".encode(), "dossier.json")
    assert [one.file for one in found] == ["pad.mxf", "disque.wav"]
    assert [type(one) for one in found] == [MediaFacts, MediaFacts]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"media":', "rapport non lu : JSON mal formé ou coupé : exportez-le de MediaInfo en JSON (--Output=JSON)"),
        (
            b'{"streams":[]}',
            "rapport non lu : ce JSON n'est pas un rapport MediaInfo connu : "
            "exportez-le de MediaInfo en JSON (--Output=JSON)",
        ),
        (
            b'<MediaInfo version="3.0"/>',
            "rapport non lu : version « 3.0 » du format XML de MediaInfo, attendu : 2.0 ; "
            "exportez-le de MediaInfo en JSON (--Output=JSON)",
        ),
        (
            b"<ebuCoreMain/>",
            "rapport non lu : ce XML est un « ebuCoreMain », pas un rapport MediaInfo : "
            "exportez-le de MediaInfo en JSON (--Output=JSON)",
        ),
        (b'<MediaInfo version="2.0"/>', "rapport non lu : il ne décrit aucun fichier"),
        (b"<html><body>", "rapport non lu : c'est une page web : exportez-le de MediaInfo en JSON (--Output=JSON)"),
        (
            b"bonjour",
            "rapport non lu : aucune section « General » : ce n'est pas un rapport MediaInfo ; "
            "exportez-le de MediaInfo en JSON (--Output=JSON)",
        ),
        (b"[" * 100_000, "rapport non lu : JSON mal formé ou coupé : exportez-le de MediaInfo en JSON (--Output=JSON)"),
        (b" " * (LARGEST_REPORT + 1), "rapport non lu : 20 Mo, 20 Mo au plus"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_one_line(data: bytes, reason: str):
    assert read_report(data, "r") == (Unread("r", reason),)


def test_an_xml_cut_short_is_one_line():
    (found,) = read_report(b"<Mediainfo><File>", "r")
    assert isinstance(found, Unread) and found.reason.startswith(
        "rapport non lu : XML mal formé ou tronqué ("
    )
    assert "\n" not in found.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_is_never_expanded(encoding: str):
    report = OF_2012.replace(
        "<Mediainfo", '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<Mediainfo', 1
    ).replace("4:2:2@High", "&a;")
    (found,) = read_report(report.replace("UTF-8", encoding).encode(encoding), "r.xml")
    assert isinstance(found, Unread)
    assert found.reason.startswith("rapport non lu : le XML déclare une entité")


def test_a_file_without_track_in_a_report_is_one_line():
    (found,) = read_report(
        b'{"media":{"@ref":"a.zip","track":[{"@type":"General","Format":"ZIP"}]}}', "r.json"
    )
    assert found == Unread("a.zip", "aucune piste image, son ou texte dans ce fichier ZIP")
