"""The cells of `Medias` that a file of media, or its report, fills."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeVar

from postprod_xl.documents.media.records import LoudnessFacts, MediaFacts, MediaKind, PictureTrack, SoundTrack
from postprod_xl.domain.technique.measured.figures import MEGA, number, only, rate_name, whole
from postprod_xl.domain.technique.spellings.codecs import codec_of_track, gop_of
from postprod_xl.domain.technique.spellings.colours import read_colour_space, read_gamma
from postprod_xl.domain.technique.spellings.containers import container_of_file
from postprod_xl.domain.technique.spellings.pictures import read_chroma, read_scan
from postprod_xl.domain.technique.spellings.sounds import read_audio_layout, read_subtitle_format
from postprod_xl.domain.technique.spellings.written import Written
from postprod_xl.schema.media_faults import MediaFault, fault_text
from postprod_xl.schema.technical_vocabulary import MediaNature

T = TypeVar("T")
_STANDARDS = ("AS-11", "AS-10")


def media_cells(facts: MediaFacts, nature: MediaNature = MediaNature.MEDIA) -> dict[str, Any]:
    """What a tool said of a file, in our words where we know them, else in its own."""
    written = container_of_file(facts.container, None, facts.operational_pattern)
    timecode = facts.first_timecode
    return {
        "nature": nature,
        "reader": " ".join(part for part in (facts.reader, facts.reader_version) if part),
        "container": said(written, facts.container),
        "standard": next(
            (name for name in _STANDARDS for label in facts.labels if label.startswith(name)), ""
        ),
        "first_timecode": timecode.text if timecode else "",
        "subtitle_format": _subtitles(facts),
        **({} if facts.picture is None else _picture_cells(facts, facts.picture)),
        **_sound_cells(facts),
    }


def media_faults(facts: MediaFacts) -> Iterator[str]:
    """What is wrong in a file, as the tool saw it."""
    if facts.is_truncated:
        yield fault_text(MediaFault.TRUNCATED)
    if facts.timecodes_agree is False:
        different = dict.fromkeys(
            f"{timecode.text} ({timecode.origin})" if timecode.origin else timecode.text
            for timecode in facts.timecodes
        )
        yield fault_text(MediaFault.TIMECODES, ", ".join(different))


def loudness_cells(facts: LoudnessFacts) -> dict[str, Any]:
    """Levels measured on a file, or read in a log."""
    return {
        "loudness_lufs": number(facts.integrated_lufs),
        "short_term_lufs": number(facts.short_term_max_lufs),
        "loudness_range": number(facts.range_lu),
        "true_peak_dbtp": number(facts.true_peak_dbtp),
    }


def said(written: Written[T], text: str | None) -> str:
    """Our word for what a tool said, else its own."""
    return str(getattr(written.value, "value", written.value)) if written.is_known else text or ""


def _picture_cells(facts: MediaFacts, picture: PictureTrack) -> dict[str, Any]:
    codec = codec_of_track(picture.codec, picture.profile, picture.commercial_name, picture.codec_id)
    is_still = facts.kind is MediaKind.STILL
    return {
        "codec": said(codec, picture.codec),
        "gop": None if is_still else gop_of(codec.value, picture.gop, picture.profile),
        "raster": f"{picture.width}×{picture.height}" if picture.width and picture.height else "",
        "frame_rate": "" if is_still else rate_name(picture.rate),
        "is_constant": None if is_still else picture.is_constant_rate,
        "scan": None if is_still else read_scan(picture.scan or "").value,
        "chroma": said(read_chroma(picture.chroma or ""), picture.chroma),
        "bit_depth": picture.bits,
        "colour_space": said(read_colour_space(picture.primaries or ""), picture.primaries),
        "gamma": said(read_gamma(picture.transfer or ""), picture.transfer),
        "bit_rate_mbps": None if picture.bit_rate is None else number(Fraction(picture.bit_rate, MEGA)),
        "frames": None if is_still else whole(picture.frames),
        "picture_seconds": None if is_still else number(facts.picture_s or picture.duration_s),
    }


def _sound_cells(facts: MediaFacts) -> dict[str, Any]:
    """Its tracks, of which there are none in a file of moving pictures without sound."""
    tracks = facts.sound
    if not tracks:
        return {"audio_tracks": 0} if facts.kind is MediaKind.PICTURE else {}
    layout = tracks[0].layout if len(tracks) == 1 else None
    return {
        "audio_hz": whole(only(track.rate_hz for track in tracks)),
        "audio_bits": only(track.bits for track in tracks),
        "audio_tracks": len(tracks) if len(tracks) > 1 else tracks[0].channels,
        "audio_layout": said(read_audio_layout(layout or ""), layout),
        "sound_seconds": number(_longest(tracks)),
    }


def _longest(tracks: tuple[SoundTrack, ...]) -> Fraction | None:
    known = [track.exact_duration_s or track.duration_s for track in tracks]
    return None if None in known else max(length for length in known if length is not None)


def _subtitles(facts: MediaFacts) -> str:
    format = next((text for text in facts.texts if text), "")
    return said(read_subtitle_format(format), format)
