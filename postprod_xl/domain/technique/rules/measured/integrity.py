"""Rules of whether files are whole and as their lists say, from the faults that readers found (MES-28 to MES-41)."""

from __future__ import annotations

import re

from postprod_xl.domain.technique.rules.delivered import DCPS
from postprod_xl.domain.technique.rules.known_values import parameter
from postprod_xl.domain.technique.rules.measured.files import (
    NOT_A_FILE,
    faults_of,
    files_of,
    has_files,
    said_of_faults,
    with_faults,
)
from postprod_xl.domain.technique.rules.rule import (
    ALL_TYPES,
    Advice,
    Case,
    Raised,
    RuleConfidence,
    Scope,
    TechnicalRule,
)
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.media_faults import MediaFault
from postprod_xl.schema.technical_vocabulary import MediaNature
from postprod_xl.schema.vocabulary import Severity

_DELIVERED = frozenset({MediaNature.MEDIA, MediaNature.DCP})
_GRAVE = (MediaFault.WRONG_CHECKSUM, MediaFault.TRUNCATED)
_LIGHT = (None, MediaFault.TIMECODES, MediaFault.UNEQUAL_LENGTHS, MediaFault.NOT_UNDERSTOOD)
_FIX_COPY = "Redemander le fichier, ou le recopier, et comparer de nouveau sa somme de contrôle."


def _odd_name(case: Case) -> Raised | None:
    """A name with a space, an accent or a sign: some transfers and broadcasters refuse it."""
    pattern = re.compile(parameter("technique_measured.file_name", case.day))
    names = [_own_name(file.file) for file in files_of(case) if file.nature in _DELIVERED]
    odd = [name for name in names if not pattern.fullmatch(name)]
    if not odd:
        return said_of_faults(case, tuple(faults_of(files_of(case), (MediaFault.FILE_NAME,))), _EXPECTED_NAME)
    found = first_names([f"« {name} »" for name in odd])
    return Raised(f"{case.object_code} : nom de fichier à éviter, {found}.", found, _EXPECTED_NAME)


def _own_name(file: str) -> str:
    """The name of a file without the folders that `Medias` tells before it, nor the mark of a film of images."""
    return file.rpartition("/")[2].replace("[…]", "")


_EXPECTED_NAME = "lettres sans accent, chiffres, tiret, souligné et point"


def _of_nothing(case: Case) -> Raised | None:
    """The faults of files that no source and no deliverable was found for."""
    files = [file for file in case.project.measured if not file.object and file.nature not in NOT_A_FILE]
    return said_of_faults(case, tuple(faults_of(files, (None, *MediaFault))), "des fichiers sans défaut")


def _rule(
    id: str, kind: MediaFault, expected: str, fix: str, confidence: RuleConfidence = RuleConfidence.P
) -> TechnicalRule:
    """What a reader finds wrong in a deliverable, and that keeps it from leaving."""
    is_of_dcp = kind in _DCP_FAULTS
    return TechnicalRule(
        id=id,
        scope=Scope.DELIVERABLE,
        severity=Severity.BLOCKING,
        confidence=confidence,
        title=f"{_TITLES[kind]}.",
        reads=(),
        condition=with_faults((kind,), expected),
        fix=fix,
        sources=("LIBDCP",) if is_of_dcp else ("MESURE",),
        advice=Advice.LABORATORY,
        only_for=DCPS if is_of_dcp else ALL_TYPES,
        concerns=has_files,
    )


