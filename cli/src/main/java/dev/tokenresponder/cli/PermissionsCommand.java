package dev.tokenresponder.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tokenresponder.action.Needed;
import dev.tokenresponder.cli.output.PrettyJson;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what {@code infra/aws/generated/functions.json} is, or that of Google Cloud. */
@Command(
    name = "permissions",
    description = "Print, as JSON, what each function does and has to be granted.")
final class PermissionsCommand implements Callable<Integer> {

  @Option(
      names = "--cloud",
      paramLabel = "NAME",
      defaultValue = "aws",
      description = "aws or google. Default: aws.")
  private String cloud = "aws";

  @Override
  public Integer call() throws JsonProcessingException {
    System.out.println(PrettyJson.of(needed()));
    System.out.flush();
    return 0;
  }

  private Map<String, Needed> needed() {
    return switch (cloud) {
      case "aws" -> dev.tokenresponder.aws.Permissions.byFunction();
      case "google" -> dev.tokenresponder.gcp.Permissions.byFunction();
      default -> throw new UsageException("--cloud must be aws or google, not '" + cloud + "'");
    };
  }
}
