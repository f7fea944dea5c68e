"""任务书.xlsx → Plan: the office's one configuration, read strictly, every fault at once.

``read`` is the way in; ``settings``, ``units``, ``fields``, ``items`` and ``checks`` read one kind of sheet each;
``table_view`` finds headings and addresses cells; ``shipped`` finds the plans that come with the package.
"""
