package dev.tokenresponder.cli;

import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.RuleBook;
import dev.tokenresponder.respond.RuleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rules and which policy are in force. */
final class RuleOptions {
  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description = "A folder of further Sigma rules; may be given more than once.")
  List<Path> folders = new ArrayList<>();

  @Option(names = "--no-builtin-rules", description = "Leave out the rules that ship.")
  boolean noBuiltIn;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy. Default: monitor mode, no exemptions, limits on.")
  @Nullable Path policyFile;

  Policy policy() {
    return policyFile == null ? PolicyReader.defaults() : PolicyReader.read(policyFile);
  }

  RuleBook rules(Policy policy) {
    List<RuleFile> files = new ArrayList<>(noBuiltIn ? List.of() : RuleFile.builtIn());
    for (Path folder : folders) {
      try {
        files.addAll(RuleFile.under(folder));
      } catch (IOException e) {
        throw new UsageException("the rules in " + folder + " cannot be read: " + e);
      }
    }
    return RuleBook.of(files, policy);
  }
}
