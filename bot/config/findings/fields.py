"""Is this value of a YAML document of the kind that we expect? Reads fields and collects what is wrong with them."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.config.findings.document import Document
from bot.config.findings.problems import ConfigProblems, Problem

Where = tuple[str | int, ...]


class Fields:
    """Reads one document field by field; ``stop_if_any`` raises everything that was wrong at once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._problems: list[Problem] = list(document.problems)

    def complain(self, where: Where, text: str, code: str, *, fix: str = "", on_key: bool = False) -> None:
        """Note a problem at ``where``."""
        self._problems.append(self._document.problem(where, text, code, fix=fix, on_key=on_key))

    def stop_if_any(self) -> None:
        """Raise ``ConfigProblems`` if anything but a warning was noted."""
        if any(not problem.warning for problem in self._problems):
            raise ConfigProblems(self._problems)

    def value(self, where: Where, key: str) -> object:
        """Return what stands under ``key``, or None."""
        node = self._document.data
        for step in where:
            node = node[step]  # type: ignore[index]  # the caller walked here
        return node.get(key) if isinstance(node, dict) else None

    def known_keys(self, where: Where, known: Iterable[str]) -> None:
        """Complain about every key that is not in ``known``."""
        node = self._document.data
        for step in where:
            node = node[step]  # type: ignore[index]  # the caller walked here
        known = list(known)
        for key in node if isinstance(node, dict) else ():
            if key not in known:
                near = get_close_matches(str(key), known, 1)
                fix = f"did you mean '{near[0]}'?" if near else f"use one of: {', '.join(known)}"
                self.complain((*where, key), f"unknown key '{key}'", "unknown-key", fix=fix, on_key=True)

    def text(self, where: Where, key: str, *, required: bool = False) -> str | None:
        """Return a text, or None where there is none."""
        found = self.value(where, key)
        if found is None and required:
            self.complain(where, f"'{key}' is missing", "missing-key", fix=f"add  {key}: ...")
        if found is None:
            return None
        if not isinstance(found, str) or not found.strip():
            fix = f'write "{found}" with quotes' if not isinstance(found, (dict, list, str)) else f"write  {key}: ..."
            self.complain((*where, key), f"'{key}' was read as {found!r}, not as text", "needs-quotes", fix=fix)
            return None
        return found.strip()

    def choice(self, where: Where, key: str, allowed: tuple[str, ...]) -> str:
        """Return one of ``allowed``."""
        found = self.text(where, key, required=True)
        if found is not None and found not in allowed:
            fix = f"use one of: {', '.join(allowed)}"
            self.complain((*where, key), f"'{key}: {found}' is not allowed", "bad-value", fix=fix)
        return found or allowed[0]

    def texts(self, where: Where, key: str) -> tuple[str, ...]:
        """Return a list of texts; nothing given is an empty one."""
        found = self.value(where, key)
        if found is None:
            return ()
        if not isinstance(found, list):
            self.complain((*where, key), f"'{key}' is no list", "bad-type", fix=f"write  {key}: [one, two]")
            return ()
        result = []
        for index, each in enumerate(found):
            if isinstance(each, str) and each.strip():
                result.append(each.strip())
            else:
                fix = f'write "{each}" with quotes'
                self.complain((*where, key, index), f"was read as {each!r}, not as text", "needs-quotes", fix=fix)
        return tuple(result)

    def counts(self, where: Where, key: str) -> dict[str, int]:
        """Return a mapping from names to whole numbers above 0."""
        found = self.value(where, key)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.complain((*where, key), f"'{key}' is no mapping", "bad-type", fix=f"write  {key}: {{name: 3}}")
            return {}
        for name, count in found.items():
            if not isinstance(count, int) or isinstance(count, bool) or count < 1:
                text = f"'{name}' has the count {count!r}"
                self.complain((*where, key, name), text, "bad-value", fix="write a whole number above 0")
        return {str(name): count for name, count in found.items() if isinstance(count, int)}

    def numbers(self, where: Where, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers of 32 bits."""
        found = self.value(where, key)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(each, int) and 0 <= each < 1 << 32 for each in found):
            fix = "it is made by  seedwatch seeds add; leave it as it was written"
            self.complain((*where, key), f"'{key}' is no list of whole numbers of 32 bits", "bad-type", fix=fix)
            return ()
        return tuple(found)
