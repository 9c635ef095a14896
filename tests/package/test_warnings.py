"""Which warnings fail a test: all, but for deprecations inside other libraries."""

import warnings

import pytest


def warn(category, module):
    warnings.warn_explicit("planted", category, "planted.py", 1, module=module, registry={})


@pytest.mark.parametrize("category", [DeprecationWarning, PendingDeprecationWarning])
def test_deprecations_count_where_our_code_is_the_caller(category):
    for module in ("ninetytwo.maths", "ninetytwo", "test_maths", "conftest", "catalogue02"):
        with pytest.raises(category, match="planted"):
            warn(category, module)
    with pytest.raises(category, match="planted"):
        warnings.warn("planted", category, stacklevel=1)
    with warnings.catch_warnings(record=True) as shown:
        for module in ("somebody.else", "sklearn.ninetytwo", "numpy.test_maths"):
            warn(category, module)
    assert len(shown) == 3


@pytest.mark.parametrize("category", [UserWarning, RuntimeWarning, FutureWarning, ResourceWarning])
def test_other_warnings_count_wherever_they_come_from(category):
    with pytest.raises(category, match="planted"):
        warn(category, "somebody.else")
