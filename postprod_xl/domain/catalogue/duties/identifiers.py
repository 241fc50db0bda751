"""DRT-17: the ISAN and EIDR of works and versions that are not right, or that several works share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import Society
from postprod_xl.schema.cells.work_identifiers import Identifier, read_eidr, read_isan
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import WORK_VERSIONS, WORKS
from postprod_xl.schema.vocabulary import Severity

RULE = "DRT-17"
_FIX = "Recopiez-le du certificat de l'agence, ou corrigez celui des deux qui se trompe."


class IdentifierFault(NamedTuple):
    """What is wrong with the identifier of a row, in French."""

    row: Row
    column: str
    found: str
    message: str
    severity: Severity


class _Written(NamedTuple):
    """An identifier as it stands in a cell."""

    name: Society
    row: Row
    column: str
    text: str
    read: Identifier

    @property
    def owner(self) -> str:
        """What it identifies, as a person names it."""
        version = getattr(self.row, "version", "")
        return f"{self.row.work}, version {version}" if version else str(self.row.work)

    def fault(self, message: str, severity: Severity = Severity.WARNING) -> IdentifierFault:
        return IdentifierFault(self.row, self.column, self.text, message, severity)


def identifier_faults(office: Office) -> list[IdentifierFault]:
    """What is wrong in the identifiers of `Oeuvres` and `VersionsOeuvre`.

    Source: ISO 15706 and EIDR ID Format, the check character of both being of ISO 7064 Mod 37,36. One without its
    check characters is understood and only mentioned: nothing tells a mistyped digit.
    """
    written = [
        *_written(office, Society.ISAN, "isan", read_isan),
        *_written(office, Society.EIDR, "eidr", read_eidr),
    ]
    return [*_wrong(written), *_shared(written), *_of_another_work(written)]


def identifier_problems(faults: Iterable[IdentifierFault]) -> list[Problem]:
    """The faults as problems of their cells."""
    return [
        (fault.row.info if fault.severity is Severity.INFO else fault.row.warning)(
            fault.column, fault.found, "un identifiant juste", fault.message
        )
        for fault in faults
    ]


def identifier_findings(faults: Iterable[IdentifierFault]) -> list[RightsFinding]:
    """The faults as findings of their works; what only cannot be verified is none."""
    return [
        RightsFinding(RULE, fault.severity, fault.row.work, "", fault.message, _FIX)
        for fault in faults
        if fault.severity is not Severity.INFO
    ]


def _written(
    office: Office, name: Society, column: str, read: Callable[[str], Identifier]
) -> Iterator[_Written]:
    for table in (WORKS, WORK_VERSIONS):
        for row in office[table.name]:
            if text := getattr(row, column):
                yield _Written(name, row, column, text, read(text))


def _wrong(written: Iterable[_Written]) -> Iterator[IdentifierFault]:
    for one in written:
        said = f"Identifiant {one.name} « {one.text} »"
        if one.read.fault:
            yield one.fault(f"{said} invalide : {one.read.fault}")
        elif not one.read.is_checked:
            right = f"{one.read.canonical} si les chiffres sont justes"
            yield one.fault(f"{said} sans caractère de contrôle, rien ne le vérifie : {right}", Severity.INFO)
        elif one.name is Society.ISAN and one.row.table is WORK_VERSIONS and not one.read.has_version:
            yield one.fault(f"{said} sans les huit chiffres de la version : c'est celui de l'œuvre")


def _shared(written: Iterable[_Written]) -> Iterator[IdentifierFault]:
    """An ISAN names one work and a V-ISAN one version; an EIDR one work or one version."""
    first: dict[tuple[Society, str], _Written] = {}
    for one in written:
        is_work = one.name is Society.ISAN and one.row.table is WORKS
        if key := one.read.root if is_work else one.read.canonical:
            other = first.setdefault((one.name, key), one)
            if other is not one:
                yield one.fault(f"Identifiant {one.name} « {one.text} » déjà donné à {other.owner}")


def _of_another_work(written: Iterable[_Written]) -> Iterator[IdentifierFault]:
    """The V-ISAN of a version begins with the ISAN of its work."""
    isans = [one for one in written if one.name is Society.ISAN and one.read.root]
    of_works = {one.row.work: one for one in isans if one.row.table is WORKS}
    for one in isans:
        of_work = of_works.get(one.row.work)
        if one.row.table is WORK_VERSIONS and of_work and one.read.root != of_work.read.root:
            message = f"Identifiant ISAN « {one.text} » d'une autre œuvre : celui de {one.row.work} est {of_work.text}"
            yield one.fault(message)
