"""The words of a copy that no table declares, in French and in English."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from postprod_xl.schema.languages import Language
from postprod_xl.schema.table import Column, choice, text
from postprod_xl.schema.vocabulary import Audience

HELP = (
    "Répondez dans les cellules blanches, puis renvoyez ce classeur ; ce qui reste vide ne change rien.",
    "Answer in the white cells, then send this workbook back; what is left empty changes nothing.",
)
SITUATION = ("situation au", "as of")
DELIVERY = ("livraison prévue le", "delivery planned on")
DELIVERY_TAB = ("Livraison du projet", "Project delivery")
"""The tab of the project itself: one row, its delivery."""
UNTIL = ("Jusqu'au", "Until")
"""The last day whose bookings are printed: the workbook has the others."""
CONTINUED = ("suite", "continued")
"""After the title of a table too wide for a sheet, over its next columns."""
IDENTIFIER = ("Identifiant", "Identifier")
NAMES = {
    "task": ("Tâche (libellé)", "Task (description)"),
    "room": ("Salle (nom)", "Room (name)"),
}
"""The headings of the readable names beside keys, by the code name of the key."""
PAYMENT_STATE = ("État du paiement", "Payment status")
FREE_TAB = ("Droits libres", "Rights still free")
"""The tab of what may still be sold of the works of a holder."""
FREE_ABOUT = (
    "ce que vos contrats donnent et qui peut se vendre sans exclusivité ; un jour en doute n'y est pas",
    "what your contracts give and may be sold without exclusivity; a day in doubt is left out",
)
SALES_ABOUT = (
    "sans montant tant qu'une vente n'est pas signée, ou quand elle porte aussi sur ce qui n'est pas à vous",
    "without amounts until a sale is signed, or where it also covers what is not yours",
)
SHARES_ABOUT = ("votre part seule", "your own share only")
LINES_TOTAL_WORDS = "Total of the lines"
UNKNOWN_VAT = (
    "le taux de TVA du jour du devis n'est pas connu : son total non plus",
    "the VAT rate on the day of the quote is not known, nor is its total",
)
COPIES = {
    Audience.PRODUCER: ("copie du producteur", "producer's copy"),
    Audience.DIRECTOR: ("copie du réalisateur", "director's copy"),
    Audience.TECHNICIAN: ("copie du technicien", "technician's copy"),
    Audience.BROADCASTER: ("copie du diffuseur", "broadcaster's copy"),
    Audience.LABORATORY: ("copie du laboratoire", "laboratory's copy"),
    Audience.HOLDER: ("copie de l'ayant droit", "rights holder's copy"),
}


def in_language(words: tuple[str, str], language: Language) -> str:
    """One of two texts, French or English."""
    return words[language is Language.ENGLISH]


def identifier_heading(language: Language) -> str:
    """The heading of the last column of each tab, that of what identifies its rows."""
    return in_language(IDENTIFIER, language)


def named_column(key: str) -> Column:
    """The declaration of the readable names beside a key, by its code name."""
    return text(f"{key}_name", NAMES[key][0], f"{NAMES[key][0]}.")


def state_column(words: Iterable[StrEnum]) -> Column:
    """The declaration of where the payment of an invoice stands."""
    return choice("payment_state", PAYMENT_STATE[0], f"{PAYMENT_STATE[0]}.", words)
