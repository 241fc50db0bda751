"""What is asked of the versions of a quote, found or refused: one copied, one sent, two compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused, asked, project_named
from postprod_xl.domain.quotes.drafting.draft import next_version
from postprod_xl.domain.quotes.versions.frozen import frozen_register
from postprod_xl.domain.quotes.versions.sending import sending_problems
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.wording import listed
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.quotes import QUOTE, VERSIONS
from postprod_xl.schema.vocabulary import QuoteStatus


class Copied(NamedTuple):
    """A copy of a version: its number, and its new rows by table."""

    number: int
    rows: Mapping[str, Rows]


def version_named(office: Office, project: str, number: int) -> Row:
    """The row of a version of a project.

    Raises
    ------
    ProgrammeRefused
        Unknown project, or a version that it does not have.
    """
    row = project_named(office, project)
    held = [version for version in office["Versions"] if version.project == project]
    for version in held:
        if version.version == number:
            return version
    numbers = sorted(version.version for version in held)
    has = f"il a : {listed([str(each) for each in numbers])}" if held else "il n'en a aucune"
    expected = f"une version de {VERSIONS.tab}"
    message = f"la version {number} du devis de {project} n'existe pas, {has}"
    raise ProgrammeRefused(row.blocking("code", str(number), expected, message))


def copied(office: Office, project: str, number: int) -> Copied:
    """A copy of a version, as a draft with the next number.

    Each line keeps its Ligne and everything typed on it: the advice too, since it was given on the same item and
    quantity. The day is left to the one it is sent on.

    Parameters
    ----------
    office
        Tables `Projets`, `Versions` and `Devis`.
    project, number
        Those of the version copied.

    Raises
    ------
    ProgrammeRefused
        Unknown project or version, or no number left.
    """
    original = version_named(office, project, number)
    new = next_version(office, project_named(office, project))
    version = {**_typed(original), "version": new, "status": QuoteStatus.DRAFT, "day": None}
    lines = [
        {**_typed(row), "version": new}
        for row in office["Devis"]
        if (row.project, row.version) == (project, number)
    ]
    rows = {
        "Versions": rows_of(VERSIONS, [version], office["Versions"].next_number),
        "Devis": rows_of(QUOTE, lines, office["Devis"].next_number),
    }
    return Copied(new, rows)


def sent(office: Office, project: str, number: int) -> Rows:
    """The row of `Versions` of a draft once it is sent: its status, and its day when it has none.

    Raises
    ------
    ProgrammeRefused
        Unknown project or version, one that is no draft, or what keeps it from being sent.
    """
    version = version_named(office, project, number)
    if version.status not in ("", QuoteStatus.DRAFT):
        frozen = frozen_register(office).versions.get((project, number))
        since = f", figée le {frozen.day:%d/%m/%Y}" if frozen else ""
        message = (
            f"la version {number} de {project} est « {version.status} »{since} : seul un brouillon se fige ; pour la "
            f"changer, copiez-la : « postprod quote --copy {number} »"
        )
        raise ProgrammeRefused(version.blocking("status", version.status, QuoteStatus.DRAFT, message))
    if problems := sending_problems(office, project, number):
        raise ProgrammeRefused(*problems)
    changed = {"status": str(QuoteStatus.SENT), "day": version.day or office.today}
    rows = rows_of(VERSIONS, [changed], version.row)
    return rows.only(*changed)


def check_pair(office: Office, project: str, numbers: tuple[int, int]) -> None:
    """Refuse two versions that cannot be compared.

    Raises
    ------
    ProgrammeRefused
        Unknown project, a version that it does not have, or the same one twice.
    """
    for number in numbers:
        version_named(office, project, number)
    if numbers[0] == numbers[1]:
        message = (
            f"la version {numbers[0]} n'a rien de différent d'elle-même : donnez deux versions de {project}"
        )
        raise asked("--compare", f"{numbers[0]} {numbers[1]}", "deux versions", message)


def others_in_force(office: Office, project: str, number: int) -> list[str]:
    """What to do of the other versions of a project once one is sent: a French line each."""
    accepted = accepted_versions(office).get(project)
    lines = []
    for row in office["Versions"]:
        if row.project != project or row.version == number:
            continue
        if row.version == accepted:
            lines.append(
                f"la version {accepted}, acceptée, fait référence jusqu'à l'accord sur la {number} : passez-la alors à "
                f"« {QuoteStatus.REPLACED} »"
            )
        elif row.status == QuoteStatus.SENT:
            lines.append(
                f"la version {row.version} est toujours « {row.status} » : passez-la à « {QuoteStatus.REPLACED} » si "
                f"la {number} prend sa place"
            )
    return lines


def _typed(row: Row) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in row.table.typed}
