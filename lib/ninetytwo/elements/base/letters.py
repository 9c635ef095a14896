"""The letters that numbers are packed in, each worth six bits; `numbers.js` reads them."""

import numpy as np

LETTERS = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
