"""Files put in a folder as one: a failure puts everything back, a crash leaves a folder that is refused."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files import file_sets, locking
from postprod_xl.engines.ooxml.files.file_sets import MARK, publish, refuse_unfinished
from postprod_xl.engines.ooxml.files.privacy import (
    Readers,
    make_folder,
    ordinary_readers,
    readers_of,
    readers_of_all,
)

OLD = {"Clients.csv": b"1", "Devis.csv": b"1"}
NEW = {"Clients.csv": b"2", "Devis.csv": b"22", "Projets.csv": b"222"}
OTHER = {"notes.txt": b"de la main de quelqu'un"}
CALLS = ("open", "write", "fsync", "replace", "chmod", "unlink", "mkdir", "rmdir")

on_posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="les processus se dupliquent sous POSIX")


class Killed(BaseException):
    """Stands for a process that dies: nothing more is done."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sortie"
    folder.mkdir()
    for name, data in {**OLD, **OTHER}.items():
        (folder / name).write_bytes(data)
    return folder


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refusal(folder: Path) -> str:
    with pytest.raises(UnusableFile) as caught:
        refuse_unfinished(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def failing_at(monkeypatch: pytest.MonkeyPatch, nth: int, failure: Callable[[], BaseException]) -> list[int]:
    """Make the n-th system call of `CALLS` fail, once; what is given holds how many were made."""
    made = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            made[0] += 1
            if made[0] == nth:
                raise failure()
            return real(*arguments, **options)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    return made


def test_files_of_the_same_names_are_replaced_and_others_stay(folder: Path) -> None:
    assert publish(folder, NEW, ordinary_readers()) == []
    assert held(folder) == {**NEW, **OTHER}
    assert {path.name for path in folder.iterdir()} == {*NEW, *OTHER}
    refuse_unfinished(folder)


def test_an_error_at_any_call_leaves_the_old_files_or_the_new_ones(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nth in count(1):
        with monkeypatch.context() as patch:
            made = failing_at(patch, nth, lambda: OSError(errno.ENOSPC, "plein"))
            try:
                publish(folder, NEW, ordinary_readers())
                expected = NEW
            except UnusableFile:
                expected = OLD
        refuse_unfinished(folder)
        found = held(folder)
        found.pop(MARK, None)  # every file listed is there: the folder is whole all the same
        assert found == {**expected, **OTHER}, nth
        if made[0] < nth:
            break
        for name in NEW:
            (folder / name).unlink(missing_ok=True)
        for name, data in OLD.items():
            (folder / name).write_bytes(data)
        (folder / MARK).unlink(missing_ok=True)
    assert nth > 30


@on_posix
def test_a_process_killed_at_any_call_leaves_the_old_files_the_new_ones_or_a_folder_that_is_refused(
    folder: Path,
) -> None:
    seen = set()
    for nth in count(1):
        child = os.fork()
        if not child:
            with pytest.MonkeyPatch.context() as patch:
                failing_at(patch, nth, lambda: os._exit(9))  # type: ignore[arg-type, return-value]
                publish(folder, NEW, ordinary_readers())
                os._exit(0)
        is_done = os.waitpid(child, 0)[1] == 0
        found = {name: data for name, data in held(folder).items() if name in NEW}
        try:
            refuse_unfinished(folder)
        except UnusableFile:
            seen.add("refused")
        else:
            assert found in (OLD, NEW), nth
            seen.add("old" if found == OLD else "new")
        if is_done:
            break
    # The last run swept what the killed ones left, and the mark.
    assert seen == {"old", "refused", "new"}
    assert held(folder) == {**NEW, **OTHER}


def test_what_an_interrupted_export_lacks_is_named(folder: Path) -> None:
    publish(folder, NEW, ordinary_readers())
    file_sets._write_mark(folder, {name: file_sets.sha256(data).hexdigest() for name, data in NEW.items()})
    refuse_unfinished(folder)
    (folder / "Clients.csv").unlink()
    (folder / "Projets.csv").write_bytes(b"1")
    assert refusal(folder) == (
        f"{folder} — export interrompu ; il y manque Clients.csv ; viennent d'un autre export : Projets.csv ; "
        "refaites l'export dans ce dossier, ou supprimez-y « EXPORT INCOMPLET.txt » si ses fichiers sont bien "
        "ceux que vous voulez."
    )


@pytest.mark.parametrize("content", [b"", b"\xff\0", b"0" * 64 + b" Clients.csv"])
def test_a_mark_that_lists_nothing_is_refused_and_the_next_export_removes_it(
    folder: Path, content: bytes
) -> None:
    (folder / MARK).write_bytes(content)
    assert "export interrompu ; refaites" in refusal(folder)
    publish(folder, NEW, ordinary_readers())
    refuse_unfinished(folder)
    assert MARK not in held(folder)


def test_an_export_of_other_files_does_not_make_an_interrupted_one_whole(folder: Path) -> None:
    file_sets._write_mark(folder, {"Clients.csv": "0" * 64})
    (note,) = publish(folder, {"Paie.csv": b"1"}, ordinary_readers())
    assert "un autre export y est resté interrompu, sans Clients.csv" in note
    assert "Clients.csv" in refusal(folder)


def test_a_folder_that_may_not_be_written_is_named_and_not_its_lock(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_right(*_: object, **__: object) -> bool:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(locking, "locked", no_right)
    with pytest.raises(UnusableFile) as caught:
        publish(folder, NEW, ordinary_readers())
    assert str(caught.value).startswith(f"{folder} — accès refusé")


def test_a_share_without_locks_takes_an_export(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_lock(*_: object, **__: object) -> bool:
        raise OSError(errno.ENOLCK, "aucun verrou")

    monkeypatch.setattr(locking, "locked", no_lock)
    assert publish(folder, NEW, ordinary_readers()) == []
    assert held(folder) == {**NEW, **OTHER}
    assert {path.name for path in folder.iterdir()} == {*NEW, *OTHER}


def test_an_export_whose_files_another_one_replaced_meanwhile_leaves_its_mark(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = file_sets._swap_all

    def swapped(*arguments: Any) -> None:
        real(*arguments)
        (folder / "Devis.csv").write_bytes(b"d'un autre")

    monkeypatch.setattr(file_sets, "_swap_all", swapped)
    (note,) = publish(folder, NEW, ordinary_readers())
    assert "sans Devis.csv" in note
    assert "viennent d'un autre export : Devis.csv" in refusal(folder)


def test_a_file_that_cannot_be_replaced_leaves_every_file_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As Windows refuses to move a file that Excel has open.
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if source == folder / "Devis.csv":
            raise PermissionError(errno.EACCES, "ouvert")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(UnusableFile, match="Devis.csv — accès refusé"):
        publish(folder, NEW, ordinary_readers())
    assert held(folder) == {**OLD, **OTHER}


def test_a_folder_in_the_place_of_a_file_is_said_before_anything_is_written(folder: Path) -> None:
    (folder / "Projets.csv").mkdir()
    with pytest.raises(UnusableFile, match="Projets.csv — un dossier a été trouvé"):
        publish(folder, NEW, ordinary_readers())
    assert held(folder) == {**OLD, **OTHER}


@on_posix
def test_files_are_no_wider_than_the_workbook_nor_than_those_they_replace(
    folder: Path, tmp_path: Path
) -> None:
    book = tmp_path / "bureau.xlsx"
    book.write_bytes(b"")
    modes = {}
    for mode in (0o600, 0o640, 0o666):
        book.chmod(mode)
        (folder / "Clients.csv").chmod(0o600)
        (folder / "Devis.csv").unlink(missing_ok=True)
        old = os.umask(0o022)
        publish(folder, NEW, readers_of(book))
        make_folder(tmp_path / f"{mode}" / "sous", readers_of(book))
        os.umask(old)
        paths = [folder / "Clients.csv", folder / "Devis.csv", tmp_path / f"{mode}" / "sous"]
        modes[mode] = [stat.S_IMODE(path.stat().st_mode) for path in paths]
    assert modes == {
        0o600: [0o600, 0o600, 0o700],
        0o640: [0o600, 0o640, 0o750],
        0o666: [0o600, 0o644, 0o755],
    }


@on_posix
def test_a_group_that_may_not_be_given_the_file_gets_no_right_to_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chown(*_: object) -> None:
        raise PermissionError(errno.EPERM, "refusé")

    monkeypatch.setattr(os, "chown", chown)
    publish(folder, NEW, Readers(0o640, os.getgid() + 1))
    assert stat.S_IMODE((folder / "Projets.csv").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="droits POSIX")
def test_what_is_made_from_several_files_is_read_by_those_who_may_read_all(tmp_path):
    models = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for model, mode in zip(models, (0o640, 0o604), strict=True):
        model.touch()
        model.chmod(mode)
    # Group of the first, others of the second: neither reads both.
    assert readers_of_all(models).mode == 0o600
    assert readers_of_all(models[:1]).mode == readers_of(models[0]).mode
