package dev.tokenresponder.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.context.Habits;
import dev.tokenresponder.gcp.firestore.Documents.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Habits in Firestore: a document for each subject in collection {@code habits}, with a list of
 * traits, for the key of a trait need not be a legal name of a field. The TTL policy of the
 * collection names {@code expires}; an expired document that Firestore has not yet got round to
 * deleting counts as deleted (Firestore, "Manage data retention with TTL policies", {@code
 * https://cloud.google.com/firestore/docs/ttl}). Permissions: {@code datastore.entities.get},
 * {@code create}, {@code update} (Firestore, "Security for server client libraries", {@code
 * https://cloud.google.com/firestore/docs/security/iam}).
 */
public final class FirestoreHabits implements Habits {
  private static final String SINCE = "since";
  private static final String TRAITS = "traits";

  private final Documents documents;
  private final Clock clock;

  /** Keeps habits in {@code database}; {@code clock} says when documents expire. */
  public FirestoreHabits(Firestore database, Clock clock) {
    this(database, clock, "");
  }

  /** The same, in a collection whose name begins with {@code prefix}. */
  public FirestoreHabits(Firestore database, Clock clock, String prefix) {
    this(new Documents(database, prefix), clock);
  }

  FirestoreHabits(Documents documents, Clock clock) {
    this.documents = documents;
    this.clock = clock;
  }

  @Override
  public History see(
      String subject, String event, Set<String> traits, Instant time, Duration keep) {
    Instant now = clock.instant();
    return documents.change(
        "note what a credential was seen with",
        documents.at(CollectionGroup.HABITS, DocumentIds.digest(subject)),
        document -> {
          History before = isKnown(document, now) ? history(document) : History.NONE;
          Map<String, Trait> after = new HashMap<>(before.traits());
          traits.forEach(
              trait ->
                  after.merge(
                      trait,
                      new Trait(event, time),
                      (old, seen) -> new Trait(old.firstEvent(), seen.last())));
          forget(after, traits);
          Instant since = before.since();
          return new Change<>(fields(since == null ? time : since, after, now.plus(keep)), before);
        });
  }

  private static boolean isKnown(DocumentSnapshot document, Instant now) {
    Timestamp expires = document.getTimestamp(Documents.EXPIRES);
    return document.exists()
        && (expires == null || expires.compareTo(Documents.timestamp(now)) >= 0);
  }

  /** Those seen longest ago go; those of the current event stay. */
  private static void forget(Map<String, Trait> traits, Set<String> now) {
    traits.entrySet().stream()
        .filter(entry -> !now.contains(entry.getKey()))
        .sorted(Comparator.comparing(entry -> entry.getValue().last()))
        .limit(Math.max(0, traits.size() - MOST))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(traits::remove);
  }

  private static Map<String, Object> fields(
      Instant since, Map<String, Trait> traits, Instant expires) {
    List<Map<String, String>> list = new ArrayList<>();
    traits.forEach(
        (key, trait) ->
            list.add(
                Map.of("key", key, "first", trait.firstEvent(), "last", trait.last().toString())));
    return Map.of(
        SINCE, since.toString(), TRAITS, list, Documents.EXPIRES, Documents.timestamp(expires));
  }

  private static History history(DocumentSnapshot document) {
    Map<String, Trait> traits = new HashMap<>();
    for (Map<String, String> trait : Fields.maps(document, TRAITS)) {
      traits.put(trait.get("key"), new Trait(trait.get("first"), Instant.parse(trait.get("last"))));
    }
    return new History(Instant.parse(Fields.required(document, SINCE)), traits);
  }
}
