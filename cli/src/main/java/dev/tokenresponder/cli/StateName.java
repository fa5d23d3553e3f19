package dev.tokenresponder.cli;

import dev.tokenresponder.cli.state.Place;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.cli.state.StateFile;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where incidents are kept, as a person writes it.
 *
 * @param text a file, {@code dynamodb:TABLE} or {@code firestore:PROJECT[/DATABASE]}
 * @param endpoint where DynamoDB is; null for AWS itself
 * @param environment may name a Firestore emulator
 */
record StateName(String text, @Nullable URI endpoint, Map<String, String> environment) {
  private static final String DYNAMODB = "dynamodb:";
  private static final String FIRESTORE = "firestore:";

  /** Two letters at least, for one is a drive. */
  private static final Pattern KIND = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  /** What must be there. */
  State existing() {
    return inCloud() ? cloud() : StateFile.existing(path());
  }

  /**
   * What may have to be made, where it is a file.
   *
   * @param place what it must be about
   */
  State open(Place place) {
    if (!inCloud()) {
      return StateFile.open(path(), place);
    }
    if (place == Place.MADE_UP) {
      throw new UsageException(
          "give --endpoint-url with the cloud to act in: what is only tried is not written to "
              + text);
    }
    return cloud();
  }

  private boolean inCloud() {
    return text.startsWith(DYNAMODB) || text.startsWith(FIRESTORE);
  }

  private State cloud() {
    return text.startsWith(DYNAMODB)
        ? DynamoDbState.of(text.substring(DYNAMODB.length()), endpoint)
        : FirestoreState.of(text.substring(FIRESTORE.length()), environment);
  }

  private Path path() {
    if (KIND.matcher(text).matches()) {
      throw new UsageException(
          "--state must be a file, dynamodb:TABLE or firestore:PROJECT[/DATABASE]; for a file with"
              + " a colon in its name write ./"
              + text);
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("--state names no file: " + e.getMessage());
    }
  }
}
