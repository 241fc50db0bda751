"""A DCP folder read from its own lists: ASSETMAP, packing lists (PKL), compositions (CPL). No essence is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.documents.media.dcp_folders.compositions import (
    composition_of,
    is_signed,
    standard_of,
    uuid_of,
)
from postprod_xl.documents.media.dcp_folders.hashes import sha1_of
from postprod_xl.documents.media.dcp_folders.paths import (
    ASSET_MAPS,
    VOLUME_INDEXES,
    asset_map_of,
    files_of,
    inside,
)
from postprod_xl.documents.media.dcp_folders.records import (
    DcpAsset,
    DcpComposition,
    DcpFacts,
    DcpHash,
    DcpPackingList,
)
from postprod_xl.documents.media.records import Unread
from postprod_xl.documents.media.untrusted import (
    MEBIBYTE,
    UnreadableMedia,
    bytes_of,
    local_name,
    text_of,
    whole,
    xml_root,
)

if TYPE_CHECKING:
    from lxml import etree

LARGEST_LIST = 16 * MEBIBYTE
"""Bytes past which an XML of a DCP is no list: the subtitles of a reel may weigh more (SMPTE ST 429-5)."""
_SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"


def read_dcp(folder: Path) -> DcpFacts | Unread:
    """What a DCP folder holds, by its lists and by the files that stand there.

    Parameters
    ----------
    folder
        The folder of the ASSETMAP. No file outside it is opened, whatever its lists say.

    Returns
    -------
    DcpFacts or Unread
        Unread when ASSETMAP is absent or cannot be read; a list inside that cannot is a remark.
    """
    try:
        return _Folder(folder).facts()
    except UnreadableMedia as refusal:
        return refusal.unread(folder.name)


def check_hashes(
    folder: Path, facts: DcpFacts, progress: Callable[[int], None] | None = None
) -> Iterator[DcpHash]:
    """The hash of each file that a packing list names and that stands in the folder, computed again.

    It reads every byte: `progress` is told how many were read each time; `facts.assets` gives their sum beforehand.
    """
    for asset in facts.assets:
        path = inside(folder, asset.path) if asset.path else None
        if asset.declared_hash and asset.is_here and path is not None:
            yield DcpHash(asset.path, asset.declared_hash, sha1_of(path, progress))


@dataclass
class _Folder:
    """A folder while it is read."""

    folder: Path
    assets: dict[str, DcpAsset] = field(default_factory=dict)
    compositions: list[tuple[str, etree._Element]] = field(default_factory=list)
    packing_lists: list[DcpPackingList] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def facts(self) -> DcpFacts:
        if not self.folder.is_dir():
            raise UnreadableMedia("ce n'est pas un dossier : un DCP est le dossier qui contient ASSETMAP")
        path = asset_map_of(self.folder)
        if path is None:
            raise UnreadableMedia(f"pas de {ASSET_MAPS[0]} dans ce dossier : ce n'est pas un DCP")
        if path.name not in ASSET_MAPS:
            self.remarks.append(
                f"« {path.name} » devrait s'appeler {ASSET_MAPS[0]} : un serveur ne le trouvera pas"
            )
        present = files_of(self.folder)
        asset_map = self._list_at(path, "AssetMap")
        self._read_assets(asset_map)
        self._read_lists()
        named = self._named()
        known = {name.casefold() for name in (*ASSET_MAPS, *VOLUME_INDEXES)}
        return DcpFacts(
            folder=self.folder.resolve().name,
            standard=standard_of(asset_map),
            compositions=self._compositions(),
            packing_lists=tuple(self.packing_lists),
            assets=tuple(self.assets.values()),
            missing=tuple(a.path for a in self.assets.values() if a.path and not a.is_here),
            unlisted=tuple(
                sorted(file for file in present if file not in named and file.casefold() not in known)
            ),
            size_bytes=sum(present.values()),
            remarks=tuple(dict.fromkeys(self.remarks)),
        )

    def _named(self) -> set[str]:
        """The files that ASSETMAP names, as they are called in the folder: it may write them as addresses."""
        paths = (inside(self.folder, asset.path) for asset in self.assets.values() if asset.is_here)
        top = self.folder.resolve()
        return {path.relative_to(top).as_posix() for path in paths if path is not None}

    def _list_at(self, path: Path, root_name: str) -> etree._Element:
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise UnreadableMedia(f"« {path.name} » est un lien qui sort du dossier : non lu")
        root = xml_root(bytes_of(path, LARGEST_LIST))
        if local_name(root) != root_name:
            raise UnreadableMedia(
                f"« {path.name} » n'est pas un ASSETMAP : sa racine est « {local_name(root)} »"
            )
        if standard_of(root) is None:
            self.remarks.append(f"« {path.name} » : norme inconnue, ni Interop ni SMPTE")
        return root

    def _read_assets(self, asset_map: etree._Element) -> None:
        for asset in asset_map.iterfind("{*}AssetList/{*}Asset"):
            identifier = uuid_of(text_of(asset, "Id"))
            written = text_of(asset, "ChunkList/Chunk/Path")
            if len(asset.findall("{*}ChunkList/{*}Chunk")) > 1:
                self.remarks.append(
                    f"« {written} » est réparti sur plusieurs volumes : seul le premier est lu"
                )
            if identifier in self.assets:
                self.remarks.append(f"ASSETMAP nomme deux fois l'élément {identifier} : le premier est gardé")
                continue
            self.assets[identifier] = DcpAsset(identifier, written, found_bytes=self._size_of(written))

    def _size_of(self, written: str) -> int | None:
        path = inside(self.folder, written)
        if path is None:
            self.remarks.append(f"ASSETMAP nomme « {written[:200]} », hors du dossier : non lu")
            return None
        try:
            return path.stat().st_size if path.is_file() else None
        except OSError:
            return None

    def _read_lists(self) -> None:
        """Open each XML that ASSETMAP names: the SMPTE gives compositions and packing lists no type of their own."""
        for asset in tuple(self.assets.values()):
            path = inside(self.folder, asset.path)
            if path is None or not asset.found_bytes or path.suffix.casefold() != ".xml":
                continue
            if asset.found_bytes > LARGEST_LIST:
                self.remarks.append(f"« {asset.path} » : plus de {LARGEST_LIST // MEBIBYTE} Mio, non ouvert")
                continue
            try:
                root = xml_root(bytes_of(path, LARGEST_LIST))
            except UnreadableMedia as refusal:
                self.remarks.append(f"« {asset.path} » : {refusal.reason}")
                continue
            if local_name(root) == "PackingList":
                self._read_packing_list(root, asset.path)
            elif local_name(root) == "CompositionPlaylist":
                self.compositions.append((asset.path, root))
        if not self.packing_lists:
            self.remarks.append("aucune liste d'éléments (PKL) : ni tailles ni empreintes à vérifier")
        if not self.compositions:
            self.remarks.append("aucune composition (CPL) lue : rien à projeter")

    def _read_packing_list(self, root: etree._Element, file: str) -> None:
        packing_list = DcpPackingList(
            file,
            uuid_of(text_of(root, "Id")),
            standard_of(root),
            text_of(root, "AnnotationText"),
            is_signed(root),
        )
        self.packing_lists.append(packing_list)
        for listed in root.iterfind("{*}AssetList/{*}Asset"):
            identifier = uuid_of(text_of(listed, "Id"))
            asset = self.assets.get(identifier)
            if asset is None:
                self.remarks.append(f"la PKL « {file} » nomme l'élément {identifier}, absent d'ASSETMAP")
                asset = DcpAsset(identifier)
            self.assets[identifier] = replace(
                asset,
                type=text_of(listed, "Type"),
                declared_bytes=whole(text_of(listed, "Size")),
                declared_hash=self._hash_of(listed, identifier),
            )

    def _hash_of(self, listed: etree._Element, identifier: str) -> str:
        algorithm = listed.find("{*}HashAlgorithm")
        name = _SHA1 if algorithm is None else algorithm.get("Algorithm", "")
        if name == _SHA1:
            return "".join(text_of(listed, "Hash").split())
        self.remarks.append(f"élément {identifier} : empreinte « {name} », autre que SHA-1, non vérifiée")
        return ""

    def _compositions(self) -> tuple[DcpComposition, ...]:
        here = {identifier for identifier, asset in self.assets.items() if asset.is_here}
        return tuple(composition_of(root, file, here) for file, root in self.compositions)
