"""The lines of a partial credit note: which lines of an invoice, and how much of each, as a person writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from postprod_xl.documents.invoice import InvoiceLine
from postprod_xl.domain.invoicing.billing.lines import at_amount, ledger_lines, standing_lines
from postprod_xl.domain.money import amount_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.kinds import Kind, Unreadable, typed
from postprod_xl.schema.tables.billing import INVOICE_LINES

HOW = "des lignes comme « 2 », « 2=300 » (euros HT) ou « 2x1.5 » (quantité), séparées par un point-virgule"
_PARTED = re.compile(r"[;\s]+")
_AROUND_SIGNS = re.compile(r"\s*([=×])\s*")
_BARE_DIGITS = re.compile(r"\d+")
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
_QUANTITY = re.compile(r"(.+?)[x×](\d+(?:\.\d+)?)")


class NoSuchCredit(Exception):
    """Lines that cannot be credited as they are written; the text is one French line."""


@dataclass(frozen=True)
class _Wanted:
    """One line to credit: in whole, for an amount, or for a quantity."""

    name: str
    cents: int | None = None
    quantity: Decimal | None = None


def partial_lines(office: Office, number: str, text: str) -> list[InvoiceLine]:
    """The lines of the credit note of some lines of an invoice, each with the rank of the line that it credits.

    Parameters
    ----------
    number
        The invoice.
    text
        Its lines, by their rank in `LignesFacture` or the code of their quote line, with what to credit of each: all
        that stands of it (`2`), an amount before tax (`2=300`) or a quantity at its price (`2x1.5`).

    Raises
    ------
    NoSuchCredit
        What is written can be read two ways or none, names no line, or asks more of a line than stands of it.
    """
    issued, stands = ledger_lines(office, {number})[number], standing_lines(office, {number})[number]
    chosen: dict[int, InvoiceLine] = {}
    for wanted in _wanted(text, {line.line for line in issued.values()}):
        rank = _rank(wanted.name, number, issued)
        if rank in chosen:
            raise NoSuchCredit(f"la ligne {rank} de {number} est demandée deux fois : gardez-en une")
        chosen[rank] = _credited(wanted, f"la ligne {rank} de {number}", issued[rank], stands.get(rank))
    return [replace(line, credited_rank=rank) for rank, line in chosen.items()]


def whole_lines(stands: Mapping[int, InvoiceLine]) -> list[InvoiceLine]:
    """The lines of the credit note of all that stands of an invoice credited in part."""
    return [replace(line, credited_rank=rank) for rank, line in stands.items()]


def _wanted(text: str, codes: set[str]) -> Iterator[_Wanted]:
    chunks = [chunk for chunk in _PARTED.split(_AROUND_SIGNS.sub(r"\1", text)) if chunk.strip(",")]
    if not chunks:
        raise NoSuchCredit(f"aucune ligne à créditer : écrivez {HOW}")
    for chunk in chunks:
        parts = chunk.strip(",").split(",")
        for part, after in zip(parts, [*parts[1:], ""], strict=True):
            found = _one(part, codes)
            if found.name != part and "." not in part and _BARE_DIGITS.fullmatch(after):
                raise NoSuchCredit(
                    f"« {part},{after} » se lit de deux façons : « {part}.{after} » si la virgule est décimale, "
                    f"« {part} ; {after} » pour deux lignes"
                )
            yield found


def _one(part: str, codes: set[str]) -> _Wanted:
    if _BARE_DIGITS.fullmatch(part) or part in codes:
        return _Wanted(part)
    name, sign, figure = part.partition("=")
    if sign:
        return _Wanted(name, cents=_cents(part, figure))
    if match := _QUANTITY.fullmatch(part):
        return _Wanted(match[1], quantity=Decimal(match[2]))
    return _Wanted(part)


def _cents(part: str, figure: str) -> int:
    try:
        cents = typed(Kind.EURO, figure) if _FIGURE.fullmatch(figure) else None
    except Unreadable:
        cents = None
    if cents is None:
        raise NoSuchCredit(f"« {part} » n'est pas un montant à créditer : écrivez {HOW}")
    return int(cents)


def _rank(name: str, number: str, issued: Mapping[int, InvoiceLine]) -> int:
    """The rank of the line of a name: a rank, else the code of a quote line that the invoice has once."""
    if _BARE_DIGITS.fullmatch(name) and int(name) in issued:
        return int(name)
    ranks = [rank for rank, line in issued.items() if line.line == name]
    if len(ranks) == 1:
        return ranks[0]
    if ranks:
        held = ", ".join(map(str, ranks))
        raise NoSuchCredit(f"{number} a plusieurs lignes {name} : donnez son rang ({held})")
    raise NoSuchCredit(
        f"{number} n'a pas de ligne « {name} » : ses rangs vont de 1 à {max(issued, default=0)} "
        f"({INVOICE_LINES.tab}), attendu : {HOW}"
    )


def _credited(wanted: _Wanted, where: str, issued: InvoiceLine, stands: InvoiceLine | None) -> InvoiceLine:
    if stands is None or stands.amount_cents == 0:
        raise NoSuchCredit(f"{where} (« {issued.label} ») est déjà créditée en entier")
    line = _asked(wanted, issued, stands)
    left, asked = stands.amount_cents, line.amount_cents
    if asked == 0 or (asked < 0) != (left < 0):
        raise NoSuchCredit(
            f"{where} porte {euros_text(left)} HT : {euros_text(asked)} ne peuvent pas en être crédités"
        )
    if abs(asked) > abs(left):
        raise NoSuchCredit(
            f"{where} (« {issued.label} ») ne porte plus que {euros_text(left)} HT : {euros_text(asked)} ne peuvent "
            "pas en être crédités"
        )
    return line


def _asked(wanted: _Wanted, issued: InvoiceLine, stands: InvoiceLine) -> InvoiceLine:
    if wanted.cents is not None:
        return at_amount(issued, wanted.cents)
    if wanted.quantity is None:
        return stands
    cents = amount_cents(wanted.quantity, issued.unit_price_cents, issued.discount_rate)
    return replace(issued, quantity=wanted.quantity, amount_cents=cents)
