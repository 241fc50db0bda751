"""The settings that accounting entries read: the number of each account of the house."""

from __future__ import annotations

from postprod_xl.schema.cells.formats import ACCOUNT
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.settings.setting import Setting

_PCG = "plan comptable général ; à ajuster à votre plan de comptes"

ACCOUNTS_OF_HOUSE: dict[str, tuple[str, str]] = {
    "client": ("Clients", "411000"),
    "deposit": ("Acomptes reçus", "419100"),
    "supplier": ("Fournisseurs", "401000"),
    "bank": ("Banque", "512000"),
    "sales": ("Prestations de services", "706000"),
    "sales_eu": ("Prestations UE autoliquidées", "706100"),
    "sales_outside": ("Prestations hors UE", "706200"),
    "vat_collected": ("TVA collectée", "445710"),
    "vat_pending": ("TVA en attente d'encaissement", "445740"),
    "vat_deposit": ("TVA sur acomptes", "445870"),
    "vat_deductible": ("TVA déductible", "445660"),
    "vat_deductible_pending": ("TVA déductible en attente de paiement", "445640"),
    "vat_due_eu": ("TVA due autoliquidée", "445200"),
    "vat_deductible_eu": ("TVA déductible autoliquidée", "445662"),
    "purchases": ("Achats de prestations", "604000"),
    "subcontracting": ("Sous-traitance générale", "611000"),
}
"""By code, what each account is called in the entries, and its number in a new workbook."""

ACCOUNT_SETTING = "Compte : "
"""What the name of the setting of each account begins with."""


def account_code(account: str) -> str:
    """The code of the setting that holds the number of an account."""
    return f"account_{account}"


ACCOUNT_SETTINGS: tuple[Setting, ...] = tuple(
    Setting(
        account_code(code),
        f"{ACCOUNT_SETTING}{title}",
        Kind.TEXT,
        number,
        "n° de compte",
        _PCG,
        format=ACCOUNT,
        since="0.6",
        longest=12,
    )
    for code, (title, number) in ACCOUNTS_OF_HOUSE.items()
)
