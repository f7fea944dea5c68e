"""The frame of the benchmarks, in a size in which its figures mean nothing."""

from benchmarks.__main__ import main
from benchmarks.measured import Figure, Machine, Measured, load, ratio, save
from benchmarks.page import written

MACHINE = Machine("a processor", 2, 8.0, "Linux", "3.11", {"xlsxwriter": "3.2"}, "abc", "2026-01-01")


def test_everything_runs_in_a_tiny_size_and_is_written_to_the_page_that_was_asked_for(tmp_path):
    """Peers and collect print the same sum, or the run would say that a part could not be measured."""
    page = tmp_path / "page.md"
    main(["--small", "--page", str(page), "--work", str(tmp_path)])
    figures = load(page.with_suffix(".json")).figures
    assert [f.key for f in figures if f.met is None] == []
    assert all(f"| {f.what} | {f.goal} | {f.said or '–'} |" in page.read_text(encoding="utf-8") for f in figures)


def test_a_missed_goal_stands_there_with_its_reason_and_its_profile():
    """No figure is hidden."""
    missed = Figure("collect", "collecting", "≤ 3 ×", "4.00 ×", False, "a command", profile=("0.5 s  parse",))
    page = written(Measured(MACHINE, "make bench", 60, (missed,)), None, {"collect": "Formulas are evaluated one by one."})
    assert "| collecting | ≤ 3 × | 4.00 × | **no** |" in page
    assert "found 4.00 ×. Formulas are evaluated one by one." in page
    assert "0.5 s  parse" in page


def test_what_was_measured_is_kept_as_it_was(tmp_path):
    """Figures, numbers and the machine come back from the file."""
    measured = Measured(MACHINE, "make bench", 60, (ratio("growth", "growth", 1.2, 1.1, "a command", ("a line",), {"seconds 100": 2.5}),))
    save(tmp_path / "bench.json", measured)
    assert load(tmp_path / "bench.json") == measured
