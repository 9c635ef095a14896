"""Elements of a page to play with, a folder each, on a shared base."""
