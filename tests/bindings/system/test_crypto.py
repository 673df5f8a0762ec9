"""@ohos.security.cryptoFramework against Python's own, and against NIST's vectors for AES."""

# ruff: noqa: E501 - programs are read best on their own lines.

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest

from tests.bindings.system.running import reports

_IMPORT = """import cryptoFramework from '@ohos.security.cryptoFramework';
---
const hex = (blob) => blob === null ? null : [...blob.data].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const blob = (text) => ({ data: new Uint8Array(text.match(/../g)?.map((byte) => parseInt(byte, 16)) ?? []) });
const ascii = (text) => ({ data: new Uint8Array([...text].map((char) => char.charCodeAt(0))) });
"""


def test_digests_macs_and_random_numbers(tmp_path: Path) -> None:
    code = """const md = cryptoFramework.createMd('SHA256');
await md.update(ascii('hello ')); md.updateSync(ascii('world'));
report(hex(await md.digest()), md.getMdLength(), md.algName, hex(cryptoFramework.createMd('MD5').digestSync()));
const key = await cryptoFramework.createSymKeyGenerator('HMAC').convertKey(ascii('key'));
const mac = cryptoFramework.createMac('SHA256');
await mac.init(key); await mac.update(ascii('message'));
mac.doFinal((error, result) => report(error === undefined, hex(result), mac.getMacLength()));
const random = cryptoFramework.createRandom();
const numbers = random.generateRandomSync(16);
report(numbers.data.length, hex(numbers) !== hex(await random.generateRandom(16)));
report([() => cryptoFramework.createMd('SHA3'), () => cryptoFramework.createMd(5), () => md.updateSync('x'), () => random.generateRandomSync(0),
  () => mac.initSync({}), () => cryptoFramework.createSymKeyGenerator('DES'), () => cryptoFramework.createCipher('RSA1024|PKCS1')].map((work) => failure(work)[0]));
report(failure(() => cryptoFramework.createSign('x'))[1]);"""
    everything = reports(tmp_path, _IMPORT + code)
    assert len(everything) == 5
    assert [hashlib.sha256(b"hello world").hexdigest(), 32, "SHA256", hashlib.md5(b"").hexdigest()] in everything
    assert [True, hmac.new(b"key", b"message", "sha256").hexdigest(), 32] in everything
    assert [16, True] in everything
    assert [801, 401, 401, 401, 401, 801, 801] in everything
    assert "@ohos.security.cryptoFramework: createSign is not here" in everything


# SP 800-38A F.2.1 (CBC) and F.5.5 (CTR) without padding; the test cases of the GCM proposal, 4 and 16.
_CBC = (
    "2b7e151628aed2a6abf7158809cf4f3c", "000102030405060708090a0b0c0d0e0f", "6bc1bee22e409f96e93d7e117393172a",
    "7649abac8119b246cee98e9b12e9197d",
)  # fmt: skip
_CTR = (
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
    "6bc1bee22e409f96e93d7e117393172a", "601ec313775789a5b7a7f504bbf3d228",
)  # fmt: skip
_GCM = (
    "feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
    "5bc94fbc3221a5db94fae95ae7121a47",
)  # fmt: skip


def test_ciphers(tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    code = f"""const keyOf = (size, text) => cryptoFramework.createSymKeyGenerator(`AES${{size}}`).convertKeySync(blob(text));
const once = (name, size, mode, key, params, input) => {{
  const cipher = cryptoFramework.createCipher(name); cipher.initSync(mode, keyOf(size, key), params); return hex(cipher.doFinalSync(input));
}};
const iv = (text) => ({{ algName: 'IvParamsSpec', iv: blob(text) }});
report(once('AES128|CBC|NoPadding', 128, 0, '{_CBC[0]}', iv('{_CBC[1]}'), blob('{_CBC[2]}')), once('AES128|CBC|NoPadding', 128, 1, '{_CBC[0]}', iv('{_CBC[1]}'), blob('{_CBC[3]}')));
report(once('AES256|CTR|NoPadding', 256, 0, '{_CTR[0]}', iv('{_CTR[1]}'), blob('{_CTR[2]}')));
const gcm = (tag) => ({{ algName: 'GcmParamsSpec', iv: blob('{_GCM[1]}'), aad: blob('{_GCM[2]}'), authTag: blob(tag) }});
const cipher = cryptoFramework.createCipher('AES128|GCM|PKCS7'); const key = keyOf(128, '{_GCM[0]}');
await cipher.init(cryptoFramework.CryptoMode.ENCRYPT_MODE, key, gcm(''));
report(hex(await cipher.update(blob('{_GCM[3]}'))), hex(await cipher.doFinal(null)));
await cipher.init(cryptoFramework.CryptoMode.DECRYPT_MODE, key, gcm('{_GCM[5]}'));
report(hex(await cipher.update(blob('{_GCM[4]}'))), await cipher.doFinal(null));
await cipher.init(1, key, gcm('{"00" * 16}'));
await cipher.update(blob('{_GCM[4]}')); report(await rejected(cipher.doFinal(null)));
const padded = once('AES128|CBC|PKCS5', 128, 0, '{_CBC[0]}', iv('{_CBC[1]}'), ascii('short'));
report(padded.length, once('AES128|CBC|PKCS7', 128, 1, '{_CBC[0]}', iv('{_CBC[1]}'), blob(padded)) === hex(ascii('short')));
report(failure(() => once('AES128|CBC|PKCS7', 128, 0, '{_CBC[0]}', iv('00'), ascii('x'))), failure(() => once('AES256|ECB|PKCS7', 128, 0, '{_CBC[0]}', null, ascii('x'))));
const made = await cryptoFramework.createSymKeyGenerator('AES256').generateSymKey(); report(made.getEncoded().data.length, made.algName);"""
    assert reports(tmp_path, _IMPORT + code) == [
        [_CBC[3], _CBC[2]],
        _CTR[3],
        [_GCM[4], _GCM[5]],
        [_GCM[3], None],
        [17630001, "crypto operation error"],
        [32, True],
        [[17630001, "crypto operation error"], [401, "invalid parameters"]],
        [32, "AES256"],
    ]
