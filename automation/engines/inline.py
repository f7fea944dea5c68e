"""Reading in this process: for files that the user vouches for, and where nothing else can run."""

from collections.abc import Callable, Iterable, Iterator

from automation.engines.work import Allowance, Job, Made, Reader, Result, Tag, attempt, read_job
from automation.errors import TongbaoError
from automation.model.plan import Plan


class Inline:
    """Reads one file after the other; sizes are limited, time and memory are not."""

    def __init__(self, plan: Plan, allowance: Allowance | None = None, reader: Reader = read_job) -> None:
        self._plan = plan
        self._allowance = allowance or Allowance.of(plan.settings)
        self._reader = reader

    def read(self, work: Iterable[tuple[Tag, Job | None]]) -> Iterator[tuple[Tag, Result | None]]:
        """See ``Engine.read``."""
        for tag, job in work:
            yield tag, self._result(job) if job else None

    def _result(self, job: Job) -> Result:
        try:
            return attempt(self._reader, job, self._plan, self._allowance)
        except OSError as error:
            raise out_of_reach(job, error.strerror or str(error)) from error

    def each(self, function: Callable[..., Made], calls: Iterable[tuple[object, ...]]) -> Iterator[Made | None]:
        """See ``Engine.each``."""
        for call in calls:
            try:
                made = function(*call)
            except Exception:
                made = None
            yield made

    def close(self) -> None:
        """Nothing to let go of."""


def out_of_reach(job: Job, why: str) -> TongbaoError:
    """The file's bytes cannot be had now, which says nothing of the file."""
    return TongbaoError(f"打不开 {job.path}：{why}", "请检查路径、权限和网络盘；文件若在 Excel 中打开，请先关闭，再运行一次")
