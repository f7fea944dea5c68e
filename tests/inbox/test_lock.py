"""One writer at a time."""

import os
import socket
import subprocess
import sys

import pytest

from automation.errors import ExitCode, TongbaoError
from automation.inbox import lock
from automation.workspace import Workspace
from tests.inbox.folders import Office

HOLD = """
import sys, pathlib
from automation.inbox import lock
from automation.workspace import Workspace
with lock(Workspace(pathlib.Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def other_process(space: Workspace) -> subprocess.Popen[str]:
    """Another run that holds the workspace until its input ends."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(space.root)], text=True, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert process.stdout is not None
    assert "held\n" == process.stdout.readline()
    return process


def test_second_run_is_told_who_is_first(office: Office) -> None:
    """While one process works, another ends with exit code 3 and says which process, where and since when."""
    with other_process(office.space) as first:
        with pytest.raises(TongbaoError) as caught, lock(office.space):
            pass
        first.communicate()

    assert ExitCode.FAILED == caught.value.exit_code
    assert f"进程 {first.pid}，电脑 {socket.gethostname()}，自 2" in caught.value.message


def test_crash_leaves_no_lock(office: Office) -> None:
    """When its holder is killed the workspace is free at once."""
    with other_process(office.space) as first:
        first.kill()
        first.wait()
        with lock(office.space):
            held = True

    assert held


def test_lock_is_given_back(office: Office) -> None:
    """One run after another may write, also where the first ended with an error."""
    with pytest.raises(ZeroDivisionError), lock(office.space):
        raise ZeroDivisionError
    with lock(office.space):
        held = True

    assert held


def test_missing_workspace_is_reported(office: Office) -> None:
    """A mistyped workspace ends with words, and no folder is made for it."""
    nowhere = office.space.root / "nowhere"
    with pytest.raises(TongbaoError, match="这个工作文件夹"), lock(Workspace(nowhere)):
        pass

    assert not nowhere.exists()
