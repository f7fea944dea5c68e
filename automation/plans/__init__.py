"""Plan workbooks that ship with the package, one file a plan."""
