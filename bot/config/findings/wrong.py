"""Why can a value not be used? Raised by the checks of single values; where it stands is added later."""


class Wrong(ValueError):  # noqa: N818 - "raise Wrong" says it
    """``text`` goes on from the value: "'every: 5' has no unit". ``fix`` says what to write instead."""

    def __init__(self, text: str, *, code: str = "bad-value", fix: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.code = code
        self.fix = fix
