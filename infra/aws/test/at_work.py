"""What Terraform made, at work on moto: events go onto its buses, what its rules let through is handed to the packaged
functions, each with the environment and, in moto's books, the role that it was deployed with.

usage: at_work.py FUNCTION_ZIP RUNTIME_FOLDER EVENTS_FOLDER

It fails unless every sample that the rules match arrives, what is stolen ends contained, comes back when it is taken
back, and each function calls what its role grants: all of it, and nothing else.
"""
import base64
import collections
import gzip
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid
import zipfile

import boto3

import calls
import identity_center
from lambda_runtime import JAVA, Function
from shadows import NAME, Shadows, put, take

ZIP, RUNTIME, EVENTS = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
ACCOUNT, MEMBER = "111122223333", "444455556666"
DECLARED = json.loads(pathlib.Path("generated/functions.json").read_text())
# Grants by which Lambda itself works with a function; the function calls none of them.
LAMBDAS_OWN = {"Logs", "Keys", "Failed", "Queue", "Traces"}
FOLDER = pathlib.Path(tempfile.mkdtemp())

sqs, iam, lambdas = boto3.client("sqs"), boto3.client("iam"), boto3.client("lambda")
member_iam = boto3.client("iam", **{
    name: boto3.client("sts").assume_role(RoleArn=f"arn:aws:iam::{MEMBER}:role/setup", RoleSessionName="setup")["Credentials"][key]
    for name, key in (("aws_access_key_id", "AccessKeyId"), ("aws_secret_access_key", "SecretAccessKey"), ("aws_session_token", "SessionToken"))
})


def say(text):
    print(f"-- {text}", flush=True)


def demand(condition, otherwise):
    if not condition:
        raise SystemExit(f"at_work.py: {otherwise}")


class Deployment:
    """The deployed functions, started when they are first needed, and what each has called."""

    def __init__(self):
        zipfile.ZipFile(ZIP).extractall(FOLDER / "task")
        # The layer is not mounted here: what is under /opt is where it is unpacked.
        layer = max(pathlib.Path(".build").glob("configuration-*.zip"), key=lambda file: file.stat().st_mtime)
        zipfile.ZipFile(layer).extractall(FOLDER / "opt")
        self.functions, self.called, self.requested = {}, {}, []
        self.identity_center = identity_center.in_front_of(os.environ["AWS_ENDPOINT_URL"])
        self.inbound, self.own = Shadows("default", "partner"), Shadows(NAME)
        calls.start()

    def invoke(self, name, event, may_fail=False):
        if name not in self.functions:
            deployed = lambdas.get_function_configuration(FunctionName=f"{NAME}-{name}")
            variables = {
                variable: value.replace("/opt/", f"{FOLDER}/opt/", 1) if value.startswith("/opt/") else value
                for variable, value in deployed["Environment"]["Variables"].items()
            }
            variables["AWS_ENDPOINT_URL_SSO_ADMIN"] = self.identity_center
            self.functions[name] = Function(deployed, FOLDER / "task", RUNTIME, variables)
        function = self.functions[name]
        calls.since_reset()
        succeeded, answer = function.invoke(json.dumps(event))
        self.called.setdefault(name, set()).update(calls.since_reset())
        demand(succeeded or may_fail, f"{name} failed: {answer}\n{function.log()}")
        return answer

    def deliver(self, may_fail=False):
        """What waits on the buses, to the functions it is for, until nothing comes any more."""
        delivered = True
        while delivered:
            delivered = False
            # Who tells the owner waits for what is done meanwhile; here one comes after the other.
            for function, message in sorted([*self.inbound.take(), *self.own.take()], key=lambda come: come[0] == "notify-owners"):
                if message["detail-type"] == "Action Requested":
                    self.requested.append(message["detail"])
                self.invoke(function, message, may_fail)
                delivered = True

    def look_again(self):
        """What the re-check queues bring by now, as Lambda's event source does."""
        for function in ("revoke-sessions", "disable-keys"):
            queue = sqs.get_queue_url(QueueName=f"{NAME}-{function}-recheck")["QueueUrl"]
            for body in take(queue):
                self.invoke(function, {"Records": [{"messageId": str(uuid.uuid4()), "eventSource": "aws:sqs", "body": json.dumps(body)}]})
        self.deliver()

    def decide(self, incident):
        """Follows every link that a team has for an incident; what it asks is answered with yes."""
        environment = self.environment("notify-owners")
        key = boto3.client("secretsmanager").get_secret_value(SecretId=environment["TOKEN_RESPONDER_LINK_KEY"])["SecretString"]
        links = subprocess.run(
            [JAVA, "-cp", os.pathsep.join([str(FOLDER / "task"), f"{FOLDER}/task/lib/*"]), "test/Links.java", environment["TOKEN_RESPONDER_TABLE"], incident],
            env={**os.environ, "TOKEN_RESPONDER_LINK_KEY": key, "TOKEN_RESPONDER_LINK_URL": environment["TOKEN_RESPONDER_LINK_URL"]},
            check=True, capture_output=True, text=True).stdout.split()
        demand(links, f"there is no link for {incident}")
        for link in links:
            path = urllib.parse.urlparse(link).path
            claims = path.strip("/").split(".")[1]
            does = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["does"]
            for method, form in (("GET", ""), ("POST", "verdict=undo" if does == "undo" else "verdict=approve")):
                answer = self.invoke("decide-actions", url_event(method, path, form, {"content-type": "application/x-www-form-urlencoded"}))
                demand(json.loads(answer)["statusCode"] == 200, f"decide-actions answers {method} with {answer}")

    def ends(self):
        """How the actions ended, by what the functions have logged."""
        for function in self.functions.values():
            for line in function.log().splitlines():
                if line.startswith('{') and '"message":"action"' in line:
                    yield json.loads(line)["status"]

    def environment(self, name):
        return lambdas.get_function_configuration(FunctionName=f"{NAME}-{name}")["Environment"]["Variables"]

    def incident(self, action, account=ACCOUNT):
        return next(request["incident"] for request in reversed(self.requested) if request["action"] == action and request["account"] == account)

    def close(self):
        for function in self.functions.values():
            function.close()
        self.inbound.remove()
        self.own.remove()


