package dev.tokenresponder.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An Amazon Resource Name in its parts.
 *
 * @param type what stands before the first slash of the resource: {@code role}, {@code user},
 *     {@code assumed-role}, {@code root}
 * @param name what stands behind it, path included; empty for {@code root}
 */
public record Arn(String partition, String service, String account, String type, String name) {

  /** Reads an ARN; empty when the text is none. */
  public static Optional<Arn> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    String[] parts = text.split(":", 6);
    if (parts.length != 6 || !parts[0].equals("arn") || parts[1].isEmpty()) {
      return Optional.empty();
    }
    String resource = parts[5];
    int slash = resource.indexOf('/');
    return Optional.of(
        new Arn(
            parts[1],
            parts[2],
            parts[4],
            slash < 0 ? resource : resource.substring(0, slash),
            slash < 0 ? "" : resource.substring(slash + 1)));
  }

  /** The name without its path: what IAM knows the role or user by. */
  public String lastName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The name's first part: the role of an assumed-role ARN. */
  public String firstName() {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }
}
