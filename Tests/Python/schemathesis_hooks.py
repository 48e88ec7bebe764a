"""What `schemathesis` is told about the control API beyond its description (see test_openapi.py)."""

import itertools
import json
import os
import re

import schemathesis

KNOWN = json.loads(os.environ["CORECRAFT_KNOWN"])
EPISODES = itertools.cycle(KNOWN["episodes"])
NUMBERS = itertools.count()


def is_valid(case):
    return case.meta is not None and case.meta.generation.mode.is_positive


@schemathesis.hook
def before_call(context, case, kwargs):
    """Leads valid requests to what is there, and gives each a key of its own: a used one is refused, as it should be."""
    if not is_valid(case):
        return
    path = case.operation.path
    parameters = case.path_parameters or {}
    if "/episodes/{id}" in path:
        parameters["id"] = next(EPISODES)
    if "/tasks/{id}" in path:
        parameters["id"] = KNOWN["task"]
    if "{digest}" in path:
        parameters["digest"] = KNOWN["snapshot"]
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"key-{next(NUMBERS)}"


@schemathesis.check
def valid_data_is_not_refused_for_its_shape(ctx, response, case):
    """422 is right for what a schema cannot say, such as a record beyond the last; never for what it does say."""
    if not is_valid(case) or response.status_code != 422:
        return
    problem = response.json()
    # These are of shapes: what must be a string, be in a range, be there, or not be known.
    shapes = re.compile(r"must be (a|an|one of|true) |is missing|is not known here")
    wrong = [item for item in problem.get("errors", []) if shapes.match(item["message"])]
    if wrong:
        raise AssertionError(f"the schema allows what is refused: {wrong}")
