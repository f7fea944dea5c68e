"""What is printed of a bulletin stays a booklet, also where 15 units share 80 tasks and indicators."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from automation import printing
from tests import libreoffice
from tests.demo.test_demo import bulletin

MOST = {"suining-2017": 18, "xincheng-2023": 42}


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
@pytest.mark.parametrize("plan", MOST)
def test_a_bulletin_is_a_booklet(played: Callable[[str], Path], tmp_path: Path, plan: str) -> None:
    """Every sheet of it together is no more than so many pages."""
    book = Path(shutil.copy(bulletin(played(plan), plan), tmp_path))

    pages = len(re.findall(rb"/Type/Page/", printing.as_pdf(book).read_bytes()))

    assert 0 < pages <= MOST[plan]
