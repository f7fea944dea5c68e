"""自查 for clerks, who have no command line: a file for Windows and one for macOS that check what is dropped onto them.

Neither is more than a way to ``tongbao check``; which files were dropped, and where the launcher lies, it says in the
environment.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from automation.errors import TongbaoError

WINDOWS, MACOS = "自查.cmd", "自查.command"
HOME, DROPPED = "TONGBAO_HOME", "TONGBAO_DROPPED"
"""Environment: the launcher's folder, and the command line with which Windows started it."""

_MISSING = "这台电脑没有装 tongbao，不能自查。请联系办公室，或把填报表发给办公室代查。"
_ASK = "请把填好的工作簿拖进这个窗口，再按回车："
_BYE = "按任意键关闭。"
_STARTED = re.compile(r'/c\s*"(.*)"\s*', re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r'"([^"]*)"|(\S+)')

# cmd.exe reads a batch file in the code page of the moment, so every byte of it is ASCII. Explorer puts a name with a
# blank in quotation marks, but not one with an ampersand: %* would end there, so the names are taken from the command
# line itself, unseen by the parser of cmd.exe, and "exit" keeps it from running what stands behind the ampersand.
_CMD = """\
@echo off
rem Checks filled workbooks and changes nothing. Drop them onto this file.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "PYTHONUTF8=1"
set "{home}=%~dp0"
setlocal EnableDelayedExpansion
set "{dropped}=!cmdcmdline!"
setlocal DisableDelayedExpansion
if exist "%{home}%.venv\\Scripts\\tongbao.exe" goto own
where tongbao.exe >nul 2>nul
if not errorlevel 1 goto installed
py -3 -c "import automation.cli" >nul 2>nul
if not errorlevel 1 goto launcher
python -c "import automation.cli" >nul 2>nul
if not errorlevel 1 goto python
powershell -NoProfile -Command "[Console]::OutputEncoding=[Text.Encoding]::UTF8; -join [char[]]({missing})"
set "TONGBAO_CODE=3"
goto end
:own
"%{home}%.venv\\Scripts\\tongbao.exe" check %*
goto done
:installed
tongbao.exe check %*
goto done
:launcher
py -3 -m automation check %*
goto done
:python
python -m automation check %*
:done
set "TONGBAO_CODE=%errorlevel%"
:end
echo.
pause
exit %TONGBAO_CODE%
"""

# Terminal writes the names of files that are dropped into its window with backslashes; xargs undoes them without ever
# handing them to a shell.
_COMMAND = """\
#!/bin/bash
# Checks filled workbooks and changes nothing. Double-click it, then drop them into the window.
home=$(cd "$(dirname "$0")" && pwd) || exit 3
export {home}="$home" PYTHONUTF8=1
if [ -x "$home/.venv/bin/tongbao" ]; then program=("$home/.venv/bin/tongbao")
elif command -v tongbao >/dev/null; then program=(tongbao)
elif python3 -c 'import automation.cli' 2>/dev/null; then program=(python3 -m automation)
else
  echo '{missing}'
  program=(false)
fi
if [ $# -gt 0 ]; then
  "${{program[@]}}" check "$@"
elif [ "${{program[0]}}" != false ]; then
  printf '%s' '{ask}'
  IFS= read -r dropped
  printf '%s\\n' "$dropped" | xargs "${{program[@]}}" check
fi
code=$?
if [ -t 0 ]; then printf '\\n%s' '{bye}'; read -r -n 1; fi
exit $code
"""


def windows() -> bytes:
    """The file for Windows: ASCII, lines ended as cmd.exe needs them."""
    text = _CMD.format(home=HOME, dropped=DROPPED, missing=",".join(str(ord(letter)) for letter in _MISSING))
    return text.replace("\n", "\r\n").encode("ascii")


def macos() -> bytes:
    """The file for macOS; it needs the right to be run."""
    return _COMMAND.format(home=HOME, missing=_MISSING, ask=_ASK, bye=_BYE).encode()


def write(folder: Path) -> None:
    """Put both launchers into ``folder``; raises TongbaoError where that fails."""
    try:
        for name, content in ((WINDOWS, windows()), (MACOS, macos())):
            (folder / name).write_bytes(content)
            (folder / name).chmod(0o755)
    except OSError as error:
        raise TongbaoError(f"{folder} 里写不了自查文件：{error.strerror or error}", "请检查写入权限，或换一个文件夹") from error


def dropped(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The files that were dropped onto the Windows launcher; nothing where it was not started so."""
    started = _STARTED.search(environment.get(DROPPED, ""))
    names = [quoted or bare for quoted, bare in _NAME.findall(started[1])] if started else []
    # The first name is the launcher's own.
    return tuple(Path(name) for name in names[1:])


def home(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The folder of the launcher that started this, if one did."""
    folder = environment.get(HOME, "")
    return Path(folder) if folder else None
