"""Tests of the runtime package, one module for each of its modules."""
