"""Do the files for servers fit the program that they start?"""

import json
import re
import shutil
import subprocess
import tomllib
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.chat.platforms import DECLARED
from bot.config.environment import read_settings, variables
from bot.ops import metrics
from bot.work.jobs import Role
from tools import make_chart, replay_image

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


def test_every_image_and_action_is_pinned_by_its_digest() -> None:
    """What was looked at once is what is taken: a tag may be moved by whoever owns it."""
    texts = [path.read_text("utf-8") for path in (TOP / ".github" / "workflows").glob("*.yaml")]
    texts += [path.read_text("utf-8") for path in (DEPLOY / "compose").glob("*.yaml")]
    named = re.findall(r"^\s*(?:- )?(?:uses|image): (\S+)", "\n".join(texts), re.MULTILINE)
    named += re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert len(named) > 10
    ours = {"seedwatch"}  # built from the Dockerfile beside it
    assert [each for each in named if each not in ours and not re.search(r"@(sha256:)?[0-9a-f]{40,64}$", each)] == []


def test_the_helm_chart_is_made_from_the_manifests() -> None:
    """After an edit of deploy/kubernetes its templates were made anew: python -m tools.make_chart."""
    folder = DEPLOY / "helm" / "seedwatch" / "templates"
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == make_chart.templates()


def test_a_manifest_that_lost_a_line_makes_no_chart() -> None:
    """A value of the chart that changes nothing any more would not be noticed."""
    text = (DEPLOY / "kubernetes" / "worker.yaml").read_text("utf-8")
    with pytest.raises(ValueError, match="replicas"):
        make_chart.template("worker", text.replace("replicas: 2", "replicas: two"))


def test_the_replay_knows_every_step_of_the_dockerfile() -> None:
    """The tool that carries the steps out without an engine would stop at one that it does not know."""
    found = list(replay_image.steps((DEPLOY / "Dockerfile").read_text("utf-8")))
    assert [each for each in found if not hasattr(replay_image.Replay, f"_{each.name.lower()}")] == []
    assert [each.text for each in found if each.name == "CMD"] == ['["run"]']
    assert any(each.text.endswith("uninstall --yes --quiet hatchling editables") for each in found)  # continued lines


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


ROLES = {role.value for role in Role}


def manifests() -> list[dict[str, Any]]:
    """Return every object that is meant for Kubernetes."""
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [each for file in files for each in yaml.safe_load_all(file.read_text("utf-8"))]


def test_every_process_has_a_role_that_exists() -> None:
    """In Compose and in Kubernetes all parts of the work are there, and the one that must not stop is there twice."""
    compose = yaml.safe_load((DEPLOY / "compose" / "postgres.yaml").read_text("utf-8"))["services"]
    roles = {each["command"][-1]: each for each in compose.values() if "command" in each}
    assert set(roles) == ROLES - {"all"}
    assert roles["chat"]["deploy"]["replicas"] == 2
    deployments = {
        each["spec"]["template"]["spec"]["containers"][0]["args"][-1]: each["spec"]
        for each in manifests()
        if each["kind"] == "Deployment"
    }
    assert set(deployments) == ROLES - {"all"}
    assert deployments["chat"]["replicas"] == 2


def test_no_pod_may_do_more_than_it_needs() -> None:
    """No root, no token of the cluster, nothing to write but what is mounted for it, and limits."""
    pods = [each["spec"]["template"]["spec"] for each in manifests() if each["kind"] == "Deployment"]
    jobs = [each["spec"]["jobTemplate"]["spec"] for each in manifests() if each["kind"] == "CronJob"]
    pods += [job["template"]["spec"] for job in jobs]
    assert len(pods) == 4
    for pod in pods:
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert container["securityContext"]["allowPrivilegeEscalation"] is False
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert {"cpu", "memory"} <= set(container["resources"]["limits"])


def test_all_files_for_kubernetes_are_applied() -> None:
    """None is forgotten in the list, and the list names none that is not there."""
    folder = DEPLOY / "kubernetes"
    listed = yaml.safe_load((folder / "kustomization.yaml").read_text("utf-8"))["resources"]
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.yaml") if path.name != "kustomization.yaml")


def test_alert_rules_and_dashboard_ask_for_what_is_measured() -> None:
    """A name that is misspelt there would show nothing, for ever."""
    shown = [
        each["targets"][0]["expr"] for each in json.loads((DEPLOY / "grafana/seedwatch.json").read_text())["panels"]
    ]
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
    asked = set(re.findall(r"seedwatch_\w+", " ".join([*shown, *(rule["expr"] for rule in rules)])))
    known = set()
    for family in metrics.registry.collect():
        suffixes = {"counter": ["_total"], "histogram": ["_bucket"]}.get(family.type, [""])
        known |= {family.name + suffix for suffix in suffixes}
    assert asked
    assert asked <= known


def test_the_unit_for_several_processes_is_as_locked_in() -> None:
    """It differs from the other one where it must, and in nothing that protects."""
    one, many = (path.read_text("utf-8").splitlines() for path in (UNIT, UNIT.with_name("seedwatch@.service")))
    gone = {line for line in one if line not in many and not line.startswith("#")}
    assert {line.partition("=")[0] for line in gone} == {
        "Description", "ExecStart", "Environment", "StateDirectory", "StateDirectoryMode", "Restart",
    }  # fmt: skip
