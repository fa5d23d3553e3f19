"""Reads `terraform show -json` of a plan; ends with 1 unless it changes nothing.

moto 5.2 forgets the key of a function's environment, and SnapStart, with which another version would be published; of a
queue's function it forgets the alias, of a stack set that it is the organization's; it gives JSON back with other white
space.
"""
import json
import sys

PUBLISHED = ("snap_start", "version", "qualified_arn", "qualified_invoke_arn")
FORGOTTEN = {
    ("aws_lambda_function", "kms_key_arn"),
    *(("aws_lambda_function", name) for name in PUBLISHED),
    ("aws_lambda_alias", "function_version"),
    ("aws_lambda_event_source_mapping", "function_name"),
}


def same(before, after):
    try:
        return json.loads(before) == json.loads(after)
    except (TypeError, ValueError):
        return before == after


def changes(resource):
    change = resource["change"]
    if change["actions"] in (["no-op"], ["read"]):
        return []
    if resource["type"].startswith("aws_cloudformation_stack_set"):
        return []
    if change["actions"] != ["update"]:
        return ["/".join(change["actions"])]
    before, after = change["before"], change["after"]
    names = [name for name in after if not same(before.get(name), after[name])]
    names += [name for name, unknown in change["after_unknown"].items() if unknown is True]
    return [name for name in names if (resource["type"], name) not in FORGOTTEN]


found = {r["address"]: changes(r) for r in json.load(sys.stdin).get("resource_changes", [])}
for address, names in found.items():
    if names:
        print(f"{address}: {', '.join(names)}")
sys.exit(any(found.values()))
