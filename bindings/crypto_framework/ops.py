"""The ops of @ohos.security.cryptoFramework; each answers [0, value] or [code, message]."""

from __future__ import annotations

import hashlib
import hmac
import os

from bindings.kit.memory import check_room

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from runtime.modules.contract import Host

_DIGESTS = {name: name.lower() for name in ("MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512")}
_MODES = ("ECB", "CBC", "CTR", "GCM")
_PADDINGS = ("", "NoPadding", "PKCS5", "PKCS7")
_INVALID, _NOT_SUPPORTED, _OUT_OF_MEMORY, _FAILED = 401, 801, 17620001, 17630001


def open_binding(host: Host) -> Crypto:
    """What the program of `host` computes."""
    return Crypto(host)


class CryptoError(Exception):
    """A code and its message."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Crypto:
    """Computations under way, by number."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._states: list[Any] = [None]

    def ops(self) -> Mapping[str, Callable[..., Any]]:
        """What the façade calls."""
        calls: dict[str, Callable[..., Any]] = {
            "digest": lambda name: self._keep(hashlib.new(_digest(name))),
            "mac": lambda name, key: self._keep(hmac.new(_bytes(key), digestmod=_digest(name))),
            "size": lambda number: self._states[number].digest_size,
            "update": lambda number, data: self._states[number].update(_bytes(data)),
            "finish": lambda number: self._states[number].digest(),
            "random": self._random,
            "copied": _bytes,
            "keySize": _key_size,
            "cipher": lambda transformation: _parts(transformation) and None,
            "begin": self._begin,
            "transform": self._transform,
        }
        return {name: self._answering(call) for name, call in calls.items()}

    def close(self) -> None:
        """Nothing is in flight."""

    def _keep(self, state: Any) -> int:
        self._states.append(state)
        return len(self._states) - 1

    def _random(self, length: float) -> bytes:
        check_room(self._host, length)
        return os.urandom(int(length))

    def _begin(self, transformation: str, mode: int, key: Any, iv: Any, aad: Any, tag: Any) -> int:
        from bindings.crypto_framework.ciphers import Cipher

        size, chaining, padding = _parts(transformation)
        given = [_bytes(value) if value is not None else b"" for value in (key, iv, aad, tag)]
        if len(given[0]) != size:
            raise CryptoError(_INVALID, "invalid parameters")
        return self._keep(Cipher(chaining, padding, mode == 0, *given))

    def _transform(self, number: int, data: Any, is_last: bool) -> bytes:
        cipher = self._states[number]
        content = _bytes(data)
        result: bytes = cipher.finish(content) if is_last else cipher.update(content)
        return result

    def _answering(self, call: Callable[..., Any]) -> Callable[..., list[Any]]:
        """`call` as an op: no failure gets out of it."""

        def op(*arguments: Any) -> list[Any]:
            try:
                value = call(*arguments)
                return [0, self._host.to_js(value) if isinstance(value, bytes) else value]
            except CryptoError as error:
                return [error.code, error.message]
            except MemoryError:
                return [_OUT_OF_MEMORY, "memory error"]
            except ModuleNotFoundError:
                return [_NOT_SUPPORTED, "ciphers need what is installed with: pip install 'ohosrun[crypto]'"]
            except ValueError:
                return [_FAILED, "crypto operation error"]

        return op


def _bytes(value: Any) -> bytes:
    data: bytes = value if isinstance(value, bytes) else value.to_bytes()
    return data


def _digest(name: str) -> str:
    if name not in _DIGESTS:
        raise CryptoError(_NOT_SUPPORTED, "this operation is not supported")
    return _DIGESTS[name]


def _key_size(name: str) -> int:
    """Bytes of a key that is generated."""
    kind, _, digest = name.partition("|")
    if kind == "HMAC":
        return hashlib.new(_digest(digest)).digest_size if digest else 32
    if kind in ("AES128", "AES192", "AES256") and not digest:
        return int(kind[3:]) // 8
    raise CryptoError(_NOT_SUPPORTED, "this operation is not supported")


def _parts(transformation: str) -> tuple[int, str, str]:
    """AES256|GCM|PKCS7 -> bytes of the key, mode, padding."""
    kind, _, rest = transformation.partition("|")
    mode, _, padding = rest.partition("|")
    if kind[:3] != "AES" or mode not in _MODES or padding not in _PADDINGS:
        raise CryptoError(_NOT_SUPPORTED, "this operation is not supported")
    return _key_size(kind), mode, padding
