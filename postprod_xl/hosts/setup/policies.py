"""What a company or Windows forbids to the macros of Excel, as far as the registry tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.registry import RegistryValue

_POLICIES = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0",
    r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0",
    r"HKLM\Software\Policies\Microsoft\Office\16.0",
)
_OWN = r"HKCU\Software\Microsoft\Office\16.0"
# Group policy, mobile device management, and what an administrator set by PowerShell.
_DEFENDER_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
_DEFENDER = (
    rf"{_DEFENDER_POLICY}\Windows Defender Exploit Guard\ASR",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR",
)
_MANAGED = rf"{_DEFENDER_POLICY}\Policy Manager"


class MacroLevel(IntEnum):
    """What Excel does of macros outside of trusted folders (`VBAWarnings`)."""

    ALL = 1
    ASKED = 2
    SIGNED = 3
    NONE = 4


class RuleState(IntEnum):
    """What Defender does where one of its rules applies."""

    OFF = 0
    BLOCKS = 1
    AUDITS = 2
    WARNS = 6


@dataclass(frozen=True)
class DefenderRule:
    """A rule of « attack surface reduction » that stops our macros.

    Source: https://learn.microsoft.com/defender-endpoint/attack-surface-reduction-rules-reference, and the public
    reports of xlwings (issues 821, 1420 and 2433) and of Microsoft (microsoft-365-docs, issue 10639).
    """

    guid: str
    name: str
    stops: str


DEFENDER_RULES = (
    DefenderRule(
        "D4F940AB-401B-4EFC-AADC-AD5F3C50688A",
        "Block all Office applications from creating child processes",
        "Excel ne peut plus lancer Python, un bouton donne « Erreur 70, permission refusée »",
    ),
    DefenderRule(
        "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B",
        "Block Win32 API calls from Office macros",
        "le module d'xlwings, qui appelle Windows, y est bloqué avec les macros du classeur",
    ),
)


@dataclass(frozen=True)
class RuleFound:
    """A rule of Defender in force on this machine, and whether exclusions, of whatever, were given with the rules."""

    rule: DefenderRule
    state: RuleState
    has_exclusions: bool


def defender_rules(machine: Machine) -> list[RuleFound]:
    """The rules of Defender that stop our macros, where they block or warn.

    Source: the policy `ExploitGuard_ASR_Rules` of WindowsDefender.admx; `ASRRules` is the form of device management,
    `GUID=1|GUID=2`.
    """
    states: dict[str, set[str]] = {}
    managed = str(_values(machine, _MANAGED).get("asrrules", ""))
    written = [one.partition("=")[::2] for one in managed.split("|")]
    for key in _DEFENDER:
        written += [(guid, str(state)) for guid, state in _values(machine, rf"{key}\Rules").items()]
    for guid, state in written:
        states.setdefault(guid.strip(" {}").upper(), set()).add(state.strip())
    exclusions = any(
        machine.registry.values(rf"{key}\{name}")
        for key in _DEFENDER
        for name in ("ASROnlyExclusions", "ASROnlyPerRuleExclusions")
    ) or any(name.startswith("asronly") for name in _values(machine, _MANAGED))
    return [
        RuleFound(rule, state, exclusions)
        for rule in DEFENDER_RULES
        for state in (RuleState.BLOCKS, RuleState.WARNS)
        if str(state.value) in states.get(rule.guid, ())
    ]


def forbids_vba(machine: Machine) -> bool:
    """Whether a policy turns VBA off in all of Office (`VbaOff`)."""
    return any(_values(machine, rf"{policy}\Common").get("vbaoff") == 1 for policy in _POLICIES)


def company_macro_level(machine: Machine) -> MacroLevel | None:
    """What the company has Excel do of macros, None when it leaves the choice."""
    levels = (_macro_level(machine, policy) for policy in _POLICIES)
    return next((level for level in levels if level is not None), None)


def own_macro_level(machine: Machine) -> MacroLevel | None:
    """What the person has Excel do of macros, None when nothing was chosen: Excel then asks."""
    return _macro_level(machine, _OWN)


def ignores_trusted_folders(machine: Machine) -> bool:
    """Whether a policy has Excel ignore the folders that a person trusts.

    Source: « Disable all trusted locations » and « Allow mix of policy and user locations » of Office's policies.
    """
    return any(
        _values(machine, rf"{policy}\Excel\Security\Trusted Locations").get("alllocationsdisabled") == 1
        or _values(machine, rf"{policy}\Common\Security\Trusted Locations").get("allow user locations") == 0
        for policy in _POLICIES
    )


def _macro_level(machine: Machine, office: str) -> MacroLevel | None:
    level = _values(machine, rf"{office}\Excel\Security").get("vbawarnings")
    return MacroLevel(level) if isinstance(level, int) and level in list(MacroLevel) else None


def _values(machine: Machine, key: str) -> dict[str, RegistryValue]:
    """The values of a key by their names in lower case: Windows does not tell cases apart."""
    return {name.lower(): value for name, value in machine.registry.values(key).items()}
