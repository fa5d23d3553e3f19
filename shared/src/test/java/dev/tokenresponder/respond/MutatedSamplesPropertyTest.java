package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.decode.Envelopes;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.Evaluation.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Samples with one field dropped, retyped, nested or renamed: always a verdict, never a crash. */
class MutatedSamplesPropertyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Policy policy = PolicyReader.defaults();
  private final Evaluator evaluator =
      new Evaluator(
          RuleBook.of(RuleFile.builtIn(), policy),
          policy,
          Intake.OPERATOR,
          Memory.none(),
          TokenEvent::time);

  /** The ways to break a field. */
  enum Mutation {
    DROP,
    NULL,
    NUMBER,
    TEXT,
    LIST,
    OBJECT,
    NEST,
    EMPTY
  }

  @Property(tries = 2_000)
  void a_broken_record_gets_a_verdict_and_invents_no_actor(
      @ForAll("samples") Path sample, @ForAll Mutation mutation, @ForAll long seed)
      throws IOException {
    byte[] mutated = mutate(record(sample), mutation, new Random(seed));

    List<Evaluation> evaluations = evaluator.evaluate(mutated, null);

    for (Evaluation evaluation : evaluations) {
      TokenEvent event = evaluation.event();
      if (event == null) {
        assertThat(evaluation.status()).isIn(Status.IGNORED, Status.MALFORMED);
        assertThat(evaluation.reason()).isNotBlank();
      } else if (event.actor().id() != null) {
        assertThat(new String(mutated, StandardCharsets.UTF_8)).contains(event.actor().id());
      }
    }
  }

  @Property(tries = 2_000)
  void a_broken_hostile_record_of_a_known_source_is_never_ignored(
      @ForAll("hostile") Path sample, @ForAll Mutation mutation, @ForAll long seed)
      throws IOException {
    Assume.that(mutation != Mutation.TEXT); // another event type is another event
    byte[] mutated = mutate(record(sample), mutation, new Random(seed));

    assertThat(evaluator.evaluate(mutated, source(sample)))
        .isNotEmpty()
        .noneMatch(evaluation -> evaluation.status() == Status.IGNORED);
  }

  @Property(tries = 500)
  void a_truncated_record_is_malformed(@ForAll("samples") Path sample, @ForAll long seed)
      throws IOException {
    byte[] whole = Files.readString(sample).strip().getBytes(StandardCharsets.UTF_8);
    int length = 1 + new Random(seed).nextInt(whole.length - 1);

    assertThat(evaluator.evaluate(Arrays.copyOf(whole, length), null))
        .allMatch(evaluation -> evaluation.status() == Status.MALFORMED)
        .hasSize(1);
  }

  @Provide
  Arbitrary<Path> samples() throws IOException {
    return Arbitraries.of(SamplesTest.samples());
  }

  @Provide
  Arbitrary<Path> hostile() throws IOException {
    List<Path> hostile = new ArrayList<>();
    for (Path sample : SamplesTest.samples()) {
      List<Evaluation> judged = evaluator.evaluate(Files.readAllBytes(sample), null);
      if (judged.size() == 1 && judged.get(0).status() == Status.MATCHED) {
        hostile.add(sample);
      }
    }
    return Arbitraries.of(hostile);
  }

  /** The sample; where it travels encoded, the first record in it, since that is to be broken. */
  private static JsonNode record(Path sample) throws IOException {
    JsonNode root = MAPPER.readTree(sample.toFile());
    boolean encoded = root.path("message").has("data") || root.has("awslogs") || root.has("data");
    if (!encoded) {
      return root;
    }
    return Envelopes.open(Files.readAllBytes(sample), Intake.OPERATOR).stream()
        .filter(Envelopes.Opened.Readable.class::isInstance)
        .map(opened -> ((Envelopes.Opened.Readable) opened).record().body())
        .findFirst()
        .orElseThrow();
  }

  private static String source(Path sample) {
    return sample.getParent().getFileName().toString();
  }

  private static byte[] mutate(JsonNode root, Mutation mutation, Random random)
      throws JsonProcessingException {
    List<ObjectNode> objects = new ArrayList<>();
    collect(root, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (!names.isEmpty()) {
      String name = names.get(random.nextInt(names.size()));
      JsonNode value = object.remove(name);
      switch (mutation) {
        case DROP -> {}
        case NULL -> object.putNull(name);
        case NUMBER -> object.put(name, 42);
        case TEXT -> object.put(name, "arn:aws:iam::x:y");
        case LIST -> object.putArray(name).add(value);
        case OBJECT -> object.putObject(name);
        case NEST -> object.putObject(name).set(name, value);
        case EMPTY -> object.put(name, "");
      }
    }
    return MAPPER.writeValueAsBytes(root);
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> collect(child, objects));
    }
  }
}
