"""Lets pytest know the marks of scikit-learn's tests."""


def pytest_configure(config):
    config.addinivalue_line("markers", "thread_unsafe: scikit-learn's own, without meaning here")
