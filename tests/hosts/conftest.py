"""A LibreOffice shared by the tests that press in an open workbook, one per worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live import office


@pytest.fixture(scope="package")
def app() -> Iterator[Any]:
    """A headless LibreOffice; a test closes the books that it opens and gives the calculation mode back."""
    with office() as running:
        yield running
