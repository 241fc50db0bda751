"""The memory of the plans in an open workbook: a day given by mistake is left as the command line leaves it."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from postprod_xl.hosts.buttons import press_on
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.live.master import read_live
from postprod_xl.schema.memory_tab import MEMORY
from postprod_xl.schema.tables.home import JOURNAL
from tests.live import differences, opened
from tests.masters import DEMO_DAY, demo_bytes

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]


def test_a_press_on_a_wrong_day_is_left_like_a_file_s_and_a_memory_thrown_away_is_made_again(app, tmp_path):
    path, file = tmp_path / "bureau.xlsx", tmp_path / "cli.xlsx"
    for each in (path, file):
        each.write_bytes(demo_bytes())
    days = (DEMO_DAY, DEMO_DAY + timedelta(20), DEMO_DAY)
    for day in days:
        assert run_file(file, "refresh", day, {}).status == DONE
    with opened(app, path) as book:
        first = read_live(book)
        book.sheets[MEMORY.title].delete()
        shown = book.sheets.active.name
        for day in days:
            assert press_on(book, "refresh", day) == DONE
        last = read_live(book)
        assert not [line for line in differences(last, first) if not line.startswith(JOURNAL.tab)]
        assert [line[1:3] for line in last.memory] == [line[1:3] for line in read_master(file).memory]
        assert not book.sheets[MEMORY.title].visible
        assert book.sheets.active.name == shown
