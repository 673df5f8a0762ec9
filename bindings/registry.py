"""The one list of native modules: specifier -> folder, kits, implicit names. Data only."""

from __future__ import annotations

import os

from runtime.modules.contract import Kit, NativeModule, Registry

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
        "@kit.NetworkKit": Kit({"http": "@ohos.net.http"}),
    },
)
