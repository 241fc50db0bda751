"""What a command is given: files, folders and patterns, each workbook once and every other file left aside by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.selection import selected
from tests.masters import ROOT

DAY = ("--today", "2026-11-23")
MASTER = (ROOT / "workbooks" / "maitre.xlsx").read_bytes()


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two masters, a damaged workbook, and what lies beside workbooks in an office."""
    import xlsxwriter

    root = tmp_path_factory.mktemp("groupe")
    for name in ("lyon/bureau.xlsx", "paris/nord/bureau.XLSM", ".postprod/backups/bureau.20261101.xlsx"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(MASTER)
    (root / "lyon" / "abîmé.xlsx").write_bytes(MASTER[:9000])
    for name in ("~$bureau.xlsx", ".~lock.bureau.xlsx#", "._bureau.xlsx", "notes.txt"):
        (root / "lyon" / name).write_bytes(b"")
    with xlsxwriter.Workbook(root / "budget.xlsx") as book:
        book.add_worksheet("Planning").add_table("A1:B3", {"name": "Budget"})
    (root / "vide").mkdir()
    return root


def names(paths: list[Path], root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in paths]


def test_a_folder_is_its_masters_at_any_depth_and_says_what_it_leaves(offices):
    found = selected([offices])
    # What cannot be read may be a master: the command says what is wrong with it.
    assert names(found.files, offices) == ["lyon/abîmé.xlsx", "lyon/bureau.xlsx", "paris/nord/bureau.XLSM"]
    assert found.lines == [
        f"{offices} : 3 classeurs trouvés ; laissés de côté : 1 classeur sans nos tables (budget.xlsx), "
        "2 fichiers de verrou, 1 fichier temporaire et 1 version gardée"
    ]
    assert not found.refused


def test_what_hidden_folders_and_bins_hold_is_left_aside_unless_the_folder_itself_is_given(tmp_path):
    for folder in (".stversions", "#recycle", "$RECYCLE.BIN", "lyon"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bureau.xlsx").write_bytes(MASTER)
    for argument in (tmp_path, tmp_path / "**" / "*.xlsx"):
        found = selected([argument])
        assert names(found.files, tmp_path) == ["lyon/bureau.xlsx"]
        assert found.lines == [
            f"{argument} : 1 classeur trouvé ; laissés de côté : 3 fichiers d'un dossier caché"
        ]
    assert names(selected([tmp_path / ".stversions"]).files, tmp_path) == [".stversions/bureau.xlsx"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("**/*.xls[xm]", ["lyon/abîmé.xlsx", "lyon/bureau.xlsx"]),
        ("*/bureau.*", ["lyon/bureau.xlsx"]),
        ("paris/**", ["paris/nord/bureau.XLSM"]),
        ("l?on/b**.xlsx", ["lyon/bureau.xlsx"]),
    ],
)
def test_a_pattern_is_expanded_here_whatever_the_shell_does(offices, pattern, expected):
    found = selected([offices / pattern])
    assert [name for name in names(found.files, offices) if os.name != "nt" or name in expected] == expected


def test_a_workbook_given_twice_or_by_a_link_is_taken_once(offices, tmp_path):
    bureau = offices / "lyon" / "bureau.xlsx"
    (tmp_path / "lien.xlsx").symlink_to(bureau)
    os.link(bureau, tmp_path / "autre.xlsx")
    found = selected([tmp_path, bureau, offices / "*" / "bureau.xlsx"])
    assert found.files == [tmp_path / "autre.xlsx"]
    assert found.lines == [
        f"{tmp_path} : 2 classeurs trouvés, dont 1 déjà donné",
        f"{bureau} : donné deux fois, traité une seule",
        f"{offices / '*' / 'bureau.xlsx'} : 1 classeur trouvé, dont 1 déjà donné",
    ]


def test_a_file_whose_name_is_a_pattern_is_that_file(tmp_path):
    odd = tmp_path / "bureau [2026].xlsx"
    odd.write_bytes(MASTER)
    assert selected([odd]).files == [odd]


def test_a_folder_or_a_pattern_without_master_is_one_line_and_the_others_are_worked_on(offices, capsys):
    empty, pattern = offices / "vide", offices / "lyn" / "*.xlsx"
    assert status_of(["check", str(empty), str(pattern), str(offices / "paris"), *DAY]) == 3
    said = capsys.readouterr()
    assert said.err.splitlines()[-3:] == [
        f"{empty} : aucun classeur maître dans ce dossier",
        f"{pattern} : aucun classeur maître ne correspond",
        "3 classeurs : 1 fait, 2 inutilisables",
    ]
    assert said.out.splitlines()[-1].startswith("bureau.XLSM : ")


def test_workbooks_of_one_name_are_told_apart_by_their_paths(offices, tmp_path, capsys):
    books = [tmp_path / city / "bureau.xlsx" for city in ("lyon", "nice")]
    for book in books:
        book.parent.mkdir()
        book.write_bytes((offices / "lyon" / "abîmé.xlsx").read_bytes())
    assert status_of(["refresh", str(tmp_path), *DAY]) == 3
    *lines, tally = capsys.readouterr().err.splitlines()
    assert [line.partition(" — ")[0] for line in lines] == [*map(str, books)]
    assert tally == "2 classeurs : 2 inutilisables"
