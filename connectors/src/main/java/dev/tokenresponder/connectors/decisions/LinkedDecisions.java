package dev.tokenresponder.connectors.decisions;

import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.respond.DecisionDesk;
import dev.tokenresponder.respond.DecisionLinks;
import dev.tokenresponder.respond.Decisions;
import dev.tokenresponder.respond.ResponseBus;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;

/** Decisions by link, as the environment names them (docs/approvals.md). */
public final class LinkedDecisions {
  /** What links are signed with; a secret, or two with a blank between while it is changed. */
  public static final String KEY = "TOKEN_RESPONDER_LINK_KEY";

  /** Where {@code decide-actions} is. */
  public static final String URL = "TOKEN_RESPONDER_LINK_URL";

  private static final Pattern HTTPS =
      Pattern.compile(
          "https://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?"
              + "(?:/[A-Za-z0-9._~-]{1,100}){0,4}/?");

  private LinkedDecisions() {}

  /**
   * The links that whoever tells owners adds for the team; none when the environment names none.
   *
   * @throws IllegalArgumentException when what it names cannot be used; shows no key
   */
  public static DecisionLinks links(
      Map<String, String> environment, IncidentStore store, Clock clock) {
    String key = environment.getOrDefault(KEY, "");
    String url = environment.getOrDefault(URL, "").strip();
    if (key.isBlank() != url.isBlank()) {
      throw new IllegalArgumentException(KEY + " and " + URL + " go together: set both or none");
    }
    if (key.isBlank()) {
      return DecisionLinks.NONE;
    }
    if (!HTTPS.matcher(url).matches()) {
      throw new IllegalArgumentException(URL + " must be an https URL without query");
    }
    return new SignedLinks(tokens(key), URI.create(url), new Decisions(store, clock), clock);
  }

  /**
   * What answers behind the links.
   *
   * @throws IllegalArgumentException when the environment names no key, or none that can be used;
   *     shows none
   */
  public static DecisionsEndpoint endpoint(
      Map<String, String> environment, IncidentStore store, ResponseBus bus, Clock clock) {
    return new DecisionsEndpoint(
        tokens(environment.getOrDefault(KEY, "")), new DecisionDesk(store, bus, clock), clock);
  }

  private static DecisionTokens tokens(String key) {
    try {
      return new DecisionTokens(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEY + ": " + e.getMessage());
    }
  }
}
