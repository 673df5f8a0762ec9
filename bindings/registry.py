"""The one list of native modules: specifier -> folder, kits, implicit names. Data only."""

from __future__ import annotations

import os

from runtime.modules.contract import Kit, NativeModule, Registry

_MOCKS = ("ArgumentMatchers", "MockKit", "when")
_HYPIUM = NativeModule(
    "hypium",
    names=(
        *_MOCKS,
        *("Core", "DEFAULT", "DataDriver", "ExpectExtend", "Hypium", "Level", "OhReport", "Size", "SkipError"),
        *("SysTestKit", "TestType", "afterAll", "afterEach", "afterEachIt", "afterItSpecified", "beforeAll"),
        *("beforeEach", "beforeEachIt", "beforeItSpecified", "describe", "expect", "it", "xdescribe", "xit"),
    ),
)

REGISTRY = Registry(
    os.path.dirname(os.path.abspath(__file__)),
    "bindings",
    {
        "@ohos.net.http": NativeModule(
            "net_http",
            {
                "http": "module",
                "httpRequest": "module.createHttp()",
                "httpResponseCache": "module.createHttpResponseCache()",
            },
        ),
        "@ohos/hypium": _HYPIUM,
        # What older projects call it.
        "deccjsunit/index": _HYPIUM,
        "hypium/index": _HYPIUM,
        "@ohos/hamock": NativeModule("hypium", file="hamock.js", names=(*_MOCKS, "MockSetup")),
        "@kit.NetworkKit": Kit({"http": "@ohos.net.http"}),
    },
    tests="@ohos/hypium",
)
