"""The connection to the scheduler of a Dask cluster: made when it is needed, made again when it was lost."""

import logging
import time
import uuid
import warnings
from collections.abc import Sequence
from concurrent.futures import CancelledError
from importlib.util import find_spec
from typing import TYPE_CHECKING

from automation.engines.errand import Errand, build, read_batch, results
from automation.engines.work import Result
from automation.errors import TongbaoError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

_LOOK = 5.0
"""Seconds after which a silent cluster is looked after."""
_GREETING = 10.0
"""Seconds in which a scheduler has to answer at first."""


class LostError(Exception):
    """The scheduler is gone, and everything that it was given with it."""


class KilledError(Exception):
    """Worker after worker died of it."""


class Scheduler:
    """The scheduler at ``address``, which knows ``given`` before it is sent a batch.

    ``patience`` is the number of seconds for which it is waited for where it, or all of its workers, went away. Everything
    here raises LostError where the connection breaks, and TongbaoError where it does not come back in time.
    """

    def __init__(self, address: str, given: bytes, patience: float) -> None:
        self._address = address
        self._given = given
        self._patience = patience
        self._client: Client | None = None
        self._prepared: Future | None = None

    def send(self, errands: Sequence[Errand]) -> "Future":
        """Have a batch read; whoever lets go of the future takes it back."""
        client = self._connected()
        try:
            # The plan is a task of its own: it travels once to each worker, and is had again where its holder died.
            return client.submit(read_batch, build(), self._prepared, errands, key=_key(), pure=False)
        except _lost() as error:
            raise LostError from error

    def answer(self, future: "Future", seconds: float) -> list[Result]:
        """What a batch gave, waited for up to ``seconds`` and as long as there are workers; raises KilledError too."""
        from distributed import KilledWorker

        begun = served = time.monotonic()
        while True:
            try:
                return results(future.result(timeout=_LOOK))
            except TimeoutError:
                now = time.monotonic()
                served = now if self.threads() else served
                if now > min(begun + seconds, served) + self._patience:
                    raise _nobody(self._address) from None
            except KilledWorker as error:
                raise KilledError from error
            except _lost() as error:
                raise LostError from error
            except (ImportError, AttributeError, RuntimeError) as error:
                raise _other_code(error) from error

    def threads(self) -> int:
        """Batches that the cluster can read at the same time."""
        client = self._connected()
        try:
            return sum(client.nthreads().values())
        except _lost() as error:
            raise LostError from error

    def close(self) -> None:
        """Let go of the connection and of what is under way; the next call connects again."""
        client, self._client = self._client, None
        if client is not None:
            client.close(timeout=1)

    def _connected(self) -> "Client":
        if self._client is None:
            # One that was there before is being started again; one that never was is an address mistyped.
            self._client = _connect(self._address, self._patience if self._prepared else min(_GREETING, self._patience))
            self._look_round(self._client)
            with warnings.catch_warnings(action="ignore"):
                # That a province's plan is large is known.
                self._prepared = self._client.submit(bytes, self._given, key=_key(), pure=False)
        return self._client

    def _look_round(self, client: "Client") -> None:
        """Name the workers that lack this package: they would die of the first batch without a word."""
        try:
            found = client.run(find_spec, "automation.engines.errand", on_error="return")
        except _lost() as error:
            raise LostError from error
        if without := [worker for worker, one in found.items() if one is None or isinstance(one, Exception)]:
            raise TongbaoError(f"工作机 {'、'.join(without)} 上没有 tongbao",
                               "请在每台工作机上 pip install 'tongbao[cluster]'，与本机同一版本，重启工作进程，再运行一次")


def _connect(address: str, patience: float) -> "Client":
    try:
        from distributed import Client
    except ImportError as error:
        raise TongbaoError("没有安装 Dask，用不了 --scheduler", "请运行 pip install 'tongbao[cluster]'，或去掉 --scheduler 在本机读") from error
    # What Dask tells of lost connections and versions is told again here, in words for people.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    until = time.monotonic() + patience
    while True:
        try:
            with warnings.catch_warnings(action="ignore"):
                return Client(address, timeout=min(patience, _GREETING), set_as_default=False, name="tongbao")
        except ValueError as error:
            raise UsageError(f"“{address}”不是调度器的地址", "请写成 tcp://主机:8786") from error
        except OSError as error:
            if time.monotonic() > until:
                raise TongbaoError(f"调度器 {address} 连不上",
                                   "请确认 dask scheduler 正在运行、地址和端口没有被防火墙拦住，再运行一次；收到的文件一个不少") from error
            time.sleep(0.2)


def _key() -> str:
    return f"tongbao-{uuid.uuid4().hex}"


def _lost() -> tuple[type[BaseException], ...]:
    """What Dask raises where the connection to its scheduler is gone."""
    from distributed import client

    return CancelledError, OSError, getattr(client, "ClosedClientError", CancelledError)


def _nobody(address: str) -> TongbaoError:
    return TongbaoError(f"调度器 {address} 那边没有工作进程在读", f"请在装好 tongbao[cluster] 的工作机上运行 dask worker {address}，再运行一次；收到的文件一个不少")


def _other_code(error: Exception) -> TongbaoError:
    return TongbaoError(f"调度机或工作机上没有 tongbao，或版本不同（{type(error).__name__}）",
                        "请在调度机和每台工作机上装好与本机同一版本的 tongbao[cluster]，重启 Dask 的进程，再运行一次")
