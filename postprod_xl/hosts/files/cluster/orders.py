"""A workbook refreshed from its bytes alone: what is sent to another machine, and what comes back from it.

The machine that computes reads no file and writes none. What it needs to know of the folder of the workbook is in the
order; whoever sent it holds the lock and saves.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from postprod_xl.domain.invoicing.register.issued_files import SeenFiles
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.collecting import few_collections
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.cluster.program import program_text
from postprod_xl.hosts.files.master import master_of
from postprod_xl.hosts.files.plan_search import PlanSearch
from postprod_xl.hosts.files.runs import computed_in, put
from postprod_xl.hosts.runs.computing import Report, reported
from postprod_xl.hosts.runs.signature import Signature

COMMAND = "refresh"


@dataclass(frozen=True)
class Order:
    """A workbook to refresh.

    Parameters
    ----------
    name
        The name of its file, for messages.
    data
        Its bytes.
    today
        The day it is refreshed for.
    search
        How its plan is looked for, and what other workbooks book.
    seen
        What was seen of the files that its ledger names; None where nothing could be.
    signature
        Who refreshes it and when, for its journal.
    """

    name: str
    data: bytes = field(repr=False)
    today: date
    search: PlanSearch
    seen: SeenFiles | None
    signature: Signature


@dataclass(frozen=True)
class RefreshedBytes:
    """What came of an order.

    Parameters
    ----------
    report
        Of a file of its name, which nobody has written yet.
    data
        The new bytes of the workbook; None when it is left as it is.
    files
        What is to be written beside it, by the path from its folder.
    """

    report: Report
    data: bytes | None = field(default=None, repr=False)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def carried_out(program: str, order: bytes) -> bytes | str:
    """Carry out a pickled order where it was sent; gives the pickled answer.

    Another program than the sender's does nothing and gives its own name: its figures may not be the same.
    """
    own = program_text()
    if program != own:
        return own
    with few_collections():
        return pickle.dumps(refreshed(pickle.loads(order)))


def refreshed(order: Order) -> RefreshedBytes:
    """The workbook of an order, refreshed; faults are raised, a workbook that cannot be used is a report."""
    answers: list[RefreshedBytes] = []

    def work() -> Report:
        answers.append(_refreshed(order))
        return answers[0].report

    report = reported(Path(order.name), work)
    return answers[0] if answers else RefreshedBytes(report)


def _refreshed(order: Order) -> RefreshedBytes:
    started = time.perf_counter()
    master = master_of(Package(Path(order.name), order.data))
    master.seen = order.seen
    with order.search.options() as options:
        computed = computed_in(master, COMMAND, order.today, options)
    if computed.report.status != DONE:
        return RefreshedBytes(computed.report)
    put(master, computed, COMMAND, time.perf_counter() - started, order.signature)
    data = master.package.to_bytes()
    return RefreshedBytes(computed.report, None if data == master.package.source else data, computed.files)
