"""Results that are handed over to another process are judged there as they are here."""

import json

import numpy as np
import pytest
from ninetytwo.checks import chapter03
from ninetytwo.checks.judging.apart import agrees, hand_over
from test_checks import ALL, alternatives, task_of


@pytest.mark.parametrize("chapter,name", ALL)
def test_right_answer_agrees_and_another_does_not(chapter, name):
    task = task_of(chapter, name)
    text = hand_over(task, alternatives(chapter, name)[0], seed=5)
    assert agrees(task, text, seed=5)
    wrong = json.dumps([0] * len(json.loads(text)))
    assert not agrees(task, wrong, seed=5)
    assert not agrees(task, text[: len(text) // 2], seed=5)


def test_results_of_other_cases_do_not_agree():
    text = hand_over(chapter03.softmax, alternatives("03", "softmax")[0], seed=5)
    assert not agrees(chapter03.softmax, text, seed=6)


@pytest.mark.parametrize(
    "text",
    ["", "null", "7", "{}", "[]", '["right"]', '[{"shape": [2], "values": [1]}]', "[" * 9999],
)
def test_what_is_no_result_does_not_agree(text):
    assert not agrees(chapter03.louder, text, seed=1)
    assert not agrees(chapter03.softmax, text, seed=1)


def test_object_that_equals_everything_arrives_as_nothing():
    class Everything:
        def __eq__(self, other):
            return True

    assert hand_over(chapter03.louder, Everything, seed=1) == "[null]"
    results = json.loads(hand_over(chapter03.softmax, lambda Z: np.array(Everything()), seed=1))
    assert set(results) == {None}
