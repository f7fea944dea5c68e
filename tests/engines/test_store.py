"""A month out of an S3-style store, read by a cluster: a real server of that protocol, real workers, the real command."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'tongbao[cluster]'")
pytest.importorskip("s3fs", reason="needs pip install s3fs 'moto[server]'")
pytest.importorskip("moto.server", reason="needs pip install s3fs 'moto[server]'")

import boto3

from benchmarks.clusters import running
from benchmarks.reliability import bench, drop

pytestmark = [pytest.mark.skipif(os.name == "nt", reason="kills process groups"), pytest.mark.filterwarnings("ignore::DeprecationWarning")]

FILES = 20


class Bucket:
    """A server for one test, with an empty bucket."""

    def __init__(self, port: int) -> None:
        self.environment = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                            "AWS_DEFAULT_REGION": "us-east-1"}
        self.client = boto3.client("s3", endpoint_url=self.environment["AWS_ENDPOINT_URL"], aws_access_key_id="test",
                                   aws_secret_access_key="test", region_name="us-east-1")

    def fill(self, folder: Path) -> None:
        """Move what lies in a folder into the inbox."""
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("README")):
            self.client.put_object(Bucket="office", Key=f"inbox/{path.relative_to(folder).as_posix()}", Body=path.read_bytes())
            path.unlink()

    def names(self, folder: str) -> list[str]:
        """What stands in a folder of the bucket."""
        listed = self.client.list_objects_v2(Bucket="office", Prefix=f"{folder}/").get("Contents", ())
        return sorted(one["Key"].removeprefix(f"{folder}/") for one in listed)


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        made = Bucket(port)
        while True:
            with contextlib.suppress(Exception):
                made.client.create_bucket(Bucket="office")
                break
            time.sleep(0.2)
        yield made
    finally:
        server.kill()
        server.wait()


def standing(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_month_out_of_a_store_ends_as_out_of_a_folder(bucket: Bucket, tmp_path: Path) -> None:
    """Killed half-way and run again: same verdicts, exports and letters, both archives alike, an empty inbox, reports in the store."""
    seed = drop.make(tmp_path, FILES)
    assert [] == bench.run(bench.arguments(bench.fresh(seed, tmp_path / "local"), "--jobs", "0")).faults()
    root = bench.fresh(seed, tmp_path / "away")
    bucket.fill(root / "inbox")
    with running(tmp_path, 2, **bucket.environment) as cluster:
        words = bench.arguments(root, "--scheduler", cluster.address, "--inbox", "s3://office/inbox", "--archive", "s3://office/archive",
                                "--reports", "s3://office/reports")
        process = bench.start(words, tmp_path, more=bucket.environment)
        while not bucket.names("archive"):
            time.sleep(0.01)
        bench.end(process)
        assert bucket.names("inbox")
        assert [] == bench.run(words, more=bucket.environment).faults()

    assert [] == bench.compared(bench.outcome(tmp_path / "local"), bench.outcome(root))
    assert [] == bucket.names("inbox")
    assert standing(root / "archive") == bucket.names("archive")
    bulletin = [sys.executable, "-m", "automation", "bulletin", "2017-01", "-w", str(root), "--reports", "s3://office/reports"]
    assert [] == bench.run(bulletin, more=bucket.environment).faults()
    assert standing(root / "reports") == bucket.names("reports") != []
