"""Commands meet the server that runs on a data folder, or that they are told, and speak to programs and shells."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from app.cli.meeting import address, met
from app.data_folder import answering
from app.errors import Misconfigured
from tests.cli.command import Server, serving, started, undisturbed_environment
from tests.cli.warm import paygraph
from tests.stripe_python import object_differences


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as server:
        yield server
        assert server.end(signal.SIGTERM) == 0
    assert not (folder / "address").exists()


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_what_is_triggered_on_a_folder_happens_on_its_server(server: Server, folder: Path) -> None:
    status, out, err = paygraph("trigger", "customer.created", "--data", str(folder), "--json")
    assert (status, err) == (0, "")
    (event,) = rows(out)
    assert (event["type"], event["object"]) == ("customer.created", "event")
    assert object_differences(event["data"]["object"]) == []  # type: ignore[index]
    listed = server.ask("{ customers { nodes { id } } }").json()["data"]["customers"]["nodes"]
    assert listed == [{"id": event["data"]["object"]["id"]}]  # type: ignore[index]
    # The same by the environment, which what is typed goes before.
    environment = {"PAYGRAPH_DATA": str(folder), "TZ": "Asia/Kolkata"}
    status, out, err = paygraph("logs", "tail", "--no-follow", environment=environment)
    assert (status, err, len(out.splitlines())) == (0, "", 1)
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d IST  200 ", out)
    status, out, _ = paygraph("logs", "tail", "--no-follow", "--json", environment=environment)
    (row,) = rows(out)
    assert (row["mutations"], row["status"], row["outcome"]) == (["customerCreate"], 200, "SUCCEEDED")
    elsewhere = {"PAYGRAPH_URL": "http://127.0.0.1:1", "PAYGRAPH_KEY": "sk_test_" + "x" * 43}
    status, out, err = paygraph("events", "resend", "evt_none", "--data", str(folder), environment=elsewhere)
    assert (status, out, err) == (1, "", "No such event: 'evt_none'\n")
    status, out, err = paygraph("events", "resend", "evt_none", environment={**environment, **elsewhere})
    assert (status, out) == (1, "")
    assert err.startswith("http://127.0.0.1:1 does not answer: ")


def test_a_key_that_is_made_on_a_folder_opens_its_server(server: Server, folder: Path) -> None:
    status, key, err = paygraph("keys", "create", "--name", "script", "--data", str(folder))
    assert (status, err) == (0, "")
    made = server.ask("{ account { id } }").json()["data"]["account"]["id"]
    arguments = ("events", "resend", "evt_none", "--url", server.address, "--key", key)
    assert paygraph(*arguments) == (1, "", "No such event: 'evt_none'\n")
    status, out, err = paygraph("keys", "list", "--data", str(folder), "--json")
    assert (status, err) == (0, "")
    found = [row for row in rows(out) if row["name"] == "script"]
    assert [(row["kind"], row["mode"], row["account"], row["permissions"]) for row in found] == [
        ("secret", "test", made, {})
    ]
    assert datetime.fromisoformat(str(found[0]["created"])).tzinfo is not None
    assert datetime.fromisoformat(str(found[0]["lastUsed"])) >= datetime.fromisoformat(str(found[0]["created"]))
    assert (found[0]["expiresAt"], found[0]["revokedAt"]) == (None, None)
    assert key.strip() not in out
    status, out, _ = paygraph("keys", "list", "--data", str(folder), environment={"TZ": "Europe/Berlin"})
    assert re.search(r"\tused \d{4}-\d\d-\d\d \d\d:\d\d:\d\d CES?T\tscript\n", out)


def test_a_listener_prints_events_for_programs_and_speaks_to_people_beside(server: Server, folder: Path) -> None:
    command = [sys.executable, "-m", "app.cli", "listen", "--data", str(folder), "--json", "--events", "product.*"]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.readline() == f"Listening to {server.address}; Ctrl-C ends it.\n"
        made = server.ask('mutation { productCreate(input: {name: "Tea"}) { product { id } } }').json()["data"]
        event = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")
    assert (event["type"], event["data"]["object"]["id"]) == ("product.created", made["productCreate"]["product"]["id"])


def test_a_reader_that_ends_ends_what_is_printed_quietly() -> None:
    for arguments in (["schema"], ["show", "payment_intent"]):
        command = [sys.executable, "-m", "app.cli", *arguments]
        with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == ""
            assert process.wait(60) == 1


def test_a_full_disk_is_told_in_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", "schema"],
            env=undisturbed_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (1, "There is no room for what is printed: no space left on device.\n")


def completions(shell: str, typed: str, environment: dict[str, str]) -> list[str]:
    """What a shell is offered for the last word of a command line."""
    words = typed.split(" ")
    asked = {"_PAYGRAPH_COMPLETE": f"complete_{shell}", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    asked |= {"_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    status, out, err = paygraph(environment={**asked, **environment})
    assert (status, err) == (0, "")
    return out.splitlines()


def test_a_shell_completes_commands_and_types_of_event(server: Server, folder: Path) -> None:
    here, nowhere = {"PAYGRAPH_DATA": str(folder)}, {"PAYGRAPH_URL": "http://127.0.0.1:1"}
    assert completions("bash", "paygraph li", nowhere) == ["listen"]
    assert completions("bash", "paygraph keys create --kind re", nowhere) == ["restricted"]
    assert completions("bash", "paygraph trigger payment_intent.su", here) == ["payment_intent.succeeded"]
    offered = completions("fish", f"paygraph listen --data {folder} --events charge.captured,payment_intent.su", {})
    assert [line.split("\t")[0] for line in offered] == ["charge.captured,payment_intent.succeeded"]
    assert "payment_intent.succeeded" in " ".join(completions("zsh", "paygraph trigger payment_intent.s", here))
    assert completions("bash", "paygraph trigger payment_intent.su", nowhere) == [""]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how(shell: str) -> None:
    environment = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    status, out, err = paygraph("--show-completion", shell, environment=environment)
    assert (status, err) == (0, "")
    assert f"_PAYGRAPH_COMPLETE=complete_{shell}" in out


class TestWithoutAServer:
    """What is found without asking one."""

    @pytest.fixture(autouse=True)
    def _nothing_told(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        for name in ("PAYGRAPH_URL", "PAYGRAPH_KEY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("PAYGRAPH_DATA", str(tmp_path / "default"))
        monkeypatch.delenv("DATABASE_URL", raising=False)

    def test_a_folder_on_which_none_runs_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(Misconfigured) as caught:
            address(None, tmp_path)
        assert str(caught.value) == (
            f"No server runs on {tmp_path}. Start one with `paygraph serve --data {tmp_path}`, or name another with "
            "--url."
        )
        assert address("localhost:9000/graphql", tmp_path) == "http://localhost:9000"
        assert address(None, None) == "http://127.0.0.1:8000"

    def test_a_server_that_was_killed_is_found_no_more(self, tmp_path: Path) -> None:
        killed = (
            "import os, signal, sys; from pathlib import Path; from app.data_folder import answering\n"
            "with answering(Path(sys.argv[1]), 'http://127.0.0.1:9001'):\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        subprocess.run([sys.executable, "-c", killed, str(tmp_path)], check=False, timeout=60)
        assert (tmp_path / "address").read_text() == "http://127.0.0.1:9001\n"
        with pytest.raises(Misconfigured, match="No server runs on "):
            address(None, tmp_path)
        with answering(tmp_path, "http://127.0.0.1:9002"), answering(tmp_path, "http://127.0.0.1:9003"):
            assert address(None, tmp_path) == "http://127.0.0.1:9003"

    def test_the_demos_key_is_sent_to_this_machine_alone(self, tmp_path: Path) -> None:
        (tmp_path / "demo-key").write_text("sk_test_demo\npk_test_demo\n")
        assert met("127.0.0.1:9000", None, tmp_path).key == "sk_test_demo"
        assert met("https://shop.example", "sk_test_other", tmp_path).key == "sk_test_other"
        with pytest.raises(Misconfigured, match=r"There is no key to ask https://shop\.example with\."):
            met("https://shop.example", None, tmp_path)

    def test_what_is_typed_goes_before_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "demo-key").write_text("sk_test_demo\n")
        monkeypatch.setenv("PAYGRAPH_URL", "http://127.0.0.1:9002")
        monkeypatch.setenv("PAYGRAPH_KEY", "sk_test_told")
        with answering(tmp_path, "http://127.0.0.1:9001"):
            meant = [met(None, None, None), met(None, None, tmp_path), met("[::1]:9003", "sk_test_typed", None)]
        assert [(server.url, server.key) for server in meant] == [
            ("http://127.0.0.1:9002", "sk_test_told"),
            ("http://127.0.0.1:9001", "sk_test_demo"),
            ("http://[::1]:9003", "sk_test_typed"),
        ]


def test_sandboxes_are_made_listed_reset_and_deleted(server: Server, folder: Path) -> None:
    at = ("--data", str(folder))
    status, out, err = paygraph("sandbox", "create", "--name", "checkout", "--country", "de", *at, "--json")
    assert (status, err) == (0, "")
    (made,) = rows(out)
    assert (made["name"], made["country"], made["resetAt"]) == ("checkout", "DE", None)
    assert str(made["secretKey"]).startswith("sk_test_")
    status, out, _ = paygraph("sandbox", "list", *at, "--json")
    (listed,) = rows(out)
    assert {**listed, "secretKey": made["secretKey"], "publishableKey": made["publishableKey"]} == made
    status, out, _ = paygraph("sandbox", "reset", str(made["id"]), *at)
    assert status == 0
    first, secret, publishable = out.splitlines()
    assert first.startswith(f"{made['id']}  {made['account']}  until ")
    assert secret == f"Secret key       {made['secretKey']}"
    assert publishable == f"Publishable key  {made['publishableKey']}"
    assert paygraph("sandbox", "delete", str(made["id"]), *at) == (0, "", "")
    assert paygraph("sandbox", "list", *at) == (0, "", "")
    status, out, err = paygraph("sandbox", "reset", str(made["id"]), *at)
    assert (status, out, err.strip()) == (1, "", f"No such sandbox: '{made['id']}'")
    for option, value, field in (("--country", "xx", "country"), ("--expires-in", "1", "expiresIn")):
        status, _, err = paygraph("sandbox", "create", option, value, *at)
        assert (status, f"`{field}`" in err) == (1, True)


def test_a_connected_account_in_a_line(server: Server, folder: Path) -> None:
    at = ("--data", str(folder))
    status, out, err = paygraph("accounts", "create", "--country", "DE", "--email", "seller@rocket.example", *at)
    assert (status, err) == (0, "")
    id, *rest = out.split()
    assert rest == ["custom", "DE", "charges,", "payouts", "seller@rocket.example"]
    (listed,) = rows(paygraph("accounts", "list", "--json", *at)[1])
    assert (listed["id"], listed["chargesEnabled"], listed["payoutsEnabled"]) == (id, True, True)
    # What is triggered there is in its log and among its events, and not in the platform's.
    status, out, err = paygraph("trigger", "coupon.created", "--account", id, "--json", *at)
    assert (status, err, [row["type"] for row in rows(out)]) == (0, "", ["coupon.created"])
    logged = rows(paygraph("logs", "tail", "--no-follow", "--json", "--account", id, *at)[1])
    assert [row["mutations"] for row in logged] == [["couponCreate"]]
    assert ["couponCreate"] not in [
        row["mutations"] for row in rows(paygraph("logs", "tail", "--no-follow", "--json", *at)[1])
    ]
    status, out, err = paygraph("trigger", "coupon.created", "--account", "acct_none", *at)
    assert (status, out) == (1, "")
    assert "does not have access to the account 'acct_none'" in err
    status, out, err = paygraph("accounts", "create", "--country", "XX", *at)
    assert (status, out, err) == (1, "", "`country` is not the two-letter code of a country, such as 'US'.\n")


def test_a_sandbox_is_seeded_by_name_or_from_a_file(server: Server, folder: Path, tmp_path: Path) -> None:
    at = ("--data", str(folder))
    status, out, err = paygraph("sandbox", "create", "--seed", "shop", *at, "--json")
    assert (status, err) == (0, "")
    (made,) = rows(out)
    asked = {"query": "{ customers { totalCount } }"}
    with httpx.Client(base_url=server.address, headers={"Authorization": f"Bearer {made['secretKey']}"}) as inside:
        assert inside.post("/graphql", json=asked).json()["data"] == {"customers": {"totalCount": 3}}
    file = tmp_path / "ada.json"
    step = {"name": "ada", "mutation": "customerCreate", "arguments": {"input": {"name": "Ada"}}}
    file.write_text(json.dumps({"steps": [step]}))
    status, out, err = paygraph("sandbox", "create", "--fixture", str(file), *at, "--json")
    assert (status, err) == (0, "")
    (made,) = rows(out)
    with httpx.Client(base_url=server.address, headers={"Authorization": f"Bearer {made['secretKey']}"}) as inside:
        assert inside.post("/graphql", json=asked).json()["data"] == {"customers": {"totalCount": 1}}
    before = paygraph("sandbox", "list", *at, "--json")[1]
    file.write_text(json.dumps({"steps": [step, {"mutation": "customerDelete", "arguments": {"id": "$bob.id"}}]}))
    wrong = {
        ("--fixture", str(file)): "Step 2 (customerDelete): '$bob.id' refers to no earlier step.",
        ("--fixture", str(tmp_path)): f"{tmp_path} cannot be read: is a directory.",
        ("--fixture", str(file), "--seed", "shop"): "Give one of them.",
        ("--seed", "shp"): "Did you mean the enum value 'SHOP'?",
    }
    for options, sentence in wrong.items():
        status, out, err = paygraph("sandbox", "create", *options, *at)
        assert (status, out) == (1, "")
        assert sentence in err
    file.write_text("{")
    status, _, err = paygraph("sandbox", "create", "--fixture", str(file), *at)
    assert (status, err.startswith(f"{file} is not JSON: ")) == (1, True)
    file.write_text("[]")
    status, _, err = paygraph("sandbox", "create", "--fixture", str(file), *at)
    assert (status, err.startswith(f"{file} must hold an object")) == (1, True)
    assert paygraph("sandbox", "list", *at, "--json")[1] == before
