"""HTTP/1.1 as the example server speaks it."""
