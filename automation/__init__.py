"""tongbao (通报): a civil-affairs bureau's month, run inside Excel.

Data flows one way, and the modules are named after its stages::

    任务书.xlsx → plan → template → (clerk) → inbox → reader → rules → ledger → figures → bulletin
                                                          └→ notices (send-backs, reminders)

``pipeline`` wires the stages, ``cli`` turns options into calls of ``pipeline``; read ``pipeline`` first.
"""
