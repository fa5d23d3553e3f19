package dev.tokenresponder.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.aws.Permissions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints what {@code infra/aws/generated/functions.json} is. */
@Command(
    name = "permissions",
    description = "Print, as JSON, what each function on AWS does and has to be granted.")
final class PermissionsCommand implements Callable<Integer> {

  @Override
  public Integer call() throws JsonProcessingException {
    System.out.println(
        new ObjectMapper()
            .writer(new DefaultPrettyPrinter().withArrayIndenter(new DefaultIndenter()))
            .writeValueAsString(Permissions.byFunction()));
    System.out.flush();
    return 0;
  }
}
