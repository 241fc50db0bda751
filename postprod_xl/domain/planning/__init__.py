"""The planning of an office, in two layers: an engine that knows slots only, and the office around it.

The engine, `postprod_xl.engines.schedule`, takes a `Problem` of plain dataclasses and gives a `Result`;
it reads no table, so that any instance can be built for it:

========================  =====================================================================================
`Activity`                work or milestone to place: duration, release, due, who and which rooms may serve
`Link`                    what it waits for: end or start of another, with a lag
`Resource`                a person, a room or a pool, with its calendar; `Occupation` is what takes it already
`solve`, `construct`       a schedule as good as a `Budget` allows; one without search, the plan in force first
`verify`                  the rules a schedule breaks: none, whatever the budget
`causes`, `earliest`,     why each activity stands where it does, how early it could have ended, how long it may
`slack`                   slip
========================  =====================================================================================

The office layer turns the tables into such a problem and its answer back into days, people and rooms:

========================  =====================================================================================
`to_plan`, `links`        the tasks of `Planning` and what `Prédécesseurs` says
`facts`                   what the sessions say of each task, and what remains of it
`roster`, `presence`      who and which rooms may serve, and when they are there
`in_force`, `outside`     the plan of the last refresh; what other workbooks hold of the same people and rooms
`axis`, `problem`         one axis of half-days for all the projects, and the problem on it
`fixed_days`, `days_off`  where an imposed start stands: the half of its day, a day off somebody works
`absurd_dates`,           what no plan can hold, and what finds no place in it
`no_place`
`after_delivery`,         what a delivery does not wait for; when each project ends and how late it is delivered
`project_ends`
`solve`, `solved`         the answer of the engine, read back in days
`schedule`                the whole way: the computed columns of `Planning` and `Projets`, and the warnings
`bookings`                the rows of `Reservations`, with the clashes
`reasons`, `deliveries`   why a task stands where it stands; when each project can honestly be delivered
`whatif`, `candidates`,   questions about a plan: what a change would do, who could do a task, who is free
`availability`
========================  =====================================================================================

Examples
--------
Two films, the same editor, the same auditorium; the second is due first, a slot of its lateness costs double:

>>> from postprod_xl.engines.schedule import Activity, Candidate, Link, Problem, Resource, solve, verify
>>> editor, auditorium = Candidate(0), Candidate(1)
>>> films = (
...     Activity(duration=4, people=(editor,)),
...     Activity(duration=2, rooms=(auditorium,), due=8),
...     Activity(duration=2, people=(editor,), group=1),
...     Activity(duration=2, rooms=(auditorium,), due=4, weight=2, group=1),
... )
>>> problem = Problem(20, films, (Link(0, 1), Link(2, 3)), (Resource(), Resource()))
>>> result = solve(problem)
>>> result.starts, result.tardiness
((2, 6, 0, 2), (0, 0, 0, 0))
>>> verify(problem, result)
[]
"""
