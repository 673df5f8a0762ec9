"""Responses that are kept, and what they answer."""
