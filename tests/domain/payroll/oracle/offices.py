"""Random offices of one person: contracts of one or several agreements, sessions of every shape, by a seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from postprod_xl.domain.office import Office
from tests.domain.offices import office, table_rows
from tests.domain.payroll.oracle.model import DAY, Report, Terms, monday

PERIODS = {
    "2717": [date(2024, 10, 28), date(2024, 12, 16), date(2025, 3, 3)],
    "": [
        date(2026, 3, 16), date(2026, 4, 27), date(2026, 10, 19), date(2026, 11, 2), date(2026, 12, 14),
        date(2026, 5, 11), date(2026, 8, 10), date(2026, 1, 26),
    ],
}  # fmt: skip
"""Mondays: of weeks with a clock change, a change of season, holidays, the end of a month, and plain ones."""
GENRES = {"2642": ["Fiction", "Documentaire", "Flux"], "3097": ["Fiction", "Publicité"]}
LENGTHS = [1, 2, 4, 5, 6, 12, 26]


def drawn(seed: int) -> tuple[list[Report], dict[str, Terms]]:
    """The sessions of one person and the contracts they are under, one after the other or side by side."""
    random = Random(seed)
    agreements = random.choice(
        [["2642"], ["2642"], ["2717"], ["3097"], ["Aucune"], ["2642", "3097", "Aucune"]]
    )
    start = random.choice(PERIODS.get(agreements[0], PERIODS[""]))
    kind = random.choice(["CDDU", "CDDU", "CDDU", "CDI"])
    gap = random.choice([7, 7, 1, -3])
    reports: list[Report] = []
    contracts: dict[str, Terms] = {}
    day = start
    for number in range(1, random.randint(2, 4)):
        agreement = random.choice(agreements)
        genre = random.choice(GENRES.get(agreement, [""]))
        last = day + (random.choice(LENGTHS) - 1) * DAY
        terms = Terms(f"C{number}", agreement, genre, kind, day, last, random.randint(1500, 4000))
        contracts[terms.code] = terms
        reports += _worked(random, terms, len(reports))
        day = monday(last) + 7 * DAY if gap == 7 else max(start, last + gap * DAY)
    return reports, contracts


def _worked(random: Random, terms: Terms, known: int) -> list[Report]:
    reports: list[Report] = []
    day = terms.first
    busyness = random.choice([0.4, 0.8, 1.0])
    while day <= terms.last:
        if random.random() < busyness:
            for start, length in _hours(random):
                number = f"S{known + len(reports) + 1}"
                end = (start + length) % 1440
                pause = random.choice([0, 0, 30, 60, 45])
                project = random.choice(["P1", "P1", "P2"])
                reports.append(Report(number, day, start, end, pause, terms.code, project, f"{project}-MON"))
        day += DAY
    return reports


def _hours(random: Random) -> list[tuple[int, int]]:
    """The starts and the lengths of the sessions of a day, in minutes."""
    step = random.choice([60, 30, 1])
    length = step * random.randint(1, 900 // step)
    shape = random.random()
    if shape < 0.5:
        return [(9 * 60, max(60, length % 720))]
    if shape < 0.7:
        return [(9 * 60, 180), (random.choice([12, 13, 14]) * 60, min(length, 660) + 1)]
    if shape < 0.75:
        return [(9 * 60, 240), (11 * 60 + random.randint(0, 120), 300)]
    if shape < 0.9:
        return [(random.randint(17, 23) * 60, min(length, 600))]
    return [(random.randint(0, 8) * 60 + random.choice([0, 17, 30]), length)]


def office_of(reports: list[Report], contracts: dict[str, Terms]) -> Office:
    """The office that holds them."""
    sessions: list[dict[str, Any]] = [
        {
            "number": report.number, "day": report.day, "start": report.start, "end": report.end,
            "pause_minutes": report.pause, "contract": report.contract, "project": report.project,
            "task": report.task, "technician": "T1", "validated": True,
        }
        for report in reports
    ]  # fmt: skip
    held: list[dict[str, Any]] = [
        {
            "contract": terms.code, "technician": "T1", "type": terms.type, "convention": terms.agreement,
            "genre": terms.genre, "first_day": terms.first, "last_day": terms.last,
            "hourly_rate_cents": terms.hourly_cents,
        }
        for terms in contracts.values()
    ]  # fmt: skip
    return office(
        today=date(2026, 12, 31),
        Equipe=table_rows("Equipe", [{"code": "T1", "payroll_id": "M1"}]),
        Projets=table_rows("Projets", [{"code": "P1"}, {"code": "P2"}]),
        Planning=table_rows("Planning", [{"task": f"{code}-MON", "project": code} for code in ("P1", "P2")]),
        Contrats=table_rows("Contrats", held),
        Seances=table_rows("Seances", sessions),
    )


def split(random: Random, report: Report) -> list[Report]:
    """A report cut in two at a minute, its pause shared between both in some way that each can hold."""
    length = (report.end - report.start) % 1440
    cut = random.randint(1, length - 1)
    pause = min(report.pause, length)
    first = random.randint(max(0, pause - (length - cut)), min(pause, cut))
    day, clock = report.day + timedelta(days=(report.start + cut) // 1440), (report.start + cut) % 1440
    return [
        replace(report, end=clock, pause=first),
        replace(report, number=f"{report.number}b", day=day, start=clock, pause=pause - first),
    ]
