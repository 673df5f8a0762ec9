"""The samples of the document, exactly as they are printed: as a page, each saved as a file, and mangled by pasting.

The document is read where it lies beside the checkout; where it does not, the look-alikes below stand in for it, one a
kind of sample and slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Command

DOCUMENT = Path(__file__).parent.parent.parent / "shared" / "seed" / "js-apis-http.md"
needs_document = pytest.mark.skipif(not DOCUMENT.is_file(), reason="the document is not beside this checkout")

HEADER = r'\{"content-length":"\d+","content-type":"application/json","date":"[^"]+","server":"[^"]+"\}'
ECHO = r"\{.*\}"

# First line of the sample -> what it prints, line by line; the document says so, or it prints nothing.
PLAIN_REQUEST = [f"Result:{ECHO}", "code:200", f"header:{HEADER}", "cookies:"]
WITH_HEADERS = [*PLAIN_REQUEST, "header.Content-Type:application/json", "header.Status-Line:HTTP/1.1 200 OK"]
PRINTED = {
    12: [],
    18: [f"header: {HEADER}", 'Result:"' + ECHO + '"', "code:200", f"header:{HEADER}", 'cookies:""'],
    91: [],
    139: PLAIN_REQUEST,
    215: WITH_HEADERS,
    306: WITH_HEADERS,
    337: [],
    361: [],
    390: [],
    411: [],
    437: [],
    458: [],
    579: [],
    605: ["flush success"],
    631: ["flush success"],
    655: ["delete success"],
    681: ["delete success"],
}

LOOK_ALIKE_PAGE = """\
# Requests

```js
import http from '@ohos.net.http';

let httpRequest = http.createHttp();
httpRequest.request(
  "EXAMPLE_URL",
  {
    method: http.RequestMethod.PUT, // A comment.
    connectTimeout: 5000 // Optional; the comma is missing as in the document.
    readTimeout: 5000,
  }, (err, data) => {
    console.info('code:' + data.responseCode);
    httpRequest.destroy();
  }
);
```

1. In a list:

   ```js
   httpRequest.request("EXAMPLE_URL", (err, data) => {
     console.info('code:' + data.responseCode);
   });
   ```

> ```js
> httpResponseCache.flush().then(() => {
>   console.info('flush success');
> });
> ```

```js
httpRequest.on('headersReceive', (header) => {
  console.info('never' + header);
});
```

