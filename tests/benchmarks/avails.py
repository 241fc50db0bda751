"""Time of a question about rights: `python -m tests.benchmarks.avails --works 2000 --sales 10000`.

A random catalogue is read once: a mandate and an authorisation a work, sales of one or two terms, options, holdbacks.
Questions of one to five years, from one medium in one country to everything in the world, are then asked in this
process; some are asked again one day at a time, which must give the same days. Nothing else is asserted; the aim is
under 50 ms a question.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from postprod_xl.domain.catalogue.avails.answers import ask
from postprod_xl.domain.catalogue.avails.asked import AskedRights, read_question
from postprod_xl.domain.catalogue.avails.facts import RightsFacts, rights_facts
from postprod_xl.domain.catalogue.avails.records import RightsQuestion
from postprod_xl.domain.office import Office
from postprod_xl.hosts.collecting import collect_rarely
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 30)
MEDIA = ("SVOD", "AVOD", "TV gratuite", "TV payante", "TVOD", "EST", "VOD", "TV", "FAST")
TERRITORIES = (
    "FR",
    "BE",
    "CH",
    "CA",
    "US",
    "DE",
    "IT",
    "ES",
    "Europe francophone",
    "Bénélux",
    "Monde",
)
LANGUAGES = ("", "", "", "fr", "en ; fr", "de")
STATES = ("Signé", "Signé", "Signé", "Signé", "En option", "En négociation")
DAYS_ASKED_AGAIN = 20


def main(arguments: Sequence[str]) -> int:
    """Build, ask, print; 1 when the days of an answer are not those asked one by one."""
    options = _options(arguments)
    chance = random.Random(options.seed)
    collect_rarely()
    place = _catalogue(options.works, options.sales, chance)
    began = time.process_time()
    facts = rights_facts(place)
    read = time.process_time() - began
    print(f"{options.works} works, {options.sales} sales, read in {read:.2f} s of the processor")
    questions = [_question(facts, options.works, chance) for _ in range(options.questions)]
    seconds = sorted(_timed(facts, question) for question in questions)
    worst, late = seconds[-1] * 1000, seconds[len(seconds) * 95 // 100] * 1000
    middle = statistics.median(seconds) * 1000
    print(
        f"{len(questions)} questions: median {middle:.2f} ms, 95 % under {late:.2f} ms, worst {worst:.2f} ms"
    )
    again = [question for question in questions if (question.last - question.first).days < 400][
        :DAYS_ASKED_AGAIN
    ]
    began = time.perf_counter()
    agree = all(_by_day(facts, question) == _one_by_one(facts, question) for question in again)
    slow = (time.perf_counter() - began) / max(len(again), 1) * 1000
    print(f"the same, one day at a time: {slow:.0f} ms a question, the days {'agree' if agree else 'DIFFER'}")
    return 0 if agree else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.avails", description=__doc__)
    parser.add_argument("--works", type=int, default=2000)
    parser.add_argument("--sales", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _catalogue(works: int, sales: int, chance: random.Random) -> Office:
    codes = [f"W{rank}" for rank in range(works)]
    rows: dict[str, list[dict[str, Any]]] = {
        "Oeuvres": [_work(code, chance) for code in codes],
        "Mandats": [],
        "TermesMandat": [],
        "Ventes": [],
        "TermesVente": [],
        "Holdbacks": [],
    }
    for code in codes:
        _hold(code, rows, chance)
    for rank in range(sales):
        _sell(f"V{rank}", chance.choice(codes), rows, chance)
    return office(TODAY, **{name: table_rows(name, held) for name, held in rows.items()})


def _work(code: str, chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.3:
        release = TODAY - timedelta(days=chance.randrange(1500))
        return {"work": code, "type": "Film de cinéma", "release_day": release}
    return {"work": code, "type": "Œuvre documentaire"}


def _hold(code: str, rows: dict[str, list[dict[str, Any]]], chance: random.Random) -> None:
    for contract, nature in ((f"M-{code}", "Mandat de distribution"), (f"A-{code}", "Droits d'auteur")):
        signed = {"state": "Signé", "signature_day": date(2020, 1, 1), "is_renewed": chance.random() < 0.3}
        rows["Mandats"].append({"contract": contract, "nature": nature, "works": code, **signed})
        last = date(2028, 1, 1) + timedelta(days=chance.randrange(1500))
        line = {"media": "Tous", "territories": "Monde", "is_exclusive": chance.random() < 0.9}
        days = {"first_day": date(2020, 1, 1), "last_day": last}
        rows["TermesMandat"].append({"term": "1", "contract": contract, **line, **days})


def _sell(sale: str, work: str, rows: dict[str, list[dict[str, Any]]], chance: random.Random) -> None:
    rows["Ventes"].append(
        {"sale": sale, "works": work, "state": chance.choice(STATES), "signature_day": None}
    )
    for term in range(chance.choice((1, 1, 2))):
        rows["TermesVente"].append({"sale": sale, "term": str(term), **_line(chance)})
    if chance.random() < 0.1:
        held_back = _line(chance)
        del held_back["is_exclusive"]
        rows["Holdbacks"].append({"holdback": f"G-{sale}", "sale": sale, **held_back})


def _line(chance: random.Random) -> dict[str, Any]:
    first = date(2024, 1, 1) + timedelta(days=chance.randrange(2000))
    return {
        "media": " ; ".join(chance.sample(MEDIA, chance.choice((1, 1, 2, 3)))),
        "territories": " ; ".join(chance.sample(TERRITORIES, chance.choice((1, 1, 2, 3)))),
        "languages": chance.choice(LANGUAGES),
        "is_exclusive": chance.random() < 0.5,
        "first_day": first,
        "last_day": first + timedelta(days=chance.randrange(90, 1100)),
    }


def _question(facts: RightsFacts, works: int, chance: random.Random) -> RightsQuestion:
    first = TODAY + timedelta(days=chance.randrange(600))
    asked = AskedRights(
        f"W{chance.randrange(works)}",
        " ; ".join(chance.sample((*MEDIA, "Tous"), chance.choice((1, 2, 4)))),
        " ; ".join(chance.sample(TERRITORIES, chance.choice((1, 2, 4)))),
        first,
        first + timedelta(days=365 * chance.randrange(1, 6) - 1),
        languages=chance.choice(LANGUAGES),
        is_exclusive=chance.random() < 0.5,
    )
    question = read_question(facts.catalogue, asked)
    assert isinstance(question, RightsQuestion), question
    return question


def _timed(facts: RightsFacts, question: RightsQuestion) -> float:
    began = time.perf_counter()
    ask(facts, question)
    return time.perf_counter() - began


def _by_day(facts: RightsFacts, question: RightsQuestion) -> list[Any]:
    """What each day of a question is, and why."""
    return [
        _short(interval)
        for interval in ask(facts, question).intervals
        for _ in range(interval.span.first, interval.span.last + 1)
    ]


def _one_by_one(facts: RightsFacts, question: RightsQuestion) -> list[Any]:
    return [_short(ask(facts, one).intervals[0]) for one in _days(question)]


def _days(question: RightsQuestion) -> Iterator[RightsQuestion]:
    for after in range((question.last - question.first).days + 1):
        day = question.first + timedelta(days=after)
        yield replace(question, first=day, last=day)


def _short(interval: Any) -> Any:
    """What an interval is, and each reason with the cells that it touches, without their days."""
    reasons = [
        (reason.kind, reason.freedom, reason.contract, tuple(piece.masks for piece in reason.pieces))
        for reason in interval.reasons
    ]
    return interval.freedom, reasons


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
