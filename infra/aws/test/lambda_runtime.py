"""A packaged function in a process of its own, behind the Lambda Runtime API, as Lambda runs it
(Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes")."""
import http.server
import os
import subprocess
import tempfile
import threading
import uuid
from queue import Empty, Queue

JAVA = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"


class Function:
    """configuration is what GetFunctionConfiguration says; task the folder of the unpacked zip;
    runtime that of the runtime interface client; wrapper what the process is started with."""

    def __init__(self, configuration, task, runtime, environment, wrapper=()):
        self.arn = configuration["FunctionArn"]
        self._invocations, self._answers = Queue(), Queue()
        self.asks = threading.Event()
        self._server = self._serve()
        self._log = tempfile.TemporaryFile()
        classpath = os.pathsep.join([str(task), f"{task}/lib/*", f"{runtime}/*"])
        self.process = subprocess.Popen(
            [*wrapper, JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classpath,
             "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", configuration["Handler"]],
            stdout=self._log, stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % self._server.server_port,
                "AWS_LAMBDA_FUNCTION_NAME": configuration["FunctionName"],
                "AWS_LAMBDA_FUNCTION_VERSION": "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(configuration["MemorySize"]),
                "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/" + configuration["FunctionName"],
                "AWS_LAMBDA_LOG_STREAM_NAME": "s",
                "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
                "LAMBDA_TASK_ROOT": str(task),
                "_HANDLER": configuration["Handler"],
                **environment,
            })

    def _serve(self):
        function = self

        class Api(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                function.asks.set()
                while True:
                    try:
                        event = function._invocations.get(timeout=1)
                        break
                    except Empty:
                        if function.process.poll() is not None:
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
        """Whether it succeeded, and what it answered."""
        self._invocations.put(event.encode())
        try:
            return self._answers.get(timeout=90)
        except Empty:
            return False, "no answer"

    def log(self):
        self._log.seek(0)
        return self._log.read().decode()

    def close(self):
        self.process.kill()
        self.process.wait()
        self._server.shutdown()
