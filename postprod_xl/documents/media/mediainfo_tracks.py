"""The facts in the tracks of a MediaInfo report, whatever its age: raw fields, or words made for a reader.

A field is found by its folded name: `Bit_rate_mode` of an old report and `BitRate_Mode` of a raw one are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from postprod_xl.documents.media.records import (
    MediaFacts,
    MediaKind,
    MediaTimecode,
    PictureTrack,
    SoundTrack,
    Unread,
)

TOOL = "MediaInfo"
_MXF = "MXF"
_COUNTED = ("Wave", "MPEG-4")
"""Containers whose sound MediaInfo measures in bytes; of others it deduces them from the duration."""
_NTSC = {
    (nominal, decimals): Fraction(nominal * 1000, 1001)
    for nominal in (24, 30, 48, 60, 72, 96, 120)
    for decimals in (2, 3)
}
"""The rates over 1.001 (SMPTE ST 12-1 and ST 12-3), which no decimal says exactly, by the decimals that print them."""
_WORDS = {
    "timecodeoffirstframe": "timecodefirstframe",
    "timecodesource": "timecodesource",
    "channels": "channels",
    "channelcount": "channels",
    "samplescount": "samplingcount",
    "colorprimaries": "colourprimaries",
    "colorrange": "colourrange",
    "colordescriptionpresent": "colourdescriptionpresent",
    "commercialname": "formatcommercialifany",
    "writingapplication": "encodedapplication",
    "encodedapplicationstring": "encodedapplication",
    "codecsettingsgop": "formatsettingsgop",
}
"""Where the words of a report made for a reader differ from the names of the fields."""
_FIELD_ORDERS = {"topfieldfirst": "TFF", "tff": "TFF", "bottomfieldfirst": "BFF", "bff": "BFF"}
_UNITS = {"": 1, "b/s": 1, "bps": 1, "kb/s": 10**3, "kbps": 10**3, "mb/s": 10**6, "mbps": 10**6,
          "gb/s": 10**9, "gbps": 10**9, "hz": 1, "khz": 10**3}  # fmt: skip
_QUANTITY = re.compile(r"([0-9][0-9 \u00a0\u202f]{0,23}(?:\.[0-9]{1,9})?)\s*([a-zA-Z/]*)(?:\s.*)?")
_WHOLE = re.compile(r"[0-9]{1,18}")
_RATIO = re.compile(r"\(([0-9]{1,9})/([0-9]{1,9})\)")
_SECONDS = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,9})?(?=\s|$)")
_SPANS = re.compile(r"(?<![0-9])([0-9]{1,9})\s*(ms|mn|min|h|s)(?![a-z])")
_SPAN_SECONDS = {
    "h": Fraction(3600),
    "mn": Fraction(60),
    "min": Fraction(60),
    "s": Fraction(1),
    "ms": Fraction(1, 1000),
}
_DROP_FRAME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}[;.,][0-9]{2,3}")


def folded_name(name: str) -> str:
    """The name of a field, without what changes from one version to the next.

    >>> folded_name("Bit_rate_mode"), folded_name("BitRate_Mode"), folded_name("Channel_s_")
    ('bitratemode', 'bitratemode', 'channels')
    """
    letters = "".join(letter for letter in name.casefold() if letter.isalnum())
    return _WORDS.get(letters, letters)


@dataclass(frozen=True)
class ReportTrack:
    """A track of a report: its kind (`General`, `Video`, `Audio`, `Text`, `Image`, `Other`…) and its fields.

    Parameters
    ----------
    kind
        As written, lower case.
    fields
        By folded name; of a field said several ways, the first, which is the raw one.
    """

    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        return self.fields.get(name) or None

    def whole(self, name: str) -> int | None:
        """A whole number, its unit applied: `1 920 pixels`, `50.0 Mb/s`, `48.0 kHz`."""
        found = _QUANTITY.fullmatch(self.fields.get(name, ""))
        if found is None:
            return None
        unit = _UNITS.get(found[2].casefold(), 1)
        value = Decimal(re.sub(r"\s", "", found[1])) * unit
        return int(value) if value == value.to_integral_value() else None

    def flag(self, name: str, yes: str, no: str) -> bool | None:
        """Whether a word of two is written there."""
        word = self.fields.get(name, "").casefold()
        return True if word in yes.split() else False if word in no.split() else None


def facts_of(tracks: Sequence[ReportTrack], version: str | None, file: str) -> MediaFacts | Unread:
    """What the tracks of one file say, or why it is no media."""
    general = next((track for track in tracks if track.kind == "general"), ReportTrack("general"))
    pictures = [track for track in tracks if track.kind == "video"]
    stills = [track for track in tracks if track.kind == "image"]
    sound = [track for track in tracks if track.kind == "audio"]
    texts = [track for track in tracks if track.kind == "text"]
    if not (pictures or stills or sound or texts):
        return Unread(file, _why_no_track(general))
    facts = MediaFacts(
        file=file,
        reader=TOOL,
        reader_version=version,
        kind=_kind_of(len(pictures), len(sound), len(stills)),
        container=general.text("format"),
        operational_pattern=_pattern_of(general),
        labels=_labels_of(tracks),
        bit_rate=general.whole("overallbitrate"),
        size_bytes=_size_of(general),
        duration_s=seconds(general.fields.get("duration", "")),
        picture=next((_picture_of(track) for track in (*pictures, *stills)), None),
        picture_tracks=len(pictures) + len(stills),
        sound=tuple(_sound_of(track, general.text("format")) for track in sound),
        texts=tuple(track.text("format") or "" for track in texts),
        timecodes=_timecodes_of(tracks),
        application=_application_of(general),
        is_truncated=general.flag("istruncated", "yes", "no"),
    )
    return without_durations(facts) if facts.is_truncated else facts


def without_durations(facts: MediaFacts) -> MediaFacts:
    """The facts of a file cut short: its header announces durations that it no longer holds."""
    picture = facts.picture and replace(facts.picture, frames=None, duration_s=None)
    sound = tuple(replace(track, samples=None, edit_units=None, duration_s=None) for track in facts.sound)
    return replace(facts, picture=picture, sound=sound, bit_rate=None, duration_s=None)


def exact_rate(text: str, numerator: str = "", denominator: str = "") -> Fraction | None:
    """Frames a second: the exact ratio when it is written, else the only rate that prints so with three decimals.

    No two rates of use print alike: 23.976 is 24000/1001, 25.000 is 25.

    >>> exact_rate("23.976"), exact_rate("29.970 (30000/1001) FPS"), exact_rate("25.000"), exact_rate("15.625")
    (Fraction(24000, 1001), Fraction(30000, 1001), Fraction(25, 1), Fraction(125, 8))
    """
    ratio = _RATIO.search(f"({numerator}/{denominator})") or _RATIO.search(text)
    if ratio is not None and int(ratio[1]) and int(ratio[2]):
        return Fraction(int(ratio[1]), int(ratio[2]))
    found = _SECONDS.match(text)
    if found is None:
        return None
    printed = Decimal(found[0])
    for (_, decimals), rate in _NTSC.items():
        if _as_printed(rate, decimals) == printed:
            return rate
    return Fraction(printed) or None


def _as_printed(rate: Fraction, decimals: int) -> Decimal:
    exact = Decimal(rate.numerator) / Decimal(rate.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def seconds(text: str) -> Fraction | None:
    """How long, in seconds: `0.501`, `1 s 640 ms`, `52mn 3s`; None where the seconds are left out (`1 h 30 min`).

    >>> seconds("0.501"), seconds("52 min 3 s"), seconds("1 h 30 min"), seconds("400 ms")
    (Fraction(501, 1000), Fraction(3123, 1), None, Fraction(2, 5))
    """
    if _SECONDS.fullmatch(text):
        return Fraction(text)
    spans = _SPANS.findall(text)
    if not spans or not any(unit in ("s", "ms") for _, unit in spans):
        return None
    return sum((int(count) * _SPAN_SECONDS[unit] for count, unit in spans), Fraction(0))


def _why_no_track(general: ReportTrack) -> str:
    container = general.text("format")
    if container is None:
        return "aucun format reconnu : pas un média, ou un format propre à une caméra"
    if general.flag("istruncated", "yes", "no"):
        return f"fichier {container} incomplet : aucune piste lisible, demandez-en une autre copie"
    return f"aucune piste image, son ou texte dans ce fichier {container}"


def _kind_of(pictures: int, sound: int, stills: int) -> MediaKind:
    if pictures:
        return MediaKind.PICTURE_AND_SOUND if sound else MediaKind.PICTURE
    if sound:
        return MediaKind.SOUND
    return MediaKind.STILL if stills else MediaKind.TEXT


def _pattern_of(general: ReportTrack) -> str | None:
    """The operational pattern of an MXF (SMPTE ST 378), which MediaInfo gives as the profile of the container."""
    return general.text("formatprofile") if general.text("format") == _MXF else None


def _labels_of(tracks: Sequence[ReportTrack]) -> tuple[str, ...]:
    """The descriptive schemes of AMWA written in the file: MediaInfo shows each as a track of its own."""
    found = (track.text("format") or "" for track in tracks if track.kind == "other")
    return tuple(dict.fromkeys(label for label in found if label.startswith(("AS-10", "AS-11"))))


def _size_of(general: ReportTrack) -> int | None:
    size = general.text("filesize") or ""
    return int(size) if _WHOLE.fullmatch(size) else None


def _application_of(general: ReportTrack) -> str | None:
    names = ("encodedapplicationcompanyname", "encodedapplicationname", "encodedapplicationversion")
    parts = [part for name in names if (part := general.text(name))]
    return general.text("encodedapplication") or " ".join(parts) or None


def _picture_of(track: ReportTrack) -> PictureTrack:
    fields = track.fields
    return PictureTrack(
        codec=track.text("format"),
        profile=_profile_of(track),
        commercial_name=_commercial_name(track),
        codec_id=track.text("codecid"),
        bit_rate=track.whole("bitrate"),
        is_constant_bit_rate=track.flag("bitratemode", "cbr constant", "vbr variable"),
        rate=exact_rate(
            fields.get("framerate", ""), fields.get("frameratenum", ""), fields.get("framerateden", "")
        ),
        is_constant_rate=track.flag("frameratemode", "cfr constant", "vfr variable"),
        scan=track.text("scantype"),
        field_order=_FIELD_ORDERS.get(folded_name(fields.get("scanorder", ""))),
        width=track.whole("width"),
        height=track.whole("height"),
        display_aspect=track.text("displayaspectratio"),
        pixel_aspect=track.text("pixelaspectratio"),
        chroma=track.text("chromasubsampling"),
        colour_space=track.text("colorspace"),
        bits=track.whole("bitdepth"),
        primaries=track.text("colourprimaries"),
        transfer=track.text("transfercharacteristics"),
        matrix=track.text("matrixcoefficients"),
        colour_range=track.text("colourrange"),
        hdr=track.text("hdrformat"),
        gop=track.text("formatsettingsgop"),
        frames=track.whole("framecount"),
        duration_s=seconds(fields.get("duration", "")),
    )


def _profile_of(track: ReportTrack) -> str | None:
    """Profile and level as one word: a raw report parts what a report in words joins with `@`."""
    profile, level = track.text("formatprofile"), track.text("formatlevel")
    if not profile or not level or "@" in profile:
        return profile
    return f"{profile}@L{level}" if level[0].isdigit() else f"{profile}@{level}"


def _commercial_name(track: ReportTrack) -> str | None:
    """None where a full report repeats the name of the format."""
    name = track.text("formatcommercialifany") or track.text("formatcommercial")
    return None if name == track.text("format") else name


def _sound_of(track: ReportTrack, container: str | None) -> SoundTrack:
    edit_rate = exact_rate(track.fields.get("framerate", "")) if container == _MXF else None
    return SoundTrack(
        codec=track.text("format"),
        bit_rate=track.whole("bitrate"),
        rate_hz=track.whole("samplingrate"),
        bits=track.whole("bitdepth"),
        channels=track.whole("channels"),
        layout=track.text("channellayout") or track.text("channelpositions"),
        samples=_samples_of(track) if container in _COUNTED else None,
        edit_units=track.whole("framecount") if edit_rate else None,
        edit_rate=edit_rate,
        duration_s=seconds(track.fields.get("duration", "")),
        language=track.text("language"),
        title=track.text("title"),
    )


def _samples_of(track: ReportTrack) -> int | None:
    """The bytes of uncompressed sound by the bytes of a sample: what MediaInfo counts comes from milliseconds."""
    size, bits, channels = track.text("streamsize") or "", track.whole("bitdepth"), track.whole("channels")
    if track.text("format") != "PCM" or not _WHOLE.fullmatch(size) or not bits or not channels or bits % 8:
        return None
    samples, rest = divmod(int(size), bits // 8 * channels)
    return None if rest else samples


def _timecodes_of(tracks: Sequence[ReportTrack]) -> tuple[MediaTimecode, ...]:
    """The tracks of timecode first, then what the picture carries: the first is what a player shows."""
    ranked = sorted(tracks, key=lambda track: track.kind != "other")
    return tuple(
        MediaTimecode(text, _drops_frames(track, text), _origin_of(track))
        for track in ranked
        if (text := track.text("timecodefirstframe"))
    )


def _drops_frames(track: ReportTrack, text: str) -> bool | None:
    """As the file says it, else by its writing: a semicolon before the frames is drop-frame (SMPTE ST 12-1)."""
    said = track.flag("timecodedropframe", "yes", "no")
    if said is not None:
        return said
    return True if _DROP_FRAME.fullmatch(text) else None


def _origin_of(track: ReportTrack) -> str:
    names = ("timecodesettings", "timecodesource", "format")
    return next((found for name in names if (found := track.text(name))), "")
