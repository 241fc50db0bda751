"""What the button that imports sessions is answered: a file or a folder, from that of the workbook."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.live import runs
from postprod_xl.hosts.live.runs import source_answers


@pytest.mark.parametrize("said", ['"bons"', "bons", "{folder}/bons"])
def test_the_folder_that_a_person_answers_is_read_beside_the_workbook_and_what_is_damaged_told(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(runs, "file_of", lambda _: tmp_path / "bureau.xlsx")
    (tmp_path / "bons").mkdir()
    (tmp_path / "bons" / "heures.csv").write_text("Date;Technicien\n30/11/2026;HUET\n", encoding="utf-8")
    (tmp_path / "bons" / "vide.csv").write_bytes(b"")
    master = SimpleNamespace(book=None)
    options = source_answers(master, {"sources": said.format(folder=tmp_path)})  # type: ignore[arg-type]
    assert [source.name for source in options["sources"]] == ["heures.csv"]
    assert options["remarks"] == [
        "vide.csv — trouvé « fichier vide », attendu : une ligne d'en-têtes, puis une ligne par élément."
    ]
    with pytest.raises(UnusableFile, match="absent.xlsx — fichier ou dossier introuvable"):
        source_answers(master, {"sources": "absent.xlsx"})  # type: ignore[arg-type]
