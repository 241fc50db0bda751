"""The same question asked of every work, or of one: what is asked of media, territories, days, languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from postprod_xl.domain.catalogue.avails.answers import ask
from postprod_xl.domain.catalogue.avails.asked import AskedRights, Misread, read_question
from postprod_xl.domain.catalogue.avails.facts import RightsFacts
from postprod_xl.domain.catalogue.avails.records import RightsAnswer, RightsQuestion
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.domain.catalogue.free.windows import FreeWindow, free_windows

WORLD, EVERY_MEDIUM = "Monde", "Tous"


@dataclass(frozen=True)
class AskedOfWorks:
    """What is asked of the works of a catalogue.

    Parameters
    ----------
    media, territories, languages
        As typed; an empty one is all of them.
    first, last
        The days; without a last one, those of the mandates of each work.
    work, version
        Codes of the only ones asked; a version is of a work.
    is_exclusive
        Whether nobody else may have any of it.
    """

    first: date
    last: date | None = None
    media: str = ""
    territories: str = ""
    languages: str = ""
    work: str = ""
    version: str = ""
    is_exclusive: bool = False


def misread(catalogue: Catalogue, asked: AskedOfWorks) -> tuple[Misread, ...]:
    """What of the question is not understood, read once whatever the works."""
    if not catalogue.works and not asked.work:
        return ()
    read = _read(catalogue, asked)
    return () if isinstance(read, RightsQuestion) else read


@dataclass(frozen=True)
class AnsweredWork:
    """What a work answers to a question asked of several.

    Parameters
    ----------
    work
        Its code.
    answer
        None when no mandate that could be read gives it on any of the days: nothing of it is known to be free.
    """

    work: str
    answer: RightsAnswer | None

    @cached_property
    def windows(self) -> list[FreeWindow]:
        """What of it is free."""
        return [] if self.answer is None else free_windows(self.answer)


def answers(facts: RightsFacts, asked: AskedOfWorks) -> Iterator[AnsweredWork]:
    """Each work in the order of their tab, and its answer to a question that is understood."""
    catalogue = facts.catalogue
    if not catalogue.works:
        return
    read = _read(catalogue, asked)
    assert isinstance(read, RightsQuestion), read
    for work in [read.work] if asked.work else catalogue.works:
        versions = read.versions if asked.work else catalogue.versions[work].everything
        last = asked.last or last_held(catalogue, work)
        if last is None or last < asked.first:
            yield AnsweredWork(work, None)
        else:
            yield AnsweredWork(work, ask(facts, replace(read, work=work, versions=versions, last=last)))


def last_held(catalogue: Catalogue, work: str) -> date | None:
    """The last day of what the mandates of a work give; None where none is in force."""
    return max((grant.last for grant in catalogue.held.get(work, ())), default=None)


def _read(catalogue: Catalogue, asked: AskedOfWorks) -> RightsQuestion | tuple[Misread, ...]:
    return read_question(
        catalogue,
        AskedRights(
            asked.work or next(iter(catalogue.works)),
            asked.media or EVERY_MEDIUM,
            asked.territories or WORLD,
            asked.first,
            asked.last or asked.first,
            languages=asked.languages,
            version=asked.version,
            is_exclusive=asked.is_exclusive,
        ),
    )
