"""Every setting once: its name, default, flag, environment variable, ohosrun.toml key and help."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class UsageError(Exception):
    """Wrong usage of the command, the environment or ohosrun.toml, in one line."""

    # Whether the usage of the command helps.
    shows_usage = True


class ConfigurationError(UsageError):
    """The same, where what is wrong is in the environment or in ohosrun.toml."""

    shows_usage = False


class Setting:
    """One row of the table. `kind`: switch, number, text, path, list, paths, table or files."""

    __slots__ = ("check", "default", "help", "kind", "metavar", "name", "optional", "short")

    def __init__(
        self,
        name: str,
        kind: str,
        default: Any,
        help_text: str,
        *,
        metavar: str = "",
        short: str = "",
        optional: str = "",
        check: str = "",
    ) -> None:
        self.name = name
        self.kind = kind
        self.default = default
        self.help = help_text
        self.metavar = metavar
        self.short = short
        # The value of the flag when it is given without one (`--trace` is `--trace=on`).
        self.optional = optional
        # The function of runtime/settings/checks.py for its values.
        self.check = check

    @property
    def flag(self) -> str:
        """The long flag."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "OHOSRUN_" + self.name.upper()

    @property
    def key(self) -> str:
        """The key in ohosrun.toml."""
        return self.name.replace("_", "-")


TABLE = (
    Setting(
        "define",
        "table",
        {},
        "what a placeholder such as EXAMPLE_URL stands for",
        metavar="NAME=VALUE",
        short="-D",
    ),
    Setting(
        "map",
        "table",
        {},
        "send requests for urls that begin with FROM, or all (*), to another server",
        metavar="FROM=TO",
    ),
    Setting(
        "net",
        "text",
        "all",
        "hosts that may be asked; all others fail with 2300007 before anything is sent",
        metavar="all|loopback|HOST,...",
    ),
    Setting("strict", "switch", False, "no repairs, no implicit names; a device note becomes an error"),
    Setting("quiet", "switch", False, "no notes", short="-q"),
    Setting(
        "api",
        "number",
        0.0,
        "be a device of this API version, 9 to 26, without what came later",
        metavar="N",
        check="api",
    ),
    Setting(
        "deny",
        "list",
        (),
        "run as an app without it, e.g. ohos.permission.INTERNET: requests fail with 201",
        metavar="PERMISSION",
        check="deny",
    ),
    Setting("stub", "list", (), "let a module of the SDK that is not here do nothing", metavar="MODULE|all"),
    Setting("module", "files", {}, "let a file of yours answer for a module", metavar="NAME=FILE", check="modules"),
    Setting("cacert", "path", "", "trust this CA bundle too", metavar="FILE", check="cacert"),
    Setting(
        "resolve",
        "list",
        (),
        "use ADDR for HOST:PORT, as curl does",
        metavar="HOST:PORT:ADDR",
        check="resolve",
    ),
    Setting(
        "trace",
        "text",
        "",
        "show requests and responses as they happen; as curl commands",
        metavar="headers|body|curl",
        optional="on",
        check="trace",
    ),
    Setting("trace_secrets", "switch", False, "do not mask passwords, tokens, cookies and keys in traces"),
    Setting("time", "switch", False, "at the end, show a table of all requests and where their time went"),
    Setting("lang", "text", "js", "the language of - and -e: js, ts or ets", metavar="LANGUAGE", check="lang"),
    Setting("cache_dir", "path", "", "keep flushed HTTP responses below this folder", metavar="DIR"),
    Setting("data_dir", "path", "", "keep the app's files (filesDir, preferences) below this folder", metavar="DIR"),
    Setting("timeout", "number", 0.0, "stop the run after this time", metavar="SECONDS"),
    Setting(
        "memory_limit",
        "number",
        2048.0,
        "stop the run when the script's heap outgrows this",
        metavar="MIB",
        check="memory_limit",
    ),
    Setting(
        "allow_import",
        "paths",
        (),
        "in pages: samples may import from this folder, too, not only from that of the page",
        metavar="DIR",
        check="folders",
    ),
    Setting("test_timeout", "number", 5000.0, "in tests: the time limit of a case", metavar="MS"),
    Setting("test_setup", "paths", (), "in tests: evaluate this file before each", metavar="FILE"),
    Setting("watch", "switch", False, "run again whenever the program or what it reads changes", short="-w"),
    Setting(
        "watch_path",
        "paths",
        (),
        "with --watch: everything in this folder counts too",
        metavar="DIR",
        check="folders",
    ),
    Setting("watch_ignore", "list", (), "with --watch: what matches does not count", metavar="GLOB"),
    Setting("watch_poll", "switch", False, "with --watch: look at the files instead of waiting for events"),
    Setting("clear", "switch", False, "with --watch: clear the terminal before each run"),
    Setting("no_color", "switch", False, "no colour; also NO_COLOR"),
    Setting("debug", "switch", False, "show the Python traceback of a bug in ohosrun"),
)


class Settings:
    """The values that hold for one run, one attribute a setting."""

    # One attribute a row of TABLE, declared for the type checker.
    define: dict[str, str]
    map: dict[str, str]
    net: str
    strict: bool
    quiet: bool
    api: float  # 0: no version in particular.
    deny: tuple[str, ...]
    stub: tuple[str, ...]
    module: dict[str, str]
    cacert: str
    resolve: tuple[str, ...]
    trace: str
    lang: str
    trace_secrets: bool
    time: bool
    cache_dir: str
    data_dir: str
    timeout: float
    memory_limit: float
    allow_import: tuple[str, ...]
    test_timeout: float
    test_setup: tuple[str, ...]
    watch: bool
    watch_path: tuple[str, ...]
    watch_ignore: tuple[str, ...]
    watch_poll: bool
    clear: bool
    no_color: bool
    debug: bool

    def __init__(self, **values: Any) -> None:
        for setting in TABLE:
            setattr(self, setting.name, values.pop(setting.name, setting.default))
        if values:
            raise TypeError(f"no such setting: {', '.join(values)}")


def flags() -> dict[str, Setting]:
    """Every long and short flag with its setting."""
    table = {setting.flag: setting for setting in TABLE}
    table.update({setting.short: setting for setting in TABLE if setting.short})
    return table
