"""What the product pays beside what the minutes say: `python -m tests.domain.payroll.oracle.compare 0 2000`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from postprod_xl.domain.payroll.counting.amounts import ContractPay, pay_of
from tests.domain.payroll.oracle.model import Pay, Report, Terms, pay
from tests.domain.payroll.oracle.offices import drawn, office_of

Months = dict[tuple[str, str], ContractPay]
CENT = Fraction(1, 2)


def product_pay(reports: list[Report], contracts: dict[str, Terms]) -> Months:
    """What the product pays, by month and contract."""
    place = office_of(reports, contracts)
    first = min(terms.first for terms in contracts.values())
    months = sorted(
        {f"{first.year + (first.month + n - 1) // 12}-{(first.month + n - 1) % 12 + 1:02}" for n in range(4)}
    )
    return {(month, code): found for month in months for code, found in pay_of(place, month).items()}


def differences(reports: list[Report], contracts: dict[str, Terms]) -> list[str]:
    """What the two do not agree about, a line each; nothing when they do."""
    ours, theirs = pay(reports, contracts), product_pay(reports, contracts)
    lines = [f"{key}: one of them pays nothing" for key in ours.keys() ^ theirs.keys()]
    for key in sorted(ours.keys() & theirs.keys()):
        lines += [
            f"{key}: {line}" for line in _of_contract(ours[key], theirs[key], contracts[key[1]].agreement)
        ]
    return lines


def _of_contract(ours: Pay, theirs: ContractPay, agreement: str) -> list[str]:
    lines = []
    expected, found = _by_code(ours.minutes, agreement), _product_minutes(theirs, agreement)
    if expected != found:
        lines.append(f"minutes {dict(expected - found)} expected, {dict(found - expected)} found")
    gross = ours.gross_cents
    if (gross is None) != (theirs.gross_cents is None):
        lines.append(f"gross {gross}, found {theirs.gross_cents}")
    elif gross is not None and abs(gross - (theirs.gross_cents or 0)) > len(theirs.items) * CENT:
        lines.append(f"gross {float(gross):.2f}, found {theirs.gross_cents}")
    return lines


def _by_code(
    minutes: Mapping[tuple[str, Fraction | None], int], agreement: str
) -> Counter[tuple[str, Fraction | None]]:
    """Minutes by item and rate; those of capped premiums by what they come to."""
    found: Counter[tuple[str, Fraction | None]] = Counter()
    for (code, rate), count in minutes.items():
        if agreement == "3097" and code.startswith("M") and code != "MJ":
            found["premiums", None] += int(count * (rate or 0) * 100)
        else:
            found[code, rate] += count
    return found


def _product_minutes(theirs: ContractPay, agreement: str) -> Counter[tuple[str, Fraction | None]]:
    minutes: Counter[tuple[str, Fraction | None]] = Counter()
    for paid in theirs.items:
        letters = paid.item.code.rstrip("0123456789,")
        rate = None if paid.item.coefficient is None else Fraction(paid.item.coefficient)
        minutes[letters, rate] += round(Fraction(paid.base_hours) * 60)
    return _by_code(minutes, agreement)


def main(first: int, last: int) -> int:
    """Compare the offices of some seeds; the seeds that differ are printed."""
    wrong = 0
    for seed in range(first, last):
        if found := differences(*drawn(seed)):
            wrong += 1
            agreement = next(iter(drawn(seed)[1].values()))
            whose = f"{seed}: {agreement.agreement} {agreement.type} {agreement.genre}"
            sys.stdout.write("\n   ".join([whose, *found]) + "\n")
    sys.stdout.write(f"{last - first} offices, {wrong} differ\n")
    return wrong


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])) > 0)
