"""What a cold start costs the packaged functions at several sizes of memory: each process gets the share of a processor that
Lambda gives with it (a whole one at 1,769 MB: Lambda Developer Guide, "Configure Lambda function memory") and may take no
more memory than that. Needs root and cgroups of version 1, moto_server with a table and a bus, and nothing else that runs.

usage: cold_start.py FUNCTION_ZIP RUNTIME_FOLDER EVENTS_FOLDER [RUNS]
"""
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time
import zipfile

import boto3

from lambda_runtime import Function

ZIP, RUNTIME, EVENTS = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
RUNS = int(sys.argv[4]) if len(sys.argv) > 4 else 3
SIZES = (512, 768, 1024, 1536, 1769)
PERIOD = 100_000
NAME = "cold-start"


class Limits:
    """A share of a processor and of memory for what is started in it."""

    def __init__(self, size):
        self.folders = [pathlib.Path(f"/sys/fs/cgroup/{kind}/{NAME}-{size}") for kind in ("cpu", "memory")]
        for folder in self.folders:
            folder.mkdir(exist_ok=True)
        processor, memory = self.folders
        (processor / "cpu.cfs_period_us").write_text(str(PERIOD))
        (processor / "cpu.cfs_quota_us").write_text(str(int(PERIOD * size / 1769)))
        (memory / "memory.limit_in_bytes").write_text(str(size * 1024 * 1024))
        entering = " && ".join(f"echo $$ > {folder}/cgroup.procs" for folder in self.folders)
        self.wrapper = ("sh", "-c", f'{entering} && exec "$@"', "sh")

    def close(self):
        for folder in self.folders:
            for _ in range(50):
                try:
                    folder.rmdir()
                    break
                except OSError:
                    time.sleep(0.1)


def most_memory(pid):
    """In MiB, the files that are mapped among it."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def table_and_bus():
    boto3.client("events").create_event_bus(Name=NAME)
    boto3.client("dynamodb").create_table(
        TableName=NAME, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")])


def start(function, size, task, policy, event):
    """Seconds until the first event is asked for, until it is answered, for the next, and the most memory."""
    limits = Limits(size)
    configuration = {"FunctionArn": f"arn:aws:lambda:us-east-1:111122223333:function:{function}", "FunctionName": function, "MemorySize": size,
                     "Handler": "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"}
    begun = time.monotonic()
    process = Function(configuration, task, RUNTIME, {
        "QUARKUS_LAMBDA_HANDLER": function, "TOKEN_RESPONDER_POLICY": policy, "TOKEN_RESPONDER_TABLE": NAME, "TOKEN_RESPONDER_BUS": NAME,
    }, limits.wrapper)
    try:
        if not process.asks.wait(60):
            raise SystemExit(process.log())
        asked = time.monotonic()
        took = []
        for _ in range(2):
            before = time.monotonic()
            succeeded, answer = process.invoke(event)
            if not succeeded:
                raise SystemExit(f"{function} failed: {answer}\n{process.log()}")
            took.append(time.monotonic() - before)
        return asked - begun, *took, most_memory(process.process.pid)
    finally:
        process.close()
        limits.close()


def main():
    table_and_bus()
    folder = pathlib.Path(tempfile.mkdtemp())
    zipfile.ZipFile(ZIP).extractall(folder / "task")
    policy = folder / "policy.yml"
    policy.write_text("{version: 1, mode: enforce, trusted_networks: [], notifications: {sns_topic: none}}")
    event = (EVENTS / "aws.cloudtrail/stolen-instance-session.json").read_text()
    request = json.dumps({
        "source": "token-responder", "detail-type": "Action Requested",
        "detail": {"incident": "inc-20261124-000000000000", "action": "revoke-role-session", "target": "AROAEXAMPLEROLE123456:i-0abcd1234ef567890",
                   "account": "123456789012", "mode": "monitor", "reason": "cold start", "attempt": 1, "requested_at": "2026-11-24T00:00:00Z",
                   "arguments": {"session": "AROAEXAMPLEROLE123456:i-0abcd1234ef567890", "role": "arn:aws:iam::123456789012:role/app-server"},
                   "evidence": {}}})
    print(f"{'function':16} {'MiB':>5} {'start s':>8} {'first s':>8} {'next s':>8} {'memory MiB':>11}")
    for function, message in (("evaluate", event), ("revoke-sessions", request)):
        for size in SIZES:
            runs = [start(function, size, folder / "task", str(policy), message) for _ in range(RUNS)]
            begun, first, following, memory = (statistics.median(column) for column in zip(*runs))
            print(f"{function:16} {size:5} {begun:8.2f} {first:8.2f} {following:8.3f} {memory:11.0f}", flush=True)


main()
