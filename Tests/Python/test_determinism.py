"""The same calls have the same head and root: in any interleaving, after a restart, in both modes, and in another build."""

import json
import os
import random

import pytest
from conftest import BINARY, REFERENCE, TASK_FILE, verified

# Every kind of call: the reference, the near misses, and what a tool refuses.
SCRIPT = [
    *REFERENCE["calls"],
    {"name": "getOrderDetails", "arguments": {"order_id": "no-such-order"}},
    {"name": "searchOrders", "arguments": {"status": 7}},
    {"name": "createOrder", "arguments": {"customer_id": "renee-lindqvist-48213", "line_items": []}},
    *[call for miss in TASK_FILE["near_misses"] for call in miss["calls"]],
]
EPISODES = 16


def play(server, seed):
    """Plays the script in 16 episodes, interleaved at random, with other episodes in between; returns heads and roots."""
    order = random.Random(seed)
    episodes = [episode["id"] for episode in server.open(EPISODES)]
    others = [episode["id"] for episode in server.open(4)]
    turns = [id for id in episodes for _ in SCRIPT] + [id for id in others for _ in range(20)]
    order.shuffle(turns)
    done = dict.fromkeys(episodes, 0)
    seen = {id: [] for id in episodes}
    connection = server.connection()
    for id in turns:
        call = SCRIPT[done[id]] if id in done else order.choice(SCRIPT)
        receipt = server.post(f"/v1/episodes/{id}/calls", call, connection)
        if id in done:
            done[id] += 1
            seen[id].append((receipt["seq"], receipt["head"], receipt["root"], json.dumps(receipt["result"], sort_keys=True)))
    connection.close()
    assert all(run == seen[episodes[0]] for run in seen.values())
    return seen[episodes[0]]


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The run that all others are compared with."""
    from conftest import Server

    server = Server(tmp_path_factory.mktemp("expected") / "store")
    run = play(server, seed=0)
    assert server.stop() == 0
    return run


@pytest.mark.parametrize("seed", [1, 2])
def test_interleavings_do_not_matter(server, expected, seed):
    assert play(server, seed) == expected


def test_a_restart_does_not_matter(serve, store, expected):
    server = serve(store)
    (early,) = server.open()
    half = len(SCRIPT) // 2
    for call in SCRIPT[:half]:
        server.post(f"/v1/episodes/{early['id']}/calls", call)
    assert server.stop() == 0
    server = serve(store)
    for number, call in enumerate(SCRIPT[half:], start=half):
        receipt = server.post(f"/v1/episodes/{early['id']}/calls", call)
        assert (receipt["seq"], receipt["head"], receipt["root"]) == expected[number][:3]
    assert play(server, seed=3) == expected
    assert server.stop() == 0
    verified(store)


def test_the_mode_does_not_matter(serve, store, expected):
    assert play(serve(store, "--mode", "scratch"), seed=4) == expected


def test_a_batch_gives_what_single_calls_give(server, expected):
    (episode,) = server.open()
    answers = server.post(f"/v1/episodes/{episode['id']}/calls", {"calls": SCRIPT})["calls"]
    assert [(a["seq"], a["head"], a["root"]) for a in answers] == [run[:3] for run in expected]


def test_a_fork_agrees_up_to_its_step_and_goes_its_own_way(server, expected):
    (parent,) = server.open()
    server.post(f"/v1/episodes/{parent['id']}/calls", {"calls": SCRIPT})
    for at in (0, 1, 5, len(SCRIPT)):
        (fork,) = server.post(f"/v1/episodes/{parent['id']}/fork", {"at": at})["episodes"]
        if at:
            assert (fork["head"], fork["root"]) == expected[at - 1][1:3]
        else:
            assert fork["head"] == parent["head"]
        if SCRIPT[at:]:
            answers = server.post(f"/v1/episodes/{fork['id']}/calls", {"calls": SCRIPT[at:]})["calls"]
            assert [a["head"] for a in answers] == [run[1] for run in expected[at:]]
        server.post(f"/v1/episodes/{fork['id']}/calls", {"name": "searchProducts", "arguments": {}})
    assert server.get(f"/v1/episodes/{parent['id']}")["head"] == expected[-1][1]


def test_another_build_agrees(serve, store, expected):
    other = os.environ.get("CORECRAFT_OTHER_BINARY")
    if not other:
        pytest.skip("CORECRAFT_OTHER_BINARY names no second build")
    assert other != BINARY
    assert play(serve(store, binary=other), seed=5) == expected
