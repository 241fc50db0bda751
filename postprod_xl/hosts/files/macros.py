"""The macros, buttons and ribbon of a workbook in use, renewed in its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from postprod_xl.domain.wording import counted
from postprod_xl.engines.ooxml.errors import Refused, UnusableFile, naming
from postprod_xl.engines.ooxml.files.saving import exclusive, save
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.vba.workbook import is_locked, is_signed
from postprod_xl.hosts.exits import BLOCKED
from postprod_xl.hosts.files.creation import (
    WITH_MACROS,
    button_macros,
    function_signatures,
    ribbon_groups,
    tab_buttons,
)
from postprod_xl.hosts.runs.computing import Report, reported
from postprod_xl.schema.problems import blocking
from postprod_xl.workbook.declared import declared_places
from postprod_xl.workbook.families import families_in
from postprod_xl.workbook.make.macros import EXCEL, macro_project
from postprod_xl.workbook.make.ribbon import ribbon_xml
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.renew.modules import NotOurs
from postprod_xl.workbook.renew.renewal import Macros, Renewal, renew_macros, written_for
from postprod_xl.workbook.version import marked_in, refuse_later

NOTHING_OLD = "macros, boutons et ruban sont déjà ceux de cette version"
_WITHOUT_MACROS = (
    "un .xlsx ne porte ni macro ni bouton : dans Excel, « Enregistrer sous » au format « Classeur Excel prenant en "
    "charge les macros (*.xlsm) », puis « postprod macros » sur ce nouveau fichier."
)
_LOCKED = (
    "son projet VBA est verrouillé : dans l'éditeur (Alt+F11), Outils > Propriétés de VBAProject > Protection, ôtez "
    "le verrou et le mot de passe, enregistrez, recommencez, puis remettez-les."
)
_SIGNED = (
    "son projet VBA est signé, et la signature ne vaudrait plus : ajoutez --drop-signature pour la retirer, puis "
    "faites signer le projet de nouveau."
)


def renew_file(path: Path, host: str | None = None, *, drop_signature: bool = False) -> Report:
    """Renew the macro project, the buttons and the ribbon of a workbook, in place; all of it or nothing.

    Parameters
    ----------
    path
        An `.xlsm` of ours; its former version goes to the backups.
    host
        The spreadsheet that runs its macros; None for the one they were written for, Excel if there are none.
    drop_signature
        Whether a signature of the macro project may go; a signed project is refused otherwise.

    Returns
    -------
    Report
        Status 1 and a line each for modules and references of our names that are a person's.
    """

    def renewed() -> Report:
        with exclusive(path), naming(path):
            return _renewed(Package.open(path), host, drop_signature)

    return reported(path, renewed)


def is_current(package: Package) -> bool:
    """Whether the macros, buttons and ribbon of a workbook are those that this version writes for their host.

    A workbook whose macros cannot be renewed for another reason than their age is current.
    """
    copy = Package(package.path, package.source)
    try:
        return not any(_changes(_renewal(copy, written_for(copy) or EXCEL)))
    except (NotOurs, Refused, UnicodeEncodeError, UnusableFile):
        return True


def give_buttons(package: Package) -> list[str] | None:
    """Put the buttons of tabs just added to an open package whose macros are those of this version.

    Returns
    -------
    list of str
        The buttons, as a person reads them; None, nothing being changed, where the macros are of another version or
        cannot be renewed without being asked: a signed project, a locked one, modules of our names that are not ours.
    """
    if not is_current(package):
        return None
    copy = Package(package.path, package.to_bytes())
    try:
        found = _renewal(copy, written_for(copy) or EXCEL)
    except (NotOurs, Refused, UnicodeEncodeError, UnusableFile):
        return None
    if found.modules.changed and (is_signed(copy) or is_locked(copy)):
        return None
    return _renewal(package, written_for(package) or EXCEL).buttons.added


def _refuse_other_form(path: Path) -> None:
    if path.suffix.lower() in (".xlsx", ".xltx"):
        raise UnusableFile(f"{path.name} — {_WITHOUT_MACROS}")
    if path.suffix.lower() not in (WITH_MACROS, ".xltm"):
        raise UnusableFile(f"{path.name} — un classeur .xlsm est attendu.")


def _renewed(package: Package, host: str | None, drop_signature: bool) -> Report:
    refuse_later(package.path.name, marked_in(package))
    _refuse_other_form(package.path)
    declared_places(package.path.name, find_tables(package))
    signed, locked = is_signed(package), is_locked(package)
    try:
        renewal = _renewal(package, host or written_for(package) or EXCEL)
    except NotOurs as foreign:
        problems = [blocking("", None, "", "", "un module du programme", line) for line in foreign.lines]
        return Report(
            package.path, BLOCKED, f"{counted(len(problems), 'point')} à régler dans le projet VBA", problems
        )
    except UnicodeEncodeError as error:
        lacking = error.object[error.start]
        raise Refused(
            f"son projet VBA, dans l'alphabet d'un autre pays ({error.encoding}), ne peut pas contenir « {lacking} » : "
            "faites un nouveau classeur par « postprod new », puis « tables export » et « tables import »."
        ) from error
    if renewal.modules.changed and locked:
        raise Refused(_LOCKED)
    if renewal.modules.changed and signed and not drop_signature:
        raise Refused(_SIGNED)
    return _saved(package, renewal, withdrawn=bool(renewal.modules.changed and signed))


def _renewal(package: Package, host: str) -> Renewal:
    families = families_in(find_tables(package))
    sources = macro_project(button_macros(families), function_signatures(), host)
    ribbon = ribbon_xml(ribbon_groups(families))
    return renew_macros(package, Macros(host, sources, tab_buttons(families), ribbon))


def _saved(package: Package, renewal: Renewal, *, withdrawn: bool) -> Report:
    changes = list(_changes(renewal))
    notes = [*_notes(renewal)]
    if withdrawn:
        notes.append("signature du projet VBA retirée : faites-le signer de nouveau")
    data = package.to_bytes()
    backup = None if data == package.source else save(package.path, data, package.sha256)
    summary = ", ".join(changes) if changes else NOTHING_OLD
    return Report(package.path, summary=summary, notes=notes, backup=backup, changed=len(changes))


def _changes(renewal: Renewal) -> Iterator[str]:
    """What was renewed, in a few words each."""
    counts = (
        (len(renewal.modules.changed), "module", "renouvelé"),
        (len(renewal.buttons.renewed), "bouton", "renouvelé"),
        (len(renewal.buttons.added), "bouton", "ajouté"),
    )
    for count, thing, done in counts:
        if count:
            yield f"{counted(count, thing)} {done}{'s' if count > 1 else ''}"
    if renewal.ribbon:
        yield "ruban renouvelé"


def _notes(renewal: Renewal) -> Iterator[str]:
    """What was renewed by name, and what was left as a person wanted it."""
    buttons = renewal.buttons
    named = (
        ("modules renouvelés", renewal.modules.changed),
        ("boutons renouvelés", buttons.renewed),
        ("boutons ajoutés", buttons.added),
        ("boutons ôtés par quelqu'un, laissés ainsi", buttons.removed),
        ("boutons d'une commande qui n'existe plus, à supprimer", buttons.orphans),
    )
    for title, names in named:
        if names:
            yield f"{title} : {', '.join(names)}"
    yield from renewal.modules.notes
