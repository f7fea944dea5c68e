"""Readers that do what the file says: in place of files that would make the real one do so."""

import ctypes
import os
import sys
import threading
import time
from pathlib import Path

from automation.engines import Job
from automation.model.plan import Plan
from automation.model.submission import Observation, Submission
from automation.sheets.limits import Limits
from automation.sheets.unreadable import locked


class Panic(BaseException):
    """What extension modules raise that no ``except Exception`` sees."""


def obedient(data: bytes, job: Job, plan: Plan, limits: Limits) -> Submission:
    """Crash, hang, grow or raise as ``data`` says; anything else is a submission under the file's name."""
    match data.split(b" ")[0]:
        case b"abort":
            os.abort()
        case b"segfault":
            ctypes.string_at(0)
        case b"exit":
            sys.exit(0)
        case b"end":
            os._exit(7)
        case b"loop":
            while True:
                pass
        case b"sleep":
            time.sleep(600)
        case b"slow":
            time.sleep(0.05)
        case b"late":
            # Ends while it hands over more than a pipe takes at once.
            threading.Timer(float(data.split(b" ")[1]), os._exit, (9,)).start()
            large = Observation("I101", {"missing": "x" * 100_000_000, "sources": "无"})
            return Submission(plan.settings.plan_code, "", None, job.sha256, job.name, (), observations=(large,))
        case b"hog":
            heap = [bytearray(1 << 24)]
            while True:
                heap.append(bytearray(1 << 24))
        case b"raise":
            raise ZeroDivisionError("planted")
        case b"panic":
            raise Panic("planted")
        case b"locked":
            raise locked()
        case b"elsewhere":
            raise OSError(9, "not of this file")
        case b"once":
            # The path of a note: the first reader of it dies, whoever comes after does not.
            note = Path(os.fsdecode(data.split(b" ", 1)[1]))
            if not note.exists():
                note.touch()
                os._exit(9)
    nobody = Observation("I101", {"missing": "单位、报告期", "sources": "无"})
    return Submission(plan.settings.plan_code, "", None, job.sha256, job.name, (), observations=(nobody,))




def half(number: int) -> int:
    """Half of an even number; dies of an odd one."""
    if number % 2:
        os._exit(1)
    return number // 2


def divided(number: int, by: int) -> float:
    """Raise where ``by`` is nothing."""
    return number / by
