from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.documents.media.dcp_folders.packages import Package, Reel, make_picture, make_sound

MARKERS = (
    "<MainMarkers><Id>urn:uuid:5f0e5b44-6cf0-4e4d-9f5a-000000000001</Id><EditRate>24 1</EditRate>"
    "<IntrinsicDuration>48</IntrinsicDuration><MarkerList>"
    "<Marker><Label>FFEC</Label><Offset>12</Offset></Marker>"
    "<Marker><Label>FFMC</Label><Offset>40</Offset></Marker></MarkerList></MainMarkers>"
)


@pytest.fixture(scope="session")
def essences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pictures of 48 and 24 frames and their sounds, made once."""
    folder = tmp_path_factory.mktemp("essences")
    for number, seconds in ((1, 2), (2, 1)):
        make_picture(folder / f"image{number}.mxf", frames=24 * seconds)
        make_sound(folder / f"son{number}.mxf", seconds=seconds)
    return folder


@pytest.fixture
def package(essences: Path, tmp_path: Path) -> Package:
    """A SMPTE package with its essences and no list yet."""
    return filled(Package(tmp_path / "LaMer"), essences)


@pytest.fixture
def film(package: Package) -> Path:
    """A good SMPTE DCP of two reels: 2 s with its markers, then 1 s."""
    package.cpl(
        [
            Reel("image1.mxf", "son1.mxf", 48, markers=MARKERS),
            Reel("image2.mxf", "son2.mxf", 24),
        ]
    )
    return package.close()


def filled(package: Package, essences: Path) -> Package:
    package.folder.mkdir(parents=True)
    for path in sorted(essences.iterdir()):
        shutil.copy(path, package.folder / path.name)
        package.add(path.name)
    return package
