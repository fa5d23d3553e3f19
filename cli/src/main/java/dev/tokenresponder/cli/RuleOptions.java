package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.RuleBook;
import dev.tokenresponder.respond.RuleFile;
import dev.tokenresponder.sigma.SigmaProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rules and which policy are in force. */
final class RuleOptions {
  private static final int MOST_SHOWN = 20;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description = "A folder of further Sigma rules; may be given more than once.")
  List<Path> folders = new ArrayList<>();

  @Option(names = "--no-builtin-rules", description = "Leave out the rules that ship.")
  boolean noBuiltIn;

  @Option(
      names = "--keep-going",
      description = "Leave out rules that cannot be used, and say which, instead of stopping.")
  boolean keepGoing;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy. Default: monitor mode, no exemptions, limits on.")
  @Nullable Path policyFile;

  Policy policy() {
    return policyFile == null ? PolicyReader.defaults() : PolicyReader.read(policyFile);
  }

  RuleBook rules(Policy policy) {
    return usable(RuleBook.load(files(), policy));
  }

  /** The book, once it is said what is wrong with the rest. */
  RuleBook usable(RuleBook.Loading loading) {
    List<SigmaProblem> errors = loading.errors();
    if (!errors.isEmpty() && !keepGoing) {
      String more = errors.size() > MOST_SHOWN ? "\n… and " + (errors.size() - MOST_SHOWN) : "";
      throw new UsageException(
          "rules cannot be used (--keep-going would leave them out):\n"
              + errors.stream().limit(MOST_SHOWN).map(Safe::text).collect(Collectors.joining("\n"))
              + more);
    }
    errors.forEach(problem -> System.err.println("left out: " + Safe.text(problem)));
    return loading.book();
  }

  List<RuleFile> files() {
    List<RuleFile> files = new ArrayList<>(noBuiltIn ? List.of() : RuleFile.builtIn());
    folders.forEach(folder -> files.addAll(under(folder)));
    return files;
  }

  static List<RuleFile> under(Path folder) {
    try {
      return RuleFile.under(folder);
    } catch (IOException e) {
      throw new UsageException("the rules in " + folder + " cannot be read: " + e);
    }
  }
}
