"""Printing: tables and progress on a terminal, plain lines in a pipe, JSON for programs."""

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence

import click

Progress = Callable[[str, int, int], None]

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What moves the cursor, colours the screen or turns the direction of writing; names and texts come from strangers."""


def shown(text: str) -> str:
    """``text`` as a terminal may get it: every character that would do something instead of showing is marked."""
    return _UNSEEN.sub("\ufffd", text)


def show_json(data: object) -> None:
    """Print ``data`` as JSON, one document."""
    click.echo(_escaped(json.dumps(data, ensure_ascii=False, indent=2)))


def show_json_line(data: object) -> None:
    """Print ``data`` as JSON in one line."""
    click.echo(_escaped(json.dumps(data, ensure_ascii=False)))


def _escaped(text: str) -> str:
    """The same JSON, with the characters that a terminal would obey as numbers."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print a table: drawn on a terminal, tab-separated in a pipe. ``right`` lists columns of numbers."""
    rows = [[shown(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            click.echo("\t".join(cell.replace("\n", " ").replace("\t", " ") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(show_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    # A cell is text: what stands in brackets in it is neither a colour nor a link.
    Console(markup=False, emoji=False, highlight=False).print(table)


@contextlib.contextmanager
def progress(title: str, quiet: bool = False) -> Iterator[Progress]:
    """A progress bar on a terminal, nothing in a pipe; yields what to call after each step."""
    if quiet or not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda what, done, everything: bar.update(task, completed=done, total=everything, description=f"{title} {escape(shown(what))}")
