package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The action of an incident that counts on a statement. Statement ids are made of owners, and of
 * nothing else: {@code <incident>H<hash of action and target>}, then {@code K} where a key was
 * active before, then {@code C} where the statement denies more than this owner asked for. Letters
 * and digits are all that IAM allows there (IAM User Guide, "IAM JSON policy elements: Sid").
 *
 * @param incident its small letters and digits
 * @param hash 32 hexadecimal digits of SHA-256, for callers choose the names of their sessions
 * @param keyWasActive what the undo of a disabled key has to know
 * @param covered the statement was written for somebody else, and is enough for this owner too
 */
public record Owner(String incident, String hash, boolean keyWasActive, boolean covered) {
  private static final Pattern ONE = Pattern.compile("([a-z0-9]+)H([0-9a-f]{32})(K?)(C?)");
  private static final List<String> ABOUT_ONE =
      List.of("revoke-role-session", "revoke-identity-center-sessions");

  /**
   * The owner for a request: the same each time the action is asked for.
   *
   * @param userId the one session or person it is about; null for all
   */
  static Owner of(ActionRequest request, @Nullable String userId, boolean keyWasActive) {
    String about = userId == null ? request.target() : userId;
    return new Owner(
        request.incident().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""),
        hash(request.action(), about),
        keyWasActive,
        false);
  }

  /** The owners that a statement id names; empty when it is not one of ours. */
  static List<Owner> of(String sid) {
    List<Owner> owners = new ArrayList<>();
    Matcher matcher = ONE.matcher(sid);
    int end = 0;
    while (end < sid.length() && matcher.find() && matcher.start() == end) {
      owners.add(
          new Owner(
              matcher.group(1),
              matcher.group(2),
              !matcher.group(3).isEmpty(),
              !matcher.group(4).isEmpty()));
      end = matcher.end();
    }
    return end == sid.length() ? List.copyOf(owners) : List.of();
  }

  /** Whether both are the same action of the same incident. */
  boolean isSame(Owner other) {
    return incident.equals(other.incident) && hash.equals(other.hash);
  }

  /** Whether both are the same action, of different incidents. */
  boolean isRival(Owner other) {
    return hash.equals(other.hash) && !incident.equals(other.incident);
  }

  boolean isIn(List<Owner> owners) {
    return owners.stream().anyMatch(this::isSame);
  }

  /** Whether it is about this one session or person. */
  boolean isAbout(String userId) {
    return ABOUT_ONE.stream().anyMatch(action -> hash.equals(hash(action, userId)));
  }

  Owner asCovered() {
    return new Owner(incident, hash, keyWasActive, true);
  }

  private static String hash(String action, String about) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((action + "/" + about).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** As it stands in a statement id. */
  @Override
  public String toString() {
    return incident + "H" + hash + (keyWasActive ? "K" : "") + (covered ? "C" : "");
  }
}
