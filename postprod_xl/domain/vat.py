"""VAT: which dated rate the regime of a client calls for, and the VAT of each rate of some lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from postprod_xl.documents.invoice import InvoiceLine, VatShare
from postprod_xl.domain.money import share_cents
from postprod_xl.parameters import rate
from postprod_xl.schema.cells.formats import COUNTRIES, DOMESTIC, VAT_NUMBER, is_in_european_union
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import VatRegime

EXEMPT_POSTCODES = ("973", "976")
OUTSIDE_POSTCODES = ("975", "977", "978", "97133", "97150", "986", "987", "988")
"""Collectivities with taxes of their own: Saint-Barthélemy and Saint-Martin under both their codes."""


_OVERSEAS_POSTCODES = ("97", "98")
_PACIFIC = frozenset({"NC", "PF", "WF", "TF"})
_COUNTRIES_OF_PREFIXES = {"EL": "GR"}
"""Countries of which the VAT numbers do not begin with their ISO code (directive 2006/112/CE, art. 215)."""
_PARAMETERS: dict[str, str] = {
    VatRegime.FRANCE: "vat.standard",
    VatRegime.OVERSEAS: "vat.overseas",
    VatRegime.REVERSE_CHARGE: "vat.reverse_charge",
    VatRegime.OUTSIDE_EU: "vat.outside_eu",
}


def vat_rate(regime: str, postcode: str, day: date) -> Decimal:
    """The VAT rate of a service sold to a business client on a day.

    Parameters
    ----------
    regime
        `Clients[Régime TVA]`; empty is France.
    postcode
        `Clients[Code postal]`, read overseas: VAT does not apply in Guyane (973) and Mayotte (976), CGI art.
        294, nor in the collectivities outside its territory.
    day
        Day of the document.

    Raises
    ------
    UnknownRate
        Before the first sourced rate.

    Examples
    --------
    >>> vat_rate("DOM", "97400", date(2026, 11, 23)), vat_rate("DOM", "97300", date(2026, 11, 23))
    (Decimal('0.085'), Decimal('0.00'))
    """
    if regime == VatRegime.OVERSEAS and postcode.startswith(OUTSIDE_POSTCODES):
        return rate("vat.overseas_outside", day)
    if regime == VatRegime.OVERSEAS and postcode.startswith(EXEMPT_POSTCODES):
        return rate("vat.overseas_exempt", day)
    return rate(_PARAMETERS[regime or VatRegime.FRANCE], day)


_CATEGORIES: dict[str, str] = {
    VatRegime.REVERSE_CHARGE: "AE",
    VatRegime.OUTSIDE_EU: "G",
    VatRegime.OVERSEAS: "E",
}


def vat_category(regime: str, vat_rate: Decimal) -> str:
    """The VAT category of a line (BT-151, UNTDID 5305): S with VAT, else why there is none.

    AE is reverse charge within the EU, G a service outside of it, E an exemption (French Guiana and Mayotte). The
    schematron of EN 16931 refuses O, not subject to VAT, to a seller who has a VAT number (BR-O-02).

    >>> vat_category("UE autoliquidation", Decimal(0)), vat_category("DOM", Decimal("0.085"))
    ('AE', 'S')
    """
    return "S" if vat_rate else _CATEGORIES.get(regime, "Z")


def client_doubt(client: Row) -> Problem | None:
    """The warning of a client whose VAT regime is not the one of its country, or not that of its VAT number."""
    return _regime_doubt(client) or _number_doubt(client)


def _regime_doubt(client: Row) -> Problem | None:
    """The warning of a client whose VAT regime is that of another country: its invoices would bear another VAT."""
    country, regime = client.country, client.vat_regime
    regimes = _regimes_of(country, client.postcode, client.vat_number) if country in COUNTRIES else ()
    if not regimes or (regime or VatRegime.FRANCE) in regimes:
        return None
    found, expected = regime or "vide, donc France", " ou ".join(regimes)
    place = f"{country} {client.postcode}".rstrip()
    message = (
        f"{client.code} : le régime « {found} » n'est pas celui d'un client de « {place} », la TVA de ses "
        f"factures serait fausse ; attendu : {expected}"
    )
    return client.warning("vat_regime", regime or "vide", expected, message)


def _number_doubt(client: Row) -> Problem | None:
    """The warning of a client under reverse charge whose VAT number is French, or of no member state.

    Its country taxes the service only for a taxable person identified in another member state (directive 2006/112/CE,
    art. 196 and 226-4°).
    """
    number = client.vat_number.strip().upper()
    country = _COUNTRIES_OF_PREFIXES.get(number[:2], number[:2])
    is_of_another = country != "FR" and is_in_european_union(country)
    is_judged = client.vat_regime == VatRegime.REVERSE_CHARGE and VAT_NUMBER.fits(number)
    if not is_judged or is_of_another:
        return None
    expected = "le numéro d'un autre État membre"
    message = (
        f"{client.code} : « {client.vat_number} » n'est pas celui d'un autre État membre, l'autoliquidation "
        "n'est pas admise : corrigez le numéro ou le régime"
    )
    return client.warning("vat_number", client.vat_number, expected, message)


def _regimes_of(country: str, postcode: str, vat_number: str) -> tuple[str, ...]:
    """The regimes of a service sold to a client of a country (CGI art. 259-1° and 283-2); Monaco is as France."""
    if country == "FR":
        overseas = postcode.startswith(_OVERSEAS_POSTCODES)
        return (
            (VatRegime.FRANCE, VatRegime.OVERSEAS)
            if not postcode
            else (VatRegime.OVERSEAS,)
            if overseas
            else (VatRegime.FRANCE,)
        )
    if country == "MC":
        return (VatRegime.FRANCE,)
    if country in DOMESTIC | _PACIFIC:
        return VatRegime.OVERSEAS, VatRegime.OUTSIDE_EU
    if not is_in_european_union(country):
        return (VatRegime.OUTSIDE_EU,)
    # A client without number is no taxable person: the VAT is that of the seller.
    return (VatRegime.REVERSE_CHARGE,) if vat_number else (VatRegime.REVERSE_CHARGE, VatRegime.FRANCE)


def vat_shares(lines: Iterable[InvoiceLine | Row]) -> tuple[VatShare, ...]:
    """VAT of each rate on the total of its lines, highest rate first (EN 16931, BR-CO-14 and BR-S-09)."""
    bases: dict[Decimal, int] = {}
    for line in lines:
        bases[line.vat_rate] = bases.get(line.vat_rate, 0) + line.amount_cents
    return tuple(
        VatShare(rate, bases[rate], share_cents(bases[rate], rate)) for rate in sorted(bases, reverse=True)
    )
