"""AES by the package cryptography, an extra. Loaded by the first cipher that is begun."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as Machine
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_BLOCK_BITS = 128


class Cipher:
    """One encryption or decryption. Everything raises ValueError for what cannot be done with these values."""

    def __init__(
        self, mode: str, padding: str, encrypting: bool, key: bytes, iv: bytes, aad: bytes, tag: bytes
    ) -> None:
        # Made only where it is wanted: each looks at its values.
        makers: dict[str, Callable[[], Any]] = {
            "ECB": modes.ECB,
            "CBC": lambda: modes.CBC(iv),
            "CTR": lambda: modes.CTR(iv),
            "GCM": lambda: modes.GCM(iv, None if encrypting else tag),
        }
        chaining = makers[mode]()
        machine: Any = Machine(algorithms.AES(key), chaining)
        self._machine = machine.encryptor() if encrypting else machine.decryptor()
        self._is_authenticated = mode == "GCM"
        if self._is_authenticated and aad:
            self._machine.authenticate_additional_data(aad)
        padded = mode in ("ECB", "CBC") and padding in ("PKCS5", "PKCS7")
        pkcs7 = PKCS7(_BLOCK_BITS)
        self._padding: Any = (pkcs7.padder() if encrypting else pkcs7.unpadder()) if padded else None
        self._encrypting = encrypting

    def update(self, data: bytes) -> bytes:
        """What `data` adds to the result."""
        result: Any
        if self._padding is None:
            result = self._machine.update(data)
        elif self._encrypting:
            result = self._machine.update(self._padding.update(data))
        else:
            result = self._padding.update(self._machine.update(data))
        return bytes(result)

    def finish(self, data: bytes) -> bytes:
        """The rest of the result; behind an authenticated one its tag, as on a device."""
        try:
            result = self.update(data) if data else b""
            if self._padding is not None and self._encrypting:
                result += self._machine.update(self._padding.finalize())
            result += self._machine.finalize()
            if self._padding is not None and not self._encrypting:
                result += self._padding.update(b"") + self._padding.finalize()
        except InvalidTag:
            raise ValueError("the tag is wrong") from None
        return bytes(result + self._machine.tag if self._is_authenticated and self._encrypting else result)
