"""Coverage: what of the code under test ran, counted by counters in its text, and the reports of it."""
