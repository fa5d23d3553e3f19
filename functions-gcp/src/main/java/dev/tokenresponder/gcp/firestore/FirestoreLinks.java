package dev.tokenresponder.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.gcp.firestore.Documents.Change;
import dev.tokenresponder.lineage.Link;
import dev.tokenresponder.lineage.LinkStore;
import dev.tokenresponder.lineage.LinkText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Links in Firestore: a document under the parent, in a collection {@code lineage_children}, and
 * one under the child, in {@code lineage_parents}, each changed only to one that ends later. A call
 * that ends between the two is made again with its event, and then writes both. The TTL policies of
 * both collection groups name {@code expires}; an expired document that Firestore has not yet got
 * round to deleting counts as deleted (Firestore, "Manage data retention with TTL policies", {@code
 * https://cloud.google.com/firestore/docs/ttl}). Permissions: {@code datastore.entities.get},
 * {@code list}, {@code create}, {@code update}.
 */
public final class FirestoreLinks implements LinkStore {
  private final Documents documents;

  /** Keeps links in {@code database}. */
  public FirestoreLinks(Firestore database) {
    this(new Documents(database, ""));
  }

  FirestoreLinks(Documents documents) {
    this.documents = documents;
  }

  @Override
  public void put(Link link) {
    CredentialRef parent = link.parent().ref();
    CredentialRef child = link.child().ref();
    put(link, documents.under(of(parent), CollectionGroup.LINEAGE_CHILDREN, LinkText.key(child)));
    put(link, documents.under(of(child), CollectionGroup.LINEAGE_PARENTS, LinkText.key(parent)));
  }

  private void put(Link link, DocumentReference document) {
    documents.change(
        "note what a credential was made from",
        document,
        before ->
            before.exists() && !link(before).expires().isBefore(link.expires())
                ? Change.none(link)
                : new Change<>(fields(link), link));
  }

  @Override
  public List<Link> from(CredentialRef parent, Instant now, int most) {
    return links(parent, CollectionGroup.LINEAGE_CHILDREN, now, most);
  }

  @Override
  public List<Link> to(CredentialRef child, Instant now, int most) {
    return links(child, CollectionGroup.LINEAGE_PARENTS, now, most);
  }

  /** Those that end last come first, of which Firestore keeps an index by itself. */
  private List<Link> links(CredentialRef ref, CollectionGroup side, Instant now, int most) {
    Timestamp since = Documents.timestamp(now);
    return documents
        .later("read what was made from a credential", of(ref), side, since, most)
        .stream()
        .map(FirestoreLinks::link)
        .filter(link -> link.expires().isAfter(now))
        .toList();
  }

  private DocumentReference of(CredentialRef ref) {
    return documents.at(CollectionGroup.LINEAGE, LinkText.key(ref));
  }

  private static Map<String, Object> fields(Link link) {
    Map<String, Object> fields = new HashMap<>(LinkText.write(link));
    fields.put(Documents.EXPIRES, Documents.timestamp(link.expires()));
    return fields;
  }

  private static Link link(DocumentSnapshot document) {
    Map<String, String> texts = new HashMap<>();
    Map<String, Object> data = document.getData();
    if (data != null) {
      data.forEach(
          (name, value) -> {
            if (value instanceof String text) {
              texts.put(name, text);
            }
          });
    }
    return LinkText.read(texts);
  }
}
