"""--api N in the modules beside http: what came later is not there, with the numbers of the declarations."""

from __future__ import annotations

from pathlib import Path

import pytest

from bindings.registry import REGISTRY
from tests.bindings.snippets import run_program
from tests.servers.http import HttpServer, Response

# What is asked -> the API version since which it is there.
SINCE = {
    "connection.getDefaultNet": 8,
    "connection.getDefaultHttpProxy": 10,
    "connection.hasDefaultNetSync": 10,
    "connection.setAppHttpProxy": 11,
    "connection.addCustomDnsRule": 11,
    "connection.setPacUrl": 15,
    "connection.findProxyForUrl": 20,
    "connection.getAddressesByNameWithOptions": 23,
    "connection.Socks5DnsStrategy": 26,
    "webSocket.createWebSocket": 6,
    "webSocket.createWebSocketServer": 19,
    "socket.constructTCPSocketInstance": 7,
    "socket.constructTCPSocketServerInstance": 10,
    "socket.constructLocalSocketInstance": 11,
    "socket.ProxyTypes": 18,
    "socket.constructUDPSocketInstance().getSocketFd": 10,
    "socket.constructTCPSocketInstance().getLocalAddress": 12,
    "hilog.info": 7,
    "hilog.setMinLogLevel": 15,
    "hilog.setLogLevel": 21,
    "promptAction.showToast": 9,
    "promptAction.openCustomDialog": 11,
    "promptAction.openToast": 18,
    "router.pushUrl": 9,
    "router.pushNamedRoute": 10,
    "router.getStateByIndex": 12,
    "fs.openSync": 9,
    "fs.dup": 10,
    "fs.copyDirSync": 10,
    "fs.lseek": 11,
    "fs.readLines": 11,
    "fs.connectDfs": 12,
    "fs.createReadStream": 12,
    "preferences.getPreferences": 9,
    "preferences.getPreferencesSync": 10,
    "preferences.isStorageTypeSupported": 18,
    "emitter.emit": 7,
    "emitter.getListenerCount": 11,
    "emitter.Emitter": 22,
    "request.downloadFile": 9,
    "request.agent": 10,
    "request.agent?.getTask": 11,
    "taskpool.execute": 9,
    "taskpool.TaskGroup": 10,
    "taskpool.executeDelayed": 11,
    "taskpool.isConcurrent": 12,
    "taskpool.GenericsTask": 13,
    "taskpool.AsyncRunner": 18,
    "systemDateTime.getCurrentTime": 9,
    "systemDateTime.getTime": 10,
    "systemDateTime.updateNtpTime": 14,
    "systemDateTime.getAutoTimeStatus": 21,
    "deviceInfo.brand": 6,
    "deviceInfo.distributionOSName": 10,
    "deviceInfo.ODID": 12,
    "abilityAccessCtrl.createAtManager().checkAccessToken": 9,
    "abilityAccessCtrl.createAtManager().checkAccessTokenSync": 10,
    "abilityAccessCtrl.createAtManager().requestPermissionOnSetting": 12,
    "abilityAccessCtrl.createAtManager().getSelfPermissionStatus": 20,
    "cryptoFramework.createMd": 9,
    "cryptoFramework.createAsyKeyGeneratorBySpec": 10,
    "cryptoFramework.createRandom().generateRandomSync": 10,
    "cryptoFramework.createMd('SHA256').digestSync": 12,
    "uri.URI": 8,
    "uri.URI.createFromParts": 12,
    "new uri.URI('a:b').equalsTo": 9,
    "new uri.URI('a:b').getQueryValue": 12,
    "new uri.URI('a:b').encodedSSP": 12,
    "util.generateRandomUUID": 9,
    "util.Aspect": 11,
    "util.getHash": 12,
    "util.getMainThreadStackTrace": 20,
}
MODULES = {
    "abilityAccessCtrl": "abilityAccessCtrl", "connection": "net.connection",
    "cryptoFramework": "security.cryptoFramework", "deviceInfo": "deviceInfo", "emitter": "events.emitter",
    "fs": "file.fs", "hilog": "hilog", "preferences": "data.preferences", "promptAction": "promptAction",
    "request": "request", "router": "router", "socket": "net.socket", "systemDateTime": "systemDateTime",
    "taskpool": "taskpool", "uri": "uri", "util": "util", "webSocket": "net.webSocket",
}  # fmt: skip
IMPORTS = "".join(f"import {name} from '@ohos.{module}';\n" for name, module in MODULES.items())
REPORT = "const report = (value) => console.log(JSON.stringify(value));\n"
STEPS = sorted({since for since in SINCE.values() if since > 9})
VERSIONS = sorted({9, *STEPS, *(step - 1 for step in STEPS)})


def test_every_folder_that_says_what_came_when_can_be_loaded() -> None:
    folder = Path(REGISTRY.folder)
    dated = [path.parent.name for path in folder.glob("*/since.js") if path.parent.name != "kit"]
    names = {module.folder: name for name, module in REGISTRY.modules.items() if not module.since}
    code = "".join(f"import * as m{number} from '{names[name]}';\n" for number, name in enumerate(dated))
    outcome = run_program(f"{code}console.log(getContext().filesDir !== undefined);", api=9)
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (0, "true\n", "")


