"""The figures as a table for people and as JSON for whoever computes with them."""

import json

from tests.bench.runner import Comparison, Result

VERDICT = {True: "yes", False: "**no**", None: "reported"}


def markdown(machine: dict[str, str], results: list[Result], rounds: int) -> str:
    lines = [f"- {name}: {value}" for name, value in machine.items()]
    lines += ["", f"{rounds} interleaved rounds after a warm-up; median (lowest-highest).", ""]
    lines += [
        "| what | ours | baseline | ratio (rounds) | wanted | met |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_row(result) for result in results]
    lines += [""] + [f"- {result.name}: {result.note}" for result in results if result.note]
    return "\n".join(lines)


def _row(result: Result) -> str:
    wanted = (
        f">= {result.at_least:g}" if result.at_least is not None
        else f"<= {result.at_most:g}" if result.at_most is not None
        else ""
    )  # fmt: skip
    if isinstance(result, Comparison):
        low, high = result.spread
        middle = f"{result.ours} | {result.baseline} | {result.ratio:.2f} ({low:.2f}-{high:.2f})"
    else:
        middle = f"{result.series} | |"
    return f"| {result.name} | {middle} | {wanted} | {VERDICT[result.met]} |"


def raw(machine: dict[str, str], results: list[Result], rounds: int) -> str:
    content = {"machine": machine, "rounds": rounds, "results": [result.as_json() for result in results]}
    return json.dumps(content, indent=1)
