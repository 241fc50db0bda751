"""Whole offices at random: a second computation, event by event, and what no order or cut of the movements changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.catalogue.royalties.accounts import accounts
from postprod_xl.domain.catalogue.royalties.lines import ContractAccount, statement_lines
from postprod_xl.domain.catalogue.royalties.periods import period
from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import RecoupmentOrder
from tests.domain.catalogue.royalties.described import described
from tests.domain.catalogue.royalties.pots import Pots

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.integers(0, 364).map(lambda after: FIRST + timedelta(days=after))
WORKS = {"V1": "CRUE", "V2": "CRUE", "V3": "LAC"}
# V1 and V3 are of SVOD in France, V2 of free television in Belgium.
SCALE_OF = {"V1": "SVOD", "V2": "Tous", "V3": "SVOD"}
# A cost on TV is of the row of everything, which no SVOD row cuts.
MEDIA_OF = {"SVOD": "SVOD", "Tous": "TV"}
CAPS = [{}, {"Plafond frais": 300}, {"Plafond frais %": "20 %"}]
SHARES = [
    {"Rang": 1, "Ayant droit": "PROD", "Part": "1/3"},
    {"Rang": 1, "Ayant droit": "AUT", "Part": "1/2"},
    {"Rang": 1, "Ayant droit": "SOF", "Part": "1/6"},
]
RANKS = [
    {"Rang": 1, "Ayant droit": "PROD", "Part": "1"},
    {"Rang": 2, "Ayant droit": "SOF", "Part": "30 %", "Seuil": 500, "Plafond": 200},
    {"Rang": 2, "Ayant droit": "AUT", "Part": "70 %", "Seuil": 500},
]

Case = dict[str, Any]


@st.composite
def cases(draw: st.DrawFn, euros: Any) -> Case:
    """A contract of two works and two scales, its collections, costs and advances over a year."""
    crossed = draw(st.booleans())
    common = {
        "Croisement": "Oui" if crossed else "Non",
        "Ordre de récupération": draw(st.sampled_from(RecoupmentOrder)),
        **draw(st.sampled_from(CAPS)),
    }
    rates = {name: draw(st.integers(1, 60)) for name in MEDIA_OF}
    has_cap = any(name.startswith("Plafond") for name in common)
    scales = [
        {"Médias": name, "Territoires": "Monde", "Taux commission": f"{rates[name]} %", **common}
        for name in MEDIA_OF
    ]
    paid = st.builds(
        lambda sale, day, amount: {"Vente": sale, "Date": day, "Montant (devise)": amount},
        st.sampled_from(sorted(WORKS)),
        DAYS,
        euros,
    )
    cost = st.builds(
        lambda work, media, day, amount, capped: {
            "Œuvre": work,
            "Média": media,
            "Date": day,
            "Montant HT": amount,
            "Opposable": "Oui",
            "Plafonné": "Oui" if capped and has_cap else "Non",
        },
        st.sampled_from(["CRUE", "LAC"]),
        st.sampled_from(sorted(MEDIA_OF.values())),
        DAYS,
        st.integers(0, 500),
        st.booleans(),
    )
    advance = st.builds(
        lambda work, media, day, amount: {
            "Œuvre": work,
            "Média": media,
            "Versé le": day,
            "Montant": amount,
        },
        st.sampled_from(["CRUE", "LAC"]),
        st.sampled_from(sorted(MEDIA_OF.values())),
        DAYS,
        st.integers(0, 500),
    )
    return {
        "Baremes": scales,
        "Encaissements": draw(st.lists(paid, max_size=6)),
        "Frais": draw(st.lists(cost, max_size=4)),
        "Avances": draw(st.lists(advance, max_size=2)),
        "Repartitions": draw(st.sampled_from([[], SHARES, RANKS])),
    }


WHOLE_EUROS = st.integers(-300, 3_000)
CENTS = st.integers(-30_000, 300_000).map(lambda cents: cents / 100)


def pots_of(case: Case, until: date) -> list[Pots]:
    """The pools of a case, filled in the order of the days."""
    crossed = case["Baremes"][0]["Croisement"] == "Oui"
    rates = {row["Médias"]: Fraction(int(row["Taux commission"][:-2]), 100) for row in case["Baremes"]}
    row = case["Baremes"][0]
    cap = row.get("Plafond frais")
    percent = row.get("Plafond frais %")
    pots: dict[Any, Pots] = defaultdict(
        lambda: Pots(
            Fraction(0),
            row["Ordre de récupération"],
            None if cap is None else 100 * cap,
            None if percent is None else Fraction(int(percent[:-2]), 100),
        )
    )
    scale_of_media = {media: name for name, media in MEDIA_OF.items()}
    events: list[tuple[date, Any, Any]] = []
    for paid in case["Encaissements"]:
        name = SCALE_OF[paid["Vente"]]
        key = None if crossed else (WORKS[paid["Vente"]], name)
        cents = 100 * paid["Montant (devise)"]
        events.append(
            (paid["Date"], key, lambda pot, cents=cents, name=name: pot.receive(cents, rates[name]))
        )
    for table, day in (("Frais", "Date"), ("Avances", "Versé le")):
        for claim in case[table]:
            key = None if crossed else (claim["Œuvre"], scale_of_media[claim["Média"]])
            if table == "Avances":
                events.append((claim[day], key, lambda pot, one=claim: pot.advance(100 * one["Montant"])))
            else:
                events.append(
                    (
                        claim[day],
                        key,
                        lambda pot, one=claim: pot.spend(
                            100 * one["Montant HT"], is_capped=one["Plafonné"] == "Oui"
                        ),
                    )
                )
    for day, key, happen in sorted(events, key=lambda event: event[0]):
        if day <= until:
            happen(pots[key])
    return [*pots.values()]


def account(office: Office, until: date) -> ContractAccount:
    found = accounts(office, until)
    assert found.unknown == {}
    return found.known["M1"]


def net_cents(found: ContractAccount) -> int:
    return sum(part.net_cents for part in found.parts)


@given(cases(WHOLE_EUROS), DAYS)
def test_the_account_of_a_contract_is_what_pots_filled_event_by_event_hold(case: Case, until: date) -> None:
    """Whole euros and whole percents: no figure is rounded."""
    found, pots = account(described(case), until), pots_of(case, until)
    assert found.receipts_cents == sum(pot.receipts for pot in pots)
    assert found.commission_cents == sum(pot.commission for pot in pots)
    assert found.costs_cents == sum(pot.filled["costs"] for pot in pots)
    assert found.advances_cents == sum(pot.filled["advances"] for pot in pots)
    assert net_cents(found) == sum(pot.net for pot in pots)


@given(cases(CENTS), DAYS)
def test_no_cent_of_the_receipts_is_made_or_lost(case: Case, until: date) -> None:
    found = account(described(case), until)
    shared = sum(found.share_cents(holder) for holder in found.holders)
    taken = found.commission_cents + found.costs_cents + found.advances_cents
    assert found.receipts_cents == taken + shared + found.unsplit_cents


@given(cases(CENTS), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_of_movements_moves_no_total(case: Case, chance: Any) -> None:
    """Only which of two costs of one day is recovered first."""
    mixed = {name: chance.sample(rows, len(rows)) for name, rows in case.items() if name != "Repartitions"}
    one, other = (
        account(described(told), LAST) for told in (case, {**case, **mixed, "Baremes": case["Baremes"]})
    )
    assert net_cents(one) == net_cents(other)
    assert [one.share_cents(holder) for holder in one.holders] == [
        other.share_cents(holder) for holder in other.holders
    ]
    assert (one.costs_cents, one.advances_cents) == (other.costs_cents, other.advances_cents)


@given(cases(CENTS), DAYS)
def test_what_comes_later_changes_nothing_of_an_account(case: Case, until: date) -> None:
    days = {"Encaissements": "Date", "Frais": "Date", "Avances": "Versé le"}
    known = {name: [row for row in case[name] if row[day] <= until] for name, day in days.items()}
    lines = [
        statement_lines(account(described(told), until), "PROD")
        for told in (_coded(case), {**_coded(case), **_kept(_coded(case), known)})
    ]
    assert lines[0] == lines[1]


def _coded(case: Case) -> Case:
    """The same rows with codes that do not follow their place."""
    codes = {"Encaissements": "Encaissement", "Frais": "Frais", "Avances": "Avance"}
    return {
        name: [{codes[name]: f"{name}{at}", **row} for at, row in enumerate(rows)] if name in codes else rows
        for name, rows in case.items()
    }


def _kept(coded: Case, known: Case) -> Case:
    codes = {"Encaissements": "Encaissement", "Frais": "Frais", "Avances": "Avance"}
    return {
        name: [
            row
            for row in coded[name]
            if any(all(row[heading] == value for heading, value in one.items()) for one in rows)
        ]
        for name, rows in known.items()
        if name in codes
    }


@given(cases(CENTS))
def test_consecutive_periods_add_up_to_the_year_whatever_the_cut(case: Case) -> None:
    office = described(case)
    year = period("2026")

    def moved(name: str) -> dict[Any, int]:
        cut = period(name)
        before, after = (account(office, day) for day in (cut.eve, cut.last_day))
        found: dict[Any, int] = defaultdict(int)
        for holder in ("PROD", "AUT", "SOF"):
            for line in statement_lines(after, holder):
                found[holder, line.key] += line.cents
            for line in statement_lines(before, holder):
                found[holder, line.key] -= line.cents
        return found

    for parts in (["S1", "S2"], ["T1", "T2", "T3", "T4"], [f"{month:02}" for month in range(1, 13)]):
        total: dict[Any, int] = defaultdict(int)
        for part in parts:
            for key, cents in moved(f"{year.name}-{part}").items():
                total[key] += cents
        assert {key: cents for key, cents in total.items() if cents} == {
            key: cents for key, cents in moved(year.name).items() if cents
        }
