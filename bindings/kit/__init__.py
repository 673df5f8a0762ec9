"""What bindings share."""
