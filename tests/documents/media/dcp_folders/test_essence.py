from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from postprod_xl.documents.media.dcp_folders.essence import read_essence, read_essences
from postprod_xl.documents.media.dcp_folders.reading import read_dcp
from postprod_xl.documents.media.dcp_folders.records import DcpEssence, DcpFacts
from postprod_xl.documents.media.records import Unread


def ffprobe(path: Path, *entries: str) -> Any:
    shown = [word for entry in entries for word in ("-show_entries", entry)]
    run = subprocess.run(
        ["ffprobe", "-v", "error", *shown, "-of", "json", path], capture_output=True, check=True
    )
    return json.loads(run.stdout)


def essence_of(path: Path) -> DcpEssence:
    essence = read_essence(path)
    assert isinstance(essence, DcpEssence), essence
    return essence


def test_the_frames_and_the_largest_are_those_that_ffprobe_sees(essences: Path) -> None:
    path = essences / "image1.mxf"
    sizes = [int(packet["size"]) for packet in ffprobe(path, "packet=size")["packets"]]
    essence = essence_of(path)
    assert (essence.frames, essence.largest_frame_bytes) == (len(sizes), max(sizes)) == (48, max(sizes))
    assert (essence.raster, essence.rate) == ((64, 32), 24)
    # 24 frames a second as large as the largest, in bits
    assert essence.peak_bits_per_second == max(sizes) * 8 * 24


def test_the_sound_is_that_which_ffprobe_sees(essences: Path) -> None:
    path = essences / "son1.mxf"
    (stream,) = ffprobe(path, "stream=channels,sample_rate,bits_per_sample")["streams"]
    essence = essence_of(path)
    assert essence.channels == stream["channels"] == 1
    assert essence.sound_rate_hz == int(stream["sample_rate"]) == 48_000
    assert essence.sound_bits == stream["bits_per_sample"] == 24
    assert (essence.raster, essence.largest_frame_bytes, essence.peak_bits_per_second) == (None, None, None)


def test_an_encrypted_picture_has_no_size_of_frame(essences: Path, tmp_path: Path) -> None:
    # The key of a picture wrapped by frame becomes that of an encrypted triplet (SMPTE ST 429-6).
    clear = bytes.fromhex("060e2b34010201010d01030115010800")
    data = (essences / "image1.mxf").read_bytes()
    found = data.find(bytes.fromhex("0d01030115"), data.find(clear[:8] + bytes.fromhex("0d010301"))) - 8
    hidden = bytes.fromhex("060e2b34020401070d010301027e0100")
    path = tmp_path / "chiffré.mxf"
    path.write_bytes(data.replace(data[found : found + 16], hidden))
    essence = essence_of(path)
    assert (
        essence.is_encrypted and essence.largest_frame_bytes is None and essence.peak_bits_per_second is None
    )


def test_a_picture_in_relief_has_no_size_of_frame(essences: Path, tmp_path: Path) -> None:
    # An empty set of the stereoscopic sub-descriptor (SMPTE ST 429-10), before the first frame.
    data = (essences / "image1.mxf").read_bytes()
    at = data.find(bytes.fromhex("060e2b34010201010d01030115"))
    relief = bytes.fromhex("060e2b34025301010d0101010101630000")
    path = tmp_path / "relief.mxf"
    path.write_bytes(data[:at] + relief + data[at:])
    essence = essence_of(path)
    assert essence.is_stereoscopic and essence.frames == 48 and essence.largest_frame_bytes is None


def test_every_mxf_of_a_folder_is_read(film: Path) -> None:
    facts = read_dcp(film)
    assert isinstance(facts, DcpFacts)
    found = list(read_essences(film, facts))
    assert [essence.file for essence in found] == ["image1.mxf", "image2.mxf", "son1.mxf", "son2.mxf"]
    assert [essence.frames for essence in found if isinstance(essence, DcpEssence)] == [48, 24, None, None]


def test_a_file_that_is_cut_is_told_to_be_so(essences: Path, tmp_path: Path) -> None:
    data = (essences / "image1.mxf").read_bytes()
    (tmp_path / "coupé.mxf").write_bytes(data[: len(data) // 2])
    essence = essence_of(tmp_path / "coupé.mxf")
    assert essence.is_truncated and (essence.frames or 0) < 48
    assert not essence_of(essences / "image1.mxf").is_truncated


def test_what_is_no_mxf_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "faux.mxf").write_bytes(b"RIFF" * 100)
    assert read_essence(tmp_path / "faux.mxf") == Unread(
        "faux.mxf", "ce n'est pas un fichier MXF : ni en-tête ni partition"
    )
    assert read_essence(tmp_path / "absent.mxf") == Unread(
        "absent.mxf", "le système refuse ce fichier (No such file or directory)"
    )
