package dev.tokenresponder.aws.packaged;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code function.zip} as Lambda runs it: unpacked, beside the Java runtime's own client. */
final class PackagedFunction implements AutoCloseable {
  private static final Path TARGET = Path.of("target");
  private static final String HANDLER =
      "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

  private final RuntimeApi api = new RuntimeApi();
  private final long started = System.nanoTime();
  private final Process process;
  private Duration startUp;

  PackagedFunction(String handler, Map<String, String> environment) throws IOException {
    Path task = UnpackedZip.in(TARGET.resolve("function"), TARGET.resolve("function.zip"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classpath =
        String.join(
            File.pathSeparator,
            task.toString(),
            task.resolve("lib") + "/*",
            TARGET.resolve("lambda-runtime") + "/*");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classpath,
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                HANDLER));
    Map<String, String> variables = builder.environment();
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", "token-responder");
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/token-responder");
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "s");
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("LAMBDA_TASK_ROOT", task.toString());
    variables.put("_HANDLER", HANDLER);
    variables.put("AWS_REGION", "us-east-1");
    variables.putIfAbsent("AWS_ACCESS_KEY_ID", "test");
    variables.putIfAbsent("AWS_SECRET_ACCESS_KEY", "test");
    variables.put("QUARKUS_LAMBDA_HANDLER", handler);
    variables.putAll(environment);
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(TARGET.resolve(handler + ".log").toFile()))
            .start();
  }

  RuntimeApi.Answer invoke(String event) throws InterruptedException {
    RuntimeApi.Answer answer = api.invoke(event, Duration.ofSeconds(60));
    if (startUp == null) {
      startUp = Duration.ofNanos(System.nanoTime() - started);
    }
    return answer;
  }

  /** From the start of the process to its first answer. */
  Duration startUp() {
    return startUp;
  }

  @Override
  public void close() {
    process.destroy();
    api.close();
  }
}
