"""How a run of tests is told: on a screen, and in the forms that other programs read."""
