from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from postprod_xl.hosts.live import runs
from postprod_xl.hosts.live.runs import received_answers
from tests.documents.facturx.samples import sample_xml
from tests.masters import DEMO_DAY


@pytest.mark.parametrize("said", ['"factures/sd.xml"', "factures/sd.xml", "{folder}/factures/sd.xml"])
def test_the_path_that_a_person_answers_is_read_beside_the_workbook(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("postprod_xl.documents.facturx.rules.can_run", lambda: False)
    monkeypatch.setattr(runs, "file_of", lambda _: tmp_path / "bureau.xlsx")
    (tmp_path / "factures").mkdir()
    (tmp_path / "factures" / "sd.xml").write_bytes(sample_xml())
    master = SimpleNamespace(book=None)
    options = received_answers(master, {"received": said.format(folder=tmp_path)}, DEMO_DAY)  # type: ignore[arg-type]
    assert (options["path"], options["received"].invoice.number) == ("factures/sd.xml", "SD-2026-117")
