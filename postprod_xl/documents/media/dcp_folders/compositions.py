"""Compositions (CPL) of either standard, read from their XML: SMPTE ST 429-7 and 429-16, Interop of 2004."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import TYPE_CHECKING

from postprod_xl.documents.media.dcp_folders.records import (
    DcpComposition,
    DcpMarker,
    DcpReel,
    DcpStandard,
    DcpTrack,
    TrackKind,
)
from postprod_xl.documents.media.untrusted import local_name, namespace, text_of, whole

if TYPE_CHECKING:
    from lxml import etree

_KINDS = {
    "MainPicture": TrackKind.PICTURE,
    "MainStereoscopicPicture": TrackKind.STEREOSCOPIC,
    "MainSound": TrackKind.SOUND,
    "MainSubtitle": TrackKind.SUBTITLE,
    "MainCaption": TrackKind.CAPTION,
    "ClosedSubtitle": TrackKind.CLOSED_CAPTION,
    "ClosedCaption": TrackKind.CLOSED_CAPTION,
    "MainClosedCaption": TrackKind.CLOSED_CAPTION,
    "AuxData": TrackKind.AUXILIARY,
}
_METADATA = "CompositionMetadataAsset"


def standard_of(root: etree._Element) -> DcpStandard | None:
    """The family of a list, by its namespace; None for another one."""
    space = namespace(root).casefold()
    if "digicine.com" in space:
        return DcpStandard.INTEROP
    return DcpStandard.SMPTE if "smpte-ra.org/schemas/429" in space else None


def uuid_of(text: str) -> str:
    """A UUID without its scheme, lower case."""
    return text.strip().casefold().removeprefix("urn:uuid:")


def is_signed(root: etree._Element) -> bool:
    """Whether a list holds a signer and a signature (SMPTE ST 429-7, 6.12 and 6.13)."""
    return root.find("{*}Signer") is not None and root.find("{*}Signature") is not None


def _count(text: str) -> int | None:
    """A count that is not negative; None for anything else."""
    number = whole(text)
    return number if number is not None and number >= 0 else None


def rate_of(text: str) -> Fraction | None:
    """An edit rate, « 24 1 » or « 24 »; None when it is not one."""
    numbers = [whole(part) for part in text.split()]
    known = [number for number in numbers if number is not None and number > 0]
    if len(numbers) not in (1, 2) or len(known) != len(numbers):
        return None
    return Fraction(*known)


def composition_of(root: etree._Element, file: str, here: Collection[str]) -> DcpComposition:
    """A composition.

    Parameters
    ----------
    root
        The `CompositionPlaylist`.
    file
        Its path in the folder.
    here
        The UUIDs whose files stand in the folder.
    """
    metadata = root.find(f"{{*}}ReelList/{{*}}Reel/{{*}}AssetList/{{*}}{_METADATA}")
    known = root if metadata is None else metadata
    languages = text_of(known, "MainSubtitleLanguageList")
    return DcpComposition(
        file=file,
        id=uuid_of(text_of(root, "Id")),
        standard=standard_of(root),
        title=text_of(root, "ContentTitleText"),
        annotation=text_of(root, "AnnotationText"),
        kind=text_of(root, "ContentKind"),
        issued=text_of(root, "IssueDate"),
        reels=tuple(_reel_of(reel, here) for reel in root.iterfind("{*}ReelList/{*}Reel")),
        is_signed=is_signed(root),
        stored_raster=_raster_of(known, "MainPictureStoredArea"),
        active_raster=_raster_of(known, "MainPictureActiveArea"),
        sound_layout=text_of(known, "MainSoundConfiguration"),
        sound_rate=text_of(known, "MainSoundSampleRate"),
        sound_language=text_of(known, "MainSoundLanguage"),
        subtitle_languages=tuple(languages.replace(",", " ").split()),
    )


def _reel_of(reel: etree._Element, here: Collection[str]) -> DcpReel:
    assets = [asset for listed in reel.iterfind("{*}AssetList") for asset in listed]
    tracks = [asset for asset in assets if local_name(asset) in _KINDS]
    markers = [
        DcpMarker(text_of(marker, "Label"), _count(text_of(marker, "Offset")))
        for asset in assets
        for marker in asset.iterfind("{*}MarkerList/{*}Marker")
    ]
    return DcpReel(
        uuid_of(text_of(reel, "Id")), tuple(_track_of(asset, here) for asset in tracks), tuple(markers)
    )


def _track_of(asset: etree._Element, here: Collection[str]) -> DcpTrack:
    asset_id = uuid_of(text_of(asset, "Id"))
    return DcpTrack(
        kind=_KINDS[local_name(asset)],
        asset_id=asset_id,
        edit_rate=rate_of(text_of(asset, "EditRate")),
        entry_point=_count(text_of(asset, "EntryPoint")),
        duration=_count(text_of(asset, "Duration")),
        intrinsic_duration=_count(text_of(asset, "IntrinsicDuration")),
        key_id=uuid_of(text_of(asset, "KeyId")),
        language=text_of(asset, "Language"),
        aspect=text_of(asset, "ScreenAspectRatio"),
        is_here=asset_id in here,
    )


def _raster_of(metadata: etree._Element, name: str) -> tuple[int, int] | None:
    width, height = (_count(text_of(metadata, f"{name}/{side}")) for side in ("Width", "Height"))
    return None if width is None or height is None else (width, height)
