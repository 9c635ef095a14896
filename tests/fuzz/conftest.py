"""The same odd input in every run, so that a failure on one machine is one on all."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "course",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=150,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("course")
