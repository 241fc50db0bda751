"""The loudness of a file of sound, measured by ffmpeg where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from postprod_xl.documents.media.loudness import read_ebur128
from postprod_xl.documents.media.media_files import why_not_a_file
from postprod_xl.documents.media.records import LoudnessFacts, Unread

FFMPEG = "ffmpeg"
INSTALL_FFMPEG = {
    "win32": "winget install ffmpeg",
    "darwin": "brew install ffmpeg",
    "linux": "sudo apt install ffmpeg",
}
LONGEST_MEASURE_S = 3600.0
"""Seconds: ffmpeg measures true peaks thirty to eighty times faster than the programme lasts."""
_LAYOUTS = frozenset({1, 2, 6})
"""Channels whose places need not be told: mono, stereo, 5.1 in the order L R C LFE Ls Rs (ITU-R BS.2051)."""
_NO_SUCH_TRACK = "matches no streams"


def ffmpeg_command() -> str:
    """Where ffmpeg is on this machine; empty where it is not."""
    return shutil.which(FFMPEG) or ""


def measure_loudness(
    path: Path, tracks: Sequence[int] = (0,), longest_s: float = LONGEST_MEASURE_S
) -> LoudnessFacts | Unread:
    """The loudness of a file by EBU R 128, true peaks included.

    Parameters
    ----------
    path
        A file with sound; the network and what a list refers to elsewhere are not opened.
    tracks
        Which sound tracks make the programme, from 0: several are measured as one, in this order. Two mono tracks
        are a stereo, six a 5.1 in the order L R C LFE Ls Rs, whose LFE does not count and whose surrounds count
        1.5 dB more; one mono track is measured alone, which is 3 LU lower than the same sound on two channels
        (ITU-R BS.1770-4). Any other number of channels is refused: where each stands is not known.
    longest_s
        Seconds after which the measure is given up.
    """
    if refusal := why_not_a_file(path):
        return Unread(path.name, refusal)
    program = ffmpeg_command()
    if not program:
        install = INSTALL_FFMPEG.get(sys.platform, INSTALL_FFMPEG["linux"])
        return Unread(path.name, "ffmpeg n'est pas installé : loudness non mesuré", install)
    try:
        run = subprocess.run(
            [program, *_arguments(path, tracks)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=longest_s,
            check=False,
            **_unseen(),
        )
    except subprocess.TimeoutExpired:
        return Unread(path.name, f"loudness non mesuré : ffmpeg arrêté après {longest_s:.0f} s")
    except OSError:
        return Unread(path.name, "loudness non mesuré : ffmpeg ne se lance pas", INSTALL_FFMPEG["linux"])
    text = run.stderr.decode("utf-8", "replace")
    if run.returncode:
        return Unread(path.name, f"loudness non mesuré : {_failure(text, tracks)}")
    (found,) = read_ebur128(text, path.name)
    return found if isinstance(found, Unread) else _named(found, path, tracks)


def _arguments(path: Path, tracks: Sequence[int]) -> list[str]:
    """The arguments of ffmpeg: the path behind `file:`, so that no name is an option or an address."""
    inputs = "".join(f"[0:a:{track}]" for track in tracks)
    merged = f"amerge=inputs={len(tracks)}," if len(tracks) > 1 else ""
    return [
        *("-nostdin", "-nostats", "-xerror", "-protocol_whitelist", "file"),
        *("-i", f"file:{path.absolute()}"),
        *("-filter_complex", f"{inputs}{merged}ebur128=peak=true:framelog=info[measured]"),
        *("-map", "[measured]", "-f", "null", "-"),
    ]


def _unseen() -> dict[str, Any]:
    """What opens no console window on Windows."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}


def _failure(text: str, tracks: Sequence[int]) -> str:
    """Why ffmpeg refused, in French where it is known."""
    if _NO_SUCH_TRACK in text:
        asked = ", ".join(str(track + 1) for track in tracks)
        return f"pas de piste son n° {asked} dans ce fichier"
    return "ffmpeg ne lit pas ce fichier : il est coupé, ou ce n'est pas un média"


def _named(found: LoudnessFacts, path: Path, tracks: Sequence[int]) -> LoudnessFacts | Unread:
    if found.measured_s is None:
        return Unread(
            path.name, "loudness non mesuré : moins d'un dixième de seconde de son, ou un fichier coupé"
        )
    channels = len(found.channel_peaks_dbtp)
    if channels not in _LAYOUTS:
        return Unread(
            path.name,
            f"loudness non mesuré : {channels} canaux ensemble ; choisissez les pistes d'un mixage : 1, 2 ou 6 canaux",
        )
    return replace(found, file=path.name, stream="+".join(map(str, tracks)), report="")
