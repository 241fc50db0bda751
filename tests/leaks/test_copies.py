"""What people wrote everywhere in an office, looked for in the copies of one of its projects: 0 leak."""

from __future__ import annotations

import getpass
import io
import re
import socket
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.sharing.views import VIEWS
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.schema.languages import Language
from postprod_xl.schema.vocabulary import Audience
from tests.documents.typesetting.papers import HOUSE
from tests.fuzz.office import DAY, PROJECT, put_office
from tests.leaks.copies import (
    Made,
    copies_of,
    named_by_project,
    paper_of,
    refreshed_office,
    secret_figures,
    workbook_of,
)
from tests.leaks.planting import Planting, plant
from tests.leaks.search import figures_in, word, words_in
from tests.leaks.technique import put_technique

SECRET = word(99_999)


class Searched(NamedTuple):
    """An office with its words, the file that it is in, and what the rows of each project name."""

    path: Path
    planting: Planting
    office: Office
    named: Mapping[str, set[str]]

    def words(self, table: str, column: str) -> set[str]:
        return {
            planted
            for planted, at in self.planting.cells.items()
            if (at.table, at.column, at.project) == (table, column, PROJECT)
        }


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    # The words in the names of the folder and of the file are those of nobody's copy either.
    folder = tmp_path_factory.mktemp(word(99_998))
    path = folder / f"{word(99_997)}.xlsx"
    put_office(folder / "petit.xlsx")
    put_technique(folder / "petit.xlsx", PROJECT)
    made = plant(folder / "petit.xlsx", path)
    office = refreshed_office(path, DAY)
    return Searched(path, made, office, named_by_project(office))


def made_for(office: Office, *languages: Language) -> dict[Audience, Made]:
    return {made.receiver.audience: made for made in copies_of(office, PROJECT, languages)}


def test_no_copy_as_a_workbook_holds_a_word_or_a_cost_that_it_may_not(searched: Searched):
    costs = secret_figures(searched.office)
    assert len(costs) > 5
    for made in copies_of(searched.office, PROJECT):
        data = workbook_of(made)
        found = words_in(data)
        assert not made.leaks(found, searched.planting, searched.named), made.name
        assert not figures_in(data) & costs, made.name
        # A search that sees nothing would find no leak: every copy holds the title of the project.
        assert found & searched.words("Projets", "title"), made.name


def test_no_copy_as_a_paper_holds_a_word_or_a_cost_that_it_may_not(searched: Searched):
    costs = secret_figures(searched.office)
    copies = made_for(searched.office, Language.ENGLISH)
    assert set(copies) == set(VIEWS)
    for made in copies.values():
        data = paper_of(made, HOUSE)
        found = words_in(data)
        assert not made.leaks(found, searched.planting, searched.named), made.name
        assert not figures_in(data) & costs, made.name
        assert found & searched.words("Projets", "title"), made.name


def test_what_a_copy_tells_of_technique_is_in_it_and_the_remarks_of_the_house_are_in_none(searched: Searched):
    made = made_for(searched.office, Language.FRENCH)
    seen = {audience: words_in(workbook_of(one)) for audience, one in made.items()}
    laboratory, producer = seen[Audience.LABORATORY], seen[Audience.PRODUCER]
    assert laboratory & searched.words("Sources", "camera") and not producer & searched.words(
        "Sources", "camera"
    )
    assert producer & searched.words("Livrables", "specification")
    assert seen[Audience.BROADCASTER] & searched.words("Pieces", "author")
    kept = ("Sources", "remarks"), ("Flux", "remarks"), ("Livrables", "remarks"), ("Derogations", "reason")
    for table, column in kept:
        assert searched.words(table, column), (table, column)
        assert not searched.words(table, column) & set().union(*seen.values()), (table, column)


