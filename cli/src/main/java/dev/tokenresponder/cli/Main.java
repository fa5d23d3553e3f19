package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.policy.PolicyException;
import dev.tokenresponder.sigma.SigmaException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code token-responder}: the core on a command line. */
@Command(
    name = "token-responder",
    description = "Answers stolen application tokens.",
    mixinStandardHelpOptions = true,
    version = "token-responder 0.1.0",
    subcommands = {
      EvaluateCommand.class,
      RespondCommand.class,
      IncidentsCommand.class,
      UndoCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      RearmCommand.class,
      StopCommand.class,
      ResumeCommand.class,
      ExplainCommand.class,
      BacktestCommand.class,
      RulesCommand.class,
      PermissionsCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private static final int OUTPUT_BUFFER = 64 * 1024;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.setOut(stream(FileDescriptor.out));
    int code = run(args);
    if (System.out.checkError()) {
      System.err.println("token-responder: the output could not be written");
      code = Math.max(code, 1);
    }
    System.exit(code);
  }

  /** Runs a command; the exit codes are part of each command's help. */
  static int run(String... args) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.getSubcommands().values().forEach(Main::addHelp);
    commandLine.setExecutionExceptionHandler(
        (e, command, result) -> {
          if (e instanceof UsageException
              || e instanceof PolicyException
              || e instanceof SigmaException
              || e instanceof ActionException) {
            command.getErr().println(command.getCommandName() + ": " + e.getMessage());
            return 2;
          }
          throw e;
        });
    return commandLine.execute(args);
  }

  private static void addHelp(CommandLine subcommand) {
    if (!(subcommand.getCommand() instanceof CommandLine.HelpCommand)) {
      subcommand.getCommandSpec().mixinStandardHelpOptions(true);
      subcommand.getSubcommands().values().forEach(Main::addHelp);
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), OUTPUT_BUFFER),
        false,
        StandardCharsets.UTF_8);
  }
}
