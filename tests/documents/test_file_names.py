"""What a person typed never leads out of a folder, nor gives a name that a system refuses."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.documents.file_names import LONGEST, file_name_part


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CRUE", "CRUE"),
        ("Été n° 2 (v.o.)", "Été n° 2 (v.o.)"),
        ("../x", "x"),
        ("..", "sans nom"),
        ("/etc/passwd", "etc-passwd"),
        (r"..\..\x", "x"),
        (r"C:\x", "C--x"),
        (r"\\serveur\part", "serveur-part"),
        ("x:flux", "x-flux"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM1 .a", "_COM1 .a"),
        ("CONTE", "CONTE"),
        ("fin. . ", "fin"),
        ("~$x", "x"),
        ("-rf", "rf"),
        ("a\nb\0c\u202ed", "a bcd"),
        ("", "sans nom"),
    ],
)
def test_a_code_as_a_file_name(code: str, name: str) -> None:
    assert file_name_part(code) == name


@given(st.text(max_size=300))
def test_any_text_is_one_name_of_its_own_folder_on_every_system(text: str) -> None:
    name = file_name_part(text)
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        assert path.parts == (name,) and not path.drive
    assert 0 < len(name.encode()) <= LONGEST
    assert name == name.strip() and name.isprintable() and not name.endswith(".")
    assert file_name_part(name) == name


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    (tmp_path / f"{file_name_part('é' * 300)} - copie producteur 2026-11-23 (99).xlsx").write_bytes(b"")
