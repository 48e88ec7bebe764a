"""Checks a built world and its registry from the files alone, without the Swift code (docs/registry.md)."""
