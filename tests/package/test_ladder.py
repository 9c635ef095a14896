"""The stored models of chapter 7: what training gives, told apart by a table."""

import numpy as np
from ninetytwo import images, ladder


def test_stored_ladder_is_what_training_gives(mnist):
    stored, trained = ladder.load_ladder(), ladder.train_ladder(mnist.train_full)
    for ours, again in zip(stored, trained, strict=True):
        assert ours.name == again.name
        np.testing.assert_allclose(ours.W, again.W, atol=1e-3, err_msg="run 'make ladder'")
        np.testing.assert_allclose(ours.b, again.b, atol=1e-3)


def test_every_rung_is_better_than_the_one_below(mnist):
    images, y = mnist.test.images, mnist.test.y
    scores = [np.mean(rung.scores(images).argmax(axis=1) == y) for rung in ladder.load_ladder()]
    assert scores == sorted(scores)
    assert 0.60 < scores[0] < 0.66 and scores[-1] > 0.94


def test_storing_and_reading_give_the_same_rungs(monkeypatch, tmp_path):
    stored = ladder.load_ladder()
    monkeypatch.setattr(ladder, "FILE", tmp_path / "ladder.npz")
    ladder.store_ladder(stored)
    for ours, again in zip(stored, ladder.load_ladder(), strict=True):
        np.testing.assert_array_equal(ours.W, again.W)
        np.testing.assert_array_equal(ours.b, again.b)
        assert (ours.name, ours.note) == (again.name, again.note)


def test_rungs_know_what_they_see_and_whether_they_give_probabilities(mnist):
    rungs = ladder.load_ladder()
    assert [rung.name for rung in rungs] == list(ladder.LADDER)
    assert [rung.deskew for rung in rungs] == [False, False, False, False, True]
    assert [rung.probabilities for rung in rungs] == [False, False, False, True, True]
    assert len({rung.note for rung in rungs}) == 5
    pictures = mnist.test.images[:20]
    for rung in rungs:
        assert rung.W.dtype == rung.b.dtype == np.float32
        seen = images.deskew(pictures) if rung.deskew else pictures
        expected = seen.reshape(20, 784) @ rung.W + rung.b
        np.testing.assert_allclose(rung.scores(pictures), expected, rtol=1e-6)
