"""The VBA functions that cells call: one wrapper for each custom function, for Excel or for LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MODULE = "Fonctions"
CATEGORY = "Postproduction"
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}")
_RESERVED = frozenset({
    "and", "as", "boolean", "byref", "byte", "byval", "call", "case", "const", "currency", "date", "dim",
    "do", "double", "each", "else", "elseif", "empty", "end", "enum", "eqv", "erase", "error", "event",
    "exit", "false", "for", "friend", "function", "get", "global", "gosub", "goto", "if", "imp", "in",
    "integer", "is", "let", "lib", "like", "long", "loop", "lset", "me", "mod", "new", "next", "not",
    "nothing", "null", "object", "on", "option", "optional", "or", "paramarray", "preserve", "print",
    "private", "property", "public", "redim", "rem", "resume", "return", "rset", "select", "set",
    "single", "static", "step", "stop", "string", "sub", "then", "to", "true", "type", "until", "variant",
    "wend", "while", "with", "xor",
})  # fmt: skip
_LONGEST_LINE = 1023  # characters the VBA editor takes on one line
_LONGEST_HELP = 255  # characters Application.MacroOptions takes


@dataclass(frozen=True)
class SignatureArgument:
    """One argument of a custom function: its VBA name, what it holds, whether it may be left out."""

    name: str
    help: str = ""
    optional: bool = False


@dataclass(frozen=True)
class FunctionSignature:
    """What a wrapper must know of a custom function.

    Parameters
    ----------
    name
        The name that cells use, which is also that of the Python function.
    module
        Dotted name of the Python module that holds it.
    arguments
        In order; after an optional one, only optional ones.
    help
        What it gives, in one French sentence.
    """

    name: str
    module: str
    arguments: tuple[SignatureArgument, ...]
    help: str = ""


def function_module(functions: Sequence[FunctionSignature], host: str) -> str:
    """The VBA module of the custom functions.

    Parameters
    ----------
    functions
        The functions, in the order of the module.
    host
        `excel`: each wrapper is what `xlwings.udfs.generate_vba_wrapper` (xlwings 0.37) writes on Windows, so
        that nobody has to import the functions; `libreoffice`: each wrapper calls the `AppelPython` of
        `macros/xlwings_libreoffice.bas`.

    Raises
    ------
    KeyError
        The host is unknown.
    ValueError
        A name is not one VBA takes, an argument that is required follows an optional one, or a line is too
        long.
    """
    heading, body = _HOSTS[host]
    for function in functions:
        _refuse_unfit(function)
    return f'Attribute VB_Name = "{MODULE}"\n{heading}' + "".join(body(function) for function in functions)


def opening_code(functions: Sequence[FunctionSignature]) -> str:
    """The code of Excel's `ThisWorkbook`: on opening, the functions and their arguments are described.

    Excel keeps no description of an argument in the file, so it is given at every opening; a host that refuses
    (protected view, hidden window) only loses the descriptions.
    """
    if not functions:
        return ""
    lines = [
        "Private Sub Workbook_Open()",
        "    Dim inchange As Boolean, classeur As String",
        "    inchange = ThisWorkbook.Saved",
        '    classeur = "\'" & Replace(ThisWorkbook.Name, "\'", "\'\'") & "\'!"',
        "    On Error Resume Next",
        *(_description(function) for function in functions),
        "    ThisWorkbook.Saved = inchange",
        "End Sub",
    ]
    return "\n".join(lines) + "\n"


def _excel_wrapper(function: FunctionSignature) -> str:
    name, module = function.name, function.module
    given = ", ".join(argument.name for argument in function.arguments)
    lines = [
        _declaration(function),
        '    #If App = "Microsoft Excel" Then',
        "        If TypeOf Application.Caller Is Range Then On Error GoTo failed",
        f'        {name} = XLPy.CallUDF("{module}", "{name}", Array({given}), ThisWorkbook, Application.Caller)',
        "        Exit Function",
        "    #Else",
        f'        {name} = XLPy.CallUDF("{module}", "{name}", Array({given}))',
        "        Exit Function",
        "    #End If",
        "failed:",
        f"    {name} = Err.Description",
        "End Function",
        "",
    ]
    return _joined(lines)


def _libreoffice_wrapper(function: FunctionSignature) -> str:
    given = ", ".join(argument.name for argument in function.arguments)
    # LibreOffice shows an empty cell when a required argument is left out: Python says which one is missing.
    declared = ", ".join(f"Optional {argument.name}" for argument in function.arguments)
    lines = [
        f"Function {function.name}({declared})",
        f'    {function.name} = AppelPython("{function.name}", Array({given}))',
        "End Function",
        "",
    ]
    return _joined(lines)


_HOSTS: dict[str, tuple[str, Callable[[FunctionSignature], str]]] = {
    "excel": ('#Const App = "Microsoft Excel"\n', _excel_wrapper),
    "libreoffice": ("", _libreoffice_wrapper),
}


def _declaration(function: FunctionSignature) -> str:
    declared = ", ".join(
        f"Optional {argument.name}" if argument.optional else argument.name for argument in function.arguments
    )
    return f"Function {function.name}({declared})"


def _joined(lines: Sequence[str]) -> str:
    for line in lines:
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"line too long for VBA: {line[:60]}…")
    return "\n".join(lines) + "\n"


def _description(function: FunctionSignature) -> str:
    """One call of Application.MacroOptions; an argument's text stands on its own line."""
    call = [
        f'    Application.MacroOptions Macro:=classeur & "{function.name}"',
        f"Description:={_quoted(function.help)}",
        f'Category:="{CATEGORY}"',
    ]
    helps = ", _\n        ".join(_quoted(argument.help) for argument in function.arguments)
    if helps:
        call.append(f"ArgumentDescriptions:=Array({helps})")
    return ", _\n        ".join(call)


def _quoted(text: str) -> str:
    return '"' + text[:_LONGEST_HELP].replace('"', '""') + '"'


def _refuse_unfit(function: FunctionSignature) -> None:
    names = [function.name, *(argument.name for argument in function.arguments)]
    for name in names:
        if not _IDENTIFIER.fullmatch(name) or name.casefold() in _RESERVED:
            raise ValueError(f"{function.name}: « {name} » is no name for VBA")
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError(f"{function.name}: two arguments of one name")
    options = [argument.optional for argument in function.arguments]
    if options != sorted(options):
        raise ValueError(f"{function.name}: a required argument follows an optional one")
