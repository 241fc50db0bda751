"""EDLs written by hand for the tests, and their second reader."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

# At 25 i/s. The cut lasts 01:00:00:00 → 01:00:20:00, 500 frames:
#   001  0–100    A001C001 (4 s)
#   002  100–200  B002C001, of which frames 100–125 are a dissolve from A001C001: it shows on 25 more
#   003  200–300  A001C001
#   004  300–325  black
#   005  325–400  a file without reel (AX)
#   006  400–500  B002C001, half speed: 50 frames of source for 100 of cut
# A001C001: 100 + 25 + 100 = 225; B002C001: 100 + 100 = 200; black: 25; archive: 75. 500 + 25 of dissolve = 525.
FILM = """TITLE: LA MER V12
FCM: NON-DROP FRAME

001  A001C001 V     C        10:00:00:00 10:00:04:00 01:00:00:00 01:00:04:00
* FROM CLIP NAME: PLAGE
002  A001C001 V     C        10:00:04:00 10:00:04:00 01:00:04:00 01:00:04:00
002  B002C001 V     D    025 11:00:00:00 11:00:04:00 01:00:04:00 01:00:08:00
* FROM CLIP NAME: PLAGE
* TO CLIP NAME: PORT
003  A001C001 V     C        10:01:00:00 10:01:04:00 01:00:08:00 01:00:12:00
004  BL       V     C        00:00:00:00 00:00:01:00 01:00:12:00 01:00:13:00
005  AX       V     C        00:00:00:00 00:00:03:00 01:00:13:00 01:00:16:00
* FROM CLIP NAME: ARCHIVE_INA.MOV
006  B002C001 V     C        11:02:00:00 11:02:02:00 01:00:16:00 01:00:20:00
M2   B002C001       012.5                11:02:00:00
* FROM CLIP NAME: PORT
007  SON01    A     C        10:00:00:00 10:00:20:00 01:00:00:00 01:00:20:00
"""


Timecodes = tuple[str, str]


def event(number: int, reel: str, record: Timecodes, source: Timecodes | None = None, kind: str = "C") -> str:
    """An event line, its source the same as its record when none is given."""
    first, last = source or record
    return f"{number:03}  {reel:<8} V     {kind:<8} {first} {last} {record[0]} {record[1]}\n"


def written(folder: Path, text: str, name: str = "montage.edl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def second_reader(text: str, rate: int) -> dict[str, int]:
    """The frames of picture of each reel or clip, by opentimelineio and its CMX 3600 adapter, dissolves not counted."""
    import opentimelineio

    timeline: Any = opentimelineio.adapters.read_from_string(text, "cmx_3600", rate=rate)
    found: dict[str, int] = {}
    for track in timeline.video_tracks():
        for clip in track.find_clips():
            name = clip.metadata.get("cmx_3600", {}).get("reel") or clip.name
            length = Fraction(clip.trimmed_range().duration.value)
            found[name] = found.get(name, 0) + int(length)
    return found