def url_event(method, path, body, headers):
    """A request as a function URL hands it on."""
    return {
        "version": "2.0", "rawPath": path, "headers": headers, "isBase64Encoded": True,
        "body": base64.b64encode(body.encode()).decode(), "requestContext": {"http": {"method": method}},
    }


def sample(name, **instead):
    text = (EVENTS / name).read_text()
    for before, after in instead.items():
        text = text.replace(before, after)
    return json.loads(text)


def record_of(file):
    """A sample as EventBridge delivers it; None when it is of no bus of AWS's."""
    try:
        record = json.loads(file.read_text())
    except ValueError:
        return None
    if isinstance(record, dict) and "detail-type" in record:
        return record
    if isinstance(record, dict) and "eventSource" in record and "userIdentity" in record:
        source = "aws." + str(record["eventSource"]).split(".")[0]
        return {"source": source, "detail-type": "AWS API Call via CloudTrail", "detail": record}
    return None


def samples_pass(shadows):
    """What arrives is just what the rules can match: each sample that one matches, once, and those that a pattern cannot
    tell from them (let-through.txt). Returns what arrived, with what the sample's rules plan."""
    matched, others, arrived = 0, [], []
    for file in sorted(EVENTS.glob("aws.*/*.json")):
        record = None if file.name.endswith(".expected.json") else record_of(file)
        if record is None:
            continue
        expected = json.loads(file.with_suffix("").with_suffix(".expected.json").read_text())["events"]
        wanted = any(event["status"] == "matched" for event in expected)
        put("default", record)
        messages = shadows.take()
        came = len(messages)
        arrived += [(message, [action for event in expected for action in event.get("plan", [])]) for _, message in messages]
        demand(came == 1 if wanted else came <= 1, f"{file.parent.name}/{file.name} arrived {came} times")
        matched += wanted
        if came and not wanted:
            others.append(f"{file.parent.name}/{file.name}")
    lines = pathlib.Path("test/let-through.txt").read_text().splitlines()
    known = sorted(line for line in lines if line and not line.startswith("#"))
    demand(others == known, f"let through, and not in let-through.txt: {sorted(set(others) - set(known))}; in it, and not let through: {sorted(set(known) - set(others))}")
    say(f"{matched} samples that rules match arrived, and {len(others)} that a pattern cannot tell from them")
    return arrived


def samples_are_answered(deployment, arrived):
    """Everything that arrived is handed on, to the last action; there is nothing behind most of it to be contained."""
    before = collections.Counter(deployment.ends())
    asked = 0
    for message, plan in arrived:
        known = len(deployment.requested)
        deployment.invoke("evaluate", message, may_fail=not plan)
        deployment.deliver()
        requests = [request["action"] for request in deployment.requested[known:]]
        demand(set(requests) <= set(plan), f"{requests} was asked for, and {plan} is planned")
        asked += len(requests)
    ends = collections.Counter(deployment.ends()) - before
    demand(sum(ends.values()) == asked, f"{asked} actions were asked for, and they ended as {dict(ends)}")
    say(f"{len(arrived)} events judged; of {asked} actions: " + ", ".join(f"{count} {status}" for status, count in sorted(ends.items())))


def denied(of, role=None, user=None):
    """Whether the responder's denial is on a role or a user."""
    names = of.list_role_policies(RoleName=role) if role else of.list_user_policies(UserName=user)
    return "TokenResponder" in names["PolicyNames"]


