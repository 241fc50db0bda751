"""Rules of how long a file is and where it starts: against what was sold, locked and declared (MES-22 to MES-27).

A file may start before its programme (corrections, 2): what stands before its declared first timecode is its head. What
stands after the programme cannot be told from it: a file that is too long is to be confirmed, one too short is not.
"""

from __future__ import annotations

from fractions import Fraction

from postprod_xl.domain.technique.facts.records import MeasuredFacts
from postprod_xl.domain.technique.rules.delivered import PADS, PROGRAMMES
from postprod_xl.domain.technique.rules.known_values import clock_text, limit, measured
from postprod_xl.domain.technique.rules.measured.files import (
    faults_of,
    files_of,
    has_files,
    pictures_of,
    said_of_faults,
)
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
    filled,
)
from postprod_xl.domain.technique.rules.sound.levels import short_programme
from postprod_xl.domain.technique.timing.rates import FrameRate, SpeedChange, is_multiple, same_rate
from postprod_xl.domain.technique.timing.timecode import Timecode
from postprod_xl.schema.media_faults import MediaFault
from postprod_xl.schema.technical_vocabulary import RateConversion
from postprod_xl.schema.vocabulary import Severity

_SECONDS_PER_MINUTE = 60
_SPEED = frozenset({RateConversion.SPEED_UP, RateConversion.SLOW_DOWN})
_TIME = frozenset({RateConversion.COMPENSATED, RateConversion.FRAME_DROP})


def picture_length(file: MeasuredFacts) -> Fraction | None:
    """Seconds of picture of a file: its frames at their rate, exact, else what the tool says."""
    if file.frames is not None and file.frame_rate is not None and file.is_constant is not False:
        return file.frame_rate.seconds(file.frames)
    return None if file.picture_seconds is None else Fraction(file.picture_seconds)


def programme_length(case: Case) -> tuple[Fraction, Fraction] | None:
    """How long the programme is in its only file of picture, and how long a frame is there, in seconds.

    None when no file says it, or when several say different things: reels and versions are not added up.
    """
    lengths = [(length, file) for file in pictures_of(case) if (length := picture_length(file)) is not None]
    rate = next((file.frame_rate for _, file in lengths if file.frame_rate), case.the_deliverable.frame_rate)
    if not lengths or rate is None:
        return None
    frame = rate.seconds(1)
    (first, file), *others = lengths
    if any(abs(length - first) > frame for length, _ in others):
        return None
    return first - _head(case.the_deliverable.first_timecode, file, first), frame


def _head(start: Timecode | None, file: MeasuredFacts, length: Fraction) -> Fraction:
    """Seconds of a file before its programme; none where one of both timecodes is not known or they disagree."""
    first = file.first_timecode
    if start is None or first is None or start.base != first.base:
        return Fraction(0)
    head = start.base.rate.seconds(start.frame - first.frame)
    return head if 0 <= head < length else Fraction(0)


def expected_length(case: Case, seconds: Fraction) -> Fraction | None:
    """What a length of the cut becomes in a deliverable whose rate is known; None where nobody said how it changes."""
    workflow, rate = case.project.workflow, filled(_delivered_rate(case))
    if workflow.timeline_rate is None:
        return None
    if same_rate(workflow.timeline_rate, rate) or is_multiple(workflow.timeline_rate, rate):
        return seconds
    if workflow.rate_conversion in _SPEED:
        return SpeedChange(workflow.timeline_rate, rate).duration(seconds)
    return seconds if workflow.rate_conversion in _TIME else None


def _delivered_rate(case: Case) -> FrameRate | None:
    rates = [file.frame_rate for file in pictures_of(case) if file.frame_rate is not None]
    return rates[0] if rates else case.the_deliverable.frame_rate


def _not_as_sold(case: Case) -> Raised | None:
    minutes, found = case.project.length_minutes, programme_length(case)
    if not minutes or found is None:
        return None
    expected = expected_length(case, Fraction(minutes * _SECONDS_PER_MINUTE))
    tolerance = Fraction(limit("technique_measured.sold_seconds", case.day))
    if expected is None or abs(found[0] - expected) <= tolerance:
        return None
    sold = f"{minutes} min vendues"
    said = f"programme de {clock_text(found[0])} mesuré, {sold}"
    if expected != minutes * _SECONDS_PER_MINUTE:
        said += f", soit {clock_text(expected)} à la cadence du livrable"
    return Raised(
        f"{case.object_code} : {said}.", clock_text(found[0]), f"{clock_text(expected)} à une minute près"
    )


def _beyond_lock(case: Case) -> Fraction | None:
    """Frames of a programme beyond the locked cut, negative when it is shorter; None when it cannot be told."""
    workflow, found = case.project.workflow, programme_length(case)
    if workflow.locked_duration is None or workflow.timeline_rate is None or found is None:
        return None
    expected = expected_length(case, workflow.timeline_rate.seconds(workflow.locked_duration))
    return None if expected is None else (found[0] - expected) / found[1]


def _shorter_than_lock(case: Case) -> Raised | None:
    beyond, tolerance = _beyond_lock(case), limit("technique_measured.duration_frames", case.day)
    if beyond is None or beyond >= -Fraction(tolerance):
        return None
    return _unlike_lock(case, -beyond, "de moins")


