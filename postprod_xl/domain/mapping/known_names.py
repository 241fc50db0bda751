"""People, rooms, clients, projects and tasks as other files name them, found again by code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from postprod_xl.domain.wording import listed
from postprod_xl.schema.cells.characters import as_drawn
from postprod_xl.schema.cells.spelling import closest, plain_letters
from postprod_xl.schema.kinds import Unreadable
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables import BY_NAME

_LEGAL_FORMS = re.compile(
    r"\b(?:sas|sasu|sarl|eurl|sa|snc|scop|sci|ltd|limited|gmbh|inc|llc|bv|association)\b\.?"
)
_MARKS = re.compile(r"[.,'’()«»\"-]+")
# A hyphen inside a word parts nothing: « Huet-Martin » is nobody of « Huet ».
_CODE_AND_WORDS = re.compile(r"\s*(\S+?)(?:\s+[-–—]\s+|\s*[:|(]\s*)(.*)", re.DOTALL)
_CIVILITY = re.compile(r"^\s*(?:mr?|mme|mlle|madame|monsieur|mademoiselle)\b\.?\s+", re.IGNORECASE)
_MOST_NAMED, _LONGEST_NAME = 4, 200
_VOWELS = frozenset("aeiouy")


def name_key(text: str) -> str:
    """A name as it is compared: without case, accents, or the marks between its words.

    >>> name_key("  HUET,  Anne-Laure "), name_key("Atlantique Films (SAS)")
    ('huet anne laure', 'atlantique films sas')
    """
    return " ".join(_MARKS.sub(" ", plain_letters(as_drawn(text))).split())


def company_key(text: str) -> str:
    """The name of a company as it is compared, its legal form left out.

    >>> company_key("Films du Môle SAS"), company_key("Films du Môle")
    ('films du mole', 'films du mole')
    """
    return name_key(_LEGAL_FORMS.sub("", plain_letters(text)))


class KnownNames:
    """The codes of an office by what people call what they stand for.

    Parameters
    ----------
    tables
        Typed rows by table name; one that is not there is asked for nothing.
    """

    def __init__(self, tables: Mapping[str, Rows]) -> None:
        self._tables = tables
        self._indexes: dict[str, dict[str, list[str]]] = {}

    def code(self, tables: Sequence[str], text: str, among: Callable[[str], bool] = bool) -> str:
        """The code that a text names in one of some tables.

        Parameters
        ----------
        tables
            Names of the tables, as `Column.references` has them.
        text
            A code; a name as the tables write it, in any case and in either order; `CODE - words`. A code written
            exactly is that one, whatever else has this name.
        among
            Which codes are admitted.

        Raises
        ------
        Unreadable
            Nothing has this name, or several have: they are named.
        """
        match = _CODE_AND_WORDS.fullmatch(text)
        for keys in _spellings(text):
            named = (code for table in tables for key in keys for code in self._index(table).get(key, ()))
            found = [code for code in dict.fromkeys(named) if among(code)]
            if written := [code for code in found if code in (text.strip(), match and match[1])]:
                found = written
            if found and match:
                found = list(dict.fromkeys([*found, *self._named(tables, match[2].rstrip(" )"), found)]))
            if len(found) == 1:
                return found[0]
            if found:
                more = "…" if len(found) > _MOST_NAMED else ""
                raise Unreadable(
                    f"un code : « {text} » en désigne plusieurs, {listed(found[:_MOST_NAMED])}{more}"
                )
        tabs = listed([_of(BY_NAME[table].tab) for table in tables])
        known = (name for table in tables for name in self._shown[table])
        meant = closest(text, known) if len(text) < _LONGEST_NAME else ""
        hint = f" ; vouliez-vous dire « {meant} » ?" if meant else ""
        raise Unreadable(f"un code ou un nom {tabs}{hint}")

    def _named(self, tables: Sequence[str], words: str, codes: Sequence[str]) -> list[str]:
        """What the words beside a code are the name of, when it is something else: « CRUE - Terres »."""
        others = [code for table in tables for code in self._index(table).get(name_key(words), ())]
        return [] if set(codes) & set(others) else others

    def _index(self, table: str) -> dict[str, list[str]]:
        if table not in self._indexes:
            self._indexes[table] = _indexed(self._tables[table]) if table in self._tables else {}
        return self._indexes[table]

    @cached_property
    def _shown(self) -> _Shown:
        return _Shown(self._tables)


class _Shown(dict[str, list[str]]):
    """By table, the codes and the names to propose for one misspelt."""

    def __init__(self, tables: Mapping[str, Rows]) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, table: str) -> list[str]:
        rows = self._tables.get(table)
        found = [] if rows is None else [text for row in rows for text in (_code(row), *_names(row)) if text]
        self[table] = found
        return found


def _of(tab: str) -> str:
    return f"d'{tab}" if plain_letters(tab)[:1] in _VOWELS else f"de {tab}"


def _spellings(text: str) -> Iterator[Sequence[str]]:
    """A text as it is looked up: whole, with and without a title such as « M. », then the code before its words.

    « M. Martin » may be Marc Martin or Mister Martin: both are looked for at once.
    """
    yield list(dict.fromkeys((name_key(text), name_key(_CIVILITY.sub("", text)))))
    if match := _CODE_AND_WORDS.fullmatch(text):
        yield [name_key(match[1])]


def _indexed(rows: Rows) -> dict[str, list[str]]:
    """The codes of a table by what names them: a code that is the name of another row too names both."""
    found: dict[str, list[str]] = {}
    for row in rows:
        code = _code(row)
        for key in dict.fromkeys(map(name_key, (code, *_names(row)))):
            if key and code:
                found.setdefault(key, []).append(code)
    return found


def _code(row: Row) -> str:
    return str(getattr(row, row.table.key[0])) if row.table.key else ""


def _names(row: Row) -> Iterator[str]:
    """What people call a row besides its code."""
    table = row.table.name
    if table == "Equipe":
        yield from _person_names(row.first_name, row.last_name)
    elif table == "Clients":
        yield row.name
        yield company_key(row.name)
    elif table == "Projets":
        yield row.title
    elif table == "Salles":
        yield row.name
    elif table == "Planning" or table == "Tarifs":
        yield row.label


def _person_names(first: str, last: str) -> Iterator[str]:
    if first and last:
        yield from (f"{first} {last}", f"{last} {first}", f"{first[0]} {last}", f"{last} {first[0]}")
    yield last
