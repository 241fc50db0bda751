"""The VBA modules of the buttons: a procedure for each, and for each a callback of the ribbon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postprod_xl.workbook.make.ribbon import CALLBACK

BUTTONS, RIBBON = "Boutons", "Ruban"
"""The names of the two modules."""


@dataclass(frozen=True)
class ButtonMacro:
    """The procedure of a button.

    Parameters
    ----------
    name
        Its name.
    command
        The command that it runs.
    asks
        The option that it asks for, when that is not the usual one.
    tabs
        Where its buttons are put: noted in the module, so that a later version knows those that were taken away.
    """

    name: str
    command: str
    asks: str = ""
    tabs: tuple[str, ...] = ()

    @property
    def python(self) -> str:
        """The statement that it hands to Python; workbooks in use hold it, so it does not change."""
        asked = f", '{self.asks}'" if self.asks else ""
        return f"import postprod_xl.hosts.buttons as b; b.press('{self.command}'{asked})"


def button_module(macros: Iterable[ButtonMacro]) -> str:
    """The module of the procedures that the buttons run."""
    return _module(
        BUTTONS,
        (_places(macro) + _sub(f"{macro.name}()", f'RunPython "{macro.python}"') for macro in macros),
    )


def ribbon_module(macros: Iterable[ButtonMacro]) -> str:
    """The module of the callbacks of the ribbon, each of which runs the procedure of its button."""
    return _module(
        RIBBON, (_sub(f"{CALLBACK}{macro.name}(control As IRibbonControl)", macro.name) for macro in macros)
    )


def _module(name: str, subs: Iterable[str]) -> str:
    return f'Attribute VB_Name = "{name}"\n' + "\n".join(subs)


def _places(macro: ButtonMacro) -> str:
    return f"' Onglets : {' ; '.join(macro.tabs)}\n" if macro.tabs else ""


def _sub(signature: str, statement: str) -> str:
    return f"Sub {signature}\n    {statement}\nEnd Sub\n"
