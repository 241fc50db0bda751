"""What the product pays beside what the minutes say: `python -m tests.domain.payroll.oracle.compare 0 2000`."""

from __future__ import annotations

import sys
from collections import Counter
from fractions import Fraction

from postprod_xl.domain.payroll.counting.amounts import ContractPay, pay_of
from tests.domain.payroll.oracle.model import Pay, Report, Terms, pay
from tests.domain.payroll.oracle.offices import drawn, office_of

Minutes = Counter[tuple[str, Fraction | None]]
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
    apart = [key for key in ours.keys() ^ theirs.keys() if contracts[key[1]].type == "CDDU"]
    lines = [f"{key}: one of them pays nothing" for key in apart]
    for key in sorted(ours.keys() & theirs.keys()):
        lines += [f"{key}: {line}" for line in _of_contract(ours[key], theirs[key], contracts[key[1]])]
    return lines


def _of_contract(ours: Pay, theirs: ContractPay, terms: Terms) -> list[str]:
    lines = []
    expected, found = _by_code(ours.minutes, terms), _by_code(_product_minutes(theirs), terms)
    if expected != found:
        lines.append(f"minutes {dict(expected - found)} expected, {dict(found - expected)} found")
    gross = ours.gross_cents
    if terms.type == "CDI":
        return lines
    if (gross is None) != (theirs.gross_cents is None):
        lines.append(f"gross {gross}, found {theirs.gross_cents}")
    elif gross is not None and abs(gross - (theirs.gross_cents or 0)) > len(theirs.items) * CENT:
        lines.append(f"gross {float(gross):.2f}, found {theirs.gross_cents}")
    return lines


def _by_code(minutes: Minutes, terms: Terms) -> Minutes:
    """Minutes by item and rate; of capped premiums what they come to, of a permanent what is paid beyond the salary."""
    found: Minutes = Counter()
    for (code, rate), count in minutes.items():
        if terms.type == "CDI" and code in ("HN", "SAL", "ARR"):
            continue
        if terms.agreement == "3097" and code in ("MS", "MN", "MD", "MF", "MR"):
            found["premiums", None] += int(count * (rate or 0) * 100)
        elif terms.agreement == "3097" and code == "HS":
            found["premiums", None] += int(count * ((rate or 0) - 1) * 100)
        elif terms.type == "CDI" and code == "MS":
            found["HS", 1 + (rate or 0)] += count
        else:
            found[code, rate] += count
    return found


def _product_minutes(theirs: ContractPay) -> Minutes:
    minutes: Minutes = Counter()
    for paid in theirs.items:
        letters = paid.item.code.rstrip("0123456789,")
        rate = None if paid.item.coefficient is None else Fraction(paid.item.coefficient)
        minutes[letters, rate] += round(Fraction(paid.base_hours) * 60)
    return minutes


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
