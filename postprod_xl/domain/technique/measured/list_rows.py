"""The rows of `Medias` that an edit list fills: its own, then one a source of picture that it uses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from postprod_xl.documents.media.edit_lists.records import CutSource, EditListFacts, SourceKind, SpeedEffect
from postprod_xl.domain.technique.measured.figures import number, rate_name, whole
from postprod_xl.domain.technique.measured.matching import Objects
from postprod_xl.domain.technique.rules.figures import share_text
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.media_faults import MediaFault, fault_text
from postprod_xl.schema.technical_vocabulary import MediaNature

_MOST_SPEEDS = 5


def list_cells(facts: EditListFacts) -> dict[str, Any]:
    """The list itself: its rate, its length, where it starts."""
    return {
        "nature": MediaNature.EDIT_LIST,
        "reader": f"postprod, {facts.format}",
        "frame_rate": rate_name(facts.rate),
        "frames": whole(facts.duration_frames),
        "picture_seconds": number(facts.duration_s),
        "first_timecode": facts.record_in,
    }


def source_rows(facts: EditListFacts, objects: Objects) -> Iterator[dict[str, Any]]:
    """One row a reel of picture, and one a source of the project that clips without reel name.

    Clips without reel that no source is named in have no row: the faults of the list tell them.
    """
    by_place: dict[tuple[str, str], list[CutSource]] = {}
    for source in facts.sources:
        if source.kind is SourceKind.PICTURE:
            found = objects.named_in(source.name, *source.clips).object
            place = (found, source.name if source.is_reel else "")
            by_place.setdefault(place, []).append(source)
    for (found, reel), sources in by_place.items():
        if found or reel:
            yield {"object": found, "reel": reel, **_share_cells(facts, sources)}


def list_faults(facts: EditListFacts) -> Iterator[str]:
    """What a list does not say, or says of itself."""
    if lacking := facts.without_reel:
        shares = [source.share for source in lacking]
        share = sum((one for one in shares if one is not None), Fraction(0))
        part = f", {share_text(_rounded(share))} du montage" if None not in shares else ""
        names = first_names([source.name for source in lacking])
        yield fault_text(MediaFault.NO_REEL, f"{counted(len(lacking), 'source')} ({names}){part}")
    for speed in facts.speeds[:_MOST_SPEEDS]:
        yield fault_text(MediaFault.SPEED, _speed_text(speed))
    if len(facts.speeds) > _MOST_SPEEDS:
        yield fault_text(MediaFault.SPEED, f"et {counted(len(facts.speeds) - _MOST_SPEEDS, 'autre')}")
    if facts.skipped:
        first = facts.skipped[0]
        told = f"{counted(len(facts.skipped), 'ligne')}, dont la {first.number} ({first.reason})"
        yield fault_text(MediaFault.NOT_UNDERSTOOD, told)


def _share_cells(facts: EditListFacts, sources: list[CutSource]) -> dict[str, Any]:
    shares = [source.share for source in sources]
    rates = {source.rate for source in sources}
    whole_share = sum((share for share in shares if share is not None), Fraction(0))
    return {
        "nature": MediaNature.EDIT_LIST,
        "reader": f"postprod, {facts.format}",
        "frame_rate": rate_name(rates.pop()) if len(rates) == 1 else "",
        "cut_share": None if None in shares else number(whole_share),
    }


def _speed_text(speed: SpeedEffect) -> str:
    if speed.speed is None:
        return f"{speed.source}, vitesse non dite"
    return f"{speed.source} à {share_text(_rounded(speed.speed))}" if speed.speed else f"{speed.source} figé"


def _rounded(share: Fraction) -> Any:
    """A share to the tenth of a percent."""
    return number(Fraction(round(share * 1000), 1000))