def test_a_secret_planted_in_a_column_that_leaves_is_seen_in_every_copy(searched: Searched):
    tasks = searched.office["Planning"]
    labels = [f"{label} {SECRET}" for label in tasks.column("label")]
    copies = made_for(searched.office.with_columns("Planning", {"label": labels}), Language.FRENCH)
    for made in copies.values():
        found = words_in(workbook_of(made))
        assert made.leaks(found, searched.planting, searched.named) == {SECRET}, made.name
    paper = words_in(paper_of(copies[Audience.PRODUCER], HOUSE))
    assert copies[Audience.PRODUCER].leaks(paper, searched.planting, searched.named) == {SECRET}


def test_a_copy_says_neither_who_made_it_nor_where_nor_at_what_time(
    searched: Searched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("USER", "LOGNAME", "USERNAME", "COMPUTERNAME", "HOSTNAME"):
        monkeypatch.setenv(name, word(99_996))
    output, pdf = tmp_path / "copie.xlsx", tmp_path / "copie.pdf"
    # Not that of the producer: a frozen quote whose words were changed is refused.
    report = share_project(searched.path, PROJECT, output, DAY, pdf, audience=Audience.DIRECTOR)
    assert report.status == 0, [problem.line for problem in report.problems]
    allowed = searched.planting.allowed(PROJECT, Audience.DIRECTOR, set(searched.named[PROJECT]))
    for data in (output.read_bytes(), pdf.read_bytes()):
        assert not words_in(data) - allowed
    with zipfile.ZipFile(io.BytesIO(output.read_bytes())) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    whole = b"".join((*map(str.encode, parts), *parts.values()))
    for told in (str(tmp_path), str(searched.path.parent), socket.gethostname(), str(Path.home())):
        assert told.encode() not in whole
    properties = parts["docProps/core.xml"] + parts["docProps/app.xml"]
    assert getpass.getuser().encode() not in properties and set(
        re.findall(rb"T(\d\d:\d\d:\d\d)Z", properties)
    ) == {b"00:00:00"}
    assert b"<dc:creator></dc:creator>" in properties and b"<Company></Company>" in properties
    assert b"<cp:lastModifiedBy></cp:lastModifiedBy>" in properties


def test_a_copy_has_no_part_that_could_hold_what_nobody_sees(searched: Searched):
    (made,) = (
        each
        for each in made_for(searched.office, Language.FRENCH).values()
        if each.receiver.audience == Audience.PRODUCER
    )
    with zipfile.ZipFile(io.BytesIO(workbook_of(made))) as archive:
        names = archive.namelist()
        book, styles = archive.read("xl/workbook.xml"), archive.read("xl/styles.xml")
        sheets = [archive.read(name) for name in names if name.startswith("xl/worksheets/sheet")]
    kinds = {re.sub(r"\d+", "", name) for name in names}
    assert kinds == {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml", "xl/styles.xml", "xl/theme/theme.xml", "xl/workbook.xml", "xl/worksheets/sheet.xml",
    }  # fmt: skip
    assert b'state="hidden"' not in book and b'state="veryHidden"' not in book and b"absPath" not in book
    # Of names, those that Excel itself gives to what is printed and filtered.
    assert set(re.findall(rb'<definedName name="([^"]*)"', book)) <= {
        b"_xlnm.Print_Titles", b"_xlnm.Print_Area", b"_xlnm._FilterDatabase",
    }  # fmt: skip
    assert set(re.findall(rb'<cellStyle name="([^"]*)"', styles)) == {b"Normal"}
    for sheet in sheets:
        assert not re.search(rb"<f[ >]|<hyperlink|hidden=\"1\"|<legacyDrawing|<drawing|<picture", sheet)


def test_a_paper_has_no_author_but_the_house_and_no_time_but_midnight(searched: Searched):
    made = made_for(searched.office, Language.FRENCH)[Audience.PRODUCER]
    with pikepdf.open(io.BytesIO(paper_of(made, HOUSE))) as pdf:
        said = {name: str(value) for name, value in pdf.docinfo.items()}
        assert said["/Author"] == HOUSE.name and not pdf.attachments
        assert "000000" in said["/CreationDate"] and set(
            re.findall(r"T(\d\d:\d\d:\d\d)", str(pdf.Root.Metadata.read_bytes()))
        ) == {"00:00:00"}
