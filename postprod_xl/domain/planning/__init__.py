"""The planning of an office: its tables become a problem of `postprod_xl.engines.schedule`, whose answer becomes days.

==============  ===========================================================================================
`tasks`         what `Planning`, `Prédécesseurs`, the sessions and the plan in force say of each task
`problem`       who and which rooms may serve, when; the axis of half-days, and the problem on it
`plan`          the problem solved, read back: columns of `Planning` and `Projets`, `Reservations`, clashes
`explain`       why a task stands there, why a delivery is late, what a change would do, who is free
`programmes`    the tasks that a type of programme proposes
`charts`        the plan and the load as they are drawn
==============  ===========================================================================================
"""
