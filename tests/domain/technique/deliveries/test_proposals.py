"""The task that lifts a finding: its steps, its days, and what the rate card sells it at, counted by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.technique.deliveries.required import item_of
from postprod_xl.domain.technique.findings.found import findings
from postprod_xl.domain.technique.rules.registry import BY_ID
from postprod_xl.parameters import in_force
from postprod_xl.schema.technical_vocabulary import DeliverableType
from postprod_xl.schema.vocabulary import ProjectType, QuoteStatus, TaskState
from tests.domain.offices import office, table_rows

DAY = date(2026, 11, 30)
PAD, QC = {"task": "PAD", "step": "PAD"}, {"task": "QC", "step": "QC"}
SME = {"item": "LIV-31", "label": "SME maison", "unit": "minute", "price_cents": 1500}


def proposed(
    rule: str,
    deliverable: dict[str, Any],
    project: dict[str, Any] | None = None,
    tasks: tuple[dict[str, Any], ...] = (PAD, QC),
    **tables: list[dict[str, Any]],
) -> str:
    """What the finding of a rule on a documentary of 52 minutes proposes, in plain spaces."""
    of_project = {"code": "P", "type": ProjectType.DOCUMENTARY, "length_minutes": 52, **(project or {})}
    promised = {"project": "P", "deliverable": "L", "type": DeliverableType.PAD_HD, "task": "PAD"}
    rows = {
        "Projets": [of_project],
        "Livrables": [promised | deliverable],
        "Planning": [{"project": "P", **task} for task in tasks],
        **tables,
    }
    held = office(DAY, **{name: table_rows(name, records) for name, records in rows.items()})
    (found,) = (one.proposed_task for one in findings(held) if one.rule == rule)
    return found.replace("\u00a0", " ")


def test_a_step_has_the_days_of_its_programme_and_the_price_of_the_house():
    """SME of a documentary of 52 minutes: 3 days; 52 minutes at 15 € are 780 €."""
    assert proposed("LIV-08", {"has_sme": True}, Tarifs=[SME]) == (
        "SME (3 j) : LIV-31 SME maison, 52 minutes × 15,00 € = 780,00 € HT"
    )


def test_its_days_and_its_price_follow_the_length():
    """78 minutes are 1.5 times 52: 4.5 days; 78 minutes at 15 € are 1 170 €."""
    assert proposed("LIV-08", {"has_sme": True}, {"length_minutes": 78}, Tarifs=[SME]) == (
        "SME (4,5 j) : LIV-31 SME maison, 78 minutes × 15,00 € = 1 170,00 € HT"
    )


def test_what_is_for_every_episode_counts_them_all_and_what_is_for_one_counts_one():
    """Six episodes of 26 minutes of a series: SME takes 1.5 day an episode; 156 minutes in all, 26 in one."""
    series = {"type": ProjectType.TV_SERIES, "length_minutes": 26, "episodes": 6}
    whole = proposed("LIV-08", {"has_sme": True}, series, Tarifs=[SME])
    assert whole == "SME (9 j) : LIV-31 SME maison, 156 minutes × 15,00 € = 2 340,00 € HT"
    one = proposed("LIV-08", {"has_sme": True, "episode": 2}, series, Tarifs=[SME])
    assert one == "SME (1,5 j) : LIV-31 SME maison, 26 minutes × 15,00 € = 390,00 € HT"


def test_an_item_that_the_house_has_not_is_that_of_the_estimated_rate_card():
    """rate_card.toml: LIV-31 at 12 € a minute; 52 minutes are 624 €."""
    assert proposed("LIV-08", {"has_sme": True}) == (
        "SME (3 j) : LIV-31 Sous-titrage sourds et malentendants (SME), "
        "52 minutes × 12,00 € = 624,00 € HT au tarif estimé"
    )


def test_an_item_of_the_house_without_a_price_says_so():
    assert proposed("LIV-08", {"has_sme": True}, Tarifs=[{**SME, "price_cents": None}]) == (
        "SME (3 j) : LIV-31 SME maison, prix non connu"
    )


def test_two_steps_of_one_item_are_sold_once():
    """Writing 4 days and mixing 1 day, both of LIV-32: 52 minutes at 30 € are 1 560 €, once."""
    assert proposed("LIV-08", {"has_audio_description": True}) == (
        "AD_ECRITURE (4 j) et AD_MIX (1 j) : LIV-32 Audiodescription, "
        "52 minutes × 30,00 € = 1 560,00 € HT au tarif estimé"
    )


def test_an_item_sold_by_the_day_is_sold_for_the_days_of_its_steps():
    """VI of a documentary: 1 day, at 800 € in this house."""
    rate = {"item": "SON-32", "label": "VI", "unit": "jour", "price_cents": 80_000}
    assert proposed("LIV-08", {"has_me": True}, Tarifs=[rate]) == (
        "VI (1 j) : SON-32 VI, 1 jour × 800,00 € = 800,00 € HT"
    )


def test_a_unit_that_does_not_say_how_many_gives_the_price_of_one():
    rate = {"item": "SON-32", "label": "VI", "unit": "forfait", "price_cents": 80_000}
    assert proposed("LIV-08", {"has_me": True}, Tarifs=[rate]) == (
        "VI (1 j) : SON-32 VI, 800,00 € HT l'unité (forfait)"
    )


def test_a_step_that_a_programme_has_not_has_no_known_days():
    """A documentary has no usual days for a DCP."""
    dcp = {"type": DeliverableType.DCP_2K, "task": ""}
    assert proposed("LIV-08", dcp).startswith("DCP (durée non connue) : LIV-20 DCP, 1 unité × 900,00 €")


def test_a_project_without_programme_knows_neither_days_nor_price():
    assert proposed("LIV-08", {"has_sme": True}, {"type": ""}) == (
        "SME (durée non connue) : LIV-31, prix non connu"
    )


def test_a_conversion_that_nobody_sourced_says_so():
    flow = {"project": "P", "timeline_rate": "24"}
    assert proposed("LIV-08", {"frame_rate": "25"}, Flux=[flow]) == (
        "CONVERSION_CADENCE (durée non connue) : prix non connu"
    )


def test_what_is_planned_and_not_sold_is_proposed_to_the_quote():
    """VI is planned; the quote sells the PAD and the control: one day at 800 € in this house."""
    tables = {
        "Versions": [{"project": "P", "version": 1, "status": QuoteStatus.ACCEPTED}],
        "Devis": [
            {"project": "P", "version": 1, "line": item, "item": item, "quantity": Decimal(1)}
            for item in ("LIV-10", "LIV-11")
        ],
        "Tarifs": [{"item": "SON-32", "label": "VI", "unit": "jour", "price_cents": 80_000}],
    }
    tasks = (PAD, QC, {"task": "VI", "step": "VI"})
    assert proposed("LIV-07", {"has_me": True}, tasks=tasks, **tables) == (
        "VI (1 j) : SON-32 VI, 1 jour × 800,00 € = 800,00 € HT"
    )


WRONG_CODEC = {"codec": "ProRes 422 HQ", "standard": "CST-RT-040"}


def test_what_blocks_a_file_that_is_made_is_made_and_checked_again():
    """PAD of a documentary: half a day; its control: one day; both tasks are over."""
    over = tuple({**task, "state": TaskState.DONE} for task in (PAD, QC))
    assert proposed("IMG-16", WRONG_CODEC, tasks=over).startswith("PAD (0,5 j) : LIV-10")
    assert "QC (1 j) : LIV-11" in proposed("IMG-16", WRONG_CODEC, tasks=over)


def test_what_is_still_to_be_made_is_made_right_and_nothing_is_added():
    assert proposed("IMG-16", WRONG_CODEC) == "PAD et QC : déjà au planning"


def test_what_is_accepted_proposes_nothing():
    over = tuple({**task, "state": TaskState.DONE} for task in (PAD, QC))
    waiver = {
        "project": "P",
        "rule": "IMG-16",
        "object": "L",
        "reason": "Accord écrit",
        "accepted_by": "Chaîne",
        "accepted_day": DAY,
    }
    assert proposed("IMG-16", WRONG_CODEC, tasks=over, Derogations=[waiver]) == ""


def test_what_only_warns_of_no_lack_proposes_nothing():
    assert proposed("LIV-01", {"task": ""}) == ""


@pytest.mark.parametrize("rule", in_force("technique_deliveries.fixes", DAY).value)
def test_the_corrections_are_of_known_rules_and_their_steps_are_known(rule: str):
    own = {"fabrication", "CONVERSION_CADENCE", "RECALAGE_TEXTES", "REPRISES"}
    assert rule in BY_ID
    steps = in_force("technique_deliveries.fixes", DAY).value[rule]
    assert all(step in own or item_of(step) for step in steps)
