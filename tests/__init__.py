"""Tests of the promises that tongbao makes."""
