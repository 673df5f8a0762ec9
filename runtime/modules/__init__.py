"""Modules: the contract of a binding, and how a specifier becomes source."""
