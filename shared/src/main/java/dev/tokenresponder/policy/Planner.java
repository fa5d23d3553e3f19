package dev.tokenresponder.policy;

import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Binding;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Subject;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.lineage.Descendants;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.lineage.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns findings into the ordered actions that policy calls for; the one place that decides modes.
 */
public final class Planner {
  private static final String UNPROVEN = "the channel does not prove that this record is genuine";

  private final Policy policy;
  private final Lineage lineage;

  /** Plans under one policy, for the credentials of an event only. */
  public Planner(Policy policy) {
    this(policy, Lineage.NONE);
  }

  /**
   * Plans under one policy.
   *
   * @param lineage what else to contain: what was made from the credential that was used
   */
  public Planner(Policy policy, Lineage lineage) {
    this.policy = policy;
    this.lineage = lineage;
  }

  /**
   * What is to be done about an event.
   *
   * @param actions what several findings ask for is there once, containment first
   * @param family how credentials came of each other, as far as the plan had to know
   */
  public record Plan(List<PlannedAction> actions, List<Link> family) {
    public Plan {
      actions = List.copyOf(actions);
      family = List.copyOf(family);
    }
  }

  /** The actions of {@link #decide}. */
  public List<PlannedAction> plan(TokenEvent event, List<Finding> findings, Instant now) {
    return decide(event, findings, now).actions();
  }

  /**
   * The plan for one event.
   *
   * @param now when it is decided; sessions issued before it are to be revoked
   */
  public Plan decide(TokenEvent event, List<Finding> findings, Instant now) {
    if (findings.isEmpty()) {
      return new Plan(List.of(), List.of());
    }
    Map<String, PlannedAction> plan = new LinkedHashMap<>();
    Family family = new Family(lineage, event, now);
    for (Finding finding : findings) {
      for (Playbook.Step step : policy.playbooks().answering(finding).steps()) {
        for (PlannedAction p : planned(finding, step, family)) {
          plan.putIfAbsent(p.action().name() + " " + p.target(), p);
        }
      }
    }
    List<PlannedAction> ordered = new ArrayList<>(plan.values());
    ordered.sort(Comparator.comparingInt(p -> Catalogue.all().indexOf(p.action())));
    return new Plan(ordered, family.links());
  }

  private List<PlannedAction> planned(Finding finding, Playbook.Step step, Family family) {
    ActionSpec action = Catalogue.find(step.action()).orElseThrow();
    if (action.containment() && !mayContain(finding.level())) {
      return List.of();
    }
    TokenEvent event = family.event();
    if (step.of() == Playbook.Of.ISSUED) {
      List<PlannedAction> issued = bind(family, event.issued(), finding.title(), action);
      return action.containment() && isExempt(event.credential())
          ? issued.stream().map(PlannedAction::ofAnExemptParent).toList()
          : issued;
    }
    List<PlannedAction> planned =
        new ArrayList<>(
            step.of() == Playbook.Of.MADE
                ? List.of()
                : bind(family, event.credential(), finding.title(), action));
    if (action.containment()) {
      Descendants descendants = family.descendants();
      Set<CredentialRef> spared = new HashSet<>();
      if (isExempt(event.credential())) {
        spared.add(Objects.requireNonNull(event.credential()).ref());
      }
      for (Link link : descendants.links()) {
        boolean ofAnExempt = spared.contains(link.parent().ref());
        if (ofAnExempt || isExempt(link.child())) {
          spared.add(link.child().ref());
        }
        String why = "made from " + link.parent().ref() + ": ";
        for (PlannedAction child : bind(family, link.child(), finding.title(), action)) {
          PlannedAction because = child.because(why + child.reason());
          planned.add(ofAnExempt ? because.ofAnExemptParent() : because);
        }
      }
      if (descendants.more() && !planned.isEmpty()) {
        planned.add(beyondReach(family, action));
      }
    }
    return planned;
  }

  private List<PlannedAction> bind(
      Family family, @Nullable Credential credential, String title, ActionSpec action) {
    Subject subject = new Subject(family.event(), credential, family.now(), this::trusts);
    return action.bind(subject).stream()
        .map(binding -> planned(family.event(), title, action, binding))
        .toList();
  }

  private boolean isExempt(@Nullable Credential credential) {
    return credential != null && policy.exemption(credential.principal()).isPresent();
  }

  /** An incident of which part is not contained must not look contained. */
  private static PlannedAction beyondReach(Family family, ActionSpec action) {
    Credential used = Objects.requireNonNull(family.event().credential());
    return new PlannedAction(
        action,
        "whatever else was made from " + used.ref(),
        used.principal().account(),
        Map.of(),
        Disposition.REFUSE,
        "more was made from it than the "
            + Lineage.MOST
            + " credentials and "
            + Lineage.DEPTH
            + " generations that are followed; look for the others by hand");
  }

  private PlannedAction planned(
      TokenEvent event, String title, ActionSpec action, Binding binding) {
    if (binding instanceof Binding.Refused refused) {
      return new PlannedAction(
          action,
          refused.target(),
          refused.account(),
          Map.of(),
          Disposition.REFUSE,
          refused.reason());
    }
    Binding.Bound bound = (Binding.Bound) binding;
    Verdict verdict = action.containment() ? contain(event, action, bound) : tell(event);
    return new PlannedAction(
        action,
        bound.target(),
        bound.account(),
        bound.arguments(),
        verdict.mode(),
        verdict.reason() == null ? title : verdict.reason());
  }

  private boolean trusts(String account) {
    return policy.trustedAccounts().contains(account) || policy.trustedDomains().contains(account);
  }

  private boolean mayContain(Level level) {
    return policy.actLevels().contains(level);
  }

  /**
   * Nothing leaves in monitor mode; when a person must decide, a person must be told. Records that
   * anybody could have written must not flood owners with what they say.
   */
  private Verdict tell(TokenEvent event) {
    if (policy.mode() == Mode.MONITOR) {
      return new Verdict(Disposition.MONITOR, null);
    }
    return event.provenance() == Provenance.CLAIMED
        ? new Verdict(Disposition.APPROVE, UNPROVEN)
        : new Verdict(Disposition.ENFORCE, null);
  }

  private Verdict contain(TokenEvent event, ActionSpec action, Binding.Bound bound) {
    if (event.provenance() == Provenance.CLAIMED) {
      return refuse(UNPROVEN);
    }
    if (!policy.looksAfter(action, bound.account())) {
      return refuse("account " + bound.account() + " is not among the policy's accounts");
    }
    Optional<String> exempt = policy.exemption(action, bound.affected(), bound.account());
    if (exempt.isPresent()) {
      return refuse(exempt.get());
    }
    return switch (policy.mode()) {
      case MONITOR -> new Verdict(Disposition.MONITOR, null);
      case APPROVE -> new Verdict(Disposition.APPROVE, null);
      case ENFORCE ->
          bound.caution() == null
              ? enforce(event, action)
              : new Verdict(Disposition.APPROVE, bound.caution() + ", so a person must decide");
    };
  }

  static Verdict enforce(TokenEvent event, ActionSpec action) {
    if (event.outcome() == Outcome.FAILURE) {
      return new Verdict(Disposition.APPROVE, "the call failed, so a person must decide");
    }
    return action.reversible()
        ? new Verdict(Disposition.ENFORCE, null)
        : new Verdict(Disposition.APPROVE, "it cannot be undone, so a person must decide");
  }

  private static Verdict refuse(String reason) {
    return new Verdict(Disposition.REFUSE, reason);
  }

  record Verdict(Disposition mode, @Nullable String reason) {}
}
