"""Accounts computed by hand: `tests/cases/catalogue_royalties.toml`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.catalogue.royalties.accounts import accounts
from postprod_xl.domain.catalogue.royalties.lines import ContractAccount, statement_lines
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from tests.domain.catalogue.royalties.described import described, held

CASES = [pytest.param(case, id=case["titre"]) for case in held()["cas"]]
DEDUCTED = (
    StatementSection.RECEIPTS,
    StatementSection.WITHHOLDING,
    StatementSection.COMMISSION,
    StatementSection.COSTS,
    StatementSection.ADVANCES,
)


def cents(euros: Decimal | int) -> int:
    whole = 100 * euros
    assert whole == int(whole)
    return int(whole)


def said(account: ContractAccount) -> dict[str, Any]:
    return {
        "encaisse": account.receipts_cents,
        "commission": account.commission_cents,
        "frais": account.costs_cents,
        "avances": account.advances_cents,
        "parts": {holder: account.share_cents(holder) for holder in account.holders},
        "reste_frais": sum(one.remaining_cents for pool in account.pools for one in pool.costs),
        "reste_avances": sum(one.remaining_cents for pool in account.pools for one in pool.advances),
        "hors_plafond": account.over_cap_cents,
        "non_reparti": account.unsplit_cents,
    }


def listed(expected: dict[str, Any]) -> dict[str, Any]:
    names = (
        "encaisse",
        "commission",
        "frais",
        "avances",
        "reste_frais",
        "reste_avances",
        "hors_plafond",
        "non_reparti",
    )
    return {
        **{name: cents(expected.get(name, 0)) for name in names},
        "parts": {holder: cents(euros) for holder, euros in expected["parts"].items()},
    }


@pytest.mark.parametrize("case", CASES)
def test_the_accounts_are_those_computed_by_hand(case: dict[str, Any]) -> None:
    office = described(case)
    for expected in case["attendu"]:
        found = accounts(office, expected["jour"])
        if "inconnu" in expected:
            messages = [problem.message.replace("\u00a0", " ") for problem in found.unknown["M1"]]
            assert messages == expected["inconnu"]
        else:
            assert said(found.known["M1"]) == listed(expected)


@pytest.mark.parametrize("case", CASES)
def test_receipts_are_all_found_in_what_becomes_of_them(case: dict[str, Any]) -> None:
    office = described(case)
    for expected in case["attendu"]:
        for account in accounts(office, expected["jour"]).known.values():
            shared = sum(account.share_cents(holder) for holder in account.holders)
            taken = account.commission_cents + account.costs_cents + account.advances_cents
            assert account.receipts_cents == taken + shared + account.unsplit_cents


@pytest.mark.parametrize("case", CASES)
def test_the_lines_of_a_holder_lead_to_the_net_of_his_works(case: dict[str, Any]) -> None:
    office = described(case)
    for expected in case["attendu"]:
        for account in accounts(office, expected["jour"]).known.values():
            for holder in account.holders:
                lines = statement_lines(account, holder)
                deducted = sum(line.cents for line in lines if line.section in DEDUCTED)
                assert deducted == sum(line.cents for line in lines if line.section is StatementSection.NET)
                own = sum(line.cents for line in lines if line.section is StatementSection.SHARE)
                assert own == account.share_cents(holder)
                assert len({line.key for line in lines}) == len(lines)
