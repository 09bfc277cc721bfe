"""When the system gives no more: the server refuses, survives, and goes on when there is room again."""

import resource

from errors import check_problem
from process import eventually
from stored import write_lock

DESCRIPTORS = 64


def limit_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))


def test_running_out_of_descriptors(serve):
    server = serve(preexec_fn=limit_descriptors)
    connections = []
    try:
        for _ in range(2 * DESCRIPTORS):
            connections.append(server.client.raw())
    finally:
        for connection in connections:
            connection.close()

    def answers() -> bool:
        assert server.is_running, server.log
        try:
            return server.client.get("/ready").status == 200
        except OSError:
            return False

    eventually(answers, "the server answers again")
    assert server.client.create_account().status == 201


def test_another_program_that_holds_the_database(serve, database):
    server = serve()
    account = server.client.create_account().json()
    with write_lock(database):
        # Reads go on; a write waits for a while, and is refused then, having had no effect.
        assert server.client.bearer(account["bearer_token"]).get("/accounts/me").status == 200
        refused = server.client.create_account()
        check_problem(refused, 503, "DATABASE_UNAVAILABLE")
        assert int(refused.header("retry-after")) > 0
    assert server.client.create_account().status == 201
