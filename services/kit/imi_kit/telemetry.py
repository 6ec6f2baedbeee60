"""Logs as structlog events with trace ids, traces by OpenTelemetry, figures for Prometheus."""

import logging
import sys

import structlog
from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from structlog.typing import EventDict, WrappedLogger

# The processor's own default of 2048 dropped spans in bursts of some thousand.
SPAN_QUEUE = 16_384


def configure(service: str, *, level: str, otlp_endpoint: str | None) -> None:
    """Set up logging and tracing of this process; spans leave it only when an endpoint is configured."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"imi-{service}"}))
    if otlp_endpoint:
        exporter = OTLPSpanExporter(endpoint=f"{otlp_endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=SPAN_QUEUE))
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
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout)


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
