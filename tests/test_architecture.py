"""The house keeps its shape: who imports whom, what stays pure, what stays light, what stays short."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.imports import ALLOWED, PACKAGE, direction_faults, layer_of, library_faults, world_faults
from tests.masters import ROOT

SOURCES = sorted((ROOT / PACKAGE).rglob("*.py"))
LONGEST_MODULE = 400
VAGUE_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "service",
    "services",
    "base",
    "common",
    "misc",
}
HEAVY = {
    "dask",
    "distributed",
    "pandas",
    "numba",
    "numpy",
    "openpyxl",
    "ortools",
    "lxml",
    "xlsxwriter",
    "holidays",
    "rich",
    "xlwings",
}
PUBLIC_CLASS = re.compile(r"^class ([A-Z]\w*)", re.MULTILINE)
TOP_LEVEL = {
    ".ci", ".gitignore", "LICENSE", "README.md",
    "macros", "postprod_xl", "pyproject.toml", "tests", "workbooks",
}  # fmt: skip


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def long_modules(paths: list[Path]) -> list[str]:
    return [path.name for path in paths if path.read_text("utf-8").count("\n") > LONGEST_MODULE]


def heavy_modules(module: str) -> set[str]:
    """The heavy packages loaded once a module is imported in a new Python."""
    script = f"import json, sys; import {module}; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.partition(".")[0] for name in json.loads(run.stdout)} & HEAVY


def test_imports_go_one_way():
    faults = [
        fault for path in SOURCES for fault in direction_faults(module_name(path), path.read_text("utf-8"))
    ]
    assert not faults


def test_schema_domain_and_commands_touch_no_file_clock_environment_or_chance():
    faults = [fault for path in SOURCES for fault in world_faults(module_name(path), path.read_text("utf-8"))]
    assert not faults


def test_every_module_has_a_place_in_the_house():
    assert {layer_of(module_name(path)) for path in SOURCES} <= ALLOWED.keys()


@pytest.mark.parametrize(
    ("module", "source", "line"),
    [
        ("postprod_xl.domain.quotes.versions.totals", "from postprod_xl.workbook.update import same", 1),
        ("postprod_xl.engines.schedule.solve", "from postprod_xl.schema.units import plain", 1),
        ("postprod_xl.engines.ooxml.errors", "from postprod_xl.schema.units import plain", 1),
        ("postprod_xl.workbook.update", "import postprod_xl.domain.money", 1),
        ("postprod_xl.schema.table", "from postprod_xl import domain", 1),
        ("postprod_xl.domain.quotes.versions.totals", "def f():\n    from postprod_xl.hosts import runs", 2),
        ("postprod_xl.commands", "if TYPE_CHECKING:\n    from postprod_xl.workbook.update import X", 2),
        ("postprod_xl.parameters", "from postprod_xl.schema.kinds import Kind", 1),
        ("postprod_xl.documents.tables_csv", "from postprod_xl.domain.money import share", 1),
        ("postprod_xl.domain.office", "from postprod_xl.documents.tables_csv import Reader", 1),
        ("postprod_xl.workbook.draw", "from postprod_xl.documents.csv_reading import CsvText", 1),
        ("postprod_xl.domain.money", "from . import calendar", 1),
        ("postprod_xl.workbook.live", "import_module('postprod_xl.hosts.files.runs')", 1),
    ],
)
def test_a_planted_import_against_the_direction_is_found(module: str, source: str, line: int):
    (fault,) = direction_faults(module, source)
    assert fault.startswith(f"{module}:{line} ")


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from pathlib import Path",
        "import numpy as np\nnp.random.default_rng(1)",
        "def f():\n    return date.today()",
        "field(default_factory=datetime.now)",
        "pd.Timestamp.now()",
        "open('taux.csv')",
        "import time",
    ],
)
def test_a_planted_look_at_the_world_is_found_in_the_domain_and_allowed_in_a_host(source: str):
    assert len(world_faults("postprod_xl.domain.planted", source)) == 1
    assert not world_faults("postprod_xl.hosts.planted", source)


def test_the_domain_uses_no_library_but_its_own():
    faults = [
        fault for path in SOURCES for fault in library_faults(module_name(path), path.read_text("utf-8"))
    ]
    assert not faults


@pytest.mark.parametrize(
    "source",
    [
        "import pandas as pd",
        "def f():\n    import numpy",
        "from postprod_xl.engines.ooxml.errors import Refused",
    ],
)
def test_a_library_planted_in_the_domain_is_found(source: str):
    assert len(library_faults("postprod_xl.domain.planted", source)) == 1
    assert not library_faults("postprod_xl.domain.planted", "from postprod_xl.engines.schedule import solve")


def test_the_domain_is_imported_without_pandas_or_numpy():
    modules = [name for path in SOURCES if layer_of(name := module_name(path)) == "domain"]
    script = f"import sys; sys.modules.update(pandas=None, numpy=None); import {', '.join(modules)}"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert len(modules) > 50 and run.returncode == 0, run.stderr


def test_the_day_of_an_office_is_no_clock():
    assert not world_faults(
        "postprod_xl.domain.accounts.projects",
        "late = office.today - due\nfrom postprod_xl import __version__",
    )


def test_the_command_line_and_the_doors_of_libreoffice_start_without_loading_anything_heavy():
    assert not heavy_modules("postprod_xl.hosts.cli.main")
    assert not heavy_modules("postprod_xl.schema.tables")
    assert not heavy_modules("postprod_xl.hosts.libreoffice.function_server")
    assert not heavy_modules("postprod_xl.hosts.libreoffice.callback")


def test_a_refresh_of_a_file_loads_neither_pandas_nor_a_spreadsheet():
    loaded = heavy_modules("postprod_xl.hosts.files.batch, postprod_xl.commands.refresh")
    assert loaded <= {"lxml", "numpy"}


def test_loading_something_heavy_would_be_seen():
    assert "lxml" in heavy_modules("postprod_xl.engines.ooxml.parts.package")


def test_no_module_is_longer_than_the_house_allows():
    assert not long_modules(SOURCES)


def test_a_module_too_long_would_be_seen(tmp_path: Path):
    (tmp_path / "long.py").write_text("x = 1\n" * (LONGEST_MODULE + 1))
    assert long_modules([tmp_path / "long.py"]) == ["long.py"]


def test_no_module_has_a_name_that_says_nothing():
    assert not [path for path in SOURCES if path.stem in VAGUE_NAMES]


def test_the_name_of_a_class_stands_for_one_class():
    # `engines/calc` has the names of xlwings; a problem is the field's word for what the engine schedules.
    texts = {path: path.read_text("utf-8") for path in SOURCES if "engines/calc/" not in path.as_posix()}
    names = Counter(name for text in texts.values() for name in PUBLIC_CLASS.findall(text))
    assert {name for name, count in names.items() if count > 1} == {"Problem"}


def test_the_top_of_the_repository_holds_the_agreed_names_only():
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    assert {name.partition("/")[0] for name in listing.stdout.splitlines()} <= TOP_LEVEL
