"""The one list of native modules: specifier -> folder, façade, exports, implicit names. Data only."""

from __future__ import annotations

import os

from runtime.modules.contract import NativeModule, Registry

_FOLDER = os.path.dirname(os.path.abspath(__file__))

_MOCKS = ("ArgumentMatchers", "MockKit", "when")
_HYPIUM = NativeModule(
    "hypium",
    default=False,
    exports=(
        *_MOCKS,
        *("Core", "DEFAULT", "DataDriver", "ExpectExtend", "Hypium", "Level", "OhReport", "Size", "SkipError"),
        *("SysTestKit", "TestType", "afterAll", "afterEach", "afterEachIt", "afterItSpecified", "beforeAll"),
        *("beforeEach", "beforeEachIt", "beforeItSpecified", "describe", "expect", "it", "xdescribe", "xit"),
    ),
)

REGISTRY = Registry(
    _FOLDER,
    "bindings",
    {
        "@ohos.net.http": NativeModule(
            "net_http",
            implicit={
                "http": "module",
                "httpRequest": "module.createHttp()",
                "httpResponseCache": "module.createHttpResponseCache()",
            },
        ),
        "@ohos/hypium": _HYPIUM,
        # What older projects call it.
        "deccjsunit/index": _HYPIUM,
        "hypium/index": _HYPIUM,
        "@ohos/hamock": NativeModule("hypium", file="hamock.js", default=False, exports=(*_MOCKS, "MockSetup")),
        "@ohosrun/test": NativeModule("hypium", file="server.js", default=False, exports=("server",)),
    },
    tests="@ohos/hypium",
    sdk=os.path.join(_FOLDER, "sdk.txt"),
)
