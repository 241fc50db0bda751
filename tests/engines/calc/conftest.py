"""A LibreOffice of the tests' own, one per worker, and an empty book in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def office_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A headless LibreOffice that trusts the folders of the tests; the engine is active."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice absent")
    import xlwings as xw

    from postprod_xl.engines.calc.engine import register

    engine = register()
    engine.activate()
    apps = engine.impl.apps
    apps.trusted_folders.append(str(tmp_path_factory.getbasetemp()))
    app = xw.App(visible=False, add_book=False)
    apps.trusted_folders.clear()
    yield app
    app.quit()


@pytest.fixture
def book(office_app: Any) -> Iterator[Any]:
    """A new empty book, closed after the test."""
    new = office_app.books.add()
    yield new
    new.close()


@pytest.fixture(scope="session")
def demo_path(demo: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration office in a file that no test changes."""
    path = tmp_path_factory.mktemp("demonstration") / "demonstration.xlsx"
    path.write_bytes(demo)
    return path


@pytest.fixture(scope="session")
def demo_book(office_app: Any, demo_path: Path) -> Iterator[Any]:
    """The demonstration office, opened once for the tests that only read it."""
    opened = office_app.books.open(demo_path)
    yield opened
    opened.close()


@pytest.fixture
def second_app(office_app: Any) -> Iterator[Any]:
    """Another LibreOffice with one book, which trusts no folder."""
    import xlwings as xw

    app = xw.App(visible=False)
    yield app
    app.kill()
    office_app.activate()
