"""The statement of a holder, issued by its button in an open workbook: what the command line does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.live.runs import Operator, run_live
from postprod_xl.workbook.live.places import find_tables
from tests.live import differences, opened
from tests.masters import DEMO_DAY, demo_bytes

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.usefixtures("undrawn"),
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]
FILE = "bureau_releves/REL-2026-0001.pdf"


def test_the_button_of_a_holder_drafts_then_issues_his_statement_as_the_command_line_does(
    app, tmp_path: Path
):
    master, other = tmp_path / "bureau.xlsx", tmp_path / "autre" / "bureau.xlsx"
    other.parent.mkdir()
    for path in (master, other):
        path.write_bytes(demo_bytes(families=("catalogue",)))
    options = {"holder": "MOLE", "period": "2026-S1", "day": DEMO_DAY, "corrects": "", "draft": False}
    assert run_file(other, "statement", DEMO_DAY, options).status == DONE
    asked: list[str] = []
    person = Operator(
        lambda question: asked.append(question.text) or "2026-S1",
        lambda question: asked.append(question) or True,
        asked.append,
    )
    with opened(app, master) as book:
        place, holders = find_tables(book)["AyantsDroit"], read_live(book).tables["AyantsDroit"]
        row = holders.numbers[holders.column("holder").index("MOLE")]
        book.sheets[place.sheet].activate()
        book.sheets[place.sheet].range((row, place.first_column)).select()
        draft = run_live(book, "statement", "draft", DEMO_DAY, person)
        assert draft is not None and draft.status == DONE
        assert [*tmp_path.glob("MOLE*.pdf")] and not (tmp_path / FILE).exists()
        issued = run_live(book, "statement", "holder", DEMO_DAY, person)
        assert issued is not None and issued.status == DONE
        assert any(text.startswith("Émettre REL-2026-0001, relevé de Films du Môle") for text in asked)
        assert (tmp_path / FILE).read_bytes() == (other.parent / FILE).read_bytes()
        assert "REL-2026-0001" in [sheet.name for sheet in book.sheets]
        assert not differences(read_live(book), read_master(other))
        again = run_live(book, "statement", "holder", DEMO_DAY, person)
        assert again is not None and again.status == BLOCKED
