"""Time to set a quote of three pages: `python -m tests.benchmarks.papers`.

The same quote is set by our engine, in this process and in a new one, and drawn on a tab that LibreOffice converts to
PDF. Each figure is the best of a few runs; nothing is asserted.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from postprod_xl.documents.papers.quote import quote_paper
from postprod_xl.documents.quote import OpenQuotes
from postprod_xl.documents.typesetting.engine import set_paper
from postprod_xl.schema.drawn_tabs import QUOTES
from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook
from tests.benchmarks.children import measured
from tests.documents.typesetting.papers import DAY, HOUSE, long_quote

NEW_PROCESS = (
    "from tests.documents.typesetting.papers import HOUSE, long_quote; "
    "from postprod_xl.documents.papers.quote import quote_paper; "
    "from postprod_xl.documents.typesetting.engine import set_paper; "
    "set_paper(quote_paper(long_quote()), HOUSE)"
)


def main(arguments: Sequence[str]) -> int:
    """Set, convert, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.papers", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory() as folder:
        found = dict(_measures(Path(folder), runs))
    yardstick = found.get("LibreOffice, the tab to PDF")
    print(f"{'a quote of three pages':44}{'s':>8}{'LibreOffice ÷':>16}")
    for name, seconds in found.items():
        print(f"{name:44}{seconds:8.3f}{yardstick / seconds if yardstick else 0:16.0f}")
    return 0


def _measures(folder: Path, runs: int) -> list[tuple[str, float]]:
    quote = long_quote()
    _best(lambda: set_paper(quote_paper(quote), HOUSE), 1)
    found = [
        ("typst, once its fonts are read", _best(lambda: set_paper(quote_paper(quote), HOUSE), runs)),
        (
            "typst, in a new process",
            min(measured([sys.executable, "-c", NEW_PROCESS])[0].seconds for _ in range(runs)),
        ),
    ]
    if office := shutil.which("soffice"):
        tab = folder / "devis.xlsx"
        tab.write_bytes(drawn_workbook({QUOTES: OpenQuotes(DAY, ("",), (quote,))}))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(tab)]
        # The first start makes a profile.
        subprocess.run(command, check=True, capture_output=True)
        seconds = _best(lambda: subprocess.run(command, check=True, capture_output=True), runs)
        found.append(("LibreOffice, the tab to PDF", seconds))
    else:
        print("LibreOffice absent: nothing to compare with")
    return found


def _best(work: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
