"""One « En plus » hour is sold once: included, on top of its line, or by a change order; the rest is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.accounts.projects import accounts
from postprod_xl.domain.invoicing.billing.annex import annex
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import change_order_problems
from postprod_xl.domain.quotes.extra_hours import extra_hours
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.line_work import line_work
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.unpaid_extra import extra_problems, unpaid_extra
from postprod_xl.domain.quotes.versions.totals import version_columns
from postprod_xl.domain.sessions.done import session_minutes
from postprod_xl.domain.sessions.reports import left_minutes
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)
RATES = [{"item": "H", "unit": "heure", "unit_minutes": 60}, {"item": "DCP", "unit": "unité"}]
LINES = [
    {"line": "L1", "item": "H", "unit": "heure", "quantity": Decimal(40)},
    {"line": "L2", "item": "DCP", "unit": "unité", "quantity": Decimal(1)},
    {"line": "OLD", "item": "H", "unit": "heure", "quantity": Decimal(10), "version": 1},
]
TASKS = [
    {"task": "T1", "line": "L1"},
    {"task": "T2", "line": "L2"},
    {"task": "T3"},
    {"task": "T4", "line": "OLD"},
]


def bon(hours: float, billing: str = "En plus", task: str = "T1", **rest: Any) -> dict[str, Any]:
    """A session of some hours from midnight, one day before today."""
    end = round(hours * 60)
    return {"task": task, "billing": billing, "day": TODAY - timedelta(1), "start": 0, "end": end, **rest}


def additif(hours: int, line: str = "L1", **rest: Any) -> dict[str, Any]:
    return {"type": "Additif", "line": line, "quantity": Decimal(hours), "status": "Accepté", **rest}


def worked(*sessions: dict[str, Any], orders: Sequence[dict[str, Any]] = (), mode: str = "Forfait") -> Office:
    """Forty hours at 75 € sold on L1, a DCP on L2, a line of the version replaced; sessions are numbered from S1."""
    held = [{"project": "P1", "number": f"S{at}", **session} for at, session in enumerate(sessions, 1)]
    price = {"unit_price_cents": 7_500, "unit_cost_cents": 4_000, "project": "P1"}
    lines = [{"version": 2, "mode": mode, **price, **line} for line in LINES]
    avenants = [
        {"number": f"A{at}", "project": "P1", "day": TODAY, "unit_price_cents": 9_000, **order}
        for at, order in enumerate(orders, 1)
    ]
    versions = [
        {"project": "P1", "version": 1, "status": "Remplacé"},
        {"project": "P1", "version": 2, "status": "Accepté"},
    ]
    return office(
        TODAY,
        Projets=table_rows("Projets", [{"code": "P1", "title": "Un", "status": "En cours"}]),
        Tarifs=table_rows("Tarifs", RATES),
        Versions=table_rows("Versions", versions),
        Devis=table_rows("Devis", lines),
        Planning=table_rows("Planning", [{"project": "P1", **task} for task in TASKS]),
        Avenants=table_rows("Avenants", avenants),
        Seances=table_rows("Seances", held),
    )


def to_invoice(held: Office) -> int | None:
    """What is left to invoice of L1, in cents."""
    found: int | None = quote_columns(held).column("to_invoice_cents")[0]
    return found


def test_eighteen_extra_hours_and_their_change_order_are_billed_once():
    """The case of the issue: 18 h « En plus », then the change order that sells them."""
    before = worked(bon(22, "Incluse"), bon(18))
    # 40 h × 75 € and 18 h × 75 € on top
    assert to_invoice(before) == 300_000 + 135_000
    after = worked(bon(22, "Incluse"), bon(18), orders=[additif(18)])
    # 40 h × 75 € and the change order, 18 h × 90 €
    assert to_invoice(after) == 300_000 + 162_000
    (session,) = extra_hours(after).sessions
    assert (session.covered, session.on_top, session.unpaid) == ({"A1": 1080}, 0, 0)


@pytest.mark.parametrize(
    ("orders", "on_top", "cents"),
    [
        ([], 18, 300_000 + 18 * 7_500),
        ([additif(10)], 8, 300_000 + 10 * 9_000 + 8 * 7_500),
        ([additif(30)], 0, 300_000 + 30 * 9_000),
        ([additif(10), additif(4)], 4, 300_000 + 14 * 9_000 + 4 * 7_500),
        ([additif(18, status="À négocier")], 18, 300_000 + 18 * 7_500),
        ([additif(18, status="Refusé")], 18, 300_000 + 18 * 7_500),
        ([additif(18, line="")], 18, 300_000 + 18 * 7_500),
        # What a deduction takes back is no longer sold; one of the quote, before, is another matter.
        ([additif(18), additif(-18)], 18, 300_000 + 18 * 7_500),
        ([additif(-8, day=date(2026, 11, 1)), additif(18)], 0, 300_000 + 10 * 9_000),
        # A Remplacement is the price of the line: what comes on top stays on top, unless it names it.
        ([additif(60, type="Remplacement")], 18, 60 * 9_000 + 18 * 7_500),
        ([additif(60, type="Remplacement", sessions="S2")], 0, 60 * 9_000),
    ],
)
def test_extra_hours_beyond_the_change_orders_are_billed_on_top(
    orders: Sequence[dict[str, Any]], on_top: int, cents: int
):
    held = worked(bon(22, "Incluse"), bon(18), orders=orders)
    assert (extra_hours(held).on_top["L1"], to_invoice(held)) == (on_top * 60, cents)


def test_change_orders_pay_in_the_order_of_their_dates_the_hours_in_the_order_they_were_worked():
    orders = [additif(4, day=date(2026, 11, 20)), additif(6, day=date(2026, 11, 10))]
    held = worked(bon(8), bon(8, day=date(2026, 11, 2)), orders=orders)
    first, second = extra_hours(held).sessions
    assert (first.number, first.covered, first.on_top) == ("S2", {"A2": 360, "A1": 120}, 0)
    assert (second.number, second.covered, second.on_top) == ("S1", {"A1": 120}, 360)


def test_a_change_order_pays_the_sessions_that_it_names_before_the_others():
    # 10 h sold: 6 h of S1, which is in the quote, and 4 h « En plus » of S3; nothing is left for S2
    held = worked(bon(6, "Incluse"), bon(5), bon(4), orders=[additif(10, sessions="S1 (6h00) ; S3")])
    assert [(each.number, each.covered, each.on_top) for each in extra_hours(held).sessions] == [
        ("S2", {}, 300),
        ("S3", {"A1": 240}, 0),
    ]


@pytest.mark.parametrize(
    ("sessions", "orders", "cents"),
    [
        # 40 h foreseen. 28 h worked: all billed as worked.
        ([bon(10, "Incluse"), bon(18)], [], 28 * 7_500),
        # The change order sells the 18 h: 10 h are left to bill as worked.
        ([bon(10, "Incluse"), bon(18)], [additif(18)], 10 * 7_500 + 18 * 9_000),
        # 48 h worked and none « En plus »: 8 h of the change order are in them.
        ([bon(23, "Incluse"), bon(23, "Incluse"), bon(2, "")], [additif(18)], 40 * 7_500 + 18 * 9_000),
        ([bon(20, "Incluse"), bon(5, "Offerte")], [additif(18)], 20 * 7_500 + 18 * 9_000),
    ],
)
def test_a_time_and_materials_line_does_not_bill_again_what_its_change_orders_sell(
    sessions: list[dict[str, Any]], orders: list[dict[str, Any]], cents: int
):
    assert to_invoice(worked(*sessions, orders=orders, mode="Régie")) == cents


def test_hours_taken_from_a_time_and_materials_line_by_a_change_order_are_questioned():
    """30 h worked of 40 foreseen: they are what is due, and an order of −10 h would take 10 h of them again."""
    held = worked(bon(22, "Incluse"), bon(8, "Incluse"), orders=[additif(-10)], mode="Régie")
    (problem,) = change_order_problems(held)
    assert (problem.severity, problem.heading, problem.found) == ("Avertissement", "Quantité", "-10")
    assert "A1 retire des heures à L1, en « Régie »" in problem.message
    assert change_order_problems(worked(bon(22), orders=[additif(-10)])) == []


def test_eight_extra_hours_without_a_task_are_named():
    """The case of the issue."""
    (problem,) = extra_problems(worked(bon(8, task="")))
    assert (problem.table, problem.row, problem.heading) == ("Seances", 5, "Tâche")
    assert problem.message == (
        "8h00 « En plus » sans tâche (S1), montant non connu : ni facturées, ni payées par un avenant ; "
        "donnez-leur celle dont la ligne les vend"
    )


@pytest.mark.parametrize(
    ("task", "words", "cents"),
    [
        ("T3", "sur une tâche sans ligne de devis", None),
        ("T2", "sur L2, qui ne se vend pas en heures", None),
        # 8 h × 75 €, as the version that was replaced sold them
        ("T4", "sur OLD, qui n'est pas au devis de référence", 60_000),
    ],
)
def test_extra_hours_that_no_line_sells_are_named_with_what_they_are_worth(
    task: str, words: str, cents: int | None
):
    (unpaid,) = unpaid_extra(worked(bon(8, task=task)))
    assert (unpaid.minutes, unpaid.cents, words in unpaid.text) == (480, cents, True)


def test_a_line_sold_again_by_a_change_order_has_its_extra_hours_paid_and_no_more():
    held = worked(bon(8, task="T4"), orders=[additif(5, line="OLD")])
    (session,) = extra_hours(held).sessions
    assert (session.covered, session.on_top, session.unpaid) == ({"A1": 300}, 0, 180)


def test_a_change_order_without_a_line_is_named_beside_the_hours_that_nothing_pays():
    (problem,) = extra_problems(worked(bon(8, task=""), orders=[additif(8, line="")]))
    assert "A1 sans ligne ne les paie pas" in problem.message


def test_hours_billed_on_top_take_nothing_of_what_is_sold():
    held = worked(bon(20, "Incluse"), bon(18), bon(12, "Incluse"), orders=[additif(10)])
    # 40 h and 10 h of the change order: 30 after the first, 20 after the 10 h it pays of the second, then 8
    assert left_minutes(held, session_minutes(held)) == [1800, 1200, 480]


@pytest.mark.parametrize(
    ("sessions", "orders", "level", "action"),
    [
        # 58 h worked of 40 sold, 18 h billed on top: nothing is to negotiate.
        ([bon(20, "Incluse"), bon(20, "Incluse"), bon(18, cause="Demande production")], [], "OK", ""),
        ([bon(20, "Incluse"), bon(20, "Incluse"), bon(18, cause="Demande production")], [additif(18)], "OK", ""),
        # 18 h of the production that nobody pays.
        (
            [bon(20, "Incluse"), bon(20, "Incluse"), bon(18, "Incluse", cause="Demande production")],
            [],
            "Dépassement",
            "Négocier un avenant : 18h00 imputables à la production",
        ),
        # The change order sells 10 of them.
        (
            [bon(20, "Incluse"), bon(20, "Incluse"), bon(18, "Incluse", cause="Demande production")],
            [additif(10)],
            "Dépassement",
            "Négocier un avenant : 8h00 imputables à la production",
        ),
        # A change order asks for them already: it is to be accepted.
        (
            [bon(20, "Incluse"), bon(20, "Incluse"), bon(18, "Incluse", cause="Demande production")],
            [additif(18, status="À négocier", sessions="S3")],
            "Dépassement",
            "Faire accepter A1",
        ),
        (
            [bon(20, "Incluse"), bon(20, "Incluse"), bon(18, "Incluse", cause="Demande production")],
            [additif(18, status="Refusé", sessions="S3")],
            "Dépassement",
            "Négocier un avenant : 18h00 imputables à la production",
        ),
        # 18 h paid by the change order, 10 h more that the house answers for.
        (
            [bon(20, "Incluse"), bon(20, "Incluse"), bon(18, cause="Demande production"), bon(10, "Incluse")],
            [additif(18)],
            "Dépassement",
            "Chercher la cause et prévenir la production",
        ),
        ([bon(20, "Incluse"), bon(20, "Incluse"), bon(18, "Offerte", cause="Demande production")], [], "Dépassement",
         "Chercher la cause et prévenir la production"),
    ],
)  # fmt: skip
def test_only_hours_that_nobody_pays_are_to_negotiate(
    sessions: list[dict[str, Any]], orders: list[dict[str, Any]], level: str, action: str
):
    held = worked(*sessions, orders=orders)
    row = next(
        row for row in overruns(held.with_columns("Devis", quote_columns(held)), {}) if row.line == "L1"
    )
    assert (row.level, row.action) == (level, action)


def test_the_annex_of_an_invoice_says_who_pays_each_hour():
    held = worked(bon(3, "Incluse"), bon(8), bon(4, task=""), bon(2, "Offerte"), orders=[additif(6)])
    assert [(line.minutes, line.billing) for line in annex(held, "P1", TODAY)] == [
        (180, "Incluse"),
        (360, "Avenant A1"),
        (120, "En plus"),
        (240, "Non facturée"),
        (120, "Offerte"),
    ]


_SESSIONS = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.sampled_from(["", "Incluse", "En plus", "Offerte"]),
        st.sampled_from(["", "T1", "T2", "T3", "T4"]),
        st.integers(0, 5),
    ),
    max_size=8,
)
_ORDERS = st.lists(
    st.tuples(
        st.integers(-8, 20),
        st.sampled_from(["Additif", "Remplacement"]),
        st.sampled_from(["L1", "L2", "OLD", ""]),
        st.sampled_from(["Accepté", "Envoyé", "Refusé"]),
        st.sampled_from(["", "S1", "S2 (2h00 sur 3h00) ; S3"]),
    ),
    max_size=4,
)


def _drawn(sessions: list[tuple[Any, ...]], orders: list[tuple[Any, ...]], mode: str) -> Office:
    return worked(
        *(
            bon(minutes / 60, billing, task, day=TODAY - timedelta(days))
            for minutes, billing, task, days in sessions
        ),
        orders=[
            additif(hours, line, type=kind, status=status, sessions=named)
            for hours, kind, line, status, named in orders
        ],
        mode=mode,
    )


@given(_SESSIONS, _ORDERS, st.sampled_from(["Forfait", "Régie"]))
def test_each_extra_minute_is_in_one_place(sessions: list[Any], orders: list[Any], mode: str):
    held = _drawn(sessions, orders, mode)
    found = extra_hours(held)
    told = {session.row: session.minutes for session in found.sessions}
    extra = [minutes for minutes, billing, *_ in sessions if billing == "En plus"]
    assert sorted(told.values()) == sorted(extra)
    assert sum(session.unpaid for session in found.sessions) == sum(
        each.minutes for each in unpaid_extra(held)
    )
    paid: Counter[str] = Counter()
    for session in found.sessions:
        paid.update(session.covered)
        assert min(session.on_top, session.unpaid, *session.covered.values(), 0) >= 0
        assert not (session.on_top and session.line != "L1")
    sold = {f"A{at}": hours * 60 for at, (hours, *_) in enumerate(orders, 1)}
    assert all(minutes <= sold[number] for number, minutes in paid.items())


@given(_SESSIONS, _ORDERS, st.sampled_from(["Forfait", "Régie"]))
def test_the_four_quantities_are_those_of_the_sessions_and_an_accepted_order_changes_no_version(
    sessions: list[Any], orders: list[Any], mode: str
):
    held = _drawn(sessions, orders, mode)
    columns = quote_columns(held)
    lines = ["L1", "L2", "OLD"]
    by_line = {"T1": "L1", "T2": "L2", "T4": "OLD"}
    # Worked: the sessions of the tasks of the lines, whoever pays them.
    assert sum(columns.column("worked_minutes")) == sum(
        minutes for minutes, _, task, _ in sessions if task in by_line
    )
    assert sum(line_work(held).worked[line] for line in lines) == sum(columns.column("worked_minutes"))
    computed = held.with_columns("Devis", columns).with_columns("Versions", version_columns(held))
    over = overruns(computed, {})
    assert sum(over.column("worked_minutes")) == sum(columns.column("worked_minutes"))
    # To invoice: the lines of the project, and its change orders without a line.
    loose = sum(
        hours * 9_000
        for hours, kind, line, status, _ in orders
        if not line and status == "Accepté" and kind == "Additif"
    )
    (account,) = accounts(computed.with_rows("Depassements", over), {})[0]
    assert account.to_invoice_cents == sum(columns.column("to_invoice_cents")) + loose
    without = replace(held, tables={**held.tables, "Avenants": held["Avenants"].at([])})
    kept = ("amount_cents", "cost_cents", "sold_minutes")
    assert [columns.column(name) for name in kept] == [quote_columns(without).column(name) for name in kept]
    assert version_columns(held) == version_columns(without)


def test_extra_hours_beside_a_remplacement_are_asked_about():
    replaced = additif(60, type="Remplacement")
    (problem,) = extra_problems(worked(bon(3), orders=[replaced]))
    assert (problem.severity, problem.heading) == ("Info", "Séances")
    assert problem.message.startswith("A1 remplace L1, où 3h00 « En plus » sont facturées en plus")
    assert [*extra_problems(worked(bon(3), orders=[{**replaced, "sessions": "S1"}]))] == []
