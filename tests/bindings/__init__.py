"""Tests of the bindings package, one module for each of its modules."""
