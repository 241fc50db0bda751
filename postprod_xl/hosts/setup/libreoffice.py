"""LibreOffice on this machine: where it is, what its profile allows macros, and what its buttons need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from postprod_xl.engines.ooxml.errors import Refused, naming
from postprod_xl.hosts.setup.changes import Change, FileChange
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.hosts.setup.settings import (
    content_of,
    home_settings_file,
    interpreter_key,
    python_to_start,
    with_settings,
)

if TYPE_CHECKING:
    from lxml import etree

_INSTALL_PATH = r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath"
_REGISTRY = "{http://openoffice.org/2001/registry}"
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_VBA_IMPORT = "/org.openoffice.Office.Calc/Filter/Import/VBA"
_EMPTY_PROFILE = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n</oor:items>\n'
)
# What LibreOffice does unless a profile says otherwise.
_HIGH, _LEVELS = 2, frozenset("0123")


@dataclass(frozen=True)
class MacroSecurity:
    """What a profile lets macros do.

    Attributes
    ----------
    level
        0 low, 1 asks, 2 signed or in a trusted folder (LibreOffice's own choice), 3 trusted folder only.
    folders
        The trusted folders, as URLs.
    runs_vba
        Whether the macros of Excel files run at all.
    """

    level: int
    folders: tuple[str, ...]
    runs_vba: bool

    def trusts(self, path: Path) -> bool:
        """Whether a file lies in a trusted folder or below."""
        return any(path.is_relative_to(folder) for folder in map(_folder_of_url, self.folders) if folder)


def office_found(machine: Machine) -> str:
    """The program of LibreOffice that answers in a terminal, "" when this machine has none."""
    if machine.is_windows:
        folder = str(machine.registry.values(_INSTALL_PATH).get("", ""))
        return str(Path(folder) / "soffice.com") if folder else machine.program("soffice.com") or ""
    if machine.is_macos:
        application = machine.applications / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
        if application.exists():
            return str(application)
    return machine.program("soffice") or machine.program("libreoffice") or ""


def profile_folder(machine: Machine) -> Path:
    """Where LibreOffice keeps this person's choices.

    Source: `UserInstallation` of LibreOffice's bootstrap file, `$SYSUSERCONFIG` being the system's folder.
    """
    if machine.is_windows:
        roaming = machine.environment.get("APPDATA") or machine.home / "AppData" / "Roaming"
        return Path(roaming) / "LibreOffice" / "4"
    if machine.is_macos:
        return machine.home / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(machine.environment.get("XDG_CONFIG_HOME") or machine.home / ".config") / "libreoffice" / "4"


def macro_security(profile: Path) -> MacroSecurity:
    """What the profile lets macros do; LibreOffice's own choices where it says nothing.

    Raises
    ------
    UnusableFile
        The profile is damaged.
    """
    with naming(_choices(profile)):
        root = _parsed(_content(profile))
    level = _values(root, _SCRIPTING, "MacroSecurityLevel")
    refused = _values(root, _SCRIPTING, "DisableMacrosExecution") == ["true"]
    runs = [_values(root, _VBA_IMPORT, name) != ["false"] for name in ("Load", "Executable")]
    return MacroSecurity(
        int(level[0]) if level and level[0] in _LEVELS else _HIGH,
        tuple(_values(root, _SCRIPTING, "SecureURL")),
        all(runs) and not refused,
    )


def office_changes(machine: Machine, folders: Sequence[Path]) -> list[Change]:
    """What must be written for the buttons of LibreOffice to find this Python, and for it to trust folders.

    The level of macro security is never touched.

    Raises
    ------
    UnusableFile
        LibreOffice is running, so that it would write its own choices over ours when it closes; or a file
        cannot be read or written.
    """
    path = home_settings_file(machine)
    with naming(path):
        content = content_of(path)
        wanted = {interpreter_key(machine): python_to_start(path, machine)}
        settings = with_settings(content, wanted, machine)
    says = f"les boutons de LibreOffice lancent {machine.executable}"
    return [FileChange(path, settings, says), *_trust_changes(profile_folder(machine), folders)]


def office_next_steps(machine: Machine, folders: Sequence[Path]) -> list[str]:
    """What is left to the person, in French."""
    steps = ["LibreOffice : créez le classeur par postprod new bureau.xlsm --host libreoffice, et ouvrez-le."]
    if not folders and not macro_security(profile_folder(machine)).folders:
        steps.append(
            "LibreOffice n'exécute que les macros des dossiers de confiance : "
            "postprod install --host libreoffice --trust DOSSIER (le dossier de vos classeurs)."
        )
    return steps


def trusting(content: bytes, urls: Sequence[str]) -> bytes:
    """The choices of a profile with these folders trusted besides those that are; the rest as it was."""
    from lxml import etree

    root = _parsed(content)
    missing = [url for url in urls if url not in _values(root, _SCRIPTING, "SecureURL")]
    if not missing:
        return content
    value = _secure_urls(root)
    for url in missing:
        etree.SubElement(value, "it").text = url
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _trust_changes(profile: Path, folders: Sequence[Path]) -> list[FileChange]:
    if not folders:
        return []
    path = _choices(profile)
    with naming(path):
        content = trusting(_content(profile), [folder.as_uri() for folder in folders])
        says = f"LibreOffice approuve {', '.join(map(str, folders))}"
        change = FileChange(path, content, says)
        lock = profile / ".lock"
        if change.is_needed and lock.exists():
            raise Refused(
                f"LibreOffice est ouvert : fermez-le, puis recommencez (s'il est fermé, supprimez {lock})."
            )
    return [change]


def _choices(profile: Path) -> Path:
    return profile / "user" / "registrymodifications.xcu"


def _content(profile: Path) -> bytes:
    return content_of(_choices(profile), _EMPTY_PROFILE)


def _parsed(content: bytes) -> etree._Element:
    from postprod_xl.engines.ooxml.safe_xml import parse

    return parse(content, "registrymodifications.xcu")


def _values(root: etree._Element, path: str, name: str) -> list[str]:
    """The texts a choice holds: one, or one an item of a list; none when the profile does not say."""
    return [
        text.strip()
        for value in _found(root, path, name)
        for text in ([item.text or "" for item in value.iter("it")] or [value.text or ""])
        if text.strip()
    ]


def _found(root: etree._Element, path: str, name: str) -> list[etree._Element]:
    return [
        value
        for item in root.iter("item")
        if item.get(f"{_REGISTRY}path") == path
        for choice in item.iter("prop")
        if choice.get(f"{_REGISTRY}name") == name
        for value in choice.iter("value")
    ]


def _secure_urls(root: etree._Element) -> etree._Element:
    """The element that lists the trusted folders, made when the profile has none."""
    from lxml import etree

    found = _found(root, _SCRIPTING, "SecureURL")
    if found:
        return found[-1]
    item = etree.SubElement(root, "item", {f"{_REGISTRY}path": _SCRIPTING})
    choice = etree.SubElement(item, "prop", {f"{_REGISTRY}name": "SecureURL", f"{_REGISTRY}op": "fuse"})
    return etree.SubElement(choice, "value")


def _folder_of_url(url: str) -> Path | None:
    """The folder a URL names; None for what only LibreOffice can expand, such as `$(work)`."""
    if not url.startswith("file://"):
        return None
    path = unquote(url.removeprefix("file://"))
    # file:///C:/Bureau names C:/Bureau.
    return Path(path[1:] if path[2:3] == ":" else path)
