"""What a reader found in a file of media: each fact as written there, None where the reader does not say it.

Nothing here is deduced: a codec, a scan or a colour keeps the words of the tool, which
`domain/technique/spellings/` translates. Rates and durations are exact; levels are decimals as printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

_DOLBY_E = "Dolby E"


class MediaKind(StrEnum):
    """What a file holds."""

    PICTURE_AND_SOUND = "Image et son"
    PICTURE = "Image seule"
    SOUND = "Son seul"
    STILL = "Image fixe"
    TEXT = "Sous-titres seuls"


@dataclass(frozen=True)
class Unread:
    """A file that was not read, and why.

    Parameters
    ----------
    file
        Its name, without its folder.
    reason
        One French line.
    install
        The command that would make it readable; empty where nothing is missing.
    """

    file: str
    reason: str
    install: str = ""


@dataclass(frozen=True)
class Checksum:
    """A fingerprint: its algorithm, lower case (`md5`, `sha1`, `sha256`, `xxh64`…), and its digits, lower case."""

    algorithm: str
    digits: str


@dataclass(frozen=True)
class ExpectedChecksum:
    """A line of a file of checksums.

    Parameters
    ----------
    name
        The file it speaks of, as written: a relative path with `/`; empty in a sidecar that names none.
    checksum
        What is expected.
    size_bytes
        The size expected, where the list says it.
    """

    name: str
    checksum: Checksum
    size_bytes: int | None = None


@dataclass(frozen=True)
class MediaTimecode:
    """A first timecode written in the file.

    Parameters
    ----------
    text
        As written: `10:00:00:00`, `01:00:00;02`.
    is_drop_frame
        Whether the file says that it drops numbers.
    origin
        Where it stands: « Material Package », « Source Package », « Group of pictures header »…
    """

    text: str
    is_drop_frame: bool | None = None
    origin: str = ""


@dataclass(frozen=True)
class PictureTrack:
    """The first picture track of a file.

    Parameters
    ----------
    codec, profile, commercial_name, codec_id
        In the words of the tool: `MPEG Video`, `4:2:2@High`, `XDCAM HD422`, `0D01030102046001-…`.
    bit_rate, is_constant_bit_rate
        Bits a second.
    rate, is_constant_rate
        Frames a second, exact (24000/1001 for 23.976); the mean of a variable rate.
    scan, field_order
        `Progressive`, `Interlaced`, `MBAFF`; `TFF`, `BFF`.
    width, height, display_aspect, pixel_aspect
        Pixels and proportions, as the tool rounds them.
    chroma, colour_space, bits
        `4:2:2`, `YUV`, bits a component.
    primaries, transfer, matrix, colour_range, hdr
        `BT.709`, `HLG`, `BT.2020 non-constant`, `Limited`, `SMPTE ST 2086`…
    gop
        As the tool says it: `M=3, N=12`, `N=1`; None where it does not.
    frames, duration_s
        How long: exact frames, and seconds as printed.
    """

    codec: str | None = None
    profile: str | None = None
    commercial_name: str | None = None
    codec_id: str | None = None
    bit_rate: int | None = None
    is_constant_bit_rate: bool | None = None
    rate: Fraction | None = None
    is_constant_rate: bool | None = None
    scan: str | None = None
    field_order: str | None = None
    width: int | None = None
    height: int | None = None
    display_aspect: str | None = None
    pixel_aspect: str | None = None
    chroma: str | None = None
    colour_space: str | None = None
    bits: int | None = None
    primaries: str | None = None
    transfer: str | None = None
    matrix: str | None = None
    colour_range: str | None = None
    hdr: str | None = None
    gop: str | None = None
    frames: int | None = None
    duration_s: Fraction | None = None


@dataclass(frozen=True)
class SoundTrack:
    """A sound track, in the order of the file.

    Parameters
    ----------
    codec, bit_rate
        In the words of the tool (`PCM`, `AAC`, `Dolby E`); bits a second.
    rate_hz, bits, channels
        Samples a second, bits a sample, how many channels.
    layout
        As the tool says it: `L R`, `L R C LFE Ls Rs`.
    samples
        How many, only where they were counted: MediaInfo makes most of its counts out of milliseconds.
    edit_units, edit_rate
        How long, in the edit units of an MXF, which are those of its picture (SMPTE ST 377-1).
    duration_s
        Seconds as printed, to the millisecond.
    language, title
        As written in the file.
    """

    codec: str | None = None
    bit_rate: int | None = None
    rate_hz: int | None = None
    bits: int | None = None
    channels: int | None = None
    layout: str | None = None
    samples: int | None = None
    edit_units: int | None = None
    edit_rate: Fraction | None = None
    duration_s: Fraction | None = None
    language: str | None = None
    title: str | None = None

    @property
    def exact_duration_s(self) -> Fraction | None:
        """Its edit units, or its samples, at their rate; None where neither was counted."""
        if self.edit_units is not None and self.edit_rate:
            return self.edit_units / self.edit_rate
        if self.samples is not None and self.rate_hz:
            return Fraction(self.samples, self.rate_hz)
        return None


@dataclass(frozen=True)
class MediaFacts:
    """What one file of media is.

    Parameters
    ----------
    file
        Its name, without its folder; the name a report gives, when a report was read.
    reader, reader_version
        The tool that looked at the file: `MediaInfo`, `24.12`.
    kind
        What it holds.
    container, operational_pattern
        `MXF`, `MPEG-4`, `Wave`…; `OP-1a`, for an MXF.
    labels
        The wrapper labels written in the file itself: `AS-11 Core`… An MXF that follows AS-10 carries none that
        MediaInfo shows: its report says it, not the file.
    bit_rate, size_bytes, duration_s
        Of the whole file.
    picture
        Its first picture track; None where it has none.
    picture_tracks
        How many it has.
    sound
        Its sound tracks.
    texts
        The formats of its subtitle tracks.
    timecodes
        Every first timecode in it, in the order of the file.
    application
        What wrote it, as written.
    checksum
        The fingerprint of the file, where it was computed.
    is_truncated
        Whether the tool says that the file is cut short; None where it says nothing of it.
    report
        The name of the report it was read from; empty when the file itself was read.
    """

    file: str
    reader: str
    reader_version: str | None
    kind: MediaKind | None = None
    container: str | None = None
    operational_pattern: str | None = None
    labels: tuple[str, ...] = ()
    bit_rate: int | None = None
    size_bytes: int | None = None
    duration_s: Fraction | None = None
    picture: PictureTrack | None = None
    picture_tracks: int = 0
    sound: tuple[SoundTrack, ...] = ()
    texts: tuple[str, ...] = ()
    timecodes: tuple[MediaTimecode, ...] = ()
    application: str | None = None
    checksum: Checksum | None = None
    is_truncated: bool | None = None
    report: str = ""

    @property
    def first_timecode(self) -> MediaTimecode | None:
        """The one a player shows: the first of the file."""
        return self.timecodes[0] if self.timecodes else None

    @property
    def timecodes_agree(self) -> bool | None:
        """Whether every timecode in the file is the same; None where it has none."""
        return len({timecode.text for timecode in self.timecodes}) == 1 if self.timecodes else None

    @property
    def channels(self) -> int | None:
        """Channels of sound of all its tracks, None where one does not say how many.

        Nor with Dolby E, which MediaInfo decodes: it has more channels than the two of the file that carry it.
        """
        if any((track.codec or "").startswith(_DOLBY_E) for track in self.sound):
            return None
        known = [track.channels for track in self.sound if track.channels is not None]
        return sum(known) if len(known) == len(self.sound) else None

    @property
    def picture_s(self) -> Fraction | None:
        """How long the picture is, frames at their constant rate; None where one is not known."""
        track = self.picture
        if track is None or track.frames is None or not track.rate or track.is_constant_rate is False:
            return None
        return track.frames / track.rate

    @property
    def sound_s(self) -> tuple[Fraction | None, ...]:
        """How long each sound track is, exactly; None for one whose samples were not counted."""
        return tuple(track.exact_duration_s for track in self.sound)


@dataclass(frozen=True)
class LoudnessFacts:
    """The loudness of a programme, by EBU R 128 (ITU-R BS.1770).

    Parameters
    ----------
    file
        The file measured, as the log names it; empty where it does not.
    tool, tool_version
        What measured it.
    integrated_lufs, range_lu, true_peak_dbtp, sample_peak_dbfs
        As printed; None where the log leaves it out or nothing rose above the gate.
    short_term_max_lufs, momentary_max_lufs
        The highest over 3 s and over 400 ms, where the log shows them in time.
    channel_peaks_dbtp
        The true peak of each channel, None for a silent one; empty where the log does not part them.
    measured_s
        How long the sound measured is, to a tenth of a second, where the log shows it.
    is_silent
        Nothing rose above the absolute gate (−70 LUFS, BS.1770-4): there is no integrated loudness.
    stream
        Which sound was measured: `0` for the first track, `0+1` for two mono tracks joined; empty where not told.
    report
        The name of the log it was read from; empty when the file itself was measured.
    """

    file: str
    tool: str
    tool_version: str | None = None
    integrated_lufs: Decimal | None = None
    range_lu: Decimal | None = None
    true_peak_dbtp: Decimal | None = None
    sample_peak_dbfs: Decimal | None = None
    short_term_max_lufs: Decimal | None = None
    momentary_max_lufs: Decimal | None = None
    channel_peaks_dbtp: tuple[Decimal | None, ...] = ()
    measured_s: Decimal | None = None
    is_silent: bool = False
    stream: str = ""
    report: str = ""


@dataclass(frozen=True)
class ChecksumFound:
    """A file compared with the line that speaks of it.

    Parameters
    ----------
    file
        The file, as the list names it.
    expected
        What the list says.
    found
        The fingerprint computed, None where the file could not be read.
    """

    file: str
    expected: Checksum
    found: Checksum | None

    @property
    def is_right(self) -> bool:
        return self.found == self.expected
