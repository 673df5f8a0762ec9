"""Names that other runtimes have, and what a device has in their place. Read only when an error screen is printed."""

from __future__ import annotations

# What a program reads without declaring it -> what to write here.
GLOBALS = {
    "AbortController": "httpRequest.destroy() gives a request up",
    "Blob": "a device has no Blob: use ArrayBuffer and Uint8Array",
    "Buffer": "write import { buffer } from '@kit.ArkTS'; and buffer.from(...)",
    "FormData": "a form of several parts is the option multiFormDataList of request()",
    "Headers": "headers are an object: the option header of request()",
    "TextDecoder": "write import { util } from '@kit.ArkTS'; and util.TextDecoder.create()",
    "TextEncoder": "write import { util } from '@kit.ArkTS'; and new util.TextEncoder()",
    "Intl": "a device has Intl, which formats by locale; ohosrun has not: put the text together yourself",
    "URL": "write import { url } from '@kit.ArkTS'; and url.URL.parseURL(...)",
    "URLSearchParams": "write import { url } from '@kit.ArkTS'; and new url.URLParams(...)",
    "WebSocket": "write import { webSocket } from '@kit.NetworkKit'; and webSocket.createWebSocket()",
    "XMLHttpRequest": "a device has no XMLHttpRequest: write import { http } from '@kit.NetworkKit';",
    "alert": "write import { promptAction } from '@kit.ArkUI'; and promptAction.showToast({ message })",
    "atob": "write import { util } from '@kit.ArkTS'; and new util.Base64Helper().decodeSync(...)",
    "btoa": "write import { util } from '@kit.ArkTS'; and new util.Base64Helper().encodeToStringSync(...)",
    "fetch": "a device has no fetch: write import { http } from '@kit.NetworkKit';",
    "http": "add the line: import http from '@ohos.net.http';",
    "httpRequest": "add the line: let httpRequest = http.createHttp();",
    "httpResponseCache": "add: let httpResponseCache = http.createHttpResponseCache();",
    "localStorage": "write import { preferences } from '@kit.ArkData';",
    "performance": "write import { systemDateTime } from '@kit.BasicServicesKit'; or Date.now()",
    "process": "write import { process } from '@kit.ArkTS';",
    "setImmediate": "write setTimeout(callback, 0)",
    "structuredClone": "write JSON.parse(JSON.stringify(value)) for plain data",
}

# What a program imports -> what there is here.
PACKAGES = {
    "assert": "write import { expect } from '@ohos/hypium'; in tests",
    "axios": "install @ohos/axios into oh_modules, or write import { http } from '@kit.NetworkKit';",
    "buffer": "write import { buffer } from '@kit.ArkTS';",
    "crypto": "write import { cryptoFramework } from '@kit.CryptoArchitectureKit';",
    "events": "write import { emitter } from '@kit.BasicServicesKit';",
    "fs": "write import fs from '@ohos.file.fs'; or import { fileIo } from '@kit.CoreFileKit';",
    "fs/promises": "write import fs from '@ohos.file.fs'; its functions without Sync return promises",
    "http": "write import http from '@ohos.net.http'; or import { http } from '@kit.NetworkKit';",
    "https": "write import http from '@ohos.net.http'; or import { http } from '@kit.NetworkKit';",
    "net": "write import { socket } from '@kit.NetworkKit';",
    "node-fetch": "write import { http } from '@kit.NetworkKit';",
    "os": "write import { deviceInfo } from '@kit.BasicServicesKit';",
    "path": "paths are joined as text: a device has no module for them",
    "process": "write import { process } from '@kit.ArkTS';",
    "url": "write import { url } from '@kit.ArkTS';",
    "util": "write import { util } from '@kit.ArkTS';",
    "ws": "write import { webSocket } from '@kit.NetworkKit';",
}

# Kits for what is on a screen: what is not here of them does nothing, as nothing is drawn.
SHOWN = ("@kit.ArkUI", "@kit.ArkWeb", "@kit.ArkGraphics2D", "@kit.ArkGraphics3D", "@kit.UIDesignKit")

# Members that programs of documentation call; a misspelt one is answered with the nearest.
MEMBERS = (
    "addMembership", "close", "connect", "constructTCPSocketInstance", "constructTLSSocketInstance",
    "constructUDPSocketInstance", "createHttp", "createHttpResponseCache", "createNetConnection", "createWebSocket",
    "decodeToString", "delete", "destroy", "encodeInto", "flush", "generateRandomUUID", "getDefaultNet",
    "getPreferences", "hasDefaultNet", "isLoggable", "off", "once", "openSync", "pushUrl", "readSync", "request",
    "requestInStream", "send", "showToast", "writeSync",
)  # fmt: skip

# Module -> what makes an object of it, and the methods that are the object's.
METHODS = {
    "http": ("http.createHttp()", ("request", "requestInStream", "requestSync", "destroy", "on", "once", "off")),
    "webSocket": ("webSocket.createWebSocket()", ("connect", "send", "close", "on", "off")),
}
