"""A formula from Excel's spelling to Calc's, and back.

Calc's programming interface speaks its own English dialect: `$Sheet1.A1` for `Sheet1!A1`, semicolons between
arguments, `~` for a union, `!` for an intersection, its own names for some functions. Both ways are lexical:
one pass over the text, nothing is evaluated, so that a whole sheet of formulas is translated in one go.

Calc's own `com.sun.star.sheet.FormulaParser` cannot serve: it prints every table name as `#NAME?` (all 637
formulas of the demonstration workbook have one), drops error values, lower-cases the names it does not know,
keeps the union and intersection operators of the other grammar, and costs two calls to the office per formula.
`tests/engines/calc/test_formulas.py` keeps the cases it alters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from postprod_xl.engines.calc.formulas.addresses import column_index, column_letters, quoted_sheet

_CELL = r"\$?[A-Za-z]{1,3}\$?\d+(?![\w.(])"
_REFERENCE = (
    rf"(?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(])|\$?\d+:\$?\d+(?![\w.]))"
)
_TARGET = rf"(?:{_REFERENCE}|\#REF!)"
_QUOTED = r"'(?:[^']|'')+'"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"

_COMMON = rf"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#(?:N/A|DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!))
  | (?P<reference>{_TARGET})
  | (?P<brackets>{_BRACKETS})
  | (?P<function>[^\W\d][\w.]*(?=\())
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
  | (?P<name>[^\W\d][\w.\\?]*)
  | (?P<space>\s+)
  | (?P<other>.)
"""
_CALC = re.compile(
    rf"""(?P<lost>\$?\#REF!\.(?={_TARGET}))
  | (?P<file>'file:(?:[^']|'')+')\#\$?(?P<filesheet>{_QUOTED}|\w+)\.(?P<filetarget>{_TARGET})
  | \$?(?P<sheet>{_QUOTED}(?=\.)|[^\W\d]\w*(?=\.{_TARGET}))\.(?P<target>{_CELL}|{_TARGET}|[^\W\d]\w*)
    (?::\$?(?P<sheet2>{_QUOTED}|[^\W\d]\w*)\.(?P<target2>{_CELL}))?
  | (?P<true>TRUE\(\)) | (?P<false>FALSE\(\))
  | {_COMMON}""",
    re.VERBOSE | re.DOTALL,
)
_EXCEL = re.compile(
    rf"""(?P<lost>\#REF!(?={_REFERENCE}))
  | (?P<sheet>{_QUOTED}|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!(?P<target>{_TARGET}|[^\W\d][\w.]*)
  | (?P<logical>(?:TRUE|FALSE)(?![\w.(]))
  | {_COMMON}""",
    re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"(\$?)([A-Za-z]{1,3})?(?:(\$?)(\d+))?$")
_ADD_IN = re.compile(r"^COM\.SUN\.STAR\.SHEET\.ADDIN\.\w+\.GET")
_FUTURE = re.compile(r"^_xlfn\.(?:_xlws\.)?", re.IGNORECASE)


def to_excel(formula: str, names: Mapping[str, str], sheets: Collection[str] = ()) -> str:
    """A formula of Calc in Excel's syntax.

    Parameters
    ----------
    formula
        What `getFormula` gave; what does not begin with « = » is given back as it is.
    names
        Calc's name of a function → Excel's, for those that differ.
    sheets
        The sheets of the book: « Sheet1.rate » is the name `rate` of Sheet1, when there is such a sheet.

    Examples
    --------
    >>> to_excel("=SUM($Sheet1.A1:B2;$'Mon onglet'.C3)", {})
    "=SUM(Sheet1!A1:B2,'Mon onglet'!C3)"
    """
    if not formula.startswith("="):
        return formula
    nesting = _Nesting()
    tokens = (_excel_token(match, names, nesting) for match in _CALC.finditer(formula, 1))
    return "=" + "".join(_local_name(token, sheets) for token in tokens)


def to_calc(formula: str, names: Mapping[str, str]) -> str:
    """A formula of Excel in Calc's syntax.

    Parameters
    ----------
    formula
        What Excel takes in `Range.formula`; what does not begin with « = » is given back as it is.
    names
        Excel's name of a function → Calc's, for those that differ.

    Examples
    --------
    >>> to_calc("=SUM(Sheet1!A1:B2,'Mon onglet'!C3)", {})
    "=SUM($Sheet1.A1:B2;$'Mon onglet'.C3)"
    """
    if not formula.startswith("="):
        return formula
    nesting = _Nesting()
    matches = list(_EXCEL.finditer(formula, 1))
    return "=" + "".join(_calc_token(matches, at, names, nesting) for at in range(len(matches)))


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula of Excel as it reads `rows` lower and `columns` further right: relative references move.

    Examples
    --------
    >>> shifted("=A1*$B$1+Taux", 2, 1)
    '=B3*$B$1+Taux'
    """
    if not formula.startswith("=") or not (rows or columns):
        return formula
    return "=" + "".join(_moved_token(match, rows, columns) for match in _EXCEL.finditer(formula, 1))


class _Nesting:
    """Enclosing context of a token: function arguments, plain parentheses, inline array."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.after_function = False

    def enter(self, token: str, kind: str | None) -> None:
        if token in "({" and kind == "other":
            self.open.append("function" if self.after_function else token)
        elif token in ")}" and kind == "other" and self.open:
            self.open.pop()
        self.after_function = kind == "function"

    @property
    def inner(self) -> str:
        return self.open[-1] if self.open else ""