_DCP_FAULTS = frozenset(
    {
        MediaFault.WRONG_HASH,
        MediaFault.MISSING_ASSET,
        MediaFault.NO_MARKER,
        MediaFault.SHORT_REEL,
        MediaFault.NOT_SIGNED,
    }
)
_TITLES = {
    MediaFault.WRONG_CHECKSUM: "La somme de contrôle d'un livrable est celle qui l'accompagne",
    MediaFault.TRUNCATED: "Un livrable n'est pas tronqué",
    MediaFault.WRONG_HASH: "Les fichiers d'un DCP ont l'empreinte que donne sa PKL",
    MediaFault.MISSING_ASSET: "Un DCP a tous ses fichiers",
    MediaFault.SHORT_REEL: "Chaque bobine d'un DCP dure au moins une seconde",
    MediaFault.NOT_SIGNED: "Un DCP crypté est signé",
}
INTEGRITY = (
    _rule("MES-28", MediaFault.WRONG_CHECKSUM, "la somme de contrôle jointe", _FIX_COPY),
    TechnicalRule(
        id="MES-29",
        scope=Scope.DELIVERABLE,
        severity=Severity.INFO,
        confidence=RuleConfidence.K,
        title="Un livrable est accompagné de sa somme de contrôle.",
        reads=(),
        condition=with_faults((MediaFault.NO_CHECKSUM,), "une somme de contrôle jointe"),
        fix="Joindre la somme de contrôle (MD5, SHA-1 ou xxHash) du fichier livré.",
        sources=("K",),
        advice=Advice.LABORATORY,
        concerns=has_files,
    ),
    _rule("MES-30", MediaFault.TRUNCATED, "un fichier entier", _FIX_COPY),
    _rule("MES-31", MediaFault.WRONG_HASH, "les empreintes de la PKL", _FIX_COPY, RuleConfidence.S),
    _rule("MES-32", MediaFault.MISSING_ASSET, "tous les fichiers d'ASSETMAP", _FIX_COPY, RuleConfidence.S),
    _rule(
        "MES-33",
        MediaFault.SHORT_REEL,
        "une seconde au moins",
        "Refaire le DCP en joignant la bobine trop courte à sa voisine.",
        RuleConfidence.S,
    ),
    _rule(
        "MES-34",
        MediaFault.NOT_SIGNED,
        "CPL et PKL signées",
        "Refaire le DCP avec CPL et PKL signées : sans elles, aucune salle ne l'ouvre.",
        RuleConfidence.S,
    ),
    TechnicalRule(
        id="MES-35",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.S,
        title="Le DCP d'un long métrage porte les repères FFEC et FFMC.",
        reads=(),
        condition=with_faults((MediaFault.NO_MARKER,), "FFEC et FFMC"),
        fix="Ajouter les repères de générique de fin (FFEC, FFMC) à la CPL.",
        sources=("LIBDCP",),
        advice=Advice.LABORATORY,
        only_for=DCPS,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-36",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Le nom d'un DCP est le titre de sa CPL.",
        reads=(),
        condition=with_faults((MediaFault.UNLIKE_TITLE,), "un seul nom, selon l'usage ISDCF"),
        fix="Renommer le dossier, ou refaire la CPL : la salle programme le titre de la CPL.",
        sources=("LIBDCP", "MESURE"),
        advice=Advice.LABORATORY,
        only_for=DCPS,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-37",
        scope=Scope.DELIVERABLE,
        severity=Severity.INFO,
        confidence=RuleConfidence.K,
        title="Le nom d'un fichier livré passe partout.",
        reads=(),
        condition=_odd_name,
        fix="Renommer avant l'envoi, selon le modèle du destinataire quand il en a un.",
        sources=("K",),
        advice=Advice.LABORATORY,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-38",
        scope=Scope.DELIVERABLE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="La lecture d'un livrable n'y trouve aucun autre défaut.",
        reads=(),
        condition=with_faults(
            (None, MediaFault.TIMECODES, MediaFault.NOT_UNDERSTOOD), "un fichier sans défaut"
        ),
        fix="Faire regarder le défaut par qui a fabriqué le livrable.",
        sources=("MESURE",),
        advice=Advice.LABORATORY,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-39",
        scope=Scope.SOURCE,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.P,
        title="Les fichiers d'une source sont entiers et conformes à leur somme de contrôle.",
        reads=(),
        condition=with_faults(_GRAVE, "des fichiers entiers, comparés à l'original"),
        fix="Recopier depuis une autre copie vérifiée avant d'effacer quoi que ce soit.",
        sources=("ISTORY", "MESURE"),
        advice=Advice.LABORATORY,
        concerns=has_files,
    ),
    TechnicalRule(
        id="MES-40",
        scope=Scope.PROJECT,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="Les fichiers qui ne sont d'aucun livrable ni d'aucune source n'ont pas de défaut.",
        reads=(),
        condition=_of_nothing,
        fix="Rattacher le fichier à son livrable ou à sa source, puis faire regarder le défaut.",
        sources=("MESURE",),
        advice=Advice.LABORATORY,
    ),
    TechnicalRule(
        id="MES-41",
        scope=Scope.SOURCE,
        severity=Severity.WARNING,
        confidence=RuleConfidence.P,
        title="La lecture des fichiers d'une source n'y trouve aucun autre défaut.",
        reads=(),
        condition=with_faults(_LIGHT, "des fichiers sans défaut"),
        fix="Faire regarder le défaut par l'assistant monteur avant de monter.",
        sources=("MESURE",),
        advice=Advice.PICTURE,
        concerns=has_files,
    ),
)
"""Every rule of the integrity of files, in id order."""
