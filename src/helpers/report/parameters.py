"""The parameters of the notebooks: their names and types, checked before anything runs.

papermill takes an unknown name with a warning and uses the default, and takes names as code; so names are compared
with the notebooks' own, and values are read by the declared type.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from helpers.errors import WrongUse

TYPES = ("str", "int", "float", "bool", "list")


class Parameter(NamedTuple):
    """One line of a parameters cell."""

    name: str
    type: str
    default: object


def read_parameters(notebook: Path) -> dict[str, Parameter]:
    """The parameters that a notebook declares, in order.

    Raises
    ------
    WrongUse
        If no cell is tagged ``parameters``, or a line of it is not ``name: type = literal  # meaning``.
    """
    for held in json.loads(notebook.read_text("utf-8"))["cells"]:
        if "parameters" in held["metadata"].get("tags", []):
            break
    else:
        raise WrongUse(f"{notebook.name} has no cell tagged `parameters`; tag the one that sets them")
    source = "".join(held["source"])
    try:
        found = [_declared(line) for line in ast.parse(source).body]
    except (SyntaxError, ValueError) as why:
        line = (why.text or source).strip() if isinstance(why, SyntaxError) else why
        raise WrongUse(f"{notebook.name}: `{line}` is no parameter; write `name: type = value  # meaning`") from None
    return {parameter.name: parameter for parameter in found}


def _declared(line: ast.stmt) -> Parameter:
    """The parameter that ``line`` declares; ``ValueError`` with its text if it is none."""
    match line:
        case ast.AnnAssign(ast.Name(name), ast.Name(kind), value) if kind in TYPES and value is not None:
            try:
                return Parameter(name, kind, ast.literal_eval(value))
            except ValueError:
                pass
    raise ValueError(ast.unparse(line))


def check_parameters(given: Mapping[str, object], notebooks: list[Path]) -> dict[Path, dict[str, object]]:
    """Each notebook's share of the parameters given, with values of the declared types.

    Parameters
    ----------
    given : mapping
        Name to value; text is read by the declared type (a list is separated by commas).

    Raises
    ------
    WrongUse
        If no notebook has a parameter of that name (the message names the nearest), or a value does not fit its type.
    """
    declared = {notebook: read_parameters(notebook) for notebook in notebooks}
    known = sorted({name for parameters in declared.values() for name in parameters})
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known)}"
            raise WrongUse(f"no notebook takes a parameter {name!r}{hint}")
    return {
        notebook: {name: _typed(parameters[name], value) for name, value in given.items() if name in parameters}
        for notebook, parameters in declared.items()
    }


def _typed(parameter: Parameter, value: object) -> object:
    try:
        if parameter.type == "list":
            return (
                [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else list(value)
            )
        if parameter.type == "bool":
            return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]
        if parameter.type == "int":
            return int(str(value))  # not 1 for 1.9
        return {"str": str, "float": float}[parameter.type](value)
    except (ValueError, TypeError, KeyError):
        raise WrongUse(
            f"{parameter.name} is {value!r}, but takes {parameter.type}, such as {parameter.default!r}"
        ) from None
