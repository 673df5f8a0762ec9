"""The interactive session: lines in, values out, while what was started goes on."""
