"""Who invoices and who is invoiced, and what the law makes them print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from postprod_xl.documents.invoice import Mention, Party
from postprod_xl.domain.invoicing.billing.lines import percent_text
from postprod_xl.domain.office import Office
from postprod_xl.domain.vat import EXEMPT_POSTCODES, OUTSIDE_POSTCODES
from postprod_xl.domain.wording import euros_text
from postprod_xl.parameters import in_force
from postprod_xl.schema.rows import Row
from postprod_xl.schema.settings.house import TO_FILL
from postprod_xl.schema.vocabulary import VatRegime

# C. com. R123-237 et L441-9, CGI annexe II art. 242 nonies A : ce que le vendeur doit porter.
SELLER_IDENTITY = (
    "company_name", "company_form", "company_street", "company_postcode", "company_city",
    "company_siren", "company_siret", "company_register", "company_vat_number",
)  # fmt: skip
BUYER_IDENTITY = ("name", "street", "postcode", "city")
SERVICE_MENTION = "Catégorie de l'opération : prestation de services."
DEBITS_MENTION = "Option pour le paiement de la taxe d'après les débits."
"""CGI annexe II art. 242 nonies A, I-17°, decree 2022-1299."""

_VAT_MENTIONS: dict[str, str] = {
    VatRegime.REVERSE_CHARGE: "Autoliquidation : TVA due par le preneur, art. 283-2 du CGI, "
    "art. 44 et 196 de la directive 2006/112/CE.",
    VatRegime.OUTSIDE_EU: "TVA non applicable : preneur établi hors de l'Union européenne, art. 259-1° du CGI.",
}


def seller(office: Office) -> Party:
    """The house, from its settings."""
    value = {
        code: _shown(office.settings[code], code in SELLER_IDENTITY)
        for code in office.settings
        if "company_" in code
    }
    return Party(
        name=value["company_name"],
        street=value["company_street"],
        postcode=value["company_postcode"],
        city=value["company_city"],
        country="FR",
        siren=value["company_siren"],
        siret=value["company_siret"],
        vat_number=value["company_vat_number"],
        email=value["company_email"],
        form=value["company_form"],
        register=value["company_register"],
        iban=value["company_iban"],
        capital=value["company_capital"],
        electronic_address=value["company_electronic_address"] or compact(value["company_siren"]),
    )


def client_of(office: Office, code: str) -> Row:
    """The row of a client by its code."""
    return next(client for client in office["Clients"] if client.code == code)


def buyer(client: Row) -> Party:
    """A client, from its row of `Clients`."""
    names = ("name", "street", "postcode", "city", "country", "siren", "siret", "vat_number", "email")
    written = {name: _shown(getattr(client, name), name in BUYER_IDENTITY) for name in names}
    return Party(**written, electronic_address=client.electronic_address or compact(client.siren))


def compact(number: str) -> str:
    """An identifier without its spaces."""
    return "".join(number.split())


def mentions(office: Office, client: Row, day: date, vat_rate: Decimal) -> tuple[Mention, ...]:
    """The mentions of an invoice of a day: payment, operation and VAT regime (C. com. L441-9 and D441-5).

    Raises
    ------
    UnknownRate
        When the recovery indemnity of that day is not known.
    """
    indemnity = euros_text(in_force("invoicing.recovery_indemnity", day).value)
    found = [
        Mention("PMD", f"Pénalités de retard : {office.settings['late_penalty']}."),
        Mention("PMT", f"Indemnité forfaitaire pour frais de recouvrement : {indemnity} (C. com. D441-5)."),
        Mention("AAB", f"Escompte : {office.settings['early_discount']}."),
        Mention("", SERVICE_MENTION),
    ]
    if office.settings["vat_on_debits"] and vat_rate:
        found.append(Mention("", DEBITS_MENTION))
    text = vat_mention(client.vat_regime, client.postcode, vat_rate)
    return (*found, Mention("", text)) if text else tuple(found)


def vat_mention(regime: str, postcode: str, vat_rate: Decimal) -> str:
    """What the VAT regime of a client has its invoices and quotes say; empty in France.

    Parameters
    ----------
    regime, postcode, vat_rate
        As in `Clients`, and the rate of the document.
    """
    if regime != VatRegime.OVERSEAS:
        return _VAT_MENTIONS.get(regime, "")
    if postcode.startswith(EXEMPT_POSTCODES + OUTSIDE_POSTCODES):
        return "TVA non applicable : art. 294 du CGI."
    return f"TVA des départements d'outre-mer, {percent_text(vat_rate)} : art. 296 du CGI."


def _shown(text: str, is_due: bool) -> str:
    return text or (TO_FILL if is_due else "")
