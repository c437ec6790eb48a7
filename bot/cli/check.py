"""Can this configuration be used? ``seedwatch check`` lists every mistake of sources.yaml and seeds/, offline."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
from babel import Locale

from bot.cli.options import config_option, json_option, load_topic, topic_option
from bot.config import Config
from bot.config.findings.problems import ConfigProblems, Problem
from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import NAMES
from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import rarity
from bot.text.meanings.strange import is_strange
from bot.topic.match import headline, match
from bot.topic.topic import compile_topic
from bot.topic.weights.background import share_of
from bot.topic.weights.teaching import forms_of

_NEARLY_ALL = 0.25  # share of general news from which on a concept says nothing; the commonest country has .11


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    path: Path
    config: Config | None  # None: it cannot be used
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        return sum(not problem.warning for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@config_option
@topic_option
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--format", "form", type=click.Choice(["text", "github"]), default="text", help="How to print problems.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    config_path: Path,
    topic_id: str | None,
    strict: bool,
    form: str,
    as_json: bool,
) -> None:
    """Check sources.yaml and seeds/ without a network. With --topic, of several topics that one alone.

    Problems go to standard output, one closing line for each FILE to standard error. The exit code is 1 if there is an
    error.
    """
    checked = [_check(path, topic_id) for path in files or (config_path,)]
    if as_json:
        click.echo(json.dumps([_to_json(each) for each in checked], ensure_ascii=False, indent=2))
    for each in checked:
        if not as_json:
            for problem in each.problems:
                click.echo(_to_github(problem) if form == "github" else str(problem))
        click.echo(_closing_line(each), err=True)
    if any(each.errors or (strict and each.warnings) for each in checked):
        ctx.exit(1)


def _check(path: Path, topic_id: str | None) -> _Checked:
    try:
        config = load_topic(path, topic_id)
    except ConfigProblems as error:
        return _Checked(path=path, config=None, problems=error.problems)
    doubts = [doubt for each in config.topics for doubt in _of_topic(each)]
    return _Checked(path=path, config=config, problems=ConfigProblems([*config.warnings, *doubts]).problems)


def _of_topic(config: Config) -> list[Problem]:
    """Return what will disappoint in a topic made from documents: its headlines below the bar, concepts of all news."""
    if not config.corpus.names.concepts:
        return []
    corpus, found = config.corpus, []
    if strange := strangers(corpus.seeds):
        fix = "expect alerts that are not meant, or teach the topic by documents in a known language"
        found.append(_warning(strange, "strange-language", fix, config))
    for seed in corpus.seeds:
        others = tuple(each for each in corpus.seeds if each is not seed) or corpus.seeds
        said = match(compile_topic(config.match, replace(corpus, seeds=others)), headline(seed.title, seed.language))
        if said.score < config.match.alert_at:
            text = (
                f"by the other documents, the headline of the seed '{seed.slug}' would be no alert"
                f" (score {said.score:.2f}): {seed.title}"
            )
            fix = "add its words to a concept, give the document a telling first line, or take it out"
            found.append(_warning(text, "seed-no-alert", fix, config))
    for concept in corpus.names.concepts:
        told = [(language, max(keys, key=lambda key: rarity(key, language))) for language, keys in forms_of(concept)]
        share = share_of(told)  # a phrase is no commoner than its rarest word
        if share > _NEARLY_ALL:
            text = f"concept '{concept.id}' is in {share:.0%} of general news: it tells nothing"
            found.append(_warning(text, "wide-concept", "name what is particular to the topic", config))
    return found


def _warning(text: str, code: str, fix: str, config: Config) -> Problem:
    path = f"{config.seeds_folder.name}/{NAMES}"
    return Problem(path=path, line=1, column=1, text=text, code=code, fix=fix, warning=True)


def _closing_line(checked: _Checked) -> str:
    counts = [_count(checked.errors, "error"), _count(checked.warnings, "warning")]
    found = ", ".join(count for count in counts if not count.startswith("0 "))
    if checked.config is None:
        return f"{checked.path}: {found}; the running bot keeps the last good version"
    config = checked.config
    enabled = sum(feed.enabled for feed in config.feeds)
    fine = f"fine, {found}" if found else "fine"
    seeds, names = (sum(map(len, of)) for of in _of_all(config))
    topics = f" {_count(len(config.topics), 'topic')}," if config.others else ""
    return (
        f"{checked.path}:{topics} {_count(len(config.feeds), 'source')} ({enabled} enabled), seeds:"
        f" {_count(seeds, 'seed')}, {_count(names, 'name')}: {fine}"
    )


def strangers(seeds: Sequence[Seed]) -> str:
    """Return how many documents are in a language whose words we do not know, and what follows; "" if none is."""
    strange = sum(seed.text is not None and is_strange(seed.text) for seed in seeds)
    if not strange:
        return ""
    known = ", ".join(sorted(str(Locale(code).get_display_name("en")) for code in LANGUAGES))
    which = f"{strange} of {len(seeds)} documents {'is' if strange == 1 else 'are'}"
    return (
        f"{which} in none of the languages whose words are known here ({known}): common words cannot be told from rare"
        " ones there, and languages that part no words are not read"
    )


def _of_all(config: Config) -> tuple[list[Sequence[object]], list[Sequence[object]]]:
    """Return the seeds and the names of each topic."""
    return [each.corpus.seeds for each in config.topics], [each.corpus.entities for each in config.topics]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _to_github(problem: Problem) -> str:
    """Return a workflow command, which GitHub shows beside the line: https://docs.github.com/actions (annotations)."""
    level = "warning" if problem.warning else "error"
    text = _escape(f"{problem.text}\n{problem.fix}".strip())
    path = _escape(problem.path).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={path},line={problem.line},col={problem.column},title={problem.code}::{text}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _to_json(checked: _Checked) -> dict[str, object]:
    config = checked.config
    return {
        "path": str(checked.path),
        "usable": config is not None,
        "sources": len(config.feeds) if config else None,
        "enabled": sum(feed.enabled for feed in config.feeds) if config else None,
        "seeds": len(config.corpus.seeds) if config else None,
        "names": len(config.corpus.entities) if config else None,
        "problems": [
            {
                "path": problem.path,
                "line": problem.line,
                "column": problem.column,
                "severity": "warning" if problem.warning else "error",
                "code": problem.code,
                "text": problem.text,
                "fix": problem.fix,
            }
            for problem in checked.problems
        ],
    }
