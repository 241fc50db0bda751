"""Rules of what a file is against what its deliverable or its source is declared to be (MES-01 to MES-21).

Only what is known on both sides is compared. A general word does not contradict a precise one (ProRes, ProRes 422 HQ),
and a tool sees the container, never the norm that constrains it (corrections, 5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.technique.facts.records import MeasuredFacts
from postprod_xl.domain.technique.rules.figures import rate_text
from postprod_xl.domain.technique.rules.known_values import grouped, limit, with_unit
from postprod_xl.domain.technique.rules.measured.files import files_of, has_files, whole_files
from postprod_xl.domain.technique.rules.rule import (
    Advice,
    Case,
    Condition,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
)
from postprod_xl.domain.technique.spellings.codecs import codecs
from postprod_xl.domain.technique.spellings.colours import colour_spaces, gammas
from postprod_xl.domain.technique.spellings.containers import containers
from postprod_xl.domain.technique.spellings.sounds import audio_layouts, subtitle_formats
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.technical_vocabulary import ScanKind
from postprod_xl.schema.vocabulary import Severity

Agree = Callable[[Any, Any, date], bool]
Shown = Callable[[Any], str]
_FIX_DELIVERABLE = "Refaire le fichier, ou corriger la fiche du livrable si c'est elle qui se trompe."
_FIX_SOURCE = "Corriger la fiche de la source d'après ses fichiers, ou vérifier que ce sont les siens."


@dataclass(frozen=True)
class ComparedField:
    """A column that a person fills and that a file tells too.

    Parameters
    ----------
    name
        Its code name, the same in both tables.
    words
        How a finding names it, without article.
    shown
        How its values are written.
    agree
        Whether a declared and a measured value say the same on a day.
    files
        The files that tell it.
    """

    name: str
    words: str
    shown: Shown = str
    agree: Agree = lambda declared, measured, day: bool(declared == measured)
    files: Callable[[Case], tuple[MeasuredFacts, ...]] = whole_files

    def difference(self, case: Case) -> Raised | None:
        """Where the files are not what is declared; None where they are, or where one side says nothing."""
        declared = getattr(case.source or case.the_deliverable, self.name)
        if declared is None:
            return None
        measured: dict[str, str] = {}
        for file in self.files(case):
            value = getattr(file, self.name)
            if value is not None and not self.agree(declared, value, case.day):
                measured.setdefault(self.shown(value), file.file)
        if not measured:
            return None
        told = ", ".join(f"{value} mesuré dans « {file} »" for value, file in measured.items())
        expected = self.shown(declared)
        said = f"{self.words} : {expected} déclaré, {told}"
        return Raised(f"{case.object_code}, {said}.", ", ".join(measured), expected)


def differs(*fields: ComparedField) -> Condition:
    """A condition: one of some fields is not what is declared; several are told in one sentence."""

    def condition(case: Case) -> Raised | None:
        found = [raised for raised in (field.difference(case) for field in fields) if raised is not None]
        if not found:
            return None
        message = " ".join(raised.message for raised in found)
        return Raised(
            message,
            " ; ".join(raised.found for raised in found),
            " ; ".join(raised.expected for raised in found),
        )

    return condition


def _same_scan(declared: ScanKind, measured: ScanKind, _: date) -> bool:
    """PsF is a progressive picture in an interlaced file: it contradicts neither."""
    return declared is measured or ScanKind.SEGMENTED in (declared, measured)


def _near(parameter: str) -> Agree:
    def agree(declared: Decimal, measured: Decimal, day: date) -> bool:
        return abs(declared - measured) <= limit(f"technique_measured.{parameter}", day)

    return agree


CODEC = ComparedField("codec", "codec", agree=lambda one, other, _: codecs().agree(one, other))
CONTAINER = ComparedField(
    "container",
    "conteneur",
    shown=lambda words: str(words.container),
    agree=lambda one, other, _: containers().agree(one.container, other.container),
)
RASTER = ComparedField("raster", "définition", shown=lambda raster: str(raster.name))
RATE = ComparedField("frame_rate", "cadence", shown=rate_text)
SCAN = ComparedField("scan", "balayage", agree=_same_scan)
SPACE = ComparedField("colour_space", "espace", agree=lambda one, other, _: colour_spaces().agree(one, other))
GAMMA = ComparedField("gamma", "gamma", agree=lambda one, other, _: gammas().agree(one, other))
TRACKS = ComparedField("audio_tracks", "pistes son")
LAYOUT = ComparedField(
    "audio_layout", "configuration son", agree=lambda one, other, _: audio_layouts().agree(one, other)
)
HERTZ = ComparedField("audio_hz", "fréquence audio", shown=lambda hertz: f"{grouped(hertz)} Hz")
BITS = ComparedField("audio_bits", "audio", shown=lambda bits: f"{bits} bits")
LOUDNESS = ComparedField(
    "loudness_lufs",
    "intensité intégrée",
    shown=lambda level: with_unit(level, "LUFS"),
    agree=_near("loudness_units"),
    files=files_of,
)
PEAK = ComparedField(
    "true_peak_dbtp",
    "crête vraie",
    shown=lambda level: with_unit(level, "dBTP"),
    agree=_near("true_peak_decibels"),
    files=files_of,
)
ENCRYPTION = ComparedField(
    "is_encrypted", "cryptage", shown=lambda encrypted: "crypté" if encrypted else "en clair"
)
SUBTITLES = ComparedField(
    "subtitle_format",
    "sous-titres",
    agree=lambda one, other, _: subtitle_formats().agree(one, other),
    files=files_of,
)
SUBTITLE_RATE = ComparedField("subtitle_rate", "cadence des sous-titres", shown=rate_text, files=files_of)
CHROMA = ComparedField("chroma", "échantillonnage")
DEPTH = ComparedField("bit_depth", "profondeur", shown=lambda bits: f"{bits} bits")
SOURCE_HERTZ = replace(HERTZ, files=files_of)


def _is_variable(case: Case) -> Raised | None:
    """A variable rate that nobody declared; one that is declared has its own rule."""
    found = case.source or case.the_deliverable
    files = [file.file for file in files_of(case) if file.is_constant is False]
    if not files or getattr(found, "is_constant", None) is False:
        return None
    said = f"cadence variable, mesurée dans {first_names([f'« {name} »' for name in files])}"
    return Raised(f"{case.object_code} : {said}.", "cadence variable", "cadence constante")


def _rule(
    id: str, fields: tuple[ComparedField, ...], title: str, severity: Severity, advice: Advice
) -> TechnicalRule:
    is_source = id in _OF_SOURCES
    record = "source" if is_source else "deliverable"
    return TechnicalRule(
        id=id,
        scope=Scope.SOURCE if is_source else Scope.DELIVERABLE,
        severity=severity,
        confidence=RuleConfidence.P,
        title=title,
        reads=(),
        reads_blank=tuple(f"{record}.{field.name}" for field in fields),
        condition=differs(*fields),
        fix=_FIX_SOURCE if is_source else _FIX_DELIVERABLE,
        sources=("MESURE",),
        advice=advice,
        concerns=has_files,
    )


_OF_SOURCES = frozenset({"MES-14", "MES-15", "MES-16", "MES-17", "MES-18", "MES-19"})
_BLOCKING, _WARNING = Severity.BLOCKING, Severity.WARNING
DIFFERENCES = (
    _rule("MES-01", (CODEC,), "Le fichier a le codec déclaré.", _BLOCKING, Advice.LABORATORY),
    _rule("MES-02", (RASTER,), "Le fichier a la définition déclarée.", _BLOCKING, Advice.PICTURE),
    _rule("MES-03", (RATE,), "Le fichier a la cadence déclarée.", _BLOCKING, Advice.PICTURE),
    _rule("MES-04", (SCAN,), "Le fichier a le balayage déclaré.", _BLOCKING, Advice.PICTURE),
    _rule("MES-05", (CONTAINER,), "Le fichier a le conteneur déclaré.", _WARNING, Advice.LABORATORY),
    _rule("MES-06", (SPACE, GAMMA), "Le fichier a l'espace et le gamma déclarés.", _WARNING, Advice.PICTURE),
    _rule("MES-07", (TRACKS,), "Le fichier a les pistes son déclarées.", _BLOCKING, Advice.SOUND),
    _rule("MES-08", (LAYOUT,), "Le fichier a la configuration son déclarée.", _WARNING, Advice.SOUND),
    _rule("MES-09", (HERTZ, BITS), "Le fichier a la fréquence et les bits déclarés.", _WARNING, Advice.SOUND),
    _rule(
        "MES-10", (LOUDNESS,), "L'intensité mesurée est celle du rapport du mixeur.", _WARNING, Advice.SOUND
    ),
    _rule(
        "MES-11", (PEAK,), "La crête vraie mesurée est celle du rapport du mixeur.", _WARNING, Advice.SOUND
    ),
    _rule("MES-12", (ENCRYPTION,), "Le DCP est crypté comme déclaré.", _WARNING, Advice.LABORATORY),
    _rule(
        "MES-13",
        (SUBTITLES, SUBTITLE_RATE),
        "Le fichier de sous-titres a le format et la cadence déclarés.",
        _WARNING,
        Advice.TEXTS,
    ),
    _rule("MES-14", (CODEC,), "Les fichiers d'une source ont le codec déclaré.", _WARNING, Advice.PICTURE),
    _rule(
        "MES-15", (RASTER,), "Les fichiers d'une source ont la définition déclarée.", _WARNING, Advice.PICTURE
    ),
    _rule("MES-16", (RATE,), "Les fichiers d'une source ont la cadence déclarée.", _WARNING, Advice.PICTURE),
    _rule("MES-17", (SCAN,), "Les fichiers d'une source ont le balayage déclaré.", _WARNING, Advice.PICTURE),
    _rule(
        "MES-18",
        (CHROMA, DEPTH),
        "Les fichiers d'une source ont la couleur déclarée.",
        _WARNING,
        Advice.PICTURE,
    ),
    _rule(
        "MES-19",
        (SOURCE_HERTZ,),
        "Les fichiers d'une source ont le son déclaré.",
        _WARNING,
        Advice.SOUND,
    ),
    TechnicalRule(
        id="MES-20",
        scope=Scope.SOURCE,
        severity=_BLOCKING,
        confidence=RuleConfidence.P,
        title="Aucun fichier d'une source n'est à cadence variable sans être déclaré tel.",
        reads=(),
        reads_blank=("source.is_constant",),
        condition=_is_variable,
        fix="Transcoder en cadence constante avant le montage et monter uniquement le transcodage.",
        sources=("VFR",),
        advice=Advice.PICTURE,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-21",
        scope=Scope.DELIVERABLE,
        severity=_BLOCKING,
        confidence=RuleConfidence.P,
        title="Aucun livrable n'est à cadence variable.",
        reads=(),
        condition=_is_variable,
        fix="Réexporter le livrable à cadence constante.",
        sources=("VFR",),
        advice=Advice.LABORATORY,
        concerns=has_files,
    ),
)
"""Every rule of what is measured against what is declared, in id order."""
