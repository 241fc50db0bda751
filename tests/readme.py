"""The marked parts of the README and of the guide, and the tables that the registry builds for them.

`python -m tests.readme` writes those tables again after a change of the registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from postprod_xl.commands import COMMANDS, Command, Option
from tests.masters import ROOT

README, GUIDE = ROOT / "README.md", ROOT / "workbooks" / "GUIDE.md"


def block(text: str, mark: str) -> list[str]:
    """The lines of the fenced block under `<!-- mark -->`."""
    found = re.search(rf"^<!-- {mark} -->\n```\w*\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no block marked <!-- {mark} -->"
    return found[1].splitlines()


def marked(text: str, mark: str) -> str:
    """What stands between `<!-- mark -->` and `<!-- /mark -->`."""
    return _part(text, mark)[1]


def remarked(text: str, mark: str, part: str) -> str:
    """The text with another part between its marks."""
    before, _, after = _part(text, mark)
    return f"{before}{part}{after}"


def built_tables() -> list[tuple[Path, str, str]]:
    """The file, the mark and the text of each table that the registry builds."""
    commands = COMMANDS.values()
    buttons = [button for command in commands for button in command.buttons]
    return [
        (
            README,
            "commands",
            _table(("command", "what it does"), ((_code(command_usage(c)), c.about) for c in commands)),
        ),
        (
            GUIDE,
            "commandes",
            _table(("commande", "ce qu'elle fait"), ((_code(command_usage(c)), c.help) for c in commands)),
        ),
        (
            GUIDE,
            "boutons",
            _table(("bouton", "où", "ce qu'il fait"), ((b.label, ", ".join(b.tabs), b.tip) for b in buttons)),
        ),
    ]


def command_usage(command: Command) -> str:
    """How a command is written on a command line: `postprod gantt FICHIER -o PLAN.pdf [--today JOUR]`."""
    return " ".join(["postprod", command.name, *map(option_usage, command.options)])


def option_usage(option: Option) -> str:
    """How an option is written: `--project CODE`, `[--jobs N]`, `[--also CLASSEUR]...`; an argument, by its place."""
    if not option.flags:
        return option.metavar
    value = option.metavar or "|".join(option.choices)
    written = f"{option.flags[0]} {value}".strip()
    shown = written if option.required else f"[{written}]"
    return f"{shown}..." if option.repeated else shown


def _code(usage: str) -> str:
    # A bar would end the cell of the table.
    return f"`{usage}`".replace("|", "\\|")


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (headings, *rows)]
    return "\n".join([lines[0], "|---" * len(headings) + "|", *lines[1:]])


def _part(text: str, mark: str) -> tuple[str, str, str]:
    begin, end = f"<!-- {mark} -->\n", f"\n<!-- /{mark} -->"
    before, found, rest = text.partition(begin)
    part, closed, after = rest.partition(end)
    assert found and closed, f"no part is marked <!-- {mark} -->"
    return before + begin, part, end + after


if __name__ == "__main__":
    for path, mark, table in built_tables():
        path.write_text(remarked(path.read_text(encoding="utf-8"), mark, table), encoding="utf-8")
