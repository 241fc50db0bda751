"""Files of somebody else, whatever they are."""

from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.files.foreign import foreign_grids


def test_a_folder_and_a_file_of_another_kind_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="fichier est attendu|ce n'est pas un fichier"):
        foreign_grids(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7")
    with pytest.raises(UnusableFile, match="a.csv — .*PDF"):
        foreign_grids(tmp_path / "a.csv")
