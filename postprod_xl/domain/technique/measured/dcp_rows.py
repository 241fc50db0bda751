"""The cells of `Medias` that a DCP folder fills: one row, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from postprod_xl.documents.media.dcp_folders.records import DcpComposition, DcpEssence, DcpFacts
from postprod_xl.domain.technique.measured.figures import MEGA, number, only, rate_name, whole
from postprod_xl.domain.technique.measured.inspected import DcpReading
from postprod_xl.domain.technique.spellings.codecs import Codec
from postprod_xl.domain.technique.spellings.containers import Container
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.media_faults import MediaFault, fault_text
from postprod_xl.schema.technical_vocabulary import MediaNature
from postprod_xl.schema.units import folded

_FEATURE, _MARKERS = "feature", ("FFEC", "FFMC")
_SHORTEST_REEL_S = 1
"""Seconds: a reel that is shorter stops some servers (libdcp, `REEL_DURATION_TOO_SHORT`)."""
_ERROR = "Erreur"
_MOST_FINDINGS = 5


def dcp_cells(reading: DcpReading) -> dict[str, Any]:
    """What a package is, by its first composition and by its essences."""
    facts, essences = reading.facts, reading.essences
    composition = facts.compositions[0] if facts.compositions else None
    pictures = [essence for essence in essences if essence.raster]
    sounds = [essence for essence in essences if essence.channels]
    raster = only(essence.raster for essence in pictures) or (composition and composition.stored_raster)
    return {
        "nature": MediaNature.DCP,
        "reader": "postprod" if not reading.findings else "postprod, clairmeta",
        "container": str(Container.DCP),
        "standard": str(facts.standard) if facts.standard else "",
        "codec": str(Codec.JPEG2000) if pictures else "",
        "raster": f"{raster[0]}×{raster[1]}" if raster else "",
        "bit_rate_mbps": _peak(essences),
        "audio_hz": only(essence.sound_rate_hz for essence in sounds),
        "audio_bits": only(essence.sound_bits for essence in sounds),
        "audio_tracks": only(essence.channels for essence in sounds),
        "is_encrypted": _is_encrypted(facts, essences),
        **({} if composition is None else _length_cells(composition)),
    }


def dcp_faults(reading: DcpReading) -> Iterator[str]:
    """What is wrong in a package, its parts first."""
    facts = reading.facts
    yield from (
        fault_text(MediaFault.WRONG_HASH, found.path) for found in reading.hashes if not found.is_right
    )
    yield from (fault_text(MediaFault.MISSING_ASSET, path) for path in facts.missing)
    for asset in facts.wrong_sizes:
        is_short = (asset.found_bytes or 0) < (asset.declared_bytes or 0)
        sizes = f"{asset.path}, {asset.found_bytes} octets, {asset.declared_bytes} annoncés"
        yield fault_text(MediaFault.TRUNCATED, sizes) if is_short else f"Taille fausse : {sizes}"
    yield from (
        fault_text(MediaFault.TRUNCATED, essence.file) for essence in reading.essences if essence.is_truncated
    )
    for composition in facts.compositions:
        yield from _composition_faults(facts, composition)
    errors = [finding for finding in reading.findings if finding.severity == _ERROR]
    yield from (finding.message.replace(";", ",") for finding in errors[:_MOST_FINDINGS])


def _composition_faults(facts: DcpFacts, composition: DcpComposition) -> Iterator[str]:
    if composition.title and folded(composition.title) != folded(facts.folder):
        yield fault_text(MediaFault.UNLIKE_TITLE, f"{facts.folder} et {composition.title}")
    lacking = [label for label in _MARKERS if label not in composition.markers]
    if composition.kind.casefold() == _FEATURE and lacking:
        yield fault_text(MediaFault.NO_MARKER, ", ".join(lacking))
    for rank, reel in enumerate(composition.reels, 1):
        if reel.duration_s is not None and reel.duration_s < _SHORTEST_REEL_S:
            yield fault_text(MediaFault.SHORT_REEL, f"bobine {rank}")
    unsigned = [] if composition.is_signed else [composition.file]
    unsigned += [packing.file for packing in facts.packing_lists if not packing.is_signed]
    if composition.is_encrypted and unsigned:
        yield fault_text(MediaFault.NOT_SIGNED, first_names(unsigned))


def _length_cells(composition: DcpComposition) -> dict[str, Any]:
    rate, seconds = composition.edit_rate, composition.duration_s
    frames = None if rate is None or seconds is None else seconds * rate
    is_whole = frames is not None and frames.denominator == 1
    return {
        "frame_rate": rate_name(rate),
        "is_constant": True if rate else None,
        "frames": whole(int(frames)) if frames is not None and is_whole else None,
        "picture_seconds": number(seconds),
    }


def _peak(essences: tuple[DcpEssence, ...]) -> Any:
    """The rate of the largest frame, megabits a second: DCI bounds each frame."""
    peaks = [peak for essence in essences if (peak := essence.peak_bits_per_second) is not None]
    return number(Fraction(max(peaks)) / MEGA) if peaks else None


def _is_encrypted(facts: DcpFacts, essences: tuple[DcpEssence, ...]) -> bool | None:
    if not facts.compositions and not essences:
        return None
    of_lists = any(composition.is_encrypted for composition in facts.compositions)
    return of_lists or any(essence.is_encrypted for essence in essences)
