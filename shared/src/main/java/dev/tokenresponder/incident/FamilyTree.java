package dev.tokenresponder.incident;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.event.CredentialRef;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The family of an incident, each credential before what was made from it. */
public record FamilyTree(List<Member> members) {

  public FamilyTree {
    members = List.copyOf(members);
  }

  /**
   * One credential.
   *
   * @param credential its kind and id; the incident's subject where that is no credential
   * @param above where its parent is among the members; -1 for one whose parent is not among them
   * @param depth how many of its ancestors are among the members
   * @param subject whether it is the one that the incident is about
   * @param state what the actions say of it alone; of the subject, where no action names it, what
   *     they say of the incident
   */
  public record Member(
      String credential,
      @Nullable String principal,
      @Nullable String account,
      @Nullable String parent,
      @Nullable Instant issuedAt,
      int above,
      int depth,
      boolean subject,
      IncidentState state) {}

  /** The tree of an incident; the subject alone where no family is known. */
  public static FamilyTree of(Incident incident) {
    if (incident.family().isEmpty()) {
      return new FamilyTree(
          List.of(
              new Member(
                  incident.subject(),
                  incident.principal(),
                  incident.account(),
                  null,
                  null,
                  -1,
                  0,
                  true,
                  incident.state())));
    }
    return new Builder(incident).tree();
  }

  private static final class Builder {
    private final Incident incident;
    private final Map<CredentialRef, Relative> family = new LinkedHashMap<>();
    private final Map<CredentialRef, List<Relative>> children = new LinkedHashMap<>();
    private final Set<CredentialRef> placed = new LinkedHashSet<>();
    private final List<Member> members = new ArrayList<>();

    private Builder(Incident incident) {
      this.incident = incident;
      incident.family().forEach(relative -> family.put(relative.credential(), relative));
      for (Relative relative : incident.family()) {
        if (relative.parent() != null) {
          children.computeIfAbsent(relative.parent(), p -> new ArrayList<>()).add(relative);
        }
      }
    }

    private FamilyTree tree() {
      family.values().stream().filter(this::isRoot).forEach(this::place);
      family.values().forEach(this::place); // what is left was made from each other
      return new FamilyTree(members);
    }

    private boolean isRoot(Relative relative) {
      return relative.parent() == null || !family.containsKey(relative.parent());
    }

    private record Place(Relative relative, int above, int depth) {}

    private void place(Relative root) {
      Deque<Place> places = new ArrayDeque<>(List.of(new Place(root, -1, 0)));
      while (!places.isEmpty()) {
        Place place = places.pop();
        Relative relative = place.relative();
        if (placed.add(relative.credential())) {
          int index = members.size();
          members.add(member(place));
          List<Relative> made = children.getOrDefault(relative.credential(), List.of());
          for (int i = made.size() - 1; i >= 0; i--) {
            places.push(new Place(made.get(i), index, place.depth() + 1));
          }
        }
      }
    }

    private Member member(Place place) {
      Relative relative = place.relative();
      String name = relative.credential().toString();
      boolean subject = isSubject(relative.credential());
      List<ActionOutcome> outcomes =
          incident.containment().stream()
              .filter(outcome -> isTo(outcome.key().name(), relative))
              .toList();
      return new Member(
          name,
          relative.principal(),
          relative.account(),
          relative.parent() == null ? null : relative.parent().toString(),
          relative.issuedAt(),
          place.above(),
          place.depth(),
          subject,
          subject && outcomes.isEmpty() ? incident.state() : IncidentState.of(outcomes, false));
    }

    private boolean isSubject(CredentialRef credential) {
      String prefix = credential.kind().label() + " ";
      String subject = incident.subject();
      return subject.startsWith(prefix)
          && Relative.shortened(
                  new CredentialRef(credential.kind(), subject.substring(prefix.length())))
              .equals(credential);
    }

    /** Actions name the credential, or whom it speaks for where all of that one's are meant. */
    private static boolean isTo(String target, Relative relative) {
      CredentialRef credential = relative.credential();
      return !target.isBlank()
          && (Relative.shortened(new CredentialRef(credential.kind(), target)).equals(credential)
              || target.equals(relative.principal()));
    }
  }
}
