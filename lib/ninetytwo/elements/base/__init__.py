"""What the elements share: how they stand in a page, charts, still pictures."""
