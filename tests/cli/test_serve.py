"""One command serves, and ends cleanly; killed, it loses nothing that was answered, and the next start recovers."""

import os
import re
import signal
import time
from pathlib import Path

import httpx
import psutil

from tests.cli.command import serving
from tests.house.processes import is_alive, server_pid, wait_until_ended

CUSTOMER = 'mutation { customerCreate(input: {name: "Ada"}) { customer { id name } userErrors { message } } }'


def test_it_serves_what_it_prints_and_ctrl_c_stops_it_and_its_postgres(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        database = server_pid(tmp_path)
        assert httpx.get(f"{server.address}/healthz", timeout=30).status_code == 200
        pasted = re.search(r"-d '(.*)'\n", server.welcome)
        assert pasted
        first = httpx.post(
            f"{server.address}/graphql",
            content=pasted[1],
            headers={"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"},
            timeout=30,
        )
        assert first.json()["data"] == {"customers": {"nodes": []}}
        page = httpx.get(f"{server.address}/playground/config.json", timeout=30)
        assert page.json()["demoKey"] == server.key
        assert server.end(signal.SIGINT) == 0
    assert not is_alive(database)
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def test_a_kill_loses_nothing_that_was_answered_and_the_next_start_recovers(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as server:
        workers = psutil.Process(server.process.pid).children()
        assert len(workers) >= 2
        answered = server.ask(CUSTOMER)
        server.end(signal.SIGKILL)
        made = answered.json()["data"]["customerCreate"]
        assert made["userErrors"] == []
        for worker in workers:
            wait_until_ended(worker.pid)
    port = server.address.rpartition(":")[2]
    with serving(tmp_path, port=port) as again:
        database = server_pid(tmp_path)
        assert again.key == server.key
        answer = again.ask("{ customers { nodes { id name } } }").json()
        assert answer["data"] == {"customers": {"nodes": [made["customer"]]}}
        log = again.ask("{ requestLogs { nodes { id objects outcome } } }").json()["data"]["requestLogs"]["nodes"]
        id = answered.headers["request-id"]
        assert log == [{"id": id, "objects": [made["customer"]["id"]], "outcome": "SUCCEEDED"}]
        assert again.end(signal.SIGTERM) == 0
    assert not is_alive(database)


def test_a_postgres_that_dies_is_started_again_and_nothing_that_was_answered_is_lost(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as server:
        made = server.ask(CUSTOMER).json()["data"]["customerCreate"]["customer"]
        died = server_pid(tmp_path)
        os.kill(died, signal.SIGKILL)
        refused = []
        for _ in range(600):
            answer = server.ask("{ customers { nodes { id name } } }").json()
            if "errors" not in answer:
                break
            refused.append(answer["errors"][0]["extensions"])
            time.sleep(0.1)
        assert answer["data"] == {"customers": {"nodes": [made]}}
        assert all((each["code"], each["retryAfter"]) == ("SERVICE_UNAVAILABLE", 1) for each in refused)
        again = server.ask(CUSTOMER).json()["data"]["customerCreate"]["customer"]
        assert server_pid(tmp_path) != died
        found = server.ask("{ customers { nodes { id name } } }").json()["data"]["customers"]["nodes"]
        assert found == [again, made]
        assert server.end(signal.SIGTERM) == 0
