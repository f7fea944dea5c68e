# The two commands of the Makefile for Windows PowerShell: .\make.ps1 bulletin, .\make.ps1 test
param([ValidateSet("bulletin", "test", "lint")][string]$Target = "bulletin")
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
$Bin = Join-Path ".venv" "Scripts"
if (-not (Test-Path ".venv\ready")) {
    $Python = if (Get-Command py -ErrorAction SilentlyContinue) { "py" } else { "python" }
    & $Python -c "import sys; sys.exit(sys.version_info < (3, 11) and 'tongbao needs Python 3.11 or newer')"
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    & $Python -m venv .venv
    & "$Bin\python.exe" -m pip install --quiet --disable-pip-version-check --upgrade pip
    & "$Bin\python.exe" -m pip install --quiet --disable-pip-version-check --editable ".[test]"
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    New-Item -ItemType File ".venv\ready" | Out-Null
}
switch ($Target) {
    "bulletin" { & "$Bin\tongbao.exe" demo . }
    "test" { & "$Bin\python.exe" -m pytest -n auto }
    "lint" { & "$Bin\ruff.exe" check .; & "$Bin\mypy.exe"; & "$Bin\lint-imports.exe" }
}
exit $LASTEXITCODE
