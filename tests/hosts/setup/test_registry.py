"""The Windows registry through its own module, imitated where there is no Windows."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import ModuleType

import pytest

from postprod_xl.hosts.setup.registry import StoredRegistry, WindowsRegistry

KEY = r"HKCU\Software\Essai"


class Winreg(ModuleType):
    """The few members of `winreg` that are used, over a dictionary: (root, path) → {name: (value, kind)}."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = "user", "machine"
    KEY_READ, KEY_WRITE, KEY_WOW64_64KEY = 0x20019, 0x20006, 0x0100
    REG_SZ, REG_DWORD = 1, 4

    def __init__(self) -> None:
        super().__init__("winreg")
        self.keys: dict[tuple[str, str], dict[str, tuple[object, int]]] = {}
        self.forbidden: set[str] = set()

    @contextmanager
    def OpenKeyEx(self, root, path, reserved, access):
        below = [key for key in self.keys if key[0] == root and f"{key[1]}\\".startswith(f"{path}\\")]
        if not below:
            raise FileNotFoundError(2, "absent", path)
        if path in self.forbidden:
            raise PermissionError(13, "refused", path)
        assert access == self.KEY_READ | self.KEY_WOW64_64KEY
        yield (root, path)

    @contextmanager
    def CreateKeyEx(self, root, path, reserved, access):
        assert access == self.KEY_WRITE | self.KEY_WOW64_64KEY
        self.keys.setdefault((root, path), {})
        yield (root, path)

    def _subkeys(self, handle):
        root, path = handle
        start = f"{path}\\"
        return [
            key[1].removeprefix(start) for key in self.keys if key[0] == root and key[1].startswith(start)
        ]

    def QueryInfoKey(self, handle):
        return len(self._subkeys(handle)), len(self.keys.get(handle, {})), 0

    def EnumKey(self, handle, rank):
        return self._subkeys(handle)[rank]

    def EnumValue(self, handle, rank):
        name, (value, kind) = list(self.keys[handle].items())[rank]
        return name, value, kind

    def SetValueEx(self, handle, name, reserved, kind, value):
        self.keys[handle][name] = (value, kind)


@pytest.fixture
def winreg(monkeypatch):
    module = Winreg()
    monkeypatch.setitem(sys.modules, "winreg", module)
    return module


def test_what_is_written_to_windows_is_read_back_with_its_kinds(winreg):
    WindowsRegistry().write(KEY, {"Path": "C:\\Bureau\\", "AllowSubfolders": 1})
    assert winreg.keys == {
        ("user", r"Software\Essai"): {"Path": ("C:\\Bureau\\", 1), "AllowSubfolders": (1, 4)}
    }
    assert WindowsRegistry().values(KEY) == {"Path": "C:\\Bureau\\", "AllowSubfolders": 1}
    assert WindowsRegistry().subkeys(r"HKCU\Software") == ["Essai"]


@pytest.mark.parametrize("registry", [WindowsRegistry(), StoredRegistry()])
def test_an_absent_key_has_neither_values_nor_keys_under_it(winreg, registry):
    assert registry.values(r"HKLM\Absent") == {} and registry.subkeys(r"HKLM\Absent") == []


def test_a_key_that_may_not_be_read_tells_nothing(winreg):
    WindowsRegistry().write(KEY, {"Path": "C:\\Bureau\\"})
    winreg.forbidden.add(r"Software\Essai")
    assert WindowsRegistry().values(KEY) == {}


def test_a_registry_held_in_memory_answers_as_windows_does(winreg):
    held, windows = StoredRegistry(), WindowsRegistry()
    for registry in (held, windows):
        registry.write(rf"{KEY}\Location0", {"Path": "C:\\A\\"})
        registry.write(rf"{KEY}\Location1", {"Path": "C:\\B\\"})
    assert held.subkeys(KEY) == windows.subkeys(KEY) == ["Location0", "Location1"]
    assert held.values(rf"{KEY}\Location1") == windows.values(rf"{KEY}\Location1")
