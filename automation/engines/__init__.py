"""Where files of unknown origin are read: in this process, in workers that may die of them, or on many machines.

An engine is given ``Job`` s and gives back a ``Result`` for each, in their order: small, picklable and nothing but data.
What it runs is one pure function of a file and the plan, so another place to run it is another class with ``read`` and
``close``. Recording stays with the caller, who alone writes the ledger; a worker of this machine may judge beside it what it
has read, see ``automation.judging``.

``cluster.Cluster`` is the engine of many machines; it is imported where it is asked for, because most never do.
"""

from automation.engines.inline import Inline
from automation.engines.pool import Pool
from automation.engines.work import Allowance, Engine, Job, Result, read_job

__all__ = ["Allowance", "Engine", "Inline", "Job", "Pool", "Result", "read_job"]
