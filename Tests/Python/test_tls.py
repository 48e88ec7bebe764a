"""A server with a certificate: clients and commands reach it over TLS and nothing else."""

import http.client
import json
import ssl
import subprocess

import pytest

from conftest import PATIENCE_SECONDS, TASK, answer, refused
from test_openenv import client


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that is its own root, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=corecraft test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
            folder / "key.pem", "-out", folder / "chain.pem",
        ],
        check=True, capture_output=True)
    return folder / "chain.pem", folder / "key.pem"


def test_everything_goes_over_tls(serve, store, certificate):
    chain, key = certificate
    server = serve(store, "--tls-certificate", chain, "--tls-key", key, "--agent-listen", "127.0.0.1:0")
    assert server.url.startswith("https://127.0.0.1:")
    context = ssl.create_default_context(cafile=chain)
    link = http.client.HTTPSConnection(server.address, timeout=PATIENCE_SECONDS, context=context)
    link.request("POST", "/v1/episodes", json.dumps({"task": TASK}), {"Content-Type": "application/json"})
    opened = json.loads(link.getresponse().read())
    assert link.sock.version() in ("TLSv1.2", "TLSv1.3")
    assert opened["episodes"][0]["mcp_url"].startswith("https://127.0.0.1:")
    link.close()
    # A client that does not know the root refuses, one that speaks in the clear gets no answer.
    with pytest.raises(ssl.SSLError):
        stranger = http.client.HTTPSConnection(server.address, context=ssl.create_default_context())
        stranger.request("GET", "/healthz")
    with pytest.raises((http.client.HTTPException, OSError)):
        plain = http.client.HTTPConnection(server.address, timeout=PATIENCE_SECONDS)
        plain.request("GET", "/healthz")
        plain.getresponse()
    # A command forwards to it when it knows the root.
    trusting = {"CORECRAFT_TLS_CA": str(chain)}
    assert answer("open", "--store", store, "--task", TASK, env=trusting)["episodes"][0]["mcp_url"].startswith("https://")
    refused(3, "open", "--store", store, "--task", TASK, says="does not answer")
    assert server.stop() == 0


def test_a_websocket_goes_over_tls(serve, store, certificate):
    chain, key = certificate
    server = serve(store, "--tls-certificate", chain, "--tls-key", key)
    trusting = {"SSL_CERT_FILE": str(chain)}
    assert client(server, "errors", env=trusting, messages=[("reset", {"task": TASK}), ("step", {"type": "x"})]) == [
        None, "Server error: type: must be one of call_tool, list_tools, respond, not x (code: VALIDATION_ERROR)"]


def test_files_that_are_no_certificate_are_named(store, certificate, tmp_path):
    chain, key = certificate
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("nothing")
    for files in ((wrong, key), (chain, wrong), (chain, tmp_path / "missing.pem")):
        refused(
            3, "serve", "--store", store, "--port", "0", "--tls-certificate", files[0], "--tls-key", files[1],
            says="cannot be served with")
