"""How does Seedwatch do on a folder of feed documents? Serves them over loopback, and writes a sources.yaml for them.

    python bench/serve_feeds.py FOLDER --write /somewhere/sources.yaml --seeds seeds/
    seedwatch --config /somewhere/sources.yaml once

Every file is a feed with its own ETag and Last-Modified, so that a second poll is answered "not modified".
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from aiohttp import web

HOST = "127.0.0.1"
SUFFIXES = (".xml", ".rss", ".atom", ".json", ".rdf")


def documents(folder: Path) -> list[Path]:
    """Return the feed documents of a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)


def app_for(folder: Path) -> web.Application:
    """Return a server of the folder's documents, each under its file name."""
    app = web.Application()
    app.router.add_static("/", folder)
    return app


def sources(paths: list[Path], *, port: int, seeds: str) -> dict[str, object]:
    """Return the content of a sources.yaml: all documents as sources, loopback open, no pauses."""
    return {
        "version": 1,
        "topic": {"name": "Belarus–Russia relations"},
        "seeds": seeds,
        "fetch": {"allow_networks": ["127.0.0.0/8"], "per_host_gap": "0s"},
        "sources": [
            {"id": one, "name": path.stem, "url": f"http://{HOST}:{port}/{path.name}"}
            for one, path in zip(ids(paths), paths, strict=True)
        ],
    }


def ids(paths: list[Path]) -> Iterator[str]:
    """Return an id for each path: lower-case letters, digits and hyphens, none twice."""
    seen: set[str] = set()
    for path in paths:
        plain = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40] or "feed"
        one, number = plain, 1
        while one in seen:
            number += 1
            one = f"{plain}-{number}"
        seen.add(one)
        yield one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the feed documents are")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write a sources.yaml for them")
    parser.add_argument("--seeds", default="seeds/", help="the seeds folder that it names, seen from FILE")
    options = parser.parse_args()
    paths = documents(options.folder)
    if options.write:
        content = sources(paths, port=options.port, seeds=options.seeds)
        options.write.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        print(f"{options.write}: {len(paths)} sources")
    print(f"serving {len(paths)} documents on http://{HOST}:{options.port}/  (Ctrl-C ends it)", flush=True)
    web.run_app(app_for(options.folder), host=HOST, port=options.port, print=None)


if __name__ == "__main__":
    main()
