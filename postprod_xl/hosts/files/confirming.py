"""What a person is asked before a file is written, and the refusal of whoever does not say yes."""

from __future__ import annotations

from collections.abc import Callable

from postprod_xl.schema.problems import Problem, blocking

Confirm = Callable[[str], bool]
"""Asks a question, and gives whether the answer is yes."""


def declined(done: str = "écrit") -> Problem:
    """What is said to who did not answer yes; `done` is what nothing is, in French."""
    return blocking("", None, "", "non", "oui", f"vous n'avez pas répondu oui : rien n'est {done}")
