"""The English of what may leave the house: nothing lacks it, and what comes back is read without a doubt."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from postprod_xl.parameters import in_force
from postprod_xl.schema.english import (
    CHAPTERS,
    TABS,
    WORDS,
    english_choices,
    english_heading,
    english_tab,
    english_value,
    english_word,
    french_word,
)
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.vocabulary import YesNo

LEAVING = [(table, column) for table in TABLES for column in table.columns if column.shared]


def twice(words: list[str]) -> list[str]:
    return [word for word, count in Counter(word.casefold() for word in words).items() if count > 1]


def test_every_column_that_may_leave_has_its_english_heading_and_its_tab_a_name():
    assert all(english_heading(table, column.name) and english_tab(table) for table, column in LEAVING)


def test_a_column_without_english_would_be_seen():
    with pytest.raises(KeyError):
        english_heading(BY_NAME["Devis"], "margin_rate")
    with pytest.raises(KeyError):
        english_tab(BY_NAME["Paie"])


def test_the_headings_of_a_table_are_told_apart_in_english():
    headings: dict[str, list[str]] = {}
    for table, column in LEAVING:
        headings.setdefault(table.name, []).append(english_heading(table, column.name))
    assert not {table: twice(words) for table, words in headings.items() if twice(words)}
    assert not twice(list(TABS.values()))


def test_a_tab_with_an_english_name_is_that_of_a_table():
    assert set(TABS) <= set(BY_NAME)


def faults_of_words(column) -> list[str]:
    """What would keep a value of a column from being told in English and read back."""
    words = column.choices or (tuple(YesNo) if column.kind is Kind.BOOL else ())
    told = [word for _, word in column.shared_as]
    read_back = [french_word(column, english_word(word).upper()) for word in words]
    return [
        *(f"no English: {word}" for word in (*words, *told) if word not in WORDS),
        *(f"read as {read}: {word}" for word, read in zip(words, read_back, strict=True) if read != word),
    ]


def test_every_word_of_a_list_that_may_leave_has_its_english_and_is_read_back():
    faults = {f"{table.name}.{column.name}": faults_of_words(column) for table, column in LEAVING}
    assert not {name: found for name, found in faults.items() if found}


def test_a_word_without_english_or_that_two_share_would_be_seen():
    state = PLANNING.by_name["state"]
    assert faults_of_words(replace(state, choices=("Figé",))) == ["no English: Figé"]
    twins = replace(state, choices=("Annulé", "Annulée"))
    assert faults_of_words(twins) == ["read as Annulée: Annulé"]


def test_a_chapter_of_the_cnc_has_its_english():
    assert in_force("cnc_budget.chapters", date(2026, 11, 30)).value == list(CHAPTERS)
    assert not twice(list(CHAPTERS.values()))


def test_a_menu_is_in_the_order_of_its_list():
    assert english_choices(PLANNING.by_name["state"])[:3] == ("Second pencil", "First pencil", "Confirmed")


def test_what_a_person_typed_stays_as_it_is():
    label = PLANNING.by_name["label"]
    assert english_value(label, "Terminé") == "Terminé" and english_value(label, None) is None
    assert french_word(PLANNING.by_name["state"], "nearly done") == "nearly done"
