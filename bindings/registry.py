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

# @ohos.util.NAME -> its file.
_CONTAINERS = {
    "ArrayList": "array_list", "Deque": "deque", "HashMap": "hash_map", "HashSet": "hash_set",
    "LightWeightMap": "light_weight_map", "LightWeightSet": "light_weight_set", "LinkedList": "linked_list",
    "List": "list", "PlainArray": "plain_array", "Queue": "queue", "Stack": "stack", "TreeMap": "tree_map",
    "TreeSet": "tree_set", "Vector": "vector",
}  # fmt: skip

_UI_TEST = (
    *("BY", "By", "Component", "DisplayRotation", "Driver", "MatchPattern", "ON", "On", "ResizeDirection"),
    *("UiComponent", "UiDriver", "WindowMode"),
)

_NODES = (
    *("BuilderNode", "ChildrenCountMode", "ColorMetrics", "ComponentContent", "DrawContext", "ExpandMode", "FrameNode"),
    *("InputEventType", "LengthMetrics", "LengthMetricsUnit", "LengthUnit", "NodeAdapter", "NodeContent"),
    *("NodeController", "NodeRenderType", "ReactiveBuilderNode", "ReactiveComponentContent", "RenderNode", "ShapeClip"),
    *(
        "ShapeMask",
        "UIState",
        "XComponentNode",
        "borderRadiuses",
        "borderStyles",
        "edgeColors",
        "edgeWidths",
        "typeNode",
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
        "@ohos.abilityAccessCtrl": NativeModule("ability_access"),
        "@ohos.buffer": NativeModule("buffer"),
        "@ohos.ability.featureAbility": NativeModule("ui", file="feature_ability.js"),
        "@ohos.data.preferences": NativeModule("preferences"),
        "@ohos.data.storage": NativeModule("preferences", file="storage.js"),
        "@ohos.deviceInfo": NativeModule("device_info"),
        "@ohos.events.emitter": NativeModule("emitter"),
        "@ohos.file.fs": NativeModule("file_fs"),
        "@ohos.hilog": NativeModule("hilog"),
        "@ohos.net.connection": NativeModule("net_connection"),
        "@ohos.process": NativeModule("process"),
        "@ohos.prompt": NativeModule("ui", file="prompt/index.js"),
        "@ohos.promptAction": NativeModule(
            "ui",
            file="prompt/action.js",
            exports=("ImmersiveMode", "LevelMode", "LevelOrder"),
            exports_since={"ImmersiveMode": 15, "LevelMode": 15, "LevelOrder": 18},
        ),
        "@ohos.request": NativeModule("request"),
        "@ohos.router": NativeModule("ui", file="router/index.js"),
        "@ohos.security.cryptoFramework": NativeModule("crypto_framework"),
        "@ohos.systemDateTime": NativeModule("system_date_time"),
        "@ohos.taskpool": NativeModule("taskpool"),
        "@ohos.uri": NativeModule("uri"),
        "@ohos.url": NativeModule("url"),
        "@ohos.util": NativeModule("util"),
        "@ohos.util.json": NativeModule("util", file="json.js", since=12),
        **{f"@ohos.util.{name}": NativeModule("containers", file=f"{file}.js") for name, file in _CONTAINERS.items()},
        "@ohos.worker": NativeModule("worker"),
        "@system.app": NativeModule("system_app"),
        "@system.configuration": NativeModule("device_info", file="configuration.js"),
        "@system.device": NativeModule("device_info", file="system.js"),
        "@system.file": NativeModule("system_file"),
        "@system.fetch": NativeModule("system_fetch"),
        "@system.network": NativeModule("net_connection", file="system.js"),
        "@system.prompt": NativeModule("ui", file="prompt/system.js"),
        "@system.router": NativeModule("ui", file="router/system.js"),
        "@system.storage": NativeModule("system_storage"),
        # No module of the SDK: what is around every program.
        "ohosrun:page": NativeModule(
            "ui", file="page.js", globals={"getContext": "module.getContext"}, offers=("context", "uiContext")
        ),
        "@ohos.app.ability.AbilityConstant": NativeModule("ability", file="constant.js"),
        "@ohos.app.ability.AbilityStage": NativeModule("ability", file="stage.js"),
        "@ohos.app.ability.ConfigurationConstant": NativeModule("ability", file="configuration.js"),
        "@ohos.app.ability.UIAbility": NativeModule("ability"),
        # The names of API 8 for them.
        "@ohos.application.Ability": NativeModule("ability"),
        "@ohos.application.AbilityConstant": NativeModule("ability", file="constant.js"),
        "@ohos.application.AbilityStage": NativeModule("ability", file="stage.js"),
        "@ohos.application.ConfigurationConstant": NativeModule("ability", file="configuration.js"),
        "@ohos.application.abilityDelegatorRegistry": NativeModule("ui_test", file="delegator.js"),
        "@ohos.uitest": NativeModule("ui_test", default=False, exports=_UI_TEST),
        "@ohos.net.socket": NativeModule("net_socket"),
        "@ohos.net.webSocket": NativeModule("net_websocket"),
        "@ohos.arkui.StateManagement": NativeModule(
            "state_management", default=False, exports=("AppStorageV2", "PersistenceV2", "UIUtils"), since=12
        ),
        "@ohos.arkui.node": NativeModule(
            "arkui_node",
            default=False,
            exports=_NODES,
            since=11,
            exports_since={
                **dict.fromkeys(("ColorMetrics", "LengthMetrics", "LengthMetricsUnit", "LengthUnit"), 12),
                **dict.fromkeys(("borderRadiuses", "borderStyles", "edgeColors", "edgeWidths", "typeNode"), 12),
                **dict.fromkeys(("ComponentContent", "NodeAdapter", "NodeContent", "ShapeClip", "ShapeMask"), 12),
            },
        ),
        "@ohos.UiTest": NativeModule("ui_test", default=False, exports=_UI_TEST),
        "@ohos.app.ability.abilityDelegatorRegistry": NativeModule("ui_test", file="delegator.js"),
        "@ohos.base": NativeModule("names"),
        "@ohos.app.ability.common": NativeModule("names"),
        "@ohos.app.ability.Want": NativeModule("names"),
        "@ohos.application.Want": NativeModule("names"),
        "@ohos/hypium": _HYPIUM,
        # What older projects call it.
        "deccjsunit/index": _HYPIUM,
        "hypium/index": _HYPIUM,
        "@ohos/hamock": NativeModule("hypium", file="hamock.js", default=False, exports=(*_MOCKS, "MockSetup")),
        "@ohosrun/test": NativeModule("hypium", file="server.js", default=False, exports=("server",)),
    },
    tests="@ohos/hypium",
    hints="bindings.hints",
    explanations=(
        "bindings.net_http.explanations",
        "bindings.net_socket.explanations",
        "bindings.net_websocket.explanations",
        "bindings.file_fs.explanations",
    ),
    sdk=os.path.join(_FOLDER, "sdk.txt"),
)
