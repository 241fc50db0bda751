"""The instalments of a sale, as its cell says them, and those that are past and not collected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.domain.catalogue.duties.deadlines import Deadline, is_near
from postprod_xl.domain.catalogue.duties.named import named_works
from postprod_xl.domain.catalogue.part import RightsAlert
from postprod_xl.domain.catalogue.royalties.amounts import EUR, currency_code
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature, PriceNature
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.entries import cents_of
from postprod_xl.schema.cells.moments import day_of
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.references import SEPARATOR
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import CENTS_PER_EURO, half_up
from postprod_xl.schema.vocabulary import Severity

_CURRENCY = re.compile(r" *(€|[A-Za-z]{3})$")
_EXPECTED = (
    "un jour et un montant, séparés des suivants par un point-virgule : 2026-12-31 5000 ; 2027-06-30 5000"
)
_FIX = "Relancez le client, ou notez l'encaissement."


class SaleInstalment(NamedTuple):
    """What a sale is paid on a day, in hundredths of its currency."""

    day: date
    cents: int


class FollowedSale(NamedTuple):
    """A sale in force by the code of the first one, its instalments, and what came in of it in the same currency.

    `received` is None when part of it cannot be told in the currency of the sale.
    """

    root: str
    row: Row
    instalments: Sequence[SaleInstalment]
    received: int | None


class NotRead(ValueError):
    """An instalment that cannot be understood: its text."""


@lru_cache(maxsize=16_384)
def read_instalments(text: str, currency: str = EUR) -> tuple[SaleInstalment, ...]:
    """The instalments of a cell, in the order of their days.

    Raises
    ------
    NotRead
        One of them is no day and amount in the currency of the sale: nothing is guessed of the others.

    >>> read_instalments("31/12/2026 5 000,50 € ; 2026-06-30 5000")[0]
    SaleInstalment(day=datetime.date(2026, 6, 30), cents=500000)
    """
    return tuple(sorted(_read(part, currency) for part in cleaned(text).split(SEPARATOR) if part.strip()))


def currency_of(row: Row) -> str:
    """The currency of a sale or of a collection, euros where it says none."""
    return currency_code(row.currency) or EUR


def instalment_problems(office: Office) -> Iterator[Problem]:
    """The instalments that cannot be understood, and those that do not add up to the price."""
    for row in office["Ventes"]:
        try:
            instalments = read_instalments(row.instalments, currency_of(row))
        except NotRead as fault:
            message = f"« {fault} » n'est pas compris, les échéances de cette vente ne sont pas suivies"
            yield row.warning("instalments", row.instalments, _EXPECTED, message)
            continue
        total, price = sum(cents for _, cents in instalments), row.price
        is_priced = price is not None and row.price_nature != PriceNature.SHARE
        if instalments and is_priced and half_up(price * CENTS_PER_EURO) != total:
            currency = currency_of(row)
            found, expected = (
                amount_text(total, currency),
                amount_text(half_up(price * CENTS_PER_EURO), currency),
            )
            message = f"les échéances font {found}, le prix est {expected}"
            yield row.warning("instalments", found, expected, message)


def followed_sales(office: Office, rights: Catalogue) -> list[FollowedSale]:
    """The sales in force whose instalments are understood: those of the last version signed that says any."""
    collections = _collections(office, rights)
    followed = []
    for family, row in _in_force(office, rights):
        currency = currency_of(row)
        try:
            instalments = read_instalments(row.instalments, currency)
        except NotRead:
            continue
        received = _received(collections[family.root], currency)
        followed.append(FollowedSale(family.root, row, instalments, received))
    return followed


def instalment_deadlines(sales: Iterable[FollowedSale], today: date) -> Iterator[Deadline]:
    """The instalments that are near, or past, and not collected: what came in pays the first ones first."""
    for sale in sales:
        received = sale.received
        if received is None:
            continue
        sums = accumulate(instalment.cents for instalment in sale.instalments)
        for instalment, owed in zip(sale.instalments, sums, strict=True):
            left = min(instalment.cents, owed - received)
            if left > 0 and is_near(instalment.day, today):
                yield _deadline(sale, instalment, left)


def instalment_alerts(sales: Iterable[FollowedSale]) -> Iterator[RightsAlert]:
    """The sales of which nobody can tell what is still owed: something came in another currency, without a rate."""
    for sale in sales:
        if sale.received is None:
            currency = currency_of(sale.row)
            text = f"Échéances non suivies : un encaissement n'est pas en {currency} et n'a pas de taux"
            yield RightsAlert(sale.row, Severity.WARNING, text)


def amount_text(cents: int, currency: str) -> str:
    """An amount with its currency.

    >>> amount_text(500050, "USD").replace(chr(160), " ")
    '5 000,50 USD'
    """
    euros = euros_text(cents)
    return euros if currency == EUR else f"{euros.removesuffix('€')}{currency}"


def _read(part: str, currency: str) -> SaleInstalment:
    day, _, amount = part.strip().partition(" ")
    amount = _CURRENCY.sub(
        lambda match: "" if currency_code(match[1]) == currency else match[0], amount.strip()
    )
    try:
        return SaleInstalment(day_of(day.removesuffix(":")), cents_of(amount.strip(" :")))
    except ValueError:
        raise NotRead(part.strip()) from None


def _in_force(office: Office, rights: Catalogue) -> Iterator[tuple[ContractFamily, Row]]:
    """Each sale in force, and the last of its versions signed that has instalments."""
    for family in {id(family): family for family in rights.sales.values()}.values():
        is_over = family.ended is not None and family.ended < office.today
        row = next((row for row in family.signed if row.instalments), None)
        if family.current is not None and not is_over and row is not None:
            yield family, row


def _collections(office: Office, rights: Catalogue) -> dict[str, list[Row]]:
    """What came in of each sale up to today, its amendments with it, by the code of the first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in office["Encaissements"]:
        family = rights.sales.get(row.sale)
        if family is not None and row.amount is not None and (row.day is None or row.day <= office.today):
            found[family.root].append(row)
    return found


def _received(collections: Sequence[Row], currency: str) -> int | None:
    """What came in, in hundredths of a currency; None when part of it cannot be told in it.

    A collection without a currency is in that of its sale.
    """
    total = Decimal(0)
    for row in collections:
        written = currency_code(row.currency) or currency
        if written != currency and (currency != EUR or not row.rate):
            return None
        total += row.amount if written == currency else row.amount * row.rate
    return half_up(total * CENTS_PER_EURO)


def _deadline(sale: FollowedSale, instalment: SaleInstalment, left: int) -> Deadline:
    row, root = sale.row, sale.root
    currency = currency_of(row)
    owed = amount_text(left, currency)
    if left != instalment.cents:
        owed += f" sur {amount_text(instalment.cents, currency)}"
    works = named_works(row.works)
    work = works[0] if len(works) == 1 else ""
    message = f"{owed} à encaisser de {row.client or 'ce client'} sur la vente {root}"
    return Deadline(instalment.day, DeadlineNature.INSTALMENT, work, root, row.client, message, _FIX)
