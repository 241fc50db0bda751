from __future__ import annotations

import errno
import itertools
import os
import random
import signal
import stat
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files import locking, open_elsewhere, privacy, saving, staging
from postprod_xl.engines.ooxml.files.disk_record import recorded
from postprod_xl.engines.ooxml.files.interrupts import Interrupted, interruptible
from postprod_xl.engines.ooxml.files.saving import create, exclusive, keep_version, kept_versions, save
from postprod_xl.engines.ooxml.parts.package import Package
from tests.engines.ooxml.files.archives import parts, zipped

OLD = zipped(parts())
NEW = zipped(parts() | {"xl/nouveau.xml": b"<a/>" * 20_000}, "stored")
KILLS = 60

on_posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="les processus se dupliquent sous POSIX")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(OLD)
    return path


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def temporary_files(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.rglob("*") if entry.suffix == ".tmp")


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(UnusableFile) as caught:
        action()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_saving_replaces_the_file_and_keeps_the_former_version(book: Path) -> None:
    backup = save(book, NEW, digest(OLD))
    assert book.read_bytes() == NEW
    assert backup is not None
    assert backup.read_bytes() == OLD
    assert backup.parent == book.parent / ".postprod" / "backups"
    assert (backup.suffix, backup.stem[-5:]) == (".xlsx", "-0001")
    assert temporary_files(book.parent) == []


def test_saving_the_same_bytes_writes_nothing(book: Path) -> None:
    before = book.stat()
    assert save(book, OLD, digest(OLD)) is None
    assert (book.stat().st_ino, book.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert list(book.parent.iterdir()) == [book]


def test_saving_a_workbook_that_does_not_exist_yet_creates_it(tmp_path: Path) -> None:
    assert save(tmp_path / "neuf.xlsx", NEW, None) is None
    assert (tmp_path / "neuf.xlsx").read_bytes() == NEW


def test_the_last_ten_versions_are_kept_for_each_workbook(book: Path) -> None:
    other = book.with_name("budget.2.xlsx")
    other.write_bytes(OLD)
    save(other, NEW, None)
    for number in range(13):
        save(book, NEW + b"%d" % number, None)
    names = sorted(entry.name for entry in (book.parent / ".postprod" / "backups").iterdir())
    # 13 saves, numbered 1 to 13: 4 to 13 are left
    assert [name[-9:-5] for name in names if not name.startswith("budget.2.")] == [
        f"{n:04d}" for n in range(4, 14)
    ]
    assert len([name for name in names if name.startswith("budget.2.")]) == 1


def test_the_version_on_disk_is_kept_once_though_the_workbook_is_open(book: Path) -> None:
    book.with_name("~$budget.xlsx").write_bytes(b"\x04Anne")
    assert keep_version(book) == kept_versions(book)[0] and kept_versions(book)[0].read_bytes() == OLD
    assert keep_version(book) is None
    book.write_bytes(NEW)
    assert keep_version(book) is not None
    assert [version.read_bytes() for version in kept_versions(book)] == [NEW, OLD]
    assert book.read_bytes() == NEW and not temporary_files(book.parent)


def test_a_version_that_cannot_be_kept_is_refused_in_one_line(tmp_path: Path) -> None:
    assert refused(lambda: keep_version(tmp_path / "absent.xlsx")).startswith(
        "absent.xlsx — fichier ou dossier"
    )


def test_a_workbook_changed_since_it_was_read_is_left_alone(book: Path) -> None:
    book.write_bytes(OLD + b"saisie")
    message = refused(lambda: save(book, NEW, digest(OLD)))
    assert message.startswith("budget.xlsx — modifié par quelqu'un d'autre")
    assert book.read_bytes() == OLD + b"saisie"
    book.unlink()
    assert "disparu" in refused(lambda: save(book, NEW, digest(OLD)))
    assert not book.exists()


def test_a_workbook_changed_while_the_new_one_is_written_is_left_alone(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy.shutil, "copystat", lambda *_: book.write_bytes(b"saisie"))
    assert "modifié par quelqu'un d'autre" in refused(lambda: save(book, NEW, digest(OLD)))
    assert book.read_bytes() == b"saisie"
    assert temporary_files(book.parent) == []


def test_mode_is_kept_and_the_backup_is_as_private_as_the_workbook(book: Path) -> None:
    book.chmod(0o640)
    backup = save(book, NEW, None)
    assert backup is not None
    assert [stat.S_IMODE(path.stat().st_mode) for path in (book, backup)] == [0o640, 0o640]


@on_posix
@pytest.mark.parametrize("is_member", [True, False])
def test_a_saved_workbook_and_its_backup_keep_their_group_or_give_no_right_to_another(
    book: Path, monkeypatch: pytest.MonkeyPatch, is_member: bool
) -> None:
    """In a folder of several groups, where a new file takes the group of whoever writes it."""
    book.chmod(0o660)
    monkeypatch.setattr(privacy, "given_to", lambda *_: is_member)
    with recorded() as record:
        backup = save(book, NEW, None)
    assert backup is not None
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (book, backup)]
    assert modes == ([0o660] * 2 if is_member else [0o600] * 2)
    assert [line for line in record.warnings if "groupe" in line] == (
        []
        if is_member
        else [
            "« budget.xlsx » n'a pas pu rester à son groupe, dont vous n'êtes pas : ses collègues ne l'ouvrent plus, "
            "rendez-leur ce droit."
        ]
    )


