"""The loudness measured by ffmpeg equals the formula of ITU-R BS.1770 computed on the same samples."""

from __future__ import annotations

import math
import os
import shutil
import wave
from array import array
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from postprod_xl.documents.media.records import LoudnessFacts, Unread
from postprod_xl.hosts.files.measuring import measure_loudness
from tests.media import media_folder

RATE = 48_000
# ITU-R BS.1770-4, tables 1 and 2: the two filters of K weighting at 48 kHz, b then a.
SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585)
HIGH_PASS = (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621)


def tone(level_dbfs: float, seconds: float, hertz: float = 997.0) -> list[float]:
    peak = 10 ** (level_dbfs / 20)
    return [peak * math.sin(2 * math.pi * hertz * n / RATE) for n in range(round(seconds * RATE))]


def put_wav(path: Path, channels: Sequence[Sequence[float]]) -> Path:
    samples = array("h", (round(value * 32767) for frame in zip(*channels, strict=True) for value in frame))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


def filtered(samples: Sequence[float], coefficients: Sequence[float]) -> list[float]:
    b0, b1, b2, a1, a2 = coefficients
    x1 = x2 = y1 = y2 = 0.0
    out = []
    for x in samples:
        y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
        x1, x2, y1, y2 = x, x1, y, y1
        out.append(y)
    return out


def lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power) if power > 0 else -math.inf


