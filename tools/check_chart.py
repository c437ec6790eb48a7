"""Is the Helm chart what deploy/kubernetes is? Helm renders it; the result is compared and written for other checks.

    .lint/bin/python -m tools.check_chart FILE

Ends with 1 and says what differs where it is not. Runs in the environment of ``make lint-deploy``, which has Helm.
"""

import sys
from pathlib import Path
from typing import Any

import helm_python as helm
import yaml

from tools.make_chart import DEPLOY

CHART = DEPLOY / "helm" / "seedwatch"
_OTHER: dict[str, Any] = {
    "image": {"digest": f"sha256:{'0' * 64}"},
    "worker": {"replicas": 7, "resources": {"limits": {"memory": "3Gi"}}},
    "secret": "another",
}
_SHOWN = (f"seedwatch@sha256:{'0' * 64}", "replicas: 7", "memory: 3Gi", "name: another")


def objects(text: str) -> dict[tuple[str, str], Any]:
    """Return the objects of a document by kind and name."""
    return {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(text) if each}


def manifests() -> dict[tuple[str, str], Any]:
    """Return what ``kubectl apply --kustomize`` applies, but for the namespace."""
    folder = DEPLOY / "kubernetes"
    image = yaml.safe_load((folder / "kustomization.yaml").read_text("utf-8"))["images"][0]
    whole = "\n---\n".join(
        path.read_text("utf-8") for path in sorted(folder.glob("*.yaml")) if path.stem != "kustomization"
    )
    return objects(whole.replace("image: seedwatch\n", f"image: {image['newName']}:{image['newTag']}\n"))


def main() -> None:
    """Render, compare, write."""
    found = helm.lint(CHART)
    wrong = [f"Helm: {each}" for each in found["errors"]]
    with helm.Chart.load(CHART) as chart:
        rendered = "\n---\n".join(chart.render(name="seedwatch", namespace="seedwatch").values())
        other = "\n".join(chart.render(_OTHER, name="seedwatch", namespace="seedwatch").values())
    ours, theirs = objects(rendered), manifests()
    wrong += [f"only in the chart: {each}" for each in ours.keys() - theirs.keys()]
    wrong += [f"not in the chart: {each}" for each in theirs.keys() - ours.keys()]
    wrong += [f"not the same: {each}" for each in ours.keys() & theirs.keys() if ours[each] != theirs[each]]
    wrong += [f"a value that changes nothing: {each}" for each in _SHOWN if each not in other]
    into = Path(sys.argv[1])
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(rendered, encoding="utf-8")
    sys.stdout.write("".join(f"{each}\n" for each in wrong) or f"chart: {len(ours)} objects, as in deploy/kubernetes\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
