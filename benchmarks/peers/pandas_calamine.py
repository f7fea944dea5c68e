"""pandas with its fastest reader."""

import sys
from pathlib import Path

from benchmarks.peers.pandas_default import total

if __name__ == "__main__":
    print(f"{total(Path(sys.argv[1]), 'calamine'):.2f}")
