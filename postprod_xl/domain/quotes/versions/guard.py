"""What is said of the frozen versions: each cell changed since, and what was changed in their register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.versions.freezing import (
    ChangedCell,
    changed_cells,
    changes_of,
    lines_by_version,
)
from postprod_xl.domain.quotes.versions.frozen import FrozenRegister, FrozenVersion, frozen_register
from postprod_xl.domain.quotes.versions.statuses import CLOSED_VERSIONS, SENT_VERSIONS, accepted_versions
from postprod_xl.domain.quotes.versions.totals import version_keys
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.problems import Problem, first_of, info, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables.frozen import FROZEN
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.vocabulary import QuoteStatus, Severity

_FINGERPRINT = VERSIONS.heading("fingerprint")
_RESTORE = "reprenez ses lignes d'une version gardée du classeur"


def frozen_problems(office: Office) -> list[Problem]:
    """What no longer is as a client was sent it, cell by cell, and what was changed in the register.

    Parameters
    ----------
    office
        With `Versions` as it was read: its fingerprints are evidence.
    """
    register = frozen_register(office)
    return [
        *_changes(office, register),
        *_drafts_again(office, register),
        *_versions_gone(office, register),
        *_damaged(register),
        *_fingerprints(office, register),
    ]


def changed_since_sent(office: Office, project: str, version: int) -> list[Problem]:
    """What keeps a paper of a frozen version from being issued: each cell that is not as its client holds it.

    Nothing of a version that was never frozen.
    """
    frozen = frozen_register(office).versions.get((project, version))
    if frozen is None:
        return []
    changes = changed_cells(office, frozen.key)
    return [replace(_change_problem(frozen, change), severity=Severity.BLOCKING) for change in changes]


def changed_since_accepted(office: Office, project: str) -> list[Problem]:
    """What keeps a paper that adds to the accepted quote of a project from being issued; see `changed_since_sent`."""
    version = accepted_versions(office).get(project)
    return [] if version is None else changed_since_sent(office, project, version)


def change_text(frozen: FrozenVersion, change: ChangedCell) -> str:
    """One change, in French, with its remedy."""
    name, copied = _name(frozen), f"ou copiez la version : « postprod quote --copy {frozen.key[1]} »"
    if change.column:
        column = change.row.table.by_name[change.column]
        before, after = (_shown(column, value) for value in (change.before, change.after))
        line = f" : {change.line}" if change.line else ""
        was = f"« {column.heading} » valait {before}, c'est maintenant {after}"
        remedy = "videz-la" if is_empty(change.before) else f"remettez {before}"
        return f"{name}{line} : {was} ; {remedy}, {copied}"
    if change.after:
        return f"{name} : la ligne {change.line} y a été ajoutée ; retirez-la, {copied}"
    return f"{name} : la ligne {change.line} en a été retirée ; remettez-la, {copied}"


def _changes(office: Office, register: FrozenRegister) -> Iterator[Problem]:
    lines = lines_by_version(office)
    for version in office["Versions"]:
        key = version.project, version.version
        frozen = register.versions.get(key)
        if frozen is not None:
            for change in changes_of(frozen, version, lines[key], key not in register.incomplete):
                yield _change_problem(frozen, change)


def _change_problem(frozen: FrozenVersion, change: ChangedCell) -> Problem:
    text = change_text(frozen, change)
    if change.column:
        column = change.row.table.by_name[change.column]
        found, expected = (_shown(column, value) for value in (change.after, change.before))
        return change.row.warning(change.column, found, expected, text)
    if change.after:
        return change.row.warning("line", change.line, "les lignes de la version figée", text)
    return change.row.warning("version", str(frozen.key[1]), f"la ligne {change.line}", text)


def _name(frozen: FrozenVersion) -> str:
    project, version = frozen.key
    return f"{project} version {version}, figée le {frozen.day:%d/%m/%Y}"


def _register_name(row: Row) -> str:
    """The version that a row of the register is about, as far as it still says."""
    version = "effacée" if row.version is None else row.version
    return f"{row.project or 'projet effacé'} version {version}"


def _shown(column: Column, value: Any) -> str:
    if is_empty(value):
        return "vide"
    text = brief(value_text(column.kind, value))
    return f"« {text} »" if isinstance(value, str) else text


def _drafts_again(office: Office, register: FrozenRegister) -> Iterator[Problem]:
    """The frozen versions that are drafts again: a client may hold them."""
    for version in office["Versions"]:
        frozen = register.versions.get((version.project, version.version))
        if frozen is None or version.status in SENT_VERSIONS | CLOSED_VERSIONS:
            continue
        held = version.status or "vide"
        message = (
            f"{_name(frozen)}, est repassée à « {held} » : remettez « {QuoteStatus.SENT} », ou "
            f"« {QuoteStatus.REPLACED} » si une autre prend sa place"
        )
        yield version.warning("status", held, QuoteStatus.SENT, message)


def _versions_gone(office: Office, register: FrozenRegister) -> Iterator[Problem]:
    """One warning per frozen version that `Versions` no longer has, one notice per project that is gone."""
    held, projects = set(version_keys(office["Versions"])), set(office["Projets"].column("code"))
    gone = [frozen for key, frozen in register.versions.items() if key not in held]
    for frozen in gone:
        project, version = frozen.key
        if project in projects:
            message = (
                f"{_name(frozen)}, n'est plus dans {VERSIONS.tab} : remettez-la ; une version qui ne vaut plus passe "
                f"à « {QuoteStatus.REPLACED} »"
            )
            expected = f"une version de {VERSIONS.tab}"
            yield warning(FROZEN.name, None, FROZEN.heading("version"), str(version), expected, message)
    for project in dict.fromkeys(frozen.key[0] for frozen in gone if frozen.key[0] not in projects):
        message = f"{project} : ses versions figées ne gardent plus rien, {PROJECTS.tab} n'a plus ce code ; remettez-le"
        yield info(FROZEN.name, None, FROZEN.heading("project"), project, "un projet", message)


def _damaged(register: FrozenRegister) -> Iterator[Problem]:
    for row in register.damaged:
        message = (
            f"{_register_name(row)} : {row.line} n'est plus ce que le programme a figé, elle n'est plus "
            f"comparée ; {_RESTORE}"
        )
        yield row.warning("seal", row.seal or "vide", "la ligne telle qu'elle a été figée", message)
    for row in register.incomplete.values():
        message = (
            f"{_register_name(row)} : ses lignes de « {FROZEN.tab} » ne sont plus celles qui ont été figées, ce "
            f"qui y manque n'est plus comparé ; {_RESTORE}"
        )
        yield row.warning("seal", row.seal or "vide", "les lignes telles qu'elles ont été figées", message)


def _fingerprints(office: Office, register: FrozenRegister) -> Iterator[Problem]:
    """The fingerprints of `Versions` that are not those of the register, and those whose register is lost."""
    lost: list[Row] = []
    for version in office["Versions"]:
        key = version.project, version.version
        if not version.fingerprint or key in register.incomplete:
            continue
        whole = register.whole(key)
        if whole is None:
            lost.append(version)
        elif version.fingerprint != whole.fingerprint:
            message = (
                f"{version.project} version {version.version} : « {_FINGERPRINT} » a été changée à la main, celle de "
                f"« {FROZEN.tab} » est remise"
            )
            yield version.warning("fingerprint", version.fingerprint, whole.fingerprint, message)
    if lost:
        first = lost[0]
        message = (
            f"{first.project} version {first.version}{first_of(len(lost))} : figée, mais « {FROZEN.tab} » n'a plus ce "
            f"qu'elle était ; {_RESTORE}, ou effacez « {_FINGERPRINT} » pour la figer telle qu'elle est"
        )
        yield first.warning("fingerprint", first.fingerprint, f"ses lignes dans {FROZEN.tab}", message)
