"""LibreOffice on this machine: whether it answers, whether Python can drive it, what its profile allows."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.hosts.setup.findings.excel import interpreter_finding
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.libreoffice import MacroSecurity, macro_security, office_found, profile_folder
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.settings import home_settings_file, interpreter_in

INSTALL = "postprod install --host libreoffice"
_LEVELS = ("faible", "moyenne", "élevée", "très élevée")


def office_findings(machine: Machine) -> Iterator[Finding]:
    """Look at LibreOffice, its Python bridge, the Python its buttons start, and its macro security."""
    program = office_found(machine)
    if not program:
        yield Finding(
            "LibreOffice",
            "absent (facultatif : sert à recalculer sans Excel ; les PDF se font sans lui)",
            Mark.NOTE,
        )
        return
    yield _answer(machine, program)
    yield _bridge(machine)
    yield interpreter_finding("boutons de LibreOffice", home_settings_file(machine), machine, INSTALL)
    if chosen := machine.environment.get("POSTPROD_PYTHON"):
        state = f"la variable POSTPROD_PYTHON leur fait lancer {chosen} d'abord"
        yield Finding("boutons de LibreOffice", state, Mark.NOTE)
    yield from _security(macro_security(profile_folder(machine)))


def _answer(machine: Machine, program: str) -> Finding:
    told = machine.answer([program, "--version"])
    if told:
        return Finding("LibreOffice", f"{told.splitlines()[0].strip()}, {program}")
    return Finding("LibreOffice", f"{program} ne répond pas", Mark.BROKEN, "réinstallez LibreOffice")


def _bridge(machine: Machine) -> Finding:
    """Whether a Python of its own, as a button starts it, can load LibreOffice's bridge."""
    load = "from postprod_xl.engines.calc.office import bridge; bridge.uno_module(); print('ok')"
    if machine.answer([str(machine.executable), "-c", load]) == "ok":
        return Finding("pont de LibreOffice (uno)", "chargé par ce Python")
    set_up = interpreter_in(home_settings_file(machine), machine)
    return Finding(
        "pont de LibreOffice (uno)",
        "introuvable par ce Python : les boutons de LibreOffice ne répondront pas",
        Mark.BROKEN if set_up else Mark.NOTE,
        _bridge_remedy(machine),
    )


def _bridge_remedy(machine: Machine) -> str:
    if machine.is_windows or machine.is_macos:
        return "installez postprod dans le Python de LibreOffice, ou gardez la ligne de commande"
    return "sudo apt install python3-uno"


def _security(security: MacroSecurity) -> Iterator[Finding]:
    level = _LEVELS[security.level] if security.level < len(_LEVELS) else str(security.level)
    if not security.runs_vba:
        yield Finding(
            "macros de LibreOffice",
            "désactivées par le profil",
            Mark.NOTE,
            "Outils > Options > Chargement/enregistrement > Propriétés VBA : Excel, code exécutable",
        )
    elif security.level == 0:
        yield Finding(
            "macros de LibreOffice",
            "sécurité faible : n'importe quel fichier peut lancer les siennes",
            Mark.NOTE,
            "Outils > Options > LibreOffice > Sécurité > Sécurité des macros : Élevé",
        )
    elif not security.folders and security.level > 1:
        yield Finding(
            "macros de LibreOffice",
            f"sécurité {level}, aucun dossier de confiance",
            Mark.NOTE,
            f"{INSTALL} --trust DOSSIER",
        )
    else:
        folders = ", ".join(security.folders) or "aucun dossier de confiance : LibreOffice demande"
        yield Finding("macros de LibreOffice", f"sécurité {level}, {folders}")
