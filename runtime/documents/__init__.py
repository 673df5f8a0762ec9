"""Markdown pages: every sample of a page, each as a run of its own."""
