"""Presses every button of a workbook in LibreOffice; runs under a Python that has ``uno`` and writes JSON to its standard output.

Usage: pressing.py WORKBOOK PROFILE. LibreOffice tells of no error inside a macro, so what counts is the effect: the
cell ``Z1``, which the workbook's own RunPython fills.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def setting(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def press_all(document):
    """Caption, bound script and the command that reaches Z1, for each button of the first sheet."""
    sheet = document.Sheets.getByIndex(0)
    cell, forms, provider = sheet.getCellRangeByName("Z1"), sheet.DrawPage.Forms, document.getScriptProvider()
    for form in (forms.getByIndex(n) for n in range(forms.Count)):
        for place in range(form.Count):
            cell.String = ""
            code = form.getScriptEvents(place)[0].ScriptCode
            provider.getScript(code).invoke((), (), ())
            yield {"caption": form.getByIndex(place).Label, "bound": code, "command": cell.String}


def main(workbook, profile):
    pipe = f"tongbao{os.getpid()}"
    office = subprocess.Popen(["soffice", f"-env:UserInstallation={pathlib.Path(profile).as_uri()}", "--headless", "--norestore",
                               f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    desktop = None
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        always = setting("MacroExecutionMode", 4)
        document = desktop.loadComponentFromURL(pathlib.Path(workbook).as_uri(), "_blank", 0, (setting("Hidden", True), always))
        document.BasicLibraries.loadLibrary("VBAProject")
        found = list(press_all(document))
        document.close(True)
        sys.stdout.write(json.dumps({"buttons": found}))
    finally:
        try:
            desktop.terminate()
            office.wait(15)
        except Exception:
            office.kill()


main(*sys.argv[1:])
