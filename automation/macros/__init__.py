"""宏: the steps of the month for workbooks, through xlwings.

``steps`` holds the macros themselves, functions of one workbook: they read everything, work through the same pipeline
as the commands, and write everything. Here is what the buttons of ``tongbao.xlsm`` call: functions without arguments.
"""

from automation.macros.buttons import bulletin_button as bulletin_button
from automation.macros.buttons import check_button as check_button
from automation.macros.buttons import close_button as close_button
from automation.macros.buttons import collect_button as collect_button
from automation.macros.buttons import issue_button as issue_button
from automation.macros.buttons import open_bulletin_button as open_bulletin_button
from automation.macros.buttons import pull_figures_button as pull_figures_button
from automation.macros.buttons import pull_ledger_button as pull_ledger_button
from automation.macros.buttons import pull_status_button as pull_status_button
from automation.macros.buttons import remind_button as remind_button
from automation.macros.buttons import status_button as status_button
