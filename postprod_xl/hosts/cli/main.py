"""The entry point: runs a command, turns every failure into one French line and an exit status."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from postprod_xl.engines.ooxml.files.disk_record import DiskRecord, recorded
from postprod_xl.engines.ooxml.files.interrupts import (
    Deferral,
    Interrupted,
    deferred,
    deferred_for_good,
    ignore_interrupts,
)
from postprod_xl.hosts.collecting import collect_rarely
from postprod_xl.hosts.exits import FAULT, MISUSED, UNUSABLE
from postprod_xl.hosts.faults import fault_log, is_fault


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run `postprod` with these arguments (the process's own by default) and exit."""
    signals = deferred_for_good()
    collect_rarely()
    # No linear algebra here: numpy's pool of threads would only cost its start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _speak_utf8()
    status = _status(sys.argv[1:] if arguments is None else arguments, signals)
    ignore_interrupts()
    sys.exit(status)


def status_of(arguments: list[str]) -> int:
    """Run one command and give its exit status; messages go to stdout and stderr.

    A signal that asks to stop ends the command as a fault does: one line, which tells what the disk holds.
    """
    with deferred() as signals:
        return _status(arguments, signals)


def _status(arguments: list[str], signals: Deferral) -> int:
    """As `status_of`; a signal is heard while the command runs, and cannot cut its last words."""
    with recorded() as record:
        try:
            with signals.listening():
                return _run(arguments)
        except BrokenPipeError:
            # The reader of our output has gone: nothing more can be said to it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Interrupted as stop:
            _complain(f"interrompu, {record.said}")
            return stop.status
        except BaseException as error:
            if not is_fault(error):
                raise
            # The outermost line of the host: a person never sees a traceback.
            return _failed(error, record)


def _run(arguments: list[str]) -> int:
    """Run one command; what is heavy is loaded here, where a signal is heard."""
    import click

    from postprod_xl.hosts.cli.app import app
    from postprod_xl.hosts.cli.french import help_command, usage_line

    try:
        return app.main(arguments, prog_name="postprod", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        return MISUSED
    except click.ClickException as error:
        _complain(f"{usage_line(error)} ; aide : {help_command(error)}")
        return MISUSED


def _failed(error: BaseException, record: DiskRecord) -> int:
    from postprod_xl.engines.ooxml.errors import UnusableFile, system_refusal

    if isinstance(error, OSError) and error.filename and not record.written:
        error = system_refusal(error)
    if isinstance(error, UnusableFile):
        _complain(str(error))
        return UNUSABLE
    _complain(f"défaut interne, {record.said} ; signalez-le avec le détail, qui est dans {fault_log(error)}")
    return FAULT


def _complain(message: str) -> None:
    """Print a line on stderr; where nobody can read it any more, the status alone says what was done."""
    from postprod_xl.hosts.cli.told import say
    from postprod_xl.schema.cells.characters import message_line

    say(f"postprod : {message_line(message)}", to_errors=True)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
