"""Click in French: help pages and usage errors."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import click

SECTIONS = {"Options": "Options", "Commands": "Commandes"}


class FrenchFormatter(click.HelpFormatter):
    """Help pages with French section titles."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Usage : ")

    def section(self, name: str) -> Any:
        return super().section(SECTIONS.get(name, name))


class FrenchContext(click.Context):
    """A context whose help pages are in French and wide enough for one line a command."""

    formatter_class = FrenchFormatter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_content_width": 120, **kwargs})


class FrenchCommand(click.Command):
    """A command whose `-h` speaks French."""

    context_class = FrenchContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "add_help_option": False})
        self.params.append(help_option())


class FrenchGroup(click.Group):
    """A group of commands whose `-h` speaks French and lists them in the order they are declared."""

    context_class = FrenchContext
    command_class = FrenchCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "add_help_option": False, "subcommand_metavar": "COMMANDE …"})
        self.params.append(help_option())

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def help_option() -> click.Option:
    """The `-h` option with its French text."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()

    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="Affiche cette aide.",
    )


def usage_line(error: click.ClickException) -> str:
    """One French line for a wrong use of the command."""
    if isinstance(error, click.MissingParameter):
        return f"il manque {_parameter(error)}{_meaning(error)}"
    if isinstance(error, click.NoSuchOption):
        close = (
            f" ; vouliez-vous dire {', '.join(sorted(error.possibilities))} ?" if error.possibilities else ""
        )
        return f"option inconnue : {error.option_name}{close}"
    if isinstance(error, click.BadOptionUsage):
        if several := re.search(r"requires (\d+)", error.message):
            return f"l'option {error.option_name} attend {several[1]} valeurs"
        takes_none = "does not take" in error.message
        return f"l'option {error.option_name} {'ne prend pas de' if takes_none else 'attend une'} valeur"
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)} : {error.message}"
    if type(error).__name__ == "NoSuchCommand":
        name = _quoted(error.message)
        return f"commande inconnue : « {name} »{_close_commands(error, name)}"
    if "unexpected extra argument" in error.message:
        return f"argument en trop : {_quoted(error.message)}"
    return error.message


def help_command(error: click.ClickException) -> str:
    """The command whose help page answers a wrong use."""
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context else 'postprod'} -h"


def _meaning(error: click.MissingParameter) -> str:
    """What an option is for, in its own words; arguments bear their meaning in their name."""
    if not isinstance(error.param, click.Option) or not error.param.help:
        return ""
    metavar = error.param.make_metavar(error.ctx) if error.ctx else ""
    return f" {metavar} ({error.param.help.rstrip('.')})"


def _close_commands(error: click.ClickException, name: str) -> str:
    group = getattr(getattr(error, "ctx", None), "command", None)
    known = list(group.commands) if isinstance(group, click.Group) else []
    close = get_close_matches(name, known, 2)
    return f" ; vouliez-vous dire {' ou '.join(close)} ?" if close else ""


def _quoted(message: str) -> str:
    match = re.search(r"'([^']*)'|\(([^)]*)\)", message)
    return next(filter(None, match.groups()), message) if match else message


def _parameter(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "un argument")
    if isinstance(param, click.Option):
        return f"l'option {max(param.opts, key=len)}"
    return f"l'argument {param.make_metavar(error.ctx) if error.ctx else param.name}"
