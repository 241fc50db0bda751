"""The accounts of every contract on a day, cumulative: the account of a period is the difference of two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from postprod_xl.domain.catalogue.royalties.book import ContractBook, royalty_book
from postprod_xl.domain.catalogue.royalties.lines import ContractAccount, SharedAccount
from postprod_xl.domain.catalogue.royalties.movements import DatedClaim, DatedReceipt, PoolKey
from postprod_xl.domain.catalogue.royalties.shares import Split, split
from postprod_xl.domain.catalogue.royalties.waterfall import Pool, PoolAccount, waterfall
from postprod_xl.domain.office import Office
from postprod_xl.schema.problems import Problem

Moved = TypeVar("Moved", DatedReceipt, DatedClaim)


@dataclass(frozen=True)
class ContractAccounts:
    """The accounts of a catalogue on a day, by code of the first contract of each.

    Parameters
    ----------
    known
        Those that are.
    unknown
        Why the others are not: what is wrong in what was typed for them, dated up to that day or without a day.
    """

    until: date
    known: Mapping[str, ContractAccount]
    unknown: Mapping[str, tuple[Problem, ...]]


def accounts(office: Office, until: date) -> ContractAccounts:
    """The accounts of every contract that gives rights to the house: the mandate or assignment, with its amendments.

    What is dated after the day does not count. A terminated contract still accounts for what was collected. One whose
    movements are not all understood has no account: none of its figures would be right.

    Parameters
    ----------
    until
        The last day that counts.
    """
    known: dict[str, ContractAccount] = {}
    unknown: dict[str, tuple[Problem, ...]] = {}
    for root, book in royalty_book(office).contracts.items():
        if problems := book.problems(until):
            unknown[root] = problems
        else:
            known[root] = contract_account(book, until)
    return ContractAccounts(until, known, unknown)


def contracts_of(office: Office, holder: str) -> tuple[str, ...]:
    """The first contracts that a holder has a share of, whether their accounts are known or not."""
    books = royalty_book(office).contracts
    return tuple(root for root, book in books.items() if holder in book.split.holders)


def contract_account(book: ContractBook, until: date) -> ContractAccount:
    """The account of a contract that nothing keeps from being known."""
    pools = {key: waterfall(pool) for key, pool in _pools(book, until).items()}
    own = book.split.own_works
    shared = [_shared(book, work, [one for key, one in pools.items() if key.work == work]) for work in own]
    if "" in book.split.by_work:
        others = [one for key, one in pools.items() if key.work not in own]
        shared.append(_shared(book, "", others))
    return ContractAccount(book.family.root, until, tuple(shared))


def _shared(book: ContractBook, work: str, pools: Sequence[PoolAccount]) -> SharedAccount:
    shares = book.split.by_work[work]
    net = sum(pool.net_cents for pool in pools)
    return SharedAccount(work, tuple(pools), shares, split(net, shares) if shares else Split((), net))


def _pools(book: ContractBook, until: date) -> dict[PoolKey, Pool]:
    """What the contract recoups together, as it stands on a day."""
    receipts = _by_pool(book.receipts, until)
    costs, advances = _by_pool(book.costs, until), _by_pool(book.advances, until)
    rows = {one.row.row: one for one in book.scale.rows}
    found = {}
    for key in dict.fromkeys((*receipts, *costs, *advances)):
        row = rows.get(key.scale, book.scale.rows[0])
        found[key] = Pool(
            key.work,
            book.scale.order(row),
            book.scale.cap_cents(row),
            book.scale.cap_rate(row),
            tuple(one.receipt for one in receipts.get(key, ())),
            tuple(one.claim for one in costs.get(key, ())),
            tuple(one.claim for one in advances.get(key, ())),
        )
    return found


def _by_pool(moved: Sequence[Moved], until: date) -> dict[PoolKey, list[Moved]]:
    """What has happened by a day, in its order."""
    found: dict[PoolKey, list[Moved]] = {}
    for one in moved:
        if one.day <= until:
            found.setdefault(one.pool, []).append(one)
    return found
