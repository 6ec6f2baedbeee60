"""What an exception says may repeat what somebody wrote, so no log line repeats what an exception says."""

import json
import subprocess
import sys

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.trace import StatusCode

from imi_kit.sql import Database
from imi_kit.telemetry import without_words

WRITTEN = "Erika Mustermann, 1971-03-04"
FAILING = """
import logging
from imi_kit.telemetry import configure, get_logger

def fail():
    try:
        raise LookupError("Key (subject)=(Erika Mustermann, 1971-03-04) already exists")
    except LookupError as error:
        raise RuntimeError("[parameters: ('Erika Mustermann, 1971-03-04',)]") from error

configure("test", level="INFO", otlp_endpoint=None)
try:
    fail()
except RuntimeError:
    {log}
"""


def logged(call: str) -> str:
    """What a process of its own writes that logs a failure with `call`."""
    script = FAILING.format(log=call)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_a_log_line_names_kind_and_place_of_an_error_only() -> None:
    line = json.loads(logged('get_logger("test").exception("handling_failed")'))
    assert "builtins.RuntimeError" in line["exception"]
    assert "builtins.LookupError" in line["exception"]
    assert "<string>:9 fail" in line["exception"]
    assert WRITTEN not in json.dumps(line)


def test_what_libraries_log_is_as_discreet() -> None:
    written = logged('logging.getLogger("uvicorn.error").exception("Exception in ASGI application")')
    assert "builtins.RuntimeError" in written
    assert WRITTEN not in written


async def test_statements_that_fail_do_not_show_their_values() -> None:
    database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    assert database.engine.sync_engine.hide_parameters
    await database.close()


def test_spans_keep_the_kind_of_an_error_and_not_its_words() -> None:
    span = TracerProvider().get_tracer("test").start_span("send", attributes={"http.route": "/requests"})
    span.record_exception(LookupError(WRITTEN))
    span.set_status(StatusCode.ERROR, f"LookupError: {WRITTEN}")
    span.end()
    assert isinstance(span, ReadableSpan)
    told = without_words(span).to_json()
    assert WRITTEN in span.to_json()
    assert WRITTEN not in told
    assert "LookupError" in told
    assert "/requests" in told
