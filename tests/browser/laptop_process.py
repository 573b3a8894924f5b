"""A laptop as a real process of its own, which can be ended in the worst way, and the folders that it may write to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prepared_laptop import RunningLaptop

ROOT = Path(__file__).parents[2]


class LaptopProcess:
    """`muaina laptop run` with a home and a folder for temporary files of its own; its log is kept beside them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = root / "log"
        (root / "temporary").mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "HOME": str(root),
            "MUAINA_HOME": str(root / "home"),
            "MUAINA_LAPTOP_SYNC_EVERY_S": "0",
            "MUAINA_LAPTOP_TIMEOUT_S": "1",
            "TMPDIR": str(root / "temporary"),
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "muaina", "laptop", "run", "--port", "0", "--json-ready"],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
            )
        assert self.process.stdout is not None
        ready = json.loads(self.process.stdout.readline())
        self.running = RunningLaptop(ready["address"], ready["launch_url"], root / "home" / "laptop", None)

    def end(self, how: signal.Signals) -> None:
        """End the process and wait until it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def laptop_process(root: Path) -> Iterator[LaptopProcess]:
    """Run a laptop whose files stand in `root/home/laptop`; what is left of it at the end is killed."""
    process = LaptopProcess(root)
    try:
        yield process
    finally:
        process.end(signal.SIGKILL)
