"""How fast it is, as ratios to what was promised: `make bench`, or `python -m bench live` for one part."""
