"""Workbooks mangled as clerks mangle them, each with what a careful colleague would make of it."""
