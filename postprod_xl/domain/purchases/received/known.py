"""What the workbook already knows of an electronic invoice: issued by the house, or received before."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.facturx.received import ReceivedFile
from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.received.amounts import shown
from postprod_xl.domain.purchases.suppliers import squeezed
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem, blocking, info, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.units import CENTS_PER_EURO


def known_problems(office: Office, file: ReceivedFile) -> list[Problem]:
    """Where a file is not what the invoice ledger or `Achats` keeps of it.

    Parameters
    ----------
    office
        Tables `Factures` and `Achats`, and the identity of the house.
    file
        The file read.
    """
    if is_of_house(office, file):
        return list(_issued_problems(office, file))
    return list(_received_problems(office, file))


def is_of_house(office: Office, file: ReceivedFile) -> bool:
    """Whether the house issued an invoice: by its SIREN, else by its number in the ledger."""
    seller, own = squeezed(file.invoice.seller.siren), squeezed(office.settings["company_siren"])
    if seller and own:
        return seller == own
    return file.invoice.number in office["Factures"].column("number")


def _issued_problems(office: Office, file: ReceivedFile) -> Iterator[Problem]:
    number = file.invoice.number
    row = next((row for row in office["Factures"] if row.number == number), None)
    if row is None:
        message = f"{number} : facture au nom de la maison que le registre {INVOICES.tab} n'a pas"
        yield blocking("", None, "", number, "un numéro du registre", message)
        return
    if not row.fingerprint:
        message = f"{number} : le registre n'a pas d'empreinte du document émis, rien à comparer"
        yield warning("", None, "", "sans empreinte", "une empreinte", message)
    elif row.fingerprint.casefold() != file.sha256:
        message = (
            f"{number} : ce fichier n'est pas celui qui a été émis, son empreinte n'est pas celle du registre"
        )
        yield blocking("", None, "", file.sha256[:12], row.fingerprint[:12], message)
    else:
        message = f"{number} : c'est le document émis, son empreinte est celle du registre"
        yield info("", None, "", "", "", message)
    yield from _amount_problems(row, file)


def _amount_problems(row: Row, file: ReceivedFile) -> Iterator[Problem]:
    asked, kept = file.invoice.totals.with_tax, row.total_with_vat_cents or 0
    if asked is not None and abs(asked * CENTS_PER_EURO) != abs(kept):
        found, expected = shown(asked, file.invoice.currency), euros_text(abs(kept))
        message = f"{row.number} : total TTC de {found} dans le XML, {expected} dans le registre"
        yield blocking("", None, "", found, expected, message)


def _received_problems(office: Office, file: ReceivedFile) -> Iterator[Problem]:
    for purchase in office["Achats"]:
        if purchase.fingerprint and purchase.fingerprint.casefold() == file.sha256:
            message = f"ce fichier est déjà dans {purchase.table.tab}, achat {purchase.purchase}"
            yield info("", None, "", "", "", message)
