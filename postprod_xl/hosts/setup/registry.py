r"""Keys of the Windows registry, read and written by their full name: `HKCU\Software\…`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol

RegistryValue = str | int


class Registry(Protocol):
    """A tree of keys, each holding named values; the name of a key's default value is ""."""

    def values(self, key: str) -> dict[str, RegistryValue]:
        """The values of a key, none when the key does not exist or may not be read."""

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys right under a key."""

    def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
        """Set values of a key, created when absent; texts as REG_SZ, numbers as REG_DWORD."""


class StoredRegistry:
    """Keys held in memory: those of a machine that has no registry, or that is only described."""

    def __init__(self, keys: Mapping[str, Mapping[str, RegistryValue]] | None = None) -> None:
        self.keys = {key: dict(values) for key, values in (keys or {}).items()}

    def values(self, key: str) -> dict[str, RegistryValue]:
        return dict(self.keys.get(key, {}))

    def subkeys(self, key: str) -> list[str]:
        below = [name.removeprefix(f"{key}\\") for name in self.keys if name.startswith(f"{key}\\")]
        return sorted({name.partition("\\")[0] for name in below})

    def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
        self.keys.setdefault(key, {}).update(values)


class WindowsRegistry:
    """The registry of this Windows; reads the 64-bit view, where 32-bit programs are under `WOW6432Node`."""

    def values(self, key: str) -> dict[str, RegistryValue]:
        winreg = _winreg()
        try:
            with self._opened(key, winreg.KEY_READ) as handle:
                count = winreg.QueryInfoKey(handle)[1]
                return {name: value for name, value, _ in (winreg.EnumValue(handle, i) for i in range(count))}
        except (FileNotFoundError, PermissionError):
            return {}

    def subkeys(self, key: str) -> list[str]:
        winreg = _winreg()
        try:
            with self._opened(key, winreg.KEY_READ) as handle:
                return [winreg.EnumKey(handle, i) for i in range(winreg.QueryInfoKey(handle)[0])]
        except FileNotFoundError:
            return []

    def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
        winreg = _winreg()
        root, path = _split(key)
        with winreg.CreateKeyEx(root, path, 0, winreg.KEY_WRITE | winreg.KEY_WOW64_64KEY) as handle:
            for name, value in values.items():
                kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
                winreg.SetValueEx(handle, name, 0, kind, value)

    def _opened(self, key: str, access: int) -> Any:
        winreg = _winreg()
        root, path = _split(key)
        return winreg.OpenKeyEx(root, path, 0, access | winreg.KEY_WOW64_64KEY)


def _winreg() -> Any:
    """The module that only Windows has: elsewhere its names have no types."""
    return import_module("winreg")


def _split(key: str) -> tuple[Any, str]:
    winreg = _winreg()
    root, _, path = key.partition("\\")
    return {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[root], path
