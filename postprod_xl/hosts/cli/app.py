"""The command line, built from the registry: each command, its options, and the function that carries it out.

Nothing heavy is imported until a command runs: `postprod -h` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import click

from postprod_xl import __version__
from postprod_xl.commands import COMMANDS, GROUPS, Command, Option, OptionKind
from postprod_xl.hosts.cli.computed import compute_file
from postprod_xl.hosts.cli.french import FrenchCommand, FrenchGroup
from postprod_xl.hosts.cli.kinds import type_of
from postprod_xl.hosts.cli.runs import RUNS


def application() -> click.Group:
    """The whole command line; its commands in the order of the registry."""
    app = FrenchGroup(
        "postprod", help="Le classeur qui fait tourner un bureau de postproduction.", params=[_version()]
    )
    for command in COMMANDS.values():
        group, _, verb = command.name.rpartition(" ")
        if group and group not in app.commands:
            app.add_command(FrenchGroup(group, help=GROUPS[group]))
        within = app.commands[group] if group else app
        assert isinstance(within, click.Group)
        within.add_command(_click_command(verb, command))
    return app


def _click_command(verb: str, command: Command) -> click.Command:
    run: Callable[..., int] = RUNS.get(command.name) or partial(compute_file, command.name)
    return FrenchCommand(
        verb, callback=run, help=command.help, params=[_parameter(option) for option in command.options]
    )


def _parameter(option: Option) -> click.Parameter:
    """An option or an argument as click knows it."""
    if not option.flags:
        many = -1 if option.repeated else 1
        return click.Argument(
            [option.name],
            metavar=option.metavar,
            type=type_of(option),
            nargs=many,
            required=option.required,
            **_default(option),
        )
    spelled = [*option.flags, option.name]
    if option.kind is OptionKind.FLAG:
        return click.Option(spelled, is_flag=True, help=option.help)
    return click.Option(
        spelled,
        metavar=option.metavar or None,
        type=type_of(option),
        help=option.help,
        required=option.required,
        multiple=option.repeated,
        nargs=2 if option.kind is OptionKind.COUNT_PAIR else 1,
        **_default(option),
        **({} if option.bare is None else {"is_flag": False, "flag_value": option.bare}),
    )


def _default(option: Option) -> dict[str, Any]:
    """The default that click is given; without any, an option left out is None, and a repeated one empty."""
    if option.kind is OptionKind.TODAY:
        return {"default": date.today}
    return {} if option.default is None else {"default": option.default}


def _version() -> click.Option:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(f"postprod {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="Affiche la version.",
    )


app = application()
