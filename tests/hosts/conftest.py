"""What the tests of the hosts share: a LibreOffice to press in, one per worker, and the tables of the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from postprod_xl.hosts.files.master import Master, read_master
from postprod_xl.hosts.live import master as live_master
from tests.hosts.handed import with_headings
from tests.live import office
from tests.masters import demo_bytes


@pytest.fixture(scope="package")
def app() -> Iterator[Any]:
    """A headless LibreOffice; a test closes the books that it opens and gives the calculation mode back."""
    with office() as running:
        yield running


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Presses that draw no tab, which is most of a press: `live/test_drawings.py` looks at what is drawn."""
    monkeypatch.setattr(live_master, "_drawing", lambda *_: lambda: None)


@pytest.fixture(scope="package")
def master(tmp_path_factory: pytest.TempPathFactory) -> Master:
    """The demonstration office, read."""
    path = tmp_path_factory.mktemp("demo") / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    return read_master(path)


@pytest.fixture(scope="package")
def cells(master: Master) -> dict[str, list[list[Any]]]:
    """Every table of the demonstration as LibreOffice hands it over to a function."""
    return {name: with_headings(raw.values) for name, raw in master.raw.items()}


@pytest.fixture(scope="package")
def catalogue_cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Any]]]:
    """The same of a demonstration with the tabs of the catalogue."""
    path = tmp_path_factory.mktemp("demo") / "catalogue.xlsx"
    path.write_bytes(demo_bytes(families=("catalogue",)))
    return {name: with_headings(raw.values) for name, raw in read_master(path).raw.items()}
