"""The vocabulary of the stages: frozen dataclasses and the enums in them.

``plan`` holds what 任务书.xlsx says, ``submission`` what files say and what became of them. Money and quantities are
``Decimal`` in the plan's money unit (万元 as a rule); shares are 0..1; percentage points stand only in names that say so.
"""
