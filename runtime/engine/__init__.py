"""The JavaScript engine and what is particular to the package that embeds it."""
