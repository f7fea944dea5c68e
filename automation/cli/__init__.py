"""The command ``tongbao``: options in, exit code out; the only place that prints or exits.

``app`` lists the commands, one module a group of them; each command is a call of ``automation.pipeline``. A module is
imported when one of its commands runs, so that ``tongbao --help`` loads nothing but click.
"""

import sys


def main() -> None:
    """Run the command line of this process."""
    from automation.cli import language

    language.choose(sys.argv[1:])
    from automation.cli.app import app

    app()
