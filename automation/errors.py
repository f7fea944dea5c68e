"""What may stop a stage, and the exit code that each way of stopping has.

Problems in the data are values (:class:`automation.model.Finding`); exceptions are for what stops a stage.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended; other people's scripts test these."""

    DONE = 0
    NEEDS_A_PERSON = 1
    """Done, but something was sent back, quarantined or is missing."""
    USAGE = 2
    FAILED = 3
    """Could not be done; nothing is lost and the message says what to do next."""
    BUG = 4


class TongbaoError(Exception):
    """Something a person can mend: ``message`` says where, what and why, ``fix`` what to do next."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class UsageError(TongbaoError):
    """The command was asked for something it does not understand."""

    exit_code = ExitCode.USAGE


class WriteError(TongbaoError):
    """A workbook could not be written: what was to be written breaks one of Excel's limits, or the file is in use."""
