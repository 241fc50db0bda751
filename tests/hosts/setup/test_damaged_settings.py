"""Settings that something else damaged: doctor still answers, and install writes ours whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.setup.doctor import examined
from postprod_xl.hosts.setup.install import planned
from postprod_xl.hosts.setup.libreoffice import macro_security, profile_folder
from postprod_xl.hosts.setup.settings import home_settings_file, interpreter_in
from tests.hosts.setup.machines import linux

LEVEL = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel">'
    "<value>{}</value></prop></item></oor:items>"
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 4096,
        b'"INTERPRETER_LINUX","a\rb"\n',
        b'"INTERPRETER_LINUX","' + b"x" * 200_000 + b'"\n',
        b'"INTERPRETER_LINUX","' + b"/a" * 3000 + b'"\n',
        '"INTERPRETER_LINUX","/usr/bin/python3"\n'.encode("utf-16"),
        bytes(range(256)) * 9,
    ],
    ids=["empty", "zeros", "return in a field", "huge field", "path too long", "UTF-16", "every byte"],
)
def test_damaged_settings_are_answered_and_written_again(tmp_path: Path, content: bytes) -> None:
    machine = linux(tmp_path)
    path = home_settings_file(machine)
    path.parent.mkdir()
    path.write_bytes(content)
    assert [finding.line for finding in examined(machine) if "boutons de LibreOffice" in finding.line]
    list(planned(machine, "libreoffice", ()).carry_out())
    assert interpreter_in(path, machine) == str(machine.executable)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="les tubes nommés de POSIX")
def test_a_named_pipe_in_the_place_of_settings_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    path = home_settings_file(machine)
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(UnusableFile, match=r"xlwings.conf — ce n'est pas un fichier"):
        planned(machine, "libreoffice", ())


@pytest.mark.parametrize(("level", "read"), [("abc", 2), ("-1", 2), ("99", 2), ("0", 0)])
def test_a_macro_security_that_is_no_level_is_that_of_libreoffice(
    tmp_path: Path, level: str, read: int
) -> None:
    profile = profile_folder(linux(tmp_path))
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(LEVEL.format(level), "utf-8")
    assert macro_security(profile).level == read
