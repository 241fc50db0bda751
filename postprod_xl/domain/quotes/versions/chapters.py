"""The chapter of the CNC budget that each quote line stands in: its own, else the one of its item."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.versions.statuses import CLOSED_VERSIONS
from postprod_xl.parameters import in_force
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows

WITHOUT_CHAPTER = "Hors chapitre"
"""The title of what neither the line nor its item puts in a chapter."""


def line_chapters(office: Office, lines: Rows) -> list[int | None]:
    """The chapter of each row of `Devis`, None of a row that neither its own cell nor its item gives one.

    Parameters
    ----------
    office
        Read for the rate card.
    lines
        Rows of `Devis`, any selection.
    """
    by_item = office["Tarifs"].by_key("item", "cnc_chapter")
    return [own or by_item.get(item) for own, item in lines.select("cnc_chapter", "item")]


def chapter_title(chapter: int | None, day: date) -> str:
    """A chapter as a producer reads it, with its number.

    >>> chapter_title(7, date(2026, 11, 29)), chapter_title(None, date(2026, 11, 29))
    ('7 Moyens techniques', 'Hors chapitre')
    """
    if chapter is None:
        return WITHOUT_CHAPTER
    return f"{chapter} {in_force('cnc_budget.chapters', day).value[chapter - 1]}"


def line_chapter_titles(office: Office, lines: Rows) -> list[str]:
    """The title of the chapter of each row of `Devis`, empty of a row without any."""
    chapters = line_chapters(office, lines)
    titles = {each: chapter_title(each, office.today) for each in set(chapters) if each}
    return [titles[each] if each else "" for each in chapters]


def chapter_problems(office: Office) -> Iterator[Problem]:
    """The lines that stand in another chapter in an earlier version of their quote, refused and replaced ones aside.

    A task, a session and an invoice know a line by its code alone: it has one chapter.
    """
    statuses = {
        (project, version): status
        for project, version, status in office["Versions"].select("project", "version", "status")
    }
    first: dict[tuple[str, str], tuple[int, int]] = {}
    quote = office["Devis"]
    rows = zip(quote, line_chapters(office, quote), strict=True)
    for row, chapter in sorted(rows, key=lambda each: each[0].version or 0):
        status = statuses.get((row.project, row.version))
        if chapter is None or status in CLOSED_VERSIONS:
            continue
        version, known = first.setdefault((row.project, row.line), (row.version, chapter))
        if known != chapter:
            yield _two_chapters(row, chapter, version, known)


def _two_chapters(row: Row, chapter: int, version: int, known: int) -> Problem:
    message = (
        f"{row.line} est au chapitre {known} dans la version {version} et au chapitre {chapter} dans la version "
        f"{row.version} : une ligne n'a qu'un chapitre, tapez {known} ici ou donnez-lui un autre code"
    )
    return row.warning("cnc_chapter", str(chapter), f"le chapitre {known}", message)
