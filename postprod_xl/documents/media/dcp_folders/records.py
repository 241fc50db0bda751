"""What a DCP folder holds, as its lists say it and as its files are.

A fact that the lists leave out is None or empty, never deduced. Durations are in frames at their own edit rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class DcpStandard(StrEnum):
    """The family of a list, by its namespace: Interop (digicine.com, 2004) or SMPTE ST 429."""

    INTEROP = "Interop"
    SMPTE = "SMPTE"


class TrackKind(StrEnum):
    """What a track of a reel is."""

    PICTURE = "Image"
    STEREOSCOPIC = "Image en relief"
    SOUND = "Son"
    SUBTITLE = "Sous-titres"
    CAPTION = "Sous-titres incrustés"
    CLOSED_CAPTION = "Sous-titres fermés"
    AUXILIARY = "Données auxiliaires"


@dataclass(frozen=True)
class DcpAsset:
    """A file that the lists name.

    Parameters
    ----------
    id
        Its UUID, lower case, without `urn:uuid:`.
    path
        As ASSETMAP writes it; empty when ASSETMAP leaves it out (a version file refers to its original).
    type
        As the packing list writes it: `application/mxf`, `text/xml`, `text/xml;asdcpKind=CPL`.
    declared_bytes, declared_hash
        Size and hash of the packing list; the hash is a SHA-1 in base 64 (SMPTE ST 429-8, 6.3).
    found_bytes
        The size of the file in the folder; None when it is not there.
    """

    id: str
    path: str = ""
    type: str = ""
    declared_bytes: int | None = None
    declared_hash: str = ""
    found_bytes: int | None = None

    @property
    def is_here(self) -> bool:
        return self.found_bytes is not None

    @property
    def size_agrees(self) -> bool | None:
        """Whether the file has the size declared; None when one of them is not known."""
        if self.declared_bytes is None or self.found_bytes is None:
            return None
        return self.declared_bytes == self.found_bytes


@dataclass(frozen=True)
class DcpTrack:
    """A track of a reel.

    Parameters
    ----------
    kind
        Picture, sound, subtitles…
    asset_id
        The file it plays.
    edit_rate
        Edit units a second, exact.
    entry_point, duration, intrinsic_duration
        In edit units; None when not written. `played` is what a player plays.
    key_id
        The key it is encrypted with; empty for a track in the clear.
    language
        As written.
    aspect
        `ScreenAspectRatio` as written: « 1.85 », « 1998 1080 ».
    is_here
        Whether its file stands in this folder.
    """

    kind: TrackKind
    asset_id: str
    edit_rate: Fraction | None = None
    entry_point: int | None = None
    duration: int | None = None
    intrinsic_duration: int | None = None
    key_id: str = ""
    language: str = ""
    aspect: str = ""
    is_here: bool = False

    @property
    def played(self) -> int | None:
        """The edit units played: `Duration`, else what follows the entry point (SMPTE ST 429-7, 8.1)."""
        if self.duration is not None:
            return self.duration
        return None if self.intrinsic_duration is None else self.intrinsic_duration - (self.entry_point or 0)


@dataclass(frozen=True)
class DcpMarker:
    """A marker of a reel: its label (`FFEC`, `FFMC`…) and its offset, in edit units of the reel."""

    label: str
    offset: int | None


@dataclass(frozen=True)
class DcpReel:
    """A reel: its tracks in the order written, and its markers."""

    id: str
    tracks: tuple[DcpTrack, ...] = ()
    markers: tuple[DcpMarker, ...] = ()

    def of(self, *kinds: TrackKind) -> tuple[DcpTrack, ...]:
        return tuple(track for track in self.tracks if track.kind in kinds)

    @property
    def picture(self) -> DcpTrack | None:
        return next(iter(self.of(TrackKind.PICTURE, TrackKind.STEREOSCOPIC)), None)

    @property
    def timing(self) -> DcpTrack | None:
        """The track that gives the reel its length: its picture, else its first track."""
        return self.picture or next(iter(self.tracks), None)

    @property
    def duration_s(self) -> Fraction | None:
        """Its length in seconds, exact; None where the list does not say it."""
        track = self.timing
        if track is None or track.played is None or not track.edit_rate:
            return None
        return track.played / track.edit_rate


@dataclass(frozen=True)
class DcpComposition:
    """A composition (CPL): a programme that a server can play.

    Parameters
    ----------
    file, id
        Its file in the folder, its UUID.
    standard
        By its namespace; None for an unknown one.
    title, annotation, kind, issued
        `ContentTitleText`, `AnnotationText`, `ContentKind` (`feature`, `trailer`…), `IssueDate`, as written.
    reels
        In playing order.
    is_signed
        It holds both a signer and a signature; whether the signature is right is for `dcp_checks`.
    stored_raster, active_raster
        Width and height of the metadata of SMPTE ST 429-16; None where absent, as always in Interop.
    sound_layout, sound_rate
        `MainSoundConfiguration` and `MainSoundSampleRate`, as written.
    sound_language, subtitle_languages
        `MainSoundLanguage` of the metadata, `MainSubtitleLanguageList`, as written.
    """

    file: str
    id: str
    standard: DcpStandard | None
    title: str
    annotation: str = ""
    kind: str = ""
    issued: str = ""
    reels: tuple[DcpReel, ...] = ()
    is_signed: bool = False
    stored_raster: tuple[int, int] | None = None
    active_raster: tuple[int, int] | None = None
    sound_layout: str = ""
    sound_rate: str = ""
    sound_language: str = ""
    subtitle_languages: tuple[str, ...] = ()

    @property
    def tracks(self) -> tuple[DcpTrack, ...]:
        return tuple(track for reel in self.reels for track in reel.tracks)

    @property
    def is_encrypted(self) -> bool:
        """Whether a track needs a key, and the show a KDM."""
        return any(track.key_id for track in self.tracks)

    @property
    def is_version_file(self) -> bool:
        """Whether it plays files of another folder: a version file (VF), which needs its original (OV)."""
        return any(not track.is_here for track in self.tracks)

    @property
    def edit_rate(self) -> Fraction | None:
        """The rate of its pictures; None where its reels disagree or do not say it."""
        rates = {reel.timing.edit_rate for reel in self.reels if reel.timing}
        return rates.pop() if len(rates) == 1 else None

    @property
    def duration_s(self) -> Fraction | None:
        """The sum of its reels, exact; None where one is not known."""
        known = [reel.duration_s for reel in self.reels]
        return (
            sum((length for length in known if length is not None), Fraction(0))
            if None not in known
            else None
        )

    @property
    def markers(self) -> tuple[str, ...]:
        """The labels of its markers, in playing order."""
        return tuple(marker.label for reel in self.reels for marker in reel.markers)

    @property
    def aspects(self) -> tuple[str, ...]:
        """The aspect ratios of its pictures as written, each once."""
        return tuple(dict.fromkeys(track.aspect for track in self.tracks if track.aspect))

    def languages(self, *kinds: TrackKind) -> tuple[str, ...]:
        """The languages of its tracks of some kinds as written, each once."""
        found = (track.language for reel in self.reels for track in reel.of(*kinds))
        return tuple(dict.fromkeys(language for language in found if language))


@dataclass(frozen=True)
class DcpPackingList:
    """A packing list (PKL): its file, its UUID, what its annotation says, whether it is signed."""

    file: str
    id: str
    standard: DcpStandard | None
    annotation: str = ""
    is_signed: bool = False


@dataclass(frozen=True)
class DcpFacts:
    """A DCP folder.

    Parameters
    ----------
    folder
        Its name.
    standard
        That of ASSETMAP.
    compositions, packing_lists, assets
        What it holds; the assets are those of ASSETMAP and of the packing lists, each once.
    missing
        The paths that ASSETMAP names and that are not in the folder.
    unlisted
        The files of the folder that no list names, ASSETMAP and VOLINDEX apart.
    size_bytes
        Of all its files.
    remarks
        What was read otherwise than written, or not read: one French line each.
    """

    folder: str
    standard: DcpStandard | None
    compositions: tuple[DcpComposition, ...] = ()
    packing_lists: tuple[DcpPackingList, ...] = ()
    assets: tuple[DcpAsset, ...] = ()
    missing: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    size_bytes: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def wrong_sizes(self) -> tuple[DcpAsset, ...]:
        return tuple(asset for asset in self.assets if asset.size_agrees is False)

    @property
    def is_version_file(self) -> bool:
        """Whether one of its compositions needs another folder."""
        return any(composition.is_version_file for composition in self.compositions)


@dataclass(frozen=True)
class DcpHash:
    """A file whose hash was computed again.

    Parameters
    ----------
    path
        As ASSETMAP writes it.
    expected, found
        SHA-1 in base 64; `found` is None when the file could not be read to its end.
    """

    path: str
    expected: str
    found: str | None

    @property
    def is_right(self) -> bool:
        return self.found == self.expected


@dataclass(frozen=True)
class DcpEssence:
    """What an MXF file of a DCP says of itself.

    Parameters
    ----------
    file
        Its path in the folder.
    raster, rate
        Width and height stored, edit units a second; None where there is no picture.
    frames, largest_frame_bytes
        Frames of picture found in the file, and the largest; None for an encrypted track, whose frames carry more
        than the picture, for a picture in relief, and for sound.
    channels, sound_rate_hz, sound_bits
        Of a file of sound.
    is_encrypted
        Its frames are encrypted (SMPTE ST 429-6).
    is_stereoscopic
        It holds two frames for each edit unit (SMPTE ST 429-10).
    is_truncated
        It ends in the middle of a packet.
    """

    file: str
    raster: tuple[int, int] | None = None
    rate: Fraction | None = None
    frames: int | None = None
    largest_frame_bytes: int | None = None
    channels: int | None = None
    sound_rate_hz: int | None = None
    sound_bits: int | None = None
    is_encrypted: bool = False
    is_stereoscopic: bool = False
    is_truncated: bool = False

    @property
    def peak_bits_per_second(self) -> Fraction | None:
        """The rate of its largest frame: DCI bounds each frame, not the mean of the file."""
        if self.largest_frame_bytes is None or not self.rate:
            return None
        return self.largest_frame_bytes * 8 * self.rate


@dataclass(frozen=True)
class DcpFinding:
    """What a check of `clairmeta` says.

    Parameters
    ----------
    check
        The name of the check there: `check_cpl_contenttitle_annotationtext_match`.
    severity
        « Erreur », « Avertissement » or « Information », as the checker grades it.
    where
        The file or the list it speaks of; empty for the whole folder.
    message
        One French line, with the tool's own words where it gives some.
    """

    check: str
    severity: str
    where: str
    message: str
