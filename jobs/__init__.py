"""What runs by itself, and what is run by hand from the console: python -m jobs."""
