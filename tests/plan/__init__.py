"""Tests of reading plan workbooks, and of those that ship."""
