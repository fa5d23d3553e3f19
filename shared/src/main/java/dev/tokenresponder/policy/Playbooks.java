package dev.tokenresponder.policy;

import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.event.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The named playbooks and who gets which: a rule's own entry, then its first tag that has one, then
 * its level, then what the rule itself asks for.
 */
public record Playbooks(
    Map<String, Playbook> named,
    Map<String, String> byRule,
    Map<String, String> byTag,
    Map<String, String> byLevel) {

  private static final Playbook TELL =
      new Playbook(List.of(new Playbook.Step(Catalogue.NOTIFY_OWNER, Playbook.Of.USED)));

  public Playbooks {
    named = Map.copyOf(named);
    byRule = Map.copyOf(byRule);
    byTag = Map.copyOf(byTag);
    byLevel = Map.copyOf(byLevel);
    for (Map<String, String> choice : List.of(byRule, byTag, byLevel)) {
      for (String name : choice.values()) {
        if (!named.containsKey(name)) {
          throw new PolicyException(
              "there is no playbook '" + name + "'; known: " + named.keySet());
        }
      }
    }
  }

  /** Whether a rule may name this as its response. */
  public boolean knows(String response) {
    return named.containsKey(response) || Catalogue.find(response).isPresent();
  }

  /**
   * The playbook that answers a finding. A rule without a response of its own only ever tells,
   * unless the policy names that very rule.
   */
  Playbook answering(Finding finding) {
    String own = byRule.get(finding.ruleId());
    if (own != null) {
      return playbook(own);
    }
    if (finding.response().isEmpty()) {
      return TELL;
    }
    Optional<String> tagged = finding.tags().stream().filter(byTag::containsKey).findFirst();
    if (tagged.isPresent()) {
      return playbook(byTag.get(tagged.get()));
    }
    String level = byLevel.get(finding.level().label());
    return level == null ? asked(finding.response()) : playbook(level);
  }

  private Playbook asked(List<String> response) {
    List<Playbook.Step> steps = new ArrayList<>();
    for (String name : response) {
      Playbook playbook = named.get(name);
      if (playbook == null) {
        steps.add(new Playbook.Step(name, Playbook.Of.USED));
      } else {
        steps.addAll(playbook.steps());
      }
    }
    return new Playbook(steps);
  }

  private Playbook playbook(String name) {
    return named.getOrDefault(name, TELL);
  }
}
