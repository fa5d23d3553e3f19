"""Queues in the place of the functions that rules have for targets: moto refuses events that are for functions."""
import json

import boto3

NAME = "token-responder"
events, sqs = boto3.client("events"), boto3.client("sqs")


def put(bus, record):
    answer = events.put_events(Entries=[{
        "EventBusName": bus,
        "Source": record["source"],
        "DetailType": record["detail-type"],
        "Detail": json.dumps(record["detail"]),
    }])
    if answer["FailedEntryCount"]:
        raise SystemExit(f"not taken: {answer}")


def take(queue):
    """All that a queue has, taken out of it."""
    bodies = []
    while True:
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        if not messages:
            return bodies
        for message in messages:
            bodies.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


class Shadows:
    """The rules of some buses, with a queue for each."""

    def __init__(self, *buses):
        self._targets, self._queues = {}, {}
        for bus in buses:
            for rule in events.list_rules(EventBusName=bus)["Rules"]:
                if rule["Name"].startswith(NAME):
                    self._put(bus, rule["Name"])

    def _put(self, bus, rule):
        url = sqs.create_queue(QueueName=f"shadow-{rule}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        targets = events.list_targets_by_rule(Rule=rule, EventBusName=bus)["Targets"]
        events.remove_targets(Rule=rule, EventBusName=bus, Ids=[target["Id"] for target in targets])
        events.put_targets(Rule=rule, EventBusName=bus, Targets=[{"Id": "shadow", "Arn": arn}])
        self._targets[bus, rule] = targets
        self._queues[url] = targets[0]["Id"]

    def take(self):
        """Each message that has come, with the function that it is for: the id of the target."""
        return [(function, message) for queue, function in self._queues.items() for message in take(queue)]

    def remove(self):
        for (bus, rule), targets in self._targets.items():
            events.remove_targets(Rule=rule, EventBusName=bus, Ids=["shadow"])
            events.put_targets(Rule=rule, EventBusName=bus, Targets=targets)
        for queue in self._queues:
            sqs.delete_queue(QueueUrl=queue)
