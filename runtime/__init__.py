"""What any JavaScript runtime has: an engine, an event loop, modules, globals. Knows no @ohos module by name."""