def a_session(deployment, of, account, role):
    made = of.create_role(RoleName=role, AssumeRolePolicyDocument="{}")["Role"]
    of.tag_role(RoleName=role, Tags=[{"Key": "owner", "Value": "alice@example.com"}])
    put("default", sample("aws.cloudtrail/stolen-instance-session.json", **{
        "app-server": role, "AROAEXAMPLEROLE123456": made["RoleId"], ACCOUNT: account}))
    deployment.deliver()
    demand(denied(of, role=role), f"the session of {role} is not contained")
    say(f"a session of {role} in {account}: contained")


def a_users_session(deployment):
    user = iam.create_user(UserName="backup-bot")["User"]
    put("default", sample("aws.cloudtrail/self-granted-administrator.json", **{
        "deploy-bot": "backup-bot", "AIDAEXAMPLEUSER123456": user["UserId"]}))
    deployment.deliver()
    demand(denied(iam, user="backup-bot"), "the session of the user is not contained")
    say("a session of the user backup-bot: contained")


def a_failed_call(deployment):
    """What was refused to a thief waits for a person, who approves by link."""
    made = iam.create_role(RoleName="batch-server", AssumeRolePolicyDocument="{}")["Role"]
    event = sample("aws.cloudtrail/stolen-instance-session.json", **{
        "app-server": "batch-server", "AROAEXAMPLEROLE123456": made["RoleId"]})
    event["detail"]["errorCode"] = "AccessDenied"
    put("default", event)
    deployment.deliver()
    demand(not denied(iam, role="batch-server"), "the action did not wait for a person")
    deployment.decide(deployment.incident("revoke-role-session"))
    deployment.deliver()
    demand(denied(iam, role="batch-server"), "what a person approved is not done")
    say("a session of batch-server, of which a call failed: contained once a person has approved it by link")


def a_key(deployment, of, account, named):
    """named: whether the event says whose key it is."""
    of.create_user(UserName="deploy-bot", Tags=[{"Key": "owner", "Value": "bob@example.com"}])
    key = of.create_access_key(UserName="deploy-bot")["AccessKey"]["AccessKeyId"]
    event = sample("aws.health/exposed-key.json", **{"AKIAIOSFODNN7EXAMPLE": key, ACCOUNT: account})
    if not named:
        del event["detail"]["eventMetadata"]["userName"]
    put("default", event)
    deployment.deliver()
    demand(status(of) == "Inactive" and denied(of, user="deploy-bot"), f"the key in {account} is not contained")
    say(f"a key of deploy-bot in {account}: disabled")
    return key


def status(of):
    return of.list_access_keys(UserName="deploy-bot")["AccessKeyMetadata"][0]["Status"]


class PermissionSet:
    """One of IAM Identity Center, with the role that it stands behind."""

    def __init__(self):
        self.sso = boto3.client("sso-admin")
        self.instance = self.sso.list_instances()["Instances"][0]["InstanceArn"]
        self.set = self.sso.create_permission_set(InstanceArn=self.instance, Name="Developer")["PermissionSet"]["PermissionSetArn"]
        self.sso.provision_permission_set(InstanceArn=self.instance, PermissionSetArn=self.set, TargetType="AWS_ACCOUNT", TargetId=ACCOUNT)
        self.role = iam.create_role(
            RoleName="AWSReservedSSO_Developer_0123456789abcdef", Path="/aws-reserved/sso.amazonaws.com/eu-west-1/", AssumeRolePolicyDocument="{}")["Role"]

    def policy(self):
        return self.sso.get_inline_policy_for_permission_set(InstanceArn=self.instance, PermissionSetArn=self.set)["InlinePolicy"]

    def stolen(self, deployment):
        store = self.sso.list_instances()["Instances"][0]["IdentityStoreId"]
        put("default", sample("aws.guardduty/attack-sequence-identity-center.json", **{
            "AROAEXAMPLESSO1234567": self.role["RoleId"], "d-1234567890": store}))
        deployment.deliver()
        demand("Deny" in self.policy(), "the session of IAM Identity Center is not contained")
        say("a session of IAM Identity Center: contained")


def from_cluster(record):
    """A record of a cluster's audit log, as a subscription of CloudWatch Logs hands it to a function."""
    batch = {
        "messageType": "DATA_MESSAGE", "owner": ACCOUNT, "logGroup": "/aws/eks/shop/cluster",
        "logStream": "kube-apiserver-audit-0", "subscriptionFilters": ["audit"],
        "logEvents": [{"id": "1", "timestamp": 1, "message": json.dumps(record)}],
    }
    return {"awslogs": {"data": base64.b64encode(gzip.compress(json.dumps(batch).encode())).decode()}}


