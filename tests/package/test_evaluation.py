"""Tests of what reads results: accuracy, comparisons, standard errors, confusions."""

import numpy as np
import pandas as pd
import pytest
from ninetytwo.evaluation import accuracy, commonest_confusions, compare, standard_error
from scipy.stats import binomtest, norm, t

FUNCTIONS = {
    "accuracy": accuracy,
    "compare": lambda y_true, y_pred: compare(y_true, y_true, y_pred),
    "commonest_confusions": commonest_confusions,
}


def wrongs(n_wrong, n):
    """Labels and predictions with the mistakes first."""
    return np.zeros(n, dtype=int), (np.arange(n) < n_wrong).astype(int)


def writers(rng, n=10_000, even=False):
    """Whether each digit is misread, for writers of 80 to 140 digits and two sources.

    The error rates of writers are Beta variates; the sources follow one another as on the
    test digits, or alternate as on the others (`even`).
    """

    def source(mean, concentration):
        sizes = rng.integers(80, 141, size=n // 80)
        rates = rng.beta(mean * concentration, (1 - mean) * concentration, size=len(sizes))
        start = rng.integers(80)  # a writer may be cut in two
        return rng.random(n // 2) < np.repeat(rates, sizes)[start : start + n // 2]

    parts = source(0.098, 60), source(0.054, 20)
    return np.stack(parts, axis=1).ravel() if even else np.concatenate(parts)


@pytest.mark.parametrize(("n_wrong", "n"), [(80, 1000), (1, 39), (0, 1), (1, 1), (5, 10), (0, 500)])
def test_independent_samples_have_wilsons_interval(n_wrong, n):
    interval = binomtest(n - n_wrong, n).proportion_ci(method="wilson")
    value, low, high = accuracy(*wrongs(n_wrong, n), block=1)
    assert value == (n - n_wrong) / n
    assert (low, high) == pytest.approx((interval.low, interval.high), abs=1e-12)
    assert 0 <= low <= value <= high <= 1
    if n < 40 or n_wrong == 0:  # nothing can be seen of clustering
        assert accuracy(*wrongs(n_wrong, n)) == (value, low, high)


def test_accuracy_prints_a_published_example():
    """81 of 263, as in table I of Newcombe (1998), method 3: 0.2553 to 0.3662."""
    result = accuracy(*wrongs(263 - 81, 263), block=1)
    assert str(result) == "30.80% (95 % interval 25.53% to 36.62%)"


def test_clustered_interval_is_wilsons_for_fewer_samples():
    """Twenty blocks of which two are all wrong, by the textbook's formula."""
    y_true, y_pred = wrongs(200, 2000)
    y_pred = np.roll(y_pred, 500)
    shares = np.repeat([[1.0] * 10, [1.0] * 10], 1, axis=0)
    shares[0, 5:7] = 0
    between = sum(np.var(half, ddof=1) / 10 for half in shares) / 4  # of the mean of two halves
    effect = between / (0.9 * 0.1 / 2000)
    q, n = t.ppf(0.975, 18), 2000 / effect
    middle = (0.9 + q**2 / (2 * n)) / (1 + q**2 / n)
    half = q / (1 + q**2 / n) * np.sqrt(0.09 / n + q**2 / (4 * n**2))
    _, low, high = accuracy(y_true, y_pred, block=100)
    assert (low, high) == pytest.approx((middle - half, middle + half))
    assert accuracy(y_true, y_pred, block=250) == accuracy(y_true, y_pred, block=100)


def test_interval_covers_the_truth_of_clustered_digits():
    """About as often as the module's docstring says."""
    rng = np.random.default_rng(0)
    truth = 1 - (0.098 + 0.054) / 2
    zeros = np.zeros(10_000, dtype=int)

    def coverage(digits, **options):
        intervals = [accuracy(zeros, d.astype(int), **options) for d in digits]
        return np.mean([low <= truth <= high for _, low, high in intervals])

    digits = [writers(rng) for _ in range(500)]
    assert coverage(digits) == pytest.approx(0.94, abs=0.02)
    assert coverage(digits, block=50) == pytest.approx(0.86, abs=0.03)
    assert coverage(digits, block=1) == pytest.approx(0.69, abs=0.04)
    assert coverage([writers(rng, even=True) for _ in range(500)]) == pytest.approx(0.91, abs=0.03)


def test_shuffled_digits_have_about_the_plain_interval():
    rng = np.random.default_rng(1)
    y_true, y_pred = np.zeros(10_000, dtype=int), writers(rng).astype(int)

    def width(answers, **options):
        _, low, high = accuracy(y_true, answers, **options)
        return high - low

    plain = width(y_pred, block=1)
    shuffled = [width(rng.permutation(y_pred)) for _ in range(30)]
    assert plain < np.mean(shuffled) < 1.1 * plain
    assert width(y_pred) > 1.5 * plain


def test_strata_are_compared_with_their_own_mean():
    y_pred = np.r_[np.tile([1, 0, 0, 0, 0], 1000), np.zeros(5000, dtype=int)]
    y_true = np.zeros(10_000, dtype=int)
    assert accuracy(y_true, y_pred)[1:] == pytest.approx(
        accuracy(y_true, y_pred, block=1)[1:], abs=3e-4
    )
    assert accuracy(y_true, y_pred, strata=1).low < accuracy(y_true, y_pred).low - 0.01


def test_standard_error_of_a_mean():
    rng = np.random.default_rng(0)
    values = rng.normal(size=10_000)
    plain = values.std(ddof=1) / 100
    assert standard_error(values, block=1) == pytest.approx(plain)
    assert plain <= standard_error(values) < 1.3 * plain
    alike = np.repeat(values[::250], 250)  # forty values, each 250 times
    parts = values[::250].reshape(2, 20)
    assert standard_error(alike) == pytest.approx(np.sqrt(parts.var(axis=1, ddof=1).sum() / 80))
    assert standard_error([1, 3]) == pytest.approx(1)
    for wrong, message in (
        ([1.0], "two or more"),
        ([[1.0, 2.0]], "two or more"),
        ([1.0, np.nan], "holds nan"),
        (["a", "b"], "must hold numbers"),
    ):
        with pytest.raises(ValueError, match=f"^values .*{message}"):
            standard_error(wrong)
    for unit in (1e-200, 1e200):
        assert standard_error(unit * values) == pytest.approx(unit * standard_error(values))
    assert standard_error([0, 0]) == 0


def approval(n_both, first_only, second_only, n_neither):
    """Predictions of two models, with the labels all 0."""
    first = np.repeat([0, 0, 1, 1], [n_both, first_only, second_only, n_neither])
    second = np.repeat([0, 1, 0, 1], [n_both, first_only, second_only, n_neither])
    return np.zeros(len(first), dtype=int), first, second


def test_comparison_of_independent_samples():
    """Approval of a prime minister, 1600 people asked twice, as in Agresti's textbook."""
    result = compare(*approval(794, 150, 86, 570), block=1)
    assert result.difference == pytest.approx(64 / 1600)
    assert (round(result.low, 3), round(result.high, 3)) == (0.021, 0.059)
    error = np.sqrt(237 - 64**2 / 1602) / 1602
    assert result.p_value == pytest.approx(2 * norm.sf(64 / 1602 / error))
    assert result[4:6] == (150, 86)
    assert result.mcnemar == pytest.approx(binomtest(86, 236).pvalue)


def test_mcnemars_test_is_exact():
    labels = approval(10, 5, 0, 3)
    assert compare(*labels).mcnemar == 2 / 2**5
    assert compare(*approval(10, 1, 4, 3)).mcnemar == pytest.approx(2 * (1 + 5) / 2**5)
    assert compare(*approval(10, 2, 2, 3)).mcnemar == 1
    assert str(compare(*approval(980, 15, 5, 0), block=1)) == (
        "+1.00 points (95 % interval +0.10 to +1.89), p = 0.029; "
        "alone right 15 and 5, McNemar p = 0.041"
    )
    assert str(compare(*approval(0, 100, 0, 0))).endswith(
        "p < 0.001; alone right 100 and 0, McNemar p < 0.001"
    )


def test_models_that_never_differ_are_not_proven_equal():
    y = np.array(["a", "b"] * 5)
    result = compare(y, y, y)
    assert result.difference == 0 and result.p_value == 1 and result.mcnemar == 1
    assert result.low == -result.high and 0.1 < result.high < 0.3


def test_comparison_swaps_with_its_models():
    rng = np.random.default_rng(3)
    y_true, first, second = rng.integers(3, size=(3, 4000))
    there, back = compare(y_true, first, second), compare(y_true, second, first)
    assert there.difference == -back.difference != 0
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.p_value == pytest.approx(back.p_value)
    assert (there.first_only, there.second_only) == (back.second_only, back.first_only)
    assert (there.p_value < 0.05) == (not there.low <= 0 <= there.high)


def test_comparison_of_clustered_digits():
    """Two equally good models, each good with other writers, seldom seem to differ."""
    rng = np.random.default_rng(0)
    zeros = np.zeros(10_000, dtype=int)
    pairs = [(writers(rng).astype(int), writers(rng).astype(int)) for _ in range(300)]
    clustered = np.mean([compare(zeros, *pair).p_value < 0.05 for pair in pairs])
    single = np.mean([compare(zeros, *pair).mcnemar < 0.05 for pair in pairs])
    assert clustered == pytest.approx(0.06, abs=0.03)
    assert single > 0.25
    inside = [compare(zeros, *pair) for pair in pairs]
    assert np.mean([c.low <= 0 <= c.high for c in inside]) == pytest.approx(1 - clustered)
    middles = [(c.low + c.high) / 2 for c in inside]
    np.testing.assert_allclose(middles, [c.difference for c in inside], atol=1e-3)


def test_commonest_confusions():
    truth = [3, 3, 3, 5, 5, 8, 8]
    guess = [5, 5, 3, 3, 5, 8, 8]
    assert commonest_confusions(truth, guess) == [(3, 5, 2), (5, 3, 1)]
    assert commonest_confusions(truth, guess, n=1) == [(3, 5, 2)]
    assert commonest_confusions([1, 2], [1, 2]) == []
    # labels that only one side has, or that leave gaps
    assert commonest_confusions([2, 2, 2], [9, 9, 4]) == [(2, 9, 2), (2, 4, 1)]
    assert commonest_confusions([9, 9, 4], [2, 2, 2]) == [(9, 2, 2), (4, 2, 1)]


def test_clustering_shows_from_forty_samples():
    in_pairs = np.arange(40) // 2 % 2
    for n, wider in ((40, True), (38, False)):
        labels = np.zeros(n), in_pairs[:n]
        assert (accuracy(*labels).low < accuracy(*labels, block=1).low) == wider


def test_labels_may_be_stored_as_different_kinds_of_numbers():
    for convert in (np.uint8, np.float32):
        assert accuracy(convert([3, 5]), np.array([3, 4])).value == 0.5


@pytest.mark.parametrize(
    ("convert", "kind"),
    [
        (lambda labels: [f"digit {label}" for label in labels], str),
        (lambda labels: pd.Series([f"digit {label}" for label in labels], dtype="category"), str),
        (lambda labels: pd.Series([f"digit {label}" for label in labels], dtype="string"), str),
        (lambda labels: np.array(labels, dtype=float), int),
        (lambda labels: pd.Series(labels, dtype="Int64", index=labels), int),
        (lambda labels: np.array(labels, dtype=object), int),
        (lambda labels: np.array(labels, dtype=np.uint8), int),
        (lambda labels: np.array(labels) == 3, bool),
    ],
)
def test_labels_may_be_strings_numbers_or_booleans(convert, kind):
    truth, guess = convert([3, 3, 3, 5]), convert([5, 5, 3, 5])
    assert accuracy(truth, guess).value == 0.5
    ((true, answer, count),) = commonest_confusions(truth, guess)
    assert type(true) is type(answer) is kind and count == 2
    assert (true, answer) == (
        {str: "digit 3", int: 3, bool: True}[kind],
        {str: "digit 5", int: 5, bool: False}[kind],
    )


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    ("y_true", "y_pred", "message"),
    [
        (["7"], [7], "holds strings, such as '7', but .* numbers, such as 7: convert one"),
        ([7], pd.Series(["7"]), "holds numbers, such as 7, but .* strings, such as '7'"),
        ([True], [1], "holds booleans, such as True, but .* numbers, such as 1"),
        ([7, "7"], [7, 7], "^y_true mixes strings and numbers"),
        ([b"7"], [b"7"], "^y_true holds b'7'"),
        (np.array([b"7"]), ["7"], "^y_true has dtype .S1"),
        (["7", None], ["7", "7"], "^y_true holds None"),
        ([np.nan, 1], [1, 1], "^y_true holds nan, which is no label"),
        ([np.inf, 1], [1, 1], "^y_true holds inf, which is no label"),
        ([1, 1], [1, 0.25], "holds 0.25, which is no label"),
        ([1, 2, 3], [1, 2], "^y_true has 3 labels but .* has 2: give one prediction per label"),
        ([], [], "^y_true is empty"),
        ([[1], [2]], [1, 2], r"^y_true must hold one label per sample; got shape \(2, 1\)"),
        (
            [1, 2],
            pd.DataFrame({"a": [1, 2]}),
            r"must hold .* got shape \(2, 1\)\. Pass one column, .* with argmax\(axis=1\)\.$",
        ),
        (7, 7, r"^y_true must hold one label per sample; got shape \(\)"),
    ],
)
def test_what_is_no_label_is_refused_in_one_line(name, y_true, y_pred, message):
    with pytest.raises(ValueError, match=message) as error:
        FUNCTIONS[name](y_true, y_pred)
    assert "\n" not in str(error.value)
    assert name == "compare" or "y_pred" in str(error.value) or message.startswith("^y_true")


def test_settings_are_checked():
    for function in (accuracy, lambda *labels, **options: standard_error(labels[0], **options)):
        for option in ("block", "strata"):
            for value in (0, 1.5, None):
                with pytest.raises(ValueError, match=f"^{option} must be a whole number"):
                    function([1, 2], [1, 2], **{option: value})
    with pytest.raises(ValueError, match="^n must be a whole number"):
        commonest_confusions([1], [1], n=0)


def test_three_confusions_by_default_ties_in_order():
    truth, answers = np.array([0, 1, 2, 3, 4]), np.array([1, 2, 3, 4, 0])
    assert commonest_confusions(truth, answers) == [(0, 1, 1), (1, 2, 1), (2, 3, 1)]
    truth = np.arange(200)
    assert [true for true, _, _ in commonest_confusions(truth, truth + 1, n=200)] == list(truth)


def test_an_interval_stays_within_0_and_1():
    for n_wrong in (0, 1, 999, 1000):
        share = accuracy(*wrongs(n_wrong, 1000))
        assert 0 <= share.low <= share.value <= share.high <= 1


def test_the_interval_of_a_difference_is_printed_in_points():
    text = str(compare(np.zeros(100), np.zeros(100), np.r_[np.zeros(70), np.ones(30)]))
    result = compare(np.zeros(100), np.zeros(100), np.r_[np.zeros(70), np.ones(30)])
    assert f"{100 * result.low:+.2f} to {100 * result.high:+.2f}" in text
