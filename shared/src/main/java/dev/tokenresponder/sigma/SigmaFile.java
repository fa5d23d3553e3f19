package dev.tokenresponder.sigma;

import java.util.List;

/**
 * What was found in a rule file.
 *
 * @param documents those that can be used
 * @param problems everything that is wrong, in the order of lines
 */
public record SigmaFile(String name, List<SigmaDocument> documents, List<SigmaProblem> problems) {

  public SigmaFile {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }
}
