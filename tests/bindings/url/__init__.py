"""Tests of @ohos.url and @ohos.uri."""
