"""What the command line refuses before it does anything, and how it says so."""

import pytest
from conftest import NOBODY, lines, refused


@pytest.mark.parametrize("arguments", [["nonsense"], ["call"], ["open", "--no-such-option"], ["open", "--count", "many"]], ids=" ".join)
def test_wrong_usage_ends_with_2(arguments):
    refused(2, *arguments, says="error: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["log", NOBODY], ["show"], ["show", NOBODY], ["diff", NOBODY, NOBODY], ["call", NOBODY, "searchOrders"], ["fork", NOBODY],
        ["replay", NOBODY], ["audit", NOBODY], ["export", NOBODY], ["verify"], ["submit", NOBODY, "x"], ["grade", NOBODY],
    ],
    ids=" ".join,
)
def test_a_store_that_is_not_there_is_named(arguments, store):
    done = refused(2, *arguments, "--store", store, says=["no store", str(store)])
    assert done.stdout == "" and not store.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["log", NOBODY], ["show", NOBODY], ["show", NOBODY + "@1"], ["diff", NOBODY, NOBODY], ["call", NOBODY, "searchOrders"],
        ["fork", NOBODY], ["replay", NOBODY], ["audit", NOBODY], ["export", NOBODY], ["submit", NOBODY, "x"], ["grade", NOBODY],
        ["mcp", "--episode", NOBODY],
    ],
    ids=" ".join,
)
def test_an_unknown_episode_is_named(arguments, played):
    refused(2, *arguments, "--store", played.store, says=NOBODY)


def test_what_is_no_episode_at_all_is_told_what_one_looks_like(played):
    refused(2, "log", "banana", "--store", played.store, says=["banana", "ep-"])


def test_the_store_may_be_named_by_the_environment(played):
    assert len(lines("show", env={"CORECRAFT_STORE": str(played.store)})) == 2
    refused(2, "show", says=["--store", "CORECRAFT_STORE"])
