"""Loudness logs of several versions of ffmpeg, and tables of loudness."""

from __future__ import annotations

from decimal import Decimal

import pytest

from postprod_xl.documents.media.loudness import read_loudness
from postprod_xl.documents.media.records import LoudnessFacts, Unread

# ffmpeg 5.1, a complex filter: it prints an empty summary before it begins.
COMPLEX = """ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers
Input #0, mxf, from 'file:/livraison/PAD.mxf':
  Duration: 00:00:04.00, start: 0.000000, bitrate: 60000 kb/s
[Parsed_ebur128_1 @ 0x55845f0ee840] Summary:

  Integrated loudness:
    I:         -70.0 LUFS
    Threshold:   0.0 LUFS

  Loudness range:
    LRA:         0.0 LU
    Threshold:   0.0 LUFS
    LRA low:     0.0 LUFS
    LRA high:    0.0 LUFS

  True peak:
    Peak:       -inf dBFS
Stream mapping:
  ebur128:out0 -> Stream #0:0 (pcm_s16le)
Output #0, null, to 'pipe:':
[Parsed_ebur128_1 @ 0x55845f10a3c0] t: 0.399979   TARGET:-23 LUFS    M: -18.1 S:-120.7     I: -18.1 LUFS       \
LRA:   0.0 LU  FTPK: -18.1 -18.1 dBFS  TPK: -18.1 -18.1 dBFS
size=N/A time=00:00:00.40 bitrate=N/A speed=65.3x    [Parsed_ebur128_1 @ 0x55845f10a3c0] t: 3.99998    \
TARGET:-23 LUFS    M: -21.5 S: -19.9     I: -22.8 LUFS       LRA:   4.2 LU  FTPK: -9.0 -8.0 dBFS  TPK: -3.4 -5.1 dBFS
[Parsed_ebur128_1 @ 0x55845f10a3c0] t: 4.09998    TARGET:-23 LUFS    M: -25.0 S: -20.4     I: -22.9 LUFS       \
LRA:   4.2 LU  FTPK: -9.0 -8.0 dBFS  TPK: -3.4 -5.1 dBFS
[Parsed_ebur128_1 @ 0x55845f10a3c0] Summary:

  Integrated loudness:
    I:         -22.9 LUFS
    Threshold: -33.1 LUFS

  Loudness range:
    LRA:         4.2 LU
    Threshold: -43.1 LUFS
    LRA low:   -25.0 LUFS
    LRA high:  -20.8 LUFS

  Sample peak:
    Peak:       -3.6 dBFS

  True peak:
    Peak:       -3.4 dBFS
"""

# ffmpeg 2.8: no target on the running lines, and no true peak unless it is asked for.
OF_2015 = """ffmpeg version 2.8.17 Copyright (c) 2000-2020 the FFmpeg developers
Input #0, wav, from 'mix.wav':
Output #0, null, to 'pipe:':
[Parsed_ebur128_0 @ 0x1a2b3c0] t: 3.09998    M: -23.0 S: -23.1     I: -23.0 LUFS     LRA:   0.0 LU
[Parsed_ebur128_0 @ 0x1a2b3c0] Summary:

  Integrated loudness:
    I:         -23.0 LUFS
    Threshold: -33.0 LUFS

  Loudness range:
    LRA:         0.0 LU
    Threshold: -43.0 LUFS
    LRA low:   -23.0 LUFS
    LRA high:  -23.0 LUFS
"""


def one(text: str, name: str = "journal.txt") -> LoudnessFacts:
    (found,) = read_loudness(text.encode("utf-8"), name)
    assert isinstance(found, LoudnessFacts), found
    return found


def test_a_log_of_ffmpeg_gives_its_summary_and_the_highest_windows():
    assert one(COMPLEX) == LoudnessFacts(
        file="PAD.mxf",
        tool="ffmpeg ebur128",
        tool_version="5.1.9-0+deb12u1",
        integrated_lufs=Decimal("-22.9"),
        range_lu=Decimal("4.2"),
        true_peak_dbtp=Decimal("-3.4"),
        sample_peak_dbfs=Decimal("-3.6"),
        short_term_max_lufs=Decimal("-19.9"),
        momentary_max_lufs=Decimal("-18.1"),
        channel_peaks_dbtp=(Decimal("-3.4"), Decimal("-5.1")),
        measured_s=Decimal("4.1"),
        report="journal.txt",
    )


def test_a_log_of_2015_is_read_as_one_of_today():
    found = one(OF_2015)
    assert (found.tool_version, found.file) == ("2.8.17", "mix.wav")
    assert (found.integrated_lufs, found.range_lu) == (Decimal("-23.0"), Decimal("0.0"))
    assert (found.true_peak_dbtp, found.channel_peaks_dbtp) == (None, ())
    assert found.short_term_max_lufs == Decimal("-23.1")


def test_the_lines_of_windows_are_read_as_those_of_others():
    assert one(COMPLEX.replace("\n", "\r\n")) == one(COMPLEX)


def test_a_summary_pasted_alone_is_read():
    found = one(OF_2015[OF_2015.index("  Integrated") :])
    assert (found.integrated_lufs, found.file, found.tool_version) == (Decimal("-23.0"), "", None)


def test_a_log_of_two_runs_gives_two_measurements_each_with_its_file():
    found = read_loudness((COMPLEX + OF_2015).encode("utf-8"), "j")
    assert [(one.file, one.tool_version) for one in found] == [
        ("PAD.mxf", "5.1.9-0+deb12u1"),
        ("mix.wav", "2.8.17"),
    ]
    assert [one.integrated_lufs for one in found] == [Decimal("-22.9"), Decimal("-23.0")]


