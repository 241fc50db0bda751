"""The copies of a planted office: every audience, both languages, as a workbook and as a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from postprod_xl.documents.papers.project_copy import project_copy_paper
from postprod_xl.documents.sharing.copy import SharedCopy
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.documents.typesetting.house import HouseStyle
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sharing.leaving import Receiver
from postprod_xl.domain.sharing.project_copy import project_copy
from postprod_xl.domain.sharing.views import VIEWS
from postprod_xl.hosts.files.master import read_master
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.vocabulary import Audience
from postprod_xl.workbook.draw.sharing.copy_workbook import copy_workbook
from tests.leaks.planting import Planting

NUMBER = "P1-PROD-001-ABCD"
_COSTS = re.compile("cost|margin|labour|rooms|purchases|rate|ordered")
_CODES = ("technician", "room", "assigned_technician", "assigned_room")


class Made(NamedTuple):
    """One copy: whose, in which language, and its words."""

    project: str
    receiver: Receiver
    language: Language
    copy: SharedCopy

    @property
    def name(self) -> str:
        receiver = f"{self.receiver.audience} {self.receiver.technician}".strip()
        return f"{self.project}, {receiver}, {self.language}"

    def leaks(self, found: set[str], made: Planting, named: Mapping[str, set[str]]) -> set[str]:
        """The words found that this copy may not hold; `named` as `named_by_project` gives it."""
        codes = named[self.project]
        if self.receiver.technician:
            codes = codes - made.people | {self.receiver.technician}
        return found - made.allowed(self.project, self.receiver.audience, codes)


def refreshed_office(path: Path, day: date) -> Office:
    """The office of a workbook as a refresh of a day finds it."""
    master = read_master(path)
    run = refreshed(Office(master.tables, master.settings, day, tabs=master.tabs), ())
    blocking = [problem.line for problem in (*master.problems, *run.problems) if problem.is_blocking]
    assert not blocking, blocking[:5]
    return run.office


def named_by_project(office: Office) -> dict[str, set[str]]:
    """The codes of the client, of the people and of the rooms that the rows of each project name."""
    named = {code: {client} for code, client in office["Projets"].select("code", "client")}
    for table in ("Planning", "Reservations", "Seances"):
        rows = office[table]
        for name in (name for name in _CODES if name in rows.columns):
            for project, code in rows.select("project", name):
                named.setdefault(project, set()).add(code)
    return named


def copies_of(office: Office, project: str, languages: tuple[Language, ...] = (*Language,)) -> Iterator[Made]:
    """Every copy of a project, one for each technician who has something to do in it."""
    for receiver in receivers(office, project):
        for language in languages:
            copy = replace(project_copy(office, project, receiver, language), number=NUMBER)
            if any(len(table) for table in copy.tables):
                yield Made(project, receiver, language, copy)


def receivers(office: Office, project: str) -> Iterator[Receiver]:
    """Whom a copy of a project may be for."""
    yield from (Receiver(each) for each in VIEWS if each is not Audience.TECHNICIAN)
    planning = office["Planning"]
    codes = planning.where(code == project for code in planning.column("project")).column(
        "assigned_technician"
    )
    yield from (Receiver(Audience.TECHNICIAN, code) for code in dict.fromkeys(codes) if code)


def secret_figures(office: Office) -> set[str]:
    """Every cost, margin and rate of an office that nobody outside is told, in euros; round ones may be anything.

    What the house is to receive is private too where it is added up, and the same figure is on the invoice.
    """
    return {
        f"{abs(cents) // 100}.{abs(cents) % 100:02d}"
        for table in TABLES
        for column in table.columns
        if column.private and column.kind is Kind.EURO and _COSTS.search(column.name)
        for cents in office[table.name].column(column.name)
        if cents is not None and abs(cents) >= 100_000 and cents % 100
    }


def workbook_of(made: Made) -> bytes:
    """The copy as a workbook."""
    return copy_workbook(made.copy)


def paper_of(made: Made, house: HouseStyle) -> bytes:
    """The copy as a PDF."""
    return set_paper(project_copy_paper(made.copy), house).pdf
