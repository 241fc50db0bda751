"""Exit status of every command: a contract with the scripts that call it."""

DONE = 0
BLOCKED = 1
MISUSED = 2
UNUSABLE = 3
FAULT = 4
