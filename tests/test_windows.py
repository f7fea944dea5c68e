"""Nothing in the package needs a system that only some users have."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import automation

ABSENT = ("resource", "fcntl", "pwd", "termios", "grp")
PACKAGE = Path(automation.__file__).parent

IMPORT_ALL = f"""
import sys
for name in {ABSENT}:
    sys.modules[name] = None
import importlib, pkgutil
import automation
for module in pkgutil.walk_packages(automation.__path__, "automation."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""


def test_every_module_loads_without_posix() -> None:
    """Every module of the package can be imported where the modules that only POSIX has are absent."""
    ended = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, check=False)

    assert 0 == ended.returncode, ended.stderr
    assert {"automation.engines.worker", "automation.cli.app", "automation.inbox.lock"} <= set(ended.stdout.split())


def unguarded(tree: ast.AST, guarded: bool = False) -> Iterator[str]:
    """Names in ABSENT that are imported outside of ``try … except ImportError``, wherever the import stands."""
    for node in ast.iter_child_nodes(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name for name in names if name in ABSENT and not guarded)
        catches = isinstance(node, ast.Try) and any(
            isinstance(h.type, ast.Name) and h.type.id == "ImportError" for h in node.handlers)
        yield from unguarded(node, guarded or catches)


def test_no_function_imports_what_windows_lacks() -> None:
    """An import inside a function is guarded as well, though loading the module does not show it."""
    found = {path.name: list(unguarded(ast.parse(path.read_text(encoding="utf-8")))) for path in PACKAGE.rglob("*.py")}

    assert {} == {name: names for name, names in found.items() if names}
    assert ["fcntl"] == list(unguarded(ast.parse("def f():\n    import fcntl")))
