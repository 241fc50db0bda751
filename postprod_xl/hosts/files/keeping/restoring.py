"""A kept version of a workbook brought back in its place by the save of every command: the present one is kept."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from postprod_xl.domain.comparing.losses import losses
from postprod_xl.domain.comparing.told import counts_by_table, told_lines
from postprod_xl.domain.wording import counted_problems, first_names
from postprod_xl.engines.ooxml.errors import CannotEdit, UnusableFile, naming
from postprod_xl.engines.ooxml.files.open_elsewhere import real_path
from postprod_xl.engines.ooxml.files.privacy import readers_of
from postprod_xl.engines.ooxml.files.saving import create, exclusive, save
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.exits import BLOCKED
from postprod_xl.hosts.files.confirming import Confirm, declined
from postprod_xl.hosts.files.keeping.states import (
    State,
    changes_between,
    is_same_workbook,
    read_state,
    state_of,
)
from postprod_xl.hosts.files.keeping.versions import KeptVersion, version_said, versions_of
from postprod_xl.hosts.files.master import FileMaster, master_of
from postprod_xl.hosts.runs.computing import Report, journal_update, reported
from postprod_xl.hosts.runs.frozen_pay import settle_exports
from postprod_xl.hosts.runs.issuing import ISSUING_LEDGERS, PDF, folder_name, settle_waiting
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables.home import DASHBOARD, JOURNAL
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.declared import upgrade_command
from postprod_xl.workbook.last_run import last_run_changes, show_last_run
from postprod_xl.workbook.version import FromLaterProgram

_BACK, _THERE = "version {} remise", "la version {} est déjà là : rien à remettre"


@dataclass(frozen=True)
class Present:
    """What stands where a version is to be brought back.

    `source` is the bytes of the file, None when there is none; `fault` says why there is no `master`.
    """

    source: bytes | None
    master: FileMaster | None
    fault: str = ""


@dataclass(frozen=True)
class Restoration:
    """A version ready to take the place of a workbook, and what goes with the present one, in French lines."""

    version: KeptVersion
    master: FileMaster
    losses: Sequence[str]
    counts: Sequence[str] = ()
    lines: Sequence[str] = ()
    changed: int = 0

    @property
    def question(self) -> str:
        """What a person confirms; empty when nothing would be lost."""
        lost = [*self.losses, *self.counts]
        if not lost:
            return ""
        head = f"Remettre la version {self.version.name} à la place de {self.master.path.name} ? Ce qui n'y est pas :"
        return "\n".join([head, *(f"  - {line}" for line in lost)])

    @property
    def refusal(self) -> list[Problem]:
        """What refuses it where nobody can be asked."""
        if not self.losses:
            return []
        message = (
            f"remettre la version {self.version.name} perdrait {' ; '.join(self.losses)} : rien n'est remis sans "
            "qu'on vous le demande ; « --yes » si c'est voulu"
        )
        return [blocking("", None, "", self.version.name, "une réponse", message)]


def restore_file(workbook: Path, said: str, confirm: Confirm | None = None) -> Report:
    """Bring a kept version of a workbook back in its place; the present version is kept first.

    Parameters
    ----------
    workbook
        The workbook; it may be lost or damaged.
    said
        The version: its number, the name of its file, or the moment it was kept.
    confirm
        Asks the person at the terminal; None when nobody can be asked: what left the house since refuses it then.
    """
    return reported(workbook, lambda: _restore(workbook, said, confirm))


def preview_restoration(workbook: Path, said: str) -> Report:
    """What bringing a version back would change; nothing is written."""

    def preview() -> Report:
        present, version = _present(workbook), version_said(workbook, said)
        if _is_back(version, present):
            return Report(workbook, summary=_THERE.format(version.name))
        found = _prepared(workbook, version, present)
        lines = [*(f"serait perdu : {line}" for line in found.losses), *found.lines]
        return Report(
            workbook, summary=f"remettrait la version {version.name}", notes=lines, details=_details(found)
        )

    return reported(workbook, preview)


def _restore(workbook: Path, said: str, confirm: Confirm | None) -> Report:
    started = time.perf_counter()
    with exclusive(workbook):
        present, version = _present(workbook), version_said(workbook, said)
        if _is_back(version, present):
            return Report(workbook, summary=_THERE.format(version.name))
        settled = _settled(present)
        found = _prepared(workbook, version, present)
        if refusals := _refusals(found, confirm):
            return Report(workbook, BLOCKED, counted_problems(refusals), refusals, notes=settled)
        summary = _BACK.format(version.name)
        notes = _journaled(found.master, summary, time.perf_counter() - started)
        backup = _put(workbook, found, present)
    report = Report(workbook, summary=summary, backup=backup, changed=found.changed, details=_details(found))
    gone = [f"n'y est plus : {line}" for line in found.losses]
    report.notes = [*gone, *notes, *_afterwards(found.master), *settled]
    return report


def _settled(present: Present) -> list[str]:
    """Name the files that a run which died left waiting, while the ledger that has them stands."""
    master = present.master
    return [] if master is None else [*settle_waiting(master), *settle_exports(master)]


def _refusals(found: Restoration, confirm: Confirm | None) -> list[Problem]:
    if confirm is None:
        return found.refusal
    if found.question and not confirm(found.question):
        return [declined("remis")]
    return []


def _present(workbook: Path) -> Present:
    """What stands in the place of a workbook.

    Raises
    ------
    FromLaterProgram
        A later program wrote it.
    """
    try:
        source = real_path(workbook).read_bytes()
    except FileNotFoundError:
        return Present(None, None, "le classeur n'est plus là")
    try:
        return Present(source, master_of(Package(workbook, source)))
    except FromLaterProgram:
        raise
    except UnusableFile as error:
        return Present(source, None, f"le classeur ne se lit pas ({error})")


def _is_back(version: KeptVersion, present: Present) -> bool:
    """Whether a version is there already, as it was kept or as the last command brought it back."""
    with naming(version.path):
        if version.path.read_bytes() == present.source:
            return True
    runs = present.master.tables[JOURNAL.name].column("summary") if present.master else []
    if not present.master or not runs or runs[-1] != _BACK.format(version.name):
        return False
    kept, _, _ = read_state(version.path)
    return kept is not None and not changes_between(kept, state_of(present.master))


def _prepared(workbook: Path, version: KeptVersion, present: Present) -> Restoration:
    """Read a version and compare it with what it replaces.

    Raises
    ------
    UnusableFile
        It cannot be read, a later program wrote it, it is another workbook's or the present one already.
    """
    with naming(version.path):
        source = version.path.read_bytes()
    if source == present.source:
        raise UnusableFile(
            f"{workbook.name} — la version {version.name} est celle qui est là : rien à remettre."
        )
    try:
        master = master_of(Package(workbook, source))
    except UnusableFile as error:
        reason = str(error).partition(" — ")[2] or str(error)
        raise UnusableFile(
            f"{workbook.name} — la version {version.name} ne peut pas être remise : {reason}"
        ) from error
    state, now = state_of(master), _reference(workbook, version, present)
    if now is None:
        return Restoration(version, master, [*_unknown(workbook, master, present)])
    if not is_same_workbook(state, now):
        raise UnusableFile(
            f"{workbook.name} — la version {version.name} est celle d'un autre classeur du même nom : copiez-la "
            f"ailleurs pour l'ouvrir ({'/'.join(version.path.parts[-3:])})."
        )
    changes = changes_between(state, now)
    lost = [*losses(changes), *_unknown(workbook, master, present)]
    return Restoration(
        version, master, lost, counts_by_table(changes), told_lines(changes_between(now, state))
    )


def _reference(workbook: Path, wanted: KeptVersion, present: Present) -> State | None:
    """What a version is compared with: the workbook, or the newest later version that can be read when it cannot."""
    if present.master is not None:
        return state_of(present.master)
    newer = (version for version in versions_of(workbook) if version.number > wanted.number)
    return next((state for version in newer if (state := read_state(version.path)[0])), None)


def _unknown(workbook: Path, restored: FileMaster, present: Present) -> Iterator[str]:
    """What may be lost with a workbook that cannot be read, and the files of documents that the version has not."""
    if not present.fault:
        return
    yield f"ce qui a été fait depuis la dernière version gardée, qui ne peut pas être dit : {present.fault}"
    for ledger in ISSUING_LEDGERS:
        folder = real_path(workbook).parent / folder_name(workbook, ledger)
        held = {*restored.tables[ledger.table.name].column("number")}
        try:
            alone = sorted(
                path.stem for path in folder.iterdir() if path.suffix == PDF and path.stem not in held
            )
        except OSError:
            alone = []
        if alone:
            yield f"la ligne au registre de {first_names(alone)}, dont les fichiers restent dans {folder.name}"


def _journaled(master: FileMaster, summary: str, seconds: float) -> list[str]:
    """Note the run in the journal of the version brought back, and on its home page; what keeps it from it is told."""
    home = master.places.get(DASHBOARD.name)
    if home is None or JOURNAL.name not in master.raw:
        return ["le journal de cette version ne peut pas noter qu'elle a été remise : il y manque des tables"]
    journal = journal_update(master, "restore", summary, seconds)
    try:
        notes = master.written([journal], last_run_changes(home))
        show_last_run(master.package, home, journal.appended[-1])
    except CannotEdit as error:
        return [f"le journal de cette version ne peut pas noter qu'elle a été remise : {error}"]
    return notes


def _afterwards(master: FileMaster) -> Iterator[str]:
    """What is left to do with a version brought back."""
    if master.version != CURRENT:
        command = upgrade_command(master.path.name)
        yield f"cette version est un classeur de la {master.version} : « {command} » le met à niveau"
    if master.is_blocked:
        blocked = [problem for problem in master.problems if problem.is_blocking]
        yield f"cette version a {counted_problems(blocked)} : « postprod check » le dit"


def _put(workbook: Path, found: Restoration, present: Present) -> Path | None:
    data = found.master.package.to_bytes()
    if present.source is None:
        create(workbook, data, readers_of(found.version.path))
        return None
    return save(workbook, data, sha256(present.source).hexdigest())


def _details(found: Restoration) -> dict[str, object]:
    return {
        "version": found.version.number,
        "version_file": os.fspath(found.version.path),
        "losses": [*found.losses],
        "changes": [*found.counts],
    }
