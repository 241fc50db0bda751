"""The rows of one list of an office, as typed records of our table; each cell that cannot be read is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from postprod_xl.domain.adopting.codes import code_of
from postprod_xl.domain.adopting.full_names import with_names_apart
from postprod_xl.domain.adopting.recognising import Part, wanted
from postprod_xl.domain.mapping.known_names import KnownNames, name_key
from postprod_xl.domain.mapping.listing import Listing
from postprod_xl.domain.mapping.proposal import ColumnMapping, MappedColumn, Sureness, proposed
from postprod_xl.domain.mapping.values import converted
from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Kind, Unreadable, is_empty, shown_in
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.units import folded

Record = dict[str, Any]

NAMED_BY = {
    "Equipe": ("last_name", "first_name"),
    "Clients": ("name",),
    "Salles": ("name",),
    "Tarifs": ("label",),
    "Projets": ("title",),
    "Planning": ("label", "step"),
}
"""By table, the columns that say what a row is called, from which a code is made."""
_LONGEST_CODE = 15
_TOTAL = re.compile(r"(?:sous[ -]?)?total\b|somme\b", re.IGNORECASE)
