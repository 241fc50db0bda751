"""Damages of the file: any part of the package rewritten, lost or exchanged, and the archive around the parts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from postprod_xl.hosts.files.creation import create_master
from tests.fuzz.archives import ARCHIVE_DAMAGES
from tests.fuzz.markup import BINARY_DAMAGES, TEXT_DAMAGES, Damaged
from tests.fuzz.office import parts
from tests.masters import contents, repacked


def damaged_package(chance: Random) -> Damaged:
    """A damage in words, and the file."""
    if chance.random() < 0.18:
        return chance.choice(ARCHIVE_DAMAGES)(chance)
    part, content = _drawn_part(chance), parts()
    if chance.random() < 0.1:
        content = macro_parts()
        part = chance.choice([name for name in content if name not in parts()])
    if chance.random() < 0.12:
        what, files = chance.choice(_WHOLE_PARTS)(part, dict(content), chance)
        return f"{part} {what}", repacked(files)
    damages = TEXT_DAMAGES if part.endswith((".xml", ".rels")) else BINARY_DAMAGES
    what, data = chance.choice(damages)(content[part], chance)
    return f"{part} : {what}", repacked({**content, part: data})


@cache
def part_weights() -> dict[str, float]:
    """Parts with the chance of each: the sheets are many, the parts that hold them together few."""
    common = ("worksheets/sheet", "tables/table", "worksheets/_rels")
    alone = [name for name in parts() if not any(mark in name for mark in common)]
    shares = {name: 0.35 / len(alone) for name in alone}
    for mark, share in zip(common, (0.4, 0.17, 0.08), strict=True):
        group = [name for name in parts() if mark in name]
        shares.update({name: share / len(group) for name in group})
    return shares


def _drawn_part(chance: Random) -> str:
    return chance.choices(list(part_weights()), list(part_weights().values()))[0]


@cache
def macro_parts() -> dict[str, bytes]:
    """The parts of a master with macros: its project, its ribbon, its buttons."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bureau.xlsm"
        create_master(path)
        return contents(path)


Whole = Callable[[str, dict[str, bytes], Random], tuple[str, dict[str, bytes]]]


def _deleted(part: str, files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    del files[part]
    return "deleted", files


def _renamed(part: str, files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    name = chance.choice(
        [
            *(part.upper(), part.replace("/", "\\"), f"/{part}", f"../{part}", f"./{part}", f"{part}/"),
            *(part.replace("xl", "xl2"), f"{part} ", f"é{part}", part.replace(".", "%2E"), "a" * 300 + part),
            part.replace("/", "//"),
        ]
    )
    renamed = {name if other == part else other: data for other, data in files.items()}
    return f"named {name[:80]!r}", renamed


def _replaced(part: str, files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    other = chance.choice(list(files))
    files[part] = files[other]
    return f"replaced by {other}", files


def _exchanged(part: str, files: dict[str, bytes], chance: Random) -> tuple[str, dict[str, bytes]]:
    other = chance.choice([name for name in files if name.rpartition("/")[0] == part.rpartition("/")[0]])
    files[part], files[other] = files[other], files[part]
    return f"exchanged with {other}", files


_WHOLE_PARTS: tuple[Whole, ...] = (_deleted, _deleted, _renamed, _renamed, _replaced, _exchanged)
