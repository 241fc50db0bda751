"""What moves the account of a contract: collections, costs and advances, each on its day and in its pool."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from postprod_xl.domain.catalogue.royalties.waterfall import Recoupable, SaleReceipt
from postprod_xl.schema.problems import Problem


class PoolKey(NamedTuple):
    """What a contract recoups together: a work under a row of its scale; neither where the contract is crossed."""

    work: str = ""
    scale: int = 0


class DatedReceipt(NamedTuple):
    """A collection."""

    day: date
    pool: PoolKey
    receipt: SaleReceipt


class DatedClaim(NamedTuple):
    """A cost that may be charged, or an advance paid."""

    day: date
    pool: PoolKey
    claim: Recoupable


class AccountFault(NamedTuple):
    """What keeps the account of a contract from being known, from a day on; on every day without one."""

    day: date | None
    problem: Problem
