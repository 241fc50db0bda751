"""A LibreOffice that Python talks to: one we start with a profile of its own, or one already open."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any
from xml.sax.saxutils import escape

from postprod_xl.engines.calc.errors import OfficeError, OfficeGone
from postprod_xl.engines.calc.office.bridge import (
    UNREACHED,
    accept_address,
    connected,
    exception_class,
    forget_pipe,
)

NO_OFFICE = "LibreOffice — programme « soffice » introuvable : installez LibreOffice, ou donnez son chemin."
STOPPED_AT_START = "LibreOffice — arrêt au démarrage (code {code}) : une instance ouverte est attendue."
GONE = "LibreOffice — l'instance {pid} ne répond plus : une instance ouverte est attendue."
START_SECONDS = 60.0
QUIT_SECONDS = 10.0
SOFFICE_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
QUIET_OPTIONS = ("--norestore", "--nologo", "--nodefault", "--nofirststartwizard")
# 3: macros run in documents of the trusted locations only, and nothing is asked.
MACRO_SECURITY_LEVEL = 3


@dataclass
class Office:
    """One running LibreOffice, with the application state that Excel keeps and LibreOffice does not.

    Its text shows nothing of UNO: an object whose office has gone takes Python down when it is asked for its text.
    """

    address: str
    context: Any = field(repr=False)
    pid: int
    headless: bool
    process: subprocess.Popen[bytes] | None = None
    profile: Path | None = None
    display_alerts: bool = True
    books_made: int = 0
    status_text: str | None = None
    indicators: list[Any] = field(default_factory=list, repr=False)
    silent_alerts: list[tuple[str, str]] = field(default_factory=list)
    guard: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _desktop: Any = field(default=None, repr=False)

    @property
    def desktop(self) -> Any:
        """The UNO desktop; OfficeGone once the office has stopped."""
        if not self.alive:
            raise OfficeGone(GONE.format(pid=self.pid))
        if self._desktop is None:
            self._desktop = self.service("frame.Desktop")
        return self._desktop

    @property
    def alive(self) -> bool:
        """Whether the office still runs and answers."""
        if self.process is not None and self.process.poll() is not None:
            return False
        try:
            self.context.getServiceManager()
        except _gone():
            return False
        return True

    def service(self, name: str) -> Any:
        """A service of the office, by its name in ``com.sun.star``."""
        return self.context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", self.context)

    def quit(self) -> None:
        """Stop the office without asking or saving, and delete the profile made for it.

        An office of ours that does not answer is killed.
        """
        with self.leaving(QUIT_SECONDS):
            self.desktop.terminate()
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(QUIT_SECONDS)
        self.kill()

    @contextlib.contextmanager
    def ended_after(self, seconds: float) -> Iterator[None]:
        """End an office of ours when what is done with it lasts: a call waits for its answer for ever otherwise.

        The call is then told that the office has gone.
        """
        timer = Timer(seconds, self.end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    @contextlib.contextmanager
    def leaving(self, seconds: float) -> Iterator[None]:
        """As `ended_after`, of what stops the office: that it has gone meanwhile is no error."""
        with contextlib.suppress(*_gone(), OfficeGone), self.ended_after(seconds):
            yield

    def end(self) -> None:
        """End the process of an office of ours, and nothing else; `kill` must still be called."""
        if self.process is not None:
            end(self.process)

    def kill(self) -> None:
        """Kill the office, and delete the profile made for it."""
        if self.process is None:
            if self.pid > 0 and self.alive:
                os.kill(self.pid, signal.SIGTERM)
            return
        end(self.process)
        if self.guard is not None:
            self.guard.kill()
            self.guard.communicate()
        forget_pipe(self.address)
        if self.profile is not None:
            shutil.rmtree(self.profile, ignore_errors=True)


def _gone() -> tuple[type[Exception], ...]:
    """What UNO raises of an office that has gone."""
    return exception_class("lang.DisposedException"), exception_class("uno.RuntimeException")


def started(spec: str | None, visible: bool, trusted_folders: list[str]) -> Office:
    """A new LibreOffice with a profile of its own, which lasts as long as this Python unless it is visible.

    Parameters
    ----------
    spec
        Path of ``soffice``; None looks for it.
    visible
        Whether windows are wanted; without a display there are none.
    trusted_folders
        Folders whose documents may run their macros; in all others macros are off.

    Raises
    ------
    OfficeError
        LibreOffice is not installed, or did not start in a minute.
    """
    headless = not (visible and _has_display())
    program, address = soffice_path(spec), f"pipe,name=postprod{secrets.token_hex(8)}"
    profile = Path(tempfile.mkdtemp(prefix="postprod-libreoffice-"))
    _write_settings(profile, trusted_folders)
    options = [f"-env:UserInstallation={profile.as_uri()}", f"--accept={address};urp;", *QUIET_OPTIONS]
    command = [program, *(["--headless"] if headless else []), *options]
    process = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    office = Office(address, None, process.pid, headless, process, profile)
    office.guard = _guard(process.pid, profile) if headless else None
    try:
        with office.ended_after(START_SECONDS + QUIT_SECONDS):
            office.context = _context_of(process, address)
    except OfficeError:
        office.kill()
        raise
    if headless:
        _OURS.append(office)
    return office


def _guard(pid: int, profile: Path) -> subprocess.Popen[bytes] | None:
    """What ends an office when this Python does, killed or crashed included: a shell at the end of a pipe of ours."""
    if sys.platform == "win32":
        return None
    script = 'read end; kill -9 -"$0"; rm -rf "$1"'
    return subprocess.Popen(
        ["/bin/sh", "-c", script, str(pid), str(profile)],
        start_new_session=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


_OURS: list[Office] = []


@atexit.register
def end_ours() -> None:
    """Kill the offices without window started here."""
    while _OURS:
        _OURS.pop().kill()


def attached(url: str) -> Office:
    """The office already open that accepts connections at this address.

    Raises
    ------
    OfficeError
        Nobody answers there.
    """
    address = accept_address(url)
    context = connected(address, timeout_seconds=5.0)
    pid = _pid_behind(address)
    return Office(address, context, pid or _stand_in_pid(address), pid is not None and _is_headless(pid))


def soffice_path(spec: str | None = None) -> str:
    """The LibreOffice program: the one named, else the one of the search path or of the usual places."""
    candidates = [spec] if spec else [shutil.which("soffice"), shutil.which("libreoffice"), *SOFFICE_PLACES]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return candidate
    raise OfficeError(NO_OFFICE)


def _context_of(process: subprocess.Popen[bytes], address: str) -> Any:
    """The context of an office being started; it fails as soon as the process ends.

    On a new profile LibreOffice starts twice: a connection lost to the first start is made again.
    """
    lost = exception_class("uno.RuntimeException")
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            context = connected(address, timeout_seconds=1.0)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            desktop.getCurrentComponent()
        except (OfficeError, lost):
            if time.monotonic() > deadline:
                raise OfficeError(UNREACHED.format(url=address)) from None
            code = process.poll()
            if code is not None:
                raise OfficeError(STOPPED_AT_START.format(code=code)) from None
        else:
            return context


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children (``soffice`` is a launcher), and wait for it."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/PID", str(process.pid), "/T", "/F"], capture_output=True, check=False
            )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait(QUIT_SECONDS)


def _write_settings(profile: Path, trusted_folders: list[str]) -> None:
    """The settings of a new profile: where macros may run."""
    folders = "".join(f"<it>{escape(Path(folder).resolve().as_uri())}</it>" for folder in trusted_folders)
    settings = _SETTINGS.format(level=MACRO_SECURITY_LEVEL, folders=folders)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(settings, "utf-8")


_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>{level}</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="SecureURL" oor:op="fuse">
<value>{folders}</value></prop></item>
</oor:items>
"""


def _pid_behind(address: str) -> int | None:
    """The process that listens on a LibreOffice pipe, where the system tells (Linux)."""
    name = address.partition("name=")[2]
    table = Path("/proc/net/unix")
    if not name or not table.exists():
        return None
    inodes = re.findall(rf"(\d+) \S*OSL_PIPE_\S*_{re.escape(name)}$", table.read_text(), re.MULTILINE)
    sockets = {f"socket:[{inode}]" for inode in inodes}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if os.readlink(link) in sockets:
                return int(link.parts[2])
    return None


def _is_headless(pid: int) -> bool:
    command = Path(f"/proc/{pid}/cmdline")
    return command.exists() and b"--headless" in command.read_bytes().split(b"\0")


def _stand_in_pid(address: str) -> int:
    """A negative number derived from the address, which no real process can have."""
    return -1 - zlib.crc32(address.encode())
