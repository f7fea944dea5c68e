"""What runs inside a worker of a cluster: batches handed on to isolated readers of that machine.

A worker's every thread keeps one reader process of its own (``Pool``), so a file that crashes, hangs or swells costs
itself on a cluster exactly what it costs at home, and the worker lives on.
"""

import functools
import hashlib
import multiprocessing
import pickle
import platform
import tempfile
import threading
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, cast

import automation
from automation.engines.pool import Pool
from automation.engines.work import Allowance, Job, Reader, Result
from automation.errors import TongbaoError
from automation.model.plan import Plan
from automation.model.submission import Submission
from automation.sheets.limits import Limits
from automation.store import Store

_FETCHES = 8
"""Objects of a store that are waited for at a time."""


class Errand(NamedTuple):
    """One file to read, wherever it is read."""

    address: str
    """A path that this machine sees too, or what stands in a store: ``address/month/name``."""
    name: str
    sha256: str


@dataclass(frozen=True)
class Sealing:
    """Reads as ``reader`` does and gives the submission as bytes: the worker in between passes it on without opening it."""

    reader: Reader

    def __call__(self, data: bytes, job: Job, plan: Plan, limits: Limits) -> Submission:
        """See ``Reader``; ``results`` is where it is opened."""
        return cast("Submission", pickle.dumps(self.reader(data, job, plan, limits)))


_readers: dict[int, tuple[bytes, Pool]] = {}
"""Each thread's reader, and what it was made from."""


def given(reader: Reader, plan: Plan, allowance: Allowance) -> bytes:
    """What every batch of a run needs, as it travels."""
    return zlib.compress(pickle.dumps((Sealing(reader), plan, allowance)))


def read_batch(build_here: str, prepared: bytes, errands: Sequence[Errand]) -> bytes:
    """Read each file in its turn; ``results`` opens what this gives.

    Raises TongbaoError where this worker runs other code than ``build_here``, or cannot reach a file.
    """
    if build() != build_here:
        raise TongbaoError(f"工作机 {platform.node()} 上的 tongbao 是 {build()}，这台电脑上是 {build_here}，版本不一致",
                           "请在调度机和每台工作机上装同一版本，重启工作进程，再运行一次；收到的文件一个不少")
    with tempfile.TemporaryDirectory(prefix="tongbao-") as folder, ThreadPoolExecutor(_FETCHES) as fetching:
        jobs = list(fetching.map(_at_hand, errands, (Path(folder) / f"{number:04}" for number in range(len(errands)))))
        found = [result for _, result in _reader(prepared).read((job, job) for job in jobs)]
    return zlib.compress(pickle.dumps(found), 1)


def results(sealed: bytes) -> list[Result]:
    """What ``read_batch`` found, in the order of the errands."""
    found: list[Result] = pickle.loads(zlib.decompress(sealed))
    return [replace(one, found=pickle.loads(one.found)) if isinstance(one.found, bytes) else one for one in found]


@functools.cache
def build() -> str:
    """The version of this package with a fingerprint of its code: equal only where the same is run."""
    root = Path(automation.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda p: p.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{version('tongbao')}（{digest.hexdigest()[:8]}）"


def _at_hand(errand: Errand, copy: Path) -> Job:
    """The file on a path of this machine; what stands in a store is fetched."""
    try:
        if "://" in errand.address:
            archive, month, name = errand.address.rsplit("/", 2)
            _store(archive).get(f"{month}/{name}", copy)
            return Job(copy, errand.name, errand.sha256)
        path = Path(errand.address)
        path.stat()
        return Job(path, errand.name, errand.sha256)
    except Exception as error:
        # Every store has errors of its own, and none of them says anything of the file.
        raise TongbaoError(f"工作机 {platform.node()} 打不开 {errand.address}：{error}",
                           "请让每台工作机在同一路径看到工作区的 archive，或用 --archive 给一个各机都够得着的地址，再运行一次") from error


_store = functools.cache(Store)


def _reader(prepared: bytes) -> Pool:
    """This thread's reader for that plan, kept for the batches to come."""
    thread = threading.get_ident()
    before = _readers.get(thread)
    if before and before[0] == prepared:
        return before[1]
    if before:
        before[1].close()
    _let_have_children()
    reader, plan, allowance = pickle.loads(zlib.decompress(prepared))
    pool = Pool(plan, 1, allowance, reader)
    _readers[thread] = prepared, pool
    return pool


def _let_have_children() -> None:
    # A nanny starts its worker as a daemon, which may not start processes. The readers end by themselves when their
    # worker is gone, which is all that the rule is for.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
