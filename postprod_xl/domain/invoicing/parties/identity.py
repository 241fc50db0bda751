"""What keeps an invoice from being issued in the identity of its two parties, cell by cell.

An invoice that lacks a mandatory mention is fined and refused by its client's platform: it is not issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postprod_xl.domain.invoicing.parties.parties import BUYER_IDENTITY, SELLER_IDENTITY, client_of, compact
from postprod_xl.domain.office import Office
from postprod_xl.domain.vat import client_doubt
from postprod_xl.schema.cells.formats import (
    COUNTRY,
    DOMESTIC,
    ELECTRONIC_ADDRESS,
    IBAN,
    SIREN,
    SIRET,
    VAT_NUMBER,
    Format,
)
from postprod_xl.schema.doubts import company_problem, identifier_problem
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.settings.house import SETTINGS, setting_rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import Severity, VatRegime

DUE = "obligatoire sur une facture"
_REFUSED = (SIREN, SIRET, VAT_NUMBER, IBAN, ELECTRONIC_ADDRESS, COUNTRY)
"""What an invoice cannot bear wrong; `check` warns of the rest."""


def identity_problems(office: Office, client: str) -> list[Problem]:
    """What is missing or wrong in the identity of both parties of an invoice; all of it blocks.

    Sources: C. com. L441-9 and R123-237, CGI annexe II art. 242 nonies A; BR-FR-10, 11, 12 and 21 for the numbers.
    """
    found = [*_seller_problems(office), *_buyer_problems(client_of(office, client))]
    return [replace(problem, severity=Severity.BLOCKING) for problem in found]


def _seller_problems(office: Office) -> Iterator[Problem]:
    settings, heading = office.settings, BY_NAME["Parametres"].heading("value")
    rows = setting_rows(office["Parametres"])
    for setting in SETTINGS:
        if not setting.code.startswith("company_"):
            continue
        row, text = rows.get(setting.code), settings[setting.code]
        if not text and setting.code in SELLER_IDENTITY:
            message = f"« {setting.name} » de la maison est vide, {DUE} : remplissez-le"
            yield blocking("Parametres", row, heading, "", setting.unit or setting.name, message)
        elif setting.format in _REFUSED:
            yield from _wrong("Parametres", row, heading, setting.format, text, settings["company_siren"])
        if setting.format is VAT_NUMBER and text and not text.upper().startswith("FR"):
            message = f"« {text} » n'est pas un numéro de TVA français, la maison facture de France"
            yield blocking("Parametres", row, heading, text, setting.unit or setting.name, message)


def _buyer_problems(client: Row) -> Iterator[Problem]:
    table, is_french = client.table, client.country in DOMESTIC
    due = (
        *BUYER_IDENTITY,
        *(("siren",) if is_french else ()),
        *(("vat_number",) if client.vat_regime == VatRegime.REVERSE_CHARGE else ()),
    )
    for name in due:
        if not getattr(client, name):
            message = f"{client.code} n'a pas de « {table.heading(name)} », {DUE} : remplissez-le"
            yield client.warning(name, "vide", table.by_name[name].help, message)
    for column in table.columns:
        if column.format in _REFUSED and (is_french or not column.format.is_french):
            text = getattr(client, column.name)
            yield from _wrong(table.name, client.row, column.heading, column.format, text, client.siren)
    if doubt := client_doubt(client):
        yield doubt


def _wrong(
    table: str, row: int | None, heading: str, format: Format, text: str, siren: str
) -> Iterator[Problem]:
    """What `check` says of an identifier: its form, its key, the company it names."""
    problem = identifier_problem(table, row, heading, format, text)
    problem = problem or company_problem(table, row, heading, text, compact(siren))
    if problem:
        yield problem
