package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.TokenEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The registry of decoders: one line for each source. */
public final class Decoders {
  private static final List<RecordDecoder> ALL =
      List.of(
          new CloudTrailDecoder(),
          new GuardDutyDecoder(),
          new HealthDecoder(),
          new AccessAnalyzerDecoder(),
          new WorkspaceAuditDecoder(),
          new GoogleAuditDecoder(),
          new SecurityCommandCenterDecoder(),
          new WorkspaceReportsDecoder(),
          new AzureActivityDecoder(),
          new EntraSignInDecoder(),
          new EntraAuditDecoder(),
          new Office365Decoder(),
          new KubernetesDecoder(),
          new OktaDecoder(),
          new SlackDecoder(),
          new GitHubDecoder(),
          new DropboxDecoder(),
          new GenericOAuthDecoder());

  private Decoders() {}

  /** The names of the sources that can be read. */
  public static List<String> sources() {
    return ALL.stream().map(RecordDecoder::source).collect(Collectors.toList());
  }

  /**
   * The names of the CloudTrail calls that have one of these meanings.
   *
   * @param activities not {@code USE}, which is what every other call means
   */
  public static Set<String> cloudTrailCalls(Set<Activity> activities) {
    return CloudTrailCalls.names(activities);
  }

  /**
   * Of which texts the method in an entry of Cloud Audit Logs contains one, whatever its case, when
   * it has one of these meanings.
   *
   * @param activities not {@code USE}, which is what every other method means
   */
  public static Set<String> googleCalls(Set<Activity> activities) {
    Set<String> parts = new TreeSet<>(GoogleCalls.names(activities));
    parts.addAll(Kubernetes.ofGoogle(activities));
    return parts;
  }

  /**
   * Of which texts the name of a Workspace event contains one, whatever its case, when it has one
   * of these meanings.
   *
   * @param activities neither {@code USE} nor {@code CHANGE}, which other events mean
   */
  public static Set<String> workspaceEvents(Set<Activity> activities) {
    return WorkspaceActivity.names(activities);
  }

  /** The services whose Workspace events are read, by application: {@code token} and so on. */
  public static Map<String, String> workspaceServices() {
    return WorkspaceAuditDecoder.services();
  }

  /**
   * Opens an element of input and decodes every record in it; never throws for bad input.
   *
   * @param element one JSON document, untrusted
   * @param source the one source to read the records as; null to recognise it by their shape
   */
  public static List<Decoded> decode(byte[] element, Intake intake, @Nullable String source) {
    return decode(element, intake, Set.of(), source);
  }

  /**
   * The same, with clusters whose log is believed.
   *
   * @param clusters as in {@link Envelopes#open(byte[], Intake, Set)}
   */
  public static List<Decoded> decode(
      byte[] element, Intake intake, Set<String> clusters, @Nullable String source) {
    List<Decoded> results = new ArrayList<>();
    for (Envelopes.Opened opened : Envelopes.open(element, intake, clusters)) {
      if (opened instanceof Envelopes.Opened.Readable readable) {
        results.addAll(decode(readable.record(), source));
      } else if (opened instanceof Envelopes.Opened.Unreadable unreadable) {
        results.add(new Decoded.Malformed(source, unreadable.reason()));
      }
    }
    if (results.isEmpty()) {
      results.add(new Decoded.Ignored(source, "an envelope with nothing in it"));
    }
    return results;
  }

  private static List<Decoded> decode(RawRecord record, @Nullable String source) {
    for (RecordDecoder decoder : ALL) {
      boolean chosen = source == null ? decoder.accepts(record) : decoder.source().equals(source);
      if (chosen) {
        return decode(decoder, record.asSpokenFor(decoder.source()));
      }
    }
    return List.of(new Decoded.Ignored(source, whyIgnored(record)));
  }

  private static List<Decoded> decode(RecordDecoder decoder, RawRecord record) {
    try {
      JsonNode raw = record.body();
      List<TokenEvent> events = decoder.decode(record);
      if (events.isEmpty()) {
        return List.of(new Decoded.Ignored(decoder.source(), "not about a credential"));
      }
      return events.stream().map(e -> (Decoded) new Decoded.Event(e, raw)).toList();
    } catch (MalformedRecordException e) {
      return List.of(new Decoded.Malformed(decoder.source(), String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // A decoder has overlooked something; that must not cost the records beside this one.
      String reason = "not readable: " + e.getClass().getSimpleName();
      return List.of(new Decoded.Malformed(decoder.source(), reason));
    }
  }

  private static String whyIgnored(RawRecord record) {
    String channel = record.channelSource();
    return channel == null
        ? "not a record of a known source"
        : "no decoder reads this kind of event";
  }
}
