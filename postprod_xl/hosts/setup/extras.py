"""The optional parts of the program: what they need that this machine lacks."""

from __future__ import annotations

from postprod_xl.hosts.setup.findings.python import requirements
from postprod_xl.hosts.setup.machine import Machine

SEARCH, CLUSTER = "search", "cluster"


def command_for(extra: str, machine: Machine) -> str:
    """The command that installs what an extra lacks; empty when it lacks nothing."""
    from packaging.requirements import Requirement

    lacking = [line for line in requirements(extra) if not machine.version_of(Requirement(line).name)]
    if not lacking:
        return ""
    return " ".join([machine.python_command, "-m pip install", *(f'"{line}"' for line in lacking)])
