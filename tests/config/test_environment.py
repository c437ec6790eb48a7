"""Are the environment and ``.env`` read together, checked together, and never repeated?"""

from pathlib import Path

import pytest

from bot.chat.platforms import DECLARED
from bot.config import Settings
from bot.config.environment import read_settings, variables
from bot.errors import ConfigError

NAMES = [each.name for each in variables(DECLARED)]
TELEGRAM = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ALL = {
    "DATABASE_URL": "sqlite:///other.db",
    "TELEGRAM_BOT_TOKEN": TELEGRAM,
    "TELEGRAM_API_URL": "http://127.0.0.1:8081",
    "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram/updates",
    "SLACK_BOT_TOKEN": "xoxb-1-canary",
    "SLACK_APP_TOKEN": "xapp-1-canary",
    "SLACK_SIGNING_SECRET": "0123456789abcdef",
    "SLACK_CLIENT_ID": "12.34",
    "SLACK_CLIENT_SECRET": "canary-client-secret",
    "SLACK_API_URL": "http://127.0.0.1:8082/api/",
    "SUMMARY_API_KEY": "sk-canary",
    "TRANSLATE_API_KEY": "tr-canary",
    "RELOAD_TOKEN": "reload-canary-0123",
    "HEARTBEAT_URL": "https://hc.example/canary",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318",
    "OPERATORS": "telegram:1234, slack:U0ABC,telegram:1234,",
    "ACCESS": "invite",
    "LISTEN": "[::1]:9000",
    "LOG_FORMAT": "json",
}


def refused(environ: dict[str, str], dotenv: Path | None = None) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        read_settings(environ, dotenv, DECLARED)
    return str(raised.value).splitlines()


def test_nothing_set() -> None:
    """Without a variable there are defaults and no platform; empty values count as none."""
    assert read_settings({}, None, DECLARED) == Settings()
    assert read_settings(dict.fromkeys(NAMES, ""), None, DECLARED) == Settings()


def test_everything_set() -> None:
    """Each variable arrives where it belongs."""
    assert set(ALL) == set(NAMES)
    assert read_settings(ALL, None, DECLARED) == Settings(
        database_url="sqlite:///other.db",
        platforms={name: value for name, value in ALL.items() if name.startswith(("TELEGRAM_", "SLACK_"))},
        secrets=(
            "sk-canary",
            "tr-canary",
            "reload-canary-0123",
            "https://hc.example/canary",
            "http://127.0.0.1:4318",
            TELEGRAM,
            "xoxb-1-canary",
            "xapp-1-canary",
            "0123456789abcdef",
            "canary-client-secret",
        ),
        summary_api_key="sk-canary",
        translate_api_key="tr-canary",
        reload_token="reload-canary-0123",
        heartbeat_url="https://hc.example/canary",
        operators=(("telegram", "1234"), ("slack", "U0ABC")),
        otel_exporter_otlp_endpoint="http://127.0.0.1:4318",
        access="invite",
        listen="[::1]:9000",
        log_format="json",
    )


def test_the_password_of_the_database_is_a_secret() -> None:
    """As it is written in the address, and as it is."""
    url = "postgresql://me:c%40nary@db/seedwatch"
    assert set(read_settings({"DATABASE_URL": url}, None).secrets) == {"c%40nary", "c@nary"}


def test_repr_shows_no_secret() -> None:
    """Settings may end up in a traceback."""
    shown = repr(read_settings(ALL, None, DECLARED))
    assert "canary" not in shown
    assert TELEGRAM not in shown
    assert "0123456789abcdef" not in shown