def test_a_symbolic_link_stays_one_and_its_file_is_replaced(book: Path) -> None:
    link = book.parent / "liens" / "courant.xlsx"
    link.parent.mkdir()
    link.symlink_to(book)
    with exclusive(link):
        save(link, NEW, digest(OLD))
    assert link.is_symlink()
    assert book.read_bytes() == NEW
    assert list(link.parent.iterdir()) == [link]


def test_a_read_only_workbook_is_refused(book: Path) -> None:
    book.chmod(0o444)
    assert "lecture seule" in refused(lambda: save(book, NEW, None))
    assert book.read_bytes() == OLD


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "disque plein"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "lecture seule"),
        (errno.EACCES, "accès refusé"),
        (errno.EIO, "erreur du système"),
    ],
)
@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_failing_disk_leaves_the_workbook_and_no_leftover(
    book: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, expected: str
) -> None:
    def failing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(saving.os, step, failing)
    message = refused(lambda: save(book, NEW, digest(OLD)))
    monkeypatch.undo()
    assert message.startswith("budget.xlsx — ")
    assert expected in message
    assert book.read_bytes() == OLD
    assert temporary_files(book.parent) == []
    assert [entry for entry in book.parent.rglob("*.xlsx") if entry != book] == []


def test_a_disk_full_half_way_leaves_the_workbook(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = itertools.count()
    real_write = os.write

    def filling(descriptor: int, data: memoryview) -> int:
        if next(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real_write(descriptor, data[:1000])

    monkeypatch.setattr(saving.os, "write", filling)
    assert "disque plein" in refused(lambda: save(book, NEW, digest(OLD)))
    assert book.read_bytes() == OLD
    assert temporary_files(book.parent) == []


def test_a_disk_that_lies_is_found_out(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write
    monkeypatch.setattr(
        saving.os, "write", lambda fd, data: real_write(fd, bytes(len(data))) if len(data) else 0
    )
    assert "ne rend pas" in refused(lambda: save(book, NEW, digest(OLD)))
    assert book.read_bytes() == OLD


def test_creating_never_overwrites(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "existe déjà" in refused(lambda: create(book, NEW))
    monkeypatch.setattr(saving.os.path, "lexists", lambda path: False)
    assert "existe déjà" in refused(lambda: create(book, NEW))
    assert book.read_bytes() == OLD
    assert list(book.parent.iterdir()) == [book]


def test_creating_writes_the_whole_file_and_nothing_else(tmp_path: Path) -> None:
    create(tmp_path / "FA-2024-001.pdf", b"%PDF")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
        ("FA-2024-001.pdf", b"%PDF")
    ]
    assert "introuvable" in refused(lambda: create(tmp_path / "absent" / "a.pdf", b""))


def test_creating_works_where_hard_links_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(saving.os, "link", unknown)
    create(tmp_path / "a.pdf", b"%PDF")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("a.pdf", b"%PDF")]


def test_a_second_command_is_told_who_holds_the_workbook(book: Path) -> None:
    with exclusive(book):
        message = refused(lambda: exclusive(book).__enter__())
        assert f"processus {os.getpid()}" in message
        assert message.startswith("budget.xlsx — en cours de mise à jour par ")
    with exclusive(book):
        pass


def test_two_workbooks_of_one_folder_do_not_wait_for_each_other(book: Path) -> None:
    with exclusive(book), exclusive(book.with_name("autre.xlsx")):
        pass


def test_an_error_in_the_block_is_not_disguised_and_frees_the_workbook(book: Path) -> None:
    with pytest.raises(FileNotFoundError, match="ailleurs"), exclusive(book):
        raise FileNotFoundError("ailleurs")
    with exclusive(book):
        pass


def test_a_refused_workbook_keeps_nothing_beside_it(book: Path) -> None:
    with pytest.raises(UnusableFile), exclusive(book):
        raise UnusableFile("budget.xlsx — refusé")
    assert list(book.parent.iterdir()) == [book]


def test_a_workbook_left_as_it_was_keeps_nothing_beside_it(book: Path) -> None:
    with exclusive(book):
        assert (book.parent / ".postprod").is_dir()
    assert list(book.parent.iterdir()) == [book]


def test_a_saved_workbook_that_is_refused_afterwards_keeps_the_same_files(book: Path) -> None:
    with exclusive(book):
        save(book, NEW, None)
    before = sorted(book.parent.rglob("*"))
    with pytest.raises(UnusableFile), exclusive(book):
        raise UnusableFile("budget.xlsx — refusé")
    assert sorted(book.parent.rglob("*")) == before


@on_posix
def test_a_lock_taken_on_a_file_removed_meanwhile_is_taken_again(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = book.parent / ".postprod" / "budget.xlsx.lock"
    genuine, removed = locking.locked, []

    def late(descriptor: int) -> bool:
        if not removed:
            removed.append(held.unlink())
            held.touch()
        return genuine(descriptor)

    monkeypatch.setattr(locking, "locked", late)
    with exclusive(book):
        monkeypatch.undo()
        assert "en cours de mise à jour" in refused(lambda: exclusive(book).__enter__())


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EIO])
def test_where_no_lock_is_given_nothing_is_left_beside_the_workbook(
    book: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def no_lock(*_: object) -> bool:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(locking, "locked", no_lock)
    said = refused(lambda: exclusive(book).__enter__())
    assert ("emplacement sans verrou de fichier" in said) == (number != errno.EIO)
    assert list(book.parent.iterdir()) == [book]


def excel_owner(name: str) -> bytes:
    """The 165 bytes that Excel writes: length and name in one-byte characters, then in UTF-16."""
    narrow = name.encode("cp1252", "replace")
    wide = name.encode("utf-16-le")
    padded = bytes([len(narrow)]) + narrow.ljust(54) + len(name).to_bytes(2, "little")
    return padded + wide + b" \0" * (54 - len(name))


@pytest.mark.parametrize(
    ("mark", "content", "who"),
    [
        ("~$budget.xlsx", excel_owner("Anaïs Lê Văn"), "Excel par Anaïs Lê Văn"),
        ("~$budget.xlsx", excel_owner("Zoé")[:55], "Excel par Zoé"),
        ("~$budget.xlsx", b"", "Excel par une autre personne"),
        (
            ".~lock.budget.xlsx#",
            b",zoe,POSTE-3,20.05.2024 10:12,file:///home/zoe;",
            "LibreOffice par zoe",
        ),
        (".~lock.budget.xlsx#", "Zoé Roy,zoe,POSTE-3,…;".encode(), "LibreOffice par Zoé Roy"),
    ],
)
def test_a_workbook_open_elsewhere_is_left_alone(book: Path, mark: str, content: bytes, who: str) -> None:
    (book.parent / mark).write_bytes(content)
    for action in (lambda: exclusive(book).__enter__(), lambda: save(book, NEW, None)):
        message = refused(action)
        assert f"budget.xlsx — ouvert dans {who} : fermez-le" in message
        assert f"supprimez « {mark} »" in message
    assert book.read_bytes() == OLD
    assert not (book.parent / ".postprod").exists()


ODD = {
    "un dossier": Path.mkdir,
    "un tube nommé": os.mkfifo,
    "un lien": lambda path: path.symlink_to(path.name),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("mark", ["~$budget.xlsx", ".~lock.budget.xlsx#", ".postprod/budget.xlsx.lock"])
def test_what_is_no_lock_file_is_named_and_never_waited_for(book: Path, mark: str, kind: str) -> None:
    (book.parent / ".postprod").mkdir()
    odd = book.parent / mark
    ODD[kind](odd)
    message = refused(lambda: exclusive(book).__enter__())
    assert message == (
        f"budget.xlsx — « {odd.name} » doit être un fichier de verrou, et c'est {kind} : "
        f"supprimez-le du dossier « {odd.parent.name} », puis recommencez."
    )
    assert book.read_bytes() == OLD


@pytest.mark.parametrize("kind", ["un tube nommé", "un lien"])
def test_a_holder_that_is_no_file_is_replaced(book: Path, kind: str) -> None:
    (book.parent / ".postprod").mkdir()
    holder = book.parent / ".postprod" / "budget.xlsx.holder"
    ODD[kind](holder)
    with exclusive(book):
        assert f"processus {os.getpid()}" in holder.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "who"),
    [
        ("Zoé sur POSTE-3".encode("cp1252"), "par Zo� sur POSTE-3 : attendez"),
        ("Zoé".encode("utf-16"), "par ��Z o � : attendez"),
        (b"Zoe\n\x1b[31m sur\tPOSTE-3\0", "par Zoe [31m sur POSTE-3 : attendez"),
        (b"", "par une autre commande : attendez"),
        (b"x" * 5000, f"par {'x' * 100} : attendez"),
    ],
)
def test_a_holder_of_any_bytes_is_said_in_one_line(book: Path, content: bytes, who: str) -> None:
    with exclusive(book):
        (book.parent / ".postprod" / "budget.xlsx.holder").write_bytes(content)
        message = refused(lambda: exclusive(book).__enter__())
        assert who in message
        assert "\n" not in message


def test_a_holder_turned_into_a_named_pipe_is_not_waited_for(book: Path) -> None:
    with exclusive(book):
        holder = book.parent / ".postprod" / "budget.xlsx.holder"
        holder.unlink()
        os.mkfifo(holder)
        assert "par une autre commande : attendez" in refused(lambda: exclusive(book).__enter__())


@pytest.mark.parametrize("name", [".postprod", ".postprod/backups"])
def test_what_is_no_folder_where_locks_are_kept_is_named(book: Path, name: str) -> None:
    odd = book.parent / name
    odd.parent.mkdir(exist_ok=True)
    odd.write_bytes(b"")
    message = refused(lambda: exclusive(book).__enter__())
    assert message.startswith(f"budget.xlsx — « {name} », à côté de lui, n'est pas un dossier")


def test_on_windows_a_leftover_of_excel_is_removed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = book.with_name("~$budget.xlsx")
    mark.write_bytes(excel_owner("Zoé"))
    monkeypatch.setattr(open_elsewhere.sys, "platform", "win32")
    open_elsewhere.refuse_if_open(book)
    assert not mark.exists()


def test_leftovers_of_dead_commands_are_swept_and_nothing_else(book: Path) -> None:
    state = book.parent / ".postprod"
    (state / "backups").mkdir(parents=True)
    other = book.with_name("autre.xlsx")
    dead = [locking.temporary_path(path, book.parent) for path in (book, other)]
    dead += [locking.temporary_path(other, state / "backups")]
    dead += [state / "autre.xlsx.lock", state / "autre.xlsx.holder"]
    notes, elsewhere = (
        book.with_name("notes.tmp"),
        book.with_name(".postprod-0123456789abcdef-fedcba-00000000.tmp"),
    )
    for path in (*dead, notes, elsewhere):
        path.write_bytes(b"")
    with exclusive(book):
        assert [path for path in dead if path.exists()] == []
    # Locks may not reach the other machine: its file waits an hour.
    assert notes.exists() and elsewhere.exists()
    os.utime(elsewhere, (0, 0))
    with exclusive(book):
        assert not elsewhere.exists()


@on_posix
def test_what_a_killed_creation_leaves_is_swept_by_the_next_command_of_its_folder(book: Path) -> None:
    def task() -> None:
        os.link = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        create(book.with_name("copie.xlsx"), NEW)

    os.waitpid(forked(task), 0)
    assert len(temporary_files(book.parent)) == 1
    with exclusive(book):
        assert temporary_files(book.parent) == []
    os.waitpid(forked(task), 0)
    create(book.with_name("autre copie.xlsx"), NEW)
    assert temporary_files(book.parent) == []


@on_posix
def test_what_a_living_command_is_writing_is_never_swept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, seen = os.replace, []

    def looking(staged: Path, target: Path) -> None:
        with exclusive(book.with_name("autre.xlsx")):
            seen.extend([staged.exists(), (book.parent / ".postprod" / "budget.xlsx.lock").exists()])
        replace(staged, target)

    monkeypatch.setattr(saving.os, "replace", looking)
    with exclusive(book):
        save(book, NEW, digest(OLD))
    assert seen == [True] * 4  # the backup, then the workbook
    assert book.read_bytes() == NEW


def test_a_saved_workbook_keeps_its_backups_and_no_lock(book: Path) -> None:
    with exclusive(book):
        save(book, NEW, None)
    left = {path.name for path in book.parent.rglob("*") if path.suffix != ".xlsx"}
    assert left == {".postprod", "backups"}


def test_the_other_names_of_a_workbook_are_reported(book: Path) -> None:
    for name in ("lien.xlsx", "second.xlsx"):
        os.link(book, book.with_name(name))
        with recorded() as record:
            save(book, NEW + name.encode(), None)
        [line] = record.warnings
        assert line.startswith(
            "« budget.xlsx » portait un autre nom sur le disque (lien physique), où la version"
        )
        assert book.with_name(name).stat().st_nlink == 1
    with recorded() as record:
        save(book, OLD, None)
    assert record.warnings == []


@on_posix
@pytest.mark.parametrize("step", ["replace", "link"])
def test_a_share_that_does_what_it_says_it_cannot_is_believed_on_the_disk_alone(
    book: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """An answer lost on the network: the call is tried again by the system, and fails the second time."""
    real = getattr(os, step)
    path = book if step == "replace" else book.with_name("neuf.xlsx")

    def lost(staged: Path, target: Path) -> None:
        real(staged, target)
        if target == path:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))

    monkeypatch.setattr(saving.os, step, lost)
    with recorded() as record:
        save(path, NEW, None)
    assert (path.read_bytes(), record.written, record.warnings) == (NEW, [path], [])


