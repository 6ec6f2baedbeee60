"""Logs as structlog events with trace ids, traces by OpenTelemetry, figures for Prometheus."""

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType

import structlog
from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Status
from structlog.typing import EventDict, WrappedLogger

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]
CAUSES_SHOWN, FRAMES_SHOWN = 5, 30
WORDS = {"exception.message", "exception.stacktrace"}

# The processor's own default of 2048 dropped spans in bursts of some thousand.
SPAN_QUEUE = 16_384


def configure(service: str, *, level: str, otlp_endpoint: str | None) -> None:
    """Set up logging and tracing of this process; spans leave it only when an endpoint is configured."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"imi-{service}"}))
    if otlp_endpoint:
        exporter = OTLPSpanExporter(endpoint=f"{otlp_endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(DiscreetSpans(exporter, max_queue_size=SPAN_QUEUE))
    trace.set_tracer_provider(provider)
    _configure_logging(service, level)


def _configure_logging(service: str, level: str) -> None:
    def add_service(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_service,
        add_trace_id,
        structlog.processors.ExceptionRenderer(places),
        structlog.processors.JSONRenderer(),
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout, force=True)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(PlacesOnly(logging.BASIC_FORMAT))


class DiscreetSpans(BatchSpanProcessor):
    """Instrumentation notes what exceptions say; the trace keeps their kind, and the log their places."""

    def on_end(self, span: ReadableSpan) -> None:
        super().on_end(without_words(span))


def without_words(span: ReadableSpan) -> ReadableSpan:
    """A copy that tells of its exceptions nothing but their kind."""
    kinds = [
        Event(e.name, {k: v for k, v in (e.attributes or {}).items() if k not in WORDS}, e.timestamp)
        for e in span.events
    ]
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=span.attributes,
        events=kinds,
        links=span.links,
        kind=span.kind,
        instrumentation_scope=span.instrumentation_scope,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
    )


class PlacesOnly(logging.Formatter):
    """For what libraries log by themselves, the web server's unhandled errors among it."""

    def formatException(self, ei: ExceptionInfo | tuple[None, None, None]) -> str:  # noqa: N802
        return places(ei) if ei[0] else ""


def places(exc_info: ExceptionInfo) -> str:
    """Kinds of the exceptions and where they passed; never what they say, for drivers repeat whole rows there."""
    lines = [line for error in _causes(exc_info[1]) for line in (_kind(error), *_frames(error))]
    return "\n".join(lines)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it, latest first."""
    for _ in range(CAUSES_SHOWN):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__)[-FRAMES_SHOWN:]:
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"


def add_trace_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Structlog processor: the running trace, so that a log line leads to the whole story."""
    if trace_id := current_trace_id():
        event["trace_id"] = trace_id
    return event


def current_trace_id() -> str | None:
    """32 hex digits, or None outside any span."""
    context = trace.get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else None


def current_traceparent() -> str | None:
    """W3C traceparent of the running span, to travel in an envelope."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent")


def context_of(traceparent: str | None) -> Context | None:
    """The context that a message carried, to continue its trace."""
    return propagate.extract({"traceparent": traceparent}) if traceparent else None


def get_tracer() -> trace.Tracer:
    return trace.get_tracer("imi")


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(component=name)
    return logger
