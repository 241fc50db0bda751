"""Work sent to the workers of a Dask cluster, through its scheduler (`dask.distributed`, extra `cluster`).

What is sent and what comes back are bytes: the scheduler needs nothing of this program. The one function that a worker
receives by value imports the program there and hands it the rest.
"""

from __future__ import annotations

import logging
import socket
import struct
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.files.cluster.program import first_difference, program_text

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECTING_SECONDS = 3
_SIZE, _LONGEST_GREETING = struct.Struct("<Q"), 1 << 16
_WORKERS_SECONDS = 5
_ANSWER_SECONDS = 10
_LOOK_SECONDS = 1.0
_WITHOUT_WORKERS_SECONDS = 20
_PER_THREAD = 2
"""Files sent for each thread of the workers: one at work, the next one there already."""
_TALKATIVE = ("distributed", "tornado", "asyncio")
_PACKAGE = "postprod_xl"
_CARRIES_OUT = "postprod_xl.hosts.files.cluster.orders"


class ClusterLost(UnusableFile):
    """The cluster answers no more; the line says so, and names the address."""


class WorkerDied(Exception):
    """Every worker that was given a piece of work died of it."""


class UnlikeWorker(UnusableFile):
    """A worker runs another program than this one; the line says which."""


class DaskCluster:
    """A cluster that answers; see `connected`."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._done: SimpleQueue[Future] = SimpleQueue()
        self._last_workers = time.monotonic()
        self._threads = 0
        self._task = _task()
        self.refuse_unlike()

    @property
    def capacity(self) -> int:
        """How many pieces of work it is worth having there at once."""
        return max(1, self._threads) * _PER_THREAD

    def send(self, order: bytes) -> Future:
        """Have an order carried out by whichever worker is free.

        Raises
        ------
        ClusterLost
            The scheduler went.
        """
        if self._client.status != "running":
            raise self._lost("n'est plus joignable")
        with warnings.catch_warnings():
            # Dask advises against what is not small; the bytes are in the task so that they survive the worker.
            warnings.simplefilter("ignore")
            try:
                future = self._client.submit(self._task, _CARRIES_OUT, program_text(), order, pure=False)
            except Exception as error:
                raise self._lost("n'est plus joignable") from error
        future.add_done_callback(self._done.put)
        return future

    def next_done(self) -> Future:
        """Wait for one of those sent.

        Raises
        ------
        ClusterLost
            The scheduler went, or no worker has been there for a while.
        """
        while True:
            try:
                return self._done.get(timeout=_LOOK_SECONDS)
            except Empty:
                self._look()

    def outcome(self, future: Future) -> bytes:
        """What came of an order.

        Raises
        ------
        ClusterLost
            The scheduler went.
        WorkerDied
            Dask gave it to other workers, which died too.
        UnlikeWorker
            The worker runs another program.
        Exception
            The fault of the program, as it was raised there.
        """
        from distributed import CancelledError
        from distributed.scheduler import KilledWorker

        try:
            answer = future.result()
        except CancelledError as error:
            raise self._lost("n'est plus joignable") from error
        except KilledWorker as error:
            raise WorkerDied(str(error)) from error
        except ModuleNotFoundError as error:
            raise _unlike("un ouvrier", error) from error
        finally:
            future.release()
        if isinstance(answer, str):
            raise _unlike("un ouvrier", answer)
        return answer

    def refuse_unlike(self) -> None:
        """Refuse a cluster without workers, or one of which a worker runs another program.

        A worker busy with the work of others is asked again by its first order.

        Raises
        ------
        UnusableFile
            The line names the worker, what it has and what is here.
        """
        deadline = time.monotonic() + _WORKERS_SECONDS
        while not (workers := self._workers()):
            if time.monotonic() > deadline:
                raise UnusableFile(
                    f"{self._address} — le répartiteur répond, mais aucun ouvrier n'y est inscrit : lancez-en "
                    f"(« dask worker {self._address} --nthreads 1 »), puis recommencez."
                )
            time.sleep(_LOOK_SECONDS / 10)
        asked = {
            worker: self._client.submit(self._task, _CARRIES_OUT, "", b"", workers=[worker], pure=False)
            for worker in workers
        }
        for worker, future in _answered(asked):
            _refuse_other(f"l'ouvrier {worker}", future)

    def _workers(self) -> Mapping[str, int]:
        """Threads by worker."""
        try:
            workers: Mapping[str, int] = self._client.nthreads()
        except (OSError, TimeoutError, AttributeError) as error:
            raise self._lost("n'est plus joignable") from error
        self._threads = sum(workers.values())
        if workers:
            self._last_workers = time.monotonic()
        return workers

    def _look(self) -> None:
        if self._client.status != "running":
            raise self._lost("n'est plus joignable")
        if not self._workers() and time.monotonic() - self._last_workers > _WITHOUT_WORKERS_SECONDS:
            raise self._lost("n'a plus aucun ouvrier")

    def _lost(self, what: str) -> ClusterLost:
        return ClusterLost(f"le répartiteur {self._address} {what}")


@contextmanager
def connected(address: str) -> Iterator[DaskCluster]:
    """A cluster of which a scheduler answers at an address, `tcp://host:8786`.

    Raises
    ------
    UnusableFile
        Nothing answers there, no worker is there, or one runs another program; the line says which.
    """
    if not _speaks_dask(address):
        raise _silent(address)
    from distributed import Client

    # Importing it sets the levels of its loggers; what there is to say is said in one line, in French.
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            client = Client(address, timeout=_CONNECTING_SECONDS, set_as_default=False)
        except Exception as error:
            # Whatever answers there, it is no scheduler of ours.
            raise _silent(address) from error
        try:
            yield DaskCluster(client, address)
        finally:
            client.close(timeout=_LOOK_SECONDS)


def _silent(address: str) -> UnusableFile:
    return UnusableFile(
        f"{address} — aucun répartiteur Dask n'y répond : vérifiez l'adresse et qu'il est lancé "
        "(« dask scheduler »), puis recommencez."
    )


def _speaks_dask(address: str) -> bool:
    """Whether what listens at an address begins as a scheduler does: the client of Dask waits for ever on another.

    A scheduler speaks first, by the size of its greeting. Behind TLS and the web's sockets, that it listens is enough.
    """
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), _CONNECTING_SECONDS) as peer:
            if scheme != "tcp":
                return True
            start = peer.recv(_SIZE.size, socket.MSG_WAITALL)
    except (OSError, OverflowError):
        return False
    return len(start) == _SIZE.size and 0 < _SIZE.unpack(start)[0] < _LONGEST_GREETING


def _task() -> Callable[[str, str, bytes], Any]:
    """The function that a worker receives: being local, it is sent by value."""

    def carry_out(module: str, program: str, order: bytes) -> Any:

        return import_module(module).carried_out(program, order)

    return carry_out


def _answered(asked: Mapping[str, Future]) -> Iterator[tuple[str, Future]]:
    """The workers that answer in time."""
    done: SimpleQueue[Future] = SimpleQueue()
    for future in asked.values():
        future.add_done_callback(done.put)
    deadline, workers = (
        time.monotonic() + _ANSWER_SECONDS,
        {future.key: worker for worker, future in asked.items()},
    )
    with suppress(Empty):
        for _ in asked:
            future = done.get(timeout=max(0.0, deadline - time.monotonic()))
            yield workers[future.key], future


def _refuse_other(worker: str, future: Future) -> None:
    try:
        theirs = future.result()
    except ModuleNotFoundError as error:
        raise _unlike(worker, error) from error
    if theirs != program_text():
        raise _unlike(worker, theirs)


def _unlike(worker: str, found: str | ModuleNotFoundError) -> UnlikeWorker:
    """The line on a worker whose program is not this one."""
    if isinstance(found, ModuleNotFoundError):
        missing = found.name or _PACKAGE
        here = program_text().partition(", ")[0]
        what = f"n'a pas {here}" if missing.startswith(_PACKAGE) else f"n'a pas la bibliothèque {missing}"
    else:
        ours, theirs = first_difference(program_text(), found)
        what = f"a {theirs}, ici {ours}"
    return UnlikeWorker(f"{worker} {what} : installez-y le même programme, puis relancez-le.")
