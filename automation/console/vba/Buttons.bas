Attribute VB_Name = "Buttons"
Option Explicit

' One macro for each button of the console sheet. All work is done by tongbao
' (the Python package "automation"); VBA only starts it. The command text must
' hold no quotation mark, no vertical bar and no per cent sign.

Sub IssueTemplates()
    RunPython "import automation.macros; automation.macros.issue_button()"
End Sub

Sub CollectInbox()
    RunPython "import automation.macros; automation.macros.collect_button()"
End Sub

Sub ShowStatus()
    RunPython "import automation.macros; automation.macros.status_button()"
End Sub

Sub WriteReminders()
    RunPython "import automation.macros; automation.macros.remind_button()"
End Sub

Sub WriteBulletin()
    RunPython "import automation.macros; automation.macros.bulletin_button()"
End Sub

Sub ClosePeriod()
    RunPython "import automation.macros; automation.macros.close_button()"
End Sub

Sub OpenBulletin()
    RunPython "import automation.macros; automation.macros.open_bulletin_button()"
End Sub

Sub CheckWorkbook()
    LetMacrosMark
    RunPython "import automation.macros; automation.macros.check_button()"
End Sub

Sub PullLedger()
    RunPython "import automation.macros; automation.macros.pull_ledger_button()"
End Sub

Sub PullFigures()
    RunPython "import automation.macros; automation.macros.pull_figures_button()"
End Sub

Sub PullStatus()
    RunPython "import automation.macros; automation.macros.pull_status_button()"
End Sub

' Issued workbooks are protected without a password. Until they are closed,
' macros may colour their cells; what people may do stays as it was.
Private Sub LetMacrosMark()
    Dim book As Workbook
    Dim sheet As Worksheet
    Dim issued As String
    On Error Resume Next
    For Each book In Application.Workbooks
        issued = ""
        issued = book.CustomDocumentProperties("tongbao").Value
        If issued <> "" Then
            For Each sheet In book.Worksheets
                If sheet.ProtectContents Then
                    sheet.Protect UserInterfaceOnly:=True, _
                        AllowFormattingColumns:=sheet.Protection.AllowFormattingColumns, _
                        AllowFormattingRows:=sheet.Protection.AllowFormattingRows
                End If
            Next
        End If
    Next
End Sub
