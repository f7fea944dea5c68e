"""Printing: tables and progress on a terminal, plain lines in a pipe, JSON for programs."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence

import click

Progress = Callable[[str, int, int], None]


def show_json(data: object) -> None:
    """Print ``data`` as JSON, one document."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print a table: drawn on a terminal, tab-separated in a pipe. ``right`` lists columns of numbers."""
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            click.echo("\t".join(cell.replace("\n", " ") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(show_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@contextlib.contextmanager
def progress(title: str, quiet: bool = False) -> Iterator[Progress]:
    """A progress bar on a terminal, nothing in a pipe; yields what to call after each step."""
    if quiet or not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda what, done, everything: bar.update(task, completed=done, total=everything, description=f"{title} {what}")
