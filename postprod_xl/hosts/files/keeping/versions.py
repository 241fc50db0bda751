"""The versions of a workbook kept beside it, and how a person names one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from postprod_xl.domain.wording import counted
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.open_elsewhere import real_path
from postprod_xl.engines.ooxml.files.saving import kept_versions
from postprod_xl.schema.cells.characters import brief
from postprod_xl.workbook.declared import shell_word

_NAME = re.compile(r".*\.(?P<moment>\d{8}-\d{6})-(?P<number>\d{4,})", re.DOTALL)
_NUMBER = re.compile(r"(?:n\s*°\s*)?0*(\d{1,8})", re.IGNORECASE)
_MOMENTS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y%m%d-%H%M%S")


@dataclass(frozen=True)
class KeptVersion:
    """A workbook as it was before a command replaced it; its number never changes, and is never given again."""

    number: int
    path: Path
    kept_at: datetime

    @property
    def name(self) -> str:
        return f"n° {self.number} du {self.kept_at:%d/%m/%Y à %H:%M:%S}"


def versions_of(workbook: Path) -> list[KeptVersion]:
    """The kept versions of a workbook, the newest first."""
    found = [(_NAME.fullmatch(path.stem), path) for path in kept_versions(workbook)]
    return [
        KeptVersion(int(match["number"]), path, datetime.strptime(match["moment"], "%Y%m%d-%H%M%S"))
        for match, path in found
        if match
    ]


def version_said(workbook: Path, said: str) -> KeptVersion:
    """The kept version that a person names: by its number, its file or the moment it was kept.

    Raises
    ------
    UnusableFile
        None of them is named so, or several are; the line says which there are.
    """
    versions = versions_of(workbook)
    found = [version for version in versions if _is_said(version, said.strip())]
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(f"n° {version.number}" for version in found)
        raise UnusableFile(f"{workbook.name} — {numbers} ont été gardées à ce moment : donnez le numéro.")
    if not versions:
        raise UnusableFile(f"{workbook.name} — aucune version de ce classeur n'est gardée à côté de lui.")
    raise UnusableFile(
        f"{workbook.name} — aucune version « {brief(said)} » n'est gardée : {_there(versions)} ; "
        f"« postprod history {shell_word(workbook.name)} » le dit."
    )


def _there(versions: Sequence[KeptVersion]) -> str:
    if len(versions) == 1:
        return f"la seule est la {versions[0].name}"
    return f"les {counted(len(versions), 'version')} gardées vont de la {versions[-1].name} à la {versions[0].name}"


def _is_said(version: KeptVersion, said: str) -> bool:
    if match := _NUMBER.fullmatch(said):
        return version.number == int(match[1])
    moment = _moment(said)
    if moment is None:
        return said == version.path.name or (
            len(Path(said).parts) > 1 and real_path(Path(said)) == real_path(version.path)
        )
    return moment == (version.kept_at.replace(second=0) if said.count(":") == 1 else version.kept_at)


def _moment(said: str) -> datetime | None:
    text = " ".join(said.replace(" à ", " ").replace("T", " ").split())
    for form in _MOMENTS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
