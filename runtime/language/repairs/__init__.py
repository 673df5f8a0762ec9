"""The known slips of documentation, and how each is mended."""
