"""Which files belong to a screen: its template, its app, the pages of its project, its texts."""

from __future__ import annotations

import os

from runtime.language import source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PAGE_EXTENSIONS = (".ets", ".ts", ".js")
_LANGUAGES = ("zh-CN", "en-US", "zh", "en")
_PARENTS_LOOKED_AT = 8


def template(path: str) -> str | None:
    """The text of the .hml beside a page; None where there is none or it cannot be read."""
    return _text(os.path.splitext(path)[0] + ".hml")


def app_module(path: str) -> str | None:
    """The app.js of the project of a page: beside the folder `pages` that the page is in."""
    folder = _above(path, "pages")
    found = os.path.join(folder, "app.js") if folder else ""
    return found if found and os.path.isfile(found) else None


def root_of(path: str) -> str:
    """The folder that names of pages are relative to."""
    return _above(path, "pages") or _folder_called(path, "ets") or os.path.dirname(path)


def page_file(path: str, name: str) -> str | None:
    """The file of the page `name` (`pages/Index`) in the project that the file at `path` is part of."""
    name = name.removesuffix(".js").lstrip("/")
    if not name or "\0" in name:
        return None
    for root in dict.fromkeys([root_of(path), os.path.dirname(path), os.path.dirname(os.path.dirname(path))]):
        for extension in _PAGE_EXTENSIONS:
            candidate = os.path.realpath(os.path.join(root, *name.split("/")) + extension)
            if os.path.isfile(candidate):
                return candidate
    return None


def translations(path: str) -> str:
    """The texts of an FA project as JSON, `{}` where there are none."""
    root = _above(path, "pages") or os.path.dirname(path)
    for language in _LANGUAGES:
        text = _text(os.path.join(root, "i18n", language + ".json"))
        if text is not None and _json(text) is not None:
            return text
    return "{}"


def ability_file(path: str, name: str) -> str | None:
    """The file of the ability `name` (its first one for '') of the module that the file at `path` is in or tests."""
    import re

    folder = os.path.dirname(path)
    for _ in range(_PARENTS_LOOKED_AT):
        for place in (folder, os.path.join(folder, "src", "main"), os.path.join(folder, "main")):
            text = _text(os.path.join(place, "module.json5")) or ""
            # Its name stands before its file in what every tool writes.
            for found in re.finditer(r'"?name"?\s*:\s*"([^"]*)"\s*,\s*"?srcEntr(?:y|ance)"?\s*:\s*"([^"]*)"', text):
                if name in ("", found[1]) and os.path.isfile(entry := os.path.realpath(os.path.join(place, found[2]))):
                    return entry
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return None


def route(path: str, name: str) -> list[str] | None:
    """The file and the function of the page `name` in the route maps of the project of the file at `path`; or None."""
    import re

    for folder in _modules(path):
        found = re.search(r'"?routerMap"?\s*:\s*["\']\$profile:([\w.-]+)["\']', _text(_manifest(folder)) or "")
        profile = os.path.join(
            folder, "src", "main", "resources", "base", "profile", (found[1] if found else "") + ".json"
        )
        content = _json(_text(profile) or "")
        routes = content.get("routerMap") if isinstance(content, dict) else None
        for one in routes if isinstance(routes, list) else ():
            if isinstance(one, dict) and one.get("name") == name:
                file, function = one.get("pageSourceFile"), one.get("buildFunction")
                if isinstance(file, str) and isinstance(function, str):
                    return [os.path.realpath(os.path.join(folder, file)), function]
    return None


def _modules(path: str) -> list[str]:
    """The folder of the module that a file is in, and those of the other modules of its project."""
    import re

    found = []
    folder = os.path.dirname(path)
    for _ in range(_PARENTS_LOOKED_AT):
        if os.path.isfile(_manifest(folder)):
            found.append(folder)
        elif found and (profile := _text(os.path.join(folder, "build-profile.json5"))) is not None:
            sources = re.findall(r'"?srcPath"?\s*:\s*["\']([^"\']+)["\']', profile)
            return list(dict.fromkeys([*found, *(os.path.normpath(os.path.join(folder, one)) for one in sources)]))
        folder = os.path.dirname(folder)
    return found


def _manifest(folder: str) -> str:
    return os.path.join(folder, "src", "main", "module.json5")


def lacks_internet(path: str) -> str | None:
    """The module.json5 of the project of a file, where it does not ask for ohos.permission.INTERNET; else None."""
    folder = os.path.dirname(path)
    for _ in range(_PARENTS_LOOKED_AT):
        for name in ("module.json5", "config.json"):
            text = _text(os.path.join(folder, name))
            if text is not None:
                # Tests are a module beside the one that they test, in one app.
                tested = _text(os.path.join(os.path.dirname(folder), "main", name)) or ""
                return None if "ohos.permission.INTERNET" in text + tested else os.path.join(folder, name)
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return None


def _above(path: str, name: str) -> str:
    """The parent of the nearest folder called `name` that the file is in, or ''."""
    folder = os.path.dirname(path)
    while os.path.dirname(folder) != folder:
        if os.path.basename(folder) == name:
            return os.path.dirname(folder)
        folder = os.path.dirname(folder)
    return ""


def _folder_called(path: str, name: str) -> str:
    folder = os.path.dirname(path)
    while os.path.dirname(folder) != folder:
        if os.path.basename(folder) == name:
            return folder
        folder = os.path.dirname(folder)
    return ""


def _text(path: str) -> str | None:
    if not os.path.isfile(path):
        return None
    try:
        return source.read(path)
    except source.SourceError:
        return None


def _json(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
