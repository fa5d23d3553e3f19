"""IAM Identity Center in front of moto, which has every permission set provisioned at once and does not say how far that
is: after a change of its policy it is not, until it is provisioned (IAM Identity Center API reference,
ListPermissionSetsProvisionedToAccount, DescribePermissionSetProvisioningStatus)."""
import http.server
import json
import threading
import urllib.error
import urllib.request

CHANGES = ("PutInlinePolicyToPermissionSet", "DeleteInlinePolicyFromPermissionSet")


def in_front_of(endpoint):
    """The address at which it answers."""
    outdated = set()

    class Api(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            call, asked = self.headers["X-Amz-Target"].rpartition(".")[2], json.loads(body)
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            try:
                with urllib.request.urlopen(urllib.request.Request(endpoint, data=body, headers=headers)) as response:
                    status, answer = response.status, response.read()
            except urllib.error.HTTPError as error:
                status, answer = error.code, error.read()
            if status == 200 and call in CHANGES:
                outdated.add(asked["PermissionSetArn"])
            if status == 200 and call == "ProvisionPermissionSet":
                outdated.discard(asked["PermissionSetArn"])
                answer = begun(answer)
            if status == 200 and asked.get("ProvisioningStatus") == "LATEST_PERMISSION_SET_PROVISIONED":
                listed = json.loads(answer)
                listed["PermissionSets"] = [arn for arn in listed.get("PermissionSets", []) if arn not in outdated]
                answer = json.dumps(listed).encode()
            if call == "DescribePermissionSetProvisioningStatus":
                request = asked["ProvisionPermissionSetRequestId"]
                status, answer = 200, json.dumps({"PermissionSetProvisioningStatus": {"Status": "SUCCEEDED", "RequestId": request}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return "http://127.0.0.1:%d" % server.server_port


def begun(answer):
    """AWS answers while it still goes on; moto when it is over."""
    provisioning = json.loads(answer)
    provisioning["PermissionSetProvisioningStatus"]["Status"] = "IN_PROGRESS"
    return json.dumps(provisioning).encode()
