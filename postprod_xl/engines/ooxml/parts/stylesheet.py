"""The style sheet of a workbook (`xl/styles.xml`), to which entries are only ever added."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from lxml import etree

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.markup import MAIN, MC, content_key, insert_in_order, main, serialise

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

FIRST_CUSTOM_FORMAT = 164
"""Number formats below this number are built into the applications (ISO/IEC 29500-1, 18.8.30)."""

# fmt: off
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)
# fmt: on
_EMPTY = f"""<styleSheet xmlns="{MAIN}">
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_STYLES_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"


def styles_part(package: Package) -> str | None:
    """Name of the style sheet's part, or `None` when the workbook has none."""
    targets = (r.target for r in package.relationships(package.workbook_part) if r.type.endswith("/styles"))
    return next(targets, None)


class StyleSheet:
    """Fonts, fills, borders, number formats and cell formats of one workbook.

    An index given by a method stays good for ever: entries are appended, or an equal one is used again;
    none is moved, changed or removed.
    """

    def __init__(self, root: etree._Element, original: bytes = b"") -> None:
        self._root = root
        self._original = original
        self._known: dict[str, dict[tuple[object, ...], int]] = {}
        self._listed: dict[str, list[tuple[etree._Element, ...]]] = {}
        self._grown = False

    @classmethod
    def of(cls, package: Package) -> StyleSheet:
        """The style sheet of `package`; the standard empty one when it has none."""
        part = styles_part(package)
        if part is None:
            return cls(etree.fromstring(_EMPTY.replace("\n", "")))
        return cls(package.parse_xml(part), package.read(part))

    def write_to(self, package: Package) -> None:
        """Put the style sheet back into its workbook; without any new entry the part stays as it was."""
        part = styles_part(package)
        if part is None:
            self._create_in(package)
        elif self._grown:
            package.replace(part, serialise(self._root, self._original))

    def entries(self, collection: str) -> list[etree._Element]:
        """Entries of a collection (`fonts`, `cellXfs`, `dxfs`…) in the order of their indexes.

        Raises
        ------
        Refused
            When alternative contents do not have the same number of entries, so that an index is ambiguous.
        """
        return [entries[-1] for entries in self.alternatives(collection)]

    def alternatives(self, collection: str) -> list[tuple[etree._Element, ...]]:
        """What may stand at each index of a collection: one entry, or one for each alternative content.

        Raises
        ------
        Refused
            As `entries`, which gives the last of each: what an application that knows no alternative sees.
        """
        if collection not in self._listed:
            found = self._root.find(main(collection))
            children = () if found is None else found
            self._listed[collection] = [entries for child in children for entries in _resolved(child)]
        return self._listed[collection]

    def add(self, collection: str, entry: etree._Element) -> int:
        """Index of `entry` in a collection: an equal entry's, else that of a copy appended at its end."""
        known = self._known_entries(collection)
        key = content_key(entry)
        if key not in known:
            known[key] = self.append(collection, entry)
        return known[key]

    def append(self, collection: str, entry: etree._Element) -> int:
        """Index of a copy of `entry` appended to a collection, be there an equal one or not."""
        into = self._collection(collection)
        index = len(self.entries(collection))
        into.append(copy.deepcopy(entry))
        into[-1].tail = None
        into.set("count", str(index + 1))
        self._listed.pop(collection, None)
        self._grown = True
        return index

    def number_formats(self) -> dict[int, str]:
        """Format codes declared in the style sheet, by number; the built-in ones are not declared."""
        found = self._root.find(main("numFmts"))
        declared = found.iter(main("numFmt")) if found is not None else ()
        numbered = ((e.get("numFmtId", "").strip(), e.get("formatCode", "")) for e in declared)
        return {int(number): code for number, code in numbered if number.isdecimal()}

    def number_format(self, code: str) -> int:
        """Number of the format `code` (as in the file: English, `#,##0.00`), declared if it was not."""
        declared = self.number_formats()
        same = [number for number, known in declared.items() if known == code]
        if same:
            return same[0]
        number = max([FIRST_CUSTOM_FORMAT - 1, *declared]) + 1
        self.append("numFmts", etree.Element(main("numFmt"), numFmtId=str(number), formatCode=code))
        return number

    def indexed_colours(self) -> list[str] | None:
        """The workbook's own palette as ARGB text, or `None` when it has the standard one."""
        own = self._root.find(f"{main('colors')}/{main('indexedColors')}")
        return None if own is None else [e.get("rgb", "") for e in own.iter(main("rgbColor"))]

    def _known_entries(self, collection: str) -> dict[tuple[object, ...], int]:
        if collection not in self._known:
            self._collection(collection)
            known: dict[tuple[object, ...], int] = {}
            for index, entry in enumerate(self.entries(collection)):
                known.setdefault(content_key(entry), index)
            self._known[collection] = known
        return self._known[collection]

    def _collection(self, name: str) -> etree._Element:
        """The collection, created with the entries an application takes for granted."""
        found = self._root.find(main(name))
        if found is None:
            given = etree.fromstring(_EMPTY.replace("\n", "")).find(main(name))
            found = etree.Element(main(name), count="0") if given is None else given
            insert_in_order(self._root, found, _ORDER)
            self._listed.pop(name, None)
        if name == "fills" and len(self.entries(name)) < 2:
            # Applications take fill 1 for gray125 whatever the file says.
            etree.SubElement(
                etree.SubElement(found, main("fill")), main("patternFill"), patternType="gray125"
            )
            self._listed.pop(name, None)
        return found

    def _create_in(self, package: Package) -> None:
        folder = package.workbook_part.rpartition("/")[0]
        part = f"{folder}/styles.xml".lstrip("/")
        package.add(part, serialise(self._root))
        package.add_override(part, _STYLES_TYPE)
        package.add_relationship(package.workbook_part, _STYLES_RELATIONSHIP, part)


def _resolved(child: etree._Element) -> list[tuple[etree._Element, ...]]:
    """The entry itself, or those that alternative content stands for, index by index."""
    if child.tag != f"{{{MC}}}AlternateContent":
        return [(child,)] if isinstance(child.tag, str) else []
    branches = [
        [entry for entry in branch if isinstance(entry.tag, str)] for branch in child.iterchildren("*")
    ]
    if child.find(f"{{{MC}}}Fallback") is None:
        branches.append([])
    if len({len(branch) for branch in branches}) != 1:
        raise Refused(
            "styles du classeur : formats au nombre variable selon la version d'Excel ; "
            "enregistrez le classeur sous un nouveau nom dans Excel, puis recommencez."
        )
    return list(zip(*branches, strict=True))
