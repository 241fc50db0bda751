"""A local Dask cluster of two workers: `python -m tests.hosts.files.dask_pair` prints its address and their processes.

It stops when its input does.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=60) as cluster:
        # The nannies start again a worker that is killed.
        workers = [nanny.pid for nanny in cluster.workers.values()]
        print(json.dumps({"address": cluster.scheduler_address, "workers": workers}), flush=True)  # noqa: T201
        sys.stdin.read()


if __name__ == "__main__":
    main()
