"""What an installed corecraft does: the systemd unit as it stands, and a program without its data."""

import json
import shutil
import subprocess

import pytest

from conftest import BINARY, PATIENCE_SECONDS, ROOT, TASK, environment, refused

UNIT = ROOT / "deploy/corecraft.service"
# Commands run in other folders here.
PROGRAM = ROOT / BINARY


def settings_of_unit(name):
    lines = UNIT.read_text().splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(name + "=")]


def run(*arguments, folder, **variables):
    """Runs one command in another folder than the repository."""
    return subprocess.run(
        [PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        env=environment(**variables))


def test_systemd_knows_every_setting_of_the_unit():
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed (apt-get install systemd)")
    done = subprocess.run([ROOT / "Scripts/unit-check.sh"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_command_of_the_unit_takes_its_settings(tmp_path):
    (tmp_path / "token").write_text("secret-token-1\n")
    command = settings_of_unit("ExecStart")[0].split()
    assert command[:2] == ["/usr/local/bin/corecraft", "serve"]
    config = str(ROOT / "deploy" / command[3].rpartition("/")[2])
    variables = dict(line.split("=", 1) for line in settings_of_unit("Environment"))
    variables = {name: value.replace("%d", str(tmp_path)) for name, value in variables.items()}
    printed = run("serve", "--config", config, "--print-config", "--json", folder=ROOT, **variables)
    assert printed.returncode == 0, printed.stderr
    found = {entry["name"]: entry for entry in json.loads(printed.stdout)["settings"]}
    for name in variables:
        assert found[name.removeprefix("CORECRAFT_").lower()]["source"] == f"environment {name}"
    for name, value in json.loads((ROOT / "deploy/corecraft.json").read_text()).items():
        assert (found[name]["value"], found[name]["source"]) == (value, f"file {config}")
    # What the unit gives the service to write is where the store and its key are.
    assert settings_of_unit("StateDirectory") == ["corecraft"]
    assert found["store"]["value"].startswith("/var/lib/corecraft/")


def test_a_server_in_an_empty_folder_says_what_it_lacks(tmp_path):
    process = subprocess.Popen(
        [PROGRAM, "serve", "--store", "store", "--port", "0", "--json"], cwd=tmp_path, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=environment())
    assert json.loads(process.stdout.readline())["event"] == "ready"
    process.terminate()
    _, log = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert "no snapshots: none are in snapshots" in log and "--snapshots" in log
    assert "no tasks: none are in tasks" in log and "--tasks" in log


@pytest.mark.parametrize("arguments, says", [
    (["open", "--store", "store", "--task", TASK], ["there is no task", "--tasks"]),
    (["open", "--store", "store", "--snapshot", "starter"], ["no snapshot starter", "--snapshots"]),
    (["world", "build", "--seed", "1", "--name", "mine"], ["Sources/WorldBuilder/Content", "--content"]),
])
def test_commands_in_an_empty_folder_say_what_they_lack(tmp_path, arguments, says):
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == 2 and all(text in done.stderr for text in says), done.stderr


@pytest.mark.parametrize("flag", ["--snapshots", "--tasks", "--system-prompts"])
def test_a_folder_that_was_named_must_be_there(store, tmp_path, flag):
    name = "CORECRAFT_" + flag[2:].replace("-", "_").upper()
    wrong = tmp_path / "none"
    for command in (["serve", "--port", "0"], ["open", "--task", TASK]):
        refused(2, *command, "--store", store, flag, wrong, says=f"is not there: {wrong}")
        refused(2, *command, "--store", store, says=f"is not there: {wrong}", env={name: str(wrong)})
    assert not store.exists()
