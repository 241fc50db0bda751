"""The number of a share: how it is made, shown at the top of every tab of a copy, and found again in a returned one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.documents.sharing.printed import written_day
from postprod_xl.schema.languages import Language
from postprod_xl.schema.vocabulary import Audience

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Those of a mark: none that is read as another one (0 and O, 1 and I)."""
MARK_LENGTH = 4
SHORT_NAMES = {
    Audience.PRODUCER: "PROD",
    Audience.DIRECTOR: "REAL",
    Audience.TECHNICIAN: "TECH",
    Audience.BROADCASTER: "DIFF",
    Audience.LABORATORY: "LABO",
    Audience.HOLDER: "AYDT",
}
_NUMBER = r"(?P<series>.+-(?:PROD|REAL|TECH|DIFF|LABO|AYDT))-(?P<rank>[0-9]{3,})-[A-Z2-9]{4}"
_PARTS_AFTER_PROJECT = 3
_DAY = r"[0-9]{1,2}(?:/[0-9]{2}/|\s[A-Za-z]{3,9}\s)[0-9]{4}"
"""A day as a copy writes it, in French or in English (`written_day`)."""
_HEADING = re.compile(rf"(?:Partage|Share)\s+(?P<number>{_NUMBER})\s+(?:du|of)\s+{_DAY}")


def share_number(project: str, audience: Audience, known: Iterable[str], mark: str) -> str:
    """The number of the next share of a project, or of a rights holder, for an audience.

    Parameters
    ----------
    project, audience
        Those of the share.
    known
        The numbers of the shares there are, of any project, as the names of their files have them.
    mark
        Letters drawn at random: two offices that number alike, or one that lost what it kept, never give the same.

    >>> share_number("P001", Audience.PRODUCER, ["P001-PROD-002-K7QF", "P001-LABO-009-BBBB"], "M4TX")
    'P001-PROD-003-M4TX'
    """
    short = SHORT_NAMES[audience]
    filed = f"{file_name_part(project)}-{short}"
    ranks = [rank for series, rank in map(series_of, known) if series == filed]
    return f"{project}-{short}-{max(ranks, default=0) + 1:03d}-{mark}"


def is_of_holder(number: str) -> bool:
    """Whether a share is the copy of a rights holder, in which nothing is answered.

    >>> is_of_holder("MOLE-AYDT-001-M4TX"), is_of_holder("P001-PROD-003-M4TX")
    (True, False)
    """
    return series_of(number)[0].endswith(f"-{SHORT_NAMES[Audience.HOLDER]}")


def project_of(number: str) -> str:
    """The code of the project of a share.

    >>> project_of("A/B-PROD-003-M4TX")
    'A/B'
    """
    return number.rsplit("-", _PARTS_AFTER_PROJECT)[0]


def filed_number(number: str) -> str:
    """A number as the name of a file has it; a long code of a project leaves room for the rest of it.

    >>> filed_number("A/B-PROD-003-M4TX")
    'A-B-PROD-003-M4TX'
    """
    project, *rest = number.rsplit("-", _PARTS_AFTER_PROJECT)
    return "-".join((file_name_part(project), *rest))


def series_of(number: str) -> tuple[str, int]:
    """What the shares of one project and audience have in common, as filed, and which of them a share is.

    >>> series_of("A/B-PROD-003-M4TX"), series_of("A-B-PROD-003-M4TX")
    (('A-B-PROD', 3), ('A-B-PROD', 3))
    """
    found = re.fullmatch(_NUMBER, filed_number(number))
    return (found["series"], int(found["rank"])) if found else (number, 0)


def share_heading(number: str, day: date, language: Language) -> str:
    """What the top of every tab of a copy says of the share.

    >>> share_heading("P001-PROD-003-M4TX", date(2026, 11, 30), Language.FRENCH)
    'Partage P001-PROD-003-M4TX du 30/11/2026'
    """
    share, of = ("Share", "of") if language is Language.ENGLISH else ("Partage", "du")
    return f"{share} {number} {of} {written_day(day, language)}"


def number_in(text: str) -> str:
    """The number of a share in a text of a returned copy; empty when it holds none.

    >>> number_in("Films du Môle · Partage P001-PROD-003-M4TX du 30/11/2026"), number_in("Partage de minuit")
    ('P001-PROD-003-M4TX', '')
    """
    found = _HEADING.search(text)
    return found["number"] if found else ""
