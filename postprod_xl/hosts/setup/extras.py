"""The optional parts of the program: what they need that this machine lacks."""

from __future__ import annotations

from postprod_xl.hosts.setup.findings.python import requirements
from postprod_xl.hosts.setup.machine import Machine

SEARCH, CLUSTER = "search", "cluster"
_WITHOUT_METADATA = {CLUSTER: ["distributed"]}
"""What an extra needs where the installation does not say: a checkout, or the metadata of an earlier version."""


def command_for(extra: str, machine: Machine) -> str:
    """The command that installs what an extra lacks; empty when it lacks nothing."""
    from packaging.requirements import Requirement

    needed = requirements(extra) or _WITHOUT_METADATA.get(extra, [])
    lacking = [line for line in needed if not machine.version_of(Requirement(line).name)]
    if not lacking:
        return ""
    return " ".join([machine.python_command, "-m pip install", *(f'"{line}"' for line in lacking)])
