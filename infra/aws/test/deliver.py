"""What Terraform made, at work: samples go onto the bus of moto, and what its rules let through is
handed to the packaged functions over the Lambda Runtime API, each with the environment and, in
moto's books, the role that it was deployed with.

usage: deliver.py FUNCTION_ZIP RUNTIME_FOLDER EVENTS_FOLDER

It fails unless every sample that the rules match arrives, the stolen session ends contained, and no
function calls what its role does not grant.
"""
import base64
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request
import uuid
import zipfile
from queue import Empty, Queue

import boto3

ZIP, RUNTIME, EVENTS = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
NAME = "token-responder"
ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
STOLEN = EVENTS / "aws.cloudtrail/stolen-instance-session.json"

events, sqs, iam = boto3.client("events"), boto3.client("sqs"), boto3.client("iam")
functions = boto3.client("lambda")


class Recorder:
    """The calls that reach moto, as moto recorded them."""

    def __init__(self):
        self._ask("start-recording", b"")

    def _ask(self, what, body=None):
        request = urllib.request.Request(f"{ENDPOINT}/moto-api/recorder/{what}", data=body)
        with urllib.request.urlopen(request) as answer:
            return answer.read().decode()

    def calls_since_reset(self):
        calls = set()
        for line in self._ask("download-recording").splitlines():
            call = self._call(json.loads(line))
            if call:
                calls.add(call)
        self._ask("reset-recording", b"")
        return calls

    @staticmethod
    def _call(record):
        headers = {name.lower(): value for name, value in dict(record["headers"]).items()}
        scope = headers.get("authorization", "").partition("Credential=")[2].split("/")
        service = {"awsevents": "events"}.get(scope[3], scope[3]) if len(scope) > 3 else ""
        if "x-amz-target" in headers:
            return f"{service}:{headers['x-amz-target'].rpartition('.')[2]}"
        body = record.get("body") or ""
        if record.get("body_encoded"):
            body = base64.b64decode(body).decode()
        action = urllib.parse.parse_qs(body).get("Action")
        return f"{service}:{action[0]}" if action else None


