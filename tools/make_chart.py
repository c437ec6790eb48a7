"""Writes the templates of deploy/helm/seedwatch from deploy/kubernetes: what differs from place to place is a value.

    python -m tools.make_chart

A line that becomes a value must be there as it is written here: one that is not found is an error, so no edit of the
manifests can leave the chart behind. ``make lint-deploy`` lets Helm render the chart and holds the result against them.
"""

import re
from pathlib import Path

DEPLOY = Path(__file__).parents[1] / "deploy"
TEMPLATES = DEPLOY / "helm" / "seedwatch" / "templates"
_HEAD = "{{- /* Made from deploy/kubernetes by tools/make_chart.py */ -}}\n"
_IMAGE = (
    'image: "{{ .Values.image.repository }}'
    '{{ with .Values.image.digest }}@{{ . }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}"'
)
_ALL = {
    r"^( +)image: seedwatch$": rf"\1{_IMAGE}",
    r"^( +)imagePullPolicy: IfNotPresent$": r"\1imagePullPolicy: {{ .Values.image.pullPolicy }}",
    r"(secretRef:\n +name:) seedwatch$": r"\1 {{ .Values.secret }}",
}
_MAPS = {
    r"(configMap:\n +name:) seedwatch-sources$": r"\1 {{ .Values.sources }}",
    r"(configMap:\n +name:) seedwatch-seeds$": r"\1 {{ .Values.seeds }}",
}
_BACKUP = {
    r'^(  schedule:) "17 2 \* \* \*"$': r"\1 {{ .Values.backup.schedule | quote }}",
    r"^(      storage:) 10Gi$": r"\1 {{ .Values.backup.storage }}",
}


def template(name: str, text: str) -> str:
    """Return the template of a manifest. Raises ValueError where a line that becomes a value is not there."""
    rules: dict[str, str] = {}
    if name in {"scheduler", "worker", "chat"}:
        rules = _ALL | _MAPS | {r"^  replicas: \d+$": f"  replicas: {{{{ .Values.{name}.replicas }}}}"}
    elif name == "backup":
        rules = _ALL | _BACKUP
    for pattern, value in rules.items():
        text, found = re.subn(pattern, value, text, flags=re.MULTILINE)
        if not found:
            raise ValueError(f"{name}.yaml: nothing is like {pattern}")
    if rules:
        text = _resources(name, text)
    return _HEAD + text


def _resources(name: str, text: str) -> str:
    """Let what a container may take be a value: all lines that are deeper than their key."""
    pattern = r"^( +)resources:\n(?:\1 +\S.*\n)+(?=\1securityContext)"
    text, found = re.subn(
        pattern,
        lambda at: (
            f"{at[1]}resources:\n{at[1]}  {{{{- toYaml .Values.{name}.resources | nindent {len(at[1]) + 2} }}}}\n"
        ),
        text,
        flags=re.MULTILINE,
    )
    if found != 1:
        raise ValueError(f"{name}.yaml: the resources of {found} containers")
    return text


def templates() -> dict[str, str]:
    """Return the text of each template by the name of its file."""
    files = sorted(path for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.stem != "kustomization")
    return {path.name: template(path.stem, path.read_text("utf-8")) for path in files}


def main() -> None:
    """Write them all."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    for name, text in templates().items():
        (TEMPLATES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
