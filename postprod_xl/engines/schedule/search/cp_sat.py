"""CP-SAT on the whole problem or on a neighbourhood: better schedules, and lower bounds for the whole."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from postprod_xl.engines.schedule.generation.decoding import Instance, Schedule, cost_of, movable, schedule_of
from postprod_xl.engines.schedule.instance.arrays import NONE, Ints
from postprod_xl.engines.schedule.kernels.sgs import evaluate
from postprod_xl.engines.schedule.model import Cost
from postprod_xl.engines.schedule.search.cp_model import Model, model_of

# A larger objective overflows the solver: the least important levels are dropped.
_LARGEST = 2**50


class Subproblem(NamedTuple):
    """One CP-SAT solve: from a schedule, which activities are free, for how long.

    `effort` is in seconds of the solver's deterministic clock, `seconds` in wall-clock time (infinite for
    reproducible runs).
    """

    instance: Instance
    plan: Ints
    free: frozenset[int]
    effort: float
    seconds: float
    seed: int


class CpSatOutcome(NamedTuple):
    """Its outcome: the best schedule (None: none better), the proven bound of tardiness, whether all is proven."""

    plan: Ints | None
    bound: int | None
    proven: bool
    spent: float


class CpSatRun:
    """One solve, which another thread may stop; `latest` holds improved schedules as they come."""

    def __init__(self, task: Subproblem) -> None:
        self.task = task
        self.solver: Any = None
        self.stopped = False
        self.latest: Ints | None = None

    def stop(self) -> None:
        """Stop as soon as possible."""
        self.stopped = True
        if self.solver is not None:
            self.solver.stop_search()

    def run(self) -> CpSatOutcome:
        """Solve; nothing is found when it was stopped before."""
        task = self.task
        plan = schedule_of(task.plan)
        model = model_of(task.instance, plan, set(task.free))
        if model is None or self.stopped:
            return CpSatOutcome(None, None, False, 0.0)
        weights = _weights(model, task.instance.arrays.tardiness_price)
        weighted = [(weight, row) for weight, row in zip(weights, model.terms, strict=True) if weight and row]
        model.cp.minimize(sum(weight * sum(row) for weight, row in weighted))
        library = import_module("ortools.sat.python.cp_model")
        self.solver = library.CpSolver()
        parameters = self.solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = task.seed
        parameters.max_deterministic_time = task.effort
        parameters.max_time_in_seconds = task.seconds
        # Measured on PSPLIB: as many proofs, and better schedules in the same time, without linear relaxations.
        parameters.linearization_level = 0
        if len(task.free) < len(movable(task.instance, plan)):
            # A neighbourhood is small and solved many times: a thorough presolve costs more than it gives.
            parameters.cp_model_probing_level = 0
            parameters.symmetry_level = 0
            parameters.max_presolve_iterations = 1
        listener = _listener(library, lambda value: self._keep(model, plan, value))
        status = self.solver.solve(model.cp, listener)
        return self._found(library, model, plan, status)

    def _keep(self, model: Model, plan: Schedule, value: Callable[[Any], int]) -> None:
        self.latest = _decoded(self.task.instance, model, plan, value)
        if self.stopped:
            self.solver.stop_search()

    def _found(self, library: Any, model: Model, plan: Schedule, status: int) -> CpSatOutcome:
        spent = self.solver.response_proto.deterministic_time
        if status not in (library.OPTIMAL, library.FEASIBLE):
            return CpSatOutcome(None, None, False, spent)
        found = _decoded(self.task.instance, model, plan, self.solver.value)
        proven = status == library.OPTIMAL
        bound = self._bound(model, plan, cost_of(self.task.instance, found))
        return CpSatOutcome(found, bound, proven, spent)

    def _bound(self, model: Model, plan: Schedule, cost: Cost) -> int | None:
        """Lower bound of the weighted tardiness, constants included; None where levels are mixed."""
        if cost.hard or self.task.instance.arrays.tardiness_price:
            return None
        weight = _weights(model, 0)[1]
        settled = sum(
            activity.weight * max(plan.end[index] - activity.due, 0)
            for index, activity in enumerate(self.task.instance.problem.activities)
            if index not in self.task.free and activity.due is not None and not activity.hard
            if plan.end[index] != NONE
        )
        # All lower levels together weigh less than one slot of tardiness.
        return int(settled + max(0, round(self.solver.best_objective_bound)) // weight)


def available() -> bool:
    """Whether OR-Tools is installed."""
    return find_spec("ortools") is not None


def _weights(model: Model, tardiness_price: int) -> list[int]:
    """Weight of one unit of each level, most important first; 0 for those that would overflow."""
    _, late, change, penalty = model.most
    if tardiness_price:
        unit = penalty + 1
        return [unit * (tardiness_price * late + change + 1), unit * tardiness_price, unit, 1]
    for kept in range(len(model.most), 1, -1):
        weights = [0] * len(model.most)
        unit = 1
        for rank in range(kept - 1, -1, -1):
            weights[rank] = unit
            unit *= model.most[rank] + 1
        if unit < _LARGEST:
            break
    return weights


def _decoded(instance: Instance, model: Model, plan: Schedule, value: Callable[[Any], int]) -> Ints:
    """The whole schedule, with the free activities where the solver has them."""
    start, end = list(plan.start), list(plan.end)
    person, room = list(plan.person), list(plan.room)
    for index, variables in model.variables.items():
        start[index], end[index] = int(value(variables.start)), int(value(variables.end))
        person[index] = _chosen(variables.people, value)
        room[index] = _chosen(variables.rooms, value)
    decoded = [*start, *end, *person, *room, 0, 0, 0, 0, 0]
    evaluate(instance.packed, decoded)
    return decoded


def _chosen(literals: dict[int, Any], value: Callable[[Any], int]) -> int:
    return next((resource for resource, literal in literals.items() if value(literal)), -1)


def _listener(library: Any, keep: Callable[[Callable[[Any], int]], None]) -> Any:
    """A solver callback that passes each solution on."""

    class Listener(library.CpSolverSolutionCallback):  # type: ignore[misc]
        """Called with each solution on the solver's own thread."""

        def on_solution_callback(self) -> None:
            keep(self.value)

    return Listener()
