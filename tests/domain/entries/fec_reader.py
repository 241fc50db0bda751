"""A reader of the legal file that shares no line with its writer."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

FIELDS = [
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum"),
    *(
        "CompAuxLib",
        "PieceRef",
        "PieceDate",
        "EcritureLib",
        "Debit",
        "Credit",
        "EcritureLet",
        "DateLet",
        "ValidDate",
    ),
    *("Montantdevise", "Idevise"),
]


def read_fec(data: bytes) -> list[dict[str, str]]:
    """The lines of a file, whose form is asserted: encoding, fields, numbers, dates, balance, sequence."""
    first, *rows, end = data.decode("iso8859-15").split("\r\n")
    assert (first.split("\t"), end) == (FIELDS, "")
    lines = [dict(zip(FIELDS, row.split("\t"), strict=True)) for row in rows]
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    days: defaultdict[str, list[str]] = defaultdict(list)
    balances: Counter[str] = Counter()
    for line in lines:
        debit, credit = cents(line["Debit"]), cents(line["Credit"])
        assert debit >= 0 and credit >= 0 and (debit == 0) != (credit == 0)
        balances[line["EcritureNum"]] += debit - credit
        assert len(line["EcritureDate"]) == len(line["PieceDate"]) == len(line["ValidDate"]) == 8
        assert (
            line["CompteNum"][:3].isdigit() and line["CompteLib"] and line["PieceRef"] and line["EcritureLib"]
        )
        assert bool(line["EcritureLet"]) == bool(line["DateLet"])
        if line["EcritureNum"] not in numbers[line["JournalCode"]]:
            numbers[line["JournalCode"]].append(line["EcritureNum"])
            days[line["JournalCode"]].append(line["EcritureDate"])
    assert not any(balances.values())
    for journal, found in numbers.items():
        assert found == [f"{journal}{rank:06d}" for rank in range(1, len(found) + 1)]
        assert days[journal] == sorted(days[journal])
    return lines


def cents(text: str) -> int:
    """`1234,56` as cents: a comma, two digits, no thousands separator."""
    whole, _, part = text.partition(",")
    assert whole.isdigit() and part.isdigit() and len(part) == 2
    return int(Decimal(f"{whole}.{part}") * 100)


def balances(lines: list[dict[str, str]]) -> dict[str, int]:
    """What each account is debited less what it is credited, the accounts at 0 left out."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line["CompteNum"]] += cents(line["Debit"]) - cents(line["Credit"])
    return {account: total for account, total in found.items() if total}
