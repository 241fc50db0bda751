"""What the macros of the buttons ask Python, recorded in an interpreter of VBA."""

from __future__ import annotations

from pyopenvba.interpreter import Interpreter

RECORDER = """Public Recu As String
Function RunPython(commande As String)
    Recu = commande
End Function
Function Retenu() As String
    Retenu = Recu
End Function
"""


def pressed(source: str, macro: str) -> str:
    """The Python that a Sub hands to RunPython."""
    vba = Interpreter()
    vba.add_module(RECORDER, name="xlwings")
    vba.add_module(source, name="Boutons")
    vba.run(macro)
    return str(vba.run("Retenu"))
