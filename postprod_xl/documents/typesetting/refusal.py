"""What keeps a paper from being made."""

from __future__ import annotations


class PaperRefused(Exception):
    """A setting, a file of the house or a template is at fault: one French line, and no paper is made.

    Parameters
    ----------
    message
        What was found and how to put it right.
    setting
        Code of the setting of `Parametres` that names what is at fault, empty when none does.
    """

    def __init__(self, message: str, setting: str = "") -> None:
        super().__init__(message)
        self.setting = setting
