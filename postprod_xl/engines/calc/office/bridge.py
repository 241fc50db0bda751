"""The bridge to LibreOffice: its ``uno`` module made importable, and connections to a running office."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

from postprod_xl.engines.calc.errors import BridgeMissing, OfficeError

MISSING = (
    "LibreOffice — pont Python « uno » introuvable : sous Debian ou Ubuntu, « apt install python3-uno » ; sous "
    "Windows et macOS, lancez le Python livré avec LibreOffice, ou la ligne de commande postprod."
)
UNREACHED = (
    "LibreOffice — connexion impossible à « {url} » : une instance ouverte à cette adresse est attendue."
)
RETRY_SECONDS = 0.05
ANSWER_SECONDS = 60.0
KNOWN_FOLDERS = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/Resources",
    "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
)


def uno_module() -> ModuleType:
    """The module ``uno``, from this Python or from the folders where LibreOffice keeps it.

    Raises
    ------
    BridgeMissing
        No folder holds a bridge made for this version of Python.
    """
    if "uno" in sys.modules:
        return sys.modules["uno"]
    for folder in (None, *_bridge_folders()):
        module = _imported_from(folder)
        if module is not None:
            _keep_exceptions_as_they_are(module)
            return module
    raise BridgeMissing(MISSING)


def _bridge_folders() -> list[str]:
    """Existing folders that hold ``uno.py``, those named by the environment first."""
    named = [os.environ.get("UNO_PATH", ""), _folder_of_bootstrap()]
    office = shutil.which("soffice")
    if office:
        named.append(str(Path(office).resolve().parent))
    return [folder for folder in (*named, *KNOWN_FOLDERS) if folder and (Path(folder) / "uno.py").is_file()]


def _folder_of_bootstrap() -> str:
    """The program folder that URE_BOOTSTRAP points into (``vnd.sun.star.pathname:/…/fundamentalrc``)."""
    bootstrap = os.environ.get("URE_BOOTSTRAP", "").partition(":")[2]
    return str(Path(bootstrap).parent) if bootstrap else ""


def _imported_from(folder: str | None) -> ModuleType | None:
    """``uno`` and ``unohelper``, imported with a folder added to the search path meanwhile."""
    if folder is not None:
        sys.path.append(folder)
    try:
        importlib.import_module("unohelper")
        return importlib.import_module("uno")
    except ImportError:
        return None
    finally:
        if folder is not None:
            sys.path.remove(folder)


def _keep_exceptions_as_they_are(uno: ModuleType) -> None:
    """Let the exceptions of UNO cross a context manager, which gives them their traceback back.

    `uno` hands every attribute of an exception over to UNO, which takes no traceback: another exception then takes
    the place of the first, whose message is lost.
    """
    handed_over: Callable[[Any, str, Any], None] = uno._uno_struct__setattr__

    def set_attribute(value: Any, name: str, content: Any) -> None:
        if name.startswith("__"):
            object.__setattr__(value, name, content)
        else:
            handed_over(value, name, content)

    uno.__dict__["_uno_struct__setattr__"] = set_attribute


def connected(url: str, timeout_seconds: float = 60.0) -> Any:
    """The component context of the office that accepts connections at an address.

    Parameters
    ----------
    url
        ``pipe,name=…`` or ``socket,host=…,port=…``, as given to ``--accept``, with or without its ``uno:`` and
        ``;urp;…`` parts.
    timeout_seconds
        How long to retry while nobody answers.

    Raises
    ------
    OfficeError
        Nobody answered in time: nobody listens, or an office took the connection and serves it no more.
    """
    uno = uno_module()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + timeout_seconds
    while True:
        try:
            return _resolved(resolver, url)
        except uno.getClass("com.sun.star.connection.NoConnectException") as refusal:
            if time.monotonic() > deadline:
                raise OfficeError(UNREACHED.format(url=url)) from refusal
            time.sleep(RETRY_SECONDS)


def _resolved(resolver: Any, url: str) -> Any:
    """What a resolver gives, asked in a thread that is left behind when no answer comes: UNO itself waits for ever."""
    found: Future[Any] = Future()

    def resolve() -> None:
        try:
            found.set_result(resolver.resolve(f"uno:{accept_address(url)};urp;StarOffice.ComponentContext"))
        except BaseException as error:  # noqa: BLE001  raised again where the answer is awaited
            found.set_exception(error)

    Thread(target=resolve, daemon=True).start()
    try:
        return found.result(ANSWER_SECONDS)
    except TimeoutError:
        raise OfficeError(UNREACHED.format(url=url)) from None


def accept_address(url: str) -> str:
    """The bare address of an accept URL.

    >>> accept_address("uno:pipe,name=abc;urp;StarOffice.ComponentContext")
    'pipe,name=abc'
    """
    return url.removeprefix("uno:").partition(";")[0]


def forget_pipe(address: str) -> None:
    """Delete the socket file that a killed listener leaves in the temporary folder (Unix)."""
    name = address.partition("name=")[2]
    for folder in ("/tmp", "/var/tmp") if name else ():
        for socket in Path(folder).glob(f"OSL_PIPE_*_{name}"):
            with contextlib.suppress(OSError):
                socket.unlink()


def structure(name: str, **members: Any) -> Any:
    """A UNO structure of the ``com.sun.star`` module with some of its members set."""
    value = uno_module().createUnoStruct(f"com.sun.star.{name}")
    for member, content in members.items():
        setattr(value, member, content)
    return value


def properties(**values: Any) -> tuple[Any, ...]:
    """The media descriptor of these values: one PropertyValue each, those that are None left out."""
    return tuple(
        structure("beans.PropertyValue", Name=name, Value=value)
        for name, value in values.items()
        if value is not None
    )


def exception_class(name: str) -> type[Exception]:
    """The Python class of a UNO exception of the ``com.sun.star`` module, to be caught."""
    kind: type[Exception] = uno_module().getClass(f"com.sun.star.{name}")
    return kind


def file_url(path: str) -> str:
    """The ``file:`` address of a path of this system."""
    address: str = uno_module().systemPathToFileUrl(os.path.realpath(path))
    return address


def file_path(url: str) -> str:
    """The path of this system that a ``file:`` address names; any other address as it is."""
    if not url.startswith("file:"):
        return url
    path: str = uno_module().fileUrlToSystemPath(url)
    return path
