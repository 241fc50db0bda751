"""Containers, and what a document adds to one: an MXF is OP1a for a tool, AS-10 for whoever has its report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from postprod_xl.domain.technique.spellings.lexicon import Lexicon, lexicon, word_key
from postprod_xl.domain.technique.spellings.written import Written, known
from postprod_xl.schema.cells.characters import cleaned


class Container(StrEnum):
    """What holds picture and sound, as a tool can see it."""

    MXF = "MXF"
    MXF_OP1A = "MXF OP1a"
    MXF_OP1B = "MXF OP1b"
    MXF_OP_ATOM = "MXF OP-Atom"
    MPEG4 = "MPEG-4"
    MOV = "MOV"
    MP4 = "MP4"
    IMF = "IMF"
    DCP = "DCP"
    AVI = "AVI"
    MATROSKA = "Matroska"
    WEBM = "WebM"
    MPEG_TS = "MPEG-2 TS"
    MPEG_PS = "MPEG-2 PS"
    WAV = "WAV"
    AIFF = "AIFF"
    MP3 = "MP3"
    SEQUENCE = "Séquence d'images"
    LTFS = "LTFS"


class Shim(StrEnum):
    """A constraint on an MXF that a recipient asks for: a report attests it (facts, correction 5)."""

    AS_02 = "AS-02"
    AS_03 = "AS-03"
    AS_10 = "AS-10"
    AS_11 = "AS-11"


_CONTAINER_OF_SHIM = {
    Shim.AS_02: Container.MXF,
    Shim.AS_03: Container.MXF_OP1A,
    Shim.AS_10: Container.MXF_OP1A,
    Shim.AS_11: Container.MXF_OP1A,
}


@dataclass(frozen=True)
class ContainerWords:
    """What is written of a container: the container itself, and the constraint it is said to follow, if any."""

    container: Container
    shim: Shim | None = None


@cache
def containers() -> Lexicon[Container]:
    """The containers that we know, in all their spellings."""
    return lexicon(Container, "words.toml", "container", "un conteneur")


@cache
def shims() -> Lexicon[Shim]:
    """The constraints that we know, in all their spellings."""
    return lexicon(Shim, "words.toml", "shim", "une contrainte MXF")


def read_container(text: str) -> Written[ContainerWords]:
    """The container that somebody names, its constraint apart: « MXF AS-10 » is an OP1a, said to be AS-10.

    >>> words = read_container("MXF OP1a AS-10").value
    >>> words.container.value, words.shim.value
    ('MXF OP1a', 'AS-10')
    """
    found = containers().read(text)
    if found.value is not None:
        return known(found.text, ContainerWords(found.value))
    shim = _shim_in(cleaned(text))
    if shim is not None:
        return known(found.text, ContainerWords(_CONTAINER_OF_SHIM[shim], shim))
    return Written(found.text, found.state, None, found.note)


def _shim_in(text: str) -> Shim | None:
    """The constraint of a text that is one, or an MXF that follows one, and nothing else."""
    key = word_key(text)
    for before in ("mxfop1a", "op1a", "mxf", ""):
        shim = shims().words.get(key.removeprefix(before)) if key.startswith(before) else None
        if shim is not None:
            return shim
    return None


def container_of_file(
    container: str | None, profile: str | None, operational_pattern: str | None
) -> Written[Container]:
    """The container of a file in the words of a tool: never AS-10, that no tool sees.

    Without its profile, what MediaInfo calls `MPEG-4` may be a MOV or an MP4, and contradicts neither.

    >>> container_of_file("MXF", None, "OP-1a").value.value, container_of_file("MPEG-4", "QuickTime", None).value.value
    ('MXF OP1a', 'MOV')
    """
    both = f"{container} {profile}" if container and profile else None
    return containers().first_known(operational_pattern, both, profile, container)
