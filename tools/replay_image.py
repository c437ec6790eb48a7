"""Do the steps of the Dockerfile lead to a program that starts? Carries them out in a clean root, without an engine.

    python -m tools.replay_image FOLDER [--suite sid]

As root, on a machine with debootstrap. Debian's own Python of that suite stands for the base image's; where packages
come from is what apt and pip of this machine are set up with. FOLDER keeps the roots; what is there is used again. In
the end the program says its version, plays the demo, and runs as the image's user until the health check of the
Dockerfile says that it is well.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

TOP = Path(__file__).parents[1]
PACKAGES = "python3,python3-venv,python-is-python3,ca-certificates"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PATIENCE = 60  # seconds until the health check must have passed


@dataclass(frozen=True, slots=True)
class Step:
    """An instruction of a Dockerfile and the rest of its lines."""

    name: str
    text: str


@dataclass(slots=True, kw_only=True)
class Stage:
    """What a stage has come to."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    folder: str = "/"
    user: str = "0"
    entry: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def steps(text: str) -> Iterator[Step]:
    """Return the instructions of a Dockerfile: comments are left out, and continued lines are one."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield Step(name.upper(), rest.strip())


def words(text: str) -> list[str]:
    """Return the words of a command in its form as a list."""
    found: list[str] = json.loads(text)
    return found


class Replay:
    """Carries out steps. Raises ValueError for an instruction that it does not know."""

    def __init__(self, base: Path, folder: Path) -> None:
        self._base = base
        self._folder = folder
        self._stages: dict[str, Stage] = {}
        self.stage = Stage(root=base)

    def take(self, step: Step) -> None:
        """Carry out one step."""
        do = getattr(self, f"_{step.name.lower()}", None)
        if do is None:
            raise ValueError(f"no step of this tool: {step.name}")
        do(step.text)

    def run(self, command: Sequence[str], *, user: str = "0", **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the stage; raises CalledProcessError."""
        return subprocess.run(
            self.within(command, user=user), env=dict(self.stage.environment) | more, check=True, text=True
        )

    def within(self, command: Sequence[str], *, user: str) -> list[str]:
        """Return what runs a command in the stage's root and folder as its user."""
        script = f"cd {shlex.quote(self.stage.folder)} && exec {shlex.join(command)}"
        return ["chroot", f"--userspec={user}:{user}", str(self.stage.root), "/bin/sh", "-c", script]

    def _from(self, text: str) -> None:
        name = text.rsplit(maxsplit=1)[-1]
        self.stage = self._stages[name] = Stage(root=self._folder / f"stage-{len(self._stages)}")
        shutil.rmtree(self.stage.root, ignore_errors=True)
        subprocess.run(["cp", "--archive", "--reflink=auto", self._base, self.stage.root], check=True)

    def _env(self, text: str) -> None:
        known = self.stage.environment
        for pair in shlex.split(text):
            name, _, value = pair.partition("=")
            known[name] = re.sub(r"\$(\w+)", lambda found: known.get(found[1], ""), value)

    def _workdir(self, text: str) -> None:
        self.stage.folder = text
        self._place(text).mkdir(parents=True, exist_ok=True)

    def _run(self, text: str) -> None:
        self.run(["/bin/sh", "-c", text], **_registry(self.stage.root))

    def _copy(self, text: str) -> None:
        *sources, into = [word for word in text.split() if not word.startswith("--from=")]
        other = re.search(r"--from=(\S+)", text)
        place = self._place(into)
        for source in sources:
            path = self._stages[other[1]].root / source.lstrip("/") if other else TOP / source
            if path.is_dir():
                shutil.copytree(path, place, symlinks=True, dirs_exist_ok=True)
            else:
                directory = place if into.endswith("/") else place.parent
                directory.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, place / path.name if into.endswith("/") else place)

    def _user(self, text: str) -> None:
        self.stage.user = text

    def _volume(self, text: str) -> None:
        if not self._place(text).is_dir():
            raise ValueError(f"nobody made the volume {text}")

    def _expose(self, text: str) -> None:
        if not self.stage.environment["LISTEN"].endswith(f":{text}"):
            raise ValueError(f"nothing listens on port {text}")

    def _healthcheck(self, text: str) -> None:
        self.stage.health = words(text.partition("CMD ")[2])

    def _entrypoint(self, text: str) -> None:
        self.stage.entry = words(text)

    def _cmd(self, text: str) -> None:
        self.stage.command = words(text)

    def _place(self, path: str) -> Path:
        return self.stage.root / str(PurePosixPath("/", self.stage.folder, path)).lstrip("/")


def _registry(root: Path) -> Mapping[str, str]:
    """Return how this machine's pip finds its registry; what it trusts is put into the root."""
    said = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    pairs = (line.partition("=") for line in said.splitlines())
    found = {name.rpartition(".")[2]: value.strip("'") for name, _, value in pairs}
    if "cert" in found:
        place = root / found["cert"].lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(found["cert"], place)
    settings = {name: found[name] for name in ("index-url", "cert", "default-timeout") if name in found}
    return {f"PIP_{name.replace('-', '_').upper()}": value for name, value in settings.items()} | {
        name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")
    }


def clean_root(folder: Path, suite: str) -> Path:
    """Return a root with nothing but a Debian and its Python."""
    root = folder / suite
    if not (root / "usr" / "bin" / "python").exists():
        lines = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(SITE)"], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.splitlines()
        mirror = next(line for line in lines if "security" not in line)
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(root), mirror],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return root


def start(replay: Replay) -> None:
    """Start what the image starts, until its own health check passes; raises RuntimeError."""
    stage = replay.stage
    command = replay.within([*stage.entry, *stage.command], user=stage.user)
    environment = stage.environment | {"TELEGRAM_BOT_TOKEN": "", "HOME": "/data"}
    service = subprocess.Popen(command, env=environment)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and service.poll() is None:
            health = replay.within(stage.health, user=stage.user)
            if subprocess.run(health, env=environment, check=False, stderr=subprocess.DEVNULL).returncode == 0:
                break
            time.sleep(1)
        else:
            raise RuntimeError(f"not well after {PATIENCE} seconds; it ended with {service.poll()}")
    finally:
        service.terminate()
    if service.wait(20) != 0:
        raise RuntimeError(f"it ended with {service.returncode}")


def main() -> None:
    """Replay the Dockerfile and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--suite", default="sid", help="of Debian, whose Python is used")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    replay = Replay(clean_root(given.folder.resolve(), given.suite), given.folder.resolve())
    for step in steps((TOP / "deploy" / "Dockerfile").read_text("utf-8")):
        print(f"{step.name} {step.text}", flush=True)
        replay.take(step)
    stage = replay.stage
    replay.run(["python", "--version"], user=stage.user)
    replay.run([*stage.entry, "--version"], user=stage.user)
    replay.run([*stage.entry, "demo"], user=stage.user, HOME="/data")
    start(replay)
    print("it starts, is well and ends")


if __name__ == "__main__":
    main()
