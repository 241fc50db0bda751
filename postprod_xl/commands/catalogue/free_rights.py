"""What is free of the works of a catalogue, as a list for a buyer and as rows for a platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.catalogue.movielabs import MovielabsAvails
from postprod_xl.domain.catalogue.avails.asked import Misread
from postprod_xl.domain.catalogue.avails.facts import RightsFacts, rights_facts
from postprod_xl.domain.catalogue.free.asking import AnsweredWork, AskedOfWorks, answers, misread
from postprod_xl.domain.catalogue.free.movielabs import (
    DEFAULT_MEDIA,
    MovielabsMaker,
    OfferedTerms,
    work_lines,
)
from postprod_xl.domain.catalogue.free.prices import read_prices
from postprod_xl.domain.catalogue.free.withheld import withheld_line
from postprod_xl.domain.office import Office
from postprod_xl.domain.sharing.reread import rights_naming_others
from postprod_xl.domain.sharing.rights_list import rights_list
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem, Refusal, blocking
from postprod_xl.schema.tables.catalogue import RIGHTS_QUESTIONS


class FreeForm(StrEnum):
    """In what form what is free leaves."""

    LIST = "liste"
    MOVIELABS = "movielabs"


def listed_rights(office: Office, asked: AskedOfWorks) -> Outcome:
    """List for a buyer all that is free of what is asked; why the rest is not is told to the house only."""
    facts = rights_facts(office)
    if misunderstood := misread(facts.catalogue, asked):
        return Outcome(problems=tuple(map(misread_problem, misunderstood)))
    found = [*answers(facts, asked)]
    free = [rights for rights in found if rights.windows]
    listed = rights_list(office, asked, free)
    lines = [*_withheld(facts, found)]
    if not listed.rows:
        return Outcome(problems=tuple(_nothing(lines)))
    return Outcome(
        summary=f"droits libres : {counted(len(free), 'œuvre')} sur {len(found)}, {counted(len(listed.rows), 'ligne')}",
        lines=(*rights_naming_others(office, listed), *lines),
        details={"works": [rights.work for rights in free], "rows": len(listed.rows)},
        extract=listed,
    )


def exported_rights(office: Office, asked: AskedOfWorks, formats: Sequence[str], prices: str) -> Outcome:
    """Give the rows of MovieLabs avails of all that is free of what is asked, and a line for each thing left out."""
    facts = rights_facts(office)
    if misunderstood := misread(facts.catalogue, asked):
        return Outcome(problems=tuple(map(misread_problem, misunderstood)))
    try:
        terms = OfferedTerms(tuple(formats), read_prices(prices))
    except Refusal as refused:
        return Outcome(problems=(refused.problem,))
    maker = MovielabsMaker(office, facts.catalogue.grounds, terms)
    found = [*answers(facts, asked)]
    offers = [maker.offers(rights, asked.version) for rights in found]
    rows = tuple(row for each in offers for row in each.rows)
    lines = [*work_lines(offers), *_withheld(facts, found)]
    if not rows:
        return Outcome(problems=tuple(_nothing(lines)))
    exported = sum(bool(each.rows) for each in offers)
    return Outcome(
        summary=f"avails MovieLabs : {counted(len(rows), 'ligne')}, {counted(exported, 'œuvre')} sur {len(found)}",
        lines=tuple(lines),
        details={"rows": len(rows), "works": exported},
        extract=MovielabsAvails(office.today, rows),
    )


def asked_of_works(
    form: FreeForm, first: date, last: date | None, typed: dict[str, str], *, is_exclusive: bool
) -> AskedOfWorks:
    """What is asked of every work; to a platform, what it takes when no medium is typed."""
    if form is FreeForm.MOVIELABS and not typed["media"]:
        typed = {**typed, "media": DEFAULT_MEDIA}
    return AskedOfWorks(first, last, **typed, is_exclusive=is_exclusive)


def misread_problem(one: Misread) -> Problem:
    """The refusal of what of a question is not understood."""
    return blocking("", None, RIGHTS_QUESTIONS.heading(one.column), one.found, one.expected, one.message)


def _withheld(facts: RightsFacts, found: Sequence[AnsweredWork]) -> Iterator[str]:
    yield from filter(None, (withheld_line(facts, rights) for rights in found))


def _nothing(lines: Sequence[str]) -> Iterator[Problem]:
    """The refusal of a list that would be empty, and why each work is not in it."""
    message = "rien de ce qui est demandé n'est à lister : rien n'est écrit"
    yield blocking("", None, "", "", "des droits libres", message)
    yield from (blocking("", None, "", "", "des droits libres", line) for line in lines)
