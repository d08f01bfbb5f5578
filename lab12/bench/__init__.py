"""The bench: `python -m lab12.bench` measures what the kit is worth, beside its peers."""
