"""The calls that reach moto, by what IAM calls them, as moto's recorder has them."""
import base64
import json
import os
import urllib.parse
import urllib.request

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
# What a service signs as, where IAM calls it otherwise; and paths of those with neither target nor action.
SERVICES = {"awsevents": "events"}
PATHS = {("eks", "GET", "clusters"): "eks:DescribeCluster"}


def _ask(what, body=None):
    request = urllib.request.Request(f"{ENDPOINT}/moto-api/recorder/{what}", data=body)
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


def start():
    _ask("start-recording", b"")


def since_reset():
    """What was called since the last time; sts:GetCallerIdentity, which needs no right, left out."""
    calls = {_call(json.loads(line)) for line in _ask("download-recording").splitlines()}
    _ask("reset-recording", b"")
    return calls - {None, "sts:GetCallerIdentity"}


def _call(record):
    headers = {name.lower(): value for name, value in dict(record["headers"]).items()}
    scope = headers.get("authorization", "").partition("Credential=")[2].split("/")
    if len(scope) < 4:
        return None
    service = SERVICES.get(scope[3], scope[3])
    if "x-amz-target" in headers:
        return f"{service}:{headers['x-amz-target'].rpartition('.')[2]}"
    body = record.get("body") or ""
    if record.get("body_encoded"):
        body = base64.b64decode(body).decode()
    action = urllib.parse.parse_qs(body).get("Action")
    path = urllib.parse.urlparse(record["url"]).path.strip("/").split("/")[0]
    return f"{service}:{action[0]}" if action else PATHS.get((service, record["method"], path), f"{service}:{record['method']} {path}")
