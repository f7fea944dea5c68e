"""What the catalogue promises: one rule for each code, each with a case, none outside of it."""

import importlib
import pkgutil
from dataclasses import replace
from pathlib import Path

import pytest

from automation import rules
from automation.formula import parse
from automation.model.plan import Kind, PlanCheck, Severity
from automation.rules import Rule, catalogue, document, refused
from automation.rules.across import RULES
from automation.rules.check import CELLS, ROWS
from tests.rules.stage import plan_of

HERE = Path(__file__).parent
ORDER = "FISVAHXP"


def test_every_rule_has_a_case_named_after_it() -> None:
    """A case file is named by code and title; the refusals of unreadable files and the plan's own checks have none."""
    named = {path.stem for path in (HERE / "cases").glob("*-*.md")} - {"P-本单位校验"}

    assert {f"{rule.code}-{rule.title}" for rule in catalogue() if rule not in _refusals()} == named


def _refusals() -> list[Rule]:
    return [rule for rule in catalogue() if rule.code in ("F001", "F002", "F003", "F004")]


def test_codes_are_unique_and_in_order() -> None:
    """A code stands once, files first, the plan's own last."""
    codes = [rule.code for rule in catalogue()]

    assert sorted(set(codes), key=lambda code: (ORDER.index(code[0]), code)) == codes


def test_no_rule_stands_outside_the_catalogue() -> None:
    """A rule that a module defines and forgets to list is never run."""
    modules = [importlib.import_module(f"automation.rules.{m.name}") for m in pkgutil.iter_modules(rules.__path__)]
    defined = {id(value) for module in modules for value in vars(module).values() if isinstance(value, Rule)}

    assert defined <= {id(rule) for rule in (*CELLS, *ROWS, *RULES)}


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_titles_fit_the_notice_and_nothing_is_left_unsaid(rule: Rule) -> None:
    """A title has at most eight characters, and every rule says what, how to mend it, and why it exists."""
    assert len(rule.title) <= 8
    assert all((rule.title, rule.message, rule.fix, rule.why))


def test_wordings_of_one_code_agree_in_severity_and_title() -> None:
    """However a finding is worded, its code means one thing."""
    meanings = {(rule.code, rule.severity, rule.title) for rule in (*CELLS, *ROWS, *RULES)}

    assert len({code for code, _, _ in meanings}) == len(meanings)
    assert {(r.code, r.severity, r.title) for r in catalogue()} >= meanings


def test_the_plans_own_checks_are_listed_with_its_thresholds() -> None:
    """The catalogue of a plan has its checks, and its settings in the words."""
    check = PlanCheck("P901", "", parse("[本月完成投资]<100"), Severity.QUERY, "超过一百{注}", "请核对")
    plan = plan_of(Kind.PROJECT, (), checks=(check,))
    plan = replace(plan, settings=replace(plan.settings, reason_length=9))

    by_code = {rule.code: rule for rule in catalogue(plan)}

    assert (Severity.QUERY, "超过一百{注}", "请核对") == (by_code["P901"].severity, by_code["P901"].message, by_code["P901"].fix)
    assert "不少于9字" in by_code["A409"].fix


def test_a_refused_file_gives_one_error_in_the_words_of_the_reader() -> None:
    """F001 to F004 say what the file is; the pipeline hands on what the reader said."""
    finding = refused("F002", "文件设有打开密码，无法读取。", "请取消密码。")

    assert ("F002", Severity.ERROR, "设有密码", "文件设有打开密码，无法读取。", "请取消密码。") == (
        finding.code, finding.severity, finding.title, finding.message, finding.fix)


def test_the_page_of_rules_is_the_catalogue() -> None:
    """docs/checks.md is what document() writes; after a change of rules: python -m tests.rules.test_catalogue."""
    assert document() == _PAGE.read_text(encoding="utf-8")


_PAGE = HERE.parents[1] / "docs" / "checks.md"

if __name__ == "__main__":
    _PAGE.write_text(document(), encoding="utf-8", newline="\n")
