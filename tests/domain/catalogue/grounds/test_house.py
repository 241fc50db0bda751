"""The groups that a house types win over those of the program; what says two things is not known, in one line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.catalogue.grounds.checked import group_problems
from postprod_xl.domain.catalogue.grounds.grounds import Grounds, grounds, grounds_on
from postprod_xl.domain.catalogue.grounds.mirror import group_columns, group_rows
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import GroupNature
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, table_rows

DAY = date(2026, 11, 30)


def group(name: str, members: str, since: date | None = None, **others: Any) -> dict[str, Any]:
    return {"group": name, "nature": GroupNature.TERRITORIES, "members": members, "since": since, **others}


def house(*rows: dict[str, Any]) -> Office:
    return office(DAY, GroupesDroits=table_rows("GroupesDroits", [*rows]))


def said(held: Grounds, text: str) -> tuple[str, ...]:
    found = held.territories_of(text)
    return found.unknown or held.territories.leaves(found.mask)


def told(*rows: dict[str, Any]) -> list[tuple[int | None, str, str]]:
    found = [*group_problems(house(*rows))]
    assert all(problem.severity is Severity.WARNING for problem in found)
    return [(problem.row, problem.heading, problem.message) for problem in found]


def test_the_members_that_a_house_types_take_the_place_of_those_of_the_program():
    held = grounds(house(group("Benelux", "BE ; LU")))
    assert said(held, "bénélux") == ("BE", "LU")
    assert said(grounds(house()), "Benelux") == ("BE", "LU", "NL")


def test_a_row_without_members_leaves_the_group_to_the_program():
    assert said(grounds(house(group("Benelux", ""))), "Benelux") == ("BE", "LU", "NL")
    assert told(group("Benelux", "")) == []


def test_a_group_of_the_program_follows_the_group_of_the_house_that_it_names():
    assert said(grounds(house(group("DROM", "GP ; MQ"))), "France et DROM") == ("FR", "GP", "MQ")


def test_a_house_may_define_a_word_that_the_program_never_guesses():
    assert said(grounds(house(group("DOM-TOM", "DROM-COM ; NC"))), "dom tom") == (
        *("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "WF", "YT"),
    )


def test_a_definition_holds_from_its_day_and_the_one_before_until_its_eve():
    of_office = house(group("Zone", "FR"), group("Zone", "FR ; MC", date(2026, 1, 1)))
    assert said(grounds_on(of_office, date(2025, 12, 31)), "Zone") == ("FR",)
    assert said(grounds_on(of_office, date(2026, 1, 1)), "Zone") == ("FR", "MC")
    assert said(grounds(of_office), "Zone") == ("FR", "MC")


def test_before_its_first_day_a_definition_leaves_the_group_to_the_program():
    of_office = house(group("Benelux", "BE", date(2026, 1, 1)))
    assert said(grounds_on(of_office, date(2025, 12, 31)), "Benelux") == ("BE", "LU", "NL")


def test_two_definitions_of_one_day_are_not_guessed():
    rows = group("Zone", "FR"), group("zone", "BE")
    assert said(grounds(house(*rows)), "Zone") == ("Zone",)
    assert told(*rows) == [
        (5, "Depuis le", "« Zone » est défini deux fois au même jour (ligne 6) : il n'est pas compris"),
        (6, "Depuis le", "« zone » est défini deux fois au même jour (ligne 5) : il n'est pas compris"),
    ]


def test_two_definitions_of_two_days_are_one_after_the_other():
    assert told(group("Zone", "FR"), group("Zone", "BE", date(2026, 1, 1))) == []


def test_an_unknown_member_leaves_the_group_unknown_and_names_what_it_resembles():
    assert said(grounds(house(group("Zone", "FR ; Belgque"))), "Zone ; CH") == ("Zone",)
    assert told(group("Zone", "FR ; Belgque")) == [
        (
            5,
            "Membres",
            "« Belgque » n'est pas compris, « Zone » ne l'est donc pas non plus ; vouliez-vous dire « Belgique » ?",
        )
    ]


def test_a_contract_that_names_a_group_that_is_not_read_is_sent_to_its_row():
    held = grounds(house(group("Alpha", "DE ; Narnia")))
    assert held.advice(AxisName.TERRITORIES, "alpha") == "ce groupe est à corriger dans Groupes de droits"
    assert held.advice(AxisName.TERRITORIES, "Alphaa") == "vouliez-vous dire « Alpha » ?"


def test_a_group_among_its_own_members_is_not_known_and_one_beside_it_is():
    rows = (
        group("A1", "FR ; B1"),
        group("B1", "C1"),
        group("C1", "A1"),
        group("D1", "FR"),
        group("E1", "D1 ; BE"),
    )
    held = grounds(house(*rows))
    assert [said(held, name) for name in ("A1", "B1", "C1")] == [("A1",), ("B1",), ("C1",)]
    assert said(held, "E1") == ("BE", "FR")
    assert [row for row, _, message in told(*rows) if "ses propres membres" in message] == [5, 6, 7]


def test_a_name_that_is_a_territory_already_is_never_guessed():
    assert said(grounds(house(group("Suisse", "CH ; LI"))), "Suisse") == ("Suisse",)
    assert [message for *_, message in told(group("Suisse", "CH ; LI"))] == [
        "« Suisse » est déjà un code ou un nom : un contrat qui l'écrit n'est pas compris ; changez ce nom"
    ]
    assert told(group("Suisse et Liechtenstein", "CH ; LI")) == []


def test_a_group_without_members_that_the_program_does_not_know_is_said():
    assert [message for *_, message in told(group("Zone", ""))] == [
        "« Zone » n'a pas de membres, et le programme ne connaît pas ce groupe"
    ]


def test_a_group_of_media_says_nothing_of_territories():
    media = group("Écrans", "TV ; VOD", nature=GroupNature.MEDIA)
    held = grounds(house(media))
    assert held.media_of("Écrans").mask == held.media_of("TV ; VOD").mask
    assert held.territories_of("Écrans").unknown == ("Écrans",)


def test_what_a_house_defined_is_said_by_its_name_and_no_group_replaced_is():
    held = grounds(
        house(group("Zone nord", "BE ; LU ; NL ; DE"), group("Monde", "FR ; BE"), group("DROM", "GP ; MQ"))
    )
    assert held.said_territories(held.territories_of("BE;LU;NL;DE").mask) == "Zone nord"
    assert held.said_territories(held.territories.everything) == "Monde entier"
    overseas = held.territories_of("GP ; MQ ; GF ; RE ; YT").mask
    assert held.said_territories(overseas) == "DROM, Guyane, La Réunion et Mayotte"


def test_the_starting_rows_are_the_groups_of_the_program_with_what_they_hold():
    rows = {(row["group"], row["nature"]): row for row in group_rows()}
    assert rows["Benelux", GroupNature.TERRITORIES]["program_members"] == "BE ; LU ; NL"
    assert rows["Benelux", GroupNature.TERRITORIES]["count"] == 3
    assert rows["TV", GroupNature.MEDIA]["program_members"] == "TV_GRATUITE ; TV_PAYANTE ; PPV"
    assert rows["Maghreb", GroupNature.TERRITORIES]["program_source"] == (
        "Algérie, Maroc et Tunisie ; la Libye et la Mauritanie sont à nommer. "
        "Usage de la vente de droits, sans texte : à confirmer au contrat."
    )
    assert rows["COM", GroupNature.TERRITORIES]["program_source"].endswith(
        "Source : vie-publique.fr/fiches/20142 ; Constitution, article 74, depuis le 31/03/2011."
    )
    assert "Source, en partie : ONU" in rows["Europe", GroupNature.TERRITORIES]["program_source"]
    assert [
        row["group"] for row in group_rows([(name, nature) for name, nature in rows if name != "EEE"])
    ] == ["EEE"]


@pytest.mark.parametrize("name", ["members", "since", "source"])
def test_a_starting_row_leaves_to_the_house_what_the_house_types(name):
    assert all(name not in row for row in group_rows())


def test_the_columns_say_the_members_of_the_program_and_how_many_are_read():
    columns = group_columns(
        house(group("Benelux", "BE ; LU"), group("Zone", "FR ; MC"), group("Nulle part", "xx"))
    )
    assert columns.columns["program_members"] == ["BE ; LU ; NL", "", ""]
    assert columns.columns["count"] == [2, 2, None]
