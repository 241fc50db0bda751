"""A confirmed chain moved in one step: the office that holds it, ready to be computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.memory.held import Held, held_in, with_held
from postprod_xl.domain.planning.memory.run_days import RunDay
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.claims import pieces_of
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.axis import WHOLE_DAY
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.shifts.chain import Chain, Extent, Push, is_confirmed, spans_of, spans_on
from postprod_xl.domain.planning.shifts.request import AskedShift, ShiftRefused, movable_place, task_named
from postprod_xl.domain.wording import counted
from postprod_xl.engines.schedule import ConflictKind
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.vocabulary import TaskState

_ROUNDS, _NAMED = 4, 3
_BROKEN = (ConflictKind.CLASH, ConflictKind.OCCUPIED, ConflictKind.LINK, ConflictKind.BEFORE_RELEASE)


@dataclass(frozen=True)
class Settled:
    """An office whose confirmed tasks were pushed until none has to be any more.

    Parameters
    ----------
    office, made
        The office that holds them where they now are, and its plan.
    pushes
        The tasks pushed, by place, each with why.
    stuck
        The confirmed tasks that should move and may not, by place, and the day they should begin on.
    """

    office: Office
    made: OfficeSchedule
    pushes: Mapping[int, Push]
    stuck: Mapping[int, date]


@dataclass(frozen=True)
class Shift:
    """A chain that was moved.

    Parameters
    ----------
    task
        The code of the task that was asked for.
    held, office
        The office that holds the plan before, and the one that holds the chain where it now is: a refresh keeps it
        there.
    before, after
        The two plans.
    pushes
        The tasks pushed, by place, each with why.
    """

    task: str
    held: Office
    office: Office
    before: OfficeSchedule
    after: OfficeSchedule
    pushes: Mapping[int, Push]

    @property
    def moves(self) -> bool:
        """Whether anything is no longer where it was."""
        names = ("start_day", "end_day", "assigned_technician", "assigned_room")
        before, after = (made.columns.only(*names) for made in (self.before, self.after))
        return before != after or self.held["Planning"].column("fixed_day") != self.office["Planning"].column(
            "fixed_day"
        )


def shifted(office: Office, task: str, day: date, outside: Sequence[Busy] = ()) -> Shift:
    """Move a task to a day, and the confirmed tasks behind it as far as they must go.

    The plan in force holds the result: the computed columns of `Planning` and `Reservations`, where a confirmed task
    keeps its place. `Début fixé` of the task itself, when a person has typed one, becomes that day; that of no other.

    Raises
    ------
    ShiftRefused
        The task cannot stand on that day, or something that may not be moved silently would have to: a confirmed
        booking of another project, a task frozen or imposed by a person.
    """
    code = task_named(office, task)
    before = schedule(office, outside)
    place = movable_place(before.plan, office, code)
    request = AskedShift(before.plan, place, day)
    first = Chain(before.plan, request.spans, request.may_push, given={place: request.span()}).pushed()
    if first.beyond:
        raise request.too_far()
    if first.stuck:
        raise _stuck(before.plan, first.stuck_days, request)
    now = in_force(before, bookings(before, outside).rows)
    held = with_chain(now, first)

    def chain_of(plan: Plan) -> Chain:
        given = {place: spans_of(plan)[place]}
        return Chain(plan, spans_on(before.plan, plan), request.may_push, given=given).pushed()

    settled = settle(held, schedule(held, outside), chain_of, outside)
    if settled.stuck:
        raise _stuck(before.plan, settled.stuck, request)
    _check(before.plan, settled.made.plan, request)
    return Shift(code, now, settled.office, before, settled.made, {**settled.pushes, **first.pushes})


def left_behind(made: Shift) -> Iterator[str]:
    """For a task shifted earlier, the confirmed tasks that wait for it and could follow, each with its command."""
    before, plan = made.before.plan, made.after.plan
    tasks = plan.model.listed.tasks
    place = next(place for place, task in enumerate(tasks) if task.code == made.task)
    old, new = before.placements[place], plan.placements[place]
    if old is None or new is None or new.start_day >= old.start_day:
        return
    for link in plan.model.listed.links:
        task, at = tasks[link.successor], plan.placements[link.successor]
        if link.predecessor != place or at is None or task.frozen or not is_confirmed(plan, link.successor):
            continue
        day = AskedShift(plan, link.successor, plan.model.today - timedelta(days=1)).first_day()
        if day is not None and day < at.start_day:
            yield (
                f"{task.code} garde le {french(at.start_day)} ; pour l'avancer aussi : {command_text(task.code, day)}"
            )


def in_force(made: OfficeSchedule, booked: Rows) -> Office:
    """The office that holds a plan just made and its bookings: those of its day, whatever the last refresh was."""
    office = made.recall.office.with_columns("Planning", made.columns).with_rows("Reservations", booked)
    return replace(office, memory=(RunDay(office.today),))


def settle(
    office: Office,
    made: OfficeSchedule,
    chain_of: Callable[[Plan], Chain],
    outside: Sequence[Busy] = (),
) -> Settled:
    """Push the confirmed tasks of an office, then plan the others around them, until nothing has to be pushed.

    Parameters
    ----------
    office, made
        The office and its plan.
    chain_of
        The chain to push in a plan.
    """
    pushes: dict[int, Push] = {}
    stuck: dict[int, date] = {}
    for _ in range(_ROUNDS):
        chain = chain_of(made.plan)
        stuck |= chain.stuck_days
        if not chain.booked:
            break
        pushes = {**chain.pushes, **pushes}
        office = with_chain(office, chain)
        made = schedule(office, outside)
    return Settled(office, made, pushes, stuck)


def with_chain(office: Office, chain: Chain) -> Office:
    """The office that holds the tasks of a chain where they were put or pushed; the imposed days of these follow."""
    tasks = chain.plan.model.listed.tasks
    moved = {
        tasks[place].code: _held(chain.plan, place, chain.spans[place])
        for place in (*chain.given, *chain.booked)
    }
    rows = office["Planning"].select("task", "fixed_day")
    days = [moved[code].start if code in moved and fixed is not None else fixed for code, fixed in rows]
    office = with_held(office, {**held_in(office), **moved})
    return office.with_columns("Planning", {"fixed_day": days})


def _held(plan: Plan, place: int, span: Extent) -> Held:
    axis, at = plan.model.axis, plan.placements[place]
    assert at is not None
    days = axis.day(span.start), axis.day(max(span.end - 1, span.start))
    slots: Iterable[int] = ()
    if plan.books(place):
        result = plan.result
        slots = plan.open_slots(place, *span, result.person[place], result.room[place])
    moments = tuple((piece.day, piece.halves % WHOLE_DAY) for piece in pieces_of(plan, slots))
    return Held(*days, at.person, at.room, moments)


def _stuck(plan: Plan, stuck: Mapping[int, date], request: AskedShift) -> ShiftRefused:
    """What would have to move and may not, by name, and what to do about it."""
    texts = [_stuck_text(plan, place, day) for place, day in stuck.items()]
    more = f" (et {counted(len(texts) - _NAMED, 'autre')})" if len(texts) > _NAMED else ""
    return request.refused("une chaîne que rien n'arrête", f"{' ; '.join(texts[:_NAMED])}{more}")


def _stuck_text(plan: Plan, place: int, day: date) -> str:
    task, at = plan.model.listed.tasks[place], plan.placements[place]
    assert at is not None
    who = f"{task.code} ({', '.join(filter(None, (task.project.code, at.person, at.room)))})"
    if task.frozen:
        return f"{who} est figée au {french(at.start_day)}, et devrait passer au {french(day)}"
    if task.fixed is not None:
        fact = f"{who} a un « {PLANNING.heading('fixed_day')} » au {french(task.fixed)}"
    else:
        fact = f"{who}, d'un autre projet, est confirmée au {french(at.start_day)}"
    return f"{fact} : décalez-la d'abord au {french(day)} ({command_text(task.code, day)})"


def command_text(code: str, day: date) -> str:
    """The command that shifts a task."""
    return f"postprod shift FICHIER --task {code} --to {day}"


def _check(before: Plan, after: Plan, request: AskedShift) -> None:
    """Refuse a shift whose plan does not hold: the task is elsewhere, or a confirmed date breaks something new."""
    at = after.placements[request.place]
    if at is None or at.start_day != request.day:
        where = french(at.start_day) if at else "nulle part"
        fixed = PLANNING.heading("fixed_day")
        raise request.refused(
            "une tâche confirmée",
            f"elle n'est pas confirmée et le planning la replace au {where} : passez-la en "
            f"« {TaskState.CONFIRMED} », ou tapez son « {fixed} »",
        )
    new = _broken(after) - _broken(before)
    if new:
        first = sorted(new)[0]
        raise request.refused("un plan sans nouveau conflit", f"{first[0]} et {first[1]} se gêneraient")


def _broken(plan: Plan) -> set[tuple[str, str]]:
    """What the confirmed tasks of a plan do not respect: each with the task that it meets or does not wait for."""
    tasks = plan.model.listed.tasks
    return {
        (tasks[conflict.activity].code, "" if conflict.other is None else tasks[conflict.other].code)
        for conflict in plan.result.conflicts
        if conflict.kind in _BROKEN and conflict.activity < len(tasks)
    }
