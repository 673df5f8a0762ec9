"""The command: arguments, what they start, help."""
