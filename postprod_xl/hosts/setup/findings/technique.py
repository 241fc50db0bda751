"""What `inspect` reads media, packages and lists with: an extra of the installation, and ffmpeg."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.hosts.files.measuring import FFMPEG, INSTALL_FFMPEG
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.findings.python import requirements
from postprod_xl.hosts.setup.machine import Machine

TECHNIQUE = "technique"
"""The extra that holds the readers."""
LOUDNESS = "mesure du loudness"
READERS = {
    "pymediainfo": "lecture des médias",
    "clairmeta": "contrôles des DCP",
    "opentimelineio": "lecture des listes AAF",
    "otio-aaf-adapter": "lecture des listes AAF",
    "ttconv": "lecture des sous-titres",
    "xxhash": "sommes de contrôle xxHash",
}
"""What each library reads, by its name."""


def technique_findings(machine: Machine) -> Iterator[Finding]:
    """Each reader of the extra that this Python may have: its version, or what installs it; then ffmpeg."""
    from packaging.requirements import Requirement

    for line in requirements(TECHNIQUE) or READERS:
        wanted = Requirement(line)
        what = f"{READERS.get(wanted.name, TECHNIQUE)} ({wanted.name})"
        remedy = f'{machine.python_command} -m pip install "{line}"'
        version = machine.version_of(wanted.name)
        if not version:
            yield Finding(what, "absente, facultative", Mark.NOTE, remedy)
        elif not wanted.specifier.contains(version, prereleases=True):
            yield Finding(what, f"{version}, attendu {wanted.specifier}", Mark.NOTE, remedy)
        else:
            yield Finding(what, version)
    yield _ffmpeg(machine)


def _ffmpeg(machine: Machine) -> Finding:
    what = f"{LOUDNESS} ({FFMPEG})"
    program = machine.program(FFMPEG)
    if not program:
        install = INSTALL_FFMPEG.get(machine.platform, INSTALL_FFMPEG["linux"])
        return Finding(what, "absente, facultative", Mark.NOTE, install)
    said = machine.answer([program, "-hide_banner", "-version"]).split()
    version = said[2] if said[:2] == [FFMPEG, "version"] and len(said) > 2 else "version inconnue"
    return Finding(what, version)
