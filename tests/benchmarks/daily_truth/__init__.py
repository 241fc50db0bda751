"""What a plan of the day announces wrongly: false delays, false causes, bookings changed without gain.

These definitions are what `daily` counts and the gate asserts. A late delivery is a project not delivered yet whose
`Retard (j)` is at least one working day.

False delay
    A late delivery for which a legal plan is found, and checked, where it is at least one working day less late, with

    - no delivery and no due day of a project that goes before it, or beside it, later than in the plan of the day, or
      than its promise (projects signed go before those in Devis, then priority decides; none comes last);
    - nothing moved of what is imposed (`Début fixé`), frozen, or confirmed with a booking in the plan in force of the
      day, nor of what is under way and goes on at once; what is under way and has to wait may go on otherwise;
    - for a project in Devis, nothing moved of the projects signed.

    Bookings that may move (options, and whatever is not confirmed) move as the search likes.
False cause
    A late delivery whose named cause, relaxed alone, lets no plan be found where it is at least one working day less
    late, on the same terms. Causes named together are relaxed together; a cause named without its
    proof is false, and a delivery that could be earlier and for which none is established is counted apart.
Change without gain
    A task to do, neither imposed nor confirmed, whose booking in the plan in force (first half-day, person, room; of
    the half-days to come) is not that of the plan of the day, though a legal plan where no delivery and no due day is a
    half-day later past its promise is left by putting back the whole of it, or its first half-day, or its person, or
    its room alone, or all that changed in its project, or all that changed. Milestones, which book nobody, follow; all
    other tasks stay.
"""

from tests.benchmarks.daily_truth.causes import FalseCause, false_causes, false_displacements, is_true_cause
from tests.benchmarks.daily_truth.changes import Change, changes_without_gain, confirmed_moved
from tests.benchmarks.daily_truth.day import Day
from tests.benchmarks.daily_truth.delays import FalseDelay, false_delays

__all__ = [
    "Change",
    "Day",
    "FalseCause",
    "FalseDelay",
    "changes_without_gain",
    "confirmed_moved",
    "false_causes",
    "false_delays",
    "false_displacements",
    "is_true_cause",
]