def test_a_system_that_no_longer_answers_is_not_said_to_have_kept_the_workbook(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> None:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    replace = os.replace

    def mute(staged: Path, target: Path) -> None:
        replace(staged, target)
        if target == book:
            monkeypatch.setattr(staging, "is_at", silent)
            silent()

    monkeypatch.setattr(saving.os, "replace", mute)
    with recorded() as record:
        message = refused(lambda: save(book, NEW, None))
    assert "ne dit plus ce qu'il contient" in message
    assert "rien n'a été" not in message + record.said
    assert record.uncertain == [book]
    [backup] = (book.parent / ".postprod" / "backups").iterdir()
    assert backup.read_bytes() == OLD


@on_posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_in_the_middle_of_a_save_waits_for_its_end(
    book: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    replace = os.replace

    def signalled(staged: Path, target: Path) -> None:
        signal.raise_signal(getattr(signal, name))
        replace(staged, target)

    monkeypatch.setattr(saving.os, "replace", signalled)
    with recorded() as record, pytest.raises(Interrupted) as caught, interruptible(), exclusive(book):
        save(book, NEW, None)
    assert caught.value.status == 128 + getattr(signal, name)
    assert record.said == "mais « budget.xlsx » a été écrit"
    assert book.read_bytes() == NEW
    assert {path.name for path in book.parent.rglob("*") if path.suffix != ".xlsx"} == {
        ".postprod",
        "backups",
    }


@on_posix
def test_a_signal_that_the_program_was_told_to_ignore_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@on_posix
def test_the_lock_of_somebody_else_that_cannot_be_opened_is_named(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = book.parent / ".postprod" / "budget.xlsx.lock"
    lock.parent.mkdir()
    lock.touch()
    real = os.open

    def guarded(path: Path, flags: int, mode: int = 0o777) -> int:
        if path == lock and not flags & os.O_EXCL:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, mode)

    monkeypatch.setattr(locking.os, "open", guarded)
    message = refused(lambda: exclusive(book).__enter__())
    assert message.startswith("budget.xlsx — son verrou « .postprod/budget.xlsx.lock », laissé par une autre")


def test_the_folder_of_locks_is_shared_as_its_parent_is(book: Path) -> None:
    book.parent.chmod(0o770)
    with exclusive(book):
        assert stat.S_IMODE((book.parent / ".postprod").stat().st_mode) == 0o770


def forked(task: Callable[[], object]) -> int:
    """Run a task in a copy of this process, which ends without any of pytest's own endings."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            task()
            status = 0
        finally:
            os._exit(status)
    return child


def save_for_ever(book: Path) -> None:
    for data in itertools.cycle([NEW, OLD]):
        with exclusive(book):
            save(book, data, digest(book.read_bytes()))


@on_posix
def test_a_command_killed_at_any_moment_leaves_one_whole_version(book: Path) -> None:
    started = time.perf_counter()
    with exclusive(book):
        save(book, NEW, digest(OLD))
    one_save = time.perf_counter() - started
    moment, seen = random.Random(1), set()
    for number in range(KILLS):
        former = book.stat().st_ino
        child = forked(lambda: save_for_ever(book))
        # On a busy machine a child may be killed before it does anything: every other one saves at least once.
        while number % 2 and book.stat().st_ino == former:
            time.sleep(one_save / 10)
        time.sleep(moment.uniform(0, 6 * one_save))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert book.read_bytes() in (OLD, NEW)
        Package.open(book)
        seen.add(book.read_bytes())
        with exclusive(book):
            assert temporary_files(book.parent) == []
    save(book, OLD + b"fin", None)
    backups = list((book.parent / ".postprod" / "backups").iterdir())
    assert {path.read_bytes() for path in backups} == {OLD, NEW}
    assert len(backups) == saving.BACKUPS_KEPT
    assert seen == {OLD, NEW}


@on_posix
@pytest.mark.parametrize("step", ["open", "write", "fsync", "close", "replace", "chown", "utime"])
@pytest.mark.parametrize("time_called", [1, 2, 3])
def test_a_command_that_dies_before_a_given_step_leaves_one_whole_version(
    book: Path, monkeypatch: pytest.MonkeyPatch, step: str, time_called: int
) -> None:
    calls = itertools.count(1)
    real = getattr(os, step)

    def dying(*arguments: object, **named: object) -> object:
        if next(calls) == time_called:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **named)

    def task() -> None:
        with exclusive(book):
            monkeypatch.setattr(saving.os, step, dying)
            save(book, NEW, digest(OLD))

    _, status = os.waitpid(forked(task), 0)
    assert status in (0, signal.SIGKILL)
    assert book.read_bytes() in (OLD, NEW)
    with exclusive(book):
        assert temporary_files(book.parent) == []
        save(book, NEW, None)
    assert book.read_bytes() == NEW
