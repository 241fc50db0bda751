"""Where each row of a sheet stands in its XML, however its number is spelled."""

from __future__ import annotations

import re

_NUMBER = re.compile(rb"""\sr\s*=\s*["']\s*(\d+)\s*["']""")
_ANY_NUMBER = re.compile(rb"""\sr\s*=""")
_OPENING = re.compile(rb"\s*(<[^>]*>)")


class Misspelled(Exception):
    """Why rows cannot be located, in French."""


class LocatedRows:
    """The rows of a sheet, in the order of the file.

    Parameters
    ----------
    data, prefix
        The part, and the namespace prefix of its elements with its colon.
    body
        Where the content of ``sheetData`` starts and ends.

    Attributes
    ----------
    rows
        By number, where each row starts and ends, white space before it included, or its XML when it is not written so.
    gap
        What stands after the last row.
    are_respelled
        Whether the rows in the order of their numbers are another text than the body.

    Raises
    ------
    Misspelled
        Something else than rows is found, or a row number twice.
    """

    def __init__(self, data: bytes, prefix: str, body: tuple[int, int]) -> None:
        self.rows: dict[int, bytes | tuple[int, int]] = {}
        self.gap = b""
        self.are_respelled = False
        self._data, self._end, self._latest = data, body[1], 0
        self._locate(prefix, body[0])

    def _locate(self, prefix: str, position: int) -> None:
        data, body_end = self._data, self._end
        common = f'<{prefix}row r="'.encode()
        closing = f"</{prefix}row".encode()
        opening = re.compile(rf"\s*<{prefix}row((?:[\s/][^>]*)?)>".encode())
        while (at := data.find(closing, position, body_end)) >= 0:
            end = data.index(b">", at) + 1
            number = self._common_number(common, position)
            if number is None:
                position = self._skip_empty_rows(opening, position)
                self._keep_odd_row(opening.match(data, position, at), position, end)
            else:
                self._keep_row(number, position, end)
            position = end
        self.gap = data[self._skip_empty_rows(opening, position) : body_end]
        if self.gap.strip():
            raise Misspelled("lignes mal formées")

    def _common_number(self, common: bytes, position: int) -> int | None:
        """Give the number of the row that starts here in the commonest spelling; None for any other."""
        if not self._data.startswith(common, position):
            return None
        start = position + len(common)
        digits = self._data[start : self._data.find(b'"', start)]
        closed = self._data[self._data.index(b">", start) - 1] == ord("/")
        return int(digits) if digits.isdigit() and not closed else None

    def _skip_empty_rows(self, opening: re.Pattern[bytes], position: int) -> int:
        """Keep the self-closed rows that start here, and give where they end."""
        while (match := opening.match(self._data, position, self._end)) and match[1].endswith(b"/"):
            self._keep_odd_row(match, position, match.end())
            position = match.end()
        return position

    def _keep_odd_row(self, match: re.Match[bytes] | None, start: int, end: int) -> None:
        """Keep a row in another spelling; without a number, it is the one after the row before."""
        if match is None:
            raise Misspelled("lignes mal formées")
        number = _NUMBER.search(match[1])
        if number is not None:
            self._keep_row(int(number[1]), start, end)
            return
        if _ANY_NUMBER.search(match[1]):
            raise Misspelled("lignes au numéro illisible")
        self.are_respelled = True
        understood = self._latest + 1
        if understood in self.rows:
            raise Misspelled(f"ligne {understood} en double")
        self._keep_row(understood, start, end)
        self.rows[understood] = _numbered(self._data[start:end], understood)

    def _keep_row(self, number: int, start: int, end: int) -> None:
        if number > self._latest and number not in self.rows:
            self.rows[number] = (start, end)
        else:
            self._keep_out_of_order(number, start, end)
        self._latest = number

    def _keep_out_of_order(self, number: int, start: int, end: int) -> None:
        self.are_respelled = True
        held = self.rows.get(number)
        row = self._data[held[0] : held[1]] if isinstance(held, tuple) else held
        self.rows[number] = (start, end) if row is None else self._joined(number, row, self._data[start:end])

    def _joined(self, number: int, row: bytes, again: bytes) -> bytes:
        """Give one row for two elements of the same number, which some programs write for each of its cells."""
        first, second = _OPENING.match(row), _OPENING.match(again)
        if first is None or second is None or first[1] != second[1]:
            raise Misspelled(f"ligne {number} en double")
        return row if first[1].endswith(b"/>") else row[: row.rindex(b"<")] + again[second.end() :]


def _numbered(opening: bytes, number: int) -> bytes:
    """Give a row's opening tag with its number, which it lacks."""
    name = re.match(rb"\s*<[^\s/>]+", opening)
    assert name, opening
    return name[0] + b' r="%d"' % number + opening[name.end() :]
