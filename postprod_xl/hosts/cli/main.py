"""The entry point: runs a command, turns every failure into one French line and an exit status."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

import click

from postprod_xl.hosts.cli.app import app
from postprod_xl.hosts.cli.french import help_command, usage_line
from postprod_xl.hosts.exits import FAULT, MISUSED, UNUSABLE
from postprod_xl.hosts.faults import fault_log, is_fault
from postprod_xl.schema.cells.characters import message_line

INTERRUPTED = 130
# A command lives a few seconds and makes millions of small objects that all stay in use: looking for cycles
# among them costs a fifth of its time and finds nothing.
OBJECTS_BETWEEN_COLLECTIONS = 1_000_000


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run `postprod` with these arguments (the process's own by default) and exit."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    # No linear algebra here: numpy's pool of threads would only cost its start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _speak_utf8()
    sys.exit(status_of(sys.argv[1:] if arguments is None else arguments))


def status_of(arguments: list[str]) -> int:
    """Run one command and give its exit status; messages go to stdout and stderr."""
    try:
        return app.main(arguments, prog_name="postprod", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        return MISUSED
    except click.ClickException as error:
        click.echo(f"postprod : {message_line(usage_line(error))} ; aide : {help_command(error)}", err=True)
        return MISUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("postprod : interrompu, rien n'a été écrit", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone: nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except BaseException as error:
        if not is_fault(error):
            raise
        # The outermost line of the host: a person never sees a traceback.
        return _failed(error)


def _failed(error: BaseException) -> int:
    from postprod_xl.engines.ooxml.errors import UnusableFile

    if isinstance(error, UnusableFile):
        click.echo(f"postprod : {message_line(str(error))}", err=True)
        return UNUSABLE
    log = fault_log(error)
    message = f"défaut interne, rien n'a été écrit ; signalez-le avec le détail, qui est dans {log}"
    click.echo(f"postprod : {message}", err=True)
    return FAULT


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
