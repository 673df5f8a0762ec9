# The Makefile's twin for Windows: ./make.ps1 [run] [test] [lint] [types]
$ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true; $bin = '.venv\Scripts'
if (-not (Test-Path "$bin\ohosrun.exe")) { python -m venv .venv; & "$bin\python" -m pip install --quiet --editable '.[dev]' }
$commands = @{ run = { & "$bin\ohosrun" examples/post_json.js }; test = { & "$bin\python" -m pytest -n 2 }; lint = { & "$bin\ruff" check . }; types = { & "$bin\mypy" } }
foreach ($name in $args) { & $commands[$name] }
