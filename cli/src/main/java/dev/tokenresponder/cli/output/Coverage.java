package dev.tokenresponder.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.respond.Rule;
import dev.tokenresponder.sigma.SigmaRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which ATT&CK techniques and which log sources rules are about. */
public final class Coverage {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern TECHNIQUE = Pattern.compile("attack\\.(t\\d{4}(?:\\.\\d{3})?)");

  private final Map<String, List<Rule>> techniques = new TreeMap<>();
  private final Map<String, List<Rule>> logSources = new TreeMap<>();

  /** Looks through the rules. */
  public Coverage(List<Rule> rules) {
    for (Rule rule : rules) {
      for (String tag : rule.sigma().tags()) {
        Matcher matcher = TECHNIQUE.matcher(tag);
        if (matcher.matches()) {
          String technique = matcher.group(1).toUpperCase(Locale.ROOT);
          techniques.computeIfAbsent(technique, t -> new ArrayList<>()).add(rule);
        }
      }
      String logSource =
          rule.sigma() instanceof SigmaRule sigma ? sigma.logSource().toString() : "correlation";
      logSources.computeIfAbsent(logSource, s -> new ArrayList<>()).add(rule);
    }
  }

  /** Rules by technique, for example {@code T1550.001}. */
  public Map<String, List<Rule>> techniques() {
    return techniques;
  }

  /** Rules by log source. */
  public Map<String, List<Rule>> logSources() {
    return logSources;
  }

  /**
   * A layer for the ATT&CK Navigator (layer file format 4.5): the score of a technique is its
   * number of rules.
   */
  public String navigatorLayer() {
    ObjectNode layer = MAPPER.createObjectNode();
    layer.put("name", "token-responder rules");
    layer.put("domain", "enterprise-attack");
    layer.putObject("versions").put("layer", "4.5").put("navigator", "5.1.0");
    layer.put("description", "Techniques that the loaded rules are about, by number of rules");
    ArrayNode list = layer.putArray("techniques");
    int most = 1;
    for (Map.Entry<String, List<Rule>> entry : techniques.entrySet()) {
      ObjectNode technique = list.addObject();
      technique.put("techniqueID", entry.getKey());
      technique.put("score", entry.getValue().size());
      technique.put(
          "comment",
          String.join("; ", entry.getValue().stream().map(r -> r.sigma().title()).toList()));
      most = Math.max(most, entry.getValue().size());
    }
    ObjectNode gradient = layer.putObject("gradient");
    gradient.putArray("colors").add("#ffffff").add("#66b1ff");
    gradient.put("minValue", 0).put("maxValue", most);
    return layer.toPrettyString() + "\n";
  }
}