def test_dotenv_and_environment(tmp_path: Path) -> None:
    """The real environment wins, variable by variable; quotes, comments and export are understood."""
    dotenv = tmp_path / ".env"
    dotenv.write_text(
        f"# tokens\nexport TELEGRAM_BOT_TOKEN='{TELEGRAM}'  # mine\nACCESS=allowlist\nLOG_FORMAT=${{HOME}}\nOTHER=1\n"
    )
    settings = read_settings({"LOG_FORMAT": "json"}, dotenv, DECLARED)
    assert (settings.platforms.get("TELEGRAM_BOT_TOKEN"), settings.access, settings.log_format) == (
        TELEGRAM,
        "allowlist",
        "json",
    )
    assert read_settings({}, None, DECLARED) == Settings()


def test_the_database_lies_beside_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the program is started; one that is here from before is still found, but not that of another topic."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    assert read_settings({}, Path("elsewhere/.env")).database_url == "sqlite:///elsewhere/data/seedwatch.db"
    assert read_settings({}, Path(".env")).database_url == "sqlite:///data/seedwatch.db"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "seedwatch.db").touch()
    assert read_settings({}, Path("elsewhere/.env")).database_url == "sqlite:///data/seedwatch.db"
    (tmp_path / "sources.yaml").touch()
    assert read_settings({}, Path("elsewhere/.env")).database_url == "sqlite:///elsewhere/data/seedwatch.db"
    assert read_settings({}, Path(".env")).database_url == "sqlite:///data/seedwatch.db"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"), ("OPERATOR", "OPERATORS"), ("database_url", "DATABASE_URL")],
)
def test_a_misspelt_variable_is_named(tmp_path: Path, written: str, meant: str) -> None:
    """With what was meant, and without its value; what is nothing of ours stays unmentioned."""
    (tmp_path / ".env").write_text(f"{written}=canary\nPATH_TO_X=1\n", "utf-8")
    with pytest.raises(ConfigError) as raised:
        read_settings({}, tmp_path / ".env", DECLARED)
    assert str(raised.value) == f"{written}: is not read; did you mean {meant}?"


def test_value_from_a_file(tmp_path: Path) -> None:
    """``NAME_FILE`` is read and stripped; it stands on the same layer as ``NAME``."""
    secret = tmp_path / "token"
    secret.write_text(f"{TELEGRAM}\n")
    assert (
        read_settings({"TELEGRAM_BOT_TOKEN_FILE": str(secret)}, None, DECLARED).platforms.get("TELEGRAM_BOT_TOKEN")
        == TELEGRAM
    )
    dotenv = tmp_path / ".env"
    dotenv.write_text("TELEGRAM_BOT_TOKEN=1:broken\n")
    assert (
        read_settings({"TELEGRAM_BOT_TOKEN_FILE": str(secret)}, dotenv, DECLARED).platforms.get("TELEGRAM_BOT_TOKEN")
        == TELEGRAM
    )


