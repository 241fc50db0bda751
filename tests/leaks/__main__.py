"""Every copy of a large office searched for what was planted in it.

`python -m tests.leaks FOLDER --projects 50` makes an office of ../shared/tools/office.py in a folder, plants a word in
every text of it and around its tables, an odd figure in every cost, then makes the copies of every project for every
audience, as workbooks in both languages, as papers in one of them by turns, and says what they hold that they may not:
nothing, it must be. An `office.xlsx` that is in the folder already is taken.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from postprod_xl.documents.typesetting.house import HouseStyle
from postprod_xl.domain.demo.house import settings
from postprod_xl.domain.sharing.views import VIEWS
from postprod_xl.schema.languages import Language
from tests.benchmarks.children import run
from tests.benchmarks.refresh import POSTPROD, imported_office
from tests.leaks.copies import (
    Made,
    copies_of,
    named_by_project,
    paper_of,
    refreshed_office,
    secret_figures,
    workbook_of,
)
from tests.leaks.planting import Planting, plant
from tests.leaks.search import figures_in, words_in
from tests.masters import DEMO_DAY, SHARED

_INVOICED = 5
_HOUSE = HouseStyle("Studio", "Studio")


def main(arguments: Sequence[str]) -> int:
    """Make, plant, share, search; the number of leaks is said, and is the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.leaks", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--technicians", type=int, default=2, help="a project")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    source = _office(options.folder, options.projects)
    made = plant(source, options.folder / "planted.xlsx")
    print(
        f"{len(made.cells)} words in cells, {len(made.around)} around them, {made.figures} odd figures",
        flush=True,
    )
    return _searched(options, made)


def _office(folder: Path, projects: int) -> Path:
    """An office refreshed, some invoices issued."""
    if (folder / "office.xlsx").exists():
        return folder / "office.xlsx"
    path = imported_office(SHARED / "tools" / "office.py", projects, folder)
    _name_the_house(path)
    run([*POSTPROD, "refresh", str(path), "--today", DEMO_DAY.isoformat()])
    for number in range(1, min(projects, _INVOICED) + 1):
        run(
            [
                *POSTPROD,
                "invoice",
                str(path),
                "--project",
                f"P{number:03d}",
                "--yes",
                "--today",
                DEMO_DAY.isoformat(),
            ]
        )
    return path


def _name_the_house(path: Path) -> None:
    """Fill in who the house is: no invoice is issued without it."""
    book = openpyxl.load_workbook(path)
    values = {row["name"]: row["value"] for row in settings()}
    (sheet,) = (sheet for sheet in book.worksheets if "Parametres" in sheet.tables)
    for row in sheet[sheet.tables["Parametres"].ref]:
        if row[0].value in values:
            row[1].value = values[row[0].value]
    book.save(path)


def _searched(options: argparse.Namespace, made: Planting) -> int:
    office = refreshed_office(options.folder / "planted.xlsx", DEMO_DAY)
    secrets, named = secret_figures(office), named_by_project(office)
    counts: Counter[str] = Counter()
    leaks: list[str] = []
    start = time.monotonic()
    for project in office["Projets"].column("code"):
        technicians: set[str] = set()
        for copy in copies_of(office, project):
            technicians.add(copy.receiver.technician)
            if len(technicians - {""}) > options.technicians:
                break
            leaks += _leaks(copy, made, (secrets, named), counts)
    print(f"{len(secrets)} figures of the house looked for; {time.monotonic() - start:.0f} s")
    for audience in VIEWS:
        told = ", ".join(
            f"{counts[f'{audience} {what}']} {what}" for what in ("workbooks", "papers", "words allowed")
        )
        print(f"{audience}: {told}")
    print(f"{len(leaks)} leaks", *leaks[:50], sep="\n")
    return bool(leaks)


def _leaks(
    copy: Made, made: Planting, known: tuple[set[str], dict[str, set[str]]], counts: Counter[str]
) -> list[str]:
    secrets, named = known
    found: list[str] = []
    made_of = {"workbooks": workbook_of(copy)}
    language = list(Language)[int(copy.project[1:]) % 2] if copy.project[1:].isdigit() else Language.FRENCH
    if copy.language is language:
        made_of["papers"] = paper_of(copy, _HOUSE)
    for kind, data in made_of.items():
        words = words_in(data)
        counts[f"{copy.receiver.audience} {kind}"] += 1
        counts[f"{copy.receiver.audience} words allowed"] += len(words)
        leaked = [*copy.leaks(words, made, named), *(figures_in(data) & secrets)]
        found += [f"{copy.name}, {kind}: {each} {made.cells.get(each, '')}" for each in leaked]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
