"""Elements of a page to play with, a folder each, on a shared base.

To add one, copy `temperature_lab`, the shortest, and name its scripts in
`base.embedding.SCRIPTS` and its function in ``ninetytwo/__init__.py``.
"""
