"""Avails in the columns of MovieLabs (EMA Avails, template « Movies » v1.9), and the checks that its rows must pass.

Sources, read on 2026-11-30 in MovieLabs/mddf at commit e7f032b: the columns and which are required,
`test/resources/avails/xlsx/Movies_v1.9.xlsx`; the words, `resources/vocab_avail_v2.7.json`; the checks,
`resources/structure_avail_v2.6.1.json`, and `CMValidator` for the form of identifiers. Nothing of them is copied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from postprod_xl.schema.cells.formats import COUNTRIES

VERSION = 1.9
TAB = "Movies"
Cell = str | int | float | date
"""What a cell of a row holds; what is empty is not in the row."""
_GROUPS = (
    ("Avail", "DisplayName Licensee"),
    ("AvailTrans", "AssetLanguage Territory TerritoryExclusion"),
    ("Avail", "StoreType"),
    ("AvailAsset", "WorkType"),
    ("Disposition", "EntryType"),
    (
        "AvailMetadata",
        "TitleInternalAlias TitleDisplayUnlimited LocalizationType CompanyDisplayCredit GroupIdentity Director",
    ),
    (
        "AvailTrans",
        "LicenseType LicenseRightsDescription FormatProfile HDR WCG HFR NGAudio Start StartLag End EndLag"
        " WindowDuration PriceType PriceValue PriceCurrency SRP Description Download OtherTerms OtherInstructions",
    ),
    ("AvailAsset", "TitleID EditID AltID ContentID"),
    ("Avail", "AvailID UV_ID DMA_ID ReportingID"),
    ("AvailAsset", "Metadata"),
    ("Avail", "ALID"),
    ("AvailTrans", "SuppressionLiftDate SpecialPreOrderFulfillDate AnnounceDate"),
    ("AvailMetadata", "ReleaseYear ReleaseHistoryOriginal ReleaseHistoryPhysicalHV"),
    ("Avail", "ExceptionFlag"),
    ("AvailMetadata", "RatingSystem RatingValue RatingReason"),
    ("AvailTrans", "RentalDuration WatchDuration"),
    ("AvailMetadata", "CaptionIncluded CaptionExemption Any"),
    (
        "AvailTrans",
        "ContractID TitleStatus Exclusive ExclusiveAttributes BrandingRights BrandingRightsAttributes",
    ),
    ("Avail", "ServiceProvider"),
    ("AvailMetadata", "TotalRunTime"),
    ("AvailTrans", "HoldbackLanguage AllowedLanguages RequiredFulfillmentLanguages"),
    ("Avail", "BundleALIDs"),
    ("AvailMetadata", "RetailerID1 RetailerID2 RetailerID3"),
    ("Avail", "RetailerSpare1 RetailerSpare2 RetailerSpare3"),
    ("AvailAsset", "PackageLabel"),
)
COLUMNS = tuple((group, name) for group, names in _GROUPS for name in names.split())
"""Every column of the template, its group over its name, from left to right."""
REQUIRED = (
    *("Territory", "WorkType", "EntryType", "TitleInternalAlias", "LicenseType", "FormatProfile"),
    *("Start", "End", "ContentID", "ALID"),
)
PRICED = ("PriceType", "PriceValue")
"""Required too, unless the licence is SVOD."""
SVOD, PREORDER = "SVOD", "POEST"
LICENSES = ("EST", "VOD", SVOD, PREORDER, "Pre-Release", "Library")
ENTRIES = ("Full Extract", "Full Delete", "Create", "Update", "Delete")
FORMATS = ("UHD", "HD", "SD", "3D", "3DUHD", "3DHD", "3DSD")
WORK_TYPES = ("Movie", "Short")
"""Those of a title sold alone; series, seasons and episodes have a template of their own."""
CONDITIONS = ("Open", "Immediate", "ESTStart", "EST", "Broadcast", "Completed", "Theatrical")
"""What may stand for a date; « TBD », which the vocabulary has, is for the state of an offer only."""
TEXT_PRICES = ("Tier", "Category", "LicenseFee")
MONEY_PRICES = ("WSP", "DMRP", "SMRP")
"""The price types whose value is an amount in a currency; `SRP` has a column of its own since v1.7."""
_REDUCTION = "TPR-"
_CLOSED: Mapping[str, tuple[str, ...]] = {
    "LicenseType": LICENSES,
    "EntryType": ENTRIES,
    "FormatProfile": FORMATS,
    "WorkType": WORK_TYPES,
}
_IDENTIFIERS = {"ContentID": "cid", "ALID": "alid"}
_IDENTIFIER = re.compile(r"md:(?P<kind>[a-z]+):(?P<scheme>[^:\s]+):(?P<ssid>\S+)")
_SSID = {
    "eidr-s": re.compile(r"(?:[0-9A-F]{4}-){5}[0-9A-Z]"),
    "isan": re.compile(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}-[0-9A-Z](?:(?:-[0-9A-F]{4}){2}-[0-9A-Z])?"),
}
_CURRENCY = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
AvailsRow = Mapping[str, Cell]


@dataclass(frozen=True)
class MovielabsAvails:
    """What is free of a catalogue, as rows of the template.

    Parameters
    ----------
    day
        The day it speaks of.
    rows
        One a title, a territory, a licence, a format and a window; each by the names of its columns.
    """

    day: date
    rows: tuple[AvailsRow, ...]


def heading_rows() -> tuple[tuple[Cell, ...], ...]:
    """The three rows above the avails: groups, names, then the version and which columns are required."""
    needed = ("//REQ" if name in REQUIRED else "//Opt" for _, name in COLUMNS[1:])
    return tuple(group for group, _ in COLUMNS), tuple(name for _, name in COLUMNS), (VERSION, *needed)


def row_faults(row: AvailsRow) -> Iterator[str]:
    """What is wrong with a row, a French sentence each; none, the row may be exported."""
    for check in _CHECKS:
        yield from check(row)


def _missing(row: AvailsRow) -> Iterator[str]:
    needed = REQUIRED if row.get("LicenseType") == SVOD else (*REQUIRED, *PRICED)
    yield from (f"{name} manque" for name in needed if row.get(name, "") == "")


def _words(row: AvailsRow) -> Iterator[str]:
    for name, words in _CLOSED.items():
        value = row.get(name, "")
        if value != "" and value not in words:
            yield f"{name} : « {value} » n'est pas du vocabulaire, attendu : {', '.join(words)}"


def _territories(row: AvailsRow) -> Iterator[str]:
    value = row.get("Territory", "")
    if value != "" and value not in COUNTRIES:
        yield f"Territory : « {value} » n'est pas un code ISO 3166-1 à deux lettres"


def _dates(row: AvailsRow) -> Iterator[str]:
    for name in ("Start", "End"):
        value = row.get(name, "")
        if isinstance(value, str) and value and value not in CONDITIONS:
            yield f"{name} : « {value} » n'est ni un jour ni une condition, attendu : {', '.join(CONDITIONS)}"
    start, end = row.get("Start"), row.get("End")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        yield f"End : {end.isoformat()} est avant Start, {start.isoformat()}"


def _preorders(row: AvailsRow) -> Iterator[str]:
    is_preorder = row.get("LicenseType") == PREORDER
    if is_preorder and not isinstance(row.get("SuppressionLiftDate"), date):
        yield f"SuppressionLiftDate : un jour est attendu d'une licence {PREORDER}"
    if not is_preorder and row.get("SpecialPreOrderFulfillDate", "") != "":
        yield f"SpecialPreOrderFulfillDate : admis d'une licence {PREORDER} seulement"


def _prices(row: AvailsRow) -> Iterator[str]:
    kind = str(row.get("PriceType", "")).removeprefix(_REDUCTION)
    if not kind:
        return
    if kind not in (*TEXT_PRICES, *MONEY_PRICES):
        expected = ", ".join((*TEXT_PRICES, *MONEY_PRICES))
        yield f"PriceType : « {kind} » n'est pas un prix, attendu : {expected}"
    elif kind in MONEY_PRICES:
        if not _AMOUNT.fullmatch(str(row.get("PriceValue", ""))):
            yield f"PriceValue : un montant est attendu d'un prix {kind}, comme 9.99"
        if not _CURRENCY.fullmatch(str(row.get("PriceCurrency", ""))):
            yield f"PriceCurrency : trois lettres sont attendues d'un prix {kind}, comme EUR"


def _languages(row: AvailsRow) -> Iterator[str]:
    languages = [part.strip() for part in str(row.get("AssetLanguage", "")).split(",") if part.strip()]
    if row.get("LicenseType") != SVOD and len(languages) > 1:
        yield f"AssetLanguage : une seule langue est admise hors {SVOD}, trouvé {', '.join(languages)}"


def _identifiers(row: AvailsRow) -> Iterator[str]:
    for name, kind in _IDENTIFIERS.items():
        value = str(row.get(name, ""))
        match = _IDENTIFIER.fullmatch(value)
        if value and (match is None or match["kind"] != kind):
            yield f"{name} : « {value} » n'a pas la forme md:{kind}:système:identifiant"
        elif match and match["scheme"] in _SSID and not _SSID[match["scheme"]].fullmatch(match["ssid"]):
            yield f"{name} : « {match['ssid']} » n'est pas un identifiant {match['scheme']}"


_CHECKS: tuple[Callable[[AvailsRow], Iterator[str]], ...] = (
    _missing,
    _words,
    _territories,
    _dates,
    _preorders,
    _prices,
    _languages,
    _identifiers,
)
