"""Whatever the steps of a schedule, what they bill is the accepted quote and its change orders, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from postprod_xl.domain.invoicing.billing.billed import annexed_sessions, billed
from postprod_xl.domain.invoicing.issue import Issue, issue_step
from postprod_xl.domain.invoicing.receivables import receivables
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.line_work import line_work
from postprod_xl.domain.quotes.line_worth import billed_hours
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.totals import totals
from tests.domain.invoicing.houses import QUOTE, TODAY, VERSION, credit, house, issued, written
from tests.domain.offices import records_of, table_rows

CODES = ("L0", "L1", "L2")
SHARES = st.decimals("0.01", "0.6", places=4)
_LINE = st.tuples(
    st.decimals("0.25", 40, places=2),
    st.integers(1, 300_000),
    st.decimals(0, "0.5", places=3),
    st.sampled_from(["Forfait", "Forfait", "Régie"]),
)
# A kind of step; its part or amount; the progress of each line; the minutes validated before it and who pays them;
# 0: it is credited.
_STEP = st.tuples(
    st.sampled_from(["Acompte", "Part", "Montant", "Avancement", "Mesure"]),
    SHARES,
    st.lists(st.decimals(0, 1, places=4), min_size=3, max_size=3),
    st.tuples(st.integers(0, 900), st.sampled_from(["Incluse", "En plus", "Offerte"])),
    st.integers(0, 7),
)
_ORDER = st.tuples(
    st.sampled_from(["Additif", "Remplacement"]), st.sampled_from([*CODES, ""]), st.integers(1, 9)
)


def step_of(rank: int, kind: str, share: Decimal) -> dict[str, Any]:
    given = {"Part": {"share_rate": share}, "Acompte": {"share_rate": share}}
    given["Montant"] = {"amount_cents": int(share * 1_000_000)}
    type_ = "Acompte" if kind == "Acompte" else "Situation"
    return {"project": "P001", "rank": rank, "type": type_, **given.get(kind, {})}


def typed_of(rank: int, kind: str, rates: list[Decimal], lines: list[Any]) -> list[dict[str, Any]]:
    """The progress of the lines that are not in Régie, of a step that is by progress."""
    typed = zip(CODES, rates, lines, strict=True) if kind == "Avancement" else ()
    return [
        {"project": "P001", "rank": rank, "line": line, "progress_rate": rate}
        for line, rate, (*_, mode) in typed
        if mode == "Forfait"
    ]


def office_of(lines: list[Any], rates: tuple[Decimal, ...], steps: list[Any], orders: list[Any]) -> Office:
    quote = [
        {**QUOTE[0], "line": line, "quantity": quantity, "unit_price_cents": price, "discount_rate": rate, "mode": mode}
        for line, (quantity, price, rate, mode) in zip(CODES, lines, strict=True)
    ]  # fmt: skip
    version = VERSION | dict(zip(("discount_rate", "contingency_rate", "overhead_rate"), rates, strict=True))
    ranked = [*enumerate(steps, 1)]
    return house(
        Devis=quote,
        Versions=[version],
        Planning=[
            {"task": f"T{n}", "project": "P001", "line": line, "duration_days": Decimal(2)}
            for n, line in enumerate(CODES)
        ],
        Avenants=[
            {"number": f"A{n}", "project": "P001", "status": "Accepté", "type": kind, "line": line, "day": TODAY,
             "quantity": Decimal(quantity), "unit_price_cents": 12_345}
            for n, (kind, line, quantity) in enumerate(orders)
        ],
        Echeancier=[
            *(step_of(rank, kind, share) for rank, (kind, share, *_) in ranked),
            {"project": "P001", "rank": len(steps) + 1, "type": "Solde"},
        ],
        Avancements=[row for rank, (kind, _, rates, *_) in ranked for row in typed_of(rank, kind, rates, lines)],
    )  # fmt: skip


def working(home: Office, rank: int, work: tuple[int, str]) -> Office:
    minutes, billing = work
    session = {
        "number": f"S{rank}", "day": date(2026, 11, rank), "project": "P001", "task": f"T{rank % 3}", "start": 0,
        "end": minutes, "validated": True, "billing": billing,
    }  # fmt: skip
    return home.with_rows("Seances", table_rows("Seances", [*records_of(home["Seances"]), session]))


def worth_cents(home: Office) -> int:
    """What the quote, its change orders and its hours make."""
    orders = effects(home)
    hours = billed_hours(home, line_work(home), orders).change.total()
    return totals(home)["P001", 1].total + orders.project_cents["P001"] + hours


def assert_says_what_it_is(issue: Issue) -> None:
    cents = issue.lines.column("amount_cents")
    assert sum(cents) == issue.invoice["total_cents"] == issue.document.total_cents
    assert issue.document.payable_cents >= 0


@settings(max_examples=15, deadline=None)
@given(
    lines=st.lists(_LINE, min_size=3, max_size=3),
    rates=st.tuples(*[st.decimals(0, "0.3", places=3)] * 3),
    steps=st.lists(_STEP, min_size=1, max_size=5),
    orders=st.lists(_ORDER, max_size=2),
)
def test_deposits_situations_and_balance_make_the_quote_and_its_change_orders(
    lines: list[Any], rates: tuple[Decimal, ...], steps: list[Any], orders: list[Any]
) -> None:
    home = office_of(lines, rates, steps, orders)
    annexed: list[str] = []
    for rank, (_, _, _, work, stands) in enumerate(steps, 1):
        home = working(home, rank, work)
        issue, _ = issue_step(home, "P001", rank, TODAY)
        if issue is None:
            continue
        assert_says_what_it_is(issue)
        before = annexed_sessions(home)
        home = written(home, issue)
        now = annexed_sessions(home)
        if not stands:
            home = written(home, credit(home, issue.invoice["number"]))
            assert annexed_sessions(home) == before
        else:
            assert before <= now
            annexed += now - before
        assert_lines_are_coherent(home)
    last, problems = issue_step(home, "P001", len(steps) + 1, TODAY)
    if last is None:
        # Deposits pass what is left to pay; or all is billed, in Régie perhaps for more hours than were worked.
        too_much = receivables(home).invoiced["P001"] - worth_cents(home)
        is_hourly = any(mode == "Régie" for *_, mode in lines)
        assert "acomptes" in problems[0].message or too_much == 0 or (is_hourly and too_much > 0)
        return
    assert_says_what_it_is(last)
    home = written(home, last)
    assert receivables(home).invoiced["P001"] == worth_cents(home)
    assert [cents for cents in quote_columns(home).column("to_invoice_cents") if cents] == []
    assert len(annexed) == len(set(annexed))


def assert_lines_are_coherent(home: Office) -> None:
    """What lines were billed and what none bears make what invoices less their credit notes bill, deposits aside."""
    found, ledger = billed(home), records_of(home["Factures"])
    kinds = {row["number"]: row["type"] for row in ledger}
    invoices = sum(
        row["total_cents"] * (-1 if row["type"] == "Avoir" else 1)
        for row in ledger
        if kinds[row["origin"] or row["number"]] == "Facture"
    )
    assert sum(found.lines.values()) + found.unlined["P001"] == invoices


def test_deposits_in_odd_cents_are_deducted_from_situations_to_nothing_and_never_below() -> None:
    # 11,07 €: deposits of 3,38 and 4,88 (4,06 and 5,86 TTC), then 72 %, 87 % and 100 % of it.
    line = {**QUOTE[0], "line": "L1", "quantity": Decimal(1), "unit_price_cents": 1_107, "unit": "forfait"}
    version = {**VERSION, "discount_rate": None, "contingency_rate": None, "overhead_rate": None}
    steps = [
        *(
            {"project": "P001", "rank": n, "type": "Acompte", "amount_cents": c}
            for n, c in ((1, 338), (2, 488))
        ),
        *({"project": "P001", "rank": rank, "type": "Situation"} for rank in (3, 4)),
        {"project": "P001", "rank": 5, "type": "Solde"},
    ]
    reached = [
        {"project": "P001", "rank": rank, "line": "L1", "progress_rate": Decimal(rate)}
        for rank, rate in ((3, "0.72"), (4, "0.87"))
    ]
    home = house(Devis=[line], Versions=[version], Echeancier=steps, Avancements=reached)
    for _ in steps:
        home = written(home, issued(home))
    billed = [
        (row["total_cents"], row["deposits_cents"], row["payable_cents"])
        for row in records_of(home["Factures"])
    ]
    assert billed == [(338, 0, 406), (488, 0, 586), (797, 619, 337), (166, 199, 0), (144, 173, 0)]
    assert receivables(home).invoiced["P001"] == 1_107
