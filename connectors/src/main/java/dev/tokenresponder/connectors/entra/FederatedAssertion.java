package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The token of another identity provider, which the application in Entra trusts by a federated
 * credential (Microsoft Entra, "Workload identity federation"). Whoever runs the responder keeps
 * the file fresh, so it is read each time.
 */
record FederatedAssertion(Path file) implements ClientAssertion {

  @Override
  public String value() {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw ActionException.retryable(
          "the file with the federated token for Entra cannot be read: "
              + e.getClass().getSimpleName(),
          null);
    }
  }
}
