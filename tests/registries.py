"""The rules of the two registries, as functions that give the faults they find."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from postprod_xl.schema.bounds import is_outside
from postprod_xl.schema.kinds import TEXT_KINDS, Kind
from postprod_xl.schema.settings.setting import Setting
from postprod_xl.schema.table import Column, Role, Table, TableKind

EXCEL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,254}")
CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SENTENCE = re.compile(r"\S.*\S([.…]|\s\?)")
LONGEST_TAB = 31
# Articles, and the words that stand for any column.
_SAYS_NOTHING = "le la les l un une des du de d au aux à en et ou par pour sur ce que qui code numéro nom"
# A clock time is bounded by its kind.
QUANTITIES = {Kind.INT, Kind.NUMBER, Kind.PERCENT, Kind.EURO, Kind.HOURS, Kind.DAYS, Kind.DAY}


def documentation_faults(tables: Iterable[Table]) -> list[str]:
    """Tables and columns without a French sentence that says what they are."""
    subjects = [(table.name, table.help) for table in tables]
    subjects += [(f"{table.name}.{column.name}", column.help) for table in tables for column in table.columns]
    return [name for name, sentence in subjects if not SENTENCE.fullmatch(sentence)]


def idle_helps(tables: Iterable[Table]) -> list[str]:
    """Columns whose help says no more than their heading, whatever the case, the articles and the endings."""
    return [
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if len(set(_said(column.help)) - set(_said(f"{column.heading} {_SAYS_NOTHING}"))) < 2
    ]


def _said(text: str) -> list[str]:
    """The words of a text as they are compared: five letters, without case nor accents."""
    marks = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(letter for letter in marks if not unicodedata.combining(letter))
    return [word[:5] for word in re.findall(r"\w+|%|°", letters)]


def name_faults(tables: Iterable[Table]) -> list[str]:
    """Names that Excel would refuse, or that two things share."""
    tables = list(tables)
    faults = [f"twice: {name}" for name in _repeated(table.name.casefold() for table in tables)]
    for table in tables:
        if not EXCEL_NAME.fullmatch(table.name) or CELL_LIKE.fullmatch(table.name):
            faults.append(f"no Excel name: {table.name}")
        if not 0 < len(table.tab) <= LONGEST_TAB or set(table.tab) & set("[]:*?/\\"):
            faults.append(f"no tab title: {table.tab}")
        faults += [
            f"twice: {table.name}.{name}" for name in _repeated(column.name for column in table.columns)
        ]
        headings = (heading.casefold() for heading in table.headings)
        faults += [f"twice: {table.name}[{heading}]" for heading in _repeated(headings)]
        faults += [f"empty heading: {table.name}.{c.name}" for c in table.columns if not c.heading.strip()]
    return faults


def link_faults(tables: Mapping[str, Table]) -> list[str]:
    """Keys, kept columns, references and formulas that name what does not exist."""
    faults = []
    for table in tables.values():
        known = table.by_name.keys()
        used = {*table.key, *([table.keeps] if table.keeps else [])}
        faults += [f"{table.name}: no column {name}" for name in sorted(used - known)]
        for column in table.columns:
            absent = set(PLACEHOLDER.findall(column.formula)) - known
            faults += [f"{table.name}.{column.name}: formula of {name}" for name in sorted(absent)]
            faults += [
                f"{table.name}.{column.name}: reference to {name}" for name in _dangling(column, tables)
            ]
            faults += [f"{table.name}.{column.name}: named in {name}" for name in _nowhere(column, tables)]
    return faults


def role_faults(tables: Iterable[Table]) -> list[str]:
    """Columns whose declaration contradicts itself or the kind of their table."""
    faults = []
    for table in tables:
        for column in table.columns:
            if column.formula and column.role is not Role.COMPUTED:
                faults.append(f"{table.name}.{column.name}: a formula in a typed column")
            if column.choices and column.kind is not Kind.CHOICE:
                faults.append(f"{table.name}.{column.name}: choices in a column of {column.kind}")
            if column.references and column.kind not in TEXT_KINDS:
                faults.append(f"{table.name}.{column.name}: a reference in a column of {column.kind}")
            if column.kind is Kind.CHOICE and not column.choices:
                faults.append(f"{table.name}.{column.name}: a choice among nothing")
            if column.role is Role.COMPLETED and table.kind is TableKind.INPUT:
                faults.append(f"{table.name}.{column.name}: to be completed in a table of typed rows")
    return faults


def bound_faults(tables: Iterable[Table], settings: Iterable[Setting]) -> list[str]:
    """Quantities that a person types and that nothing bounds, and usual bounds outside of those that refuse."""
    cells = [
        (f"{t.name}.{c.name}", c) for t in tables for c in t.columns if t.trusts(c) and not c.is_computed
    ]
    cells += [(setting.code, setting) for setting in settings]
    faults = [name for name, held in cells if held.kind in QUANTITIES and None in held.bounds]
    return faults + [
        f"{name}: usual {bound}"
        for name, held in cells
        for bound in held.usual
        if bound is not None and is_outside(bound, held.bounds)
    ]


def missing_on_one_side(left: Iterable[str], right: Iterable[str]) -> list[str]:
    return sorted(set(left) ^ set(right))


def _dangling(column: Column, tables: Mapping[str, Table]) -> list[str]:
    return [name for name in column.references if name not in tables or not tables[name].key]


def _nowhere(column: Column, tables: Mapping[str, Table]) -> list[str]:
    places = (name.partition(".") for name in column.named_in)
    return [f"{at}.{name}" for at, _, name in places if at not in tables or name not in tables[at].by_name]


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
