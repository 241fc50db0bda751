"""What may be wrong inside a file that was read: `Medias[Défauts]` holds these words, and rules read them back.

A fault is written « words : detail », faults are separated by semicolons. What starts with none of these words is
still a fault, of no known kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from postprod_xl.schema.cells.spelling import plain_letters

SEPARATOR = " ; "


class MediaFault(StrEnum):
    """The kinds of fault that a rule tells apart."""

    WRONG_CHECKSUM = "Somme de contrôle fausse"
    NO_CHECKSUM = "Somme de contrôle absente"
    TRUNCATED = "Fichier tronqué"
    UNEQUAL_LENGTHS = "Image et son de durées différentes"
    TIMECODES = "Timecodes du fichier différents"
    WRONG_HASH = "Empreinte de la PKL fausse"
    MISSING_ASSET = "Élément du DCP absent"
    UNLIKE_TITLE = "Nom du DCP et titre de la CPL différents"
    NO_MARKER = "Repère absent"
    SHORT_REEL = "Bobine de moins d'une seconde"
    NOT_SIGNED = "DCP crypté non signé"
    FILE_NAME = "Nom hors convention"
    NO_REEL = "Plan sans nom de bande"
    SPEED = "Effet de vitesse"
    NOT_UNDERSTOOD = "Ligne non comprise"


@dataclass(frozen=True)
class WrittenFault:
    """A fault as `Medias` has it; `kind` is None for words that no rule knows."""

    kind: MediaFault | None
    text: str


def fault_text(kind: MediaFault, detail: str = "") -> str:
    """A fault as `Medias` writes it.

    >>> fault_text(MediaFault.NO_MARKER, "FFEC"), fault_text(MediaFault.SPEED, "A001 à 50 % ; figé")
    ('Repère absent : FFEC', 'Effet de vitesse : A001 à 50 %, figé')
    """
    detail = ", ".join(part.strip() for part in detail.split(";") if part.strip())
    return f"{kind} : {detail}" if detail else str(kind)


def faults_text(faults: Iterable[str]) -> str:
    """Several faults in one cell, each once."""
    return SEPARATOR.join(dict.fromkeys(faults))


def read_faults(text: str | None) -> tuple[WrittenFault, ...]:
    """The faults of a cell, in order.

    >>> [fault.kind for fault in read_faults("Repère absent : FFEC ; un mot inconnu")]
    [<MediaFault.NO_MARKER: 'Repère absent'>, None]
    """
    parts = [part.strip() for part in (text or "").split(";")]
    return tuple(WrittenFault(_kind_of(part), part) for part in parts if part)


def _kind_of(text: str) -> MediaFault | None:
    said = _letters(text)
    return next((kind for kind in MediaFault if said.startswith(_letters(kind))), None)


def _letters(text: str) -> str:
    return plain_letters(text.replace("’", "'"))
