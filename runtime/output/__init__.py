"""What a person reads: streams, error screens, notes, hints."""
