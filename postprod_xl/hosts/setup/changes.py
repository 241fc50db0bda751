"""What setting a machine up would change: files and registry keys, each able to say whether it is needed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.files.saving import exclusive, save
from postprod_xl.hosts.setup.registry import Registry, RegistryValue

_PROGRAM = 0o755


@dataclass(frozen=True)
class FileChange:
    """The whole content a file must have, and in French what it says; a program must be executable too."""

    path: Path
    content: bytes
    says: str
    is_program: bool = False

    @property
    def line(self) -> str:
        return f"{self.path} — {self.says}"

    @property
    def is_needed(self) -> bool:
        if not self.path.is_file() or self.path.read_bytes() != self.content:
            return True
        return self.is_program and not os.access(self.path, os.X_OK)

    def carry_out(self) -> None:
        """Write the file in one step; the version before stays in `.postprod/backups` beside it.

        Raises
        ------
        UnusableFile
            The file or its folder cannot be written.
        """
        with naming(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(self.path):
            save(self.path, self.content, None)
            if self.is_program:
                self.path.chmod(_PROGRAM)


@dataclass(frozen=True)
class RegistryChange:
    """The values a registry key must have, and in French what they say."""

    registry: Registry
    key: str
    values: Mapping[str, RegistryValue]
    says: str

    @property
    def line(self) -> str:
        return f"{self.key} — {self.says}"

    @property
    def is_needed(self) -> bool:
        return not self.values.items() <= self.registry.values(self.key).items()

    def carry_out(self) -> None:
        """Write the values.

        Raises
        ------
        UnusableFile
            Windows refuses, as where the office's administrator keeps the key.
        """
        with naming(Path("registre de Windows")):
            self.registry.write(self.key, self.values)


Change = FileChange | RegistryChange
