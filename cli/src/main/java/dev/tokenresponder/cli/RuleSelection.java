package dev.tokenresponder.cli;

import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.RuleBook;
import dev.tokenresponder.respond.RuleFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The rules that a command is about: those named, or the ones that ship. */
final class RuleSelection {
  @Parameters(
      arity = "0..*",
      paramLabel = "DIR",
      description = "Folders or files of Sigma rules. Default: the rules that ship.")
  List<Path> folders = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy, for its playbooks and lists. Default: the one that ships.")
  @Nullable Path policyFile;

  RuleBook.Loading load() {
    Policy policy = policyFile == null ? PolicyReader.defaults() : PolicyReader.read(policyFile);
    List<RuleFile> files = new ArrayList<>(folders.isEmpty() ? RuleFile.builtIn() : List.of());
    folders.forEach(folder -> files.addAll(RuleOptions.under(folder)));
    if (files.isEmpty()) {
      throw new UsageException("there is no rule file in " + folders);
    }
    return RuleBook.load(files, policy);
  }

  /** The rules, when all can be used. */
  RuleBook book() {
    return new RuleOptions().usable(load());
  }
}
