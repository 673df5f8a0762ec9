"""`ohosrun test`: finding tests, running them, telling how they ended."""
