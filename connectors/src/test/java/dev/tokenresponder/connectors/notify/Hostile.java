package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.OwnerMessage;

/** What an attacker might bring into a message to owners. */
final class Hostile {
  static final String MARK_UP =
      "<!channel> <!here|x> <@U123> <#C123> <!subteam^S1> @everyone @here <users/all> <users/1>"
          + " <https://evil.example/a|the console> https://evil.example/b HTTPS://evil.example"
          + " www.evil.example WWW.evil.example *bold* _it_ ~st~ `code` ```block``` &lt;!channel&gt;"
          + " &amp;lt; :fire: <b>b</b> <a href=\"https://evil.example\">c</a>";

  /** A right-to-left override, a Cyrillic a, a zero-width space, a line separator, a bell. */
  static final String UNSEEN = "x\u202Ey \u0430dmin z\u200Bz \u2028w \u0007 \uD83D\uDE00 \uD800";

  private Hostile() {}

  static OwnerMessage message(String fact) {
    return new OwnerMessage(
        "incident-1",
        "[token-responder] high: " + fact,
        "What happened: " + fact + "\nIncident: 1\n");
  }
}
