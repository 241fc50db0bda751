"""What doctor says of the readers of `inspect`: each one, and the command that installs what is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from postprod_xl.hosts.setup.findings.finding import Mark
from postprod_xl.hosts.setup.findings.technique import READERS, technique_findings
from postprod_xl.hosts.setup.machine import Machine
from tests.hosts.setup.machines import linux, macos, windows

FFMPEG = "ffmpeg version 7.1 Copyright (c) 2000-2024 the FFmpeg developers"


def found(machine: Machine) -> dict[str, tuple[Mark, str, str]]:
    return {one.subject: (one.mark, one.state, one.remedy) for one in technique_findings(machine)}


def test_each_reader_that_is_there_is_told_with_its_version(tmp_path: Path):
    versions = {"pymediainfo": "7.0.1", "ttconv": "1.2.3", "xxhash": "4.1.0", "clairmeta": "1.6.3"}
    lines = found(linux(tmp_path, version_of=versions.get))
    assert lines["lecture des médias (pymediainfo)"] == (Mark.WELL, "7.0.1", "")
    assert lines["sommes de contrôle xxHash (xxhash)"] == (Mark.WELL, "4.1.0", "")


def test_a_reader_that_is_absent_is_no_fault_and_the_command_that_installs_it_is_told(tmp_path: Path):
    machine = linux(tmp_path, version_of={}.get)
    lines = found(machine)
    assert len(lines) == len(READERS) + 1
    assert {mark for mark, _, _ in lines.values()} == {Mark.NOTE}
    mark, state, remedy = lines["contrôles des DCP (clairmeta)"]
    assert (mark, state) == (Mark.NOTE, "absente, facultative")
    assert remedy.startswith(f'{machine.python_command} -m pip install "clairmeta')


@pytest.mark.parametrize(
    ("machine", "command"),
    [(linux, "sudo apt install ffmpeg"), (macos, "brew install ffmpeg"), (windows, "winget install ffmpeg")],
)
def test_ffmpeg_is_installed_by_the_command_of_each_system(tmp_path: Path, machine, command: str):
    assert found(machine(tmp_path))["mesure du loudness (ffmpeg)"] == (
        Mark.NOTE,
        "absente, facultative",
        command,
    )


@pytest.mark.parametrize(
    ("said", "state"), [(FFMPEG, "7.1"), ("", "version inconnue"), ("autre", "version inconnue")]
)
def test_ffmpeg_tells_its_version(tmp_path: Path, said: str, state: str):
    machine = linux(tmp_path, program={"ffmpeg": "/usr/bin/ffmpeg"}.get, answer=lambda command: said)
    assert found(machine)["mesure du loudness (ffmpeg)"] == (Mark.WELL, state, "")
