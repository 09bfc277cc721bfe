"""The commands, on the file itself."""

import json
import pathlib
import subprocess
import textwrap

from demonstration.subject import PROGRAM, RECIPE, WAIT_SECONDS, Failed, outcome
from demonstration.terminal import WIDTH, heading, paint, say


def on_the_command_line(document: pathlib.Path, account: dict, folder: pathlib.Path, environment: dict) -> dict:
    heading("3  On the command line, on the file itself")

    def run(*words: str, shown: bool = True) -> str:
        if shown:
            say("\n" + textwrap.fill("$ scriptorium " + " ".join(words), WIDTH - 4, initial_indent="  ",
                                     subsequent_indent="      ", break_long_words=False, break_on_hyphens=False))
        with open(folder / "output", "w+", encoding="utf-8") as output:
            process = subprocess.Popen([PROGRAM, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                       stdout=output, stderr=subprocess.PIPE, text=True, start_new_session=True)
            try:
                errors = "".join(say_through(process.stderr, shown))
                status = process.wait(timeout=WAIT_SECONDS)
            finally:
                process.kill()
                process.wait()
                process.stderr.close()
            output.seek(0)
            if status != 0:
                raise Failed(f"scriptorium {' '.join(words[:2])} ended with status {status}: {errors.strip()}")
            return output.read()

    def say_through(stream, shown: bool):
        for line in stream:
            if shown:
                say("    " + line.rstrip())
            yield line

    def available() -> str:
        text = run("ledger", "balance", *mine, "--json", shown=False)
        return json.loads(text)["balances"][0]["available"]

    mine = ["--account", account["user_id"], "--database", "demo.db"]
    found = available()
    text = run("recipe", "run", RECIPE, "--document", "document=" + document.name, *mine)
    about, _, result = text.partition("\n\n")
    say(textwrap.indent(about, "    "))
    say(paint("2", f"    … and the digest as JSON, {len(result.splitlines())} lines"))
    listed = json.loads(run("job", "list", "--limit", "1", "--json", *mine, shown=False))["jobs"][0]
    say(textwrap.indent(run("ledger", "balance", *mine).rstrip(), "    "))
    say(textwrap.indent(run("ledger", "verify", "--database", "demo.db").rstrip(), "    "))
    return outcome("command line", listed | {"result": json.loads(result)}, found, available())
