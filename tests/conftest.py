"""What every test can ask for: the installed command, scripts in a folder of their own, certificates."""

from __future__ import annotations

import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.command import Command
from tests.servers.tls import Certificates

# How long an example takes depends on what else the machine does.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

_STRAY = ("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "NO_COLOR", "FORCE_COLOR")
_MANY_FILES = 8192


@pytest.fixture(autouse=True, scope="session")
def signals_are_not_ignored() -> None:
    """A shell starts what runs in its background with these ignored, and what the tests start would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def clean_environ(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No proxy, certificate, colour or ohosrun setting of the developer's shell reaches a test."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name in _STRAY or name.startswith("OHOSRUN_"):
            monkeypatch.delenv(name)
    # What programs keep is not kept where the developer keeps it.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in messages are relative to the working directory: tmp_path."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def ohosrun(tmp_path: Path) -> Iterator[Command]:
    """The installed command, run in tmp_path."""
    command = Command(tmp_path)
    yield command
    command.close()


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., Path]:
    """script(text, name="main.js") writes a file into tmp_path, folders included, and returns its path."""

    def write(text: str, name: str = "main.js") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    return write


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """The certificate authority of this test run; `certificates.ca_file` is what a client is to trust."""
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def no_thread_is_left() -> Iterator[None]:
    """Fails a test that leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    assert not set(threading.enumerate()) - before


@pytest.fixture
def many_open_files() -> Iterator[None]:
    """As many open files as a thousand connections need, also for the processes the test starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MANY_FILES if hard == resource.RLIM_INFINITY else min(_MANY_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
