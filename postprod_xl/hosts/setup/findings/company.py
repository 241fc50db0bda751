"""What a company's Windows forbids: its macro policies, and rules of Defender that keep Excel from starting Python."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.hosts.setup.excel import excel_found
from postprod_xl.hosts.setup.findings.finding import Finding, Mark
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.policies import (
    MacroLevel,
    RuleState,
    company_macro_level,
    defender_rules,
    forbids_vba,
    ignores_trusted_folders,
    own_macro_level,
)

_TRUST = "postprod install --host excel --trust DOSSIER"
_ASK_COMPANY = "voyez avec le service informatique ; la ligne de commande n'y est pas soumise"
_LEVELS = {
    MacroLevel.SIGNED: "n'accepte que les macros signées, ce que les nôtres ne sont pas",
    MacroLevel.NONE: "désactive toutes les macros sans le dire",
}


def company_findings(machine: Machine) -> Iterator[Finding]:
    """Look at what Windows and a company forbid to the macros of Excel; nothing where Excel is absent."""
    if not (machine.is_windows and excel_found(machine)):
        return
    yield from _macro_findings(machine)
    yield from _defender_findings(machine)
    if "\\windowsapps\\" in excel_found(machine).replace("/", "\\").lower():
        # https://github.com/xlwings/xlwings/issues/1166
        yield Finding(
            "Excel",
            "vient du Microsoft Store, où les formules PP_ ne trouvent pas Python (« Could not activate Python COM "
            "server ») ; les boutons marchent",
            Mark.NOTE,
            "réinstallez Office depuis votre compte Microsoft",
        )


def _macro_findings(machine: Machine) -> Iterator[Finding]:
    if forbids_vba(machine):
        yield Finding("macros d'Excel", "VBA est désactivé par l'entreprise", Mark.BROKEN, _ASK_COMPANY)
    ignored = ignores_trusted_folders(machine)
    company, own = company_macro_level(machine), own_macro_level(machine)
    if said := _LEVELS.get(company or MacroLevel.ASKED):
        state = f"l'entreprise {said}{'' if ignored else ', sauf dans un dossier approuvé'}"
        yield Finding(
            "macros d'Excel",
            state,
            Mark.BROKEN if ignored else Mark.NOTE,
            _ASK_COMPANY if ignored else _TRUST,
        )
    elif company is None and (said := _LEVELS.get(own or MacroLevel.ASKED)):
        place = "Fichier > Options > Centre de gestion de la confidentialité > Paramètres des macros"
        yield Finding("macros d'Excel", f"votre réglage {said}", Mark.NOTE, f"{_TRUST}, ou {place}")
    if ignored:
        state = "les dossiers que vous approuvez sont ignorés par décision de l'entreprise"
        yield Finding(
            "macros d'Excel", state, Mark.NOTE, "demandez au service informatique d'approuver le dossier"
        )


def _defender_findings(machine: Machine) -> Iterator[Finding]:
    for found in defender_rules(machine):
        verb = "bloque" if found.state is RuleState.BLOCKS else "demande votre accord"
        state = f"la règle « {found.rule.name} » ({found.rule.guid}) {verb} : {found.rule.stops}"
        stopped = found.state is RuleState.BLOCKS and not found.has_exclusions
        if found.has_exclusions:
            state += ", sauf si une exclusion vous couvre"
        yield Finding(
            "Defender",
            state,
            Mark.BROKEN if stopped else Mark.NOTE,
            "montrez cette ligne au service informatique (exclusion, événement 1121) ; la ligne de commande n'y est "
            "pas soumise",
        )
