"""A macro project edited module by module, and written as [MS-OVBA] prescribes: without any compiled cache.

A project holds each module twice: its source, and what a version of VBA compiled of it. The compiled form names the
other modules by their place, so it is out of date as soon as one of them changes; VBA nevertheless prefers it to the
source where the file says that the same version wrote it (1.6, 2.3.4.1). So a project that is edited is written
whole in its interoperable form: the version 0xFFFF, no cache in `_VBA_PROJECT` (2.3.4.1), nothing but the source in
the stream of a module (2.3.4.3), no `__SRP_` stream (2.2.6). VBA compiles again when the workbook opens. The
compressed source of a module that is not edited is not made again: its bytes are the same, moved to the beginning
of its stream.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.vba.declarations import Declarations, declared_names
from postprod_xl.engines.ooxml.vba.directory import ModuleEntry, new_entry, read_directory, written_directory
from postprod_xl.engines.ooxml.vba.sources import vba_text

if TYPE_CHECKING:
    from pyopenvba.cfb import CFB

_STORAGE = "VBA"
_UNVERSIONED = bytes.fromhex("CC61FFFF000000")
_CONTAINER = b"\x01"  # the first byte of a compressed source (2.4.1.1.1)
_CACHE = re.compile("__srp_", re.IGNORECASE)
_UNREADABLE = "projet de macros illisible : ouvrez le classeur dans Excel, enregistrez-le, puis recommencez."


@contextmanager
def _readable() -> Iterator[None]:
    """Turn what the readers of a container and of its streams raise on a damaged one into a refusal."""
    from pyopenvba.exceptions import PyOpenVBAError

    try:
        yield
    except (PyOpenVBAError, ValueError, LookupError, ArithmeticError, OSError, struct.error) as error:
        raise Refused(_UNREADABLE) from error


@dataclass
class _Module:
    entry: ModuleEntry
    container: bytes
    """The compressed source."""
    text: str | None = None
    """A source to be written in its place."""


class VbaProject:
    """A macro project, its modules known by their names without regard to case.

    Parameters
    ----------
    data
        A `vbaProject.bin`.

    Raises
    ------
    Refused
        It is damaged, or no project.

    Attributes
    ----------
    encoding
        The code page of its sources.
    references
        The names of the libraries and projects that it refers to.
    """

    def __init__(self, data: bytes) -> None:
        self._source = data
        with _readable():
            self._read(data)
        self._added: dict[str, str] = {}
        self._removed: list[ModuleEntry] = []

    def _read(self, data: bytes) -> None:
        from pyopenvba.cfb import CFB
        from pyopenvba.vba import decompress

        self._storage: CFB = CFB.from_bytes(data)
        directory = read_directory(decompress(self._storage.get_stream_in_storage(_STORAGE, "dir")))
        self._head, self.encoding, self.references = directory.head, directory.encoding, directory.references
        self._modules = {entry.name.casefold(): self._module(entry) for entry in directory.modules}

    def _module(self, entry: ModuleEntry) -> _Module:
        stream = self._storage.get_stream_in_storage(_STORAGE, entry.stream)
        container = bytes(stream[entry.offset :])
        if not container.startswith(_CONTAINER):
            raise Refused(_UNREADABLE)
        return _Module(entry, container)

    @property
    def names(self) -> list[str]:
        """The names of the modules, documents and forms included, in order."""
        return [module.entry.name for module in self._modules.values()]

    def __contains__(self, name: str) -> bool:
        """Whether a module has this name."""
        return name.casefold() in self._modules

    def is_procedural(self, name: str) -> bool:
        """Whether a module is a standard one, not a class, a document or a form."""
        return self._modules[name.casefold()].entry.is_procedural

    @cached_property
    def documents(self) -> frozenset[str]:
        """The names, in lower case, of the modules of the workbook and of its tabs."""
        return declared_names(self.declarations, "Document", self.encoding)

    @cached_property
    def plain_classes(self) -> frozenset[str]:
        """The names, in lower case, of the class modules that are neither documents nor forms."""
        return declared_names(self.declarations, "Class", self.encoding)

    @property
    def declarations(self) -> bytes:
        """The `PROJECT` stream: what the editor reads of the project, as it was read."""
        with _readable():
            return bytes(self._storage.get_stream_at((), "PROJECT"))

    def source(self, name: str) -> str:
        """The source of a module, its hidden header included.

        Raises
        ------
        KeyError
            No module has this name.
        Refused
            The source is damaged.
        """
        from pyopenvba.vba import decompress

        module = self._modules[name.casefold()]
        if module.text is not None:
            return module.text
        with _readable():
            return decompress(module.container).decode(self.encoding, "replace")

    def put(self, name: str, text: str, declared: str = "Module") -> None:
        """Give a module a source, or add the module.

        Parameters
        ----------
        name
            The name; that of a new module is in ASCII.
        text
            The source, with its `Attribute` header; its lines may end in any way.
        declared
            What a new module is: `Module`, `Class` or `Document`.

        Raises
        ------
        UnicodeEncodeError
            The source holds a character that the code page of the project lacks.
        """
        try:
            stored = vba_text(text, self.encoding)
        except UnicodeEncodeError as error:
            # A table of characters does not say of which code page it is.
            raise UnicodeEncodeError(self.encoding, *error.args[1:]) from None
        if name not in self:
            entry = new_entry(name, procedural=declared == "Module")
            self._modules[name.casefold()] = _Module(entry, b"")
            self._added[name] = declared
        self._modules[name.casefold()].text = stored

    def remove(self, name: str) -> None:
        """Take a module out.

        Raises
        ------
        KeyError
            No module has this name.
        """
        module = self._modules.pop(name.casefold())
        if self._added.pop(module.entry.name, None) is None:
            self._removed.append(module.entry)

    @property
    def is_edited(self) -> bool:
        """Whether a module was put or removed since the project was read."""
        return bool(self._removed) or any(module.text is not None for module in self._modules.values())

    def to_bytes(self) -> bytes:
        """The project without any cache; the bytes it was read from when nothing was edited."""
        if not self.is_edited:
            return self._source
        with _readable():
            return self._written()

    def _written(self) -> bytes:
        from pyopenvba.cfb import CFB
        from pyopenvba.vba import compress

        storage = CFB.from_bytes(self._source)
        storage.drop_streams_in_storage(_STORAGE, lambda name: _CACHE.match(name) is not None)
        for entry in self._removed:
            storage.remove_stream_in_storage(_STORAGE, entry.stream)
        for module in self._modules.values():
            data = module.container if module.text is None else compress(module.text.encode(self.encoding))
            _put_stream(storage, module.entry.stream, data)
        directory = written_directory(self._head, (module.entry for module in self._modules.values()))
        storage.write_stream_in_storage(_STORAGE, "dir", compress(directory))
        _put_stream(storage, "_VBA_PROJECT", _UNVERSIONED)
        self._declare(storage)
        return bytes(storage.to_bytes())

    def _declare(self, storage: CFB) -> None:
        """List the modules in the two streams that stand beside the storage of the sources."""
        gone = [entry.name for entry in self._removed]
        changes = Declarations(self._added, gone, self.encoding)
        storage.write_stream_at((), "PROJECT", changes.project(self.declarations))
        if any(name.casefold() == "projectwm" for name in storage.list_streams_at(())):
            storage.write_stream_at(
                (), "PROJECTwm", changes.wide_names(bytes(storage.get_stream_at((), "PROJECTwm")))
            )


def _put_stream(storage: CFB, name: str, data: bytes) -> None:
    held = {stream.casefold() for stream in storage.list_streams_in_storage(_STORAGE)}
    if name.casefold() in held:
        storage.write_stream_in_storage(_STORAGE, name, data)
    else:
        storage.add_stream_to_storage(_STORAGE, name, data)