def _excel_token(match: re.Match[str], names: Mapping[str, str], nesting: _Nesting) -> str:
    kind, token = match.lastgroup, match.group()
    nesting.enter(token, kind)
    if match["lost"]:
        return "#REF!"
    if match["file"]:
        return _external(match)
    if match["sheet"]:
        return _excel_reference(match)
    if kind in ("true", "false"):
        return token[:-2]
    if kind == "function":
        return names.get(token.upper(), _ADD_IN.sub("", token.upper()))
    if kind == "brackets":
        return token.replace("];[", "],[")
    if kind != "other":
        return token
    if nesting.inner == "{" or token == "{":
        return {";": ",", "|": ";"}.get(token, token)
    return {";": ",", "~": ",", "!": " "}.get(token, token)


def _local_name(token: str, sheets: Collection[str]) -> str:
    sheet, dot, name = token.partition(".")
    return f"{quoted_sheet(sheet)}!{name}" if dot and sheet in sheets else token


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _excel_reference(match: re.Match[str]) -> str:
    first, last = _unquoted(match["sheet"]), match["sheet2"]
    if last is None:
        return f"{quoted_sheet(first)}!{match['target']}"
    span = f"{match['target']}:{match['target2']}"
    if match["target"] == match["target2"]:
        span = match["target"]
    last = _unquoted(last)
    if first == last:
        return f"{quoted_sheet(first)}!{span}"
    both = f"{first}:{last}"
    plain = quoted_sheet(first) == first and quoted_sheet(last) == last
    return (both if plain else "'" + both.replace("'", "''") + "'") + "!" + span


def _external(match: re.Match[str]) -> str:
    from urllib.parse import unquote

    path = unquote(_unquoted(match["file"]).removeprefix("file://"))
    folder, _, book = path.rpartition("/")
    sheet = _unquoted(match["filesheet"])
    return "'" + f"{folder}/[{book}]{sheet}".replace("'", "''") + "'!" + match["filetarget"]


def _calc_token(matches: list[re.Match[str]], at: int, names: Mapping[str, str], nesting: _Nesting) -> str:
    match = matches[at]
    kind, token = match.lastgroup, match.group()
    nesting.enter(token, kind)
    if match["lost"]:
        return "$#REF!."
    if match["sheet"]:
        return _calc_reference(match["sheet"], match["target"])
    if kind == "logical":
        return token + "()"
    if kind == "function":
        plain = _FUTURE.sub("", token).upper()
        return names.get(plain, plain)
    if kind == "brackets":
        return _calc_brackets(token)
    if kind == "space":
        return "!" if _is_intersection(matches, at) else token
    return token if kind != "other" else _calc_separator(token, nesting)


def _calc_separator(token: str, nesting: _Nesting) -> str:
    if token == "@":
        return ""
    if nesting.inner == "{":
        return {",": ";", ";": "|"}.get(token, token)
    if token == ",":
        return ";" if nesting.inner == "function" else "~"
    return token


def _calc_reference(sheet: str, target: str) -> str:
    name = _unquoted(sheet)
    if ":" in name:
        first, last = name.split(":")
        corner, _, far = target.partition(":")
        return f"{calc_sheet(first)}.{corner}:{calc_sheet(last)}.{far or corner}"
    return f"{calc_sheet(name)}.{target}"


def calc_sheet(name: str) -> str:
    """A sheet as a reference of Calc names it: `$Suivi`, `$'Mon suivi'`."""
    return "$" + (name if re.fullmatch(r"[^\W\d]\w*", name) else "'" + name.replace("'", "''") + "'")


def _calc_brackets(token: str) -> str:
    if token.startswith("[@"):
        column = token[2:-1]
        column = column if column.startswith("[") else f"[{column}]" if column else ""
        token = f"[[#This Row],{column}]" if column else "[#This Row]"
    return token.replace("],[", "];[").replace("], [", "];[")


def _is_intersection(matches: list[re.Match[str]], at: int) -> bool:
    """Whether the space at this place stands between two references."""
    around = [matches[place] for place in (at - 1, at + 1) if 0 <= place < len(matches)]
    return len(around) == 2 and all(match.lastgroup in ("reference", "target") for match in around)


def _moved_token(match: re.Match[str], rows: int, columns: int) -> str:
    if match["sheet"]:
        return f"{match['sheet']}!{_moved(match['target'], rows, columns)}"
    if match.lastgroup == "reference":
        return _moved(match.group(), rows, columns)
    return match.group()


def _moved(reference: str, rows: int, columns: int) -> str:
    return ":".join(_moved_part(part, rows, columns) for part in reference.split(":"))


def _moved_part(part: str, rows: int, columns: int) -> str:
    match = _PART.match(part)
    if match is None:
        return part
    fixed_column, letters, fixed_row, digits = match.groups()
    if letters and not fixed_column:
        letters = column_letters(column_index(letters) + columns)
    if letters is None:
        fixed_row = fixed_column or fixed_row
        fixed_column = ""
    if digits and not fixed_row:
        digits = str(int(digits) + rows)
    return f"{fixed_column}{letters or ''}{fixed_row or ''}{digits or ''}"
