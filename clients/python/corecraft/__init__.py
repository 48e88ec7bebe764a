"""Corecraft from the outside: reads what Corecraft wrote, with the standard library alone.

`corecraft.verify` checks trajectory files, `corecraft.canonical` reads and writes canonical JSON. Both follow docs/format.md.
"""
