"""Figures that show whether an inbox can be trusted; ``docs/reliability.md`` holds them beside the command of each.

Real processes of the command line on real workbooks: ``kill`` ends them, ``faults`` takes disk, share and rights away,
``fuzz`` and ``corpus`` feed them bad files, ``trace_order`` watches their system calls, ``load`` gives them a great many.
"""
