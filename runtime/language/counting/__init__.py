"""Counters put into JavaScript, for what is executed of it and how often."""
