"""Do the files for servers fit the program that they start?"""

import re
import shutil
import subprocess
import tomllib
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from bot.app import DECLARED
from bot.config.environment import read_settings, variables

NAMES = [each.name for each in variables(DECLARED)]
TOP = Path(__file__).parents[2]
DEPLOY = TOP / "deploy"
UNIT = DEPLOY / "systemd" / "seedwatch.service"


def unit() -> dict[str, list[str]]:
    """Return the values of each setting of the systemd unit, commented ones included."""
    found = defaultdict(list)
    for line in UNIT.read_text("utf-8").splitlines():
        if setting := re.fullmatch(r"#?([A-Z]\w+)=(.*)", line):
            found[setting[1]].append(setting[2])
    return found


def test_the_example_lists_every_setting_and_only_those() -> None:
    """Nobody has to read code to find a setting, or sets one that is not read."""
    named = re.findall(r"^#?([A-Z_]+)=", (TOP / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(NAMES)
    assert (DEPLOY / ".env.example").read_text("utf-8") == (TOP / ".env.example").read_text("utf-8")


def test_the_example_can_be_used(tmp_path: Path) -> None:
    """Each value has the form that the program wants."""
    text = re.sub(r"^#(?=[A-Z_]+=)", "", (TOP / ".env.example").read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(text)
    settings = read_settings({}, tmp_path / ".env", DECLARED)
    assert settings.operators == (("telegram", "1234"), ("slack", "U0ABC"))


def test_compose_gives_away_nothing() -> None:
    """A port for this host only, files read-only, no right that is not needed."""
    file = DEPLOY / "compose" / "compose.yaml"
    service = yaml.safe_load(file.read_text("utf-8"))["services"]["seedwatch"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    mounts = [volume.split(":") for volume in service["volumes"]]
    assert ["data", "/data"] in mounts
    assert all(mount[2:] == ["ro"] and (file.parent / mount[0]).exists() for mount in mounts if mount[0] != "data")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert set(service["environment"]) <= set(NAMES)
    context = file.parent / service["build"]["context"]
    assert (context / service["build"]["dockerfile"]).samefile(DEPLOY / "Dockerfile")


def test_the_image_finds_what_it_copies_and_does_not_run_as_root() -> None:
    """What the Dockerfile copies is there and is not hidden by .dockerignore; the last user is no root."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    let_in = [line[1:] for line in (TOP / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    copied = [name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE) for name in line.split()]
    assert copied
    for name in copied:
        assert (TOP / name).exists()
        assert any(fnmatch(name, pattern) for pattern in let_in), f"{name} is not let in"
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE)[-1] not in {"root", "0"}
    assert "--require-hashes" in text
    assert "/healthz" in text


def test_the_image_lets_no_secret_in() -> None:
    """The build sees nothing but what is named: no .env, no database, no history."""
    lines = (TOP / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert not [rule for rule in rules if rule.startswith(("!.env", "!data", "!.git"))]


def test_the_unit_hands_over_tokens_that_the_program_reads() -> None:
    """Each credential that is loaded is named in a setting that exists."""
    loaded = {value.partition(":")[0] for value in unit()["LoadCredential"]}
    given = dict(value.split("=", 1) for value in unit()["Environment"])
    files = {name: value for name, value in given.items() if name.endswith("_FILE")}
    assert {value.removeprefix("%d/") for value in files.values()} == loaded
    assert {name.removesuffix("_FILE") for name in files} <= set(NAMES)
    assert not [name for name in given if "TOKEN" in name and name not in files]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DynamicUser", "yes"),
        ("StateDirectory", "seedwatch"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("NoNewPrivileges", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("CapabilityBoundingSet", ""),
        ("MemoryMax", "1G"),
        ("TimeoutStopSec", "15s"),
        ("Restart", "on-failure"),
    ],
)
def test_the_unit_stays_locked_in(setting: str, value: str) -> None:
    """What was once forbidden to the service is not allowed again by accident."""
    assert unit()[setting] == [value]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """No setting is misspelt; the program's path is replaced by one that exists here."""
    text = re.sub(r"(?<=ExecStart=)\S+", "/bin/true", UNIT.read_text("utf-8"))
    (tmp_path / "seedwatch.service").write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", str(tmp_path / "seedwatch.service")],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_is_built_from_all_that_the_package_takes_in() -> None:
    """What pyproject.toml puts into the package is copied before it is installed."""
    before = (DEPLOY / "Dockerfile").read_text("utf-8").partition("pip install --no-deps")[0]
    copied = {name for line in re.findall(r"^COPY (?!--from)(.+)$", before, re.MULTILINE) for name in line.split()[:-1]}
    wheel = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*wheel["packages"], *wheel["force-include"]} <= copied
