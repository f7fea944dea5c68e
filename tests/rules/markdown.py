"""The tables of a case file: sections under ##, each with its tables, each a list of rows by heading."""

from pathlib import Path

Table = list[dict[str, str]]


def sections(path: Path) -> list[list[Table]]:
    """Every section that has a table; a file without ## is one section."""
    parts = path.read_text(encoding="utf-8").split("\n## ")
    return [found for part in parts if (found := _tables(part))]


def _tables(text: str) -> list[Table]:
    blocks: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            blocks[-1].append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif blocks[-1]:
            blocks.append([])
    return [[dict(zip(block[0], row, strict=True)) for row in block[2:]] for block in blocks if block]
