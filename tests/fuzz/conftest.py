"""The same odd input in every run, so that a failure on one machine is one on all."""

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "course",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=150,
    # No shrinking: the inputs are small, and a failure must not take minutes to be told.
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("course")
