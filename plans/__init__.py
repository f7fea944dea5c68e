"""Sources of the plan workbooks that ship with the package; ``python -m plans.build`` writes them anew."""
