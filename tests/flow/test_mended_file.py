"""Does the metric of the configuration follow what is on disk, also back to what is in force?"""

import os
from pathlib import Path

from bot.ops import metrics
from tests.flow.world import world


def successful() -> float | None:
    return metrics.registry.get_sample_value("seedwatch_config_last_reload_successful")


async def test_a_mended_file_is_a_success_again(tmp_path: Path) -> None:
    """Broken, then mended to what it was: saved anew, or the old file moved back with its old time."""
    async with world(tmp_path) as here, here.process() as work:
        path = here.folder / "sources.yaml"
        good, times = path.read_bytes(), path.stat()
        for moved_back in (False, True):
            assert successful() == 1
            path.write_bytes(good + b"  oops: [\n")
            for _ in range(3):
                await work.reloading.if_changed()
            assert successful() == 0
            assert work.current.refused
            path.write_bytes(good)
            if moved_back:
                os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
            for _ in range(3):
                await work.reloading.if_changed()
            assert work.current.refused == ()
        assert successful() == 1
