"""The lines of accounting entries, by what they mean; the numbers of accounts are settings of the house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postprod_xl.documents.accounts.entries import EntryLine
from postprod_xl.domain.office import Office
from postprod_xl.schema.cells.formats import ACCOUNT, SIREN
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.settings.accounts import ACCOUNTS_OF_HOUSE, account_code
from postprod_xl.schema.settings.house import SETTINGS, Settings, setting_rows

_OPEN = ("client", "supplier")


@dataclass(frozen=True)
class Chart:
    """The chart of accounts of the house."""

    settings: Settings

    def line(self, account: str, cents: int, auxiliary: str = "", name: str = "") -> EntryLine:
        """A line on an account of `ACCOUNTS_OF_HOUSE`, debited of some cents, credited where they are negative."""
        title, _ = ACCOUNTS_OF_HOUSE[account]
        number, is_open = self.settings[account_code(account)], account in _OPEN
        return EntryLine(number, title, cents, auxiliary, name or auxiliary, is_open)


def chart_problems(office: Office) -> Iterator[Problem]:
    """The numbers of accounts and the SIREN of the house that no file can be written without."""
    table, rows = office["Parametres"].table, setting_rows(office["Parametres"])
    formats = {"company_siren": SIREN} | {account_code(account): ACCOUNT for account in ACCOUNTS_OF_HOUSE}
    for setting in SETTINGS:
        wanted = formats.get(setting.code)
        if wanted is None:
            continue
        text = office.settings[setting.code]
        if not text or wanted.complaint(text):
            row, found = rows.get(setting.code), f"« {text} »" if text else "rien"
            message = f"« {setting.name} » : trouvé {found}, attendu {wanted.expected}, avant d'écrire les écritures"
            yield blocking(table.name, row, table.heading("value"), text or "vide", wanted.expected, message)