def clusters(deployment):
    """EKS is asked where the cluster is. There is none behind moto's: the actions fail from there on, to be tried again."""
    boto3.client("eks").create_cluster(name="shop", roleArn=f"arn:aws:iam::{ACCOUNT}:role/eks", resourcesVpcConfig={})
    of_pod = sample("kubernetes.audit/pod-token-from-internet.json")
    of_secret = {**of_pod, "auditID": str(uuid.uuid4())}
    of_secret["user"] = {**of_pod["user"], "username": "system:serviceaccount:shop:deploy", "extra": {}}
    of_secret["annotations"] = {**of_pod["annotations"], "authentication.k8s.io/legacy-token-manual-secret": "deploy-token"}
    for record in (of_pod, of_secret):
        deployment.invoke("evaluate", from_cluster(record))
        deployment.deliver(may_fail=True)
    say("tokens of a cluster: EKS is asked for it")


def a_webhook(deployment):
    """A deploy key is added, as GitHub tells a function URL."""
    body = json.dumps({
        "action": "created", "sender": {"login": "bob-example"}, "organization": {"login": "example"},
        "key": {"read_only": False, "key": "ssh-ed25519 AAAAEXAMPLEPUBLICKEY0006", "created_at": "2026-11-24T09:12:40Z"},
        "repository": {"full_name": "example/payments"},
    })
    environment = deployment.environment("receive-webhooks")
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=environment["TOKEN_RESPONDER_WEBHOOK_GITHUB"])["SecretString"]
    signature = hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
    before = len(deployment.requested)
    for _ in ("once", "again"):
        answer = deployment.invoke("receive-webhooks", url_event("POST", "/github", body, {
            "content-type": "application/json", "x-github-event": "deploy_key", "x-hub-signature-256": f"sha256={signature}"}))
        demand(json.loads(answer)["statusCode"] == 202, f"receive-webhooks answers {answer}")
    deployment.deliver()
    asked = [request["action"] for request in deployment.requested[before:]]
    demand(asked and len(asked) == len(set(asked)), f"the webhook led to {asked}")
    say("a webhook of GitHub: proven, judged, and once")


def taken_out(deployment, key):
    """Somebody else takes the responder's denial and the key's state back: it looks again half a minute later."""
    iam.delete_role_policy(RoleName="web-server", PolicyName="TokenResponder")
    iam.update_access_key(UserName="deploy-bot", AccessKeyId=key, Status="Active")
    time.sleep(31)
    deployment.look_again()
    demand(denied(iam, role="web-server") and status(iam) == "Inactive", "what somebody took out did not come back")
    say("looking again: what somebody took out is back")


def taken_back(deployment, permission_set):
    for action in ("revoke-user-sessions", "revoke-identity-center-sessions", "disable-access-key", "revoke-role-session"):
        deployment.decide(deployment.incident(action))
        deployment.deliver()
    demand(not denied(iam, user="backup-bot"), "the user's denial is still there")
    demand(not permission_set.policy(), "the permission set's denial is still there")
    demand(status(iam) == "Active" and not denied(iam, user="deploy-bot"), "the key is still disabled")
    say("links of the team: all of that is taken back")


def compare(called):
    """Declared by the code, granted by Terraform, called just now."""
    differ = False
    for function, needed in sorted(DECLARED.items()):
        declared = {*needed["own"], *needed["act"], *needed["undo"]}
        document = iam.get_role_policy(RoleName=f"{NAME}-{function}", PolicyName="function")["PolicyDocument"]
        granted = {action for statement in document["Statement"] if statement["Sid"] not in LAMBDAS_OWN for action in statement["Action"]}
        seen = called.get(function, set())
        same = declared == granted == seen
        print(f"{function}: " + (" = " if same else ", ").join(f"{name} {len(those)}" for name, those in (("declared", declared), ("granted", granted), ("called", seen))))
        for text, those in (("granted and not called", granted - seen), ("called and not granted", seen - granted), ("not declared as granted", declared ^ granted)):
            if those:
                print(f"  {text}: {', '.join(sorted(those))}")
        differ |= not same
    demand(not differ, "what is declared, granted and called differs")


deployment = Deployment()
try:
    arrived = samples_pass(deployment.inbound)
    a_session(deployment, iam, ACCOUNT, "app-server")
    a_session(deployment, iam, ACCOUNT, "web-server")
    a_session(deployment, member_iam, MEMBER, "app-server")
    a_users_session(deployment)
    a_failed_call(deployment)
    key = a_key(deployment, iam, ACCOUNT, named=True)
    a_key(deployment, member_iam, MEMBER, named=False)
    permission_set = PermissionSet()
    permission_set.stolen(deployment)
    a_webhook(deployment)
    clusters(deployment)
    taken_out(deployment, key)
    taken_back(deployment, permission_set)
    samples_are_answered(deployment, arrived)
    compare(deployment.called)
finally:
    deployment.close()