class Function:
    """One packaged function in a process of its own, as Lambda runs it."""

    def __init__(self, name, task):
        self.name = name
        self._invocations, self._answers = Queue(), Queue()
        deployed = functions.get_function_configuration(FunctionName=f"{NAME}-{name}")
        self.arn = deployed["FunctionArn"]
        self._server = self._serve()
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
        classpath = os.pathsep.join([str(task), f"{task}/lib/*", f"{RUNTIME}/*"])
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classpath,
             "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", deployed["Handler"]],
            stdout=self._log, stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % self._server.server_port,
                "AWS_LAMBDA_FUNCTION_NAME": deployed["FunctionName"],
                "AWS_LAMBDA_FUNCTION_VERSION": "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(deployed["MemorySize"]),
                "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/" + deployed["FunctionName"],
                "AWS_LAMBDA_LOG_STREAM_NAME": "s",
                "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
                "LAMBDA_TASK_ROOT": str(task),
                "_HANDLER": deployed["Handler"],
                **here(deployed["Environment"]["Variables"]),
            })

    def _serve(self):
        function = self

        class Api(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                while True:
                    try:
                        event = function._invocations.get(timeout=1)
                        break
                    except Empty:
                        if function._process.poll() is not None:
                            return
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", str(uuid.uuid4()))
                self.send_header("Lambda-Runtime-Deadline-Ms", "9999999999999")
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", function.arn)
                self.send_header("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(event)))
                self.end_headers()
                self.wfile.write(event)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()
                function._answers.put((self.path.endswith("/response"), body.decode()))

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
        server.daemon_threads = True
        server.handle_error = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def invoke(self, event):
        self._invocations.put(event.encode())
        try:
            return self._answers.get(timeout=60)
        except Empty:
            return False, "no answer"

    def log(self):
        self._log.seek(0)
        return self._log.read().decode()

    def close(self):
        self._process.kill()
        self._process.wait()
        self._server.shutdown()
        return self.log()


def here(variables):
    """The layer is not mounted here: what is under /opt is where this test has unpacked it."""
    return {name: value.replace("/opt/", f"{OPT}/", 1) if value.startswith("/opt/") else value for name, value in variables.items()}


def record_of(sample):
    """A sample as EventBridge delivers it; None when it is of no bus of AWS's."""
    try:
        record = json.loads(sample.read_text())
    except ValueError:
        return None
    if isinstance(record, dict) and "detail-type" in record:
        return record
    if isinstance(record, dict) and "eventSource" in record and "userIdentity" in record:
        source = "aws." + str(record["eventSource"]).split(".")[0]
        return {"source": source, "detail-type": "AWS API Call via CloudTrail", "detail": record}
    return None


def put(bus, record):
    entry = {
        "EventBusName": bus,
        "Source": record["source"],
        "DetailType": record["detail-type"],
        "Detail": json.dumps(record["detail"]),
    }
    answer = events.put_events(Entries=[entry])
    if answer["FailedEntryCount"]:
        raise SystemExit(f"not taken: {answer}")


def take(queue):
    bodies = []
    while True:
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        if not messages:
            return bodies
        for message in messages:
            bodies.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


class Shadows:
    """A queue in place of each function that a rule of a bus has for a target: moto refuses events
    that are for functions."""

    def __init__(self, bus):
        self._bus, self._targets, self.queues = bus, {}, {}
        for rule in events.list_rules(EventBusName=bus)["Rules"]:
            if rule["Name"].startswith(NAME):
                self._put(rule["Name"])

    def _put(self, rule):
        name = rule.removeprefix(NAME + "-")
        url = sqs.create_queue(QueueName=f"shadow-{name}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        targets = events.list_targets_by_rule(Rule=rule, EventBusName=self._bus)["Targets"]
        events.remove_targets(Rule=rule, EventBusName=self._bus, Ids=[target["Id"] for target in targets])
        events.put_targets(Rule=rule, EventBusName=self._bus, Targets=[{"Id": "shadow", "Arn": arn}])
        self._targets[rule], self.queues[name] = targets, url

    def remove(self):
        for rule, targets in self._targets.items():
            events.remove_targets(Rule=rule, EventBusName=self._bus, Ids=["shadow"])
            events.put_targets(Rule=rule, EventBusName=self._bus, Targets=targets)
        for url in self.queues.values():
            sqs.delete_queue(QueueUrl=url)


def samples_pass(queues):
    """Every sample that a rule matches has to arrive, once."""
    matched = passed = 0
    for sample in sorted(EVENTS.glob("aws.*/*.json")):
        if sample.name.endswith(".expected.json"):
            continue
        record = record_of(sample)
        if record is None:
            continue
        expected = json.loads(sample.with_suffix("").with_suffix(".expected.json").read_text())["events"]
        wanted = any(event["status"] == "matched" for event in expected)
        put("default", record)
        came = sum(len(take(queue)) for queue in queues.values())
        if wanted and came != 1 or came > 1:
            raise SystemExit(f"{sample.parent.name}/{sample.name} arrived {came} times")
        matched, passed = matched + wanted, passed + came
    print(f"{matched} samples that rules match arrived, and {passed - matched} others with them")


def granted(function):
    role = f"{NAME}-{function}"
    document = iam.get_role_policy(RoleName=role, PolicyName="function")["PolicyDocument"]
    lambdas_own = {"Logs", "Keys", "Failed", "Queue", "Traces"}
    return {action for statement in document["Statement"] if statement["Sid"] not in lambdas_own for action in statement["Action"]}


def main_job(inbound, own):
    """A stolen session, from the default bus to the denial, through the deployed functions."""
    account = boto3.client("sts").get_caller_identity()["Account"]
    role = iam.create_role(RoleName="app-server", AssumeRolePolicyDocument="{}")["Role"]
    event = STOLEN.read_text().replace("111122223333", account).replace("AROAEXAMPLEROLE123456", role["RoleId"])
    recorder, calls = Recorder(), {}
    put("default", json.loads(event))
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(ZIP).extractall(folder)
        come = [body for queue in inbound.values() for body in take(queue)]
        step("evaluate", folder, come, recorder, calls)
        for function in ("revoke-sessions", "notify-owners"):
            step(function, folder, take(own[function]), recorder, calls)
    policies = iam.list_role_policies(RoleName="app-server")["PolicyNames"]
    print(f"policies of the stolen session's role: {policies}")
    if policies != ["TokenResponder"]:
        raise SystemExit("the session is not contained")
    for policy in policies:
        iam.delete_role_policy(RoleName="app-server", PolicyName=policy)
    iam.delete_role(RoleName="app-server")
    compare(calls)


def step(name, folder, messages, recorder, calls):
    function = Function(name, folder)
    try:
        recorder.calls_since_reset()
        if not messages:
            raise SystemExit(f"nothing came for {name}")
        for message in messages:
            success, body = function.invoke(json.dumps(message))
            if not success:
                raise SystemExit(f"{name} failed: {body}\n{function.log()}")
        calls[name] = recorder.calls_since_reset() - {"sts:GetCallerIdentity"}
    finally:
        log = function.close()
        print("\n".join(line for line in log.splitlines() if line.startswith("{")))


def compare(calls):
    for function, called in sorted(calls.items()):
        may = granted(function)
        print(f"{function}: granted {len(may)}, called {len(called)}; not called here: {', '.join(sorted(may - called)) or '-'}")
        if called - may:
            raise SystemExit(f"{function} calls what it is not granted: {sorted(called - may)}")


OPT = tempfile.mkdtemp()
layer = max(pathlib.Path(".build").glob("configuration-*.zip"), key=lambda zip: zip.stat().st_mtime)
zipfile.ZipFile(layer).extractall(OPT)
inbound, own = Shadows("default"), Shadows(NAME)
try:
    samples_pass(inbound.queues)
    main_job(inbound.queues, own.queues)
finally:
    inbound.remove()
    own.remove()
