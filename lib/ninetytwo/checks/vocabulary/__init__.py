"""The blocks that references are made of, and how people get each of them wrong.

`probabilities` (softmax, sigmoid), `log_probabilities`, `labels` (one-hot rows, picking), `sums`
(means, norms, spreads), `linear` (scores, products, steps).
"""
