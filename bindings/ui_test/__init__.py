"""@ohos.UiTest and the delegator of tests: the page that is open, as a test sees it."""
