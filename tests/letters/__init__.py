"""Start here: samples.py lists the sample letters, layout.py draws one, `python -m tests.letters` writes them."""
