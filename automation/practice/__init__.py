"""演练: a practice month on any plan, driven the way an office and its clerks would.

``investment`` and ``invent`` make up figures and texts, ``amend`` writes the invented annual plans into the copied
任务书.xlsx, ``clerks`` fill workbooks in, ``script`` says who sends what when, ``run`` plays it through the pipeline.
Everything invented depends on the plan's code, the item's code and the period only: the same run gives the same bytes.
"""
