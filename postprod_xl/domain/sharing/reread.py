"""What a person should read again before a paper or a copy of a project leaves the house."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from postprod_xl.documents.sharing.copy import SharedCopy
from postprod_xl.documents.sharing.rights_list import RightsList
from postprod_xl.domain.invoicing.register.checks import faults_of_rows
from postprod_xl.domain.office import Office
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.catalogue import MATERIAL, WORK_VERSIONS, WORKS
from postprod_xl.schema.units import folded

SHORTEST_NAME = 3
"""Characters from which a code or a name is looked for in the texts of a copy: a shorter one is in any word."""


def names_of_others(office: Office, copy: SharedCopy) -> list[str]:
    """The remarks on texts of a copy that name another project or another client, for a person to read again.

    A text that is shared is written for the client; nothing but a person keeps another name out of it.
    """
    texts = [
        (shared.table.tab, text)
        for shared in copy.tables
        for each in shared.columns
        if each.column.kind is Kind.TEXT
        for text in dict.fromkeys(each.values)
    ]
    return texts_naming_others(office, copy.project, texts)


def texts_naming_others(office: Office, project: str, texts: Iterable[tuple[str, str]]) -> list[str]:
    """The remarks of `names_of_others` on texts that leave the house about a project, each with the tab it is in."""
    return texts_naming(_others(office, project), texts)


def rights_naming_others(office: Office, listed: RightsList) -> list[str]:
    """The remarks on texts of a list of rights that name a client, a holder or a contract, to be read again."""
    texts = {
        (tab, text): None
        for row in listed.rows
        for tab, text in (
            (WORKS.tab, row.title),
            (WORKS.tab, row.original_title),
            (WORK_VERSIONS.tab, row.versions),
            (MATERIAL.tab, row.material),
        )
        if text
    }
    return texts_naming(_parties(office), texts)


def texts_naming(names: Mapping[str, str], texts: Iterable[tuple[str, str]]) -> list[str]:
    """The remarks on texts that hold one of some names, folded, each said as what it stands for."""
    if not names:
        return []
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)"
    )
    return [
        f"À relire avant l'envoi, {tab} : « {text} » nomme {names[found[0]]}"
        for tab, text in texts
        if (found := pattern.search(folded(text)))
    ]


def doubtful_invoices(office: Office, rows: Collection[int]) -> list[str]:
    """The remarks on some rows of `Factures` that a person emptied or typed over since they were issued."""
    return [
        f"À relire avant l'envoi, {INVOICES.tab} : {problem.message}"
        for problem in faults_of_rows(office)
        if problem.table == INVOICES.name and problem.row in rows
    ]


def _others(office: Office, project: str) -> dict[str, str]:
    """What each name of another project or of another client is, by that name folded."""
    projects = list(office["Projets"].select("code", "title", "client"))
    clients = office["Clients"].by_key("code", "name")
    own_title, own_client = next((title, client) for code, title, client in projects if code == project)
    own = folded(f"{project} {own_title} {clients.get(own_client, '')}")
    named = [
        (name, f"{code}, un autre projet")
        for code, title, _ in projects
        if code != project
        for name in (code, title)
    ]
    named += [(name, f"{name}, un autre client") for code, name in clients.items() if code != own_client]
    return {
        folded(name): what for name, what in named if len(name) >= SHORTEST_NAME and folded(name) not in own
    }


_PARTIES = (
    ("Clients", ("code", "name"), "un client"),
    ("AyantsDroit", ("holder", "name"), "un ayant droit"),
    ("Mandats", ("contract",), "un contrat"),
    ("Ventes", ("sale",), "une vente"),
)


def _parties(office: Office) -> dict[str, str]:
    """What each name of a client, a holder or a contract is, by that name folded."""
    return {
        folded(name): f"{name}, {what}"
        for table, columns, what in _PARTIES
        for column in columns
        for name in office[table].column(column)
        if name and len(name) >= SHORTEST_NAME
    }
