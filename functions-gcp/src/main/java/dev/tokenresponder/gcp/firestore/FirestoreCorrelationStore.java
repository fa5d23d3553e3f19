package dev.tokenresponder.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.Fired;
import dev.tokenresponder.sigma.correlation.Group;
import dev.tokenresponder.sigma.correlation.Seen;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Groups of correlations in Firestore, a document each in collection {@code groups}. The version of
 * a group is the time of its last change, in microseconds, which Firestore keeps and takes as a
 * precondition (Firestore RPC reference, {@code google.firestore.v1.Document} and {@code
 * Precondition}, {@code
 * https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1}). The TTL policy of
 * the collection names {@code expires}. A document of the most events a group remembers is about 70
 * kB, well below the limit of 1 MiB; they are one text, for of a list Firestore would index every
 * element. Permissions: {@code datastore.entities.get}, {@code create}, {@code update} (Firestore,
 * "Security for server client libraries", {@code
 * https://cloud.google.com/firestore/docs/security/iam}).
 */
public final class FirestoreCorrelationStore implements CorrelationStore {
  /**
   * Longer than the week Pub/Sub retries by default, so that an event that comes again is known.
   */
  private static final Duration MARGIN = Duration.ofDays(8);

  private static final int MICROS = 1_000_000;

  private final Documents documents;
  private final Clock clock;

  /** Keeps groups in {@code database}; {@code clock} says when documents may expire. */
  public FirestoreCorrelationStore(Firestore database, Clock clock) {
    this(database, clock, "");
  }

  /** The same, in a collection whose name begins with {@code prefix}. */
  public FirestoreCorrelationStore(Firestore database, Clock clock, String prefix) {
    this(new Documents(database, prefix), clock);
  }

  FirestoreCorrelationStore(Documents documents, Clock clock) {
    this.documents = documents;
    this.clock = clock;
  }

  @Override
  public Stored read(String key) {
    DocumentSnapshot document = documents.read("read a correlation's group", at(key));
    Timestamp changed = document.getUpdateTime();
    return changed == null
        ? new Stored(0, Group.EMPTY)
        : new Stored(version(changed), group(document));
  }

  @Override
  public boolean replace(String key, long version, Group group, Instant time, Duration keep) {
    String what = "write a correlation's group";
    Instant expires = clock.instant().plus(keep).plus(MARGIN);
    Map<String, Object> fields =
        Map.of(
            "seen",
            lines(group.seen().stream().map(FirestoreCorrelationStore::line).toList()),
            "fired",
            lines(group.fired().stream().map(FirestoreCorrelationStore::line).toList()),
            "replaces",
            version, // or a group that stays the same would keep its time
            Documents.EXPIRES,
            Documents.timestamp(expires));
    return version == 0
        ? documents.create(what, at(key), fields)
        : documents.update(what, at(key), Timestamp.ofTimeMicroseconds(version), fields);
  }

  private DocumentReference at(String key) {
    return documents.at(CollectionGroup.GROUPS, DocumentIds.of(key));
  }

  private static long version(Timestamp changed) {
    return changed.getSeconds() * MICROS + changed.getNanos() / 1_000;
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines);
  }

  private static String line(Seen seen) {
    String fixed = seen.time() + " " + seen.rule() + " " + encode(seen.event());
    return seen.value() == null ? fixed : fixed + " " + encode(seen.value());
  }

  private static String line(Fired fired) {
    return fired.time() + " " + encode(fired.event());
  }

  private static Group group(DocumentSnapshot document) {
    return new Group(
        Fields.required(document, "seen")
            .lines()
            .map(FirestoreCorrelationStore::seen)
            .collect(Collectors.toList()),
        Fields.required(document, "fired")
            .lines()
            .map(FirestoreCorrelationStore::fired)
            .collect(Collectors.toList()));
  }

  private static Seen seen(String line) {
    String[] parts = line.split(" ", -1);
    @Nullable String value = parts.length > 3 ? decode(parts[3]) : null;
    return new Seen(decode(parts[2]), Instant.parse(parts[0]), Integer.parseInt(parts[1]), value);
  }

  private static Fired fired(String line) {
    String[] parts = line.split(" ", -1);
    return new Fired(decode(parts[1]), Instant.parse(parts[0]));
  }

  /** Without spaces and line breaks. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
