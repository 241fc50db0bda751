"""Small files of media, made once a session by ffmpeg: what the readers of media are compared on."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

_TONE = ("-f", "lavfi", "-i", "sine=997:r=48000:d=0.4")
_BT709 = ("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709")
_HLG = ("-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc")
_XDCAM = (
    "-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "50M", "-minrate", "50M", "-maxrate", "50M",
    "-bufsize", "36408333", "-flags", "+ildct+ilme", "-top", "1", "-g", "12", "-bf", "2", *_BT709,
)  # fmt: skip


def _picture(size: str, rate: str, seconds: str = "0.4") -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}")


# One output each: the arguments of ffmpeg that make it.
RECIPES: dict[str, tuple[str, ...]] = {
    # What a French broadcaster is delivered, but for its length: XDCAM HD422 50 Mb/s, 1080i25, 8 tracks.
    "pad.mxf": (
        *_picture("1920x1080", "25", "0.2"), *_TONE, "-filter_complex",
        "[1:a]atrim=end_sample=9600,asplit=8" + "".join(f"[a{n}]" for n in range(8)), "-map", "0:v",
        *(part for n in range(8) for part in ("-map", f"[a{n}]")),
        *_XDCAM, "-c:a", "pcm_s24le", "-timecode", "10:00:00:00",
    ),
    "montage 23.976.mov": (
        *_picture("320x180", "24000/1001"), *_TONE, "-c:v", "prores_ks", "-profile:v", "3",
        "-c:a", "pcm_s24le", "-timecode", "00:59:58:00",
    ),
    "cinema.mov": (*_picture("320x180", "24"), "-c:v", "dnxhd", "-profile:v", "dnxhr_hq", "-pix_fmt", "yuv422p"),
    "archive.mxf": (
        *_picture("320x240", "30000/1001"), *_TONE, "-c:v", "mpeg2video", "-c:a", "pcm_s16le",
        "-timecode", "01:00:00;02",
    ),
    "captation.mp4": (
        *_picture("320x180", "50"), "-f", "lavfi", "-i", "sine=997:r=44100:d=0.4", "-c:v", "libx264", "-c:a", "aac",
    ),
    "telephone.mp4": (
        *_picture("320x180", "25", "0.6"), "-vf", "setpts='if(lt(N,5),N,N*1.7)/25/TB'", "-vsync", "vfr",
        "-c:v", "libx264",
    ),
    "trame basse.mov": (
        *_picture("320x192", "25"), "-vf", "setfield=bff", "-c:v", "prores_ks", "-flags", "+ildct", "-top", "0",
    ),
    "hlg.mp4": (
        *_picture("320x180", "50", "0.2"), "-c:v", "libx264", "-pix_fmt", "yuv422p10le", *_HLG, "-color_range", "tv",
    ),
    # A count of samples that milliseconds do not give: 19 213.
    "direct.mov": (
        *_picture("320x180", "25"), "-f", "lavfi", "-i", "sine=997:r=48000:d=1,atrim=end_sample=19213",
        "-map", "0:v", "-map", "1:a", "-c:v", "prores_ks", "-c:a", "pcm_s16le",
    ),
    "direct.w64": ("-f", "lavfi", "-i", "sine=997:r=48000:d=1,atrim=end_sample=19213"),
    "direct.wav": ("-f", "lavfi", "-i", "sine=997:r=48000:d=1,atrim=end_sample=19213"),
    # Six mono tracks: a tone on the fourth (LFE), a lower one on the fifth (Ls).
    "multicanal.mov": (
        *_TONE, "-filter_complex", "[0:a]asplit=6[a0][a1][a2][a3][a4][a5];"
        + ";".join(f"[a{n}]volume={level}[b{n}]" for n, level in enumerate((0, 0, 0, 0.8, 0.4, 0))),
        *(part for n in range(6) for part in ("-map", f"[b{n}]")), "-c:a", "pcm_s24le",
    ),
    "disque.wav": ("-f", "lavfi", "-i", "sine=997:r=44100:d=0.4", "-ac", "2", "-c:a", "pcm_s16le"),
    "-mixage.wav": (
        "-f", "lavfi", "-i", "sine=997:r=48000:d=0.4", "-af", "pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0",
        "-c:a", "pcm_s24le",
    ),
    "image.png": (*_picture("64x36", "25", "0.04"), "-frames:v", "1"),
}  # fmt: skip


@cache
def media_folder() -> Path:
    """A folder with one file a recipe, and some that are no media."""
    folder = Path(mkdtemp(prefix="media"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, recipe in RECIPES.items():
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", *recipe, f"./{name}"]
        subprocess.run(command, cwd=folder, check=True, timeout=60)
    (folder / "coupe.mxf").write_bytes((folder / "pad.mxf").read_bytes()[:40_000])
    (folder / "coupe.wav").write_bytes((folder / "disque.wav").read_bytes()[:20_000])
    (folder / "coupe.mp4").write_bytes((folder / "captation.mp4").read_bytes()[:3_000])
    (folder / "note.mov").write_text("Le film arrive demain.", "utf-8")
    (folder / "vide.mov").write_bytes(b"")
    return folder


@cache
def probed(name: str) -> dict[str, Any]:
    """What ffprobe says of a file, its frames counted one by one."""
    options = ["-count_frames", "-show_streams", "-show_format", "-of", "json", "-loglevel", "error"]
    run = subprocess.run(
        ["ffprobe", *options, f"./{name}"], cwd=media_folder(), check=True, capture_output=True, timeout=60
    )
    return dict(json.loads(run.stdout))
