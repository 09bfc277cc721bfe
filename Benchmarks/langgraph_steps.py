"""A peer of the durable threads: LangGraph with a graph of three nodes that do nothing, checkpointed in a new SQLite file.

`langgraph_steps.py FILE SEQUENTIAL CONCURRENT THREADS` prints one JSON object. Each step's checkpoint is stored before the
next begins (durability "sync"); the file has a write-ahead log and is synced with each commit, as those of the engine.
"""

import json
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TypedDict

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph


class State(TypedDict):
    value: int


def application(path: str):
    connection = sqlite3.connect(path, check_same_thread=False)
    saver = SqliteSaver(connection)
    saver.setup()
    connection.execute("PRAGMA synchronous = FULL")
    graph = StateGraph(State)
    names = ["first", "second", "third"]
    for name in names:
        graph.add_node(name, lambda state: {"value": state["value"]})
    for before, after in zip([START, *names], [*names, END], strict=True):
        graph.add_edge(before, after)
    return graph.compile(checkpointer=saver)


def main() -> None:
    app = application(sys.argv[1])
    sequential, concurrent, threads = map(int, sys.argv[2:5])

    def run(name: str, number: int) -> float:
        begun = time.perf_counter()
        config = {"configurable": {"thread_id": f"{name}-{number}"}}
        if app.invoke({"value": number}, config, durability="sync")["value"] != number:
            raise RuntimeError("the graph gave another value")
        return time.perf_counter() - begun

    for number in range(20):
        run("warm", number)
    seconds = [run("alone", number) for number in range(sequential)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda number: run("many", number), range(concurrent)))
    print(json.dumps({"sequence": seconds, "concurrent_seconds": time.perf_counter() - begun}))


main()