```ts
let notYet: number = 1;
```
"""


def samples(text: str) -> dict[int, str]:
    """Line of the first line of code -> code, of every js fence that begins a line."""
    found = {}
    lines = text.split("\n")
    start = 0
    for number, line in enumerate(lines, 1):
        if line.rstrip("\r") == "```js":
            start = number
        elif line.rstrip("\r") == "```" and start:
            found[start] = "\n".join(lines[start : number - 1]) + "\n"
            start = 0
    return found


def document() -> str:
    return DOCUMENT.read_bytes().decode()


@needs_document
def test_the_document_has_seventeen_samples() -> None:
    assert sorted(samples(document())) == sorted(PRINTED)


@needs_document
@pytest.mark.parametrize("line", PRINTED)
def test_each_sample_saved_as_a_file_prints_what_the_document_says(
    line: int, ohosrun: Command, script: Callable[..., Path]
) -> None:
    run = ohosrun(script(samples(document())[line], "sample.js"))
    assert run.returncode == 0, run.stderr
    printed = run.stdout.splitlines()
    assert len(printed) == len(PRINTED[line])
    for text, pattern in zip(printed, PRINTED[line], strict=True):
        assert re.fullmatch(pattern, text), (text, pattern)


@needs_document
@pytest.mark.parametrize("line", PRINTED)
def test_each_sample_piped_in(line: int, ohosrun: Command) -> None:
    run = ohosrun("-", stdin=samples(document())[line])
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == len(PRINTED[line])


@needs_document
def test_the_first_sample_is_repaired_at_its_missing_comma(ohosrun: Command, script: Callable[..., Path]) -> None:
    sample = samples(document())[18]
    line = 1 + sample[: sample.index("connectTimeout: 60000")].count("\n")
    run = ohosrun(script(sample, "sample.js"))
    repairs = [text for text in run.stderr.splitlines() if text.startswith("repaired: ")]
    assert repairs == [f"repaired: sample.js:{line}:26: inserted a missing comma"]
    strict = ohosrun(script(sample, "sample.js"), "--strict")
    assert strict.returncode == 1
    assert f"  at sample.js:{line}:26\n" in strict.stderr
    assert "missing" in strict.stderr.splitlines()[0]


@needs_document
def test_samples_print_only_the_notes_they_deserve(ohosrun: Command) -> None:
    run = ohosrun(DOCUMENT, "--show-output")
    notes = [line for line in run.stdout.splitlines() if "note: " in line]
    about_headers = [note for note in notes if "data.header" in note]
    assert len(about_headers) == 4, "Content-Type and Status-Line, in two samples"
    others = [note for note in notes if note not in about_headers]
    assert all("EXAMPLE_URL is" in note or "is not declared" in note for note in others), others


def passes(run_stdout: str) -> int:
    return sum(line.startswith("pass ") for line in run_stdout.splitlines())


def variants(text: str) -> dict[str, bytes]:
    """The same page as editors and copying leave it."""
    plain = text.replace("\r\n", "\n")
    tabs = re.sub(r"^((?:  )+)", lambda match: "\t" * (len(match[1]) // 2), plain, flags=re.MULTILINE)
    return {
        "as it is": text.encode(),
        "CRLF": plain.replace("\n", "\r\n").encode(),
        "byte order mark": "\ufeff".encode() + text.encode(),
        "tabs": tabs.encode(),
    }


@needs_document
@pytest.mark.parametrize("variant", ["as it is", "CRLF", "byte order mark", "tabs"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_page_passes(variant: str, jobs: str, ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(variants(document())[variant])
    run = ohosrun("page.md", "--jobs", jobs)
    assert (run.returncode, passes(run.stdout)) == (0, 17), run.stdout
    assert "17 samples: 17 passed, 0 failed" in run.stdout


@needs_document
@pytest.mark.parametrize("gutter", ["{:>4} | ", "{:>3}: ", "{:>4}  "])
def test_samples_copied_with_their_line_numbers(gutter: str, ohosrun: Command, script: Callable[..., Path]) -> None:
    for line, sample in samples(document()).items():
        copied = "".join(gutter.format(number) + text + "\n" for number, text in enumerate(sample.splitlines(), line))
        if len(sample.splitlines()) == 1 and gutter.endswith("  "):
            continue  # A lone number in front of a statement is not known to be a line number.
        run = ohosrun(script(copied, "copied.js"))
        assert run.returncode == 0, (line, run.stderr)
        assert len(run.stdout.splitlines()) == len(PRINTED[line])


@pytest.mark.parametrize("variant", ["as it is", "CRLF", "byte order mark"])
def test_a_look_alike_page_passes(variant: str, ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(variants(LOOK_ALIKE_PAGE)[variant])
    run = ohosrun("page.md", "--show-output")
    assert (run.returncode, passes(run.stdout)) == (0, 5), run.stdout
    assert run.stdout.count("code:200") == 2
    assert run.stdout.count("flush success") == 1
    assert "never" not in run.stdout
    assert "repaired: page.md:11:25: " in run.stdout, "the repair has the line of the page"


LOOK_ALIKES = {
    "fence": "```js\nconsole.log('fence');\n```\n",
    "full width": "console.log（'full width'）；\n",
    "no-break space": "console.log(\u00a0'no-break space');\n",
    "zero width space": "console.log(\u200b'zero width space');\n",
    "markdown escape": "const f = (a) =\\> a; console.log(f('markdown escape'));\n",
    "gutter": "  1 | console.log(\n  2 |   'gutter'\n  3 | );\n",
    "missing comma": "console.log({ a: 'missing comma' // here\n  b: 1,\n}.a);\n",
    "quotes": "console.log(“quotes”);\n",
}


@pytest.mark.parametrize("slip", LOOK_ALIKES)
def test_each_kind_of_slip(slip: str, ohosrun: Command, script: Callable[..., Path]) -> None:
    file = script(LOOK_ALIKES[slip], "slip.js")
    run = ohosrun(file)
    assert (run.returncode, run.stdout) == (0, slip + "\n"), run.stderr
    if slip == "no-break space":
        assert run.stderr == "", "it is a blank like any other for the language"
        return
    assert run.stderr.startswith("repaired: slip.js:")
    assert ohosrun(file, "--strict").returncode == 1
