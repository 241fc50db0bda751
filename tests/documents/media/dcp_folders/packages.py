"""DCP folders made by hand for the tests: the lists of either standard around any files."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid5

SMPTE = {
    "AM": "http://www.smpte-ra.org/schemas/429-9/2007/AM",
    "PKL": "http://www.smpte-ra.org/schemas/429-8/2007/PKL",
    "CPL": "http://www.smpte-ra.org/schemas/429-7/2006/CPL",
}
INTEROP = {
    "AM": "http://www.digicine.com/PROTO-ASDCP-AM-20040311#",
    "PKL": "http://www.digicine.com/PROTO-ASDCP-PKL-20040311#",
    "CPL": "http://www.digicine.com/PROTO-ASDCP-CPL-20040511#",
}
TITLE = "LaMer_SHR_F_FR-XX_FR_51_2K_MER_20261130_MER_SMPTE_OV"
_ROOM = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def uuid(name: str) -> str:
    """A UUID that is always the same for a name, of version 4 in its digits as clairmeta wants it."""
    digits = str(uuid5(_ROOM, name))
    return f"{digits[:14]}4{digits[15:19]}a{digits[20:]}"


@dataclass(frozen=True)
class Reel:
    """A reel: its picture, its sound and the rest of its list, by the names of files."""

    picture: str = ""
    sound: str = ""
    duration: int = 48
    rate: str = "24 1"
    markers: str = ""
    more: str = ""
    in_picture: str = ""


@dataclass
class Package:
    """A DCP being made."""

    folder: Path
    spaces: dict[str, str] = field(default_factory=lambda: dict(SMPTE))
    title: str = TITLE
    files: dict[str, str] = field(default_factory=dict)
    """Each file by its path in the folder, with its type in the packing list."""

    @property
    def is_interop(self) -> bool:
        return self.spaces is INTEROP

    def cpl(self, reels: list[Reel], name: str = "CPL.xml", more: str = "") -> None:
        listed = "".join(self._reel(number, reel) for number, reel in enumerate(reels))
        text = (
            f'<CompositionPlaylist xmlns="{self.spaces["CPL"]}"><Id>urn:uuid:{uuid(name)}</Id>'
            f"<AnnotationText>{self.title}</AnnotationText><IssueDate>2026-11-30T01:00:00+00:00</IssueDate>"
            f"<Issuer>MER</Issuer><Creator>essai</Creator><ContentTitleText>{self.title}</ContentTitleText>"
            f"<ContentKind>short</ContentKind><ContentVersion><Id>urn:uri:{uuid('v')}</Id>"
            "<LabelText>1</LabelText></ContentVersion><RatingList/>"
            f"<ReelList>{listed}</ReelList>{more}</CompositionPlaylist>"
        )
        self.write(name, text, "text/xml;asdcpKind=CPL" if self.is_interop else "text/xml")

    def _reel(self, number: int, reel: Reel) -> str:
        rate, length = reel.rate, reel.duration
        timing = (
            f"<EditRate>{rate}</EditRate><IntrinsicDuration>{length}</IntrinsicDuration>"
            f"<EntryPoint>0</EntryPoint><Duration>{length}</Duration>"
        )
        aspect = "1.85" if self.is_interop else "1998 1080"
        picture = (
            f"<MainPicture><Id>urn:uuid:{uuid(reel.picture)}</Id>{timing}{reel.in_picture}<FrameRate>{rate}</FrameRate>"
            f"<ScreenAspectRatio>{aspect}</ScreenAspectRatio></MainPicture>"
        )
        sound = f"<MainSound><Id>urn:uuid:{uuid(reel.sound)}</Id>{timing}<Language>fr</Language></MainSound>"
        return (
            f"<Reel><Id>urn:uuid:{uuid(f'reel{number}')}</Id><AssetList>"
            f"{reel.markers}{picture if reel.picture else ''}{sound if reel.sound else ''}{reel.more}"
            "</AssetList></Reel>"
        )

    def write(self, name: str, text: str | bytes, type: str = "text/xml") -> Path:
        data = (
            text if isinstance(text, bytes) else f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
        )
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.files[name] = type
        return path

    def add(self, name: str, type: str = "application/mxf") -> None:
        self.files[name] = type

    def close(self, more_assets: str = "") -> Path:
        """Write the packing list and ASSETMAP of what was added; gives the folder."""
        assets = "".join(
            f"<Asset><Id>urn:uuid:{uuid(name)}</Id><Hash>{sha1(self.folder / name)}</Hash>"
            f"<Size>{(self.folder / name).stat().st_size}</Size><Type>{type}</Type></Asset>"
            for name, type in self.files.items()
        )
        self.write(
            "PKL.xml",
            f'<PackingList xmlns="{self.spaces["PKL"]}"><Id>urn:uuid:{uuid("PKL.xml")}</Id>'
            f"<AnnotationText>{self.title}</AnnotationText><IssueDate>2026-11-30T01:00:00+00:00</IssueDate>"
            f"<Issuer>MER</Issuer><Creator>essai</Creator><AssetList>{assets}</AssetList></PackingList>",
        )
        mark = "<PackingList/>" if self.is_interop else "<PackingList>true</PackingList>"
        assets = "".join(asset(name, name, mark if name == "PKL.xml" else "") for name in self.files)
        volumes = "<VolumeCount>1</VolumeCount>"
        dated = "<IssueDate>2026-11-30T01:00:00+00:00</IssueDate><Issuer>MER</Issuer>"
        creator = "<Creator>essai</Creator>"
        about = f"{volumes}{dated}{creator}" if self.is_interop else f"{creator}{volumes}{dated}"
        text = (
            f'<AssetMap xmlns="{self.spaces["AM"]}"><Id>urn:uuid:{uuid("AM")}</Id>{about}'
            f"<AssetList>{assets}{more_assets}</AssetList></AssetMap>"
        )
        name = "ASSETMAP" if self.is_interop else "ASSETMAP.xml"
        (self.folder / name).write_bytes(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode())
        return self.folder


def asset(name: str, path: str, mark: str = "") -> str:
    """An element of ASSETMAP."""
    return (
        f"<Asset><Id>urn:uuid:{uuid(name)}</Id>{mark}<ChunkList><Chunk><Path>{path}</Path>"
        "<VolumeIndex>1</VolumeIndex></Chunk></ChunkList></Asset>"
    )


def sha1(path: Path) -> str:
    return base64.b64encode(hashlib.sha1(path.read_bytes()).digest()).decode()


def make_picture(path: Path, frames: int, rate: int = 24, size: str = "64x32") -> None:
    """A JPEG 2000 picture wrapped by frame in an MXF."""
    _ffmpeg(
        "-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}", "-frames:v", str(frames), "-c:v", "jpeg2000", path
    )


def make_sound(path: Path, seconds: int) -> None:
    """A sound of 48 kHz and 24 bits in an MXF: of one channel, the most that ffmpeg writes without a picture."""
    _ffmpeg(
        "-f", "lavfi", "-i", "anoisesrc=r=48000:a=0.01", "-t", str(seconds), "-ac", "1", "-c:a", "pcm_s24le",
        "-f", "mxf_opatom", "-mxf_audio_edit_rate", "24", path,
    )  # fmt: skip


def _ffmpeg(*arguments: object) -> None:
    command = ["ffmpeg", "-v", "error", "-y", *(str(argument) for argument in arguments)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
