"""The guard of the versions sent to a client: each is frozen once, then compared with what it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.pricing.prices import with_prices
from postprod_xl.domain.quotes.versions.frozen import (
    FrozenVersion,
    frozen_register,
    frozen_version,
    is_changed,
)
from postprod_xl.domain.quotes.versions.statuses import SENT_VERSIONS
from postprod_xl.domain.quotes.versions.totals import VersionKey
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.frozen import FROZEN


class ChangedCell(NamedTuple):
    """A cell of a frozen version that is no longer what it was.

    `row` is the row of `Versions` or of `Devis`. `column` is empty where a whole line was added, or removed: the row is
    then that of the version. `line` is empty for a cell of the version itself.
    """

    row: Row
    column: str
    line: str
    before: Any
    after: Any


def newly_frozen(office: Office) -> Rows:
    """The rows to add to `VersionsFigees`: the versions sent or accepted that nothing froze yet, as they are today.

    A version typed « Envoyé », or that comes from a workbook without the register, is frozen by its first refresh. One
    whose fingerprint stands in `Versions` was frozen already: what it was is lost, and is not what it is.
    """
    register, lines = frozen_register(office), lines_by_version(office)
    known = register.incomplete.keys() | register.versions.keys()
    records = [
        record
        for version in office["Versions"]
        if (key := (version.project, version.version)) not in known
        and version.status in SENT_VERSIONS
        and not version.fingerprint
        for record in frozen_version(key, office.today, version, lines[key]).records()
    ]
    return rows_of(FROZEN, records)


def frozen_columns(office: Office) -> Rows:
    """The computed columns of `Versions` that say when each was frozen, and its fingerprint.

    The fingerprint of a version whose register was changed or lost stays as it was read: it is evidence.
    """
    versions, register = office["Versions"], frozen_register(office)
    held = versions.select("project", "version", "frozen_day", "fingerprint")
    found = [
        (whole.day, whole.fingerprint) if (whole := register.whole((project, version))) else as_read
        for project, version, *as_read in held
    ]
    return computed_columns(
        "Versions",
        versions.numbers,
        frozen_day=[day for day, _ in found],
        fingerprint=[fingerprint for _, fingerprint in found],
    )


def changed_cells(office: Office, key: VersionKey) -> list[ChangedCell]:
    """What changed in one frozen version since; nothing of a version that was never frozen, or that is gone."""
    register = frozen_register(office)
    rows = {(row.project, row.version): row for row in office["Versions"]}
    if key not in register.versions or key not in rows:
        return []
    is_whole = register.whole(key) is not None
    return [*changes_of(register.versions[key], rows[key], lines_by_version(office)[key], is_whole)]


def changes_of(
    frozen: FrozenVersion, version: Row, lines: Sequence[Row], is_whole: bool
) -> Iterator[ChangedCell]:
    """As `changed_cells`, of a version at hand; without all its frozen lines, none is known to have been added."""
    for name, before in frozen.cells.items():
        yield from _change(version, name, "", before)
    for line in lines:
        cells = frozen.lines.get(line.line)
        if cells is None and is_whole:
            yield ChangedCell(line, "", line.line, None, line.line)
        for name, before in (cells or {}).items():
            yield from _change(line, name, line.line, before)
    held = {line.line for line in lines}
    for code in frozen.lines:
        if code not in held:
            yield ChangedCell(version, "", code, code, None)


def frozen_line(frozen: Rows) -> tuple[str, ...]:
    """What is said, once, of the versions just frozen: one French line, none without any."""
    keys = frozen.select("project", "version", "line")
    names = [f"{project} v{version}" for project, version, line in keys if not line]
    if not names:
        return ()
    are = "sont figées" if len(names) > 1 else "est figée"
    what = counted(len(names), "version")
    return (
        f"{what} de devis {are} dans « {FROZEN.tab} » ({first_names(names)}) : ce qui y change ensuite est signalé",
    )


def lines_by_version(office: Office) -> defaultdict[VersionKey, list[Row]]:
    """The rows of `Devis` of each version, with the unit and the price that each is sold at.

    A price that the rate card gives is one that the client reads: when it changes there, it changes here.
    """
    found: defaultdict[VersionKey, list[Row]] = defaultdict(list)
    for row in with_prices(office, office["Devis"]):
        found[row.project, row.version].append(row)
    return found


def _change(row: Row, name: str, line: str, before: Any) -> Iterator[ChangedCell]:
    after = getattr(row, name)
    if is_changed(name, before, after):
        yield ChangedCell(row, name, line, before, after)
