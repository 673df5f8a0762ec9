"""One run of one program, start to exit code."""
