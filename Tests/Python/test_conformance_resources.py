"""The conformance list of the MCP server: resources, prompts, completion (M-60 to M-65)."""

import json

from conformance_client import message
from conftest import TASK_FILE


def test_m60_m63_resources_read_back(episode):
    listed = episode.send(message("resources/list")).result["resources"]
    contents = {}
    for resource in listed:
        assert resource["uri"] and resource["name"]
        (content,) = episode.send(message("resources/read", {"uri": resource["uri"]})).result["contents"]
        assert content["uri"] == resource["uri"] and content["text"]
        contents[resource["uri"]] = content["text"]
    manifest = json.loads(contents["corecraft://snapshot/manifest"])
    assert manifest["digest"] and manifest["counts"]["order"] > 0
    assert TASK_FILE["prompt"].strip()[:40] in contents["corecraft://task/prompt"]
    assert "corecraft://policies/" in contents["corecraft://policies"]
    assert "rubric" not in "".join(contents.values()) and episode.seq() == 0


def test_m61_unknown_resources(episode):
    for uri in ("corecraft://nothing", "file:///etc/passwd", "corecraft://policies/none"):
        assert episode.send(message("resources/read", {"uri": uri})).code == -32002
        answer = episode.modern("resources/read", {"uri": uri})
        assert (answer.status, answer.code) == (400, -32602)


def test_m62_templates(episode):
    for template in episode.send(message("resources/templates/list")).result["resourceTemplates"]:
        assert template["uriTemplate"] and template["name"]


def test_m64_prompts(episode):
    (prompt,) = episode.send(message("prompts/list")).result["prompts"]
    messages = episode.send(message("prompts/get", {"name": prompt["name"]})).result["messages"]
    assert all(entry["role"] in ("user", "assistant") for entry in messages)
    for params in ({"name": "none"}, {}, {"name": 7}):
        assert episode.send(message("prompts/get", params)).code == -32602


def test_m65_completion(episode):
    params = {
        "ref": {"type": "ref/resource", "uri": "corecraft://policies/{policy}"},
        "argument": {"name": "policy", "value": ""}}
    values = episode.send(message("completion/complete", params)).result["completion"]["values"]
    assert 0 < len(values) <= 100 and all(type(value) is str for value in values)
    for ref in ({"type": "ref/prompt", "name": "none"}, {"type": "ref/resource", "uri": "x"}, {"type": "none"}):
        assert episode.send(message("completion/complete", params | {"ref": ref})).code == -32602
