"""The producer's copy: what one project's producer may see, and nothing of anybody else's.

What leaves the house is declared in `schema.tables`: the columns that say `shared`, in the rows that their table's
`shared_when` lets out. Nothing else does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from postprod_xl.documents.producer_copy import ProducerCopy, SharedTable, SharedTotal
from postprod_xl.documents.quote import LINES_TOTAL, ClientQuote, QuoteOrder
from postprod_xl.domain.invoicing.register.checks import faults_of_rows
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import order_amounts
from postprod_xl.domain.quotes.pricing.prices import with_prices
from postprod_xl.domain.quotes.versions.client_quote import QuotePrinter, QuoteRefused
from postprod_xl.domain.quotes.versions.totals import line_amounts
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.units import folded

TABS = ("Planning", "Episodes", "Devis", "Avenants", "Factures")
"""The tables that share columns, in the order of the tabs of a copy."""
SHORTEST_NAME = 3
"""Characters from which a code or a name is looked for in the texts of a copy: a shorter one is in any word."""


def producer_copy(office: Office, project: str) -> ProducerCopy:
    """Cut one project out of an office.

    The copy holds no cost, no pay, nothing that was not sent or agreed, and no other project. Amounts are computed
    again from the quantities and prices shown beside them.

    Raises
    ------
    KeyError
        The project does not exist; see `unknown_project`.
    """
    row = next((row for row in office["Projets"] if row.code == project), None)
    if row is None:
        raise KeyError(project)
    return ProducerCopy(
        project,
        row.title or project,
        tuple(_lines(office, row)),
        tuple(_tables(office, row)),
        office.today,
    )


def unknown_project(office: Office, project: str) -> list[Problem]:
    """The problem of a project code that names no row of `Projets`; empty when it does."""
    codes = office["Projets"].column("code")
    if project in codes:
        return []
    message = f"le projet « {project} » n'existe pas ; {closest_names(project, codes)}"
    return [blocking("Projets", None, PROJECTS.heading("code"), project, "un projet", message)]


def shared_columns(table: str) -> tuple[str, ...]:
    """The code names of the columns of a table that leave the house, in workbook order."""
    return tuple(column.name for column in BY_NAME[table].columns if column.shared)


def names_of_others(office: Office, copy: ProducerCopy) -> list[str]:
    """The remarks on texts of a copy that name another project or another client, for a person to read again.

    A text that is shared is written for the client; nothing but a person keeps another name out of it.
    """
    texts = [
        (shared.rows.table.tab, text)
        for shared in copy.tables
        for name in shared.names
        if shared.rows.table.by_name[name].kind is Kind.TEXT
        for text in dict.fromkeys(shared.rows.column(name))
    ]
    return texts_naming_others(office, copy.project, texts)


def texts_naming_others(office: Office, project: str, texts: Iterable[tuple[str, str]]) -> list[str]:
    """The remarks of `names_of_others` on texts that leave the house about a project, each with the tab it is in."""
    names = _others(office, project)
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


def doubtful_documents(office: Office, copy: ProducerCopy) -> list[str]:
    """The remarks on invoices of a copy that a person emptied or typed over since they were issued."""
    rows = {row for shared in copy.tables if shared.rows.table is INVOICES for row in shared.rows.numbers}
    return doubtful_invoices(office, rows)


def doubtful_invoices(office: Office, rows: Collection[int]) -> list[str]:
    """The remarks of `doubtful_documents` on some rows of `Factures`."""
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


def _lines(office: Office, row: Row) -> Iterator[str]:
    clients = office["Clients"].by_key("code", "name")
    if clients.get(row.client):
        yield clients[row.client]
    yield f"situation au {office.today:%d/%m/%Y}"
    if row.delivery_day is not None:
        yield f"livraison prévue le {row.delivery_day:%d/%m/%Y}"


def _tables(office: Office, project: Row) -> Iterator[SharedTable]:
    shared = {table: _leaving(office, table, project.code) for table in TABS}
    shared["Planning"] = _with_names(shared["Planning"], office)
    version = _reference_version(_leaving(office, "Versions", project.code))
    shared["Devis"] = _lines_of(office, shared["Devis"], version)
    orders = shared["Avenants"]
    shared["Avenants"] = orders.with_columns({"amount_cents": order_amounts(orders)})
    # An invoice of the project to somebody else, such as its former client, is theirs.
    addressed = (client == project.client for client in shared["Factures"].column("client"))
    shared["Factures"] = shared["Factures"].where(addressed)
    quote = None if version is None else _printed(office, version)
    for table, rows in shared.items():
        if not len(rows) and table != "Planning":
            continue
        if table == "Devis" and quote is not None:
            about = ", ".join((quote.heading, quote.status, f"{quote.day:%d/%m/%Y}"))
            yield SharedTable(_as_told(rows), shared_columns(table), about, tuple(_totals(quote)))
        else:
            yield SharedTable(_as_told(rows), shared_columns(table))


def _leaving(office: Office, table: str, project: str) -> Rows:
    """The rows of a project that stand where its table lets them out."""
    rows = office[table]
    rows = rows.where(code == project for code in rows.column("project"))
    if rows.table.shared_when is None:
        return rows
    state, words = rows.table.shared_when
    return rows.where(word in words for word in rows.column(state))


def _reference_version(versions: Rows) -> Row | None:
    """The accepted version, else the latest one sent: a draft stays in the house."""
    assert versions.table.shared_when is not None
    for status in versions.table.shared_when[1]:
        if held := [row for row in versions if row.status == status]:
            return max(held, key=lambda row: row.version or 0)
    return None


def _lines_of(office: Office, lines: Rows, version: Row | None) -> Rows:
    """The lines of a version, their prices as sold and their amounts computed again."""
    if version is None:
        return lines.at([])
    kept = lines.where(number == version.version for number in lines.column("version"))
    return with_prices(office, kept).with_columns({"amount_cents": line_amounts(office, kept)})


def _printed(office: Office, version: Row) -> ClientQuote | None:
    """The version as its client reads it; None when the VAT of its day is not known."""
    try:
        return QuotePrinter(office, QuoteOrder.HOUSE).quote(version)
    except QuoteRefused:
        return None


def _totals(quote: ClientQuote) -> Iterator[SharedTotal]:
    """What the lines of a quote come to, as they are added."""
    if quote.adjustments:
        yield SharedTotal(LINES_TOTAL, None, quote.subtotal_cents)
    for each in quote.adjustments:
        yield SharedTotal(each.label, each.rate, each.cents)
    yield SharedTotal(VERSIONS.heading("total_cents"), None, quote.total_cents)
    yield SharedTotal(VERSIONS.heading("vat_cents"), quote.vat_rate, quote.vat_cents)
    yield SharedTotal(VERSIONS.heading("total_with_vat_cents"), None, quote.total_with_vat_cents)


def _with_names(planning: Rows, office: Office) -> Rows:
    """People and rooms by their names, which a producer knows, rather than by our codes; by first day."""
    team = office["Equipe"]
    names = {
        code: f"{first} {last}".strip()
        for code, first, last in team.select("code", "first_name", "last_name")
    }
    rooms = office["Salles"].by_key("code", "name")
    named = planning.with_columns(
        {
            "assigned_technician": [names.get(code, "") for code in planning.column("assigned_technician")],
            "assigned_room": [rooms.get(code, "") for code in planning.column("assigned_room")],
        }
    )
    starts = named.column("start_day")
    return named.at(sorted(range(len(named)), key=lambda at: starts[at] or date.max))


def _as_told(rows: Rows) -> Rows:
    """The rows, some words of their columns as a producer reads them."""
    told = {column.name: dict(column.shared_as) for column in rows.table.columns if column.shared_as}
    return rows.with_columns(
        {name: [words.get(word, word) for word in rows.column(name)] for name, words in told.items()}
    )
