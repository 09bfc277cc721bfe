"""Options, configuration and help."""

import json
from pathlib import Path

import pytest
from errors import check_command_failed

COMMANDS = [(), ("serve",), ("account",), ("account", "create"), ("account", "show"), ("call",)]


@pytest.fixture
def nothing_made(program):
    """Checks afterwards that the program made no file."""
    home = Path(program.environment["HOME"])
    before = sorted(home.parent.rglob("*"))
    yield
    made = [path for path in sorted(home.parent.rglob("*")) if path not in before]
    assert [path for path in made if path.name != "config.json"] == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help(program, nothing_made, command):
    helps = [program.run(*command, flag) for flag in ("--help", "-h")]
    helps.append(program.run("help", *command))
    for result in helps:
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.startswith(b"OVERVIEW: ")
        assert b"USAGE: scriptorium" in result.stdout
    assert len({result.stdout for result in helps}) == 1


@pytest.mark.parametrize("command", COMMANDS[1:], ids=" ".join)
def test_help_describes_every_option_once(program, command):
    text = program.run(*command, "--help").stdout.decode()
    described = [line.strip() for line in text.splitlines() if line.startswith("  ")]
    assert described
    assert text.count("(default: {})") <= 1
    for line in described:
        assert not line.startswith("--") or len(line.split(maxsplit=1)) == 2, line


def test_version(program, nothing_made):
    result = program.run("--version")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.strip().count(b".") == 2


def test_without_a_command_help_is_shown(program, nothing_made):
    for command in ((), ("account",)):
        result = program.run(*command)
        assert result.returncode == 0
        assert b"USAGE: scriptorium" in result.stdout


@pytest.mark.parametrize("command", [
    ("--unknown",), ("unknown",), ("account", "delete"), ("serve", "--prot", "1"), ("serve", "extra"),
    ("account", "create", "--unknown"), ("account", "create", "extra"), ("account", "show"), ("call",),
    ("call", "system.ready", "{}", "extra"), ("serve", "--port", "65536"), ("serve", "--port", "-1"),
    ("serve", "--port", "http"), ("serve", "--port"), ("serve", "--database"),
], ids=" ".join)
def test_a_wrong_command_line(program, nothing_made, command):
    result = program.run(*command)
    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr.startswith(b"Error: ")


def test_a_mistyped_option_is_recognised(program):
    assert b"--database" in program.run("serve", "--databse", "x").stderr


@pytest.fixture
def configured(program, tmp_path):
    """Runs a command under a configuration of this text."""

    def run(text: str | bytes, *command: str, option: bool = True):
        if option:
            file = tmp_path / "config.json"
            command = (*command, "--config", file)
        else:
            file = Path(program.environment["HOME"]) / ".config/scriptorium/config.json"
            file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return program.run(*command)

    return run


@pytest.mark.parametrize("text, expected", [
    ('{"databse": "x"}', 'Did you mean "database"?'),
    ('{"log-level": "debug"}', 'Did you mean "log_level"?'),
    ('{"sealing_keyfile": "x"}', 'Did you mean "sealing_key_file"?'),
    ('{"log_level": "debgu"}', 'Did you mean "debug"?'),
    ('{"color": true}', "/color"),
    ('{"port": 65536}', "/port"),
    ('{"port": "http"}', "/port"),
    ('{"port": 1.5}', "/port"),
    ('{"host": ""}', "/host"),
    ('{"database": 1}', "/database"),
    ('{"port": 1, "prot": 2, "hots": 3}', "/hots"),
    ("{", "Line 1, column 2"),
    ("", "Line 1, column 1"),
    ("[]", "Expected an object"),
    (b"\xff\xfe", "Line 1, column 1"),
], ids=repr)
def test_a_configuration_that_does_not_fit_is_refused_before_anything(configured, nothing_made, text, expected):
    for command in (("account", "create"), ("serve",), ("call", "system.ready")):
        refused = check_command_failed(configured(text, *command), 2, "CONFIGURATION_INVALID")
        assert expected in refused
        assert "config.json" in refused


def test_a_configuration_in_the_standard_place_is_read(configured):
    refused = configured('{"databse": "x"}', "account", "create", option=False)
    assert 'Did you mean "database"?' in check_command_failed(refused, 2, "CONFIGURATION_INVALID")


def test_a_configuration_that_is_named_must_be_there(program, nothing_made, tmp_path):
    refused = program.run("account", "create", "--config", tmp_path / "missing.json")
    assert "missing.json" in check_command_failed(refused, 2, "CONFIGURATION_INVALID")


def test_where_the_database_is_taken_from(program, configured, tmp_path):
    paths = {name: tmp_path / f"{name}.db" for name in ("option", "environment", "configuration")}
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"database": str(paths["configuration"])}))
    create, environment = ("account", "create", "--config", config), {"SCRIPTORIUM_DATABASE": str(paths["environment"])}
    assert program.run(*create, "--database", paths["option"], environment=environment).returncode == 0
    assert [name for name, path in paths.items() if path.exists()] == ["option"]
    assert program.run(*create, environment=environment).returncode == 0
    assert [name for name, path in paths.items() if path.exists()] == ["option", "environment"]
    assert program.run(*create).returncode == 0
    assert all(path.exists() for path in paths.values())


def test_the_xdg_folders_are_used(program, tmp_path):
    environment = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert program.run("account", "create", environment=environment).returncode == 0
    assert (tmp_path / "data/scriptorium/scriptorium.db").exists()
    config = tmp_path / "config/scriptorium/config.json"
    config.parent.mkdir(parents=True)
    config.write_text("{")
    assert program.run("account", "create", environment=environment).returncode == 2


def test_without_a_home_a_database_must_be_named(program):
    refused = program.run("account", "create", environment={"HOME": ""}, cwd="/")
    text = check_command_failed(refused, 2, "CONFIGURATION_INVALID")
    assert "--database" in text


def test_the_configured_host_and_port_are_used(serve, tmp_path):
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"host": "127.0.0.1", "port": 1, "log_level": "error"}))
    # The option wins over the configured port.
    server = serve("--config", config, "--port", "0")
    assert server.url.startswith("http://127.0.0.1:") and not server.url.endswith(":1")
    assert server.stop() == 0
    assert server.log == ""
