"""A submission beside what was to be expected of it → findings.

``check(submission, context)`` runs every rule; a rule finds *which cell* and *which facts*, and its words are put together
in one place (:mod:`automation.rules.rule`). ``across(plan, entries, period)`` judges what no single file shows. One module
for each letter of the codes: ``files`` (F, I), ``structure`` (S), ``values`` and ``scale`` (V), ``arithmetic`` (A and the
plan's own P), ``history`` (H, V310), ``across`` (X). A module lists its RULES; there is no other registry. What rows of
the same tables have in common is worked out once (:mod:`automation.rules.pattern`). What the office
reads of it all is ``document()``, kept as docs/checks.md.
"""

from automation.rules.across import across
from automation.rules.catalogue import catalogue, document
from automation.rules.check import Context, check, refused
from automation.rules.rule import Rule

__all__ = ["Context", "Rule", "across", "catalogue", "check", "document", "refused"]
