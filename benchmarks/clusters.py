"""A real cluster for tests and measurements: one scheduler and some workers, each a process of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from distributed import Client

ROOT = Path(__file__).parents[1]


class DaskProcesses:
    """Started by Dask's own commands on free ports of this machine."""

    def __init__(self, folder: Path, workers: int = 3, settings: Mapping[str, str] | None = None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.folder = folder
        self.settings = settings or {}
        self.scheduler = self._scheduler()
        self.workers = [self.worker() for _ in range(workers)]

    def _scheduler(self) -> "subprocess.Popen[bytes]":
        return self._dask("scheduler", "--host", self.address.rpartition(":")[0], "--port", self.address.rpartition(":")[2],
                          "--no-dashboard")

    def worker(self, *options: str) -> "subprocess.Popen[bytes]":
        """One more worker, without anybody who would start it again."""
        return self._dask("worker", self.address, "--nthreads", "1", "--no-dashboard", *(options or ("--no-nanny",)))

    def wait(self, workers: int) -> None:
        """Until so many workers have reported."""
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), Client(self.address, timeout=5, set_as_default=False) as client:
                if workers:
                    client.wait_for_workers(workers, timeout=60)
                return
            assert time.monotonic() < deadline, "the cluster does not come up"

    def kill_worker(self) -> None:
        """SIGKILL for the first of them."""
        end(self.workers.pop(0))

    def restart_scheduler(self, workers: int = 3) -> None:
        """SIGKILL for the scheduler; then it, and the workers that it took along, are started again."""
        end(self.scheduler)
        time.sleep(1)
        for process in self.workers:
            end(process)
        self.scheduler = self._scheduler()
        self.workers = [self.worker() for _ in range(workers)]

    def stop(self) -> None:
        """End everything."""
        for process in (*self.workers, self.scheduler):
            end(process)

    def _dask(self, *words: str) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "dask", *words], cwd=self.folder, stdout=log, stderr=log, start_new_session=True,
                                    env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1",
                                         **self.settings})


def end(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL for the process and everything that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def running(folder: Path, workers: int = 3, **settings: str) -> Iterator[DaskProcesses]:
    """A cluster that ends with the block; ``settings`` are Dask's, as variables of the environment."""
    cluster = DaskProcesses(folder, workers, settings)
    try:
        cluster.wait(workers)
        yield cluster
    finally:
        cluster.stop()
