"""What is free of works as rows of MovieLabs avails, and what cannot be said in their words.

Their vocabulary has no code for AVOD, FAST and the other media: what is free there is told and not exported. Nothing is
guessed: neither a format, nor a price, nor an identifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from postprod_xl.documents.catalogue.movielabs import AvailsRow, Cell, row_faults
from postprod_xl.domain.catalogue.cells.spans import DaySpan
from postprod_xl.domain.catalogue.free.asking import AnsweredWork
from postprod_xl.domain.catalogue.free.windows import FreeWindow, leaves_of
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted, listed
from postprod_xl.schema.catalogue_vocabulary import WorkType
from postprod_xl.schema.cells.formats import COUNTRIES
from postprod_xl.schema.cells.work_identifiers import EIDR_PREFIX, Identifier, read_eidr, read_isan
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import WORK_VERSIONS, WORKS

DEFAULT_MEDIA = "VOD ; FAST"
"""What is asked when no medium is: all that platforms take, whether or not MovieLabs has a code for it."""
LICENSES = {"EST": "EST", "TVOD": "VOD", "SVOD": "SVOD"}
"""The licence type of each of our media that has one (vocabulary v2.7)."""
_WORK_TYPES = {
    WorkType.FILM: "Movie",
    WorkType.TV_FILM: "Movie",
    WorkType.DOCUMENTARY: "Movie",
    WorkType.SHORT_FILM: "Short",
}
"""A movie is of any length but short, on any support, documentaries included (Common Metadata, WorkType, as the
metadata template of a platform quotes it: tarjelavik/mam-dlr-architecture). Other types may be series, which have a
template of their own."""
_EIDR = "eidr-s"
_HINTS = {"FormatProfile": "--format", "Price": "--price"}
_MINUTES_PER_HOUR = 60
_SHOWN = 8
"""Territories that a line names; of more, how many."""


@dataclass(frozen=True)
class AvailsPrice:
    """A price of an avail: its term, its value, the currency of an amount."""

    kind: str
    value: str
    currency: str = ""


@dataclass(frozen=True)
class OfferedTerms:
    """What the house offers and no table holds.

    Parameters
    ----------
    formats
        Format profiles: UHD, HD, SD…; a row each.
    prices
        By licence type.
    """

    formats: tuple[str, ...] = ()
    prices: Mapping[str, AvailsPrice] = field(default_factory=dict)


_Refused = dict[tuple[str, ...], list[tuple[str, int]]]
"""By the faults of some rows, their licence and their territories."""


@dataclass(frozen=True)
class Offers:
    """The rows of a work that may be exported, and a French line for each thing that may not."""

    rows: tuple[AvailsRow, ...] = ()
    lines: tuple[str, ...] = ()


class MovielabsMaker:
    """What turns answers into rows.

    Parameters
    ----------
    office
        Its works and their versions.
    grounds
        The axes of rights.
    terms
        What the house offers.
    """

    def __init__(self, office: Office, grounds: Grounds, terms: OfferedTerms) -> None:
        self._grounds, self._terms = grounds, terms
        self._works = {row.work: row for row in office[WORKS.name]}
        self._versions = {(row.work, row.version): row for row in office[WORK_VERSIONS.name]}
        self._house = office.settings["company_name"] or ""
        axis = grounds.territories
        self._coded = axis.mask_of(code for code in axis.codes if code in COUNTRIES)

    def offers(self, rights: AnsweredWork, version: str = "") -> Offers:
        """The rows of what is free of one work, or of one of its versions."""
        if rights.answer is None or not rights.windows:
            return Offers()
        work = self._works[rights.work]
        own = self._versions.get((work.work, version)) if version else None
        identified = _identified(work, own)
        if faults := [*_work_faults(work, identified)]:
            return Offers(lines=tuple(f"{work.work} : {fault}" for fault in faults))
        cells = self._of_work(work, own, rights.answer.question.languages) | identified
        rows: list[AvailsRow] = []
        refused: _Refused = {}
        for window in rights.windows:
            for medium in leaves_of(window.media):
                if license_type := LICENSES.get(*self._grounds.media.leaves(medium)):
                    rows += self._rows({**cells, "LicenseType": license_type}, window, refused)
        lines = [*_version_lines(work, own), *self._refusals(work, refused), *self._uncoded(rights)]
        return Offers(tuple(rows), tuple(lines))

    def _rows(self, cells: Mapping[str, Cell], window: FreeWindow, refused: _Refused) -> Iterator[AvailsRow]:
        """A row a territory, a span and a format; what has a fault is added to what is refused, by its faults."""
        license_type = str(cells["LicenseType"])
        codes = self._grounds.territories.leaves(window.territories & self._coded)
        for span in window.spans if codes else ():
            for profile in self._terms.formats or ("",):
                offered = {**cells, "Territory": codes[0], "FormatProfile": profile}
                row = _row(offered, span, self._terms.prices.get(license_type))
                # Every territory here has a code: they all have the same faults.
                if faults := tuple(row_faults(row)):
                    refused.setdefault(faults, []).append((license_type, window.territories))
                else:
                    yield from ({**row, "Territory": code} for code in codes)

    def _refusals(self, work: Row, refused: _Refused) -> Iterator[str]:
        """What is wrong with rows, those that have the same faults on one line."""
        for faults, places in refused.items():
            licenses = listed(list(dict.fromkeys(license_type for license_type, _ in places)))
            hints = [told for name, told in _HINTS.items() if any(fault.startswith(name) for fault in faults)]
            remedy = f" ; donnez {listed(hints)}" if hints else ""
            where = self._said(reduce(or_, (mask for _, mask in places)))
            yield f"{work.work}, {licenses} : {' ; '.join(faults)}{remedy} ({where})"

    def _uncoded(self, rights: AnsweredWork) -> Iterator[str]:
        """What is free and has no words in the vocabulary."""
        media = reduce(or_, (window.media for window in rights.windows))
        uncoded = [leaf for leaf in leaves_of(media) if self._grounds.media.leaves(leaf)[0] not in LICENSES]
        if uncoded:
            told = listed([self._grounds.said_media(leaf) for leaf in uncoded])
            yield f"{rights.work}, {told} : libre, mais sans code MovieLabs : non exporté"
        territories = reduce(or_, (window.territories for window in rights.windows))
        if without := territories & ~self._coded:
            yield f"{rights.work}, {self._said(without)} : libre, mais sans code ISO 3166-1 : non exporté"

    def _said(self, mask: int) -> str:
        """Territories, in words when these are few."""
        codes = self._grounds.territories.leaves(mask)
        said = self._grounds.said_territories(mask)
        return said if len(codes) <= _SHOWN or "," not in said else counted(len(codes), "territoire")

    def _of_work(self, work: Row, version: Row | None, languages: int) -> dict[str, Cell]:
        """The cells that every row of a work has, but its identifiers."""
        minutes = (version and version.minutes) or work.minutes
        hours, rest = divmod(minutes or 0, _MINUTES_PER_HOUR)
        return {
            "DisplayName": self._house,
            "EntryType": "Full Extract",
            "WorkType": _WORK_TYPES[work.type],
            "TitleInternalAlias": work.title,
            "TitleDisplayUnlimited": work.title,
            "ReleaseYear": work.year or "",
            "TotalRunTime": f"{hours:02d}:{rest:02d}:00" if minutes else "",
            **self._languages(work, version, languages),
        }

    def _languages(self, work: Row, version: Row | None, asked: int) -> dict[str, Cell]:
        """The language of what is delivered; those that the offer is limited to, when it is."""
        own = (version.sound_language if version else "") or work.original_language or ""
        axis = self._grounds.languages
        if asked == axis.everything:
            return {"AssetLanguage": own.strip().lower()}
        codes = ",".join(axis.leaves(asked))
        return {"AssetLanguage": codes, "AllowedLanguages": codes}


def _row(cells: Mapping[str, Cell], span: DaySpan, price: AvailsPrice | None) -> AvailsRow:
    row = {**cells, "Start": span.first_day, "End": span.last_day}
    if price is not None:
        row |= {"PriceType": price.kind, "PriceValue": price.value, "PriceCurrency": price.currency}
    return {name: cell for name, cell in row.items() if cell != ""}


def _identifier(row: Row) -> tuple[str, str] | None:
    """The scheme and the identifier of a work or of a version: its EIDR, else its ISAN, where one is verified."""
    eidr, isan = read_eidr(row.eidr or ""), read_isan(row.isan or "")
    if _holds(eidr):
        return _EIDR, eidr.canonical.removeprefix(f"{EIDR_PREFIX}/")
    return ("isan", isan.canonical) if _holds(isan) else None


def _holds(identifier: Identifier) -> bool:
    return bool(identifier.canonical) and identifier.is_checked and not identifier.fault


def _identified(work: Row, version: Row | None) -> dict[str, Cell]:
    """The identifiers of a work and of what is offered of it; none when those of the work are not verified."""
    title = _identifier(work)
    if title is None:
        return {}
    edit = _identifier(version) if version else None
    offered = edit or title
    cells: dict[str, Cell] = {
        "ContentID": f"md:cid:{title[0]}:{title[1]}",
        "ALID": f"md:alid:{offered[0]}:{offered[1]}",
    }
    for name, found in (("TitleID", title), ("EditID", edit)):
        if found and found[0] == _EIDR:
            cells[name] = f"{EIDR_PREFIX}/{found[1]}"
    return cells


def _work_faults(work: Row, identified: Mapping[str, Cell]) -> Iterator[str]:
    """What keeps every row of a work from being exported."""
    if not work.title:
        yield f"TitleInternalAlias manque, « {WORKS.heading('title')} » est vide : non exportée"
    if work.type not in _WORK_TYPES:
        types = listed([f"« {each} »" for each in _WORK_TYPES])
        what = f"« {work.type} »" if work.type else "vide"
        yield f"WorkType n'est pas connu, « {WORKS.heading('type')} » est {what} : seuls sont exportés {types}"
    if not identified:
        yield f"ContentID et ALID manquent, ni EIDR ni ISAN vérifié dans {WORKS.tab}{_why(work)} : non exportée"


def _version_lines(work: Row, version: Row | None) -> Iterator[str]:
    if version is not None and _identifier(version) is None:
        yield (
            f"{work.work}, version {version.version} : ni EIDR ni V-ISAN vérifié{_why(version)}, ALID est celui de "
            "l'œuvre"
        )


def _why(row: Row) -> str:
    """What is wrong with the identifiers that are typed."""
    faults = [
        f"{name} « {text} » : {found.fault or 'sans caractère de contrôle'}"
        for name, text, found in (
            (row.table.heading("eidr"), row.eidr, read_eidr(row.eidr or "")),
            (row.table.heading("isan"), row.isan, read_isan(row.isan or "")),
        )
        if text
    ]
    return f" ({' ; '.join(faults)})" if faults else ""


def work_lines(offers: Sequence[Offers]) -> list[str]:
    """Every line of some works, once."""
    return list(dict.fromkeys(line for each in offers for line in each.lines))