def test_file_that_holds_no_value(tmp_path: Path) -> None:
    """Each way to fail is named with the variable and the file, all at once."""
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "large").write_text("x" * 100_000)
    problems = refused(
        {
            "TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "gone"),
            "ACCESS": "open",
            "ACCESS_FILE": str(tmp_path / "empty"),
            "OPERATORS_FILE": str(tmp_path / "empty"),
            "LISTEN_FILE": str(tmp_path / "binary"),
            "LOG_FORMAT_FILE": str(tmp_path),
            "SLACK_API_URL_FILE": str(tmp_path / "large"),
        }
    )
    found = {problem.split(":")[0]: problem for problem in problems}
    assert len(found) == len(problems) == 6
    assert "gone: No such file" in found["TELEGRAM_BOT_TOKEN_FILE"]
    assert "both ACCESS and ACCESS_FILE" in found["ACCESS"]
    assert "is empty" in found["OPERATORS_FILE"]
    assert "holds no text" in found["LISTEN_FILE"]
    assert "Is a directory" in found["LOG_FORMAT_FILE"]
    assert "too large" in found["SLACK_API_URL_FILE"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://me:canary@db/seedwatch", "'mysql' databases are not supported"),
        ("DATABASE_URL", "canary.db", "not a database address"),
        ("TELEGRAM_BOT_TOKEN", "canary", "@BotFather"),
        ("TELEGRAM_BOT_TOKEN", f"bot{TELEGRAM}", "@BotFather"),
        ("TELEGRAM_BOT_TOKEN", "123:ABC\r\nX: canary", "@BotFather"),
        ("TELEGRAM_API_URL", "api.canary.org", "not a web address"),
        ("TELEGRAM_WEBHOOK_URL", "bot.canary.org/telegram/updates", "not a web address"),
        ("TELEGRAM_WEBHOOK_URL", "https://canary.example.org/telegram/updates", "set TELEGRAM_BOT_TOKEN too"),
        ("OPERATORS", "telegram:@canary", "entry 1 is no platform:id"),
        ("OPERATORS", "telegram:1,icq:canary", "entry 2 is no platform:id"),
        ("ACCESS", "canary", "use one of: open, invite, allowlist"),
        ("LISTEN", "canary", "host:port"),
        ("LISTEN", "127.0.0.1:99999", "host:port"),
        ("LOG_FORMAT", "canary", "use one of: text, json"),
    ],
)
def test_wrong_value(name: str, value: str, said: str) -> None:
    """The variable is named and what to write instead; the value is not."""
    (problem,) = refused({name: value})
    assert problem.startswith(f"{name}: ")
    assert said in problem
    assert "canary" not in problem


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://bot.example.org/telegram/updates", "https on the ports"),
        ("https://bot.example.org:8080/telegram/updates", "https on the ports"),
        ("https://bot.example.org/", "must end in /telegram/updates"),
        ("https://bot.example.org/telegram/updates?secret=1", "must end in /telegram/updates"),
    ],
)
def test_a_webhook_where_telegram_would_not_send(url: str, said: str) -> None:
    """Telegram would refuse it, or nothing would listen there; a server of one's own may send within the house."""
    (problem,) = refused({"TELEGRAM_BOT_TOKEN": TELEGRAM, "TELEGRAM_WEBHOOK_URL": url})
    assert said in problem
    home = {"TELEGRAM_API_URL": "http://127.0.0.1:8081", "TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:9/telegram/updates"}
    assert (
        read_settings({"TELEGRAM_BOT_TOKEN": TELEGRAM, **home}, None, DECLARED).platforms.get("TELEGRAM_WEBHOOK_URL")
        is not None
    )


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN: set SLACK_APP_TOKEN too"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_APP_TOKEN: set SLACK_BOT_TOKEN too"),
        ({"SLACK_SIGNING_SECRET": "0123456789"}, "SLACK_SIGNING_SECRET: set SLACK_BOT_TOKEN too"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN: does not look like one"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN: does not look like one"),
    ],
)
def test_slack_tokens_belong_together(environ: dict[str, str], said: str) -> None:
    """A token alone, or in the place of another, is a mistake."""
    (problem,) = refused(environ)
    assert problem.startswith(said)


def test_slack_over_http_needs_no_app_token() -> None:
    """The signing secret is enough to listen."""
    settings = read_settings({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "0123456789"}, None, DECLARED)
    assert settings.platforms.get("SLACK_APP_TOKEN") is None


def test_broken_dotenv(tmp_path: Path) -> None:
    """A line that is no assignment is named by its number, without what it says; other encodings are refused."""
    dotenv = tmp_path / ".env"
    dotenv.write_text("ACCESS=open\nTELEGRAM_BOT_TOKEN='canary\nLISTEN=nowhere\n")
    problems = refused({}, dotenv)
    assert any(":2: not a line of the form NAME=value" in problem for problem in problems)
    assert any(problem.startswith("LISTEN") for problem in problems)
    assert not any("canary" in problem for problem in problems)
    dotenv.write_bytes("ACCESS=öffentlich".encode("latin-1"))
    assert any("not UTF-8" in problem for problem in refused({}, dotenv))
