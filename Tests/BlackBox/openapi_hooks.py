"""For schemathesis: puts ids of things that exist where the document wants ids of their kind.

Two of three values are replaced, so that what is made up is tried too. Only what fits the document is touched:
cases that are meant to be refused stay as they are.
"""

import json
import os
import random
import re

import schemathesis
from schemathesis.core import NOT_SET

with open(os.environ["HOLDFAST_SEED"], encoding="utf-8") as file:
    SEED = json.load(file)

RANDOM = random.Random(1)


def replacement(name, schema, components):
    """A value that exists for a property, or None."""
    if "$ref" in schema:
        schema = components.get(schema["$ref"].rsplit("/", 1)[-1], {})
    for part in [schema, *schema.get("anyOf", [])]:
        pattern = re.match(r"\^([a-z])\[0-9a-hjkmnp-tv-z\]\{16\}\$", part.get("pattern", ""))
        if pattern and SEED["ids"].get(pattern.group(1)):
            return RANDOM.choice(SEED["ids"][pattern.group(1)])
    if name in SEED["names"]:
        return RANDOM.choice(SEED["names"][name])
    return None


def replace(value, schema, components):
    """Replaces what can be replaced, in place."""
    if "$ref" in schema:
        schema = components.get(schema["$ref"].rsplit("/", 1)[-1], {})
    for part in schema.get("anyOf", []):
        replace(value, part, components)
    if isinstance(value, list):
        for element in value:
            replace(element, schema.get("items", {}), components)
    if not isinstance(value, dict):
        return
    for name, own in schema.get("properties", {}).items():
        if name not in value or value[name] is None:
            continue
        better = replacement(name, own, components)
        if better is not None and RANDOM.random() < 0.67:
            value[name] = better
        else:
            replace(value[name], own, components)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Just before a case is sent."""
    if case.method.upper() in ("GET", "HEAD", "TRACE"):
        # Content of these is refused before the path is looked at (RFC 9110, section 9.3.1), declared or not.
        case.body = NOT_SET
    if case.meta is None or case.meta.generation.mode.is_negative:
        return
    document = case.operation.schema.raw_schema
    components = document["components"]["schemas"]
    definition = document["paths"][case.operation.path][case.operation.method.lower()] \
        if case.operation.method.lower() in document["paths"][case.operation.path] else None
    if definition is None or case.method.lower() != case.operation.method.lower():
        return
    for parameter in definition.get("parameters", []):
        group = case.path_parameters if parameter["in"] == "path" else case.query if parameter["in"] == "query" else None
        if group and parameter["name"] in group and RANDOM.random() < 0.67:
            better = replacement(parameter["name"], parameter["schema"], components)
            if better is not None:
                group[parameter["name"]] = better
    if case.query:
        # One made up is never the next one of a list, and none stands beside an offset.
        case.query.pop("cursor", None)
    content = definition.get("requestBody", {}).get("content", {}).get("application/json")
    if content and isinstance(case.body, dict):
        replace(case.body, content["schema"], components)
        if "variantId" in case.body and "sku" in case.body and RANDOM.random() < 0.9:
            case.body.pop(RANDOM.choice(["variantId", "sku"]))
        if "email" in case.body and RANDOM.random() < 0.9:
            case.body["email"] = f"{RANDOM.getrandbits(64):x}@example.com"
