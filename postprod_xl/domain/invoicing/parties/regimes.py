"""Documents issued at a VAT rate that is no longer that of their client: its regime was changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from postprod_xl.domain.invoicing.billing.lines import percent_text
from postprod_xl.domain.invoicing.parties.parties import client_of
from postprod_xl.domain.office import Office
from postprod_xl.domain.vat import vat_rate
from postprod_xl.domain.wording import listed
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import VatRegime


def at_other_rates(office: Office, entries: Iterable[Row], client: str) -> Iterator[tuple[Row, Decimal]]:
    """The documents of the ledger of which no line has the rate of a client's regime on their day, each with its rate.

    A rate that the law changed since is no other regime.
    """
    buyer, wanted = client_of(office, client), {entry.number: entry for entry in entries}
    rates: dict[str, set[Decimal]] = {}
    for number, rate in office["LignesFacture"].select("invoice", "vat_rate") if wanted else ():
        if number in wanted and rate is not None:
            rates.setdefault(number, set()).add(rate)
    for number, held in rates.items():
        entry = wanted[number]
        if vat_rate(buyer.vat_regime, buyer.postcode, entry.day) not in held:
            yield entry, max(held)


def other_rates_text(office: Office, found: Iterable[tuple[Row, Decimal]], client: str) -> str:
    """« FA-2026-0001 (TVA à 20 %) : le régime de ATLAS est maintenant « UE autoliquidation » »; empty for none."""
    documents = [f"{entry.number} (TVA à {percent_text(rate)})" for entry, rate in found]
    if not documents:
        return ""
    regime = client_of(office, client).vat_regime or VatRegime.FRANCE
    return f"{listed(documents)} : le régime de {client} est maintenant « {regime} »"