def _longer_than_lock(case: Case) -> Raised | None:
    beyond, tolerance = _beyond_lock(case), limit("technique_measured.duration_frames", case.day)
    if beyond is None or beyond <= Fraction(tolerance):
        return None
    return _unlike_lock(case, beyond, "de plus")


def _unlike_lock(case: Case, frames: Fraction, words: str) -> Raised:
    count = round(frames)
    found = f"{count} image{'s' if count > 1 else ''} {words}"
    locked = case.project.workflow.row.locked_duration if case.project.workflow.row else ""
    said = f"le fichier compte {found} que le montage verrouillé ({locked})"
    return Raised(f"{case.object_code} : {said}.", found, f"{locked}, à une image près")


def _is_whole_programme(case: Case) -> bool:
    """The locked length of `Flux` is that of a single programme: no episode is compared with it."""
    return has_files(case) and case.the_deliverable.episode is None


def _unequal(case: Case) -> Raised | None:
    """Picture and sound of one file differ by more than a frame, or a reader found that those of a reel do."""
    tolerance = Fraction(limit("technique_measured.duration_frames", case.day))
    for file in pictures_of(case):
        picture, sound = picture_length(file), file.sound_seconds
        rate = file.frame_rate or case.the_deliverable.frame_rate
        if picture is None or sound is None or rate is None:
            continue
        gap = Fraction(sound) - picture
        if abs(gap) > tolerance * rate.seconds(1):
            frames = round(abs(gap) / rate.seconds(1))
            found = f"son plus {'long' if gap > 0 else 'court'} de {frames} image{'s' if frames > 1 else ''}"
            said = f"« {file.file} » : {found} que l'image"
            return Raised(f"{case.object_code}, {said}.", found, _EQUAL)
    return said_of_faults(case, tuple(faults_of(files_of(case), (MediaFault.UNEQUAL_LENGTHS,))), _EQUAL)


_EQUAL = "image et son de même durée"


def _starts_wrongly(case: Case) -> Raised | None:
    """The programme's declared first frame is not in the file: it starts later, or ends before."""
    start = case.the_deliverable.first_timecode
    for file in pictures_of(case):
        first, length = file.first_timecode, picture_length(file)
        if start is None or first is None or start.base != first.base:
            continue
        head = start.base.rate.seconds(start.frame - first.frame)
        if head < 0 or (length is not None and head >= length):
            said = f"« {file.file} » commence à {first.text} : le programme ne peut pas y commencer à {start.text}"
            return Raised(
                f"{case.object_code}, {said}.", first.text, f"{start.text}, ou plus tôt avec une amorce"
            )
    return None


def _is_short(case: Case) -> bool:
    """A programme under two minutes: by its file, else by what was sold; adverts have their own bounds."""
    most = Fraction(limit("technique_sound.short_programme_seconds", case.day))
    found = programme_length(case)
    if found is not None:
        return found[0] < most
    minutes = case.project.length_minutes
    return has_files(case) and minutes is not None and 0 < minutes * _SECONDS_PER_MINUTE < most


LENGTHS = (
    TechnicalRule(
        id="MES-22",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Le programme mesuré dure les minutes vendues.",
        reads=(),
        condition=_not_as_sold,
        fix="Vérifier la version livrée, ou faire un avenant si la durée a changé.",
        sources=("K",),
        advice=Advice.PICTURE,
        only_for=PROGRAMMES,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-23",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Le programme mesuré n'est pas plus court que le montage verrouillé.",
        reads=(),
        reads_blank=("workflow.locked_duration", "workflow.timeline_rate"),
        condition=_shorter_than_lock,
        fix="Retrouver les images manquantes : refaire l'export, ou corriger la durée verrouillée.",
        sources=("TRI", "MESURE"),
        advice=Advice.PICTURE,
        only_for=PROGRAMMES,
        concerns=_is_whole_programme,
    ),
    TechnicalRule(
        id="MES-24",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.K,
        title="Le programme mesuré n'est pas plus long que le montage verrouillé, sa tête mise à part.",
        reads=(),
        reads_blank=("workflow.locked_duration", "workflow.timeline_rate"),
        condition=_longer_than_lock,
        fix="Vérifier ce que le fichier porte en plus : amorce, noir de fin, ou montage plus récent.",
        sources=("K",),
        advice=Advice.PICTURE,
        only_for=PROGRAMMES,
        concerns=_is_whole_programme,
    ),
    TechnicalRule(
        id="MES-25",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="L'image et le son d'un fichier ont la même durée.",
        reads=(),
        condition=_unequal,
        fix="Vérifier la synchro en fin de programme et refaire le couchage.",
        sources=("LIBDCP", "MESURE"),
        advice=Advice.SOUND,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-26",
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Le fichier contient la première image déclarée du programme.",
        reads=(),
        reads_blank=("deliverable.first_timecode",),
        condition=_starts_wrongly,
        fix="Recaler le timecode du fichier, ou corriger celui du programme.",
        sources=("RT040B", "MESURE"),
        advice=Advice.LABORATORY,
        only_for=PADS,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-27",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="L'intensité à court terme d'un programme de moins de deux minutes ne dépasse pas −18 LUFS.",
        reads=(),
        condition=short_programme(measured),
        fix="Faire reprendre la dynamique par le mixeur, ou faire mesurer l'intensité momentanée (−15 LUFS au plus).",
        sources=("R128S1",),
        advice=Advice.SOUND,
        only_for=PADS,
        concerns=_is_short,
    ),
)
"""Every rule of lengths and starts, in id order."""
