"""The prices of avails as they are typed: `EST=Tier:4, VOD=WSP:3.50:EUR`."""

from __future__ import annotations

from postprod_xl.documents.catalogue.movielabs import MONEY_PRICES, TEXT_PRICES
from postprod_xl.domain.catalogue.free.movielabs import LICENSES, AvailsPrice
from postprod_xl.schema.problems import Problem, Refusal, blocking

EXPECTED = "EST=Tier:4, VOD=WSP:3.50:EUR"


def read_prices(text: str) -> dict[str, AvailsPrice]:
    """The price of each licence type.

    >>> read_prices("EST=Tier:4, VOD=WSP:3.50:EUR")["VOD"]
    AvailsPrice(kind='WSP', value='3.50', currency='EUR')

    Raises
    ------
    Refusal
        A part is not a licence, a term, a value and, for an amount, a currency.
    """
    found: dict[str, AvailsPrice] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        license_type, equals, price = part.partition("=")
        kind, *rest = (each.strip() for each in price.split(":"))
        license_type = license_type.strip().upper()
        if not equals or license_type not in LICENSES.values() or license_type in found:
            raise Refusal(_refused(part, f"une licence parmi {', '.join(LICENSES.values())}, une fois"))
        expected = {**dict.fromkeys(TEXT_PRICES, 1), **dict.fromkeys(MONEY_PRICES, 2)}.get(kind)
        if expected is None or len(rest) != expected or not all(rest):
            raise Refusal(_refused(part, "un type de prix et sa valeur, avec la devise d'un montant"))
        found[license_type] = AvailsPrice(kind, *rest)
    return found


def _refused(part: str, expected: str) -> Problem:
    message = f"prix « {part} » non compris, attendu : {expected}, comme {EXPECTED}"
    return blocking("", None, "", part, expected, message)
