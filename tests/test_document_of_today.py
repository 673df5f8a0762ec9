"""The page of today's module and its guide, where they lie beside the checkout: as they are, and with all they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command
from tests.servers.socks import Socks5Proxy
from tests.servers.tls import Certificates

SEED = Path(__file__).parent.parent.parent / "shared" / "seed"
PAGE = SEED / "js-apis-http-api26.md"
GUIDE = SEED / "guide-http-request-2026.md"

needs_page = pytest.mark.skipif(not PAGE.is_file(), reason="the page is not beside this checkout")
needs_guide = pytest.mark.skipif(not GUIDE.is_file(), reason="the guide is not beside this checkout")

# The example with every option, which has a SOCKS5 proxy by the name of host, and files below /path/to.
EVERY_OPTION = 11


@needs_page
def test_every_sample_of_the_page_passes(ohosrun: Command) -> None:
    run = ohosrun(PAGE)
    assert "35 samples: 35 passed, 0 failed" in run.stdout
    assert run.returncode == 0


@needs_page
def test_without_the_proxy_that_it_names_the_sample_says_so(ohosrun: Command) -> None:
    run = ohosrun("--show-output", "--only", str(EVERY_OPTION), PAGE)
    assert 'error:{"code":2300005,"message":"Couldn\'t resolve proxy name"}' in run.stdout


@needs_page
def test_every_option_at_once_where_its_files_and_its_proxy_are_there(
    ohosrun: Command, tmp_path: Path, certificates: Certificates
) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "cacert.pem").write_bytes(certificates.ca_file.read_bytes())
    for name in ("client.pem", "client.key"):
        (folder / name).write_bytes(certificates.client_file.read_bytes())
    with Socks5Proxy(0, ("username", "password")) as proxy:
        text = PAGE.read_text().replace("/path/to/", f"{folder}/").replace("port: 1080", f"port: {proxy.port}")
        (folder / PAGE.name).write_text(text)
        run = ohosrun(
            "--resolve",
            f"host:{proxy.port}:127.0.0.1",
            "--show-output",
            "--only",
            str(EVERY_OPTION),
            folder / PAGE.name,
        )
        assert len(proxy.targets) == 1
    assert "code:200" in run.stdout
    assert "scene=demo&tag=a&tag=b" in run.stdout
    assert "1 sample: 1 passed, 0 failed" in run.stdout


@needs_guide
def test_the_samples_of_the_guide_run_as_one_program(ohosrun: Command) -> None:
    run = ohosrun("--chain", GUIDE)
    assert "1 sample: 1 passed, 0 failed" in run.stdout
    assert run.returncode == 0
