"""Small catalogues for the tests of what is free: rows under the headings of the workbook, or by code name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.avails.answers import ask
from postprod_xl.domain.catalogue.avails.asked import AskedRights, read_question
from postprod_xl.domain.catalogue.avails.facts import rights_facts
from postprod_xl.domain.catalogue.avails.records import RightsAnswer, RightsQuestion
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.domain.office import Office
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office

TODAY = date(2026, 11, 30)
WORK = "CRUE"
BEGINNING, END = date(2026, 1, 1), date(2030, 12, 31)
STARTING: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Oeuvres": [{"work": WORK, "title": "La Crue", "type": "Fiction unitaire"}],
    "Clients": [{"code": "NORD", "name": "Studio Nord"}, {"code": "SUD", "name": "Canal Sud"}],
    "Mandats": [
        {
            "contract": "M1",
            "nature": "Mandat de distribution",
            "works": WORK,
            "state": "Signé",
            "signature_day": date(2025, 12, 1),
        }
    ],
    "TermesMandat": [
        {
            "term": "1",
            "contract": "M1",
            "media": "Tous",
            "territories": "Monde",
            "is_exclusive": True,
            "first_day": BEGINNING,
            "last_day": END,
        }
    ],
}
"""A work held whole and exclusively from 2026 to 2030; a table that a test gives takes the place of its own."""


def rights_office(today: date = TODAY, **tables: Sequence[Mapping[str, Any]]) -> Office:
    """The office of a small catalogue."""
    rows = {name: rows_of(BY_NAME[name], given, 5) for name, given in {**STARTING, **tables}.items()}
    return office(today, **rows)


def sale(code: str, state: str = "Signé", client: str = "NORD", **cells: Any) -> dict[str, Any]:
    """A row of Ventes."""
    signed = {"signature_day": date(2026, 2, 1)} if state in ("Signé", "Résilié") else {}
    return {"sale": code, "client": client, "works": WORK, "state": state, **signed, **cells}


def term(code: str, first: date, last: date, **cells: Any) -> dict[str, Any]:
    """A row of TermesVente: SVOD in France, exclusive."""
    plain = {"term": "1", "media": "SVOD", "territories": "FR", "is_exclusive": True}
    return {**plain, "sale": code, "first_day": first, "last_day": last, **cells}


def asked(**cells: Any) -> AskedRights:
    """A question: SVOD in France, the whole of 2027."""
    plain = {"work": WORK, "media": "SVOD", "territories": "FR"}
    days = {"first_day": date(2027, 1, 1), "last_day": date(2027, 12, 31)}
    return AskedRights(**{**plain, **days, **cells})


def answer(place: Office, **cells: Any) -> RightsAnswer:
    """The answer of an office to a question that it understands."""
    facts = rights_facts(place)
    question = read_question(facts.catalogue, asked(**cells))
    assert isinstance(question, RightsQuestion), question
    return ask(facts, question)


def told(found: RightsAnswer) -> list[tuple[str, str, str]]:
    """The first day, the answer and the reasons of each interval, in short."""
    return [
        (
            interval.span.first_day.isoformat(),
            interval.freedom.value,
            " + ".join(f"{reason.kind} {reason.contract}".strip() for reason in interval.reasons),
        )
        for interval in found.intervals
    ]


def headed(table: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """A row written under the headings of the workbook."""
    names = {column.heading: column for column in BY_NAME[table].columns}
    return {
        names[heading].name: value if isinstance(value, date) else typed(names[heading].kind, value)
        for heading, value in written.items()
    }


def answer_of(place: Office, row: int) -> tuple[Catalogue, RightsAnswer]:
    """The catalogue of an office, and the answer to one of its typed questions."""
    facts = rights_facts(place)
    typed_row = place["QuestionsDroits"].records[row]
    fields = AskedRights.__dataclass_fields__
    question = read_question(
        facts.catalogue, AskedRights(**{name: getattr(typed_row, name) for name in fields})
    )
    assert isinstance(question, RightsQuestion), question
    return facts.catalogue, ask(facts, question)
