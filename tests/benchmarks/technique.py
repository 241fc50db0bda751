"""What the technique tabs add to a refresh: `python -m tests.benchmarks.technique --projects 50`.

The same office, from ../shared/tools/office.py, with the tabs and without: three sources, a workflow, a PAD with its
pieces and a DCP for every project. Each figure is the median of several new processes, taken in turn; nothing is
asserted, the aim is a ratio of at most 1.10.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.children import measured, run
from tests.benchmarks.refresh import POSTPROD
from tests.domain.technique.test_cases import HELD
from tests.masters import DEMO_DAY, SHARED

SOURCES = (("CAM-A", "camera"), ("CAM-B", "camera"), ("INA", "archives"))
DCP = {
    "Type": "DCP 2K",
    "Norme": "SMPTE",
    "Définition": "1998×1080",
    "Cadence": "25",
    "Codec": "JPEG 2000",
    "Espace": "Rec.709",
    "Sous-titres": "SRT",
}


def main(arguments: Sequence[str]) -> int:
    """Build both workbooks, refresh them in turn, print the ratio."""
    options = _options(arguments)
    office = SHARED / "tools" / "office.py"
    if not office.exists():
        print("../shared absent: no office to measure")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = folder / "tables"
        run([sys.executable, str(office), str(tables), "--projects", str(options.projects), "--seed", "1"])
        plain = _workbook(folder / "sans.xlsx", tables)
        _write_technique(tables)
        whole = _workbook(folder / "avec.xlsx", tables, "--with", "technique")
        _compare(plain, whole, options)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.technique", description=__doc__)
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args(arguments)


def _workbook(path: Path, tables: Path, *options: str) -> Path:
    run([*POSTPROD, "new", str(path), *options])
    run([*POSTPROD, "tables", "import", str(path), str(tables)])
    return path


def _write_technique(tables: Path) -> None:
    with (tables / "Projets.csv").open(encoding="utf-8-sig", newline="") as held:
        projects = [row["Code"] for row in csv.DictReader(held, delimiter=";")]
    for name, rows in _technique(projects):
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        with (tables / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as written:
            writer = csv.DictWriter(written, headings, delimiter=";")
            writer.writeheader()
            writer.writerows(rows)


def _technique(projects: Sequence[str]) -> Iterator[tuple[str, list[Mapping[str, object]]]]:
    models = HELD["modeles"]
    yield "Flux", [{"Projet": code, **models["flux"]} for code in projects]
    yield (
        "Sources",
        [
            {"Projet": code, "Source": source, "Nom de bande": source, **models[model]}
            for code in projects
            for source, model in SOURCES
        ],
    )
    promised = (("PAD", models["pad"]), ("DCP", DCP))
    yield (
        "Livrables",
        [{"Projet": code, "Livrable": name, **cells} for code in projects for name, cells in promised],
    )
    pieces = ("as10", "xml")
    yield (
        "Pieces",
        [{"Projet": code, "Livrable": "PAD", **models[name]} for code in projects for name in pieces],
    )


def _compare(plain: Path, whole: Path, options: argparse.Namespace) -> None:
    seconds: dict[Path, list[float]] = {plain: [], whole: []}
    work = plain.with_name("work.xlsx")
    refresh = [*POSTPROD, "refresh", str(work), "--today", DEMO_DAY.isoformat()]
    for _ in range(options.runs):
        for path, costs in seconds.items():
            shutil.copyfile(path, work)
            costs.append(measured(refresh)[0].cpu_seconds)
    without, with_tabs = (statistics.median(costs) for costs in seconds.values())
    print(f"{options.projects} projects, median of {options.runs} runs, seconds of processor")
    print(f"without the tabs {without:6.2f}   with them {with_tabs:6.2f}   ratio {with_tabs / without:.3f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
