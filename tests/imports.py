"""Who imports whom: rules over the text of a module, imports inside functions included."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

PACKAGE = "postprod_xl"
ALLOWED: dict[str, frozenset[str]] = {
    "__init__": frozenset(),
    "__main__": frozenset({"hosts"}),
    "hosts": frozenset(
        {"hosts", "commands", "domain", "documents", "workbook", "schema", "parameters", "engines"}
    ),
    "commands": frozenset({"commands", "domain", "documents", "schema", "parameters", "engines"}),
    "domain": frozenset({"domain", "documents", "schema", "parameters", "engines"}),
    "engines": frozenset({"engines"}),
    "documents": frozenset({"documents", "schema"}),
    "workbook": frozenset({"workbook", "documents", "schema", "engines"}),
    "schema": frozenset({"schema"}),
    "parameters": frozenset({"parameters"}),
}
# What the rules of the trade may use besides the standard library.
LIBRARIES_OF_THE_DOMAIN = frozenset({"dateutil", "holidays"})
ENGINES_OF_THE_DOMAIN = f"{PACKAGE}.engines.schedule"
# The modules of `documents` that hold records only: what the other layers know of it.
RECORDS = (
    "documents.accounts.entries",
    "documents.advice_form",
    "documents.call_sheet",
    "documents.calendars.records",
    "documents.charts.cash",
    "documents.catalogue.cue_sheet",
    "documents.catalogue.movielabs",
    "documents.catalogue.royalty_statement",
    "documents.change_order",
    "documents.differences",
    "documents.facturx.received",
    "documents.accounts.cost_report",
    "documents.charts.gantt",
    "documents.grid",
    "documents.invoice",
    "documents.media.dcp_folders.records",
    "documents.media.edit_lists.records",
    "documents.media.records",
    "documents.media.subtitles.records",
    "documents.charts.load",
    "documents.papers.call_sheet",
    "documents.papers.change_order",
    "documents.papers.cost_report",
    "documents.papers.cue_sheet",
    "documents.papers.figures",
    "documents.papers.paper",
    "documents.papers.plan",
    "documents.papers.plan_looks",
    "documents.papers.pay_sheet",
    "documents.papers.project_statement",
    "documents.papers.technique_sheet",
    "documents.papers.quote",
    "documents.papers.reminder",
    "documents.papers.royalty_statement",
    "documents.papers.service_words",
    "documents.papers.service_sheet",
    "documents.parties",
    "documents.payroll.export",
    "documents.payroll.pay_sheet",
    "documents.portfolio",
    "documents.charts.progress",
    "documents.project_statement",
    "documents.technique_sheet",
    "documents.quote",
    "documents.record_text",
    "documents.service_sheet",
    "documents.sharing.gantt",
    "documents.sharing.printed",
    "documents.sharing.chart_words",
    "documents.reminder",
    "documents.sharing.copy",
    "documents.sharing.manifest",
    "documents.sharing.returned",
    "documents.sharing.rights_list",
    "documents.session_form",
    "documents.sharing.numbers",
    "documents.sharing.sending",
    "documents.sharing.words",
    "documents.statements.statement",
)
PURE = ("schema", "domain", "commands", "engines.schedule", *RECORDS)
OUTSIDE_WORLD = frozenset(
    {
        "getpass", "glob", "locale", "logging", "multiprocessing", "os", "pathlib", "platform", "random",
        "secrets", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "time",
        "urllib", "uuid",
    }
)  # fmt: skip
CLOCK_READERS = frozenset({"now", "today", "utcnow"})
CLOCKS = frozenset({"date", "datetime", "Timestamp"})
WORLD_CALLS = frozenset({"open", "input", "print"})


def layer_of(module: str) -> str:
    """The part of the house a module belongs to: `postprod_xl.domain.money` → `domain`.

    >>> layer_of("postprod_xl.domain.money"), layer_of("postprod_xl"), layer_of("pandas")
    ('domain', '__init__', '')
    """
    package, _, rest = module.partition(".")
    if package != PACKAGE:
        return ""
    return rest.partition(".")[0] or "__init__"


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports, by statement or by `import_module`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            is_root = module == PACKAGE
            names = [f"{module}.{alias.name}" if is_root else module for alias in node.names]
            yield from ((node.lineno, name) for name in dict.fromkeys(names))
        elif isinstance(node, ast.Call) and _called(node.func) in ("import_module", "__import__"):
            yield from ((node.lineno, arg.value) for arg in node.args[:1] if _is_text(arg))  # type: ignore[attr-defined]


def direction_faults(module: str, source: str) -> list[str]:
    """The imports of a module that its place in the house does not allow."""
    here = layer_of(module)
    faults = []
    for line, name in imported(source):
        there = layer_of(name)
        # Names of the root, such as `__version__`, are nobody's.
        is_root = there not in ALLOWED and name.startswith(f"{PACKAGE}.__")
        if name.startswith("."):
            faults.append(f"{module}:{line} imports {name} without saying from where")
        elif there and not is_root and (there not in ALLOWED[here] or _is_file_format(here, name)):
            faults.append(f"{module}:{line} {here} imports {name}")
    return faults


def _is_file_format(here: str, name: str) -> bool:
    """Whether a layer that only knows the records of `documents` imports how a file is written."""
    is_record = name.removeprefix(f"{PACKAGE}.") in RECORDS
    return layer_of(name) == "documents" and here in ("domain", "commands", "workbook") and not is_record


def library_faults(module: str, source: str) -> list[str]:
    """The libraries and engines that a module of the domain may not use."""
    if layer_of(module) != "domain":
        return []
    allowed = LIBRARIES_OF_THE_DOMAIN | sys.stdlib_module_names | {PACKAGE}
    return [
        f"{module}:{line} imports {name}"
        for line, name in imported(source)
        if name.partition(".")[0] not in allowed
        or (layer_of(name) == "engines" and not f"{name}.".startswith(f"{ENGINES_OF_THE_DOMAIN}."))
    ]


def world_faults(module: str, source: str) -> list[str]:
    """What a pure module takes from the world: files, clock, environment, randomness."""
    if not any(f"{module}.".startswith(f"{PACKAGE}.{part}.") for part in PURE):
        return []
    faults = [
        f"{module}:{line} imports {name}"
        for line, name in imported(source)
        if name.partition(".")[0] in OUTSIDE_WORLD
    ]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORLD_CALLS:
            faults.append(f"{module}:{node.lineno} calls {node.func.id}()")
        elif isinstance(node, ast.Attribute) and _reads_clock(node):
            faults.append(f"{module}:{node.lineno} reads the clock with {ast.unparse(node)}")
        elif isinstance(node, ast.Attribute) and node.attr == "random":
            faults.append(f"{module}:{node.lineno} draws at random with {ast.unparse(node)}")
    return faults


def _reads_clock(node: ast.Attribute) -> bool:
    return node.attr in CLOCK_READERS and _called(node.value) in CLOCKS


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
