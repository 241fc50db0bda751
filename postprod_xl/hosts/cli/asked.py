"""The question of a command asked at the terminal, and what answers it where nobody is there."""

from __future__ import annotations

import sys
from collections.abc import Callable

from postprod_xl.hosts.cli.told import say

_YES = frozenset({"o", "oui", "y", "yes"})


def yes_of(yes: bool, as_json: bool) -> Callable[[str], bool] | None:
    """What answers the question of a command: `--yes`, the person at the terminal, else nobody.

    A program that reads JSON is never asked.
    """
    if yes:
        return _always
    return None if as_json or not sys.stdin.isatty() else _at_terminal


def _always(question: str) -> bool:
    return True


def _at_terminal(question: str) -> bool:
    """Ask on the standard error, where messages go; anything but yes, the end of the input too, is no."""
    for line in question.splitlines():
        say(line, to_errors=True)
    sys.stderr.write("[o/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in _YES
