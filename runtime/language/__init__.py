"""Text on its way to the engine: read, repaired, erased, explained, with positions kept."""
