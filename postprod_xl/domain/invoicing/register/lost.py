"""Documents that the ledger has lost: rows cut or emptied by hand, which other cells of the workbook still speak of.

A number is never given up (CGI, annexe II, art. 242 nonies A): the rows come back from a kept version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from postprod_xl.domain.home.journal import summaries_of
from postprod_xl.domain.invoicing.register.ledger import (
    ENTRY_CELLS,
    NUMBER,
    SERIES,
    Number,
    entries,
    first_rank,
    is_former,
)
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.wording import listed
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.tables.billing import INVOICE_LINES, INVOICES, SCHEDULE
from postprod_xl.schema.tables.home import JOURNAL
from postprod_xl.schema.tables.home import SETTINGS as SETTINGS_TABLE
from postprod_xl.schema.tables.originals import ORIGINALS
from postprod_xl.schema.vocabulary import InvoiceType

ISSUING = "invoice"
"""The command that issues documents, as `Journal` names it."""
SEQUENCE = "la suite des numéros"
TAB = "l'onglet de ce numéro"
KEPT = "une version gardée (dossier .postprod/backups, à côté du classeur)"
RESTORE = f"remettez ses cellules d'après {KEPT}"
RESTORE_LINES = f"remettez ses lignes d'après {KEPT}"
UPGRADE = "« postprod upgrade »"
FIRST_NUMBERS = next(setting.name for setting in SETTINGS if setting.code == "first_numbers")
TRACES = {"Originaux": "document", "Echeancier": "invoice", "Journal": "command summary"}
"""The cells that name documents, besides those of the ledger."""
_RUN = 3
_NAMED = 100
"""Numbers of one run that are looked for in the kept versions."""


@dataclass(frozen=True)
class Traces:
    """What the workbook says of each document, besides the rows of `Factures`.

    Parameters
    ----------
    places
        In French, where each number is named.
    issued
        The numbers that `Journal` says were issued here.
    """

    places: dict[Number, list[str]] = field(default_factory=lambda: defaultdict(list))
    issued: set[Number] = field(default_factory=set)

    @cached_property
    def names(self) -> frozenset[str]:
        """The numbers, as cells hold them."""
        return frozenset(map(str, self.places))

    def add(self, texts: Iterable[str], place: str) -> None:
        """Note that a place names some numbers, each once."""
        for text in dict.fromkeys(texts):
            if (match := NUMBER.fullmatch(text)) and place not in self.places[Number.of(match)]:
                self.places[Number.of(match)].append(place)


@fact(Factures="number type origin", LignesFacture="invoice", **TRACES)
def traces(office: Office) -> Traces:
    """Where the workbook names documents: lines, credit notes, steps, journal, tabs."""
    found = Traces()
    found.add(office["LignesFacture"].column("invoice"), INVOICE_LINES.tab)
    found.add(office[ORIGINALS.name].column("document"), ORIGINALS.tab)
    for number, kind, origin in office["Factures"].select("number", "type", "origin"):
        if kind == InvoiceType.CREDIT_NOTE:
            found.add([origin], f"l'avoir {number}" if number else "un avoir qui n'a plus de numéro")
    found.add(office["Echeancier"].column("invoice"), SCHEDULE.tab)
    told = summaries_of(office["Journal"], ISSUING)
    issued = [match for summary in told for match in NUMBER.finditer(summary)]
    found.issued.update(map(Number.of, issued))
    found.add([match[0] for match in issued], JOURNAL.tab)
    found.add(office.tabs, TAB)
    return found


@fact(Factures=ENTRY_CELLS, LignesFacture="invoice", Parametres="name value", **TRACES)
def lost_documents(office: Office) -> list[Problem]:
    """The documents that the rows of `Factures` no longer hold: one problem a series and year.

    Blocking, but for the numbers before the first one that the workbook knows of: a series taken over from another
    program begins at a later number, which the settings declare.
    """
    seen, held = traces(office), _held(office)
    problems: list[Problem] = []
    for lost in _lost(office, seen, held):
        problems += _not_known(office, lost, held) if lost.is_doubtful else _known(lost, held, seen)
    return [*problems, *_contradicted(office, seen)]


def lost_numbers(office: Office) -> list[str]:
    """The numbers that `lost_documents` says are lost for sure; of a long run, its first ones."""
    return [
        str(Number(lost.series, lost.year, rank))
        for lost in _lost(office, traces(office), _held(office))
        if not lost.is_doubtful
        for first, last in lost.merged()
        for rank in range(first, min(last, first + _NAMED) + 1)
    ]


@fact(Factures=ENTRY_CELLS)
def own_documents(office: Office) -> list[Row]:
    """The rows of `Factures` but for those of another program, which only their numbers concern."""
    return [
        entry
        for entry in entries(office)
        if (match := NUMBER.fullmatch(entry.number)) is None or not is_former(office, Number.of(match))
    ]


def is_traced(office: Office) -> Callable[[str], bool]:
    """Whether the workbook shows that a document was issued here, besides its row of `Factures`."""
    return traces(office).names.__contains__


@dataclass
class LostNumbers:
    """Numbers of one series and year, as runs of ranks: the first and the last, none when the last comes before.

    `is_doubtful` tells those that another program may have given.
    """

    series: str
    year: int
    runs: list[tuple[int, int]]
    is_doubtful: bool = False

    @property
    def count(self) -> int:
        return sum(last - first + 1 for first, last in self.merged())

    def merged(self) -> list[tuple[int, int]]:
        """The runs in order, those that touch made one."""
        merged: list[tuple[int, int]] = []
        for first, last in sorted(run for run in self.runs if run[0] <= run[1]):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(last, merged[-1][1])
            else:
                merged.append((first, last))
        return merged

    def __str__(self) -> str:
        """Their numbers: all of them, a long run by its ends.

        >>> str(LostNumbers("FA", 2026, [(2, 2), (4, 5), (7, 7), (8, 20)]))
        'FA-2026-0002, FA-2026-0004, FA-2026-0005, FA-2026-0007 à FA-2026-0020'
        """
        texts = []
        for first, last in self.merged():
            ends = [str(Number(self.series, self.year, rank)) for rank in dict.fromkeys((first, last))]
            texts.append((" à " if last - first >= _RUN - 1 else ", ").join(ends))
        return ", ".join(texts)


def _held(office: Office) -> dict[Number, Row]:
    return {Number.of(match): entry for entry in entries(office) if (match := NUMBER.fullmatch(entry.number))}


def _lost(office: Office, seen: Traces, held: Mapping[Number, Row]) -> Iterator[LostNumbers]:
    known = sorted(number for number in {*held, *seen.places} if not is_former(office, number))
    for (series, year), of_year in groupby(known, key=lambda number: number[:2]):
        ranks = [number.rank for number in of_year]
        befores = [first_rank(office, series, year) - 1, *ranks]
        first, *gaps = [(before + 1, rank - 1) for before, rank in zip(befores, ranks, strict=False)]
        gaps += [(rank, rank) for rank in ranks if Number(series, year, rank) not in held]
        is_first_year = year == min(number.year for number in known if number.series == series)
        yield LostNumbers(series, year, [first], is_doubtful=is_first_year)
        yield LostNumbers(series, year, gaps)


def _known(lost: LostNumbers, held: Mapping[Number, Row], seen: Traces) -> Iterator[Problem]:
    if not lost.count:
        return
    where = [
        seen.places[number]
        for number in sorted(seen.places)
        if number[:2] == (lost.series, lost.year) and number not in held
    ]
    named = list(dict.fromkeys(place for places in where for place in places))
    if lost.count > len(where):
        named.insert(0, SEQUENCE)
    its, rows = ("sa", "ligne") if lost.count == 1 else ("leurs", "lignes")
    keeps = "garde" if len(named) == 1 else "gardent"
    message = (
        f"il manque {lost}, {_absent(lost)} du registre : {listed(named)} en {keeps} la trace ; remettez {its} {rows} "
        f"de {INVOICES.tab} et de {INVOICE_LINES.tab} d'après {KEPT}, sinon d'après le document envoyé"
    )
    if named == [TAB]:
        message += " ; si l'onglet vient d'un autre classeur, renommez-le"
    yield _problem(blocking, lost, held, message)


def _not_known(office: Office, lost: LostNumbers, held: Mapping[Number, Row]) -> Iterator[Problem]:
    """What is said of the numbers before the first known one: lost, or given by another program."""
    if not lost.count:
        return
    first = Number(lost.series, lost.year, lost.merged()[-1][1] + 1)
    message = (
        f"il manque {lost}, {_absent(lost)} du registre : remettez-y ce qui a été effacé d'après {KEPT} ; si un autre "
        f"programme a donné ces numéros, écrivez {first} dans {SETTINGS_TABLE.tab}, « {FIRST_NUMBERS} »"
    )
    if FIRST_NUMBERS not in office[SETTINGS_TABLE.name].column("name"):
        message += f", une ligne à y ajouter ({UPGRADE} le fait)"
    yield _problem(warning, lost, held, message)


def _absent(lost: LostNumbers) -> str:
    gender = "" if lost.series == SERIES[InvoiceType.CREDIT_NOTE] else "e"
    return f"absent{gender}{'s' if lost.count > 1 else ''}"


def _problem(
    make: Callable[..., Problem], lost: LostNumbers, held: Mapping[Number, Row], message: str
) -> Problem:
    """A problem at the last document of the same series and year."""
    last = max((number for number in held if number[:2] == (lost.series, lost.year)), default=None)
    heading = INVOICES.heading("number")
    row, found = (held[last].row, str(last)) if last else (None, "aucun document")
    return make(INVOICES.name, row, heading, found, "une suite sans trou", message)


def _contradicted(office: Office, seen: Traces) -> Iterator[Problem]:
    """A number issued here before the one that the settings call the first."""
    earlier = sorted(number for number in seen.issued if is_former(office, number))
    if earlier:
        rows = dict(office[SETTINGS_TABLE.name].select("name", "value"))
        written = str(rows.get(FIRST_NUMBERS, ""))
        message = f"« {FIRST_NUMBERS} » dit {written} et {earlier[0]} a été émise ici : écrivez le vrai premier numéro"
        yield blocking(SETTINGS_TABLE.name, None, "", written, f"{earlier[0]} au plus", message)
