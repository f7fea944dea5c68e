"""What a clerk reads for the states of files and units, wherever they are shown."""

OUTCOMES = {"accepted": "已收", "returned": "退回", "duplicate": "重复", "superseded": "旧件", "quarantined": "隔离", "ok": "合格"}
"""By the value of an Outcome; ``ok`` is what a check says where collecting says accepted."""
STATES = {"missing": "未报", "returned": "已退回", "accepted": "按时", "late": "迟报", "nil": "零报", "empty": "空表"}
"""By the value of a UnitState."""