def integrated_and_short_term(channels: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Gated integrated loudness and highest short-term loudness of channels of weight 1, by the text of the norm."""
    weighted = [filtered(filtered(channel, SHELF), HIGH_PASS) for channel in channels]
    step = RATE // 10
    tenths = [
        sum(sum(y * y for y in channel[at : at + step]) / step for channel in weighted)
        for at in range(0, len(weighted[0]) - step + 1, step)
    ]
    blocks = [sum(tenths[at : at + 4]) / 4 for at in range(len(tenths) - 3)]
    heard = [block for block in blocks if lufs(block) > -70]
    threshold = lufs(sum(heard) / len(heard)) - 10
    kept = [block for block in heard if lufs(block) > threshold]
    windows = [sum(tenths[at : at + 30]) / 30 for at in range(len(tenths) - 29)]
    return lufs(sum(kept) / len(kept)), max(map(lufs, windows))


def measured(path: Path, tracks: Sequence[int] = (0,)) -> LoudnessFacts:
    found = measure_loudness(path, tracks)
    assert isinstance(found, LoudnessFacts), found
    return found


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("constant", tone(-23, 3.2), tone(-23, 3.2)),
        ("un seul canal", tone(-20, 3.2), [0.0] * round(3.2 * RATE)),
        ("grave", tone(-12, 3.2, 100.0), tone(-15, 3.2, 4000.0)),
        ("silence au milieu", tone(-18, 1.6) + tone(-60, 1.6), tone(-18, 1.6) + tone(-60, 1.6)),
    ],
)
def test_ffmpeg_measures_what_the_norm_computes(
    tmp_path: Path, name: str, left: list[float], right: list[float]
):
    found = measured(put_wav(tmp_path / f"{name}.wav", [left, right]))
    integrated, short_term = integrated_and_short_term([left, right])
    assert found.integrated_lufs is not None and found.short_term_max_lufs is not None
    # ffmpeg prints a tenth.
    assert abs(float(found.integrated_lufs) - integrated) <= 0.06
    assert abs(float(found.short_term_max_lufs) - short_term) <= 0.06
    assert found.measured_s == Decimal("3.2")


def test_a_stereo_tone_at_minus_23_dbfs_is_minus_23_lufs(tmp_path: Path):
    # EBU Tech 3341, test signal 1; the true peak of a sine is its level.
    found = measured(put_wav(tmp_path / "t.wav", [tone(-23, 3.2)] * 2))
    assert (found.integrated_lufs, found.true_peak_dbtp) == (Decimal("-23.0"), Decimal("-23.0"))
    assert found.channel_peaks_dbtp == (Decimal("-23.0"), Decimal("-23.0"))
    assert (found.file, found.stream, found.tool, found.report) == ("t.wav", "0", "ffmpeg ebur128", "")


def test_two_mono_tracks_are_measured_as_one_programme():
    alone, both = measured(media_folder() / "archive.mxf"), measured(media_folder() / "pad.mxf", (0, 1))
    assert both.stream == "0+1" and len(both.channel_peaks_dbtp) == 2
    assert alone.stream == "0" and len(alone.channel_peaks_dbtp) == 1
    # pad.mxf lasts 0.2 s, half a gating block: it has peaks, no loudness, and is no silence.
    assert (both.integrated_lufs, both.is_silent) == (None, False)
    assert both.true_peak_dbtp is not None


def test_a_mono_track_alone_is_three_lu_lower_than_on_two_channels(tmp_path: Path):
    mono = measured(put_wav(tmp_path / "m.wav", [tone(-20, 1.0)]))
    stereo = measured(put_wav(tmp_path / "s.wav", [tone(-20, 1.0)] * 2))
    assert mono.integrated_lufs is not None and stereo.integrated_lufs is not None
    assert stereo.integrated_lufs - mono.integrated_lufs == Decimal("3.0")


def test_six_mono_tracks_are_a_surround_mix_whose_lfe_does_not_count():
    found = measured(media_folder() / "multicanal.mov", range(6))
    # A tone of 1/8 at 0.4 is −26.02 dBFS; one channel: −3.01; a surround: +1.49 (a weight of 1.41).
    assert found.integrated_lufs == Decimal("-27.5")
    # The peak is that of the LFE: a peak counts wherever it is.
    assert found.true_peak_dbtp == Decimal("-20.0")
    assert [peak is None for peak in found.channel_peaks_dbtp] == [True, True, True, False, False, True]


@pytest.mark.parametrize("tracks", [(0, 1, 2), range(8), (0, 1, 2, 3)])
def test_tracks_that_make_no_known_layout_are_not_measured(tracks: Sequence[int]):
    assert measure_loudness(media_folder() / "pad.mxf", tracks) == Unread(
        "pad.mxf",
        f"loudness non mesuré : {len(tracks)} canaux ensemble ; "
        "choisissez les pistes d'un mixage : 1, 2 ou 6 canaux",
    )


def test_silence_is_said_and_given_no_loudness(tmp_path: Path):
    found = measured(put_wav(tmp_path / "s.wav", [[0.0] * RATE] * 2))
    assert found.is_silent and found.integrated_lufs is None and found.true_peak_dbtp is None
    assert found.channel_peaks_dbtp == (None, None)


@pytest.mark.parametrize("name", ["-i.wav", "été; rm -rf $HOME & 'x'.wav", "http:__a.wav", "%d.wav"])
def test_no_name_is_an_option_an_address_or_a_command(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
):
    put_wav(tmp_path / name, [tone(-23, 0.5)])
    monkeypatch.chdir(tmp_path)
    assert measured(Path(name)).file == name


@pytest.mark.parametrize(
    ("name", "tracks", "reason"),
    [
        ("cinema.mov", (0,), "loudness non mesuré : pas de piste son n° 1 dans ce fichier"),
        ("pad.mxf", (0, 8), "loudness non mesuré : pas de piste son n° 1, 9 dans ce fichier"),
        (
            "note.mov",
            (0,),
            "loudness non mesuré : ffmpeg ne lit pas ce fichier : il est coupé, ou ce n'est pas un média",
        ),
        (
            "coupe.mxf",
            (0,),
            "loudness non mesuré : moins d'un dixième de seconde de son, ou un fichier coupé",
        ),
        ("vide.mov", (0,), "fichier vide : demandez-en une autre copie"),
        ("absent.mov", (0,), "introuvable ou inaccessible : vérifiez le chemin et les droits"),
    ],
)
def test_what_cannot_be_measured_is_one_line(name: str, tracks: Sequence[int], reason: str):
    assert measure_loudness(media_folder() / name, tracks) == Unread(name, reason)


def test_a_playlist_reaches_neither_the_network_nor_another_folder(tmp_path: Path):
    path = tmp_path / "liste.m3u8"
    path.write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n", "utf-8")
    assert isinstance(measure_loudness(path), Unread)


def test_ffmpeg_is_stopped_when_it_lasts_too_long(tmp_path: Path):
    path = put_wav(tmp_path / "long.wav", [[0.0] * RATE] * 2)
    assert measure_loudness(path, longest_s=0.001) == Unread(
        "long.wav", "loudness non mesuré : ffmpeg arrêté après 0 s"
    )


def test_without_ffmpeg_the_measure_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr("sys.platform", "linux")
    assert measure_loudness(media_folder() / "disque.wav") == Unread(
        "disque.wav", "ffmpeg n'est pas installé : loudness non mesuré", "sudo apt install ffmpeg"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifo on this system")
def test_a_fifo_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "tube.wav")
    assert isinstance(measure_loudness(tmp_path / "tube.wav"), Unread)