def test_every_module_is_asked() -> None:
    assert {text.removeprefix("new ").partition(".")[0] for text in SINCE} == set(MODULES)


@pytest.mark.parametrize("api", VERSIONS)
def test_members(api: int) -> None:
    reads = ", ".join(f"typeof {text}" for text in SINCE)
    outcome = run_program(f"{IMPORTS}{REPORT}report([{reads}]);", api=api)
    assert outcome.exit_code == 0, outcome.stderr
    newer = {text for text, since in SINCE.items() if since > api}
    assert {text for text, kind in zip(SINCE, outcome.report, strict=True) if kind == "undefined"} == newer
    said = {(note.split(" has no ")[1].split(",")[0].rpartition(".")[2], note.split()[-1]) for note in outcome.notes}
    # What is not read at all is not noted: a member of an agent that is not there.
    read = {text for text in newer if api >= 10 or "?." not in text}
    assert said == {(text.rpartition(".")[2], str(SINCE[text])) for text in read}


@pytest.mark.parametrize("api", [9, 10, 13, 14, 0])
def test_preferences_work_without_what_came_later(api: int, tmp_path: Path) -> None:
    code = (
        "const stored = await preferences.getPreferences(getContext(), 'mine');"
        "await stored.put('a', 1); await stored.flush(); report([await stored.get('a', 0), await stored.has('b')]);"
        "report(['getSync', 'flushSync'].filter((name) => name in stored));"
    )
    outcome = run_program(IMPORTS + REPORT + code, api=api, data_dir=str(tmp_path))
    newer = {"getSync": 10, "flushSync": 14}
    assert outcome.reports == [[1, False], [name for name, since in newer.items() if not api or api >= since]]


@pytest.mark.parametrize("module", ["@ohos.promptAction", "@kit.ArkUI"])
@pytest.mark.parametrize(("name", "since"), [("LevelMode", 15), ("ImmersiveMode", 15), ("LevelOrder", 18)])
def test_a_newer_export_is_refused_at_the_import(module: str, name: str, since: int) -> None:
    source = f"import {{ {name} as it }} from '{module}'; console.log(typeof it);"
    refused = run_program(source, api=since - 1)
    message = f"error: '{name}' of {module} is not in API {since - 1}: devices have it since API {since}\n"
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(message)
    assert "1 | import" in refused.stderr
    assert {run_program(source, api=api).stdout for api in (since, 0)} <= {"object\n", "function\n"}
    whole = f"import * as all from '{module}'; console.log('{name}' in all);"
    if module == "@ohos.promptAction":
        assert [run_program(whole, api=api).stdout for api in (since - 1, since)] == ["false\n", "true\n"]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import { JSON as json } from '@kit.ArkTS';", "'JSON' of @kit.ArkTS"),
        ("import json from '@ohos.util.json';", "'@ohos.util.json'"),
    ],
)
def test_a_newer_module_is_refused_at_the_import(source: str, what: str) -> None:
    refused = run_program(f"{source} console.log(typeof json.parse);", api=11)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"error: {what} is not in API 11: devices have it since API 12\n")
    assert f"1 | {source}" in refused.stderr
    for api in (12, 0):
        assert run_program(f"{source} console.log(typeof json.parse);", api=api).stdout == "function\n"


def test_a_kit_as_a_whole_is_what_there_is_of_it() -> None:
    code = "import * as kit from '@kit.ArkTS'; console.log('util' in kit, 'JSON' in kit);"
    assert [run_program(code, api=api).stdout for api in (11, 12)] == ["true false\n", "true true\n"]


def test_newer_options_and_events_of_a_web_socket() -> None:
    with HttpServer(lambda _: Response("no web socket")) as server:
        url = server.url.replace("http", "ws")
        code = (
            "const client = webSocket.createWebSocket(); const ignore = () => {};"
            "client.on('headerReceive', ignore); client.on('open', ignore);"
            f"await client.connect('{url}', {{ protocol: 'chat' }}).catch(ignore);"
        )
        said = [run_program(IMPORTS + code, api=api).notes for api in (11, 12)]
        assert said == [
            [
                "API 11 has no event 'headerReceive' and ignores it: devices have it since API 12",
                "API 11 ignores the option 'protocol': devices read it since API 12",
            ],
            [],
        ]
        assert [request.header("sec-websocket-protocol") for request in server.requests] == [None, "chat"]


@pytest.mark.parametrize(("api", "release"), [(9, "3.2.0.0"), (22, "6.0.0.0"), (23, "6.1.0.0"), (26, "7.0.0.0")])
def test_device_info_says_the_version(api: int, release: str) -> None:
    outcome = run_program(f"{IMPORTS}{REPORT}report([deviceInfo.sdkApiVersion, deviceInfo.osFullName]);", api=api)
    assert outcome.report == [api, f"OpenHarmony-{release}"]
