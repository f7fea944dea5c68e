"""``python -m automation`` is ``tongbao``."""

from automation.cli import main

main()
