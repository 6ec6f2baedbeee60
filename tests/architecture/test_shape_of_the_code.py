"""The code stays readable: short modules, short functions, a sentence at the top of each."""

import ast
import statistics
from typing import Any

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
MEDIAN_MODULE = 90
ROUTE_STATEMENTS = 12
# The two loops that must outlive whatever happens to one message.
LOOPS = {"services/kit/imi_kit/bus/consumer.py", "services/kit/imi_kit/bus/relay.py"}
# What carries an error from one thread to another, or turns it into "not ready", with the reason beside it.
REASONED = {"services/kit/imi_kit/http/health.py"}
BROAD = {"Exception", "BaseException"}


def test_every_module_says_what_it_is(modules: list[Any]) -> None:
    assert [m.name for m in modules if not ast.get_docstring(m.tree)] == []


def test_no_module_is_longer_than_400_lines_and_half_of_them_are_shorter_than_90(modules: list[Any]) -> None:
    assert [f"{m.name}: {m.lines}" for m in modules if m.lines > LONGEST_MODULE] == []
    assert statistics.median(m.lines for m in modules) < MEDIAN_MODULE


def test_no_function_is_longer_than_60_lines(modules: list[Any]) -> None:
    long = [
        f"{module.name}: {node.name}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_routes_parse_call_and_answer_in_a_dozen_statements(running: list[Any]) -> None:
    long = [
        f"{module.name}: {node.name}"
        for module in running
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AsyncFunctionDef)
        and any(_is_route(decorator) for decorator in node.decorator_list)
        and _statements(node) > ROUTE_STATEMENTS
    ]
    assert long == []


def test_routes_are_never_synchronous(running: list[Any]) -> None:
    found = [
        f"{module.name}: {node.name}"
        for module in running
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        and any(_is_route(decorator) for decorator in node.decorator_list)
    ]
    assert found == []


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in {"get", "post", "put", "patch", "delete"}
        and isinstance(decorator.func.value, ast.Name)
    )


def _statements(route: ast.AsyncFunctionDef) -> int:
    inner = [node for statement in route.body for node in ast.walk(statement)]
    documented = 1 if ast.get_docstring(route) else 0
    return sum(isinstance(node, ast.stmt) for node in inner) - documented


def test_only_the_loops_catch_everything(running: list[Any]) -> None:
    found = [
        f"{module.name}:{handler.lineno}"
        for module in running
        if module.name not in LOOPS | REASONED
        for handler in ast.walk(module.tree)
        if isinstance(handler, ast.ExceptHandler) and _catches_everything(handler)
    ]
    assert found == []


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    """A bare or broad except that does not raise again."""
    caught = (
        [node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)]
        if handler.type
        else ["Exception"]
    )
    raises = any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))
    return bool(BROAD & set(caught)) and not raises


def test_only_settings_read_the_environment(running: list[Any]) -> None:
    found = [
        f"{module.name}:{node.lineno}"
        for module in running
        if not module.name.endswith("/settings.py")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        and node.attr in {"environ", "getenv", "environb"}
    ]
    assert found == []
