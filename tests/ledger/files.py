"""Files as the rules hand them to the ledger."""

import datetime
import hashlib
from collections.abc import Mapping

from automation.formula import Scalar
from automation.model.submission import Finding, Outcome, Receipt, Row, Submission, Value
from automation.period import Period

CHINA = datetime.timezone(datetime.timedelta(hours=8))
JUNE = Period(2017, 6)
FIELD = "本月完成投资"


def moment(day: int, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """A time in June 2017, in the office's zone."""
    return datetime.datetime(2017, 6, day, hour, minute, tzinfo=CHINA)


def digest(content: str) -> str:
    """The SHA-256 that a file with ``content`` would have."""
    return hashlib.sha256(content.encode()).hexdigest()


def receipt(content: str, received: datetime.datetime, outcome: Outcome = Outcome.ACCEPTED, unit: str = "船山区",
            period: Period | None = JUNE, findings: tuple[Finding, ...] = ()) -> Receipt:
    """The verdict on a file called after its content."""
    return Receipt(f"{content}.xlsx", digest(content), outcome, unit, period,
                   archived=f"archive/2017-06/{content}.xlsx", received=received, findings=findings)


def submission(content: str, values: Mapping[str, Scalar], unit: str = "船山区", period: Period = JUNE,
               item: str = "SN-08") -> Submission:
    """One row for ``item`` with the given values by field."""
    row = Row(item, "儿童福利院", ("附件2",), "附件2", 9, {
        field: Value(field, "" if value is None else str(value), value, "附件2", f"K{9 + n}")
        for n, (field, value) in enumerate(values.items())})
    return Submission("SN2017", unit, period, digest(content), f"{content}.xlsx", (row,), signature={"填报人": "王芳"})