def test_a_silence_has_no_loudness():
    silent = OF_2015.replace("I:         -23.0", "I:         -70.0").replace(
        "M: -23.0 S: -23.1", "M:-120.7 S:-120.7"
    )
    found = one(silent)
    assert found.is_silent and found.integrated_lufs is None and found.range_lu is None
    assert found.short_term_max_lufs is None and found.momentary_max_lufs is None
    assert not one(OF_2015).is_silent


def test_a_sound_too_short_for_a_gating_block_is_no_silence():
    short = OF_2015.replace("I:         -23.0", "I:         -70.0").replace("t: 3.09998", "t: 0.299979")
    assert not one(short).is_silent and one(short).integrated_lufs is None
    block = OF_2015.replace("I:         -23.0", "I:         -70.0").replace("t: 3.09998", "t: 0.399979")
    assert one(block).is_silent


def test_a_programme_shorter_than_three_seconds_has_no_range():
    short = COMPLEX.replace("LRA:         4.2", "LRA:         0.0").replace(
        "Threshold: -43.1", "Threshold:   0.0"
    )
    assert one(short).range_lu is None


def test_a_log_cut_before_its_summary_is_one_line():
    cut = COMPLEX[: COMPLEX.rindex("[Parsed")]
    assert read_loudness(cut.encode("utf-8"), "j") == (
        Unread(
            "j",
            "mesure de loudness non lue : ffmpeg n'a pas écrit son bilan (« Summary ») : "
            "journal coupé, mesurez de nouveau",
        ),
    )
    inside = COMPLEX[: COMPLEX.rindex("Integrated loudness")]
    assert read_loudness(inside.encode("utf-8"), "j") == (
        Unread("j", "mesure de loudness non lue : bilan d'ebur128 coupé : mesurez de nouveau"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Fichier;Loudness intégré (LUFS);LRA (LU);Crête vraie (dBTP);Court terme max (LUFS)\n"
        "A.mxf;-23,1;7,2;-3,4;-18\n",
        "file,Integrated Loudness (LUFS),Loudness Range (LU),True Peak Max (dBTP),Short-Term Max (LUFS)\n"
        "C:\\mix\\A.mxf,-23.1 LUFS,7.2,-3.4 dBTP,-18\n",
        "File\tIntegrated LUFS\tLRA\tTrue Peak [dBTP]\tMax Short-Term\nA.mxf\t−23.1\t7.2\t−3.4\t−18\n",
    ],
)
def test_a_table_of_loudness_is_read_by_its_headings(text: str):
    found = one(text, "t.csv")
    assert (found.file, found.report) == ("A.mxf", "t.csv")
    assert (found.integrated_lufs, found.range_lu) == (Decimal("-23.1"), Decimal("7.2"))
    assert (found.true_peak_dbtp, found.short_term_max_lufs) == (Decimal("-3.4"), Decimal("-18"))


def test_a_table_in_the_encoding_of_windows_is_read():
    text = "Fichier;Loudness intégré (LUFS);Crête vraie (dBTP)\nÉté à Sète.mxf;-23,0;-3,0\n"
    (found,) = read_loudness(text.encode("cp1252"), "t.csv")
    assert isinstance(found, LoudnessFacts)
    assert (found.file, found.integrated_lufs, found.true_peak_dbtp) == (
        "Été à Sète.mxf",
        Decimal("-23.0"),
        Decimal("-3.0"),
    )


def test_each_faulty_row_of_a_table_is_a_line_and_the_others_are_read():
    found = read_loudness(b"File;Integrated;TP\nA;0.3;-1\nB;forte;-1\nC;-23;-inf\nD;;\nE\nF;0;0\n", "t.csv")
    assert found[0] == Unread(
        "t.csv, ligne 2",
        "mesure de loudness non lue : « 0.3 » n'est pas un loudness en LUFS (il est négatif)",
    )
    assert found[1] == Unread("t.csv, ligne 3", "mesure de loudness non lue : « forte » n'est pas un niveau")
    levels = [
        (one.file, one.integrated_lufs, one.true_peak_dbtp)
        for one in found[2:]
        if isinstance(one, LoudnessFacts)
    ]
    assert levels == [
        ("C", Decimal(-23), None),
        ("D", None, None),
        ("E", None, None),
        ("F", Decimal(0), Decimal(0)),
    ]


def test_a_log_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("postprod_xl.documents.media.loudness.LARGEST_LOG", 2_000_000)
    assert isinstance(read_loudness(b" " * 2_000_000, "l")[0], Unread)
    assert read_loudness(b" " * 3_000_000, "l") == (
        Unread("l", "mesure de loudness non lue : 3 Mo, 2 Mo au plus"),
    )
    assert read_loudness(b" " * 2_000_000, "l") != read_loudness(b" " * 2_000_001, "l")


@pytest.mark.parametrize(
    "data", [b"", b"a;b\n1;2\n", b"File;Integrated (LU)\nA;0.3\n", b"\x00\x01", b'File;"']
)
def test_what_holds_no_measurement_is_one_line(data: bytes):
    (found,) = read_loudness(data, "t.csv")
    assert isinstance(found, Unread) and found.file == "t.csv"
    assert found.reason.startswith("mesure de loudness non lue : ") and "\n" not in found.reason
