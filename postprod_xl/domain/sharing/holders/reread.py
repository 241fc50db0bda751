"""What a person should read again before the copy of a rights holder leaves the house."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.sharing.copy import SharedCopy
from postprod_xl.domain.catalogue.royalties.accounts import accounts
from postprod_xl.domain.catalogue.statements.checks import register_problems
from postprod_xl.domain.office import Office
from postprod_xl.domain.sharing.holders.leaving import HolderLeaving
from postprod_xl.domain.sharing.reread import SHORTEST_NAME, texts_naming
from postprod_xl.domain.wording import listed
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.rows import Row
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables.catalogue import COLLECTIONS, CUES, HOLDERS, STATEMENT_LINES, STATEMENTS
from postprod_xl.schema.units import folded

_REREAD = "À relire avant l'envoi"
_CREDITS = ("composers", "authors", "publishers", "performers", "label")
"""What names people on a cue sheet by its very purpose."""


def holder_remarks(office: Office, copy: SharedCopy, leaving: HolderLeaving) -> Iterator[str]:
    """What a person should know before the copy leaves: the names of others, what is not known, what was changed."""
    yield from _named(office, copy, leaving)
    yield from _doubtful(office, copy)
    yield from _unknown(office, leaving)


def is_stale(before: SharedCopy, now: SharedCopy) -> bool:
    """Whether the workbook said otherwise what it computes beside the rows of the copy."""
    return _computed(before) != _computed(now)


def _computed(copy: SharedCopy) -> list[object]:
    return [
        (table.table.name, each.column.name, each.values)
        for table in copy.tables
        if table.table.kind is TableKind.INPUT
        for each in table.columns
        if each.column.is_computed and table.table is not COLLECTIONS
    ]


def _named(office: Office, copy: SharedCopy, leaving: HolderLeaving) -> list[str]:
    """The texts that name another holder, another client or a project."""
    texts = [
        (shared.table.tab, text)
        for shared in copy.tables
        for each in shared.columns
        if each.column.kind is Kind.TEXT and not (shared.table is CUES and each.column.name in _CREDITS)
        for text in dict.fromkeys(each.values)
    ]
    return texts_naming(_others(office, copy, leaving), texts)


def _others(office: Office, copy: SharedCopy, leaving: HolderLeaving) -> dict[str, str]:
    """What each name of another holder, client, work or project is, by that name folded."""
    buyers, works = {*leaving.buyers()}, leaving.whose.works
    titles = office["Oeuvres"].by_key("work", "title")
    names = office["Clients"].by_key("code", "name")
    told = [copy.project, copy.title, *works, *(titles.get(work, "") for work in works)]
    own = folded(" / ".join([*told, *(names.get(code, "") for code in buyers)]))
    named = [
        (name, f"{code}, un autre ayant droit")
        for code, full in office[HOLDERS.name].select("holder", "name")
        if code != copy.project
        for name in (code, full)
    ]
    named += [(name, f"{name}, un client") for code, name in names.items() if code not in buyers]
    named += [
        (name, f"{work}, une autre œuvre")
        for work, title in titles.items()
        if work not in works
        for name in (work, title)
    ]
    named += [
        (name, f"{code}, un projet")
        for code, title in office["Projets"].select("code", "title")
        for name in (code, title)
    ]
    return {
        folded(name): what for name, what in named if len(name) >= SHORTEST_NAME and folded(name) not in own
    }


def _doubtful(office: Office, copy: SharedCopy) -> Iterator[str]:
    """The statements of the copy that were changed by hand since they were issued."""
    numbers = {
        number for table in copy.tables if table.table is STATEMENTS for number in table.values("number")
    }
    for problem in register_problems(office):
        if problem.row is not None and _statement_of(office[problem.table].row(problem.row)) in numbers:
            yield f"{_REREAD}, {STATEMENTS.tab} : {problem.message}"


def _statement_of(row: Row) -> str:
    return str(row.statement if row.table is STATEMENT_LINES else row.number)


def _unknown(office: Office, leaving: HolderLeaving) -> Iterator[str]:
    """What the copy leaves out, or leaves empty, since nobody could read it."""
    unknown = accounts(office, office.today).unknown
    for root in leaving.whose.selling:
        if root in unknown:
            yield f"{_REREAD} : le compte de {root} n'est pas connu : {unknown[root][0].message}"
    if leaving.sales.unread:
        yield f"{_REREAD} : de qui relèvent {listed(leaving.sales.unread)} n'est pas connu, la copie ne les dit pas"
    if lost := [row.collection for row in office[COLLECTIONS.name] if leaving.is_unattributed(row)]:
        yield f"{_REREAD} : le mandat de {listed(lost)} n'est pas connu, la copie ne dit pas ces encaissements"
