"""What readers found wrong in a file, in the words of `Medias[Défauts]` that rules read back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from postprod_xl.documents.media.dcp_folders.records import (
    DcpComposition,
    DcpFacts,
    DcpFinding,
    DcpHash,
    DcpReel,
    TrackKind,
)
from postprod_xl.documents.media.edit_lists.records import EditListFacts, SpeedEffect
from postprod_xl.documents.media.records import ChecksumFound, MediaFacts
from postprod_xl.domain.wording import decimal_text, listed
from postprod_xl.parameters import in_force, rate
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.media_faults import MediaFault, fault_text

_FEATURE = "feature"
_NO_BREAK = "\u00a0"
_PERCENT = 100
_TOLD_HERE = ("check_dcp_signed", "check_cpl_reel_duration", "check_assets_pkl_hash")
"""The checks of clairmeta, by the start of their names, on what is read here from the lists themselves."""
_NOT_TOLD_HERE = ("check_cpl_reel_duration_picture_aux", "check_cpl_reel_duration_picture_subtitles")
_NAMING = "check_dcnc"
_LIGHT = "Information"


def media_faults(facts: MediaFacts) -> Iterator[str]:
    """What a file of media says wrong of itself."""
    if facts.is_truncated:
        yield fault_text(MediaFault.TRUNCATED)
    if facts.timecodes_agree is False:
        yield fault_text(
            MediaFault.TIMECODES, listed(list(dict.fromkeys(code.text for code in facts.timecodes)))
        )


def checksum_faults(compared: Iterable[ChecksumFound]) -> Iterator[str]:
    """What is wrong with the fingerprint of one file: that nothing goes with it, or that it is another.

    Parameters
    ----------
    compared
        The lines that speak of the file, with what was computed.
    """
    lines = list(compared)
    if not lines:
        yield fault_text(MediaFault.NO_CHECKSUM)
    for line in lines:
        if not line.is_right:
            found = line.found.digits if line.found else "non calculée"
            detail = f"{line.expected.algorithm} {line.expected.digits} attendue, {found} trouvée"
            yield fault_text(MediaFault.WRONG_CHECKSUM, detail)


def dcp_faults(
    facts: DcpFacts, hashes: Iterable[DcpHash], findings: Iterable[DcpFinding], day: date
) -> Iterator[str]:
    """What is wrong with a DCP: by its lists, then by the hashes computed again, then by clairmeta.

    Parameters
    ----------
    facts, hashes, findings
        What `read_dcp`, `check_hashes` and `check_dcp` gave.
    day
        The day on which the values of the trade are in force.
    """
    for path in facts.missing:
        yield fault_text(MediaFault.MISSING_ASSET, path)
    for composition in facts.compositions:
        yield from _composition_faults(facts, composition, day)
    for checked in hashes:
        if not checked.is_right:
            yield fault_text(MediaFault.WRONG_HASH, checked.path)
    yield from _checked_faults(findings)


def _checked_faults(findings: Iterable[DcpFinding]) -> Iterator[str]:
    for finding in findings:
        is_told = finding.check.startswith(_TOLD_HERE) and not finding.check.startswith(_NOT_TOLD_HERE)
        if finding.severity == _LIGHT or is_told:
            continue
        if finding.check.startswith(_NAMING):
            yield fault_text(MediaFault.FILE_NAME, finding.message)
        else:
            yield finding.message.replace(";", ",")


def _composition_faults(facts: DcpFacts, composition: DcpComposition, day: date) -> Iterator[str]:
    if _name(composition.title) != _name(facts.folder):
        yield fault_text(MediaFault.UNLIKE_TITLE, composition.title or "sans titre")
    if plain_letters(composition.kind) == _FEATURE:
        wanted = in_force("technique_measured.feature_markers", day).value
        if absent := [label for label in wanted if label not in composition.markers]:
            yield fault_text(MediaFault.NO_MARKER, listed(absent))
    signed = composition.is_signed and all(packing.is_signed for packing in facts.packing_lists)
    if composition.is_encrypted and not signed:
        yield fault_text(MediaFault.NOT_SIGNED, composition.file)
    for number, reel in enumerate(composition.reels, 1):
        yield from _reel_faults(reel, f"bobine {number}", day)


def _name(text: str) -> str:
    return "".join(letter for letter in plain_letters(text) if letter.isalnum())


def _reel_faults(reel: DcpReel, name: str, day: date) -> Iterator[str]:
    length = reel.duration_s
    if length is not None and length < Fraction(rate("technique_measured.reel_seconds", day)):
        yield fault_text(MediaFault.SHORT_REEL, name)
    lengths = {
        track.played / track.edit_rate
        for track in reel.of(TrackKind.PICTURE, TrackKind.STEREOSCOPIC, TrackKind.SOUND)
        if track.played is not None and track.edit_rate
    }
    if len(lengths) > 1:
        yield fault_text(MediaFault.UNEQUAL_LENGTHS, name)


def cut_faults(facts: EditListFacts) -> Iterator[str]:
    """What the conform must know of an edit list: speeds, shots without reel, lines not understood."""
    for effect in facts.speeds:
        yield fault_text(MediaFault.SPEED, f"{effect.source} {_speed(effect)}")
    for source in facts.without_reel:
        yield fault_text(MediaFault.NO_REEL, source.name)
    for line in facts.skipped:
        yield fault_text(MediaFault.NOT_UNDERSTOOD, f"{line.number}, {line.reason}")


def _speed(effect: SpeedEffect) -> str:
    if effect.speed is None:
        return "à une vitesse inconnue"
    if effect.speed == 0:
        return "figé"
    tenths = math.floor(abs(effect.speed) * _PERCENT * 10 + Fraction(1, 2))
    percent = decimal_text(Decimal(tenths) / 10)
    return f"à {percent}{_NO_BREAK}%{' à rebours' if effect.speed < 0 else ''}"
