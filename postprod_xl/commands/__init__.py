"""What the product does to a workbook: the second of the two registries.

Each command is declared in `registry`; its rule is a function of an `Office`. The hosts (command line, buttons) read
the tables, compute it and write what it gives back.
"""

from postprod_xl.commands.declared import Ask, Button, Command, Option, OptionKind
from postprod_xl.commands.registry import COMMANDS, GROUPS, RIBBON

__all__ = ["COMMANDS", "GROUPS", "RIBBON", "Ask", "Button", "Command", "Option", "OptionKind"]
