"""The workbook as a package of parts: what is not replaced stays as it was, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

from lxml import etree

from postprod_xl.engines.ooxml import safe_xml
from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.engines.ooxml.files import refusal
from postprod_xl.engines.ooxml.files.archive import MAX_TOTAL_BYTES, Archive, Member, parse
from postprod_xl.engines.ooxml.files.archive_writing import rebuild
from postprod_xl.engines.ooxml.markup import serialise
from postprod_xl.engines.ooxml.parts import dialects, opc
from postprod_xl.engines.ooxml.parts.opc import CONTENT_TYPES, Relationship, part_key

Made = TypeVar("Made")


class Package:
    """A workbook read in memory, with the changes asked for since; nothing is written to disk.

    Part names are those of the archive (``xl/workbook.xml``), without leading slash; they are looked up
    without regard to case. XML parts are given in UTF-8 with the Transitional names of Open XML, whatever the
    workbook's own (see `dialects`); a Strict workbook is written with its names. Every message names the file.

    Attributes
    ----------
    path
        The file read.
    source
        Its bytes, the backslashes of part names made slashes.
    sha256
        Their SHA-256, in hexadecimal.
    """

    def __init__(self, path: Path, source: bytes) -> None:
        """Check the bytes of a workbook; see `open` for the errors."""
        self.path = path
        self.source = source
        self.sha256 = hashlib.sha256(source).hexdigest()
        self._pending: dict[str, bytes | None] = {}
        self._made: dict[str, dict[Callable[..., Any], Any]] = {}
        self._respelled: set[str] = set()
        self._is_strict = False
        with naming(path):
            self._archive = _checked_archive(source)
            self.source = self._archive.source
            self._members = {member.name: member for member in self._archive.members}
            self._spelling = {part_key(name): name for name in self._members if not name.endswith("/")}
            self._check_workbook()

    @classmethod
    def open(cls, path: Path) -> Package:
        """Read a workbook and check that it can be edited without losing anything.

        Parameters
        ----------
        path
            An .xlsx, .xlsm, .xltx or .xltm file, at most 1 GiB once decompressed.

        Raises
        ------
        UnusableFile
            If it is missing, not a workbook, encrypted, damaged (every member's CRC-32 is checked), suspect, or
            in a variant we do not edit (.xls, .xlsb, a trial version of Office 2007).
        """
        with naming(path):
            if not str(path).strip("."):
                raise Refused("aucun nom de fichier ; un classeur Excel .xlsx ou .xlsm est attendu.")
            if path.exists() and not path.is_file():
                raise Refused("ce n'est pas un fichier ; un classeur Excel .xlsx ou .xlsm est attendu.")
            if path.stat().st_size > MAX_TOTAL_BYTES:
                raise Refused(
                    "fichier de plus de 1 Gio : ce n'est pas un classeur de bureau, vérifiez son nom."
                )
            source = path.read_bytes()
        return cls(path, source)

    def _check_workbook(self) -> None:
        names = frozenset(self._spelling)
        refusal.check_contents(names, self.read("mimetype") if "mimetype" in names else b"")
        main = self._main_relationship()
        refusal.check_main_type(self.content_type(main.target))
        root = self.parse_xml(main.target)
        self._is_strict = dialects.STRICT in main.type or dialects.STRICT in root.tag
        refusal.check_workbook_root(root.tag)

    def _main_relationship(self) -> Relationship:
        for relationship in self.relationships(""):
            if relationship.type.endswith("/officeDocument"):
                return relationship
        raise Refused("archive Office sans classeur ; un classeur Excel .xlsx ou .xlsm est attendu.")

    @property
    def workbook_part(self) -> str:
        """Name of the main part, nearly always ``xl/workbook.xml``."""
        return self._main_relationship().target

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parts now: in the archive's order, then those added."""
        return tuple(self._spelling.values())

    @property
    def changed(self) -> frozenset[str]:
        """Names of the parts added, replaced or removed since the file was read."""
        return frozenset(self._pending)

    @property
    def is_signed(self) -> bool:
        """Whether the whole file bears a digital signature, which any change makes invalid."""
        return any(name.startswith("_xmlsignatures/") and name.endswith(".xml") for name in self._spelling)

    @property
    def vba_part(self) -> str | None:
        """Name of the part that holds the macros, None when there are none."""
        keys = (key for key in self._spelling if key.rpartition("/")[2] == "vbaproject.bin")
        return next((self._spelling[key] for key in keys), None)

    def __contains__(self, part: str) -> bool:
        """Whether the package has this part now."""
        return part_key(part) in self._spelling

    def read(self, part: str) -> bytes:
        """Give a part's content as it is now.

        Raises
        ------
        UnusableFile
            If the workbook lacks the part, or if it is damaged.
        """
        with naming(self.path):
            name = self._spelling.get(part_key(part))
            if name is None:
                raise Refused(f"la partie « {part} » manque : reprenez une copie ou une sauvegarde.")
            pending = self._pending.get(name)
            return self._original(name) if pending is None else pending

    def parse_xml(self, part: str) -> etree._Element:
        """Give the root element of an XML part; a document type or an entity is refused.

        Raises
        ------
        UnusableFile
            If the part is missing, damaged, not well-formed or suspect.
        """
        data = self.read(part)
        with naming(self.path):
            return safe_xml.parse(data, part)

    def replace(self, part: str, data: bytes) -> None:
        """Give a part a new content; nothing happens if it is the present one.

        Raises
        ------
        KeyError
            If the package lacks the part.
        """
        name = self._spelling[part_key(part)]
        self._put(name, data)

    def add(self, part: str, data: bytes) -> None:
        """Add a part, last in the archive.

        Raises
        ------
        ValueError
            If the package has the part already.
        """
        if part in self:
            raise ValueError(f"part already in the package: {part}")
        removed = {part_key(name): name for name in self._pending}
        name = removed.get(part_key(part), part)
        self._spelling[part_key(part)] = name
        self._put(name, data)

    def made_of(self, part: str, make: Callable[[Package, str], Made]) -> Made:
        """Give what `make` makes of a part alone, once while the part stays the same: nobody changes it in place."""
        made = self._made.setdefault(self._spelling.get(part_key(part), part), {})
        if make not in made:
            made[make] = make(self, part)
        return cast("Made", made[make])

    def take_made(self, other: Package) -> None:
        """Take over what was made of the parts of another version that are the same in this one, byte for byte."""
        for name, made in other._made.items():
            if self._spelling.get(part_key(name)) == name and self.read(name) == other.read(name):
                self._made[name] = {**made}

    def _put(self, name: str, data: bytes) -> None:
        self._made.pop(name, None)
        if self._is_original(name, data):
            self._pending.pop(name, None)
        else:
            self._pending[name] = data

    def _original(self, name: str) -> bytes:
        """Give a part as it was, in the spelling that this program reads."""
        data = self._archive.inflate(self._members[name])
        if not dialects.is_xml(name):
            return data
        plain = dialects.in_utf8(data, name)
        plain = dialects.transitional(plain) if self._is_strict else plain
        if plain is not data:
            self._respelled.add(name)
        return plain

    def _is_original(self, name: str, data: bytes) -> bool:
        member = self._members.get(name)
        if member is None or (name not in self._respelled and member.size != len(data)):
            return False
        return self._original(name) == data

    def _as_spelled(self, name: str, data: bytes | None) -> bytes | None:
        """Give a changed part as the workbook spells its own."""
        if data is None or not self._is_strict or not dialects.is_xml(name):
            return data
        member = self._members.get(name)
        return dialects.strict_again(data, None if member is None else self._archive.inflate(member))

    def remove(self, part: str) -> None:
        """Remove a part; its content type and its relationships are left to the caller.

        Raises
        ------
        KeyError
            If the package lacks the part.
        """
        name = self._spelling.pop(part_key(part))
        self._made.pop(name, None)
        if name in self._members:
            self._pending[name] = None
        else:
            del self._pending[name]

    def to_bytes(self) -> bytes:
        """Give the file as it should be saved: the source itself if nothing changed."""
        return rebuild(
            self._archive, {name: self._as_spelled(name, data) for name, data in self._pending.items()}
        )

    def content_type(self, part: str) -> str:
        """Give the declared content type of a part, `""` if there is none."""
        return opc.content_type(self.parse_xml(CONTENT_TYPES), part)

    def add_override(self, part: str, kind: str) -> None:
        """Declare the content type of a part, after the other declarations; nothing where it is known already."""
        types = self.parse_xml(CONTENT_TYPES)
        if opc.content_type(types, part) != kind:
            opc.set_override(types, part, kind)
            self._rewrite(CONTENT_TYPES, types)

    def remove_override(self, part: str) -> None:
        """Withdraw the declaration of a part's content type, if there is one."""
        types = self.parse_xml(CONTENT_TYPES)
        override = opc.find_override(types, part)
        if override is not None:
            types.remove(override)
            self._rewrite(CONTENT_TYPES, types)

    def relationships(self, part: str) -> list[Relationship]:
        """Give the relationships of a part in file order (`""`: those of the package)."""
        holder = opc.relationships_part(part)
        if holder not in self:
            return []
        data = self.read(holder)
        with naming(self.path):
            return list(opc.relationships(data, part))

    def add_relationship(self, part: str, kind: str, target: str) -> str:
        """Link `part` to the part `target`; gives the identifier of the new relationship."""
        holder = opc.relationships_part(part)
        if holder not in self:
            self.add(holder, opc.RELATIONSHIPS_ROOT)
            self.add_override(holder, opc.RELATIONSHIPS_TYPE)
        root = self.parse_xml(holder)
        new_id = opc.append_relationship(root, part, kind, target)
        self._rewrite(holder, root)
        return new_id

    def remove_relationship(self, part: str, relationship_id: str) -> None:
        """Remove one relationship of a part, and the part that held them if it was the last.

        Raises
        ------
        KeyError
            If the part has no such relationship.
        """
        holder = opc.relationships_part(part)
        root = self.parse_xml(holder)
        elements = {element.get("Id"): element for element in opc.relationship_elements(root)}
        root.remove(elements.pop(relationship_id))
        if elements:
            self._rewrite(holder, root)
        else:
            self.remove(holder)
            self.remove_override(holder)

    def _rewrite(self, part: str, root: etree._Element) -> None:
        self.replace(part, serialise(root, self.read(part)))


def _checked_archive(source: bytes) -> Archive:
    refusal.check_signature(source)
    archive = parse(source)
    refusal.check_names(member.name.rstrip("/") for member in archive.members)
    archive.verify()
    return _without_repeats(archive)


def _without_repeats(archive: Archive) -> Archive:
    """Give the archive with each part once: programs do not agree on which of two contents is the part."""
    kept: dict[str, Member] = {}
    for member in archive.members:
        twin = kept.setdefault(part_key(member.name.rstrip("/")), member)
        if twin is not member and archive.inflate(twin) != archive.inflate(member):
            raise Refused(
                f"l'archive contient deux fois « {member.name} », avec deux contenus : ouvrez le classeur dans Excel, "
                "vérifiez-le et enregistrez-le sous un autre nom."
            )
    return replace(archive, members=tuple(kept.values()))
